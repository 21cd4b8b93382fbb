import { decode } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { type Batch, type BatchStanding, held, heldTests, standingOf, standingsOf } from './store.ts';
import type { TestRow } from './test.ts';

/** Records with their batches as this act holds them: read once, and kept up with what the act itself writes. */
export interface OpenRecords {
  tests: Map<string, TestRow>;
  standings: Map<string, BatchStanding>;
  /** Batches whose testing has not begun. */
  batches: Map<string, Batch>;
}

/** Nothing read yet: each record is read when it is first asked for. */
export const recordsRead = (): OpenRecords => ({ tests: new Map(), standings: new Map(), batches: new Map() });

const AT_ONCE = 500;

/** Reads and holds many records by a few queries, those that are known already left out. @throws Refusal `record.missing` */
export async function openRecords(act: Act, records: OpenRecords, ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)].filter((id) => !records.tests.has(id)).sort();
  for (let at = 0; at < wanted.length; at += AT_ONCE)
    for (const [id, test] of await heldTests(act, wanted.slice(at, at + AT_ONCE))) records.tests.set(id, test);
  const samples = new Set(wanted.flatMap((id) => records.tests.get(id)?.sample_id ?? []));
  const unread = [...samples].filter((id) => !records.standings.has(id)).sort();
  for (let at = 0; at < unread.length; at += AT_ONCE) await openBatches(act, records, unread.slice(at, at + AT_ONCE));
}

async function openBatches(act: Act, records: OpenRecords, ids: readonly string[]): Promise<void> {
  const standings = await standingsOf(act.db, ids);
  for (const [id, standing] of standings) records.standings.set(id, standing);
  const waiting = ids.filter((id) => standings.get(id)?.state === 'assigned');
  if (waiting.length === 0) return;
  const query = act.db('samples').whereIn('id', waiting).orderBy('id');
  const rows: object[] = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  for (const batch of rows.map((row) => decode<Batch>('samples', row))) records.batches.set(batch.id, batch);
}

/** @throws Refusal `record.missing` */
export async function heldRecord(act: Act, { tests }: OpenRecords, id: string): Promise<TestRow> {
  const test = tests.get(id) ?? (await held<TestRow>(act, 'tests', id));
  tests.set(id, test);
  return test;
}

/** @throws Refusal `record.missing` */
export async function batchStanding(act: Act, { standings }: OpenRecords, id: string): Promise<BatchStanding> {
  const standing = standings.get(id) ?? (await standingOf(act.db, id));
  standings.set(id, standing);
  return standing;
}

/** @throws Refusal `record.missing` */
export const heldBatch = async (act: Act, { batches }: OpenRecords, id: string): Promise<Batch> =>
  batches.get(id) ?? held<Batch>(act, 'samples', id);
