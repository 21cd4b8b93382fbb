import type { Knex } from 'knex';
import { type Reason, refuse } from '../core/refusal.ts';
import { decode, find, list, type TableName } from '../kernel/tables.ts';
import type { Act, Row, User } from '../kernel/types.ts';
import type { AlarmRow, ChartRow, LimitsRow, NoteRow, PointRow } from './rows.ts';

type Own =
  | 'qc_plans'
  | 'qc_lines'
  | 'qc_anomalies'
  | 'control_charts'
  | 'control_limits'
  | 'control_points'
  | 'control_alarms';

/** @throws Refusal `record.missing` */
export async function rowOf<T>(db: Knex, table: Own, id: string): Promise<T> {
  return (await find<T>(db, table, { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing');
}

/** A row to be changed, held on PostgreSQL until the end of the act. `version`: as it was read. @throws Refusal `record.missing`, `record.stale` */
export async function heldRow<T extends Row>(act: Act, table: Own, id: string, version?: number): Promise<T> {
  const query = act.db(table).where({ id }).first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!row) return refuse('record.missing', { what: id }, undefined, 'missing');
  const found = decode<T>(table, row);
  return version === undefined || found.version === version ? found : refuse('record.stale', {}, undefined, 'stale');
}

/** Rows of a query, decoded. */
export async function rows<T>(table: TableName, query: PromiseLike<object[]>): Promise<T[]> {
  return (await query).map((row) => decode<T>(table, row));
}

/** The newest points of a chart, oldest first; `before`: only those up to this one. */
export async function lastPoints(db: Knex, chartId: string, most: number, before?: number): Promise<PointRow[]> {
  const query = db('control_points').where({ chart_id: chartId }).orderBy('seq', 'desc').limit(most);
  const found = await rows<PointRow>('control_points', before === undefined ? query : query.where('seq', '<=', before));
  return found.reverse();
}

/** Every version of the limits, the first one first. */
export const limitsOf = (db: Knex, chartId: string): Promise<LimitsRow[]> =>
  list<LimitsRow>(db, 'control_limits', { chart_id: chartId }, 'n');

/** The version that new points are held against. */
export const inForce = (versions: readonly LimitsRow[]): LimitsRow | undefined =>
  versions.filter(({ state }) => state === 'approved').at(-1);

export const notesOf = (db: Knex, chartId: string): Promise<NoteRow[]> =>
  list<NoteRow>(db, 'control_notes', { chart_id: chartId }, 'after_seq');

/** The alarm of a chart that nobody has settled yet. */
export const openAlarm = (db: Knex, chartId: string): Promise<AlarmRow | undefined> =>
  find<AlarmRow>(db, 'control_alarms', { chart_id: chartId, state: 'open' });

/** The active charts on which results of these parameters depend. */
export async function chartsFor(db: Knex, codes: readonly string[]): Promise<ChartRow[]> {
  return rows<ChartRow>(
    'control_charts',
    db('control_charts')
      .whereIn(
        'id',
        db('control_chart_parameters')
          .whereIn('parameter_code', [...codes])
          .select('chart_id'),
      )
      .where({ state: 'active' })
      .orderBy('number'),
  );
}

/** Names of people by id. */
export async function peopleNamed(db: Knex, ids: readonly (string | null)[]): Promise<Record<string, string>> {
  const found: { id: string; name: string }[] = await db('users')
    .whereIn('id', [...new Set(ids.filter((id) => id !== null))])
    .select('id', 'name');
  return Object.fromEntries(found.map(({ id, name }) => [id, name]));
}

/** People of the institute who may be made responsible. */
export async function colleagues(db: Knex): Promise<{ id: string; name: string }[]> {
  const found = await rows<User>(
    'users',
    db('users').where({ active: 1 }).whereNull('organisation_id').orderBy('name'),
  );
  return found.filter(({ roles }) => !roles.includes('administrator')).map(({ id, name }) => ({ id, name }));
}

/** The first reason why a text says too little, for fields that must be filled. */
export const blank = (text: string | undefined, field: string): Reason[] =>
  (text ?? '').trim().length >= 2 ? [] : [{ id: 'control.words', field }];
