import { roundPlaces } from '../core/rounding.ts';

/**
 * A number as its cell shows it: 0.1 in a cell of format `0.00` is 0.10. A cell without a format shows at most 15 significant digits,
 * since the file keeps the binary number (1.1000000000000001). Formats other than decimals and percents give the plain number.
 */
export function shownNumber(stored: string, format: string | undefined): string {
  const plain = plainNumber(stored);
  const [, zeros = '', percent = ''] =
    /^(?:#,##)?0(?:\.(0+))?(%?)(?:_\S)?$/.exec((format ?? '').split(';')[0] ?? '') ?? [];
  if (percent !== '') return `${roundPlaces(plainNumber(String(Number(plain) * 100)), zeros.length)}%`;
  const whole = /^(?:#,##)?0$/.test(format ?? '');
  return zeros === '' && !whole ? plain : roundPlaces(plain, zeros.length);
}

/** Decimal text without an exponent and without the noise of the binary number. */
function plainNumber(stored: string): string {
  const value = Number(stored);
  if (!Number.isFinite(value)) return stored;
  const short = String(Number(value.toPrecision(15)));
  if (!/e/i.test(short)) return short;
  const [digits = '', exponent = '0'] = short.split('e');
  const decimals = (digits.split('.')[1] ?? '').length;
  const places = Math.min(100, Math.max(0, decimals - Number(exponent)));
  return Number(exponent) < 0 ? value.toFixed(places) : BigInt(value).toString();
}
