import { dec, settle } from './decimal.ts';
import { refuse } from './refusal.ts';

/** GB/T 8170 (exactly half: to the even digit) or the schoolbook rule (half: away from zero). */
export type RoundingRule = 'half-even' | 'half-up';

/** A decimal as an integer and the number of its decimals: 12.50 is 1250 and 2. */
interface Scaled {
  digits: bigint;
  places: number;
}

/** Rounds to a number of decimals (negative: tens, hundreds); the answer has exactly these decimals. GB/T 8170-2008, 3.2. */
export function roundPlaces(text: string, places: number, rule: RoundingRule = 'half-even'): string {
  return print(nearest(scaled(text), unit(places), rule), places);
}

/** Rounds to significant digits: 9.96 to two is 10, 1268 to two is 1300. GB/T 8170-2008, 3.2. */
export function roundSignificant(text: string, digits: number, rule: RoundingRule = 'half-even'): string {
  if (!Number.isInteger(digits) || digits < 1 || digits > 30) refuse('rounding.digits', { digits });
  const value = settle(dec(text));
  if (value.isZero()) return roundPlaces(text, digits - 1, rule);
  const places = digits - 1 - value.e;
  const rounded = roundPlaces(text, places, rule);
  // 9.96 has become 10.0: a digit more than asked. The number is right; only its last zero goes.
  return dec(rounded).e > value.e ? roundPlaces(text, places - 1, rule) : rounded;
}

/** Rounds to a multiple of an interval: 0.5 and 0.2 units, tens, hundreds. The answer has the interval's decimals. GB/T 8170-2008, 3.3. */
export function roundInterval(text: string, interval: string, rule: RoundingRule = 'half-even'): string {
  const step = scaled(interval);
  if (step.digits <= 0n) refuse('rounding.interval', { interval });
  return print(nearest(scaled(text), step, rule), step.places);
}

/** Significant digits of an unrounded value in a sentence. */
const TOLD_DIGITS = 12;

/** Unrounded values in a sentence: the first 12 significant digits of each, and … where more follow. Cut, not rounded: none crosses a limit. */
export function brief(text: string): string {
  return text.replace(/\d+\.\d+/g, (number) => {
    const plain = digitsOf(number) > TOLD_DIGITS ? settle(dec(number)).toFixed() : number;
    const [whole = '', decimals = ''] = plain.split('.');
    const kept = decimals.slice(0, Math.max(decimals.length - (digitsOf(plain) - TOLD_DIGITS), 0));
    return digitsOf(plain) <= TOLD_DIGITS ? plain : `${kept === '' ? whole : `${whole}.${kept}`}…`;
  });
}

function digitsOf(number: string): number {
  return number.replace('.', '').replace(/^0+/, '').length;
}

/** Melting points (ChP 0612): to the half degree; .1 and .2 are dropped, .3 to .7 become .5, .8 and .9 raise the degree. */
export function roundChpMelting(text: string): string {
  return roundInterval(text, '0.5');
}

/**
 * A reported value with the mark of GB/T 8170-2008, 3.2.4 when its last significant digit is a rounded 5: 16.5(+) is truly larger,
 * 16.5(-) truly smaller (by magnitude), so that whoever rounds it again rounds right.
 */
export function flagged(text: string, places: number): string {
  const rounded = roundPlaces(text, places);
  if (!/5(0*|\.0*|0*\.0*)$/.test(rounded)) return rounded;
  const order = settle(dec(text)).abs().comparedTo(dec(rounded).abs());
  return order === 0 ? rounded : `${rounded}(${order > 0 ? '+' : '-'})`;
}

/** Rounds a value that another department reported with a mark: 16.5(+) → 17, 16.5(-) → 16, 16.5 → 16. */
export function roundFlagged(marked: string, places: number): string {
  const match = /^([^()]+?)(?:\(([+-])\))?$/.exec(marked.replace('−', '-'));
  const [text, mark] = [match?.[1] ?? refuse('number.form', { text: marked }), match?.[2]];
  if (!mark) return roundPlaces(text, places);
  // A hair beyond the reported digits, on the side that the mark tells.
  const value = scaled(text);
  const outward = (mark === '+') === value.digits >= 0n ? 1n : -1n;
  return print(
    nearest({ digits: value.digits * 10n + outward, places: value.places + 1 }, unit(places), 'half-even'),
    places,
  );
}

/** 1520 with two digits as the report prints it: 1.5×10³. */
export function scientific(text: string, digits: number, rule: RoundingRule = 'half-even'): string {
  const value = dec(roundSignificant(text, digits, rule));
  const mantissa = roundPlaces(value.isZero() ? '0' : value.times(`1e${-value.e}`).toFixed(), digits - 1, rule);
  return `${mantissa}×10${superscript(value.isZero() ? 0 : value.e)}`;
}

/** An integer in raised figures. */
export function superscript(exponent: number): string {
  return [...String(exponent)].map((sign) => (sign === '-' ? '⁻' : ('⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(sign)] ?? ''))).join('');
}

/** The decimals that a limit or a reading shows: 0.50 has two. */
export function placesOf(text: string): number {
  return Math.max(0, scaled(text).places);
}

// Round once, at the end: GB/T 8170 forbids rounding a rounded value. Integers only, so a half is exactly a half.
function nearest(value: Scaled, step: Scaled, rule: RoundingRule): Scaled {
  const places = Math.max(value.places, step.places);
  const size = value.digits * 10n ** BigInt(places - value.places);
  const interval = step.digits * 10n ** BigInt(places - step.places);
  const magnitude = size < 0n ? -size : size;
  const [whole, rest] = [magnitude / interval, (magnitude % interval) * 2n];
  const up = rest > interval || (rest === interval && (rule === 'half-up' || whole % 2n === 1n));
  const rounded = (up ? whole + 1n : whole) * step.digits;
  return { digits: size < 0n ? -rounded : rounded, places: step.places };
}

function scaled(text: string): Scaled {
  const plain = settle(dec(text));
  const written = /[eE]/.test(text) || plain.precision() < dec(text).precision() ? plain.toFixed() : text;
  const [whole = '', decimals = ''] = written.split('.');
  return { digits: BigInt(`${whole.replace('+', '')}${decimals}` || '0'), places: decimals.length };
}

/** 10 to the power −places. */
function unit(places: number): Scaled {
  if (!Number.isInteger(places) || Math.abs(places) > 60) refuse('rounding.places', { places });
  return { digits: places < 0 ? 10n ** BigInt(-places) : 1n, places: Math.max(0, places) };
}

function print(value: Scaled, places: number): string {
  const sign = value.digits < 0n ? '-' : '';
  const digits = (value.digits < 0n ? -value.digits : value.digits)
    .toString()
    .padStart(Math.max(0, value.places) + 1, '0');
  const point = digits.length - Math.max(0, value.places);
  return places > 0 ? `${sign}${digits.slice(0, point)}.${digits.slice(point)}` : `${sign}${digits}`;
}
