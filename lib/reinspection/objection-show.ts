import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { CaseRow } from '../disposals/index.ts';
import { actorOf, may } from '../kernel/access.ts';
import { decode, find } from '../kernel/tables.ts';
import { clocksOf } from '../kernel/terms.ts';
import type { Query, User } from '../kernel/types.ts';
import type { ReportRow } from '../reports/index.ts';
import { type ObjectionMove, objectionMachine } from './machine.ts';
import { objectionSubject } from './objections.ts';
import type { ObjectionRow } from './rows.ts';
import { objectionOf } from './store.ts';

export interface ObjectionSheet {
  row: ObjectionRow;
  caseNumber: string;
  product: string;
  batchNo: string;
  reportNumber: string;
  dueOn: string | null;
  names: { assigned: string | null; answered: string | null; audited: string | null };
  people: { id: string; name: string }[];
  moves: { move: ObjectionMove; obstacles: Reason[] }[];
}

/** An objection as its page shows it. @throws Refusal `record.missing` */
export async function showObjection({ db, user }: Query, id: string): Promise<ObjectionSheet> {
  const row = await objectionOf(db, id);
  const about = await find<CaseRow>(db, 'cases', { id: row.case_id });
  const report = about?.report_id ? await find<ReportRow>(db, 'reports', { id: about.report_id }) : undefined;
  const stored: object[] = await db('users').orderBy('name');
  const users = stored.map((one) => decode<User & { active: number }>('users', one));
  const nameOf = (own: string | null) => users.find((one) => one.id === own)?.name ?? null;
  const [clock] = await clocksOf(db, 'objections', id);
  return {
    row,
    caseNumber: about?.number ?? '',
    product: about?.product_name ?? '',
    batchNo: about?.batch_no ?? '',
    reportNumber: report?.number ?? '',
    dueOn: clock?.due_on ?? null,
    names: { assigned: nameOf(row.assigned_to), answered: nameOf(row.answered_by), audited: nameOf(row.audited_by) },
    people: users
      .filter(({ active, roles }) => active === 1 && may(roles, 'reinspection.write'))
      .map((one) => ({ id: one.id, name: one.name })),
    moves: available(objectionMachine, objectionSubject(row), actorOf(user)),
  };
}
