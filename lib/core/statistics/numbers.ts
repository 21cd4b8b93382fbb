import { type Decimal, dec } from '../decimal.ts';
import { DecimalNumber } from '../math.ts';
import { refuse } from '../refusal.ts';
import { measured, needs, within } from './guard.ts';

/** How quartiles are read: 6 is QUARTILE.EXC (n + 1), 7 is QUARTILE.INC (n − 1), the practice of CNAS (Hyndman and Fan 1996). */
export type QuantileRule = 6 | 7;

/** The usual figures of a list; spread and CV are null where they do not exist (one value, mean 0). */
export interface Description {
  n: number;
  mean: number;
  sd: number | null;
  min: number;
  q1: number;
  median: number;
  q3: number;
  max: number;
  /** Coefficient of variation in percent. */
  cv: number | null;
}

/** A measured value for statistics over many. @throws Refusal `number.*` for what is no number, `statistics.censored` for `<0.05` */
export const toNumber = (text: string, field?: string): number => Number(measured(text, field));

/** Every value of a list, the field named with its place. @throws Refusal as toNumber */
export const toNumbers = (texts: readonly string[], field?: string): number[] =>
  texts.map((text, at) => toNumber(text, field === undefined ? undefined : `${field}.${at}`));

/** Plain decimal text of a computed number, never with an exponent. @throws Refusal `statistics.not-finite` */
export function toText(value: number, digits = 12): string {
  if (!Number.isFinite(value)) refuse('statistics.not-finite');
  const short = new DecimalNumber(value.toPrecision(digits));
  return short.isZero() ? '0' : short.toFixed();
}

/** Neumaier's compensated sum: small addends are not lost beside large ones. */
export function sum(values: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}

export function mean(values: readonly number[]): number {
  needs(values, 1);
  const first = sum(values) / values.length;
  return first + sum(values.map((value) => value - first)) / values.length;
}

/** Where the values differ only in their last digits, their binary forms no longer tell those apart: 10000000.1 and 10000000.3 (NIST NumAcc4). */
const NARROW = 1e-5;

/** What each value differs from the mean; narrow ones by the decimals that they are written with. */
function deviations(values: readonly number[]): number[] {
  const centre = mean(values);
  const widest = values.reduce((most, value) => Math.max(most, Math.abs(value - centre)), 0);
  if (widest >= NARROW * Math.abs(centre)) return values.map((value) => value - centre);
  const exactly = values.map((value) => dec(String(value)));
  const middle = exactly.reduce((total, value) => total.plus(value)).div(values.length);
  return exactly.map((value) => Number(value.minus(middle)));
}

/** Sum of squared deviations, in two passes with the correction of Chan, Golub and LeVeque (1983). */
export function squares(values: readonly number[]): number {
  const off = deviations(values);
  const total = sum(off.map((d) => d * d)) - sum(off) ** 2 / values.length;
  return Math.max(0, total);
}

/** With n − 1. @throws Refusal `statistics.few` below two values */
export function variance(values: readonly number[]): number {
  needs(values, 2);
  return squares(values) / (values.length - 1);
}

export const sd = (values: readonly number[]): number => Math.sqrt(variance(values));

/** r of the lag as NIST StRD defines it: the products of deviations over the whole sum of squares. @throws Refusal `statistics.no-spread` */
export function autocorrelation(values: readonly number[], lag = 1): number {
  needs(values, 2);
  within(Math.trunc(lag) === lag ? lag : 0, 'lag', 1, values.length - 1);
  const off = deviations(values);
  const total = squares(values);
  if (total === 0) refuse('statistics.no-spread');
  return sum(off.slice(lag).map((value, at) => value * (off[at] ?? 0))) / total;
}

export const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** The p-quantile; beyond the ends of rule 6 the extreme value. */
export function quantile(values: readonly number[], p: number, rule: QuantileRule = 7): number {
  needs(values, 1);
  within(p, 'p', 0, 1);
  const order = sorted(values);
  const place = rule === 7 ? (order.length - 1) * p : (order.length + 1) * p - 1;
  const bounded = Math.min(Math.max(place, 0), order.length - 1);
  const low = Math.floor(bounded + 1e-12);
  const [a, b] = [order[low] ?? 0, order[low + 1] ?? order[low] ?? 0];
  return a + Math.max(0, bounded - low) * (b - a);
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** The usual figures of typed values; mean and standard deviation from exact decimal sums. @throws Refusal */
export function describe(texts: readonly string[], rule: QuantileRule = 7): Description {
  const values = toNumbers(texts);
  needs(values, 1);
  const { mean: centre, squares: total } = exact(texts);
  const spread = values.length > 1 ? Number(total.div(values.length - 1).sqrt()) : null;
  return {
    n: values.length,
    mean: Number(centre),
    sd: spread,
    min: quantile(values, 0),
    q1: quantile(values, 0.25, rule),
    median: median(values),
    q3: quantile(values, 0.75, rule),
    max: quantile(values, 1),
    cv: spread === null || centre.isZero() ? null : (100 * spread) / Math.abs(Number(centre)),
  };
}

/** Mean, spread and first autocorrelation from exact decimal sums, to 15 significant digits. @throws Refusal `statistics.few` below two values */
export function moments(texts: readonly string[]): {
  n: number;
  mean: string;
  variance: string;
  sd: string;
  autocorrelation: string | null;
} {
  if (texts.length < 2) refuse('statistics.few', { n: texts.length, least: 2 });
  const { mean: centre, squares: total, products } = exact(texts);
  const spread = total.div(texts.length - 1);
  return {
    n: texts.length,
    mean: shown(centre),
    variance: shown(spread),
    sd: shown(spread.sqrt()),
    autocorrelation: total.isZero() ? null : shown(products.div(total)),
  };
}

function exact(texts: readonly string[]): { mean: Decimal; squares: Decimal; products: Decimal } {
  const values = texts.map((text) => measured(text));
  const zero = dec('0');
  const centre = values.reduce((total, value) => total.plus(value), zero).div(values.length);
  const off = values.map((value) => value.minus(centre));
  return {
    mean: centre,
    squares: off.reduce((total, d) => total.plus(d.times(d)), zero),
    products: off.slice(1).reduce((total, d, at) => total.plus(d.times(off[at] ?? zero)), zero),
  };
}

const shown = (value: Decimal): string => (value.isZero() ? '0' : value.toSignificantDigits(15).toFixed());
