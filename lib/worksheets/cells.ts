import { isNotDetected, normalise } from '../core/decimal.ts';
import { next } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import type { FormDefinition } from '../forms/index.ts';
import { actorOf } from '../kernel/access.ts';
import { decode } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import {
  cell,
  entries,
  fieldAt,
  formOf,
  type OpenRecords,
  reasonsMissing,
  record,
  recordIn,
  recordsRead,
  type TestRow,
  valueAt,
} from '../testing/index.ts';
import { type CellPlace, cellChanges, refuseTaken, undone, undoReason } from './cells-history.ts';
import { saveShared } from './cells-shared.ts';
import { runMachine } from './machine.ts';
import { judgement, nativesOf, type QcColumn, qcColumns } from './qc.ts';
import { judgeRow } from './qc-settle.ts';
import type { SheetRow, WorksheetRow } from './rows.ts';
import { rowsOf, runOf } from './store.ts';

/** The row that stands for the readings of the whole run. */
export const SHARED = 'shared';

/** One cell as a sheet sends it. `from`: what the typist saw there; without it nobody saw anything (an instrument's file). */
export interface CellInput {
  /** Id of a row of the run, or `shared`. */
  row: string;
  /** Dot path of the form (`samples.0.m`), or a field of a row of quality control. */
  field: string;
  value: string;
  from?: string;
  reason?: string;
  /** Puts back what stood there before this person's last change; `value` is then not looked at. */
  undo?: boolean;
}

/** What now stands in a cell, and the records that changed with it. */
export interface CellSaved {
  value: string;
  tests: TestRow[];
  /** The row of quality control, judged again. */
  control?: SheetRow;
}

/** A run that this person may fill, read once for all cells of one act. */
export interface OpenSheet {
  run: WorksheetRow;
  rows: SheetRow[];
  form: FormDefinition;
  /** The records of its samples as far as they were read for this act. */
  records: OpenRecords;
  /** Records were already changed for the cell under way: a refusal now undoes the whole act. */
  isWriting: boolean;
}

/** @throws Refusal `record.missing`, `run.not-ours`, `machine.state` once the run is finished */
export async function openSheet(act: Act, id: string): Promise<OpenSheet> {
  const run = await runOf(act.db, id);
  next(runMachine, 'fill', run, actorOf(act.user));
  const rows = await rowsOf(act.db, id);
  return { run, rows, form: await formOf(act.db, run.form_hash), records: recordsRead(), isWriting: false };
}

/**
 * Saves one cell of a run by itself.
 * @throws Refusal `record.stale` (with the value that now stands there, by whom and since when), `record.reason`, `sheet.row`, `sheet.field`,
 * `sheet.undo-none`, `sheet.undo-other`, `sheet.shared-signed`, and what `record` refuses; nothing is then written
 */
export async function saveCell(act: Act, input: CellInput & { run: string }): Promise<CellSaved> {
  return saveIn(act, await openSheet(act, input.run), input);
}

/** The same within a sheet that is already open. */
export async function saveIn(act: Act, sheet: OpenSheet, input: CellInput): Promise<CellSaved> {
  const row = sheet.rows.find(({ id }) => id === input.row);
  if (!row && input.row !== SHARED) return refuse('sheet.row', {}, 'row', 'missing');
  const asked = folded(sheet, row, await settled(act, placeOf(sheet, input), input));
  if (!row) return saveShared(act, sheet, asked);
  return row.test_id === null ? saveControl(act, sheet, row, asked) : saveSample(act, sheet, row.test_id, asked);
}

/** Many readings of one row at once, as one event: a line of an instrument's file. `note` is kept as the reason where nobody gave one. */
export async function saveRow(
  act: Act,
  { run, row, readings, reason, note }: { run: string; row: string; readings: object; reason?: string; note?: string },
): Promise<{ test?: TestRow; row?: SheetRow }> {
  const sheet = await openSheet(act, run);
  const found = sheet.rows.find(({ id }) => id === row);
  if (!found) return refuse('sheet.row', {}, 'row', 'missing');
  const why = reason ?? note;
  if (found.test_id !== null)
    return {
      test: (await record(act, { id: found.test_id, readings, ...(why !== undefined && { reason: why }) })).test,
    };
  const patch = Object.entries(readings).map(([field, value]) => ({ field, value: String(value) }));
  return { row: await writeControl(act, sheet, await heldRow(act, found.id), patch, why) };
}

function placeOf({ run, rows }: OpenSheet, { row, field }: CellInput): CellPlace {
  const found = rows.find(({ id }) => id === row);
  if (found?.test_id) return { entity: 'tests', id: found.test_id, column: 'readings', path: field };
  if (found) return { entity: 'worksheet_rows', id: found.id, column: 'readings', path: field };
  return { entity: 'worksheets', id: run.id, column: 'shared', path: field };
}

/** An undone change becomes an ordinary one: to what stood there before, with its reason. */
async function settled(act: Act, place: CellPlace, input: CellInput): Promise<CellInput> {
  if (!input.undo) return input;
  const value = undone(await cellChanges(act.db, place), act.user.id);
  return { ...input, value, reason: undoReason(act.user.lang) };
}

/** Full-width digits become plain ones; what was typed plainly stays as it was typed. */
function folded({ form }: OpenSheet, row: SheetRow | undefined, input: CellInput): CellInput {
  const isDecimal = row?.test_id === null || fieldAt(form, input.field)?.format === 'decimal';
  return isDecimal ? { ...input, value: foldDigits(input.value) } : input;
}

/** `１２．５０` → `12.50`; a text that is no number stays, so that its own sentence refuses it. */
export function foldDigits(typed: string): string {
  const text = typed.trim();
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  try {
    const { decimal, qualifier } = normalise(text);
    return qualifier === '=' ? decimal : `${qualifier}${decimal}`;
  } catch (error) {
    if (error instanceof Refusal) return text;
    throw error;
  }
}

async function saveSample(act: Act, { records }: OpenSheet, testId: string, input: CellInput): Promise<CellSaved> {
  const { field, value, from, reason } = input;
  try {
    const { test } = await recordIn(act, records, {
      id: testId,
      field,
      value,
      ...(from !== undefined && { from }),
      ...(reason !== undefined && { reason }),
    });
    return { value: valueAt(test.readings, field.split('.')), tests: [test] };
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'stale') throw error;
    return refuseTaken(
      act.db,
      { entity: 'tests', id: testId, column: 'readings', path: field },
      currentOf(error, field),
    );
  }
}

const currentOf = ({ data }: Refusal, field: string): string => {
  const values = (data as { values?: Record<string, string> } | undefined)?.values;
  return values?.[field] ?? '';
};

async function heldRow(act: Act, id: string): Promise<SheetRow> {
  const query = act.db('worksheet_rows').where({ id }).first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  return row ? decode<SheetRow>('worksheet_rows', row) : refuse('sheet.row', {}, 'row', 'missing');
}

async function saveControl(
  act: Act,
  sheet: OpenSheet,
  { id }: SheetRow,
  { field, value, from, reason }: CellInput,
): Promise<CellSaved> {
  const row = await heldRow(act, id);
  const current = row.readings[field] ?? '';
  if (from !== undefined && current !== from && current !== value.trim())
    await refuseTaken(act.db, { entity: 'worksheet_rows', id, column: 'readings', path: field }, current);
  const saved = await writeControl(act, sheet, row, [{ field, value }], reason, true);
  return { value: saved.readings[field] ?? '', tests: [], control: saved };
}

/** The figure and the judgement that follows from it are one event. */
async function writeControl(
  act: Act,
  { run, rows }: OpenSheet,
  row: SheetRow,
  patch: readonly { field: string; value: string }[],
  reason: string | undefined,
  isCell = false,
): Promise<SheetRow> {
  const known = fieldsOf(row);
  refuseAll(
    patch.flatMap(({ field }) => (known.some((one) => one.field === field) ? [] : [{ id: 'sheet.field', field }])),
  );
  const changed = entries(
    row.readings,
    patch.flatMap(({ field, value }) => cell(field, value)),
  );
  refuseAll(changed.flatMap((entry) => unreadable(known, entry.path, entry.new)));
  refuseAll(reasonsMissing(changed, reason).map((one) => (isCell ? { ...one, field: 'reason' } : one)));
  if (changed.length === 0) {
    act.record({ entity: 'worksheet_rows', id: row.id, note: 'unchanged' });
    return row;
  }
  const readings = { ...row.readings };
  for (const { path, new: text } of changed) {
    if (text === '') delete readings[path];
    else readings[path] = text;
  }
  const natives = row.of_row === null ? undefined : await nativesOf(act.db, rows);
  const judged = judgement(run, { ...row, readings }, natives?.get(row.of_row ?? '') ?? '');
  const saved = await act.update<SheetRow>('worksheet_rows', row, { readings, ...judged }, { reason });
  await judgeRow(act, row.id);
  return saved;
}

/** What is typed in a row of quality control; the result of its own sample nobody types. */
export function fieldsOf({ kind, of_row }: Pick<SheetRow, 'kind' | 'of_row'>): QcColumn[] {
  if (kind === 'sample') return [];
  return qcColumns(kind).filter(({ field }) => field !== 'native' || of_row === null);
}

/** A figure of quality control is a number, censored or not, or 未检出. */
function unreadable(known: readonly QcColumn[], field: string, text: string): Reason[] {
  if (text === '' || isNotDetected(text) || known.find((one) => one.field === field)?.format !== 'decimal') return [];
  try {
    normalise(text, {}, field);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.reasons;
    throw error;
  }
}
