import { normalCdf, normalPdf } from './distributions.ts';
import { needs, positive, within } from './guard.ts';
import { quantile, sorted } from './numbers.ts';

/** A summit of the density: the part of the results between its valleys, and how low it lies before the next one (null at the last). */
export interface Mode {
  x: number;
  y: number;
  share: number;
  dip: number | null;
}

/** A smooth picture of where the results lie. */
export interface Density {
  bandwidth: number;
  points: { x: number; y: number }[];
  modes: Mode[];
}

/** Width of the kernel as ISO 13528 10.3.2 advises: 0.75 σ_pt, or 0.9 s* ÷ p^0.2 where there is no σ_pt. @throws Refusal `statistics.not-positive` */
export function bandwidth(given: { sigma?: number; robustSd?: number; n?: number }): number {
  if (given.sigma !== undefined) return 0.75 * positive(given.sigma, 'σpt', 'sigma');
  return (0.9 * positive(given.robustSd ?? 0, 's*', 'values')) / positive(given.n ?? 0, 'p', 'values') ** 0.2;
}

/** Gaussian kernel density on `steps` equal steps, three widths beyond the outermost results unless told. @throws Refusal */
export function density(
  values: readonly number[],
  width: number,
  options: { steps?: number; low?: number; high?: number } = {},
): Density {
  needs(values, 1);
  positive(width, 'h');
  const { steps = 200, low = quantile(values, 0) - 3 * width, high = quantile(values, 1) + 3 * width } = options;
  within(steps, 'steps', 2, 10_000);
  positive(high - low, 'x', 'high');
  const at = (x: number) =>
    values.reduce((total, value) => total + normalPdf((x - value) / width), 0) / (values.length * width);
  const points = Array.from({ length: steps + 1 }, (_, i) => {
    const x = low + ((high - low) * i) / steps;
    return { x, y: at(x) };
  });
  return {
    bandwidth: width,
    points,
    modes: modesOf(
      sites(values, width).map((x) => ({ x, y: at(x) })),
      values,
      width,
    ),
  };
}

/** Where summits and valleys can be: close about every result and amid the gaps, so that one far away hides none. */
function sites(values: readonly number[], width: number): number[] {
  const about = sorted(values.flatMap((value) => Array.from({ length: 33 }, (_, i) => value + ((i - 16) / 8) * width)));
  const kept: number[] = [];
  for (const x of about) {
    const last = kept.at(-1);
    if (last !== undefined && x - last > width) kept.push((last + x) / 2);
    if (last === undefined || x - last > width / 20) kept.push(x);
  }
  return kept;
}

function modesOf(points: readonly { x: number; y: number }[], values: readonly number[], width: number): Mode[] {
  const y = (i: number) => points[i]?.y ?? 0;
  const x = (i: number) => points[i]?.x ?? 0;
  const peaks = points.map((_, i) => i).filter((i) => y(i) > y(i - 1) && y(i) >= y(i + 1));
  const valleys = peaks.slice(1).map((peak, i) => lowest(peaks[i] ?? 0, peak, y));
  const below = (limit: number) =>
    values.reduce((total, value) => total + normalCdf((limit - value) / width), 0) / values.length;
  return peaks.map((peak, i) => {
    const [from, to] = [valleys[i - 1], valleys[i]];
    const share = (to === undefined ? 1 : below(x(to))) - (from === undefined ? 0 : below(x(from)));
    return { x: x(peak), y: y(peak), share, dip: to === undefined ? null : y(to) };
  });
}

function lowest(from: number, to: number, y: (i: number) => number): number {
  let least = from;
  for (let i = from; i <= to; i++) if (y(i) < y(least)) least = i;
  return least;
}
