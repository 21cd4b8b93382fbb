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
  endedOn: string | null;
  endedReason: string | null;
  namedBy: string;
}

export interface DelegationList {
  today: string;
  lines: DelegationLine[];
  /** Who holds a duty that may be delegated, and who may stand in. */
  principals: { id: string; name: string; duties: Duty[] }[];
  deputies: { id: string; name: string }[];
}

const standing = (row: DelegationRow, today: string): DelegationLine['standing'] => {
  if (row.ended_on !== null && row.ended_on <= today) return 'ended';
  return holdsOn(row, today) ? 'running' : today < row.from_on ? 'planned' : 'over';
};

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
    }),
  );
  const here = people.filter(({ active }) => active === 1);
  return {
    today,
    lines: lines.sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing) || (a.from < b.from ? 1 : -1)),
    principals: here
      .filter((one) => dutiesOf(one).length > 0)
      .map((one) => ({ id: one.id, name: one.name, duties: dutiesOf(one) })),
    deputies: here
      .filter(({ roles }) =>
        roles.some((role) => role === 'department-head' || role === 'signatory' || role === 'reviewer'),
      )
      .map(({ id, name }) => ({ id, name })),
  };
}
