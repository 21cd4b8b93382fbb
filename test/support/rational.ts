/**
 * Exact arithmetic in fractions of integers, and a reader of expressions of its own: it shares nothing with the program, so that the two
 * can be held against each other.
 */
export interface Ratio {
  top: bigint;
  /** Always above 0. */
  bottom: bigint;
}

export type Known = Record<string, string | string[]>;
type Value = Ratio | Ratio[];

/** A division by zero: the program must refuse what throws this. */
export class Undefined extends Error {}

const ZERO: Ratio = { top: 0n, bottom: 1n };

/** A plain decimal as a fraction. */
export function ratio(text: string): Ratio {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(text) ?? [];
  if (whole === '') throw new Error(`no decimal: ${text}`);
  const top = BigInt(whole + decimals);
  return reduced(sign === '-' ? -top : top, 10n ** BigInt(decimals.length));
}

/** The fraction with so many decimals, half to even. */
export function decimal({ top, bottom }: Ratio, places: number): string {
  const size = (top < 0n ? -top : top) * 10n ** BigInt(places);
  const [whole, rest] = [size / bottom, (size % bottom) * 2n];
  const digits = rest > bottom || (rest === bottom && whole % 2n === 1n) ? whole + 1n : whole;
  const text = digits.toString().padStart(places + 1, '0');
  const sign = top < 0n && digits > 0n ? '-' : '';
  return `${sign}${places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`}`;
}

export const plus = (a: Ratio, b: Ratio): Ratio => reduced(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom);
export const minus = (a: Ratio, b: Ratio): Ratio => plus(a, { top: -b.top, bottom: b.bottom });
export const times = (a: Ratio, b: Ratio): Ratio => reduced(a.top * b.top, a.bottom * b.bottom);
/** @throws Undefined */
export function over(a: Ratio, b: Ratio): Ratio {
  if (b.top === 0n) throw new Undefined();
  return reduced(a.top * b.bottom, a.bottom * b.top);
}
export const below = (a: Ratio, b: Ratio): boolean => minus(a, b).top < 0n;

const FUNCTIONS: Record<string, (...args: Value[]) => Ratio> = {
  sum: (...list) => sum(list.flat()),
  mean: (...list) => mean(list.flat()),
  max: (...list) => list.flat().reduce((a, b) => (below(a, b) ? b : a)),
  min: (...list) => list.flat().reduce((a, b) => (below(b, a) ? b : a)),
  count: (...list) => ({ top: BigInt(list.flat().length), bottom: 1n }),
  median: (...list) => median(list.flat()),
  abs: (x) => (one(x).top < 0n ? minus(ZERO, one(x)) : one(x)),
  rad: (...list) => rad(list.flat()),
  sumproduct: (x, y) => sum(pairs(many(x), many(y))),
  slope: (x, y) => slope(many(x), many(y), many(x).map(unit)),
  intercept: (x, y) => intercept(many(x), many(y), many(x).map(unit)),
  slopew: (x, y, w) => slope(many(x), many(y), many(w)),
  interceptw: (x, y, w) => intercept(many(x), many(y), many(w)),
  slope0: (x, y) => over(sum(pairs(many(x), many(y))), sum(pairs(many(x), many(x)))),
  interpolate: (x, xs, ys) => interpolate(one(x), many(xs), many(ys)),
};

/** The value of an expression: numbers, names, + - * / ^ (whole exponents), brackets and the functions above. @throws Undefined */
export function exactly(expr: string, known: Known = {}): Ratio {
  const tokens = [...expr.matchAll(/\d+\.?\d*|[A-Za-z_]\w*|[-+*/^(),]/g)].map(([token]) => token);
  let at = 0;
  const next = () => tokens[at];
  const take = () => {
    const token = tokens[at];
    at += 1;
    if (token === undefined) throw new Error(`unfinished: ${expr}`);
    return token;
  };

  function sums(): Value {
    let left = factors();
    while (next() === '+' || next() === '-') left = (take() === '+' ? plus : minus)(one(left), one(factors()));
    return left;
  }
  function factors(): Value {
    let left = signed();
    while (next() === '*' || next() === '/') left = (take() === '*' ? times : over)(one(left), one(signed()));
    return left;
  }
  function signed(): Value {
    if (next() !== '-') return powers();
    take();
    return minus(ZERO, one(signed()));
  }
  function powers(): Value {
    const base = atom();
    if (next() !== '^') return base;
    take();
    // To the right first: 2^3^2 is 2^9; the exponent may bear a sign.
    return raised(one(base), one(signed()));
  }
  function atom(): Value {
    const token = take();
    if (token === '(') {
      const inner = sums();
      if (take() !== ')') throw new Error(`bracket: ${expr}`);
      return inner;
    }
    if (/^\d/.test(token)) return ratio(token);
    if (next() === '(') return called(token);
    const value = known[token];
    if (value === undefined) throw new Error(`unknown: ${token}`);
    return Array.isArray(value) ? value.map(ratio) : ratio(value);
  }
  function called(name: string): Ratio {
    take();
    const args = [sums()];
    while (next() === ',') {
      take();
      args.push(sums());
    }
    if (take() !== ')') throw new Error(`bracket: ${expr}`);
    const body = FUNCTIONS[name];
    if (!body) throw new Error(`no function: ${name}`);
    return body(...args);
  }

  const answer = one(sums());
  if (at < tokens.length) throw new Error(`left over in ${expr}: ${tokens.slice(at).join(' ')}`);
  return answer;
}

function sum(list: Ratio[]): Ratio {
  return list.reduce(plus, ZERO);
}

function mean(list: Ratio[]): Ratio {
  return over(sum(list), { top: BigInt(list.length), bottom: 1n });
}

function median(list: Ratio[]): Ratio {
  const sorted = [...list].sort((a, b) => (below(a, b) ? -1 : 1));
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1);
  return mean(middle);
}

/** Relative average deviation in percent. */
function rad(list: Ratio[]): Ratio {
  const middle = mean(list);
  const away = (x: Ratio) => (below(x, middle) ? minus(middle, x) : minus(x, middle));
  const size = middle.top < 0n ? minus(ZERO, middle) : middle;
  return times(over(mean(list.map(away)), size), { top: 100n, bottom: 1n });
}

/** By the normal equations, not about the means: (Σw·Σwxy − Σwx·Σwy) ÷ (Σw·Σwx² − (Σwx)²). */
function slope(x: Ratio[], y: Ratio[], w: Ratio[]): Ratio {
  const [wx, wy] = [pairs(w, x), pairs(w, y)];
  const top = minus(times(sum(w), sum(pairs(wx, y))), times(sum(wx), sum(wy)));
  return over(top, minus(times(sum(w), sum(pairs(wx, x))), times(sum(wx), sum(wx))));
}

function intercept(x: Ratio[], y: Ratio[], w: Ratio[]): Ratio {
  return over(minus(sum(pairs(w, y)), times(slope(x, y, w), sum(pairs(w, x)))), sum(w));
}

/** By Lagrange's form of the straight line between the two points around x. */
function interpolate(x: Ratio, xs: Ratio[], ys: Ratio[]): Ratio {
  const i = xs.findIndex((_, at) => at > 0 && !below(get(xs, at), x));
  const [a, b] = [get(xs, i - 1), get(xs, i)];
  const left = times(get(ys, i - 1), over(minus(b, x), minus(b, a)));
  return plus(left, times(get(ys, i), over(minus(x, a), minus(b, a))));
}

function raised(base: Ratio, exponent: Ratio): Ratio {
  if (exponent.bottom !== 1n) throw new Error('only whole exponents');
  const size = exponent.top < 0n ? -exponent.top : exponent.top;
  const power = { top: base.top ** size, bottom: base.bottom ** size };
  return exponent.top < 0n ? over(unit(), power) : power;
}

function pairs(x: Ratio[], y: Ratio[]): Ratio[] {
  return x.map((value, i) => times(value, get(y, i)));
}

function unit(): Ratio {
  return { top: 1n, bottom: 1n };
}

function one(value: Value | undefined): Ratio {
  if (value === undefined || Array.isArray(value)) throw new Error('a single number is needed');
  return value;
}

function many(value: Value | undefined): Ratio[] {
  if (!Array.isArray(value)) throw new Error('a list is needed');
  return value;
}

function get(list: Ratio[], at: number): Ratio {
  const found = list[at];
  if (found === undefined) throw new Error(`nothing at ${at}`);
  return found;
}

function reduced(top: bigint, bottom: bigint): Ratio {
  let [a, b] = [top < 0n ? -top : top, bottom < 0n ? -bottom : bottom];
  while (b > 0n) [a, b] = [b, a % b];
  const common = a === 0n ? 1n : a;
  return bottom < 0n
    ? { top: -top / common, bottom: -bottom / common }
    : { top: top / common, bottom: bottom / common };
}
