import { type FormDefinition, type GridField, gridRows, type InputField, type Readings } from '../forms/index.ts';
import type { SheetRow } from '../worksheets/index.ts';

/** A field of the form by its dot path, with the grid in which it stands. */
export interface At {
  field: InputField;
  grid?: { id: string; grid: GridField; row: number };
}

/** The input at a concrete path (`samples.0.m`), or undefined where the form has none. */
export function fieldAt(form: FormDefinition, path: string): At | undefined {
  const [id = '', row, column, ...rest] = path.split('.');
  const field = Object.hasOwn(form.properties, id) ? form.properties[id] : undefined;
  if (field === undefined || field.type === 'object' || rest.length > 0) return undefined;
  if (field.type === 'string') return row === undefined ? { field } : undefined;
  if (row === undefined || column === undefined || !/^\d+$/.test(row)) return undefined;
  const cell = Object.hasOwn(field.items.properties, column) ? field.items.properties[column] : undefined;
  return cell && { field: cell, grid: { id, grid: field, row: Number(row) } };
}

/** How many rows a grid has at most: what the item asks for, or what the form can take. */
export const mostRows = ({ grid }: { grid: GridField }, constants: Record<string, string>): number =>
  grid['x-grid'].min === undefined ? gridRows(grid, constants).rows : grid.maxItems;

/** The typed value at a path, `''` where nothing is. */
export function valueAt(readings: Readings, path: string): string {
  let branch: unknown = readings;
  for (const key of path.split('.')) {
    if (typeof branch !== 'object' || branch === null) return '';
    branch = Array.isArray(branch) ? branch[Number(key)] : Object.entries(branch).find(([name]) => name === key)?.[1];
  }
  return typeof branch === 'string' ? branch : '';
}

/** Whether a path is one that holds for the whole run. */
export const isShared = (shared: readonly string[], path: string): boolean =>
  shared.some((field) => path === field || path.startsWith(`${field}.`));

/** Fields that can take a figure, as paths with their places open: `samples.{n}.A_1`, and `samples.{n}.A_{i}` where columns are numbered. */
export function openPaths(form: FormDefinition): string[] {
  const found = Object.entries(form.properties).flatMap(([id, field]): string[] => {
    if (field.type === 'string') return field.format === 'decimal' ? [id] : [];
    if (field.type === 'object') return [];
    const named = field['x-grid'].prefill !== undefined;
    const rows = named ? ['{name}', '{n}'] : id === 'levels' ? ['{level}', '{n}'] : ['{n}'];
    const columns = Object.entries(field.items.properties)
      .filter(([, cell]) => cell.format === 'decimal' || (cell.enum === undefined && cell['x-lines'] === undefined))
      .map(([column]) => column)
      .filter((column) => column !== field['x-grid'].prefill?.column);
    const numbered = columns.filter((column) => /_?\d$/.test(column)).map((column) => column.replace(/\d+$/, ''));
    const open = [...new Set(numbered)].filter((stem) => numbered.filter((one) => one === stem).length > 1);
    return rows.flatMap((row) => [
      ...columns.map((column) => `${id}.${row}.${column}`),
      ...open.flatMap((stem) => [`${id}.${row}.${stem}{i}`, ...(named ? [`${id}.${row}.${stem}{n}`] : [])]),
    ]);
  });
  return [...new Set(found)];
}

/** The printed name of an open path. */
export function openName(form: FormDefinition, path: string, lang: 'zh' | 'en'): string {
  const [id = '', row, column = ''] = path.split('.');
  const field = Object.hasOwn(form.properties, id) ? form.properties[id] : undefined;
  if (field === undefined || field.type === 'object') return path;
  if (field.type === 'string' || row === undefined)
    return field['x-label'][lang] + (field.type === 'string' && field['x-unit'] ? ` (${field['x-unit']})` : '');
  const stem = column.replace(/\{[in]\}$/, '');
  const cell = Object.entries(field.items.properties).find(
    ([name]) => name === column || (stem !== column && name.startsWith(stem)),
  )?.[1];
  const grid = row === '{n}' ? field['x-grid'].row[lang] : `${field['x-label'][lang]} ${row}`;
  const place = stem === column ? '' : ` ${column.slice(stem.length)}`;
  return `${grid} · ${cell?.['x-label'][lang] ?? column}${place}`;
}

/** The readings of a row of quality control as a tree. */
export const qcReadings = ({ readings }: Pick<SheetRow, 'readings'>): Readings => ({ ...readings });

/** A plain decimal text, as records keep it. */
export const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);
