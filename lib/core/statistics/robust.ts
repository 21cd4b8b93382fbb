import { normalInverse } from './distributions.ts';
import { needs, positive, within } from './guard.ts';
import { mean, median, type QuantileRule, quantile, sd, sorted, sum } from './numbers.ts';

export { algorithmS, factorsS } from './pooled.ts';

/** One turn of Algorithm A, so that a page can show how the estimate came about. */
export interface Iteration {
  mean: number;
  sd: number;
  /** Between these the values were left as they are; beyond, they were drawn in. */
  low: number;
  high: number;
}

export type RobustMethod = 'algorithm-a' | 'q-hampel' | 'median-nIQR' | 'median-MADe';

export interface RobustEstimate {
  method: RobustMethod;
  n: number;
  mean: number;
  sd: number;
  /** The turns of Algorithm A, start first; empty for the other methods. */
  iterations: Iteration[];
  converged: boolean;
}

const MADE = 1.4826;
const NIQR = 0.7413;

/** Median of the absolute deviations from the median, without a factor. */
export function mad(values: readonly number[]): number {
  const centre = median(values);
  return median(values.map((value) => Math.abs(value - centre)));
}

/** 1.4826 × MAD (ISO 13528 C.2.2 prints 1.483). */
export const madE = (values: readonly number[], factor = MADE): number => factor * mad(values);

/** 0.7413 × (Q3 − Q1) (ISO 13528 C.2.3); the quartile rule changes the answer, so pages state it: 7 unless told. */
export const nIqr = (values: readonly number[], rule: QuantileRule = 7): number =>
  NIQR * (quantile(values, 0.75, rule) - quantile(values, 0.25, rule));

/**
 * Algorithm A (ISO 13528 C.3): values beyond x* ± 1.5 s* are drawn in until mean and spread stand still.
 * Where more than half of the values are equal MADe is 0: it then starts from nIQR, and at last from the ordinary s.
 * `tolerance` is the relative change at which it stops.
 * @throws Refusal `statistics.few` below two values
 */
export function algorithmA(
  values: readonly number[],
  options: { tolerance?: number; most?: number } = {},
): RobustEstimate {
  needs(values, 2);
  const { tolerance = 1e-12, most = 1000 } = options;
  let now = turn(median(values), madE(values, 1.483) || nIqr(values) || sd(values));
  const iterations = [now];
  let converged = now.sd === 0;
  while (!converged && iterations.length <= most) {
    const drawn = values.map((value) => Math.min(Math.max(value, now.low), now.high));
    const next = turn(mean(drawn), 1.134 * sd(drawn));
    const still = tolerance * Math.max(next.sd, now.sd);
    converged = Math.abs(next.mean - now.mean) <= still && Math.abs(next.sd - now.sd) <= still;
    iterations.push(next);
    now = next;
  }
  return { method: 'algorithm-a', n: values.length, mean: now.mean, sd: now.sd, iterations, converged };
}

const turn = (centre: number, spread: number): Iteration => ({
  mean: centre,
  sd: spread,
  low: centre - 1.5 * spread,
  high: centre + 1.5 * spread,
});

/** Median and 0.7413 × IQR. @throws Refusal `statistics.few` */
export function medianNiqr(values: readonly number[], rule: QuantileRule = 7): RobustEstimate {
  needs(values, 2);
  return simple('median-nIQR', values, median(values), nIqr(values, rule));
}

/** Median and 1.4826 × MAD. @throws Refusal `statistics.few` */
export function medianMade(values: readonly number[]): RobustEstimate {
  needs(values, 2);
  return simple('median-MADe', values, median(values), madE(values));
}

const simple = (method: RobustMethod, values: readonly number[], centre: number, spread: number): RobustEstimate => ({
  method,
  n: values.length,
  mean: centre,
  sd: spread,
  iterations: [],
  converged: true,
});

/** The Q method (ISO 13528 C.5.2) for results of one or several replicates each; repeatability null without replicates. @throws Refusal `statistics.few` */
export function qMethod(laboratories: readonly (readonly number[])[]): {
  reproducibility: number;
  repeatability: number | null;
} {
  needs(laboratories.flat(), 2);
  if (laboratories.length < 2) needs([], 2);
  for (const results of laboratories) needs(results, 1);
  const between: Weighted[] = [];
  const inside: Weighted[] = [];
  laboratories.forEach((a, i) => {
    laboratories.slice(i + 1).forEach((b) => between.push(...differences(a, b)));
    if (a.length > 1) inside.push(...pairsWithin(a));
  });
  return {
    reproducibility: quarterPoint(between, Math.SQRT2),
    repeatability: inside.length > 0 ? halfPoint(inside) : null,
  };
}

/** A difference and what it counts, so that every pair of laboratories (every laboratory) counts the same. */
interface Weighted {
  size: number;
  weight: number;
}

const differences = (a: readonly number[], b: readonly number[]): Weighted[] =>
  a.flatMap((one) => b.map((other) => ({ size: Math.abs(one - other), weight: 1 / (a.length * b.length) })));

const pairsWithin = (results: readonly number[]): Weighted[] => {
  const pairs = results.flatMap((one, i) => results.slice(i + 1).map((other) => Math.abs(one - other)));
  return pairs.map((size) => ({ size, weight: 1 / pairs.length }));
};

/** Every difference is 0, but for the rounding of the sum of shares. */
const ALL = 1 - 1e-12;

const quarterPoint = (pairs: readonly Weighted[], root: number): number => {
  const steps = distribution(pairs);
  const zero = steps.zero;
  if (zero > ALL) return 0;
  return smoothed(steps, 0.25 + 0.75 * zero) / (root * normalInverse(0.625 + 0.375 * zero));
};

const halfPoint = (pairs: readonly Weighted[]): number => {
  const steps = distribution(pairs);
  const zero = steps.zero;
  if (zero > ALL) return 0;
  return smoothed(steps, 0.5 + 0.5 * zero) / (Math.SQRT2 * normalInverse(0.75 + 0.25 * zero));
};

interface Steps {
  /** Share of differences that are 0. */
  zero: number;
  points: { size: number; share: number }[];
}

/** The distribution of the differences; sizes that differ only by the noise of floating arithmetic are one step. */
function distribution(pairs: readonly Weighted[]): Steps {
  const order = [...pairs].sort((a, b) => a.size - b.size);
  const noise = 1e-12 * (order.at(-1)?.size ?? 0);
  const total = sum(order.map(({ weight }) => weight));
  const points: Steps['points'] = [];
  let reached = 0;
  for (const { size, weight } of order) {
    reached += weight / total;
    const last = points.at(-1);
    if (last && size - last.size <= noise) last.share = reached;
    else points.push({ size: size <= noise ? 0 : size, share: reached });
  }
  return { zero: points[0]?.size === 0 ? points[0].share : 0, points };
}

/** The size at which the distribution, drawn through the middles of its steps, reaches the share. */
function smoothed({ points }: Steps, share: number): number {
  let last = { size: 0, middle: 0 };
  let below = 0;
  for (const { size, share: reached } of points) {
    const middle = size === 0 ? 0 : (below + reached) / 2;
    if (middle >= share && middle > last.middle)
      return last.size + ((share - last.middle) / (middle - last.middle)) * (size - last.size);
    last = { size, middle };
    below = reached;
  }
  return last.size;
}

/** Where Hampel's ψ bends, in units of s*: it rises to 1.5, is level to 3 and is back at 0 at 4.5. */
const BENDS = [-4.5, -3, -1.5, 1.5, 3, 4.5];

function psi(q: number): number {
  const size = Math.abs(q);
  if (size <= 1.5) return q;
  if (size <= 3) return 1.5 * Math.sign(q);
  return size < 4.5 ? (4.5 - size) * Math.sign(q) : 0;
}

/** Hampel's mean in finitely many steps (ISO 13528 C.5.3): the root of Σψ nearest the median; the median where two are as near. */
export function hampel(values: readonly number[], spread: number): number {
  needs(values, 1);
  const centre = median(values);
  if (spread === 0) return centre;
  positive(spread, 's*');
  const total = (x: number) => sum(values.map((value) => psi((value - x) / spread)));
  const nodes = sorted(values.flatMap((value) => BENDS.map((bend) => value - bend * spread)));
  const heights = nodes.map(total);
  const roots: number[] = [];
  nodes.forEach((node, at) => {
    const height = heights[at] ?? 0;
    const [before, earlier] = [heights[at - 1], nodes[at - 1]];
    if (Math.abs(height) < 1e-12) roots.push(node);
    else if (before !== undefined && earlier !== undefined && before * height < 0)
      roots.push(earlier + (before / (before - height)) * (node - earlier));
  });
  const nearest = roots.sort((a, b) => Math.abs(a - centre) - Math.abs(b - centre));
  const [first, second] = nearest;
  if (first === undefined) return centre;
  const tied = second !== undefined && Math.abs(Math.abs(first - centre) - Math.abs(second - centre)) < 1e-12 * spread;
  return tied && Math.abs(first - second) > 1e-9 * spread ? centre : first;
}

/** Q method for the spread, Hampel for the centre: stands up to almost half of the values being wrong. @throws Refusal `statistics.few` */
export function qHampel(values: readonly number[]): RobustEstimate {
  const { reproducibility } = qMethod(values.map((value) => [value]));
  return simple('q-hampel', values, hampel(values, reproducibility), reproducibility);
}

/** Makes Qn consistent at the normal; the digits that robustbase carries. */
const QN_FACTOR = 2.21914;

/** Finite factors for 2 to 12 values (robustbase, after Croux and Rousseeuw 1992). */
const QN_SMALL = [0.399356, 0.99365, 0.51321, 0.84401, 0.6122, 0.85877, 0.66993, 0.87344, 0.72014, 0.88906, 0.75743];

/** Qn of Rousseeuw and Croux (1993) with the finite-sample factors of robustbase. @throws Refusal `statistics.few` */
export function qn(values: readonly number[]): number {
  needs(values, 2);
  const n = values.length;
  const half = Math.floor(n / 2) + 1;
  const pairs = sorted(values.flatMap((one, i) => values.slice(i + 1).map((other) => Math.abs(one - other))));
  return (pairs[(half * (half - 1)) / 2 - 1] ?? 0) * QN_FACTOR * qnFactor(n);
}

function qnFactor(n: number): number {
  if (n <= 12) return QN_SMALL[n - 2] ?? 1;
  const bend = n % 2 === 1 ? 1.60188 + (-2.1284 - 5.172 / n) / n : 3.67561 + (1.9654 + (6.987 - 77 / n) / n) / n;
  return 1 / (1 + bend / n);
}

/** Standard uncertainty of a consensus value: 1.25 s* ÷ √p (ISO 13528 7.7.3). @throws Refusal `statistics.few`, `statistics.range` */
export function consensusUncertainty(spread: number, n: number): number {
  if (n < 1) needs([], 1);
  return (1.25 * within(spread, 's*', 0, Number.MAX_VALUE)) / Math.sqrt(n);
}
