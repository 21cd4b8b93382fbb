import { refuse } from '../refusal.ts';
import { printedConstants } from './chart-constants.ts';
import { binomialCdf, poissonCdf } from './distributions.ts';
import { evenRows, finite, needs, positive, within } from './guard.ts';
import { mean, sd, sum } from './numbers.ts';

export { type ChartConstants, chartConstants, printedConstants } from './chart-constants.ts';
export { type CusumPoint, cusum, cusumArl, type EwmaPoint, ewma, ewmaArl } from './drift.ts';

/** The lines of a chart: centre, ± 2 σ to warn, ± 3 σ to act. What cannot be negative (a range) has its lower lines at 0. */
export interface Limits {
  centre: number;
  sigma: number;
  lower: number;
  upper: number;
  warnLower: number;
  warnUpper: number;
}

/** Fewer points than this make no baseline (domain 5.4; ISO 7870-2 asks for 20 to 25). */
export const LEAST_BASELINE = 20;

const lines = (centre: number, sigma: number, floor = Number.NEGATIVE_INFINITY): Limits => ({
  centre,
  sigma,
  lower: Math.max(floor, centre - 3 * sigma),
  upper: centre + 3 * sigma,
  warnLower: Math.max(floor, centre - 2 * sigma),
  warnUpper: centre + 2 * sigma,
});

/** Lines whose ± 3 σ are given by printed constants, so that the chart agrees with the table to the last digit. */
const ofThird = (centre: number, third: number, floor?: number): Limits => lines(centre, third / 3, floor);

function groupsOf(groups: readonly (readonly number[])[]): number {
  if (groups.length < 2) refuse('statistics.few', { n: groups.length, least: 2 });
  const n = evenRows(groups);
  for (const group of groups) needs(group, 2);
  return n;
}

const rangeOf = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

/** Means and ranges of groups of equal size (ISO 7870-2 table 1). @throws Refusal `statistics.few`, `statistics.uneven` */
export function xbarR(groups: readonly (readonly number[])[]): {
  location: Limits;
  spread: Limits;
  n: number;
  points: { mean: number; range: number }[];
} {
  const n = groupsOf(groups);
  const { A2, D4 } = printedConstants(n);
  const points = groups.map((group) => ({ mean: mean(group), range: rangeOf(group) }));
  const centre = mean(points.map((point) => point.mean));
  const range = mean(points.map((point) => point.range));
  return { location: ofThird(centre, A2 * range), spread: ofThird(range, (D4 - 1) * range, 0), n, points };
}

/** Means and standard deviations of groups of equal size (ISO 7870-2 table 1). @throws Refusal `statistics.few`, `statistics.uneven` */
export function xbarS(groups: readonly (readonly number[])[]): {
  location: Limits;
  spread: Limits;
  n: number;
  points: { mean: number; sd: number }[];
} {
  const n = groupsOf(groups);
  const { A3, B4 } = printedConstants(n);
  const points = groups.map((group) => ({ mean: mean(group), sd: sd(group) }));
  const centre = mean(points.map((point) => point.mean));
  const spread = mean(points.map((point) => point.sd));
  return { location: ofThird(centre, A3 * spread), spread: ofThird(spread, (B4 - 1) * spread, 0), n, points };
}

/** Single values and moving ranges of two; σ = mean range ÷ 1.128 (NIST/SEMATECH 6.3.2.2). @throws Refusal `statistics.few` */
export function individuals(values: readonly number[]): { location: Limits; spread: Limits; ranges: number[] } {
  needs(values, 2);
  const { d2, D4 } = printedConstants(2);
  const ranges = values.slice(1).map((value, at) => Math.abs(value - (values[at] ?? 0)));
  const range = mean(ranges);
  return { location: lines(mean(values), range / d2), spread: ofThird(range, (D4 - 1) * range, 0), ranges };
}

/** Lines from a mean and standard deviation that are known. @throws Refusal `statistics.not-positive` */
export const leveyJennings = (given: { mean: number; sd: number }): Limits =>
  lines(finite(given.mean, 'mean'), positive(given.sd, 's', 'sd'));

/** Lines from a baseline of at least 20 values. @throws Refusal `statistics.few`, `statistics.not-positive` */
export function leveyJenningsFrom(values: readonly number[]): Limits {
  needs(values, LEAST_BASELINE);
  return leveyJennings({ mean: mean(values), sd: sd(values) });
}

/** A rate with its lines: exact ones, beyond which a count lies with no more than 0.135 % on either side, and the usual ± 3 σ ones. */
export interface RatePoint {
  rate: number;
  lower: number;
  upper: number;
  normalLower: number;
  normalUpper: number;
  out: boolean;
}

const TAIL = 0.0013498980316301;

/** The smallest and the largest count that are still in control. */
function counts(cdf: (k: number) => number, most: number): { low: number; high: number } {
  const first = (reached: (k: number) => boolean): number => {
    let [below, above] = [-1, Math.min(most, 1)];
    while (above < most && !reached(above)) [below, above] = [above, Math.min(most, 2 * above + 1)];
    while (above - below > 1) {
      const middle = Math.floor((below + above) / 2);
      if (reached(middle)) above = middle;
      else below = middle;
    }
    return above;
  };
  return { low: first((k) => cdf(k) > TAIL), high: first((k) => 1 - cdf(k) <= TAIL) };
}

function ratePoint(found: number, size: number, centre: number, sigma: number, cdf: (k: number) => number): RatePoint {
  const { low, high } = counts(cdf, Number.MAX_SAFE_INTEGER);
  return {
    rate: found / size,
    lower: low / size,
    upper: high / size,
    normalLower: Math.max(0, centre - 3 * sigma),
    normalUpper: centre + 3 * sigma,
    out: found < low || found > high,
  };
}

/** Shares of nonconforming ones, samples of any size. @throws Refusal `statistics.few`, `statistics.range` */
export function pChart(samples: readonly { found: number; of: number }[]): { centre: number; points: RatePoint[] } {
  needs(
    samples.map(({ found, of }) => within(found, 'x', 0, positive(of, 'n'))),
    1,
  );
  const centre = sum(samples.map(({ found }) => found)) / sum(samples.map(({ of }) => of));
  const points = samples.map(({ found, of }) =>
    ratePoint(found, of, centre, Math.sqrt((centre * (1 - centre)) / of), (k) => binomialCdf(k, of, centre)),
  );
  return { centre, points: points.map((point) => ({ ...point, normalUpper: Math.min(1, point.normalUpper) })) };
}

/** Defects per unit, samples of any size. @throws Refusal `statistics.few`, `statistics.range` */
export function uChart(samples: readonly { found: number; units: number }[]): { centre: number; points: RatePoint[] } {
  needs(
    samples.map(({ found, units }) => within(found, 'c', 0, Number.MAX_SAFE_INTEGER) / positive(units, 'n')),
    1,
  );
  const centre = sum(samples.map(({ found }) => found)) / sum(samples.map(({ units }) => units));
  const points = samples.map(({ found, units }) =>
    ratePoint(found, units, centre, Math.sqrt(centre / units), (k) => poissonCdf(k, centre * units)),
  );
  return { centre, points };
}

/** Defects in samples of one size. @throws Refusal `statistics.few`, `statistics.range` */
export function cChart(found: readonly number[]): {
  centre: number;
  lower: number;
  upper: number;
  normalLower: number;
  normalUpper: number;
  out: boolean[];
} {
  const { centre, points } = uChart(found.map((count) => ({ found: count, units: 1 })));
  const [first] = points;
  if (!first) return refuse('statistics.few', { n: 0, least: 1 });
  const { lower, upper, normalLower, normalUpper } = first;
  return { centre, lower, upper, normalLower, normalUpper, out: points.map(({ out }) => out) };
}
