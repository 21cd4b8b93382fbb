import readXlsxFile from 'read-excel-file/node';
import { Refusal, refuse } from '../core/refusal.ts';
import { columnLetters, firstSheet } from './parts.ts';
import { shownNumber } from './shown.ts';
import { unpack } from './zip.ts';

/** A row with its number as the spreadsheet program shows it, from 1. */
export interface SheetRow {
  row: number;
  cells: string[];
}

export interface SheetText {
  name: string;
  /** Rows that hold something, in order. */
  rows: SheetRow[];
  /** Cells that a formula calculated (`B3`): their text is what the program last saw, which nobody checked. */
  formulas: ReadonlySet<string>;
  /** Merged areas, e.g. `A1:C1`. */
  merged: readonly string[];
}

const MOST_ROWS = 5000;
const MOST_COLUMNS = 100;

/**
 * Reads the first sheet of an XLSX file as text: numbers with the decimals that the cell shows, dates as 2026-11-21 (with 09:30 where a
 * time belongs to them), everything without blanks at its ends.
 * @throws Refusal `sheet.empty`, `sheet.not-xlsx`, `sheet.old-format`, `sheet.encrypted`, `sheet.too-large`, `sheet.too-many`, `sheet.damaged`
 */
export async function readSheet(file: Buffer): Promise<SheetText> {
  const sheet = firstSheet(await unpack(file)) ?? refuse('sheet.not-xlsx', undefined, 'file');
  // Before the cells are laid out: one cell at XFD1048576 would make the reader fill the plane up to it.
  if (sheet.lastRow > MOST_ROWS || sheet.lastColumn > MOST_COLUMNS)
    refuse('sheet.too-many', { rows: MOST_ROWS, columns: MOST_COLUMNS }, 'file');
  const values = await read(file);
  const rows = values
    .map((cells, i) => ({
      row: i + 1,
      cells: cells.map((value, column) => shown(value, sheet.formats.get(`${columnLetters(column + 1)}${i + 1}`))),
    }))
    .filter(({ cells }) => cells.some((text) => text !== ''));
  if (rows.length === 0) refuse('sheet.empty', undefined, 'file');
  return { name: sheet.name, rows, formulas: sheet.formulas, merged: sheet.merged };
}

/** A number that still has to be shown in its cell's format. */
class Stored {
  readonly digits: string;
  constructor(digits: string) {
    this.digits = digits;
  }
}

async function read(file: Buffer): Promise<unknown[][]> {
  try {
    const [first] = await readXlsxFile<Stored>(file, { parseNumber: (digits) => new Stored(digits) });
    return first?.data ?? [];
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return refuse('sheet.damaged', { detail: error instanceof Error ? error.message.slice(0, 120) : '' }, 'file');
  }
}

function shown(value: unknown, format: string | undefined): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Stored) return shownNumber(value.digits, format);
  if (value instanceof Date) {
    const [day = '', time = ''] = value.toISOString().split('T');
    return time.startsWith('00:00') ? day : `${day} ${time.slice(0, 5)}`;
  }
  return String(value).replaceAll('\r\n', '\n').trim();
}
