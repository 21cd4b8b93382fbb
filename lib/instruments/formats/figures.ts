import { dec, isNotDetected } from '../../core/decimal.ts';
import type { Value, ValueFlag } from './types.ts';

/** How the figures of a file are written. */
export interface Notation {
  /** The comma parts the decimals. */
  comma: boolean;
}

export interface Figure {
  text: string;
  printed?: string;
  flags: ValueFlag[];
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d{1,3}))?$/;
const NOTHING = /^(-{2,}|n\/?a|n\.a\.?|#n\/a|nan|none|null|--|—|——|\/)$/i;
const OVER = /^(over|ovrflw|overflow|over ?range|over ?load|saturated|sat|[*#]{3,}|\?{3,}|ol|inf|∞)[.!]?$/i;
const THOUSANDS = /^[+-]?\d{1,3}(,\d{3})+\.\d+$|^[+-]?\d{1,3}(,\d{3}){2,}$/;
const ONE_COMMA = /^[+-]?\d*,\d+(?:[eE][+-]?\d{1,3})?$/;

/**
 * What a cell says: plain decimal text with every digit, or why there is none. Powers of ten are written out with the digits kept
 * (1.000e2 → 100.0), a decimal comma becomes a point, `<0,05` stays censored; words stay as they are.
 */
export function figure(cell: string, { comma }: Notation = { comma: false }): Figure {
  const printed = cell.trim();
  const number = plainNumber(printed, comma);
  if (number !== null) return { text: number, ...(number !== printed && { printed }), flags: [] };
  if (NOTHING.test(printed)) return { text: '', printed, flags: ['not-measured'] };
  if (OVER.test(printed)) return { text: '', printed, flags: ['over-range'] };
  if (printed !== '' && isNotDetected(printed)) return { text: 'ND', printed, flags: ['not-detected'] };
  const [, sign = '', body = printed] = /^([<>])\s*(.+)$/.exec(printed) ?? [];
  const plain = plainNumber(body, comma);
  if (plain === null) {
    const flags: ValueFlag[] = ONE_COMMA.test(body) ? ['ambiguous-number'] : [];
    return { text: printed, flags };
  }
  const text = `${sign}${plain}`;
  return { text, ...(text !== printed && { printed }), flags: sign === '' ? [] : ['censored'] };
}

/** True for a cell that holds a number, in either notation. */
export const isNumber = (cell: string, notation: Notation = { comma: false }): boolean =>
  plainNumber(cell.trim(), notation.comma) !== null;

/** Decimal text without exponent, thousands or comma; null for what is no number or can be read in two ways. */
export function plainNumber(body: string, comma: boolean): string | null {
  const points = comma && !body.includes('.') ? body.replace(',', '.') : body;
  const joined = !comma && THOUSANDS.test(points) ? points.replaceAll(',', '') : points;
  const match = NUMBER.exec(joined.replace(/^−/, '-'));
  if (!match) return null;
  const [whole, , exponent] = match;
  const digits = whole.replace(/[eE].*$/, '').replace(/^\+/, '');
  return exponent === undefined ? digits : shifted(digits, Number(exponent));
}

/** Moves the point: digits × 10^power, keeping the digits as they came. */
function shifted(digits: string, power: number): string {
  const [, sign = '', whole = '', part = ''] = /^([+-]?)(\d*)\.?(\d*)$/.exec(digits) ?? [];
  const all = whole + part;
  const point = whole.length + power;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${all}`;
  const before = all
    .padEnd(point, '0')
    .slice(0, point)
    .replace(/^0+(?=\d)/, '');
  return point >= all.length ? `${sign}${before}` : `${sign}${before}.${all.slice(point)}`;
}

/** The text as a number of a formula; only for texts that `isNumber` admits. */
export const decimalOf = (cell: string, notation: Notation = { comma: false }) =>
  dec(plainNumber(cell.trim(), notation.comma) ?? '');

/**
 * Whether a file parts decimals by a comma: one cell decides that can be nothing else (12,5; 0,125); a cell with a decimal point decides
 * against it. Where commas part the cells, a bare comma never parts decimals.
 */
export function commaNotation(cells: Iterable<string>, delimiter: string): boolean {
  if (delimiter === ',') return false;
  let found = false;
  for (const cell of cells) {
    const text = cell.trim();
    if (/^[<>]?\s*[+-]?\d*\.\d+$/.test(text)) return false;
    if (/^[<>]?\s*[+-]?(\d+,\d{1,2}|\d+,\d{4,}|0\d*,\d+|\d{4,},\d+)$/.test(text)) found = true;
  }
  return found;
}

/** A value from a cell; undefined when the cell is empty. */
export function valueOf(
  cell: string,
  about: Pick<Value, 'name' | 'field' | 'line'> & Partial<Pick<Value, 'unit' | 'signal' | 'peak' | 'flags'>>,
  notation?: Notation,
): Value | undefined {
  if (cell.trim() === '') return undefined;
  const { flags = [], unit, signal, peak, ...rest } = about;
  const read = figure(cell, notation);
  return {
    ...rest,
    ...read,
    flags: [...read.flags, ...flags],
    ...(unit !== undefined && unit !== '' && { unit }),
    ...(signal !== undefined && signal !== '' && { signal }),
    ...(peak !== undefined && peak !== '' && { peak }),
  };
}

/** One sign for micro: U+00B5 of keyboards and U+03BC of Greek print alike and must compare alike; litre is L. */
export const sameUnit = (unit: string): string => unit.replaceAll('\u00b5', '\u03bc').trim();

/** The number of a cell for checks of order and sums; NaN for words. Only compared, never stored. */
export const sizeOf = (text: string): number => (NUMBER.test(text) ? Number(text) : Number.NaN);
