import type { Knex } from 'knex';
import { Refusal, refuse } from '../core/refusal.ts';
import { decode, find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { SheetRow, WorksheetRow } from './rows.ts';

/** @throws Refusal `record.missing` */
export async function runOf(db: Knex, id: string): Promise<WorksheetRow> {
  const run = await find<WorksheetRow>(db, 'worksheets', { id });
  return run ?? refuse('record.missing', { what: id }, undefined, 'missing');
}

/** A run to be changed, held until the end of the act where the engine can. @throws Refusal `record.missing`, `record.stale` */
export async function heldRun(act: Act, id: string, version?: number): Promise<WorksheetRow> {
  const query = act.db('worksheets').where({ id }).first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!row) return refuse('record.missing', { what: id }, undefined, 'missing');
  const run = decode<WorksheetRow>('worksheets', row);
  if (version !== undefined && run.version !== version)
    throw new Refusal([{ id: 'record.stale' }], 'stale', { version: run.version, state: run.state });
  return run;
}

/** The rows of a run in their order; `removed` with those that were taken out. */
export async function rowsOf(db: Knex, worksheetId: string, { removed = false } = {}): Promise<SheetRow[]> {
  const query = db('worksheet_rows').where({ worksheet_id: worksheetId }).orderBy(['position', 'id']);
  const rows: object[] = await (removed ? query : query.whereNull('removed_at'));
  return rows.map((row) => decode<SheetRow>('worksheet_rows', row));
}

/** The run in which each of these tests stands (one that was dropped counts no more), by test. */
export async function runsOf(
  db: Knex,
  testIds: readonly string[],
): Promise<Map<string, { id: string; number: string }>> {
  const rows: { test_id: string; id: string; number: string }[] = await db('worksheet_rows')
    .join('worksheets', 'worksheets.id', 'worksheet_rows.worksheet_id')
    .whereIn('worksheet_rows.test_id', [...testIds])
    .whereNull('worksheet_rows.removed_at')
    .whereNot('worksheets.state', 'dropped')
    .orderBy('worksheets.id')
    .select('worksheet_rows.test_id', 'worksheets.id', 'worksheets.number');
  return new Map(rows.map(({ test_id, ...run }) => [test_id, run]));
}
