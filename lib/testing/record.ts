import { follow, next } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { evaluateRecord, type Readings, type RecordOutcome, validateReadings } from '../forms/index.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act } from '../kernel/types.ts';
import { sampleMachine } from '../samples/index.ts';
import { chinaTime } from '../ui/index.ts';
import { formOf } from './forms.ts';
import { lastChange } from './history.ts';
import { testMachine } from './machine.ts';
import { cell, type Entry, entries, leaves, merge, reasonsMissing, valueAt } from './readings.ts';
import { batchStanding, heldBatch, heldRecord, type OpenRecords, recordsRead } from './record-open.ts';
import { type Batch, signaturesOf } from './store.ts';
import type { StoredOutcome, TestRow } from './test.ts';
import { asWeighed } from './typed-weight.ts';

/** The names of the cells of the bench may stand under `readings.`, as the API nests them. */
const CELL_PREFIX = 'readings.';

/** What the bench sends: one cell (`field`, `value`), or part of the readings nested as the form is. */
export interface RecordInput {
  id: string;
  /** The version of the record that the typist saw; a run names the cell's value instead (`from`). */
  version?: number;
  /** What the typist saw in the cell: the save holds when it still stands there, whatever else changed meanwhile. */
  from?: string;
  field?: string;
  value?: string;
  readings?: object;
  reason?: string;
}

export interface Recorded {
  test: TestRow;
  outcome: RecordOutcome;
  changed: Entry[];
}

/**
 * Saves readings as they were typed, computes the result from them and keeps both. Saving what already stands there changes nothing.
 * @throws Refusal `record.stale` (with the values now stored), `test.closed` when signed, `record.reason` for a saved value changed without
 * a reason, `number.*`, `record.*` and `readings.*` for what the form does not take; nothing is then written
 */
export const record = (act: Act, input: RecordInput): Promise<Recorded> => recordIn(act, recordsRead(), input);

/** The same within records that were already read for this act: many saves ask the database once. @throws Refusal as `record` */
export async function recordIn(act: Act, records: OpenRecords, input: RecordInput): Promise<Recorded> {
  const test = await heldRecord(act, records, input.id);
  await refuseClosed(act, test);
  const batch = await batchStanding(act, records, test.sample_id);
  const subject = { ...test, batch: batch.state, officers: batch.officers, chain: [] };
  const state = next(testMachine, 'record', subject, actorOf(act.user));
  if (input.version !== undefined && test.version !== input.version) await refuseStale(act, test, input.field);
  const form = await formOf(act.db, test.form_hash);
  const changed = entries(test.readings, asWeighed(form, test.item, patchOf(input)));
  // A cell that already holds what is sent is no quarrel: the answer to the first attempt was lost.
  if (input.from !== undefined && changed.some(({ old }) => old !== input.from))
    await refuseStale(act, test, input.field);
  refuseAll(
    reasonsMissing(changed, input.reason).map((reason) =>
      input.field === undefined ? reason : { ...reason, field: 'reason' },
    ),
  );
  const readings = merge(test.readings, changed);
  const outcome = evaluateRecord(form, test.item, readings);
  refuseAll(unreadable(outcome, changed));
  refuseAll(validateReadings(form, readings));
  if (changed.length === 0) {
    act.record({ entity: 'tests', id: test.id, note: 'unchanged' });
    return { test, outcome, changed };
  }
  const saved = await act.update<TestRow>(
    'tests',
    test,
    { ...resultOf(outcome), readings, state, started_at: test.started_at ?? act.now },
    { reason: input.reason },
  );
  records.tests.set(saved.id, saved);
  await startBatch(act, records, batch.id);
  return { test: saved, outcome, changed };
}

function patchOf(input: RecordInput): [string[], string][] {
  const path = input.field?.startsWith(CELL_PREFIX) ? input.field.slice(CELL_PREFIX.length) : input.field;
  const typed = path === undefined ? [] : cell(path, input.value ?? '');
  const patch = [...typed, ...(input.readings === undefined ? [] : leaves(input.readings))];
  return patch.length > 0 ? patch : refuse('readings.none', {}, 'readings');
}

/** What stands in a cell of the bench, by the name that the bench or the API gives it. */
export const savedAt = (readings: Readings, field: string): string =>
  valueAt(readings, (field.startsWith(CELL_PREFIX) ? field.slice(CELL_PREFIX.length) : field).split('.'));

/** What is stored of an outcome, and the columns that lists and the report read. */
export function resultOf(
  outcome: RecordOutcome,
): Pick<TestRow, 'result_text' | 'result_exact' | 'verdict'> & { outcome: StoredOutcome } {
  const steps = outcome.steps.map(({ id, row, exact, shown }) => ({
    id,
    ...(row !== undefined && { row }),
    exact,
    shown,
  }));
  // Through JSON once: the signature is taken over what the database will give back.
  const stored = JSON.parse(JSON.stringify({ ...outcome, steps })) as StoredOutcome;
  return {
    outcome: stored,
    result_text: outcome.result?.text ?? null,
    result_exact: outcome.result?.exact ?? null,
    verdict: outcome.verdict?.verdict ?? null,
  };
}

/** Typed values that no form takes stop the save; a calculation that cannot be done yet (÷0) or a gate that is not met does not: what was read stays. */
function unreadable(outcome: RecordOutcome, changed: readonly Entry[]): Reason[] {
  const typed = new Set(changed.filter((entry) => entry.new !== '').map((entry) => entry.path));
  return outcome.problems.filter(
    ({ id, field }) => field !== undefined && typed.has(field) && !id.startsWith('formula.') && id !== 'record.gate',
  );
}

/** B029: a signed record says who signed it and when. */
async function refuseClosed(act: Act, test: TestRow): Promise<void> {
  if (!['submitted', 'reviewed', 'locked'].includes(test.state)) return;
  const last = (await signaturesOf(act.db, 'tests', [test.id])).at(-1);
  refuse('test.closed', { name: last?.user_name ?? '', at: last ? chinaTime(last.at) : '' }, undefined, 'locked');
}

/** FT-06: the second of two people gets the first one's values, and who saved them when. `values`: by the names of the cells of the bench. */
async function refuseStale(act: Act, test: TestRow, sent = ''): Promise<never> {
  const { version, state, readings, result_text, verdict } = test;
  const prefix = sent.startsWith(CELL_PREFIX) ? CELL_PREFIX : '';
  const values = Object.fromEntries(leaves(readings).map(([keys, text]) => [prefix + keys.join('.'), text]));
  const by = await lastChange(act.db, test.id);
  throw new Refusal([{ id: 'record.stale' }], 'stale', {
    version,
    state,
    readings,
    values,
    result_text,
    verdict,
    ...by,
  });
}

/** The first reading of the first test starts the testing of the batch. */
async function startBatch(act: Act, records: OpenRecords, id: string): Promise<void> {
  const standing = await batchStanding(act, records, id);
  if (standing.state !== 'assigned') return;
  const batch = await heldBatch(act, records, id);
  if (batch.state !== 'assigned') return;
  const { state } = await act.update<Batch>('samples', batch, { state: follow(sampleMachine, 'start', batch) });
  records.standings.set(id, { ...standing, state });
}
