import { applies, constantsOf, gridRows, mayApply } from '../forms/index.ts';
import type { Field } from '../pdf/fields.ts';
import { fields } from '../pdf/fields.ts';
import type { FormField, FormSchema, Values } from '../pdf/form.ts';
import { isBlock, isGrid, labelOf, valueOf } from '../pdf/form.ts';
import type { Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { say } from '../pdf/words.ts';
import type { RawRecord, RecordChange } from './raw-record.pdf.ts';

const SIZE = 8.5;
/** A grid of more columns than this is set smaller. */
const WIDE = 8;
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** `Δ¹` for the first entry of the list of changes: one mark for each change of this field. */
export function marks(changes: RecordChange[], field: string): string {
  return changes.map((change, index) => (change.field === field ? `Δ${raised(index + 1)}` : '')).join('');
}

/** A number in raised figures. */
export function raised(number: number): string {
  return [...String(number)].map((digit) => RAISED[Number(digit)] ?? '').join('');
}

/** A title of a part of the record; it never stands alone at the foot of a page. */
export function part(paper: Paper, title: string, needs = 60): void {
  paper.room(needs);
  paper.text(title, paper.left, paper.y + 7, { size: 9.5, weight: 'bold' });
  paper.y += 24;
}

/** The common head and every group of the form: plain values in a block, repeated rows in tables. */
export function drawReadings(paper: Paper, record: RawRecord): void {
  for (const [name, block] of Object.entries(record.form.properties as Record<string, FormField>)) {
    if (block.properties)
      drawForm(
        paper,
        record,
        { 'x-title': { zh: say('paper.record.conditions') }, properties: block.properties },
        (record.readings[name] ?? {}) as Values,
        `${name}.`,
      );
  }
  drawGiven(paper, record);
  drawForm(paper, record, record.form, record.readings, '');
}

/** The numbers that the specification brings: titre, label claim, limits of validity. */
function drawGiven(paper: Paper, record: RawRecord): void {
  const constants = constantsOf(record.form, record.item);
  const list = (record.form['x-constants'] ?? []).flatMap((constant) => {
    const value = constants[constant.id];
    return value === undefined || !applies(constant.when, constants, {})
      ? []
      : [{ label: constant.label.zh, value: [value, constant.unit].filter(Boolean).join(' ') }];
  });
  if (list.length === 0) return;
  part(paper, say('paper.record.given'));
  fields(paper, list, 2, { size: SIZE, pad: 3, label: 150 });
}

function drawForm(paper: Paper, record: RawRecord, form: FormSchema, values: Values, path: string): void {
  const groups = form['x-groups'] ?? [
    { title: form['x-title'] ?? { zh: say('paper.record.readings') }, fields: Object.keys(form.properties) },
  ];
  for (const group of groups) {
    const names = group.fields.filter(
      (name) => values[name] !== undefined || isPossible(record, form.properties[name]),
    );
    const list = names.flatMap((name) => plainField(record, form.properties[name], name, values[name], path));
    if (list.length > 0) {
      part(paper, group.title.zh, 96);
      fields(paper, list, 2, { size: SIZE, pad: record.blank ? 5 : 3, label: 96 });
    }
    for (const name of names) {
      const field = form.properties[name];
      if (field && isGrid(field)) drawGrid(paper, record, name, field, values[name], path);
    }
  }
}

/** Whether the constants of the item leave room for a field; conditions on other readings stay open. */
function isPossible({ form, item }: RawRecord, field: FormField | undefined): boolean {
  return mayApply(field?.['x-when'], constantsOf(form, item), new Set(Object.keys(form.properties)));
}

/** A plain value with its marks of change; left out when it was not entered and the form is not blank. */
function plainField(
  record: RawRecord,
  field: FormField | undefined,
  name: string,
  value: unknown,
  path: string,
): Field[] {
  if (!field || isGrid(field) || isBlock(field)) return [];
  const printed = valueOf(field, record.blank ? undefined : value, record.blank);
  if (printed === '' && !record.blank) return [];
  return [
    {
      label: labelOf(field, name),
      value: [printed, marks(record.changes, path + name)].filter(Boolean).join(' '),
      span: printed.length > 22 ? 2 : 1,
    },
  ];
}

function drawGrid(paper: Paper, record: RawRecord, name: string, field: FormField, value: unknown, path: string): void {
  const rows = Array.isArray(value) ? (value as unknown[]) : [];
  if (rows.length === 0 && !record.blank) return;
  const cells = Object.entries(
    field.items?.properties ?? {
      '': { ...field.items, 'x-label': { zh: labelOf(field, name) }, 'x-unit': field['x-unit'] },
    },
  ).filter(
    ([key, cell]) => isPossible(record, cell) || rows.some((own) => (own as Values | undefined)?.[key] !== undefined),
  );
  const { count, names, column } = blankRows(record, name, field);
  const printed = Array.from({ length: record.blank ? Math.max(rows.length, count) : rows.length }, (_, row) =>
    cells.map(([key, cell]) => {
      const own = rows[row];
      const given = key === column ? names[row] : undefined;
      const read = key === '' ? own : ((own as Values | undefined)?.[key] ?? given);
      return [
        valueOf({ ...cell, 'x-unit': undefined }, read),
        marks(record.changes, `${path}${name}.${row}${key === '' ? '' : `.${key}`}`),
      ]
        .filter(Boolean)
        .join(' ');
    }),
  );
  const style = { size: cells.length > WIDE ? 6.5 : SIZE, pad: 3, least: record.blank ? 22 : 0 };
  paper.room(60);
  paper.text(labelOf(field, name), paper.left, paper.y + 5, { size: SIZE });
  paper.y += 19;
  const [only] = cells;
  if (only && cells.length === 1 && printed.length <= WIDE) {
    const across = printed.map((_, row) => ({ title: rowLabel(field, row), share: 12, align: 'center' as const }));
    table(
      paper,
      [{ title: say('paper.record.row'), share: 18, align: 'center' }, ...across],
      [{ cells: [labelOf(only[1], only[0], true), ...printed.flat()] }],
      style,
    );
    return;
  }
  const columns = [
    { title: say('paper.record.row'), share: 14, align: 'center' as const },
    ...cells.map(([key, cell]) => ({ title: labelOf(cell, key, true), share: 18, align: 'center' as const })),
  ];
  table(
    paper,
    columns,
    printed.map((line, row) => ({ cells: [rowLabel(field, row), ...line] })),
    style,
  );
}

/** The rows of a form to be filled by hand, and the names with which the specification heads them. */
function blankRows(
  { form, item }: RawRecord,
  name: string,
  field: FormField,
): { count: number; names: string[]; column?: string } {
  const grid = form.properties[name];
  if (grid?.type !== 'array') return { count: field['x-grid']?.rows ?? 2, names: [] };
  const { rows, prefill } = gridRows(grid, constantsOf(form, item));
  const column = grid['x-grid'].prefill?.column;
  return { count: rows, names: prefill, ...(column === undefined ? {} : { column }) };
}

/** 供试品1: the name of a repeated row, from 1. */
export function rowLabel(field: FormField | undefined, row: number): string {
  return (field?.['x-grid']?.row?.zh ?? '{n}').replace('{n}', String(row + 1));
}
