import type { Knex } from 'knex';
import { type Reason, Refusal, refuse } from '../core/refusal.ts';
import { may } from '../kernel/access.ts';
import { find, list } from '../kernel/tables.ts';
import type { Act, Query, User } from '../kernel/types.ts';
import type { Subject } from './machine.ts';
import type { ActionRow, FileRow, ImprovementRow, LinkRow, StepRow } from './rows.ts';

/** The records that a person may know of: those that rest on internal samples only with the right to know of these. */
export function visible(db: Knex, { roles }: Pick<User, 'roles'>): Knex.QueryBuilder {
  const rows = db('improvements');
  return may(roles, 'internal.read') ? rows : rows.where({ 'improvements.sealed': 0 });
}

/** A record that this person may know of. @throws Refusal `improvement.missing`, and `record.stale` when somebody else changed it since */
export async function recordFor(
  { db, user }: Pick<Query, 'db' | 'user'>,
  id: string,
  version?: number,
): Promise<ImprovementRow> {
  const row = await find<ImprovementRow>(db, 'improvements', { id });
  if (!row || (row.sealed === 1 && !may(user.roles, 'internal.read')))
    return refuse('improvement.missing', {}, undefined, 'missing');
  if (version !== undefined && row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', row);
  return row;
}

export const actionsOf = (db: Knex, id: string): Promise<ActionRow[]> =>
  list<ActionRow>(db, 'improvement_actions', { improvement_id: id }, 'id');
export const stepsOf = (db: Knex, id: string): Promise<StepRow[]> =>
  list<StepRow>(db, 'improvement_steps', { improvement_id: id }, 'id');
export const linksOf = (db: Knex, id: string): Promise<LinkRow[]> =>
  list<LinkRow>(db, 'improvement_links', { improvement_id: id }, 'id');
export const filesOf = (db: Knex, id: string): Promise<FileRow[]> =>
  list<FileRow>(db, 'improvement_files', { improvement_id: id }, 'id');

/** A record as its machine asks for it. */
export function subjectOf(row: ImprovementRow, actions: readonly ActionRow[], today: string): Subject & ImprovementRow {
  const own = actions.filter(({ round, state }) => round === row.round && state !== 'dropped');
  return {
    ...row,
    today,
    acknowledged: row.complaint !== null && row.complaint.acknowledged_on !== null,
    answered: row.complaint !== null && row.complaint.answered_on !== null,
    actions: own.length,
    open: own.filter(({ state }) => state === 'open').length,
  };
}

/** Names of people by their id. */
export async function peopleNamed(db: Knex, ids: readonly (string | null)[]): Promise<Record<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const users: { id: string; name: string }[] = await db('users').whereIn('id', wanted).select('id', 'name');
  return Object.fromEntries(users.map(({ id, name }) => [id, name]));
}

export interface Person {
  id: string;
  name: string;
}

/** The institute's own people with an account that is in use. */
export const ownPeople = (db: Knex): Promise<Person[]> =>
  db('users').where({ active: 1 }).whereNull('organisation_id').orderBy('name').select('id', 'name');

/** Faults of people that were named: unknown, left, or of another organisation. */
export async function personFaults(
  db: Knex,
  named: readonly { id: string | undefined; field: string }[],
): Promise<Reason[]> {
  const given = named.flatMap(({ id, field }) => (id === undefined ? [] : [{ id, field }]));
  if (given.length === 0) return [];
  const known = new Set((await ownPeople(db)).map(({ id }) => id));
  return given.flatMap(({ id, field }) => (known.has(id) ? [] : [{ id: 'improvement.person', field }]));
}

/** The fault of a text that was left empty. */
export const blank = (text: string | undefined, field: string): Reason[] =>
  (text ?? '').trim() === '' ? [{ id: 'improvement.words', field }] : [];

/** The fault of a day that lies before the finding or in the future. */
export const dayFault = (day: string, from: string, today: string, field: string): Reason[] =>
  day < from || day > today ? [{ id: 'improvement.day', field, params: { from, today } }] : [];

/** The row with one executor more. */
export const executing = ({ executors }: ImprovementRow, ...ids: string[]): string[] => [
  ...new Set([...executors, ...ids]),
];

/** Writes a step into the course of a record. */
export const note = (
  act: Act,
  row: Pick<ImprovementRow, 'id' | 'round'>,
  step: Pick<StepRow, 'move' | 'on_day' | 'words' | 'data'>,
): Promise<StepRow> =>
  act.insert<StepRow>('improvement_steps', { improvement_id: row.id, round: row.round, ...step, by_id: act.user.id });
