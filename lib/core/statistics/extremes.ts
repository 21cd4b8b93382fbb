import { normalCdf, normalPdf, tCdf } from './distributions.ts';
import { within } from './guard.ts';
import { gaussLegendre, integrate, lnGamma, solve } from './special.ts';

/** Exact distributions of what outlier tests look at, by integration; nothing is read from a table. */

const GRID = 2000;

/**
 * P(largest of m ≤ a) for values of mean 0 and Σx² 1, on a grid of θ with a = sin θ · √((m − 1)/m).
 * An observation added to others of mean 0 and Σx² 1 stands at tan θ · √(m/(m − 1)), θ having the density ∝ cos^(m−3) (Grubbs 1950, recursion).
 */
function largest(m: number): (theta: number) => number {
  let now = (theta: number): number => (theta >= Math.PI / 2 - 1e-12 ? 1 : 0);
  for (let size = 3; size <= m; size++) now = tabled(size, now);
  return now;
}

function tabled(m: number, before: (theta: number) => number): (theta: number) => number {
  const step = Math.PI / 2 / GRID;
  const scale = m * densityScale(m);
  const reach = Math.sqrt(m / (m - 2));
  const height = (theta: number) => scale * Math.cos(theta) ** (m - 3) * before(angle(Math.tan(theta) * reach));
  const table = [0];
  for (let i = 0; i < GRID; i++) {
    const from = i * step;
    const piece = (height(from + step * 0.2113248654051871) + height(from + step * 0.7886751345948129)) / 2;
    table.push((table[i] ?? 0) + piece * step);
  }
  const whole = table[GRID] ?? 1;
  return (theta) => {
    const place = Math.min(Math.max(theta / step, 0), GRID);
    const at = Math.min(Math.floor(place), GRID - 1);
    const [a, b] = [table[at] ?? 0, table[at + 1] ?? 0];
    return Math.min(1, (a + (b - a) * (place - at)) / whole);
  };
}

const angle = (sine: number): number => (sine >= 1 ? Math.PI / 2 : Math.asin(Math.max(sine, 0)));

/** The constant of the density of θ on −π/2…π/2. */
const densityScale = (m: number): number => Math.exp(lnGamma((m - 1) / 2) - lnGamma((m - 2) / 2)) / Math.sqrt(Math.PI);

/** The ratio Σ without the two largest ÷ Σ of all below which only `alpha` of normal samples fall (the two-value test of Grubbs, ISO 5725-2 table 5). */
export function twoLargestCritical(n: number, alpha: number): number {
  within(n, 'n', 4, 100);
  const others = largest(n - 2);
  const scale = n * (n - 1) * densityScale(n - 1);
  const chance = (ratio: number): number =>
    integrate(
      (theta) => {
        const tangent = Math.tan(theta);
        const size = Math.sqrt(1 + tangent * tangent);
        const second = tangent * Math.sqrt((n - 1) / (n - 2));
        const beyond = (second * (1 - 1 / (n - 1))) / (Math.sqrt(n / (n - 1)) * size);
        const enough = Math.sqrt(Math.max(0, 1 / (ratio * size * size) - 1));
        const tail = tCdf(-Math.max(beyond, enough) * Math.sqrt(n - 2), n - 2);
        return scale * Math.cos(theta) ** (n - 4) * others(angle(tangent * Math.sqrt((n - 1) / (n - 3)))) * tail;
      },
      0,
      Math.PI / 2,
      20,
    );
  return solve(chance, alpha, 1e-9, 1);
}

/** Which gap is divided by which range: r10 for 3 to 7 values, r11 to 10, r21 to 13, r22 from 14 on (Dixon 1953; GB/T 4883). */
export type DixonRatio = 'r10' | 'r11' | 'r21' | 'r22';

export function dixonRatio(n: number): DixonRatio {
  if (n <= 7) return 'r10';
  if (n <= 10) return 'r11';
  return n <= 13 ? 'r21' : 'r22';
}

/** How many values the gap leaps over, and how many the range leaves out at the other end. */
export const DIXON: Record<DixonRatio, { gap: 1 | 2; left: 0 | 1 | 2 }> = {
  r10: { gap: 1, left: 0 },
  r11: { gap: 1, left: 1 },
  r21: { gap: 2, left: 1 },
  r22: { gap: 2, left: 2 },
};

const NODES = gaussLegendre(64);
/** No sample that counts reaches further. */
const ENDS = 6.5;

/** One pair of range ends: their weight in the double integral, and the share of the normal below and between them. */
interface Ends {
  low: number;
  high: number;
  weight: number;
  below: number;
  between: number;
}

function endsOf(left: number): Ends[] {
  return NODES.flatMap(({ x: place, w }) => {
    const low = ENDS * place;
    const half = (ENDS - low) / 2;
    const below = normalCdf(low);
    return NODES.map((node) => {
      const high = low + half * (1 + node.x);
      const weight = ENDS * w * half * node.w * normalPdf(low) * normalPdf(high) * below ** left;
      return { low, high, weight, below, between: normalCdf(high) - below };
    });
  }).filter(({ weight }) => weight > 1e-14);
}

/** The value of the ratio that the upper end of a normal sample exceeds with `tail` (McBane 2006: a double integral over both ends of the range). */
export function dixonPoint(n: number, ratio: DixonRatio, tail: number): number {
  const { gap, left } = DIXON[ratio];
  within(n, 'n', 3 + left + (gap - 1), 100);
  const middle = n - 2 - left;
  const ways = Math.exp(lnGamma(n + 1) - lnGamma(left + 1) - lnGamma(middle + 1));
  const ends = endsOf(left);
  const chance = (q: number): number =>
    ends.reduce((total, { low, high, weight, below, between }) => {
      const near = Math.max(0, normalCdf(high - q * (high - low)) - below);
      const rest = gap === 2 ? middle * near ** (middle - 1) * Math.max(0, between - near) : 0;
      return total + weight * (near ** middle + rest);
    }, 0) * ways;
  return solve((q) => -chance(q), -tail, 0, 1);
}
