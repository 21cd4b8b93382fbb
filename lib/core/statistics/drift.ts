import { refuse } from '../refusal.ts';
import { normalCdf, normalPdf } from './distributions.ts';
import { finite, needs, positive, within } from './guard.ts';
import { gaussLegendre } from './special.ts';

/** Charts that notice a slow drift, and how long they take to do so. */

export interface EwmaPoint {
  value: number;
  lower: number;
  upper: number;
  out: boolean;
}

/** Exponentially weighted means (ISO 7870-6): limits widen to their end value, or stand there from the start with `asymptotic`. @throws Refusal */
export function ewma(
  values: readonly number[],
  given: { mean: number; sd: number; lambda?: number; width?: number; asymptotic?: boolean },
): EwmaPoint[] {
  needs(values, 1);
  const { mean, lambda = 0.2, width = 3, asymptotic = false } = given;
  finite(mean, 'mean');
  positive(within(lambda, 'λ', 0, 1), 'λ', 'lambda');
  const end = positive(width, 'L', 'width') * positive(given.sd, 's', 'sd') * Math.sqrt(lambda / (2 - lambda));
  let now = mean;
  return values.map((value, at) => {
    now = lambda * value + (1 - lambda) * now;
    const half = asymptotic ? end : end * Math.sqrt(1 - (1 - lambda) ** (2 * (at + 1)));
    return { value: now, lower: mean - half, upper: mean + half, out: Math.abs(now - mean) > half };
  });
}

/** Both sums in units of sd; `run` counts the points since the sum that alarms left 0. */
export interface CusumPoint {
  high: number;
  low: number;
  out: 'high' | 'low' | null;
  run: number;
}

/** Tabular CUSUM (ISO 7870-4); k, h and headStart in units of sd. @throws Refusal */
export function cusum(
  values: readonly number[],
  given: { mean: number; sd: number; k?: number; h?: number; headStart?: number },
): CusumPoint[] {
  needs(values, 1);
  const { mean, k = 0.5, h = 5, headStart = 0 } = given;
  const sd = positive(given.sd, 's', 'sd');
  finite(mean + k + headStart, 'mean');
  positive(h, 'h', 'h');
  let [high, low, runHigh, runLow] = [headStart, headStart, 0, 0];
  return values.map((value) => {
    const z = (value - mean) / sd;
    [high, low] = [Math.max(0, high + z - k), Math.max(0, low - z - k)];
    [runHigh, runLow] = [high > 0 ? runHigh + 1 : 0, low > 0 ? runLow + 1 : 0];
    if (high > h && high >= low) return { high, low, out: 'high', run: runHigh };
    return { high, low, out: low > h ? 'low' : null, run: low > h ? runLow : Math.max(runHigh, runLow) };
  });
}

const NODES = gaussLegendre(60);

/** Mean number of points to the alarm at a shift of the mean by `shift` sd (integral equation of Page; Gauss–Legendre). @throws Refusal */
export function cusumArl(shift: number, given: { k?: number; h?: number; sides?: 1 | 2 } = {}): number {
  const { k = 0.5, h = 5, sides = 2 } = given;
  finite(shift + k, 'shift');
  positive(h, 'h', 'h');
  if (sides === 1) return oneSided(shift, k, h);
  return 1 / (1 / oneSided(shift, k, h) + 1 / oneSided(-shift, k, h));
}

/** L(s) = 1 + L(0) Φ(k − s − μ) + ∫ L(y) φ(y + k − s − μ) dy over 0…h, at s = 0. */
function oneSided(shift: number, k: number, h: number): number {
  const places = [{ x: 0, w: 0 }, ...NODES.map(({ x, w }) => ({ x: (h / 2) * (x + 1), w: (h / 2) * w }))];
  const rows = places.map(({ x: s }, i) =>
    places.map(({ x: y, w }, j) => {
      const back = j === 0 ? normalCdf(k - s - shift) : w * normalPdf(y + k - s - shift);
      return (i === j ? 1 : 0) - back;
    }),
  );
  return (
    solved(
      rows,
      places.map(() => 1),
    )[0] ?? 0
  );
}

/** Mean number of points to the alarm of an EWMA with its end limits (Crowder 1987). @throws Refusal */
export function ewmaArl(shift: number, given: { lambda?: number; width?: number } = {}): number {
  const { lambda = 0.2, width = 3 } = given;
  positive(within(lambda, 'λ', 0, 1), 'λ', 'lambda');
  finite(shift, 'shift');
  const half = positive(width, 'L', 'width') * Math.sqrt(lambda / (2 - lambda));
  const kernel = (from: number, to: number) => normalPdf((to - (1 - lambda) * from) / lambda - shift) / lambda;
  const places = NODES.map(({ x, w }) => ({ x: half * x, w: half * w }));
  const rows = places.map(({ x: from }, i) =>
    places.map(({ x: to, w }, j) => (i === j ? 1 : 0) - w * kernel(from, to)),
  );
  const lengths = solved(
    rows,
    places.map(() => 1),
  );
  return 1 + places.reduce((total, { x, w }, j) => total + w * kernel(0, x) * (lengths[j] ?? 0), 0);
}

/** Solves a system of equations by elimination with the largest pivot. */
function solved(rows: number[][], right: number[]): number[] {
  const system = rows.map((row, i) => [...row, right[i] ?? 0]);
  const n = system.length;
  for (let at = 0; at < n; at++) {
    const pivot = system.reduce(
      (best, row, i) => (i >= at && Math.abs(row[at] ?? 0) > Math.abs(system[best]?.[at] ?? 0) ? i : best),
      at,
    );
    const [chosen, other] = [system[pivot] ?? [], system[at] ?? []];
    [system[at], system[pivot]] = [chosen, other];
    const head = chosen[at] ?? 0;
    if (head === 0) refuse('statistics.dependent');
    for (const row of system.slice(at + 1)) {
      const times = (row[at] ?? 0) / head;
      if (times !== 0) for (let j = at; j <= n; j++) row[j] = (row[j] ?? 0) - times * (chosen[j] ?? 0);
    }
  }
  const found: number[] = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    const row = system[i] ?? [];
    const known = found.reduce((total, value, j) => (j > i ? total + (row[j] ?? 0) * value : total), 0);
    found[i] = ((row[n] ?? 0) - known) / (row[i] ?? 1);
  }
  return found;
}
