import { refuse } from '../refusal.ts';
import { fInverse, tInverse } from './distributions.ts';
import { needs, probability, within } from './guard.ts';
import { mean, sd, squares, sum } from './numbers.ts';

/** Repeatability and reproducibility of one level (ISO 5725-2, ASTM E691). */
export interface Precision {
  p: number;
  /** Replicates of a laboratory; the mean number where they differ. */
  n: number;
  mean: number;
  sr: number;
  /** Between laboratories; 0 where the estimate would be negative, and then s_R = s_r. */
  sL: number;
  sR: number;
  /** Standard deviation of the laboratory means. */
  sMeans: number;
  /** Limits of repeatability and reproducibility, 2.8 s. */
  r: number;
  R: number;
  cells: { mean: number; sd: number; n: number; h: number; k: number }[];
  critical: { h: number; k: number };
}

/** Critical values of Mandel's h (both sides) and k at level `alpha` (ISO 5725-2 table 6 and 7 give 5 % and 1 %, ASTM E691 0.5 %). @throws Refusal `statistics.range` */
export function mandelCritical(p: number, n: number, alpha = 0.01): { h: number; k: number } {
  within(p, 'p', 3, 1e6);
  within(n, 'n', 2, 1e6);
  const t = tInverse(1 - probability(alpha) / 2, p - 2);
  const f = fInverse(1 - alpha, n - 1, (p - 1) * (n - 1));
  return { h: ((p - 1) * t) / Math.sqrt(p * (t * t + p - 2)), k: Math.sqrt((p * f) / (f + p - 1)) };
}

/** Laboratories (rows) with their replicates, not necessarily the same number (ISO 5725-2 7.4). @throws Refusal `statistics.few` below three laboratories or two replicates */
export function precision(laboratories: readonly (readonly number[])[], alpha = 0.01): Precision {
  if (laboratories.length < 3) refuse('statistics.few', { n: laboratories.length, least: 3 });
  for (const results of laboratories) needs(results, 2);
  const p = laboratories.length;
  const cells = laboratories.map((results) => ({ mean: mean(results), sd: sd(results), n: results.length }));
  const means = cells.map((cell) => cell.mean);
  const total = sum(cells.map((cell) => cell.n));
  const even = (total - sum(cells.map((cell) => cell.n ** 2)) / total) / (p - 1);
  const grand = mean(laboratories.flat());
  const within2 = sum(laboratories.map(squares)) / (total - p);
  const between2 = sum(cells.map((cell) => cell.n * (cell.mean - grand) ** 2)) / (p - 1);
  const [sr, sL] = [Math.sqrt(within2), Math.sqrt(Math.max(0, (between2 - within2) / even))];
  const sR = Math.hypot(sr, sL);
  const sMeans = sd(means);
  const pooled = Math.sqrt(sum(cells.map((cell) => cell.sd ** 2)) / p);
  const centre = mean(means);
  const n = Math.round(total / p);
  return {
    p,
    n: total / p,
    mean: grand,
    sr,
    sL,
    sR,
    sMeans,
    r: 2.8 * sr,
    R: 2.8 * sR,
    cells: cells.map((cell) => ({
      ...cell,
      h: sMeans === 0 ? 0 : (cell.mean - centre) / sMeans,
      k: pooled === 0 ? 0 : cell.sd / pooled,
    })),
    critical: mandelCritical(p, n, alpha),
  };
}
