import { refuse } from '../refusal.ts';
import { fInverse, fUpper, tInverse } from './distributions.ts';
import { positive, probability, within } from './guard.ts';
import { polynomial } from './least-squares.ts';
import { squares, sum, toNumbers } from './numbers.ts';

/** A straight calibration line with what reading off it needs. */
export interface Line {
  slope: number;
  /** 0 for a line through zero. */
  intercept: number;
  r: number;
  r2: number;
  sYX: number;
  seSlope: number;
  /** 0 for a line through zero. */
  seIntercept: number;
  n: number;
  df: number;
  /** Weighted means, and the weighted sum of squares of x about its mean (about 0 for a line through zero). */
  meanX: number;
  meanY: number;
  sxx: number;
  residuals: number[];
  throughZero: boolean;
  weights: number[] | null;
  /** Whether the points stray from the line more than their replicates from each other; null without replicates. */
  lackOfFit: { f: number; df1: number; df2: number; critical: number; p: number; passes: boolean } | null;
}

/** The line of least squares, ordinary, weighted or through zero. @throws Refusal as polynomial */
export function line(
  x: readonly string[],
  y: readonly string[],
  options: { throughZero?: boolean; weights?: readonly string[]; alpha?: number } = {},
): Line {
  const { throughZero = false, weights: typed, alpha = 0.05 } = options;
  const fit = polynomial(x, y, 1, { intercept: !throughZero, ...(typed ? { weights: typed } : {}) });
  const [xs, ys] = [toNumbers(x), toNumbers(y)];
  const weights = typed ? toNumbers(typed) : null;
  const w = (at: number) => weights?.[at] ?? 1;
  const total = sum(xs.map((_, at) => w(at)));
  const centre = (values: number[]) => sum(values.map((value, at) => w(at) * value)) / total;
  const [meanX, meanY] = [centre(xs), centre(ys)];
  const origin = throughZero ? 0 : meanX;
  const [intercept, slope] = throughZero ? [0, fit.coefficients[0]] : fit.coefficients;
  const [seIntercept, seSlope] = throughZero ? [0, fit.standardErrors[0]] : fit.standardErrors;
  return {
    slope: slope ?? 0,
    intercept: intercept ?? 0,
    r: Math.sign(slope ?? 0) * Math.sqrt(Math.max(0, fit.r2)),
    r2: fit.r2,
    sYX: fit.residualSd,
    seSlope: seSlope ?? 0,
    seIntercept: seIntercept ?? 0,
    n: xs.length,
    df: fit.df,
    meanX,
    meanY,
    sxx: sum(xs.map((value, at) => w(at) * (value - origin) ** 2)),
    residuals: fit.residuals,
    throughZero,
    weights,
    lackOfFit: weights ? null : lackOfFit(xs, ys, fit.residualSs, fit.df, probability(alpha)),
  };
}

function lackOfFit(xs: number[], ys: number[], residualSs: number, df: number, alpha: number): Line['lackOfFit'] {
  const levels = new Map<number, number[]>();
  xs.forEach((x, at) => {
    levels.set(x, [...(levels.get(x) ?? []), ys[at] ?? 0]);
  });
  const groups = [...levels.values()];
  const pure = sum(groups.map(squares));
  const df2 = sum(groups.map((group) => group.length - 1));
  const df1 = df - df2;
  if (df1 < 1 || df2 < 1 || pure === 0) return null;
  const f = Math.max(0, residualSs - pure) / df1 / (pure / df2);
  const critical = fInverse(1 - alpha, df1, df2);
  return { f, df1, df2, critical, p: fUpper(f, df1, df2), passes: f <= critical };
}

/** Detection limit: factor × s_y/x ÷ |slope|; 3.3 as ICH Q2 and the Chinese Pharmacopoeia 9101 (Miller and Miller: 3). @throws Refusal `statistics.flat-line` */
export const lod = (fit: Line, factor = 3.3): number => (factor * fit.sYX) / Math.abs(steep(fit));

/** Quantitation limit: 10 × s_y/x ÷ |slope|. @throws Refusal `statistics.flat-line` */
export const loq = (fit: Line, factor = 10): number => lod(fit, factor);

const steep = ({ slope }: Line): number => (slope === 0 ? refuse('statistics.flat-line') : slope);

/** A content read off a line; `half` is t × u at the confidence asked for. */
export interface Inverse {
  x: number;
  u: number;
  half: number;
  low: number;
  high: number;
  df: number;
}

/**
 * The x for the mean of `replicates` responses, with its standard uncertainty (Miller and Miller 5.6, 5.10; QUAM E.4).
 * `weight` is the weight of such a response on a weighted line, on the scale of the line's weights.
 * @throws Refusal `statistics.flat-line`, `statistics.range`, `statistics.probability`
 */
export function inverse(
  fit: Line,
  y0: number,
  options: { replicates?: number; confidence?: number; weight?: number } = {},
): Inverse {
  const { replicates = 1, confidence = 0.95, weight = 1 } = options;
  if (!Number.isFinite(y0)) refuse('statistics.not-finite', undefined, 'y0');
  within(replicates, 'm', 1, 1e6);
  positive(weight, 'w', 'weight');
  const slope = steep(fit);
  const total = fit.weights ? sum(fit.weights) : fit.n;
  const away = (fit.throughZero ? y0 : y0 - fit.meanY) / slope;
  const ofMean = fit.throughZero ? 0 : 1 / total;
  const u = (fit.sYX / Math.abs(slope)) * Math.sqrt(1 / (replicates * weight) + ofMean + away ** 2 / fit.sxx);
  return bounded((y0 - fit.intercept) / slope, u, fit.df, confidence);
}

function bounded(x: number, u: number, df: number, confidence: number): Inverse {
  const half = u * tInverse((1 + probability(confidence)) / 2, df);
  return { x, u, half, low: x - half, high: x + half, df };
}

/** What the sample held before anything was added: intercept ÷ slope, with its uncertainty (Miller and Miller 5.8). @throws Refusal `statistics.flat-line` */
export function standardAdditions(
  added: readonly string[],
  signal: readonly string[],
  confidence = 0.95,
): Inverse & { line: Line } {
  const fit = line(added, signal);
  const slope = steep(fit);
  const u = (fit.sYX / Math.abs(slope)) * Math.sqrt(1 / fit.n + (fit.meanY / slope) ** 2 / fit.sxx);
  return { ...bounded(fit.intercept / slope, u, fit.df, confidence), line: fit };
}
