/** Functions that the distributions are made of; relative errors about 1e-13 (checked against mpmath and published tables in the tests). */

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const MOST_STEPS = 100_000;
const TINY = 1e-300;
const CLOSE = 1e-16;

/** ln of the gamma function for x > 0 (Lanczos g = 7, n = 9; Stirling's series above 12). */
export function lnGamma(x: number): number {
  if (x >= 12) return stirling(x);
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - lnGamma(1 - x);
  const t = x - 1 + 7.5;
  const series = LANCZOS.slice(1).reduce((total, c, at) => total + c / (x + at), LANCZOS[0] ?? 1);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(series);
}

const stirling = (x: number): number => (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + tail(x);

/** What Stirling's formula leaves of ln Γ(x), for x ≥ 12. */
function tail(x: number): number {
  const q = 1 / (x * x);
  return (1 / 12 - q * (1 / 360 - q * (1 / 1260 - q * (1 / 1680 - q * (1 / 1188 - (q * 691) / 360360))))) / x;
}

/** Lentz's evaluation of a continued fraction b0 + a1/(b1 + a2/(b2 + …)). */
function fraction(b0: number, term: (i: number) => [a: number, b: number]): number {
  let f = b0 || TINY;
  let c = f;
  let d = 0;
  for (let i = 1; i < MOST_STEPS; i++) {
    const [a, b] = term(i);
    d = 1 / (b + a * d || TINY);
    c = b + a / c || TINY;
    const step = c * d;
    f *= step;
    if (Math.abs(step - 1) < CLOSE * 8) break;
  }
  return f;
}

/** ln of x^a e^−x / Γ(a), without the loss of digits that large a and x bring. */
function lnGammaPower(a: number, x: number): number {
  if (a < 12) return a * Math.log(x) - x - lnGamma(a);
  const off = (x - a) / a;
  return a * (Math.log1p(off) - off) + 0.5 * Math.log(a / (2 * Math.PI)) - tail(a);
}

/** Both halves of the regularised incomplete gamma function, P(a, x) and Q(a, x), each with its own precision. */
export function incompleteGamma(a: number, x: number): { p: number; q: number } {
  if (x <= 0) return { p: 0, q: 1 };
  const front = Math.exp(lnGammaPower(a, x));
  if (x < a + 1) {
    let term = 1 / a;
    let total = term;
    for (let n = 1; n < MOST_STEPS && Math.abs(term) > Math.abs(total) * CLOSE; n++) {
      term *= x / (a + n);
      total += term;
    }
    const p = Math.min(1, front * total);
    return { p, q: 1 - p };
  }
  const q = Math.min(1, front / fraction(x + 1 - a, (i) => [-i * (i - a), x + 2 * i + 1 - a]));
  return { p: 1 - q, q };
}

/** Both halves of the regularised incomplete beta function: I_x(a, b) and 1 − I_x(a, b); `y` is 1 − x where it is known better. */
export function incompleteBeta(a: number, b: number, x: number, y = 1 - x): { p: number; q: number } {
  if (x <= 0) return { p: 0, q: 1 };
  if (y <= 0) return { p: 1, q: 0 };
  if (x > (a + 1) / (a + b + 2)) {
    const { p, q } = incompleteBeta(b, a, y, x);
    return { p: q, q: p };
  }
  const p = Math.min(1, Math.exp(lnBetaPower(a, b, x, y)) / (a * betaFraction(a, b, x)));
  return { p, q: 1 - p };
}

/** ln of x^a y^b / B(a, b). */
function lnBetaPower(a: number, b: number, x: number, y: number): number {
  if (Math.min(a, b) < 12) return a * Math.log(x) + b * Math.log(y) - lnBeta(a, b);
  const n = a + b;
  const [offA, offB] = [(x * n - a) / a, (y * n - b) / b];
  const bulk = a * Math.log1p(offA) + b * Math.log1p(offB);
  return bulk + 0.5 * Math.log((a / n) * (b / (2 * Math.PI))) - (tail(a) + tail(b) - tail(n));
}

/** ln of the beta function; where one is large, without the difference of two large logarithms. */
function lnBeta(a: number, b: number): number {
  const [small, large] = [Math.min(a, b), Math.max(a, b)];
  if (large < 12) return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
  const n = small + large;
  const rest = tail(large) - tail(n) - (large - 0.5) * Math.log1p(small / large) - small * Math.log(n) + small;
  return lnGamma(small) + rest;
}

function betaFraction(a: number, b: number, x: number): number {
  return fraction(1, (i) => {
    const m = Math.floor(i / 2);
    const top =
      i % 2 === 0
        ? (m * (b - m) * x) / ((a + i - 1) * (a + i))
        : (-(a + m) * (a + b + m) * x) / ((a + i - 1) * (a + i));
    return [top, 1];
  });
}

/** The complementary error function erfc(x). */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  return x === 0 ? 1 : incompleteGamma(0.5, x * x).q;
}

/** The x at which a rising function reaches `target`: bracket, then bisection with secant steps (ITP would save little here). */
export function solve(rising: (x: number) => number, target: number, low: number, high: number): number {
  let [a, b] = [low, high];
  let [fa, fb] = [rising(a) - target, rising(b) - target];
  for (let i = 0; i < 300 && fb !== 0 && fa !== 0; i++) {
    const middle = (a + b) / 2;
    if (middle === a || middle === b || Math.abs(b - a) <= 4e-16 * Math.max(Math.abs(a), Math.abs(b))) break;
    const guess = i % 3 === 2 ? middle : b - (fb * (b - a)) / (fb - fa);
    const x = guess > Math.min(a, b) && guess < Math.max(a, b) ? guess : middle;
    const fx = rising(x) - target;
    if (fx < 0) [a, fa] = [x, fx];
    else [b, fb] = [x, fx];
  }
  return Math.abs(fa) < Math.abs(fb) ? a : b;
}

const GAUSS = gaussLegendre(20);

/** Integral by 20-point Gauss–Legendre over `pieces` equal parts. */
export function integrate(f: (x: number) => number, low: number, high: number, pieces: number): number {
  const half = (high - low) / pieces / 2;
  let total = 0;
  for (let piece = 0; piece < pieces; piece++) {
    const middle = low + (2 * piece + 1) * half;
    for (const { x, w } of GAUSS) total += w * f(middle + half * x);
  }
  return total * half;
}

/** Nodes and weights on −1…1 (Newton on the Legendre polynomial). */
export function gaussLegendre(n: number): { x: number; w: number }[] {
  return Array.from({ length: n }, (_, at) => {
    let x = Math.cos((Math.PI * (at + 0.75)) / (n + 0.5));
    let slope = 1;
    for (let i = 0; i < 50; i++) {
      let [last, value] = [1, x];
      for (let k = 2; k <= n; k++) [last, value] = [value, ((2 * k - 1) * x * value - (k - 1) * last) / k];
      slope = (n * (x * value - last)) / (x * x - 1);
      x -= value / slope;
      if (Math.abs(value / slope) < 1e-16) break;
    }
    return { x, w: 2 / ((1 - x * x) * slope * slope) };
  });
}
