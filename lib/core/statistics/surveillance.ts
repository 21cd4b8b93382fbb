import { binomialCdf } from './distributions.ts';
import { probability, within } from './guard.ts';

/**
 * Watching for a raised share of failures, one result after the other: the Bernoulli CUSUM (Reynolds and Stoumbos 1999). On whole numbers, so
 * that its behaviour follows exactly from a Markov chain: a failure adds m − 1, a pass takes 1, never below 0; at h it gives a signal.
 */
export interface BernoulliDesign {
  /** Share of failures in control, and the one it is tuned to find. */
  p0: number;
  p1: number;
  m: number;
  h: number;
  /** Mean number of results up to a false alarm. */
  arl0: number;
}

/** The share whose odds are `ratio` times as high. */
export const raised = (p: number, ratio: number): number => (ratio * p) / (1 - p + ratio * p);

/** How many passes outweigh a failure when p0 is told from p1: the whole number next to 1/γ. @throws Refusal `statistics.probability`, `statistics.range` */
export function bernoulliWeight(p0: number, p1: number): number {
  within(probability(p1), 'p1', probability(p0), 1);
  const gamma = Math.log((1 - p0) / (1 - p1)) / Math.log((p1 * (1 - p0)) / (p0 * (1 - p1)));
  return Math.max(2, Math.round(1 / gamma));
}

type Lattice = Pick<BernoulliDesign, 'm' | 'h'>;

/**
 * Mean number of results up to the signal, from 0, when each fails with p: the linear equations of the Markov chain over the states 0…h − 1,
 * solved by elimination along its band.
 */
export function bernoulliArl(p: number, { m, h }: Lattice): number {
  probability(p);
  const q = 1 - p;
  const up = m - 1;
  if (up >= h) return 1 / p;
  // L(s) = constant(s) + Σ weight(s, j) L(s + j), j = 1…m − 1; beyond h − 1 it is 0.
  const constants = new Float64Array(h);
  const weights = new Float64Array(h * up);
  constants[0] = 1 / p;
  weights[up - 1] = 1;
  for (let s = 1; s < h; s++) {
    const [own, before] = [s * up, (s - 1) * up];
    const keep = 1 - q * (weights[before] ?? 0);
    constants[s] = (1 + q * (constants[s - 1] ?? 0)) / keep;
    for (let j = 2; j <= up; j++) weights[own + j - 2] = (q * (weights[before + j - 1] ?? 0)) / keep;
    weights[own + up - 1] = p / keep;
  }
  const lengths = new Float64Array(h + up);
  for (let s = h - 1; s >= 0; s--) {
    let length = constants[s] ?? 0;
    for (let j = 1; j <= up; j++) length += (weights[s * up + j - 1] ?? 0) * (lengths[s + j] ?? 0);
    lengths[s] = length;
  }
  return lengths[0] ?? 0;
}

/** The smallest h with which a false alarm comes on average after at least `arl0` results; one failure alone is never a signal. */
export function bernoulliDesign(given: { p0: number; ratio: number; arl0: number }): BernoulliDesign {
  const { p0, ratio, arl0 } = given;
  const p1 = raised(probability(p0), within(ratio, 'ratio', 1, 1000));
  const m = bernoulliWeight(p0, p1);
  const lengthAt = (h: number) => bernoulliArl(p0, { m, h });
  let low = m - 1;
  let high = m;
  while (lengthAt(high) < arl0) [low, high] = [high, high + m];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (lengthAt(middle) < arl0) low = middle;
    else high = middle;
  }
  return { p0, p1, m, h: high, arl0: lengthAt(high) };
}

/** How the signals come over n results, from 0 and back to 0 after each: exact, from the same chain. */
export interface Course {
  /** Mean number of signals within n results, by n from 0. */
  expected: number[];
  /** Chance of at least one within n results, by n from 0. */
  chance: number[];
}

export function bernoulliCourse(p: number, { m, h }: Lattice, n: number): Course {
  within(p, 'p', 0, 1);
  const run = (restarts: boolean): number[] => {
    let states = new Float64Array(h);
    states[0] = 1;
    const total = [0];
    for (let at = 1; at <= n; at++) {
      const next = new Float64Array(h);
      let out = 0;
      for (let s = 0; s < h; s++) {
        const mass = states[s] ?? 0;
        if (mass === 0) continue;
        const [down, above] = [Math.max(0, s - 1), s + m - 1];
        next[down] = (next[down] ?? 0) + (1 - p) * mass;
        if (above >= h) out += p * mass;
        else next[above] = (next[above] ?? 0) + p * mass;
      }
      if (restarts) next[0] = (next[0] ?? 0) + out;
      total.push((total[at - 1] ?? 0) + out);
      states = next;
    }
    return total;
  };
  return { expected: run(true), chance: run(false) };
}

/** Number of results within which a share p is found with the given chance; null if not within `most`. */
export function bernoulliDelay(p: number, lattice: Lattice, chance = 0.95, most = 2000): number | null {
  const found = bernoulliCourse(p, lattice, most).chance.findIndex((value) => value >= chance);
  return found < 0 ? null : found;
}

export interface BernoulliPoint {
  value: number;
  out: boolean;
  /** Results since the sum last stood at 0, this one counted. */
  run: number;
}

/** The course of the sum over results in their order (true: failed); it starts anew after each signal. */
export function bernoulliCusum(failed: readonly boolean[], { m, h }: Lattice): BernoulliPoint[] {
  let [value, run] = [0, 0];
  return failed.map((fails) => {
    value = Math.max(0, value + (fails ? m - 1 : -1));
    run = value > 0 ? run + 1 : 0;
    const point = { value, out: value >= h, run };
    if (point.out) [value, run] = [0, 0];
    return point;
  });
}

/** Counts between which x of n lies with at least 1 − alpha when the share is p: exact binomial limits of a p chart or funnel. */
export function binomialLimits(n: number, p: number, alpha: number): { low: number; high: number } {
  within(p, 'p', 0, 1);
  const tail = probability(alpha) / 2;
  return {
    // The smallest count that is not too few, and the greatest that is not too many.
    low: firstWhere(0, n, (k) => binomialCdf(k, n, p) > tail),
    high: firstWhere(0, n, (k) => 1 - binomialCdf(k, n, p) <= tail),
  };
}

/** Chance of at least k failures among n. */
export const atLeast = (k: number, n: number, p: number): number => (k <= 0 ? 1 : 1 - binomialCdf(k - 1, n, p));

/** The smallest whole number at which something that stays true becomes true. */
function firstWhere(low: number, high: number, holds: (k: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(middle)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** How many signals come in n simulated results of which each fails with p: draws only the gaps between failures. */
export function simulatedSignals(uniform: () => number, p: number, { m, h }: Lattice, n: number): number {
  within(p, 'p', 0, 1);
  if (p === 0) return 0;
  let [at, value, signals] = [0, 0, 0];
  for (;;) {
    const gap = Math.floor(Math.log(1 - uniform()) / Math.log(1 - p)) || 0;
    at += gap + 1;
    if (at > n) return signals;
    value = Math.max(0, value - gap) + m - 1;
    if (value < h) continue;
    [value, signals] = [0, signals + 1];
  }
}
