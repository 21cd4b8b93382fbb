import { dec } from '../core/decimal.ts';
import type { Reason } from '../core/refusal.ts';
import { Refusal } from '../core/refusal.ts';
import { inUnit } from '../core/unit-shift.ts';
import { type FormDefinition, gridRows, type InputField, unitOf } from '../forms/index.ts';
import { SHARED } from '../worksheets/index.ts';
import { type At, fieldAt, isNumber, isShared, mostRows, valueAt } from './fields.ts';
import type { ReadLine } from './lines.ts';
import type { RunRow } from './match.ts';
import type { Cell, Figure, Mapping, Target } from './rows.ts';
import type { Context } from './settle.ts';

/** What a line fills of one row, and what stands against it. */
export interface Placed {
  cells: Cell[];
  hard: Reason[];
  range: Reason[];
}

interface Counters {
  replicate: number;
  injection: number;
}

const fault = (id: string, params: Record<string, string | number>): Reason => ({ id, params });

/** Readings of a row of quality control that belong to the row itself. */
const OWN = ['found', 'assigned', 'added', 'native'];

const same = (a: string, b: string): boolean =>
  a.normalize('NFKC').trim().toLowerCase() === b.normalize('NFKC').trim().toLowerCase();

const concerns = ({ row, parameter }: Target, { kind, label, parameter: own }: RunRow): boolean =>
  (kind === 'sample' ? row === 'sample' : row === '*' || same(row, label)) &&
  (parameter === undefined || kind !== 'sample' || parameter === own);

const fits = ({ name, field, signal }: Target, figure: Figure): boolean =>
  (name === '*' || same(name, figure.name)) &&
  field === figure.field &&
  (signal === undefined || signal === figure.signal);

/** The cells of one row that a line fills by the targets of the profile, each checked for unit, number and bounds. */
export function cellsOf(
  line: ReadLine,
  row: RunRow,
  counters: Counters,
  context: Context & { mapping: Mapping },
): Placed {
  const placed: Placed = { cells: [], hard: [], range: [] };
  for (const target of context.mapping.targets.filter((one) => concerns(one, row)))
    for (const figure of line.payload.values.filter((one) => fits(target, one)))
      place(placed, target, figure, row, counters, context);
  return placed;
}

function place(
  placed: Placed,
  target: Target,
  figure: Figure,
  row: RunRow,
  counters: Counters,
  context: Context & { mapping: Mapping },
): void {
  const told = figure.name || figure.field;
  const path = pathFor(target.path, figure, row, counters, context);
  if (path === null) {
    placed.hard.push(fault('instrument-file.no-place', { name: told, path: target.path }));
    return;
  }
  const isOwn = row.kind !== 'sample' && OWN.includes(path);
  const shared = isShared(context.sharedFields, path);
  if (!isOwn && shared !== (row.kind !== 'sample')) {
    placed.hard.push(fault(shared ? 'instrument-file.is-shared' : 'instrument-file.not-shared', { path }));
    return;
  }
  const at = isOwn ? undefined : fieldAt(context.form, path);
  if (!isOwn && !at) {
    placed.hard.push(fault('instrument-file.no-field', { path }));
    return;
  }
  if (at?.grid && at.grid.row >= mostRows(at.grid, row.constants)) {
    placed.hard.push(fault('instrument-file.too-many', { name: told, most: mostRows(at.grid, row.constants) }));
    return;
  }
  const value = valueFor(placed, target, figure, at, row);
  if (value === null) return;
  bounds(placed, target, value, told, row, context);
  placed.cells.push({
    ...{ row: isOwn || row.kind === 'sample' ? row.id : SHARED, path, value: value.text, line: figure.line },
    ...(value.text !== figure.text && { from: `${figure.text} ${value.unit}`.trim() }),
    ...(figure.flags.length > 0 && { flags: figure.flags }),
  });
}

/** The concrete path; null where the form has no such row. As a whole key a counter is a row of the grid, within a key the number itself. */
function pathFor(
  open: string,
  figure: Figure,
  row: RunRow,
  { replicate, injection }: Counters,
  context: Context,
): string | null {
  const [grid = ''] = open.split('.');
  const keys = open.split('.').map((key) => {
    if (key === '{n}') return String(replicate - 1);
    if (key === '{i}') return String(injection - 1);
    if (key === '{name}') return named(context.form, grid, figure.name, row);
    if (key === '{level}') return /^[1-9]\d?$/.test(row.level ?? '') ? String(Number(row.level) - 1) : null;
    return key.replaceAll('{n}', String(replicate)).replaceAll('{i}', String(injection));
  });
  return keys.some((key) => key === null || key.startsWith('-')) ? null : keys.join('.');
}

/** The row of a grid that bears the name of an analyte: as typed, or as the item lists them. */
function named(form: FormDefinition, id: string, name: string, { readings, constants }: RunRow): string | null {
  const grid = form.properties[id];
  if (grid?.type !== 'array') return null;
  const { prefill } = grid['x-grid'];
  if (!prefill) return null;
  const names = gridRows(grid, constants).prefill;
  const rows = Math.max(names.length, 40);
  for (let at = 0; at < rows; at += 1) {
    const typed = valueAt(readings, `${id}.${at}.${prefill.column}`) || names[at] || '';
    if (typed !== '' && same(typed, name)) return String(at);
  }
  return null;
}

const refused = new Map([
  ['not-measured', 'instrument-file.no-value'],
  ['over-range', 'instrument-file.over-range'],
  ['ambiguous-number', 'instrument-file.ambiguous'],
  ['unstable', 'instrument-file.unstable'],
  ['excluded', 'instrument-file.excluded'],
]);

/** The figure as the field takes it: a number, in the unit of the field. */
function valueFor(
  placed: Placed,
  { unit: stated }: Target,
  { text, unit: printed, name, field, flags }: Figure,
  at: At | undefined,
  { unit, constants }: RunRow,
): { text: string; unit: string } | null {
  const told = name || field;
  if (text === '') {
    placed.hard.push(fault('instrument-file.no-value', { name: told }));
    return null;
  }
  for (const flag of flags) {
    const id = refused.get(flag);
    if (id !== undefined) placed.range.push(fault(id, { name: told, text }));
  }
  if (/^[<>]/.test(text) && at && !takesBound(at.field)) {
    placed.hard.push(fault('instrument-file.censored', { name: told, text }));
    return null;
  }
  const wanted = at ? (at.field['x-quantity-unit'] ?? unitOf(at.field, { unit, constants })) : '';
  const has = stated ?? printed ?? '';
  if (wanted === '' || has === '' || wanted === has) return { text, unit: has };
  const bound = /^[<>]/.exec(text)?.[0] ?? '';
  const moved = isNumber(text.slice(bound.length)) ? inUnit(text.slice(bound.length), has, wanted) : null;
  if (moved !== null) return { text: bound + moved, unit: has };
  placed.hard.push(fault('instrument-file.unit', { name: told, has, wanted }));
  return null;
}

const takesBound = (field: InputField): boolean => field['x-qualified'] === true || field.format !== 'decimal';

/** A figure outside what the profile calls plausible, or beyond the ends of the curve that the record names. */
function bounds(
  { range }: Placed,
  { low, high }: Target,
  { text }: { text: string },
  name: string,
  row: RunRow,
  { shared }: Context,
): void {
  if (!isNumber(text)) return;
  const end = (said: string | undefined): string | null => {
    if (said === undefined) return null;
    if (isNumber(said)) return said;
    const typed = valueAt(row.readings, said) || valueAt(shared, said);
    return isNumber(typed) ? typed : null;
  };
  const [least, most] = [end(low), end(high)];
  try {
    const isBelow = least !== null && dec(text).lt(dec(least));
    const isAbove = most !== null && dec(text).gt(dec(most));
    if (isBelow || isAbove)
      range.push(fault('instrument-file.outside', { name, text, low: least ?? '—', high: most ?? '—' }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    range.push(...error.reasons);
  }
}
