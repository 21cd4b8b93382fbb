import type { Knex } from 'knex';
import { refuse } from '../core/refusal.ts';
import type { TableName } from '../kernel/tables.ts';
import { decode, find, list } from '../kernel/tables.ts';
import type { Row } from '../kernel/types.ts';
import type { ActionRow, CheckRow, ComparisonRow, ItemRow, ParticipantRow, ResultRow, UnitRow } from './rows.ts';

const PAGE = 30;

async function rowOf<T extends Row>(db: Knex, table: TableName, where: object): Promise<T> {
  return (await find<T>(db, table, where)) ?? refuse('comparison.missing', {}, undefined, 'missing');
}

/** @throws Refusal `comparison.missing` */
export const comparisonOf = (db: Knex, id: string): Promise<ComparisonRow> => rowOf(db, 'comparisons', { id });
/** @throws Refusal `comparison.missing` also for one of another comparison */
export const participantOf = (db: Knex, id: string, comparison: string): Promise<ParticipantRow> =>
  rowOf(db, 'comparison_participants', { id, comparison_id: comparison });
/** @throws Refusal `comparison.missing` also for one of another comparison */
export const itemOf = (db: Knex, id: string, comparison: string): Promise<ItemRow> =>
  rowOf(db, 'comparison_items', { id, comparison_id: comparison });
/** @throws Refusal `comparison.missing` also for one of another comparison */
export const actionOf = (db: Knex, id: string, comparison: string): Promise<ActionRow> =>
  rowOf(db, 'comparison_actions', { id, comparison_id: comparison });

export const itemsOf = (db: Knex, comparison: string): Promise<ItemRow[]> =>
  list(db, 'comparison_items', { comparison_id: comparison }, 'position');
/** In the order of their codes, which is no order. */
export const participantsOf = (db: Knex, comparison: string): Promise<ParticipantRow[]> =>
  list(db, 'comparison_participants', { comparison_id: comparison }, 'lab_code');
export const unitsOf = (db: Knex, comparison: string): Promise<UnitRow[]> =>
  list(db, 'comparison_units', { comparison_id: comparison }, 'code');
export const actionsOf = (db: Knex, comparison: string): Promise<ActionRow[]> =>
  list(db, 'comparison_actions', { comparison_id: comparison }, 'id');

/** The checks of a comparison, the latest of each item, sample and kind. */
export async function checksOf(db: Knex, comparison: string): Promise<CheckRow[]> {
  const rows = await list<CheckRow>(db, 'comparison_checks', { comparison_id: comparison }, 'id');
  return [...new Map(rows.map((row) => [`${row.kind} ${row.item_id} ${row.sample}`, row])).values()];
}

/** All submissions, the earliest first; `sealed` stays a text: only sealed.ts opens it. */
export const resultsOf = (db: Knex, where: Partial<ResultRow>): Promise<ResultRow[]> =>
  list(db, 'comparison_results', where, 'id');

/** Which laboratories have reported something: the one thing that is known before the closing time. */
export async function submittedOf(db: Knex, comparison: string): Promise<Set<string>> {
  const ids: string[] = await db('comparison_results')
    .where({ comparison_id: comparison })
    .distinct('participant_id')
    .pluck('participant_id');
  return new Set(ids);
}

/** A page of comparisons, the newest first. */
export async function comparisonsBefore(
  db: Knex,
  { before, q }: { before?: string; q?: string },
): Promise<{ rows: ComparisonRow[]; next: string | null }> {
  const select = db('comparisons')
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (before !== undefined) select.where('id', '<', before);
  if (q)
    select.where((one) =>
      one.where('scheme_no', 'like', `${likeText(q)}%`).orWhere('name', 'like', `%${likeText(q)}%`),
    );
  const rows: object[] = await select;
  const shown = rows.slice(0, PAGE).map((row) => decode<ComparisonRow>('comparisons', row));
  return { rows: shown, next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null };
}

/** Wildcards that somebody types search for nothing else. */
const likeText = (q: string): string => q.replace(/[%_\\]/g, '');

/** Names of organisations by their ids. */
export async function organisationNames(db: Knex, ids: readonly string[]): Promise<Map<string, string>> {
  const rows: { id: string; name: string }[] = await db('organisations')
    .whereIn('id', [...ids])
    .select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Names of people by their ids. */
export async function namesOf(db: Knex, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((one) => one !== null))];
  const rows: { id: string; name: string }[] = await db('users').whereIn('id', wanted).select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Laboratories that may be invited: in use, and not yet asked. */
export async function laboratories(
  db: Knex,
  comparison: string,
): Promise<{ id: string; name: string; region: string }[]> {
  return db('organisations')
    .where({ kind: 'laboratory', active: 1 })
    .whereNotIn('id', db('comparison_participants').where({ comparison_id: comparison }).select('organisation_id'))
    .orderBy('name')
    .limit(1000)
    .select('id', 'name', 'region');
}
