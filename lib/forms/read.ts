import { validDate } from '../core/deadlines.ts';
import { isNotDetected, normalise } from '../core/decimal.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import { applies } from './conditions.ts';
import type { FormDefinition, GridField, InputField, Readings, Row, Words } from './types.ts';

/** The readings as the calculation takes them. A name in `gaps` is missing or wrong somewhere: what depends on it waits. */
export interface Read {
  /** Plain values by field id; decimals normalised, words as chosen. */
  values: Record<string, string>;
  /** The rows in use of each grid; `index` is the row of the form, from 0. */
  grids: Record<string, { index: number; cells: Row }[]>;
  gaps: Set<string>;
  missing: { field: string; label: Words }[];
  problems: Reason[];
}

/** Reads everything typed, normalised, and lists what is missing (with its label) and what is wrong (at its field). Never throws for a reading. */
export function readReadings(form: FormDefinition, constants: Record<string, string>, readings: Readings): Read {
  const read: Read = { values: {}, grids: {}, gaps: new Set(), missing: [], problems: [] };
  for (const [id, field] of Object.entries(form.properties)) {
    if (field.type === 'object' || !applies(field['x-when'], constants, readings)) continue;
    if (field.type === 'array') readGrid(read, id, id, field, constants, readings[id], readings);
    else readInput(read, id, id, field, readings[id], read.values);
  }
  return read;
}

/** What the common header still lacks, and what is wrong in it. */
export function readCommon(form: FormDefinition, readings: Readings): Pick<Read, 'missing' | 'problems'> {
  const block = form.properties['common'];
  const read: Read = { values: {}, grids: {}, gaps: new Set(), missing: [], problems: [] };
  if (block?.type !== 'object') return read;
  const typed = readings['common'];
  const header = typeof typed === 'object' && !Array.isArray(typed) ? typed : {};
  for (const [id, field] of Object.entries(block.properties)) {
    if (field.type === 'array')
      readGrid(
        read,
        id,
        `common.${id}`,
        needed(field, form['x-needs']?.includes(id) ?? false),
        {},
        header[id],
        readings,
      );
    else readInput(read, id, `common.${id}`, field, header[id], read.values);
  }
  return read;
}

/** The number of rows that a grid draws, and the texts that its first column starts with. */
export function gridRows(grid: GridField, constants: Record<string, string>): { rows: number; prefill: string[] } {
  const { rows, rowsFrom, prefill } = grid['x-grid'];
  const names = prefill ? listed(constants[prefill.constant] ?? '') : [];
  const wanted = Number(rowsFrom === undefined ? rows : (constants[rowsFrom] ?? rows));
  return { rows: Math.max(Number.isInteger(wanted) && wanted > 0 ? wanted : rows, names.length), prefill: names };
}

/** The entries of a constant that holds several, separated by `；`. */
export function listed(text: string): string[] {
  return text
    .split(/[；;]/)
    .map((entry) => entry.trim())
    .filter(Boolean);
}

function needed(field: GridField, isNeeded: boolean): GridField {
  return isNeeded ? { ...field, 'x-grid': { ...field['x-grid'], min: 1 } } : field;
}

function readGrid(
  read: Read,
  id: string,
  path: string,
  grid: GridField,
  constants: Record<string, string>,
  typed: Readings[string],
  readings: Readings,
): void {
  const rows = Array.isArray(typed) ? typed : [];
  const { rows: count, prefill } = gridRows(grid, constants);
  const { min, prefill: filled } = grid['x-grid'];
  const least = Math.max(min ?? count, prefill.length);
  const columns = columnsOf(grid, constants, readings);
  const used: Read['grids'][string] = [];
  for (let index = 0; index < Math.max(rows.length, least); index += 1) {
    const name = prefill[index];
    const row: Row = filled && name ? { [filled.column]: name, ...rows[index] } : (rows[index] ?? {});
    const empty = columns.every(([column]) => (row[column] ?? '').trim() === '');
    if (empty && (min === undefined ? index >= count : index >= least)) continue;
    const cells: Row = {};
    for (const [column, field] of columns)
      readInput(read, column, `${path}.${index}.${column}`, field, row[column], cells, rowLabel(grid, index));
    used.push({ index, cells });
  }
  read.grids[id] = used;
}

/** The columns of a grid that apply. */
function columnsOf(grid: GridField, constants: Record<string, string>, readings: Readings): [string, InputField][] {
  return Object.entries(grid.items.properties).filter(([, field]) => applies(field['x-when'], constants, readings));
}

/** The head of a row: 供试品1. */
export function rowLabel(grid: GridField, index: number): Words {
  const { row } = grid['x-grid'];
  return { zh: row.zh.replace('{n}', String(index + 1)), en: row.en.replace('{n}', String(index + 1)) };
}

function readInput(
  read: Read,
  id: string,
  path: string,
  field: InputField,
  typed: Readings[string],
  into: Row,
  row?: Words,
): void {
  const text = typeof typed === 'string' ? typed.trim() : '';
  const label = row
    ? { zh: `${row.zh} ${field['x-label'].zh}`, en: `${row.en}: ${field['x-label'].en}` }
    : field['x-label'];
  if (text === '') {
    if (field['x-optional']) return;
    read.gaps.add(id);
    read.missing.push({ field: path, label });
    return;
  }
  try {
    into[id] = field.format === 'decimal' ? decimal(text, path, field) : chosen(text, path, field);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    read.gaps.add(id);
    read.problems.push(
      ...error.reasons.map((reason) => ({ ...reason, field: path, params: { ...reason.params, label: label.zh } })),
    );
  }
}

function decimal(text: string, path: string, field: InputField): string {
  if (field['x-nd'] !== undefined && isNotDetected(text)) return field['x-nd'];
  const { decimal: plain, qualifier } = normalise(text, {}, path);
  if (plain.startsWith('-') && !field['x-signed']) throw new Refusal([{ id: 'record.negative', params: { text } }]);
  if (qualifier === '=') return plain;
  if (!field['x-qualified']) throw new Refusal([{ id: 'record.censored', params: { text } }]);
  return `${qualifier}${plain}`;
}

function chosen(text: string, path: string, field: InputField): string {
  if (field.enum && !field.enum.includes(text))
    throw new Refusal([{ id: 'record.choice', field: path, params: { text } }]);
  if (field.format === 'date' && !isDate(text))
    throw new Refusal([{ id: 'record.date', field: path, params: { text } }]);
  if (field.format === 'bench-time' && !validBenchTime(text))
    throw new Refusal([{ id: 'record.time', field: path, params: { text } }]);
  return text;
}

/** A local time at the bench as a browser types it: `2026-11-21T09:30`. */
export function validBenchTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(text) && isDate(text.slice(0, 10));
}

/** A date of the calendar, `2026-11-21`. */
export function isDate(text: string): boolean {
  try {
    return validDate(text) === text;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}
