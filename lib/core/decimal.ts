import type { BigNumber } from 'mathjs';
import { DecimalNumber } from './math.ts';
import { refuse } from './refusal.ts';

/** A decimal number with 64 significant digits; never a JS number, so 0.1 + 0.2 is 0.3. */
export type Decimal = BigNumber;

/** A typed value: `text` as the analyst typed it, `decimal` the plain decimal it stands for (trailing zeros kept), `qualifier` its censoring. */
export interface Quantity {
  text: string;
  decimal: string;
  qualifier: '=' | '<' | '>';
}

/** Plain digits, sign and point, or with an exponent of ten as laboratory tables print it (`14e2`). */
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)$/;
const EXPONENT = /^([+-]?)(\d+\.?\d*|\.\d+)[eE]([+-]?\d{1,4})$/;
const MOST_DIGITS = 40;
const LARGEST_EXPONENT = 40;

/** Words that mean "not detected" in Chinese laboratories: a closed vocabulary, nothing else is guessed (B007). */
const NOT_DETECTED = new Set(['未检出', '未检测到', 'nd', 'n.d', 'n.d.', 'notdetected']);

/** The outer blanks that people paste: ASCII, ideographic (U+3000), zero-width and byte-order mark. */
const BLANK = /^(?:\s|\u3000|\u200b|\u200c|\u200d|\u2060|\ufeff)+|(?:\s|\u3000|\u200b|\u200c|\u200d|\u2060|\ufeff)+$/g;

/** True when the text is one of the accepted ways of writing 未检出. */
export function isNotDetected(typed: string): boolean {
  return NOT_DETECTED.has(halfWidth(typed.replace(BLANK, '')).toLowerCase().replace(/ /g, ''));
}

/**
 * Reads a measurement as typed (reliability.md B001-B030): `１２．５` is 12.5, `<0.05` is a censored 0.05, `12.50` keeps its zero.
 * `allow.exponent` admits `1.5e3`. Never a silent zero, never a guess.
 * @throws Refusal `number.*` naming what was found
 */
export function normalise(typed: string, allow: { exponent?: boolean } = {}, field?: string): Quantity {
  const text = typed.replace(BLANK, '');
  if (text === '') refuse('number.empty', undefined, field);
  const plain = halfWidth(text);
  const qualifier = plain[0] === '<' || plain[0] === '>' ? plain[0] : '=';
  const body = qualifier === '=' ? plain : plain.slice(1).trimStart();
  return { text, decimal: plainDecimal(body, text, allow, field), qualifier };
}

/** The number a plain decimal text stands for; `14e2` is read, blanks and words are not. @throws Refusal `number.form` */
export function dec(text: string): Decimal {
  if (!PLAIN.test(text) && !EXPONENT.test(text))
    refuse(text === '' ? 'number.empty' : 'number.form', { text: shown(text) });
  return new DecimalNumber(text);
}

/** Plain decimal text, never with an exponent. */
export function toText(value: Decimal): string {
  return value.isZero() ? '0' : value.toFixed();
}

/**
 * Takes away the noise of a quotient that does not end: 3 × (1 ÷ 3) reads 0.999…9 after 64 digits and must round as 1.
 * Values that somebody measured (up to 50 digits) pass unchanged.
 */
export function settle(value: Decimal): Decimal {
  return value.precision() > 50 ? value.toSignificantDigits(MOST_DIGITS) : value;
}

/** Digits by which a sum must be smaller than what was added before it counts as the noise of an endless quotient. */
const NOISE = 50;

/** a + b; what is left of 1 ÷ 3 × 3 − 1 is 0 and not a billionth of a billionth, by which a later step would divide. */
export function add(a: Decimal, b: Decimal): Decimal {
  const total = a.plus(b);
  const isNoise = !total.isZero() && total.e < Math.max(a.e, b.e) - NOISE;
  return isNoise ? a.minus(a) : total;
}

function plainDecimal(body: string, text: string, allow: { exponent?: boolean }, field: string | undefined): string {
  if (PLAIN.test(body)) return tidy(body, text, field);
  const match = EXPONENT.exec(body);
  if (!match) return refuse(fault(body), { text: shown(text) }, field);
  if (!allow.exponent) return refuse('number.exponent', { text: shown(text) }, field);
  if (Math.abs(Number(match[3])) > LARGEST_EXPONENT)
    return refuse('number.long', { text: shown(text), most: MOST_DIGITS }, field);
  return tidy(`${match[1] ?? ''}${movePoint(match[2] ?? '', Number(match[3]))}`, text, field);
}

/** One leading zero, no plus sign, no sign on a zero, no bare point; the decimals stay as typed. */
function tidy(body: string, text: string, field: string | undefined): string {
  const [whole = '', decimals = ''] = body.replace(/^[+-]/, '').split('.');
  const digits = `${whole.replace(/^0+(?=\d)/, '') || '0'}${decimals ? `.${decimals}` : ''}`;
  if (digits.length > MOST_DIGITS + 1) return refuse('number.long', { text: shown(text), most: MOST_DIGITS }, field);
  return body.startsWith('-') && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

/** Shifts the decimal point of unsigned digits on the text itself, so that 1.50e-2 is 0.0150. */
function movePoint(digits: string, by: number): string {
  const [whole = '', decimals = ''] = digits.split('.');
  const all = whole + decimals;
  const point = whole.length + by;
  if (point <= 0) return `0.${'0'.repeat(-point)}${all}`;
  return point >= all.length ? all + '0'.repeat(point - all.length) : `${all.slice(0, point)}.${all.slice(point)}`;
}

/** Why the text is no number, told as precisely as can be. */
function fault(body: string): string {
  if (isNotDetected(body)) return 'number.not-detected';
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(body)) return 'number.grouping';
  if (/^[+-]?0[xXbBoO]|^[+-]?[\d.]*\d_[\d_.]*$/.test(body)) return 'number.notation';
  if (/^[+-]?[\d.]+\s*(±|~|–|-|至|到)\s*[\d.]+$/.test(body)) return 'number.range';
  if (/[^\x20-\x7e]/.test(body) && /\p{N}/u.test(body.replace(/[0-9]/g, ''))) return 'number.character';
  if (/^\p{L}+$/u.test(body)) return 'number.word';
  return 'number.form';
}

/** Full-width digits, point, signs and the mathematical minus to ASCII; nothing wider (no NFKC: ½ and ① must stay what they are). */
function halfWidth(text: string): string {
  return text
    .replace(/[\uff10-\uff19\uff0e\uff0b\uff0d\uff1c\uff1e\uff21-\uff3a\uff41-\uff5a\uff5e]/g, (wide) =>
      String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
    )
    .replace(/\u2212/g, '-');
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
