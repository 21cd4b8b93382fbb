import { dec } from './decimal.ts';
import { refuse } from './refusal.ts';
import { toText } from './statistics/numbers.ts';
import { type Random, randomFrom } from './statistics/random.ts';
import { evaluateBudget, type Read, readBudget } from './uncertainty.ts';
import { floatModel } from './uncertainty-float.ts';
import type { Component, Input } from './uncertainty-inputs.ts';
import type { Budget } from './uncertainty-types.ts';

/** What the propagation of distributions found (JCGM 101:2008, 7); figures as decimal text. */
export interface MonteCarlo {
  trials: number;
  seed: number;
  y: string;
  u: string;
  /** Coverage probability of both intervals. */
  p: string;
  symmetric: { low: string; high: string };
  shortest: { low: string; high: string };
  /**
   * Whether the law of propagation is confirmed: both ends within `tolerance` of those of y ± U (JCGM 101:2008, 8.1). `undecided`: the
   * chance of the draws is as large as what is beyond the tolerance; more trials decide.
   */
  verdict: 'confirmed' | 'not-confirmed' | 'undecided';
  tolerance: string;
  differences: { low: string; high: string };
  /** Standard error of the ends by the chance of the draws. */
  noise: string;
}

export const TRIALS = { least: 10_000, usual: 1_000_000, most: 1_000_000 } as const;
const DIGITS = 6;
const SHORT = 3;
/** Fewer have no finite variance (JCGM 101:2008, 6.4.9.4). */
const LEAST_DOF = 3;

/**
 * Propagates the distributions of the inputs through the model with a seeded generator: the same seed gives the same figures.
 * Correlated inputs are drawn as joint normal ones (JCGM 101:2008, 6.4.8).
 * @throws Refusal as `evaluateBudget`, `uncertainty.trials`, `uncertainty.mc-dof`, `uncertainty.mc-domain`, `uncertainty.float`, `uncertainty.matrix`
 */
export function monteCarlo(budget: Budget, { trials, seed }: { trials: number; seed: number }): MonteCarlo {
  if (!Number.isInteger(trials) || trials < TRIALS.least || trials > TRIALS.most)
    refuse('uncertainty.trials', { least: TRIALS.least, most: TRIALS.most }, 'trials');
  const analytic = evaluateBudget(budget);
  const read = readBudget(budget);
  const values = propagate(read, trials, randomFrom(seed));
  const { middle, spread } = moments(values);
  values.sort();
  const p = Number(analytic.p);
  const symmetric = symmetricInterval(values, p);
  const shortest = shortestInterval(values, p);
  const [y, U] = [dec(analytic.y), dec(analytic.U)];
  const gap = (end: number, by: number) =>
    dec(toText(end, 15))
      .minus(y.plus(U.times(by)))
      .abs();
  const [low, high] = [gap(symmetric.low, -1), gap(symmetric.high, 1)];
  const tolerance = toleranceOf(analytic.u, budget.reporting.digits);
  const noise = Math.max(errorAt(values, symmetric.low, (1 - p) / 2), errorAt(values, symmetric.high, (1 - p) / 2));
  const worst = low.greaterThan(high) ? low : high;
  const text = (value: number) => toText(value, DIGITS);
  return {
    trials,
    seed,
    y: toText(middle, DIGITS + 2),
    u: text(spread),
    p: analytic.p,
    symmetric: { low: toText(symmetric.low, DIGITS + 2), high: toText(symmetric.high, DIGITS + 2) },
    shortest: { low: toText(shortest.low, DIGITS + 2), high: toText(shortest.high, DIGITS + 2) },
    verdict: worst.lessThanOrEqualTo(tolerance)
      ? 'confirmed'
      : worst.minus(dec(toText(2 * noise, DIGITS))).greaterThan(tolerance)
        ? 'not-confirmed'
        : 'undecided',
    tolerance,
    differences: { low: toText(low.toNumber(), SHORT), high: toText(high.toNumber(), SHORT) },
    noise: toText(noise, SHORT),
  };
}

/** Numerical tolerance: half a unit of the last of the significant digits of u that are reported (JCGM 101:2008, 7.9.2). */
export const toleranceOf = (u: string, digits: 1 | 2): string => {
  const rounded = dec(u).toSignificantDigits(digits);
  return dec(`0.5e${rounded.e - (digits - 1)}`).toFixed();
};

/** Standard error of the quantile at `value` with the share `tail` beyond it, from the density of the draws around it. */
function errorAt(sorted: Float64Array, value: number, tail: number): number {
  const n = sorted.length;
  const place = sorted.findIndex((one) => one >= value);
  const reach = Math.max(10, Math.round((n * tail) / 4));
  const [from, to] = [Math.max(place - reach, 0), Math.min(place + reach, n - 1)];
  const width = (sorted[to] ?? 0) - (sorted[from] ?? 0);
  return (Math.sqrt(tail * (1 - tail) * n) * width) / (to - from);
}

function propagate({ formula, inputs, pairs }: Read, trials: number, random: Random): Float64Array {
  const names = inputs.map(({ symbol }) => symbol);
  const model = floatModel(formula.tree, names);
  const joint = inputs.filter((input) => pairs.some(({ a, b, r }) => !r.isZero() && (a === input || b === input)));
  const draws = inputs.map((input) => (joint.includes(input) ? () => 0 : drawOf(input)));
  const together = jointDraw(
    joint,
    pairs,
    joint.map((input) => inputs.indexOf(input)),
  );
  const estimates = inputs.map(({ x }) => x.toNumber());
  const at = new Float64Array(inputs.length);
  const values = new Float64Array(trials);
  for (let trial = 0; trial < trials; trial += 1) {
    for (let i = 0; i < at.length; i += 1) at[i] = (estimates[i] ?? 0) + (draws[i]?.(random) ?? 0);
    together(at, random);
    const value = model(at);
    if (!Number.isFinite(value)) refuse('uncertainty.mc-domain', {}, 'equation');
    values[trial] = value;
  }
  return values;
}

type Draw = (random: Random) => number;

function drawOf({ symbol, components }: Input): Draw {
  const draws = components.filter(({ u }) => !u.isZero()).map((one) => componentDraw(one, symbol));
  const [only] = draws;
  if (only && draws.length === 1) return only;
  return (random) => draws.reduce((sum, draw) => sum + draw(random), 0);
}

function componentDraw({ kind, u, dof, half, beta, line }: Component, symbol: string): Draw {
  const [scale, a, b] = [u.toNumber(), half?.toNumber() ?? 0, beta?.toNumber() ?? 0];
  switch (kind) {
    case 'rectangular':
      return (random) => a * (2 * random.uniform() - 1);
    case 'triangular':
      return (random) => a * (random.uniform() + random.uniform() - 1);
    case 'u-shaped':
      return (random) => a * Math.sin(2 * Math.PI * random.uniform());
    case 'trapezoidal':
      return (random) => (a / 2) * ((1 + b) * (2 * random.uniform() - 1) + (1 - b) * (2 * random.uniform() - 1));
    default: {
      if (dof === null) return (random) => scale * random.normal();
      const freedom = dof.toNumber();
      if (freedom < LEAST_DOF) refuse('uncertainty.mc-dof', { symbol, least: LEAST_DOF }, `lines.${line}.dof`);
      return (random) => scale * random.student(freedom);
    }
  }
}

/** Adds joint normal deviations of the correlated inputs, by the Cholesky factor of their covariances. */
function jointDraw(
  joint: readonly Input[],
  pairs: Read['pairs'],
  places: readonly number[],
): (at: Float64Array, random: Random) => void {
  const factor = cholesky(
    joint.map((a) =>
      joint.map((b) => {
        const pair = pairs.find((one) => (one.a === a && one.b === b) || (one.a === b && one.b === a));
        return (a === b ? 1 : (pair?.r.toNumber() ?? 0)) * a.u.toNumber() * b.u.toNumber();
      }),
    ),
  );
  return (at, random) => {
    const normal = joint.map(() => random.normal());
    places.forEach((place, i) => {
      at[place] = (factor[i] ?? []).reduce((sum, value, j) => sum + value * (normal[j] ?? 0), at[place] ?? 0);
    });
  };
}

/** The lower factor of a covariance matrix; a pivot of rounding noise counts as 0. @throws Refusal `uncertainty.matrix` */
function cholesky(matrix: readonly (readonly number[])[]): number[][] {
  const lower: number[][] = [];
  matrix.forEach((row, i) => {
    const own: number[] = [];
    row.forEach((value, j) => {
      if (j > i) return;
      const other = j === i ? own : (lower[j] ?? []);
      const rest = own.reduce((sum, part, m) => (m < j ? sum - part * (other[m] ?? 0) : sum), value);
      if (j < i) own.push((other[j] ?? 0) === 0 ? 0 : rest / (other[j] ?? 1));
      else if (rest < -1e-9 * value) refuse('uncertainty.matrix', {}, 'correlations.0.r');
      else own.push(Math.sqrt(Math.max(rest, 0)));
    });
    lower.push(own);
  });
  return lower;
}

function moments(values: Float64Array): { middle: number; spread: number } {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return { middle, spread: Math.sqrt(squares / (values.length - 1)) };
}

interface Interval {
  low: number;
  high: number;
}

/** JCGM 101:2008, 7.7.2: q values inside, as many below as above. */
function symmetricInterval(sorted: Float64Array, p: number): Interval {
  const inside = Math.floor(p * sorted.length + 0.5);
  const from = Math.floor((sorted.length - inside + 1) / 2);
  return {
    low: sorted[Math.max(from - 1, 0)] ?? NaN,
    high: sorted[Math.min(from - 1 + inside, sorted.length - 1)] ?? NaN,
  };
}

/** JCGM 101:2008, 7.7.4: the narrowest of the intervals that hold as many values. */
function shortestInterval(sorted: Float64Array, p: number): Interval {
  const inside = Math.floor(p * sorted.length + 0.5);
  let best: Interval = { low: sorted[0] ?? NaN, high: sorted[inside] ?? sorted.at(-1) ?? NaN };
  for (let from = 1; from + inside < sorted.length; from += 1) {
    const [low, high] = [sorted[from] ?? NaN, sorted[from + inside] ?? NaN];
    if (high - low < best.high - best.low) best = { low, high };
  }
  return best;
}
