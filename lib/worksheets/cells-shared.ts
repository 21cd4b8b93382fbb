import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { evaluateRecord, type FormDefinition, type Readings, validateReadings } from '../forms/index.ts';
import { decode } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import {
  cell,
  type Entry,
  entries,
  leaves,
  merge,
  openRecords,
  reasonsMissing,
  recordIn,
  recordsRead,
  type TestRow,
  valueAt,
} from '../testing/index.ts';
import type { CellInput, CellSaved, OpenSheet } from './cells.ts';
import { refuseTaken } from './cells-history.ts';
import type { SheetRow, WorksheetRow } from './rows.ts';
import { isShared } from './sheet-columns.ts';
import { heldRun } from './store.ts';

/**
 * A reading of the whole run: saved once with the run, and in the same act carried into every record of it.
 * @throws Refusal `sheet.shared-signed` when a signed record rests on another value
 */
export async function saveShared(act: Act, sheet: OpenSheet, input: CellInput): Promise<CellSaved> {
  const { field, value, from, reason } = input;
  const run = await heldRun(act, sheet.run.id);
  if (!isShared(field, run.shared_fields)) return refuse('sheet.field', {}, 'field');
  const patch = cell(field, value);
  const [entry] = entries(run.shared, patch);
  if (entry && from !== undefined && entry.old !== from)
    await refuseTaken(act.db, { entity: 'worksheets', id: run.id, column: 'shared', path: field }, entry.old);
  const shared = merge(run.shared, entry ? [entry] : []);
  const keys = field.split('.');
  const text = valueAt(shared, keys);
  const waiting = (await testsOfRun(act, sheet.rows)).filter((test) => valueAt(test.readings, keys) !== text);
  refuseCarry(sheet.form, shared, waiting, { path: field, old: entry?.old ?? '', new: text }, reason);
  if (!entry && waiting.length === 0) {
    act.record({ entity: 'worksheets', id: run.id, note: 'unchanged' });
    return { value: text, tests: [] };
  }
  sheet.isWriting = true;
  if (entry) await act.update<WorksheetRow>('worksheets', run, { shared }, { reason });
  const tests: TestRow[] = [];
  const carried = { field, value: text, ...(reason !== undefined && { reason }) };
  await openRecords(
    act,
    sheet.records,
    waiting.map(({ id }) => id),
  );
  for (const { id } of waiting) tests.push((await recordIn(act, sheet.records, { id, ...carried })).test);
  sheet.isWriting = false;
  return { value: text, tests };
}

/** Everything that could keep the value from a record is asked before the first one is written. */
function refuseCarry(
  form: FormDefinition,
  shared: Readings,
  tests: readonly TestRow[],
  entry: Entry,
  reason: string | undefined,
): void {
  const signed = tests.filter(({ state }) => ['submitted', 'reviewed', 'locked'].includes(state)).length;
  if (signed > 0) refuse('sheet.shared-signed', { count: signed }, 'value', 'locked');
  const replaced = tests.map(({ readings }) => ({ ...entry, old: valueAt(readings, entry.path.split('.')) }));
  const [missing] = reasonsMissing(
    [entry, ...replaced].filter((one) => one.old !== one.new),
    reason,
  );
  refuseAll(missing ? [{ ...missing, field: 'reason' }] : []);
  const [first] = tests;
  const problems: Reason[] = first ? evaluateRecord(form, first.item, merge(first.readings, [entry])).problems : [];
  const isWrong = ({ id, field }: Reason): boolean =>
    field === entry.path && entry.new !== '' && !id.startsWith('formula.') && id !== 'record.gate';
  refuseAll(problems.filter(isWrong));
  refuseAll(validateReadings(form, shared));
}

/** The records of the samples of a run, in the order of their ids: two acts that hold them take their turns. */
async function testsOfRun(act: Act, rows: readonly SheetRow[]): Promise<TestRow[]> {
  const ids = rows.flatMap(({ test_id }) => (test_id === null ? [] : [test_id]));
  const query = act.db('tests').whereIn('id', ids).orderBy('id');
  const found: object[] = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  return found.map((row) => decode<TestRow>('tests', row));
}

/** What was read for the whole run, put into records that join it later. */
export async function carryShared(act: Act, run: WorksheetRow, testIds: readonly string[]): Promise<void> {
  if (leaves(run.shared).every(([, text]) => text === '')) return;
  const records = recordsRead();
  await openRecords(act, records, testIds);
  for (const id of testIds) await recordIn(act, records, { id, readings: run.shared });
}
