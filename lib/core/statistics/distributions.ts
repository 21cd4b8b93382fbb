import { finite, positive, probability, within } from './guard.ts';
import { erfc, incompleteBeta, incompleteGamma, solve } from './special.ts';

/** An interval for a proportion or a rate. */
export interface Interval {
  low: number;
  high: number;
}

export const normalPdf = (x: number): number => Math.exp((-finite(x) * x) / 2) / Math.sqrt(2 * Math.PI);

export const normalCdf = (x: number): number => erfc(-finite(x) / Math.SQRT2) / 2;

/** z of a probability: Acklam's start, then Halley's step on the exact cdf. @throws Refusal `statistics.probability` */
export function normalInverse(p: number): number {
  probability(p);
  if (p > 0.5) return -normalInverse(1 - p);
  if (p === 0.5) return 0;
  let x = acklam(p);
  for (let i = 0; i < 3; i++) {
    const u = (normalCdf(x) - p) / normalPdf(x);
    x -= u / (1 + (x * u) / 2);
  }
  return x;
}

/** P. J. Acklam's rational start for p ≤ 0.5, good to 1e-9. */
function acklam(p: number): number {
  const poly = (x: number, cs: readonly number[]) => cs.reduce((total, c) => total * x + c, 0);
  const below = [-7.784894002430293e-3, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968];
  const under = [7.784695709041462e-3, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(p));
    return poly(q, [...below, 2.938163982698783]) / poly(q, under);
  }
  const top = [-39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716];
  const bottom = [-54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1];
  const q = p - 0.5;
  return (poly(q * q, [...top, 2.506628277459239]) * q) / poly(q * q, bottom);
}

const upperT = (t: number, df: number): number =>
  incompleteBeta(df / 2, 0.5, df / (df + t * t), (t * t) / (df + t * t)).p / 2;

/** Student's t; the degrees of freedom need not be whole. @throws Refusal `statistics.not-positive` */
export function tCdf(t: number, df: number): number {
  positive(df, 'ν');
  finite(t);
  return t > 0 ? 1 - upperT(t, df) : upperT(t, df);
}

export function tInverse(p: number, df: number): number {
  probability(p);
  positive(df, 'ν');
  if (p === 0.5) return 0;
  return p < 0.5 ? -upperPoint((t) => upperT(t, df), p) : upperPoint((t) => upperT(t, df), 1 - p);
}

/** Probability in both tails beyond |t|. */
export const tTwoSided = (t: number, df: number): number => 2 * tCdf(-Math.abs(t), df);

/** χ². @throws Refusal `statistics.not-positive` */
export function chi2Cdf(x: number, df: number): number {
  positive(df, 'ν');
  return incompleteGamma(df / 2, finite(x) / 2).p;
}

/** P(χ² > x), precise far out. */
export function chi2Upper(x: number, df: number): number {
  positive(df, 'ν');
  return incompleteGamma(df / 2, finite(x) / 2).q;
}

export function chi2Inverse(p: number, df: number): number {
  probability(p);
  positive(df, 'ν');
  return p > 0.5 ? upperPoint((x) => chi2Upper(x, df), 1 - p) : lowerPoint((x) => chi2Cdf(x, df), p);
}

const halvesOfF = (f: number, df1: number, df2: number): { p: number; q: number } => {
  positive(df1, 'ν₁');
  positive(df2, 'ν₂');
  finite(f);
  return f <= 0 ? { p: 0, q: 1 } : incompleteBeta(df1 / 2, df2 / 2, (df1 * f) / (df1 * f + df2), df2 / (df1 * f + df2));
};

/** F. @throws Refusal `statistics.not-positive` */
export const fCdf = (f: number, df1: number, df2: number): number => halvesOfF(f, df1, df2).p;

/** P(F > f), precise far out. */
export const fUpper = (f: number, df1: number, df2: number): number => halvesOfF(f, df1, df2).q;

export function fInverse(p: number, df1: number, df2: number): number {
  probability(p);
  return p > 0.5 ? upperPoint((f) => fUpper(f, df1, df2), 1 - p) : lowerPoint((f) => fCdf(f, df1, df2), p);
}

/** The point above which `tail` is left, sought on a scale of logarithms so that far tails and tiny points are reached alike. */
function upperPoint(upper: (x: number) => number, tail: number): number {
  const level = (v: number) => -Math.log(Math.max(upper(Math.exp(v)), 1e-320));
  return Math.exp(solve(level, -Math.log(tail), -700, ceiling(level, -Math.log(tail))));
}

function lowerPoint(cdf: (x: number) => number, p: number): number {
  const level = (v: number) => Math.log(Math.max(cdf(Math.exp(v)), 1e-320));
  return Math.exp(solve(level, Math.log(p), -700, ceiling(level, Math.log(p))));
}

function ceiling(level: (v: number) => number, target: number): number {
  let v = 1;
  while (level(v) < target && v < 600) v *= 2;
  return v;
}

/** P(X ≤ k) of n trials. @throws Refusal `statistics.range` */
export function binomialCdf(k: number, n: number, p: number): number {
  within(p, 'p', 0, 1);
  const whole = Math.floor(finite(k));
  if (whole < 0) return 0;
  return whole >= n ? 1 : incompleteBeta(whole + 1, n - whole, p).q;
}

/** P(X ≤ k) of a rate. @throws Refusal `statistics.range` */
export function poissonCdf(k: number, rate: number): number {
  within(rate, 'μ', 0, Number.MAX_VALUE);
  return finite(k) < 0 ? 0 : incompleteGamma(Math.floor(k) + 1, rate).q;
}

/** The x at which I_x(a, b) is p. @throws Refusal */
export function betaInverse(p: number, a: number, b: number): number {
  probability(p);
  positive(a, 'a');
  positive(b, 'b');
  return solve((x) => incompleteBeta(a, b, x).p, p, 0, 1);
}

/** Exact interval of a proportion (Clopper and Pearson 1934). @throws Refusal `statistics.range`, `statistics.probability` */
export function binomialInterval(k: number, n: number, confidence = 0.95): Interval {
  positive(n, 'n');
  within(k, 'k', 0, n);
  const tail = (1 - probability(confidence)) / 2;
  return {
    low: k === 0 ? 0 : betaInverse(tail, k, n - k + 1),
    high: k === n ? 1 : betaInverse(1 - tail, k + 1, n - k),
  };
}

/** Exact interval of a Poisson mean (Garwood 1936). @throws Refusal `statistics.range`, `statistics.probability` */
export function poissonInterval(k: number, confidence = 0.95): Interval {
  within(k, 'k', 0, Number.MAX_SAFE_INTEGER);
  const tail = (1 - probability(confidence)) / 2;
  return {
    low: k === 0 ? 0 : chi2Inverse(tail, 2 * k) / 2,
    high: chi2Inverse(1 - tail, 2 * k + 2) / 2,
  };
}
