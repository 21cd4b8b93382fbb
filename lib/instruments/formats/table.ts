import type { Reason } from '../../core/refusal.ts';
import { type Column, column, isManual, isPeakField, type Role } from './columns.ts';
import { isNumber, type Notation, valueOf } from './figures.ts';
import { broken, flagWarnings, known, present, rowKind, timed } from './layout.ts';
import { isEmpty, type Row } from './rows.ts';
import type { Draft, Injection, MetaLine, Value, ValueFlag } from './types.ts';

export interface TablePlan {
  /** Index of the header in the rows; found when absent. */
  header?: number;
  /** Roles and fields that this layout knows better than the words do, by header in lower case. */
  known?: Record<string, { role?: Role; field?: string; unit?: string; name?: string } | null>;
  /** Rows that end the table. */
  ends?: (row: Row) => boolean;
}

/** A plate reader's longest kinetics have some ten thousand rows. */
const MOST_ROWS = 50_000;

interface Head {
  at: number;
  /** Rows that the header takes: two where analytes stand over it, one more for a row of units. */
  height: number;
  columns: Column[];
}

const STATISTIC =
  /^(mean|average|avg\.?|std\.? ?dev\.?|sd|s\.d\.|%? ?rsd ?%?|cv|maximum|minimum|max|min|total|sum|totals)\s*:?$/i;

/**
 * A table with a header: one row per sample (analytes beside each other), or one row per peak (analytes below each other).
 * @throws Refusal `instrument-file.no-table`, `instrument-file.columns` (a row with other cells than the header)
 */
export function readTable(rows: readonly Row[], notation: Notation, plan: TablePlan = {}): Draft {
  const warnings: Reason[] = [];
  const head = headOf(rows, plan) ?? broken(rows[0]?.line ?? 1, 'instrument-file.no-table');
  const meta = metaBefore(rows.slice(0, head.at));
  const body: Row[] = [];
  for (const row of rows.slice(head.at + head.height)) {
    if (plan.ends?.(row) === true) break;
    if (isEmpty(row)) continue;
    const filled = row.cells.filter((cell) => cell !== '').length;
    if (filled === 1 && head.columns.length > 2 && row.cells[0] !== '') {
      meta.push({ line: row.line, name: '', value: row.cells[0] ?? '' });
      continue;
    }
    fitting(row, head.columns.length);
    body.push(row);
    if (body.length > MOST_ROWS) broken(row.line, 'instrument-file.too-long', { most: MOST_ROWS });
  }
  if (body.length === 0) broken(rows[head.at]?.line ?? 1, 'instrument-file.no-rows');
  const injections = injectionsOf(head.columns, body, notation, warnings);
  flagWarnings(
    injections.flatMap(({ values }) => values),
    warnings,
  );
  const header = head.columns.map((one) => one.header);
  const table = { line: rows[head.at]?.line ?? 1, title: '', header, rows: body };
  return { title: '', meta, injections, tables: [table], warnings };
}

/** Cells beyond the header must be empty, and none may be missing: a cut line is never filled up. */
export function fitting(row: Row, wanted: number): void {
  const extra = row.cells.slice(wanted).some((cell) => cell !== '');
  if (extra || row.cells.length < wanted)
    broken(row.line, 'instrument-file.columns', { found: row.cells.length, wanted });
}

function headOf(rows: readonly Row[], plan: TablePlan): Head | undefined {
  const found = plan.header ?? bestHeader(rows);
  const [over, under] = [rows[found - 1], rows[found]];
  const at = over && under && isGroupRow(trimmed(over.cells), under.cells) ? found - 1 : found;
  const row = rows[at];
  if (row === undefined) return undefined;
  const cells = trimmed(row.cells);
  const below = rows[at + 1];
  const grouped = below !== undefined && isGroupRow(cells, below.cells);
  const width = grouped ? Math.max(cells.length, trimmed(below.cells).length) : cells.length;
  const named = (grouped ? below.cells : row.cells).slice(0, width);
  const columns = named.map((header) => adjusted(column(header), plan));
  if (grouped) nameGroups(columns, row.cells);
  else namePeaks(columns);
  const units = rows[at + (grouped ? 2 : 1)];
  const withUnits = units !== undefined && isUnitRow(units.cells, columns);
  if (withUnits)
    columns.forEach((one, i) => Object.assign(one, units.cells[i] ? { unit: stripped(units.cells[i] ?? '') } : {}));
  return { at, height: 1 + (grouped ? 1 : 0) + (withUnits ? 1 : 0), columns };
}

function adjusted(found: Column, { known: better = {} }: TablePlan): Column {
  const own = better[found.header.toLowerCase()];
  if (own === undefined) return found;
  if (own === null) return { header: found.header, name: found.name, unit: found.unit, field: 'value' };
  return { ...found, ...own };
}

const stripped = (unit: string): string => unit.replace(/^[([]|[)\]]$/g, '');

/** Without the empty cells at the end, which a trailing delimiter leaves. */
function trimmed(cells: readonly string[]): string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1] === '') end -= 1;
  return cells.slice(0, end);
}

/** The row with most names that figures follow; rows that name samples or analytes come first. */
function bestHeader(rows: readonly Row[]): number {
  let best = { at: -1, score: 0 };
  rows.slice(0, 80).forEach((row, at) => {
    const cells = row.cells.filter((cell) => cell !== '');
    const next = rows.slice(at + 1, at + 4).find((one) => !isEmpty(one));
    if (cells.length < 2 || next === undefined || cells.filter((cell) => isNumber(cell)).length > cells.length / 2)
      return;
    const roles = new Set(row.cells.map((cell) => column(cell).role));
    const named = (roles.has('sampleName') || roles.has('sampleId') ? 60 : 0) + (roles.has('compound') ? 30 : 0);
    const followed = next.cells.length >= cells.length ? 10 : -40;
    const score = Math.min(cells.length, 50) + named + followed;
    if (score > best.score) best = { at, score };
  });
  return best.at;
}

/** Analytes over their columns: a row with gaps above a row that says Sample, Conc., RSD … */
function isGroupRow(cells: readonly string[], below: readonly string[]): boolean {
  const lower = below.map((cell) => column(cell));
  const roles = lower.filter(({ role }) => role !== undefined).length;
  const gaps = cells.filter((cell) => cell === '').length + Math.max(0, trimmed(below).length - cells.length);
  return (
    roles >= 1 && gaps > 0 && !below.some((cell) => isNumber(cell)) && lower.some(({ field }) => field !== 'value')
  );
}

/** `51  V  [ He ]` over Conc. and RSD names both columns. */
function nameGroups(columns: Column[], over: readonly string[]): void {
  let group = '';
  columns.forEach((one, i) => {
    group = over[i] || group;
    const name = group.replace(/\s+/g, ' ').replace(/ (Results|Method)$/i, '');
    if (one.role !== undefined || /^(sample|samples)$/i.test(name) || name === '') return;
    if (one.field === 'value')
      one.field =
        one.name
          .toLowerCase()
          .replace(/[^a-z0-9%]+/g, '-')
          .replace(/^-|-$/g, '') || 'value';
    one.name = name;
  });
}

/** `Name` beside areas and retention times is the name of the peak, not of the sample. */
function namePeaks(columns: Column[]): void {
  const name = columns.find(({ header }) => /^name$/i.test(header));
  if (name && columns.some(({ field }) => field === 'area' || field === 'rt')) name.role = 'compound';
}

function isUnitRow(cells: readonly string[], columns: readonly Column[]): boolean {
  const filled = cells.filter((cell) => cell !== '');
  const unitLike = (cell: string) =>
    /^[([]?(%|[mµμnpk]?[glLMVAs]{1,2}(\/.*)?|pp[bmt]|mAU.*|cps|min|mg.*|[µμu]g.*|nm|counts?)[)\]]?$/i.test(cell);
  return filled.length > 0 && filled.every(unitLike) && columns.every(({ role }, i) => role === undefined || !cells[i]);
}

/** `Name: text`, or two cells, above the table. */
export function metaBefore(rows: readonly Row[]): MetaLine[] {
  return rows.flatMap(({ line, cells }) => {
    const [first = '', ...rest] = trimmed(cells);
    if (first === '' && rest.length === 0) return [];
    const value = rest.filter(Boolean).join(' ');
    const [, name, inline] = /^([^:]{1,60}):\s*(.*)$/.exec(first) ?? [];
    if (name !== undefined) return [{ line, name: name.trim(), value: [inline, value].filter(Boolean).join(' ') }];
    return [rest.length === 0 ? { line, name: '', value: first } : { line, name: first, value }];
  });
}

/** Rows → injections: peaks of one injection that follow each other belong together. */
function injectionsOf(columns: Column[], body: readonly Row[], notation: Notation, warnings: Reason[]): Injection[] {
  const places = new Map<Role, number>();
  for (const [i, { role }] of columns.entries()) if (role !== undefined && !places.has(role)) places.set(role, i);
  const has = (role: Role) => places.has(role);
  const nameless = !has('sampleName') && !has('sampleId') ? namelessColumn(columns, body) : -1;
  const long = has('compound') && columns.some((one) => one.role === undefined);
  const found: Injection[] = [];
  let last = '';
  for (const row of body) {
    const said = (role: Role): string => row.cells[places.get(role) ?? -1] ?? '';
    const name = nameless >= 0 ? (row.cells[nameless] ?? '') : said('sampleName');
    const key = [name, said('sampleId'), said('vial'), said('file'), said('injection'), said('at')].join('\u0001');
    const values = valuesOf(columns, row, nameless, long ? said('compound') : undefined, notation, said);
    if (values.length === 0 && /^end$/i.test(name)) continue;
    const open = found.at(-1);
    if (long && open && (key === last || key.replaceAll('\u0001', '') === '')) {
      open.values.push(...values);
      continue;
    }
    last = key;
    const at = said('at') || [said('date'), said('time')].filter(Boolean).join(' ');
    found.push({
      line: row.line,
      sampleName: name || said('sampleId'),
      kind: STATISTIC.test(name) ? 'unknown' : rowKind(has('type') ? said('type') : undefined, name),
      ...known('sampleId', said('sampleId')),
      ...known('vial', said('vial')),
      ...timed(at, row.line, warnings),
      ...known('method', said('method')),
      ...known('file', said('file')),
      ...known('operator', said('operator')),
      values,
    });
  }
  return found;
}

/** Where no header says sample, the first column names the row unless it holds figures under a name. */
function namelessColumn(columns: Column[], body: readonly Row[]): number {
  const first = columns[0];
  if (first === undefined || first.role !== undefined) return -1;
  return first.header === '' || body.some(({ cells }) => !isNumber(cells[0] ?? '')) ? 0 : -1;
}

function valuesOf(
  columns: Column[],
  row: Row,
  nameless: number,
  compound: string | undefined,
  notation: Notation,
  cellOf: (role: Role) => string,
): Value[] {
  const flags: ValueFlag[] = [
    ...(isManual(cellOf('integration'), 'any') ? (['manual-integration'] as const) : []),
    ...(STATISTIC.test(row.cells[nameless] ?? cellOf('sampleName')) ? (['calculated'] as const) : []),
  ];
  const shared = { line: row.line, flags, signal: cellOf('signal'), peak: cellOf('peak') };
  return present(
    columns.map((one, i) => {
      if (one.role !== undefined || i === nameless) return undefined;
      const next = columns[i + 1]?.role === 'unit' ? row.cells[i + 1] : undefined;
      const unit = one.unit || next || (compound !== undefined && one.field === 'amount' ? cellOf('unit') : '');
      const name = compound ?? one.name;
      const field = compound !== undefined && one.field === 'value' ? one.name : one.field;
      return valueOf(row.cells[i] ?? '', { name, field, unit, ...shared }, notation);
    }),
  );
}

/** True when the header names peaks with what chromatography programs measure of them. */
export function isPeakTable(header: readonly string[]): boolean {
  const columns = header.map((cell) => column(cell));
  return (
    columns.some(({ field }) => field === 'area' || field === 'rt') &&
    columns.filter(({ field }) => isPeakField(field)).length >= 2
  );
}
