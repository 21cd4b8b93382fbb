import { addDays } from '../core/deadlines.ts';
import type { UserRow } from '../kernel/session.ts';
import type { Query } from '../kernel/types.ts';
import { type DelegationRow, type Duty, delegationsOf, duties, holdsOn } from './delegation.ts';
import { peopleOf } from './rows.ts';

export interface DelegationLine {
  id: string;
  version: number;
  principal: string;
  deputy: string;
  duty: Duty;
  from: string;
  to: string;
  reason: string;
  standing: 'running' | 'planned' | 'over' | 'ended';
  /** Days that are left of one that runs and ends within a week; else null. */
  endsIn: number | null;
  endedOn: string | null;
  endedReason: string | null;
  namedBy: string;
}

export interface DelegationList {
  today: string;
  lines: DelegationLine[];
  /** Who holds a duty that may be delegated. A deputy acts by the same role of his own, so he is one of them. */
  principals: { id: string; name: string; duties: Duty[] }[];
}

const standing = (row: DelegationRow, today: string): DelegationLine['standing'] => {
  if (row.ended_on !== null && row.ended_on <= today) return 'ended';
  return holdsOn(row, today) ? 'running' : today < row.from_on ? 'planned' : 'over';
};

const WEEK = 7;

function endsIn(row: DelegationRow, today: string): number | null {
  if (standing(row, today) !== 'running' || row.to_on > addDays(today, WEEK)) return null;
  return Math.round((Date.parse(row.to_on) - Date.parse(today)) / 86_400_000);
}

const dutiesOf = ({ roles }: UserRow): Duty[] => duties.filter((duty) => roles.includes(duty));

/** All deputies, those who stand in today first. */
export async function listDelegations({ db, today }: Query): Promise<DelegationList> {
  const people = await peopleOf(db);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string => names.get(id) ?? '';
  const order = ['running', 'planned', 'over', 'ended'];
  const lines = (await delegationsOf(db)).map(
    (row): DelegationLine => ({
      ...{ id: row.id, version: row.version, duty: row.duty, from: row.from_on, to: row.to_on, reason: row.reason },
      ...{ principal: nameOf(row.user_id), deputy: nameOf(row.deputy_id), namedBy: nameOf(row.named_by) },
      ...{ endedOn: row.ended_on, endedReason: row.ended_reason, standing: standing(row, today) },
      endsIn: endsIn(row, today),
    }),
  );
  const holders = people
    .filter((one) => one.active === 1 && dutiesOf(one).length > 0)
    .map((one) => ({ id: one.id, name: one.name, duties: dutiesOf(one) }));
  return {
    today,
    lines: lines.sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing) || (a.from < b.from ? 1 : -1)),
    principals: holders,
  };
}
