import { normalCdf, normalPdf } from './distributions.ts';
import { within } from './guard.ts';
import { integrate, lnGamma } from './special.ts';

/** Constants of control charts for samples of n (ISO 7870-2 table 2). */
export interface ChartConstants {
  n: number;
  d2: number;
  d3: number;
  c4: number;
  A2: number;
  A3: number;
  D3: number;
  D4: number;
  B3: number;
  B4: number;
  B5: number;
  B6: number;
}

const MOST = 50;
const known = new Map<number, ChartConstants>();

/** Worked out by integrating the distribution of the range; exact to some 10 digits. @throws Refusal `statistics.range` outside 2 to 50 */
export function chartConstants(n: number): ChartConstants {
  within(n, 'n', 2, MOST);
  const found = known.get(n) ?? computed(n);
  known.set(n, found);
  return found;
}

/** As tables print them (c4 with four decimals, the rest with three), so that limits agree with a calculation by hand. @throws Refusal `statistics.range` */
export function printedConstants(n: number): ChartConstants {
  const exact = chartConstants(n);
  const three = (value: number) => Number(value.toFixed(3));
  const { d2, d3, A2, A3, D3, D4, B3, B4, B5, B6 } = exact;
  return {
    n,
    d2: three(d2),
    d3: three(d3),
    c4: Number(exact.c4.toFixed(4)),
    A2: three(A2),
    A3: three(A3),
    D3: three(D3),
    D4: three(D4),
    B3: three(B3),
    B4: three(B4),
    B5: three(B5),
    B6: three(B6),
  };
}

function computed(n: number): ChartConstants {
  const { d2, d3 } = rangeMoments(n);
  const c4 = Math.sqrt(2 / (n - 1)) * Math.exp(lnGamma(n / 2) - lnGamma((n - 1) / 2));
  const root = Math.sqrt(1 - c4 * c4);
  const [range, spread] = [(3 * d3) / d2, (3 * root) / c4];
  return {
    n,
    d2,
    d3,
    c4,
    A2: 3 / (d2 * Math.sqrt(n)),
    A3: 3 / (c4 * Math.sqrt(n)),
    D3: Math.max(0, 1 - range),
    D4: 1 + range,
    B3: Math.max(0, 1 - spread),
    B4: 1 + spread,
    B5: Math.max(0, c4 - 3 * root),
    B6: c4 + 3 * root,
  };
}

/** Mean and standard deviation of the range of n standard normals: E W = ∫ P(W > w), E W² = 2 ∫ w P(W > w). */
function rangeMoments(n: number): { d2: number; d3: number } {
  const beyond = (w: number): number =>
    1 - n * integrate((x) => normalPdf(x) * (normalCdf(x + w) - normalCdf(x)) ** (n - 1), -9, 9, 4);
  const [first, second] = [integrate(beyond, 0, 14, 4), 2 * integrate((w) => w * beyond(w), 0, 14, 4)];
  return { d2: first, d3: Math.sqrt(second - first * first) };
}
