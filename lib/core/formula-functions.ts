import { type Decimal, dec, settle, toText } from './decimal.ts';
import { refuse } from './refusal.ts';
import { roundPlaces } from './rounding.ts';

/** What a function is given: a single number or the list of a repeated reading. */
export type Value = Decimal | Decimal[];

type Body =
  | { takes: 'numbers'; least: number; most: number; apply: (...numbers: Decimal[]) => Decimal }
  | { takes: 'list'; least: number; apply: (list: Decimal[]) => Decimal }
  | { takes: 'pairs'; apply: (x: Decimal[], y: Decimal[]) => Decimal }
  | { takes: 'table'; apply: (at: Decimal, x: Decimal[], y: Decimal[]) => Decimal };

const ZERO = dec('0');
const HUNDRED = dec('100');

/** The functions that a form may call; no other name can be called. rad and rsd are in percent, sd divides by n − 1. */
const FUNCTIONS: Record<string, Body> = {
  sum: { takes: 'list', least: 1, apply: sum },
  mean: { takes: 'list', least: 1, apply: mean },
  sd: { takes: 'list', least: 2, apply: sd },
  rsd: { takes: 'list', least: 2, apply: (list) => relative(sd(list), mean(list)) },
  rad: { takes: 'list', least: 2, apply: rad },
  max: { takes: 'list', least: 1, apply: (list) => list.reduce((a, b) => (b.greaterThan(a) ? b : a)) },
  min: { takes: 'list', least: 1, apply: (list) => list.reduce((a, b) => (b.lessThan(a) ? b : a)) },
  median: { takes: 'list', least: 1, apply: median },
  count: { takes: 'list', least: 1, apply: (list) => dec(String(list.length)) },
  abs: { takes: 'numbers', least: 1, most: 1, apply: (x) => x.abs() },
  sqrt: {
    takes: 'numbers',
    least: 1,
    most: 1,
    apply: (x) => (x.isNegative() && !x.isZero() ? domain('sqrt') : x.sqrt()),
  },
  log10: { takes: 'numbers', least: 1, most: 1, apply: (x) => (x.greaterThan(0) ? x.log(10) : domain('log10')) },
  ln: { takes: 'numbers', least: 1, most: 1, apply: (x) => (x.greaterThan(0) ? x.ln() : domain('ln')) },
  exp: { takes: 'numbers', least: 1, most: 1, apply: (x) => (x.abs().lessThan(500) ? x.exp() : domain('exp')) },
  pow: { takes: 'numbers', least: 2, most: 2, apply: power },
  round: { takes: 'numbers', least: 2, most: 2, apply: round },
  sumproduct: { takes: 'pairs', apply: (x, y) => sum(x.map((value, i) => value.times(at(y, i)))) },
  slope: { takes: 'pairs', apply: slope },
  intercept: { takes: 'pairs', apply: (x, y) => mean(y).minus(slope(x, y).times(mean(x))) },
  r: { takes: 'pairs', apply: correlation },
  interpolate: { takes: 'table', apply: interpolate },
};

/** True when a form may call `name`. */
export function isFunction(name: string): boolean {
  return Object.hasOwn(FUNCTIONS, name);
}

/** The least and the most arguments that `name` takes. */
export function arity(name: string): [number, number] {
  const body = FUNCTIONS[name];
  if (body?.takes === 'numbers') return [body.least, body.most];
  if (body?.takes === 'pairs') return [2, 2];
  return body?.takes === 'table' ? [3, 3] : [1, 100];
}

/** Calls one of the functions. @throws Refusal `formula.few`, `formula.pairs`, `formula.list`, `formula.zero`, `formula.domain`, `formula.outside` */
export function callFunction(name: string, args: Value[]): Decimal {
  const body = FUNCTIONS[name];
  if (!body) return refuse('formula.function', { name, expr: name });
  switch (body.takes) {
    case 'numbers':
      return body.apply(...args.map((arg) => single(arg, name)));
    case 'list': {
      const list = args.flat();
      return list.length < body.least ? refuse('formula.few', { name, least: body.least }) : body.apply(list);
    }
    case 'pairs':
      return body.apply(...paired(args, name));
    case 'table':
      return body.apply(single(at(args, 0), name), ...paired(args.slice(1), name));
  }
}

/** a ÷ b. @throws Refusal `formula.zero` */
export function divide(a: Decimal, b: Decimal): Decimal {
  return settle(b).isZero() ? refuse('formula.zero') : a.div(b);
}

/** base ^ exponent for real results only. @throws Refusal `formula.zero`, `formula.domain` */
export function power(base: Decimal, exponent: Decimal): Decimal {
  if (base.isZero() && exponent.isNegative()) return refuse('formula.zero');
  if (exponent.abs().greaterThan(1000) || (base.isNegative() && !exponent.isInteger())) return domain('pow');
  return base.pow(exponent);
}

function sum(list: Decimal[]): Decimal {
  return list.reduce((a, b) => a.plus(b), ZERO);
}

function mean(list: Decimal[]): Decimal {
  return sum(list).div(list.length);
}

function sd(list: Decimal[]): Decimal {
  const centre = mean(list);
  return sum(list.map((x) => x.minus(centre).pow(2)))
    .div(list.length - 1)
    .sqrt();
}

/** Relative average deviation Σ|xᵢ−x̄| ÷ (n·x̄) × 100 %; for duplicates |x₁−x₂| ÷ (x₁+x₂) × 100 %. */
function rad(list: Decimal[]): Decimal {
  const centre = mean(list);
  return relative(mean(list.map((x) => x.minus(centre).abs())), centre);
}

function relative(spread: Decimal, centre: Decimal): Decimal {
  return divide(spread, centre.abs()).times(HUNDRED);
}

function median(list: Decimal[]): Decimal {
  const sorted = [...list].sort((a, b) => a.comparedTo(b));
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? at(sorted, middle)
    : at(sorted, middle - 1)
        .plus(at(sorted, middle))
        .div(2);
}

function round(x: Decimal, places: Decimal): Decimal {
  return places.isInteger() && places.abs().lessThanOrEqualTo(20)
    ? dec(roundPlaces(toText(x), places.toNumber()))
    : domain('round');
}

/** Sums of squares about the means: [Sxx, Sxy, Syy]. */
function squares(x: Decimal[], y: Decimal[]): [Decimal, Decimal, Decimal] {
  const dx = x.map((value) => value.minus(mean(x)));
  const dy = y.map((value) => value.minus(mean(y)));
  const product = (a: Decimal[], b: Decimal[]) => sum(a.map((value, i) => value.times(at(b, i))));
  return [product(dx, dx), product(dx, dy), product(dy, dy)];
}

function slope(x: Decimal[], y: Decimal[]): Decimal {
  const [sxx, sxy] = squares(x, y);
  return divide(sxy, sxx);
}

function correlation(x: Decimal[], y: Decimal[]): Decimal {
  const [sxx, sxy, syy] = squares(x, y);
  return divide(sxy, sxx.times(syy).sqrt());
}

/** Straight line between the two neighbouring points of a rising table; never beyond its ends. */
function interpolate(x: Decimal, xs: Decimal[], ys: Decimal[]): Decimal {
  if (xs.some((value, i) => i > 0 && value.lessThanOrEqualTo(at(xs, i - 1)))) return domain('interpolate');
  const above = xs.findIndex((value) => value.greaterThanOrEqualTo(x));
  if (above < 0 || x.lessThan(at(xs, 0)))
    return refuse('formula.outside', { x: toText(x), low: toText(at(xs, 0)), high: toText(at(xs, xs.length - 1)) });
  if (above === 0) return at(ys, 0);
  const share = x.minus(at(xs, above - 1)).div(at(xs, above).minus(at(xs, above - 1)));
  return at(ys, above - 1).plus(share.times(at(ys, above).minus(at(ys, above - 1))));
}

function single(value: Value, name: string): Decimal {
  return Array.isArray(value) ? refuse('formula.list', { name }) : value;
}

function paired(args: Value[], name: string): [Decimal[], Decimal[]] {
  const [x, y] = args;
  if (!Array.isArray(x) || !Array.isArray(y) || x.length !== y.length) return refuse('formula.pairs', { name });
  return x.length < 2 ? refuse('formula.few', { name, least: 2 }) : [x, y];
}

function at<T>(list: T[], index: number): T {
  const item = list[index];
  return item === undefined ? refuse('formula.pairs', { name: String(index) }) : item;
}

function domain(name: string): never {
  return refuse('formula.domain', { name });
}
