import { add, type Decimal, dec, settle, toText } from './decimal.ts';
import { refuse } from './refusal.ts';
import { roundPlaces } from './rounding.ts';

/** What a function is given: a single number or the list of a repeated reading. */
export type Value = Decimal | Decimal[];

type Body =
  | { takes: 'numbers'; least: number; most: number; apply: (...numbers: Decimal[]) => Decimal }
  | { takes: 'list'; least: number; apply: (list: Decimal[]) => Decimal }
  | { takes: 'pairs'; apply: (x: Decimal[], y: Decimal[]) => Decimal }
  | { takes: 'triples'; apply: (x: Decimal[], y: Decimal[], weights: Decimal[]) => Decimal }
  | { takes: 'table'; apply: (at: Decimal, x: Decimal[], y: Decimal[]) => Decimal };

const ZERO = dec('0');
const HUNDRED = dec('100');

/**
 * The functions that a form may call; no other name can be called. rad and rsd are in percent, sd divides by n − 1, angles are in radians. slope0 is that of a line
 * through zero; slopew, interceptw and rw take a column of weights (1/x, 1/x²) as third.
 */
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
  sin: { takes: 'numbers', least: 1, most: 1, apply: (x) => x.sin() },
  cos: { takes: 'numbers', least: 1, most: 1, apply: (x) => x.cos() },
  tan: { takes: 'numbers', least: 1, most: 1, apply: (x) => divide(x.sin(), x.cos()) },
  pow: { takes: 'numbers', least: 2, most: 2, apply: power },
  round: { takes: 'numbers', least: 2, most: 2, apply: round },
  sumproduct: { takes: 'pairs', apply: products },
  slope: { takes: 'pairs', apply: slope },
  intercept: { takes: 'pairs', apply: (x, y) => minus(mean(y), slope(x, y).times(mean(x))) },
  r: { takes: 'pairs', apply: correlation },
  slope0: { takes: 'pairs', apply: (x, y) => divide(products(x, y), products(x, x)) },
  slopew: { takes: 'triples', apply: (x, y, w) => slope(x, y, w) },
  interceptw: { takes: 'triples', apply: (x, y, w) => minus(centre(y, w), slope(x, y, w).times(centre(x, w))) },
  rw: { takes: 'triples', apply: correlation },
  interpolate: { takes: 'table', apply: interpolate },
  lookup: { takes: 'table', apply: lookup },
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
  return body?.takes === 'table' || body?.takes === 'triples' ? [3, 3] : [1, 100];
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
    case 'triples': {
      const [x, y] = paired(args, name);
      const [, weights] = paired([x, ...args.slice(2)], name);
      return weights.some((weight) => !weight.greaterThan(ZERO)) ? domain(name) : body.apply(x, y, weights);
    }
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
  return list.reduce(add, ZERO);
}

function minus(a: Decimal, b: Decimal): Decimal {
  return add(a, b.negated());
}

function mean(list: Decimal[]): Decimal {
  return sum(list).div(list.length);
}

function sd(list: Decimal[]): Decimal {
  const middle = mean(list);
  return sum(list.map((x) => minus(x, middle).pow(2)))
    .div(list.length - 1)
    .sqrt();
}

/** Relative average deviation Σ|xᵢ−x̄| ÷ (n·x̄) × 100 %; for duplicates |x₁−x₂| ÷ (x₁+x₂) × 100 %. */
function rad(list: Decimal[]): Decimal {
  const middle = mean(list);
  return relative(mean(list.map((x) => minus(x, middle).abs())), middle);
}

function relative(spread: Decimal, middle: Decimal): Decimal {
  return divide(spread, middle.abs()).times(HUNDRED);
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

/** Σ xᵢ·yᵢ. */
function products(x: Decimal[], y: Decimal[]): Decimal {
  return sum(x.map((value, i) => value.times(at(y, i))));
}

/** The mean, or with weights the weighted mean. */
function centre(x: Decimal[], weights?: Decimal[]): Decimal {
  return weights === undefined ? mean(x) : products(x, weights).div(sum(weights));
}

/** Sums of squares about the (weighted) means: [Sxx, Sxy, Syy]. */
function squares(x: Decimal[], y: Decimal[], weights?: Decimal[]): [Decimal, Decimal, Decimal] {
  const about = (list: Decimal[]) => {
    const middle = centre(list, weights);
    return list.map((value) => minus(value, middle));
  };
  const [dx, dy] = [about(x), about(y)];
  const weighted = (list: Decimal[]) =>
    weights === undefined ? list : list.map((value, i) => value.times(at(weights, i)));
  const [wx, wy] = [weighted(dx), weighted(dy)];
  return [products(wx, dx), products(wx, dy), products(wy, dy)];
}

function slope(x: Decimal[], y: Decimal[], weights?: Decimal[]): Decimal {
  const [sxx, sxy] = squares(x, y, weights);
  return divide(sxy, sxx);
}

function correlation(x: Decimal[], y: Decimal[], weights?: Decimal[]): Decimal {
  const [sxx, sxy, syy] = squares(x, y, weights);
  return divide(sxy, sxx.times(syy).sqrt());
}

/** Straight line between the two neighbouring points of a rising table; never beyond its ends. */
function interpolate(x: Decimal, xs: Decimal[], ys: Decimal[]): Decimal {
  within(x, xs, 'interpolate');
  const above = xs.findIndex((value) => value.greaterThanOrEqualTo(x));
  if (above === 0) return at(ys, 0);
  const share = x.minus(at(xs, above - 1)).div(at(xs, above).minus(at(xs, above - 1)));
  return at(ys, above - 1).plus(share.times(at(ys, above).minus(at(ys, above - 1))));
}

/** The entry of the nearest listed point that is not above x; never beyond the ends of the table. */
function lookup(x: Decimal, xs: Decimal[], ys: Decimal[]): Decimal {
  within(x, xs, 'lookup');
  return at(ys, xs.filter((value) => value.lessThanOrEqualTo(x)).length - 1);
}

/** Refuses a table that does not rise and a point beyond its ends. */
function within(x: Decimal, xs: Decimal[], name: string): void {
  if (xs.some((value, i) => i > 0 && value.lessThanOrEqualTo(at(xs, i - 1)))) domain(name);
  const [low, high] = [at(xs, 0), at(xs, xs.length - 1)];
  if (x.lessThan(low) || x.greaterThan(high))
    refuse('formula.outside', { x: toText(x), low: toText(low), high: toText(high) });
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
