import type { Knex } from 'knex';
import { Refusal, refuse } from '../core/refusal.ts';
import { decode, find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { ReportRow } from '../reports/index.ts';
import { reportable, type TestRow } from '../testing/index.ts';
import type { ObjectionRow, ReinspectionRow } from './rows.ts';

async function held<T extends { version: number }>(
  act: Act,
  table: 'reinspections' | 'objections',
  id: string,
  version?: number,
): Promise<T> {
  const query = act.db(table).where({ id }).first();
  const found: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!found) return refuse('record.missing', { what: id }, undefined, 'missing');
  const row = decode<T>(table, found);
  if (version !== undefined && row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  return row;
}

/** A re-inspection, held against others until the act is done. @throws Refusal `record.missing`, `record.stale` */
export const heldReinspection = (act: Act, id: string, version?: number): Promise<ReinspectionRow> =>
  held<ReinspectionRow>(act, 'reinspections', id, version);

/** @throws Refusal `record.missing`, `record.stale` */
export const heldObjection = (act: Act, id: string, version?: number): Promise<ObjectionRow> =>
  held<ObjectionRow>(act, 'objections', id, version);

/** @throws Refusal `record.missing` */
export const reinspectionOf = async (db: Knex, id: string): Promise<ReinspectionRow> =>
  (await find<ReinspectionRow>(db, 'reinspections', { id })) ??
  refuse('record.missing', { what: id }, undefined, 'missing');

/** @throws Refusal `record.missing` */
export const objectionOf = async (db: Knex, id: string): Promise<ObjectionRow> =>
  (await find<ObjectionRow>(db, 'objections', { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing');

/** The items of a batch that do not conform. */
export const failedTests = async (db: Knex, sampleId: string): Promise<TestRow[]> =>
  (await reportable(db, sampleId)).filter(({ verdict }) => verdict === 'fails');

/** The issued report of a batch, or undefined. */
export const issuedReport = (db: Knex, sample_id: string): Promise<ReportRow | undefined> =>
  find<ReportRow>(db, 'reports', { sample_id, state: 'issued' });
