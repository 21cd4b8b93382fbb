import { refuse } from '../core/refusal.ts';
import { evaluateRecord, type Readings, type Step } from '../forms/index.ts';
import { find } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { fieldName, formOf, type TestRow, valueAt } from '../testing/index.ts';
import { fieldsOf, SHARED } from './cells.ts';
import { type CellChange, cellChanges } from './cells-history.ts';
import type { SheetRow } from './rows.ts';
import { runOf } from './store.ts';

/** Where the value of a cell comes from, and what is calculated with it. */
export interface OriginAnswer {
  run: string;
  number: string;
  row: string;
  rowName: string;
  field: string;
  fieldName: { zh: string; en: string };
  value: string;
  /** Every change, oldest first. */
  changes: CellChange[];
  /** The calculations of the row (of this determination, and of the whole record) with its numbers. */
  steps: Step[];
  limit: string | null;
  instruments: string[];
  materials: string[];
  testId: string | null;
}

/** @throws Refusal `record.missing`, `sheet.row` */
export async function originOf({ db }: Query, id: string, rowId: string, field: string): Promise<OriginAnswer> {
  const run = await runOf(db, id);
  const form = await formOf(db, run.form_hash);
  const named = { zh: fieldName(form, field, 'zh'), en: fieldName(form, field, 'en') };
  const base = { run: id, number: run.number, row: rowId, field, fieldName: named };
  const nothing = { steps: [], limit: null, instruments: [], materials: [], testId: null };
  if (rowId === SHARED) {
    const changes = await cellChanges(db, { entity: 'worksheets', id, column: 'shared', path: field });
    const value = valueAt(run.shared, field.split('.'));
    return { ...base, ...nothing, rowName: run.number, value, changes };
  }
  const row = (await find<SheetRow>(db, 'worksheet_rows', { id: rowId, worksheet_id: id })) ?? noRow();
  if (row.test_id === null) {
    const changes = await cellChanges(db, { entity: 'worksheet_rows', id: rowId, column: 'readings', path: field });
    const label = fieldsOf(row).find((one) => one.field === field)?.label ?? named;
    return { ...base, ...nothing, fieldName: label, rowName: row.label, value: row.readings[field] ?? '', changes };
  }
  const test = (await find<TestRow>(db, 'tests', { id: row.test_id })) ?? noRow();
  const sample = await db('samples').where({ id: test.sample_id }).first<{ number: string } | undefined>('number');
  const { steps } = evaluateRecord(form, test.item, test.readings);
  const [, index] = /^\w+\.(\d+)\./.exec(field) ?? [];
  return {
    ...base,
    rowName: sample?.number ?? '',
    value: valueAt(test.readings, field.split('.')),
    changes: await cellChanges(db, { entity: 'tests', id: test.id, column: 'readings', path: field }),
    steps: steps.filter((step) => step.row === undefined || index === undefined || step.row === Number(index)),
    limit: test.item.limitText,
    instruments: listed(test.readings, 'instruments', ['no', 'name']),
    materials: listed(test.readings, 'materials', ['name', 'lot']),
    testId: test.id,
  };
}

const noRow = (): never => refuse('sheet.row', {}, 'row', 'missing');

/** The lines of a list of the common header, each in one text. */
function listed(readings: Readings, id: string, columns: readonly string[]): string[] {
  const common = readings['common'];
  const rows = typeof common === 'object' && !Array.isArray(common) ? common[id] : undefined;
  if (!Array.isArray(rows)) return [];
  return rows
    .map((row) =>
      columns
        .map((column) => row[column] ?? '')
        .filter(Boolean)
        .join(' '),
    )
    .filter(Boolean);
}
