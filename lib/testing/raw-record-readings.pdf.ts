import { applies, constantsOf, gridRows, mayApply, optionWords, unitOf } from '../forms/index.ts';
import type { Field } from '../pdf/fields.ts';
import { fields } from '../pdf/fields.ts';
import type { FormField, FormSchema, Values } from '../pdf/form.ts';
import { isBlock, isGrid, labelOf, valueOf } from '../pdf/form.ts';
import type { Paper } from '../pdf/paper.ts';
import { type TableStyle, table } from '../pdf/table.ts';
import { say } from '../pdf/words.ts';
import type { RawRecord, RecordChange } from './raw-record.pdf.ts';

const SIZE = 8.5;
/** A grid of more columns than this is set smaller. */
const WIDE = 8;
/** Rows of a one-column grid that lie side by side at most. */
const ACROSS = 10;
/** A narrow grid of more rows than this stands in two halves side by side. */
const LONG = 9;
/** Rows of one such half at most. */
const BLOCK = 20;
/** Columns of a grid that still fits twice beside itself. */
const NARROW = 2;
/** Rows of a list of the common head to be filled by hand. */
const COMMON_ROWS = { calculated: 3, observed: 2 };
/** A choice of more characters than this is written into its cell by hand. */
const BOXES = 14;
/** Room for a number written by hand before its unit, ems. */
const HAND = 7;
/** Fields to a row: the common head, everything else. */
const PARTS = { common: 3, form: 2 };
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
  paper.text(title, paper.left, paper.y + 5, { size: 9.5, weight: 'bold' });
  paper.y += 20;
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
      : [given(constant.label.zh, [optionWords(constant, value).zh, constant.unit].filter(Boolean).join(' '))];
  });
  if (list.length === 0) return;
  part(paper, say('paper.record.given'));
  fields(paper, list, 2, { size: SIZE, pad: 2.6, label: 150 });
}

/** A long list takes the whole width. */
function given(label: string, value: string): Field {
  return value.length > 22 ? { label, value, span: 2 } : { label, value };
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
      const parts = path === '' ? PARTS.form : PARTS.common;
      fields(paper, list, parts, { size: SIZE, pad: record.blank ? 5 : 2.6, label: parts === PARTS.form ? 96 : 66 });
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
  const unit = unitOf(field, record.item);
  const printed =
    record.blank && unit && path === ''
      ? `${'　'.repeat(HAND)}${unit}`
      : valueOf({ ...field, 'x-unit': unit }, record.blank ? undefined : value, record.blank);
  if (printed === '' && !record.blank) return [];
  return [
    {
      label: labelOf(field, name),
      value: [printed, marks(record.changes, path + name)].filter(Boolean).join(' '),
      span: printed.length > 22 || (field['x-lines'] && path === '') ? 2 : 1,
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
  const { count, names, column } = blankRows(record, name, path);
  const printed = Array.from({ length: record.blank ? Math.max(rows.length, count) : rows.length }, (_, row) =>
    cells.map(([key, cell]) => {
      const own = rows[row];
      const prefilled = key === column ? names[row] : undefined;
      const read = key === '' ? own : ((own as Values | undefined)?.[key] ?? prefilled);
      return [
        cellText(cell, read, record.blank),
        marks(record.changes, `${path}${name}.${row}${key === '' ? '' : `.${key}`}`),
      ]
        .filter(Boolean)
        .join(' ');
    }),
  );
  const style = { size: cells.length > WIDE ? 6.5 : SIZE, pad: 2.6, least: record.blank ? 22 : 0 };
  const titles = cells.map(([key, cell]) => labelOf({ ...cell, 'x-unit': unitOf(cell, record.item) }, key, true));
  paper.room(record.blank ? 96 : 76);
  paper.text(labelOf(field, name), paper.left, paper.y + 4, { size: SIZE });
  paper.y += 17.5;
  const labels = printed.map((_, row) => rowLabel(field, row));
  if (titles.length === 1) drawAcross(paper, titles[0] ?? '', labels, printed.flat(), style);
  else if (titles.length <= NARROW && printed.length > LONG) drawHalves(paper, titles, labels, printed, style);
  else
    table(
      paper,
      [rowColumn(14), ...titles.map((title) => ({ title, share: 18, align: 'center' as const }))],
      printed.map((line, row) => ({ cells: [labels[row] ?? '', ...line] })),
      style,
    );
}

/** The text of a cell; the boxes of a short choice where it is to be ticked by hand. */
function cellText(cell: FormField, read: unknown, blank: boolean): string {
  const boxes = valueOf({ ...cell, 'x-unit': undefined }, read, blank);
  return blank && read === undefined && boxes.length > BOXES ? '' : boxes;
}

const rowColumn = (share: number) => ({ title: say('paper.record.row'), share, align: 'center' as const });

/** Rows of one value each, side by side: 1 2 3 … over their values, in bands of equal length. */
function drawAcross(paper: Paper, title: string, labels: string[], values: string[], style: TableStyle): void {
  const bands = Math.ceil(values.length / ACROSS);
  const long = Math.ceil(values.length / bands);
  for (let from = 0; from < values.length; from += long) {
    const band = Array.from({ length: long }, (_, index) => from + index);
    table(
      paper,
      [rowColumn(22), ...band.map((row) => ({ title: labels[row] ?? '', share: 12, align: 'center' as const }))],
      [{ cells: [title, ...band.map((row) => values[row] ?? '')] }],
      style,
    );
  }
}

/** A long and narrow grid: its second half beside its first, in blocks that go down a page at most. */
function drawHalves(paper: Paper, titles: string[], labels: string[], printed: string[][], style: TableStyle): void {
  const columns = [rowColumn(12), ...titles.map((title) => ({ title, share: 18, align: 'center' as const }))];
  const line = (row: number) => (row < printed.length ? [labels[row] ?? '', ...(printed[row] ?? [])] : []);
  for (let from = 0; from < printed.length; from += 2 * BLOCK) {
    const half = Math.ceil(Math.min(printed.length - from, 2 * BLOCK) / 2);
    table(
      paper,
      [...columns, ...columns],
      Array.from({ length: half }, (_, row) => ({ cells: [...line(from + row), ...line(from + row + half)] })),
      style,
    );
  }
}

/** The rows of a form to be filled by hand, and the names with which the specification heads them. */
function blankRows(
  { form, item }: RawRecord,
  name: string,
  path: string,
): { count: number; names: string[]; column?: string } {
  const grid = form.properties[name];
  if (path !== '' || grid?.type !== 'array')
    return { count: form['x-calc'] ? COMMON_ROWS.calculated : COMMON_ROWS.observed, names: [] };
  const { rows, prefill } = gridRows(grid, constantsOf(form, item));
  const column = grid['x-grid'].prefill?.column;
  return { count: rows, names: prefill, ...(column === undefined ? {} : { column }) };
}

/** 供试品1: the name of a repeated row, from 1. */
export function rowLabel(field: FormField | undefined, row: number): string {
  return (field?.['x-grid']?.row?.zh ?? '{n}').replace('{n}', String(row + 1));
}
