import { type Decimal, dec, normalise } from '../decimal.ts';
import { refuse } from '../refusal.ts';

/** Refuses too few values and values that are not finite, so that no later step can yield NaN. @throws Refusal `statistics.few`, `statistics.not-finite` */
export function needs(values: readonly number[], least: number, field?: string): void {
  if (values.length < least) refuse('statistics.few', { n: values.length, least }, field);
  if (!values.every(Number.isFinite)) refuse('statistics.not-finite', undefined, field);
}

/** A number that is one. @throws Refusal `statistics.not-finite` */
export function finite(value: number, field?: string): number {
  return Number.isFinite(value) ? value : refuse('statistics.not-finite', undefined, field);
}

/** The same for a computed parameter that must be above 0, such as a standard deviation. @throws Refusal `statistics.not-positive` */
export function positive(value: number, name: string, field?: string): number {
  if (!(value > 0 && Number.isFinite(value))) refuse('statistics.not-positive', { name, value: String(value) }, field);
  return value;
}

/** A typed value as plain decimal text, its zeros kept. @throws Refusal `number.*` for what is no number, `statistics.censored` for `<0.05` */
export function plainly(text: string, field?: string): string {
  const { decimal, qualifier } = normalise(text, { exponent: true }, field);
  return qualifier === '=' ? decimal : refuse('statistics.censored', { text }, field);
}

/** A typed value as a decimal. @throws Refusal as plainly */
export const measured = (text: string, field?: string): Decimal => dec(plainly(text, field));

/** A typed value that must be above 0. @throws Refusal `statistics.not-positive` */
export function positiveText(text: string, name: string, field?: string): Decimal {
  const value = measured(text, field);
  return value.gt(0) ? value : refuse('statistics.not-positive', { name, value: text }, field);
}

/** A typed value that must not be below 0. @throws Refusal `statistics.negative` */
export function notNegativeText(text: string, name: string, field?: string): Decimal {
  const value = measured(text, field);
  return value.lt(0) ? refuse('statistics.negative', { name, value: text }, field) : value;
}

/** A parameter inside its range, both ends included. @throws Refusal `statistics.range` */
export function within(value: number, name: string, low: number, high: number): number {
  if (!(value >= low && value <= high)) refuse('statistics.range', { name, value: String(value), low, high });
  return value;
}

/** A probability strictly between 0 and 1. @throws Refusal `statistics.probability` */
export function probability(p: number): number {
  return p > 0 && p < 1 ? p : refuse('statistics.probability', { value: String(p) });
}

/** Two columns that belong together pair by pair. @throws Refusal `statistics.lengths` */
export function sameLength(a: readonly unknown[], b: readonly unknown[]): void {
  if (a.length !== b.length) refuse('statistics.lengths', { a: a.length, b: b.length });
}

/** Rows with the same number of values each; returns that number. @throws Refusal `statistics.uneven` */
export function evenRows(rows: readonly (readonly unknown[])[]): number {
  const n = rows[0]?.length ?? 0;
  const odd = rows.findIndex((row) => row.length !== n);
  return odd < 0 ? n : refuse('statistics.uneven', { row: odd + 1, n: rows[odd]?.length ?? 0, expected: n });
}
