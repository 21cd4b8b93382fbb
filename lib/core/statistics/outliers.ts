import { refuse } from '../refusal.ts';
import { chi2Inverse, chi2Upper, fInverse, tInverse } from './distributions.ts';
import { DIXON, type DixonRatio, dixonPoint, dixonRatio, twoLargestCritical } from './extremes.ts';
import { needs, probability, within } from './guard.ts';
import { mean, sd, squares, sum, variance } from './numbers.ts';

export type { DixonRatio } from './extremes.ts';

/** What a test found: `suspects` are places in the list that was given (0-based). */
export interface Suspect {
  statistic: number;
  critical: number;
  outlier: boolean;
  alpha: number;
  suspects: number[];
}

const remembered = new Map<string, number>();

/** Critical values that need an integral are worked out once. */
function once(name: string, work: () => number): number {
  const known = remembered.get(name) ?? work();
  remembered.set(name, known);
  return known;
}

/** From the t distribution; two-sided as ISO 5725-2 and GB/T 6379.2 table it, one-sided as GB/T 4883 also does. @throws Refusal `statistics.range` */
export function grubbsCritical(n: number, alpha = 0.05, sides: 1 | 2 = 2): number {
  within(n, 'n', 3, 1e6);
  const t = tInverse(1 - probability(alpha) / (sides * n), n - 2);
  return ((n - 1) / Math.sqrt(n)) * Math.sqrt((t * t) / (n - 2 + t * t));
}

/** One outlying value at an end (Grubbs; ISO 5725-2 7.3.4.1). @throws Refusal `statistics.few` below three, `statistics.no-spread` */
export function grubbs(
  values: readonly number[],
  options: { alpha?: number; sides?: 1 | 2; end?: 'high' | 'low' | 'either' } = {},
): Suspect {
  needs(values, 3);
  const { alpha = 0.05, end = 'either', sides = end === 'either' ? 2 : 1 } = options;
  const [centre, spread] = [mean(values), spreadOf(values)];
  const off = values.map((value) => (end === 'low' ? centre - value : value - centre));
  const sizes = end === 'either' ? off.map(Math.abs) : off;
  const at = largestAt(sizes);
  const statistic = (sizes[at] ?? 0) / spread;
  const critical = grubbsCritical(values.length, alpha, sides);
  return { statistic, critical, outlier: statistic > critical, alpha, suspects: [at] };
}

function spreadOf(values: readonly number[]): number {
  const spread = sd(values);
  return spread > 1e-14 * Math.max(...values.map(Math.abs)) ? spread : refuse('statistics.no-spread');
}

const largestAt = (sizes: readonly number[]): number =>
  sizes.reduce((best, size, at) => (size > (sizes[best] ?? 0) ? at : best), 0);

/** Critical ratio of the two-value test; a smaller ratio is outlying. Two-sided as ISO 5725-2 table 5 unless told. @throws Refusal `statistics.range` */
export function grubbsDoubleCritical(n: number, alpha = 0.05, sides: 1 | 2 = 2): number {
  probability(alpha);
  return once(`grubbs-2 ${n} ${alpha} ${sides}`, () => twoLargestCritical(n, alpha / sides));
}

/** Two outlying values at one end: Σ without them ÷ Σ of all (ISO 5725-2 7.3.4.2). @throws Refusal `statistics.few` below four, `statistics.no-spread` */
export function grubbsDouble(values: readonly number[], end: 'high' | 'low', alpha = 0.05, sides: 1 | 2 = 2): Suspect {
  needs(values, 4);
  spreadOf(values);
  const order = places(values);
  const suspects = end === 'high' ? order.slice(-2) : order.slice(0, 2);
  const statistic = squares(values.filter((_, at) => !suspects.includes(at))) / squares(values);
  const critical = grubbsDoubleCritical(values.length, alpha, sides);
  return { statistic, critical, outlier: statistic < critical, alpha, suspects };
}

/** The places of the values in rising order. */
const places = (values: readonly number[]): number[] =>
  values.map((_, at) => at).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));

/** Critical value of Dixon's ratio, exact (the tables of 1953 and 1991 are up to 0.003 lower); `sides` 2 where either end was looked at. @throws Refusal `statistics.range` */
export function dixonCritical(n: number, alpha = 0.05, sides: 1 | 2 = 2, ratio: DixonRatio = dixonRatio(n)): number {
  probability(alpha);
  return once(`dixon ${n} ${alpha} ${sides} ${ratio}`, () => dixonPoint(n, ratio, alpha / sides));
}

/** Dixon's Q: the gap beside the extreme value over the range, at the end with the larger ratio (Dixon 1953; Rorabacher 1991 for Q = r10). @throws Refusal */
export function dixon(
  values: readonly number[],
  options: { alpha?: number; sides?: 1 | 2; ratio?: DixonRatio } = {},
): Suspect & { ratio: DixonRatio } {
  needs(values, 3);
  spreadOf(values);
  const { alpha = 0.05, sides = 2, ratio = dixonRatio(values.length) } = options;
  const critical = dixonCritical(values.length, alpha, sides, ratio);
  const order = places(values);
  const { gap, left } = DIXON[ratio];
  const value = (at: number) => values[order[at] ?? 0] ?? 0;
  const last = order.length - 1;
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  const low = share(value(gap) - value(0), value(last - left) - value(0));
  const high = share(value(last) - value(last - gap), value(last) - value(left));
  const [statistic, at] = high >= low ? [high, last] : [low, 0];
  return { statistic, critical, outlier: statistic > critical, alpha, suspects: [order[at] ?? 0], ratio };
}

/** C of p variances of n values each, by Bonferroni's bound on F (ISO 5725-2 table 4). @throws Refusal `statistics.range` */
export function cochranCritical(p: number, n: number, alpha = 0.05): number {
  within(p, 'p', 2, 1e6);
  within(n, 'n', 2, 1e6);
  return 1 / (1 + (p - 1) / fInverse(1 - probability(alpha) / p, n - 1, (p - 1) * (n - 1)));
}

/** Whether the largest of several variances of `n` values each stands out (Cochran; ISO 5725-2 7.3.3). @throws Refusal `statistics.few`, `statistics.no-spread` */
export function cochran(variances: readonly number[], n: number, alpha = 0.05): Suspect {
  needs(variances, 2);
  const total = sum(variances);
  if (total === 0) refuse('statistics.no-spread');
  const at = largestAt(variances);
  const statistic = (variances[at] ?? 0) / total;
  const critical = cochranCritical(variances.length, n, alpha);
  return { statistic, critical, outlier: statistic > critical, alpha, suspects: [at] };
}

/**
 * Up to `most` outliers at either end (Rosner 1983, generalized ESD; ISO 16269-4): the number is the last step whose R exceeds its λ.
 * It stops early where the values left are all equal. @throws Refusal `statistics.few`, `statistics.range`
 */
export function gesd(
  values: readonly number[],
  most: number,
  alpha = 0.05,
): { steps: { r: number; lambda: number; index: number }[]; outliers: number[] } {
  needs(values, 3);
  within(most, 'r', 1, values.length - 2);
  const n = values.length;
  const left = values.map((value, index) => ({ value, index }));
  const steps: { r: number; lambda: number; index: number }[] = [];
  for (let i = 1; i <= most; i++) {
    const now = left.map(({ value }) => value);
    const [centre, spread] = [mean(now), sd(now)];
    if (spread <= 1e-14 * Math.abs(centre)) break;
    const sizes = now.map((value) => Math.abs(value - centre));
    const at = largestAt(sizes);
    const t = tInverse(1 - probability(alpha) / (2 * (n - i + 1)), n - i - 1);
    const lambda = ((n - i) * t) / Math.sqrt((n - i - 1 + t * t) * (n - i + 1));
    steps.push({ r: (sizes[at] ?? 0) / spread, lambda, index: left[at]?.index ?? 0 });
    left.splice(at, 1);
  }
  const count = steps.findLastIndex(({ r, lambda }) => r > lambda) + 1;
  return { steps, outliers: steps.slice(0, count).map(({ index }) => index) };
}

/** Whether groups have the same variance (Bartlett 1937; NIST/SEMATECH 1.3.5.7). @throws Refusal `statistics.few`, `statistics.no-spread` */
export function bartlett(
  groups: readonly (readonly number[])[],
  alpha = 0.05,
): { statistic: number; df: number; critical: number; p: number; equal: boolean } {
  if (groups.length < 2) refuse('statistics.few', { n: groups.length, least: 2 });
  const parts = groups.map((group) => ({ v: variance(group), free: group.length - 1 }));
  if (parts.some(({ v }) => v === 0)) refuse('statistics.no-spread');
  const free = sum(parts.map((part) => part.free));
  const pooled = sum(parts.map((part) => part.free * part.v)) / free;
  const df = groups.length - 1;
  const apart = free * Math.log(pooled) - sum(parts.map((part) => part.free * Math.log(part.v)));
  const statistic = apart / (1 + (sum(parts.map((part) => 1 / part.free)) - 1 / free) / (3 * df));
  const critical = chi2Inverse(1 - probability(alpha), df);
  return { statistic, df, critical, p: chi2Upper(statistic, df), equal: statistic <= critical };
}
