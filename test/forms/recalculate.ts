/** A second calculator, apart from the program's: exact fractions over BigInt and a reader of its own. It knows no rounding. */
interface Fraction {
  n: bigint;
  d: bigint;
}
type Value = Fraction | Fraction[];

/** A function that only approximates (roots, logarithms, tables): left to the tests of the formulas. */
export class NotExact extends Error {}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
function make(n: bigint, d: bigint): Fraction {
  if (d === 0n) throw new Error('zero');
  const g = gcd(n, d) * (d < 0n ? -1n : 1n);
  return { n: n / g, d: d / g };
}
const add = (a: Fraction, b: Fraction) => make(a.n * b.d + b.n * a.d, a.d * b.d);
const minus = (a: Fraction) => ({ n: -a.n, d: a.d });
const times = (a: Fraction, b: Fraction) => make(a.n * b.n, a.d * b.d);
const over = (a: Fraction, b: Fraction) => make(a.n * b.d, a.d * b.n);
const less = (a: Fraction, b: Fraction) => a.n * b.d < b.n * a.d;
const whole = (n: number) => make(BigInt(n), 1n);
const total = (list: Fraction[]) => list.reduce(add, whole(0));
const mean = (list: Fraction[]) => over(total(list), whole(list.length));
const products = (x: Fraction[], y: Fraction[]) => total(x.map((one, i) => times(one, y[i] ?? whole(0))));

/** Decimal text as a fraction. */
export function fraction(text: string): Fraction {
  const [, sign = '', units = '0', places = '', power = '0'] =
    /^([+-]?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const scale = BigInt(power) - BigInt(places.length);
  const digits = BigInt(`${sign === '-' ? '-' : ''}${units}${places}`);
  return scale >= 0n ? make(digits * 10n ** scale, 1n) : make(digits, 10n ** -scale);
}

/** Whether a decimal text of up to 64 digits is this fraction, or as near to it as its digits allow. */
export function agrees(text: string, { n, d }: Fraction): boolean {
  const told = fraction(text);
  const apart = add(told, minus({ n, d }));
  if (apart.n === 0n) return true;
  const size = n < 0n ? -n : n;
  // Beyond the fiftieth digit a quotient that does not end may differ.
  return (apart.n < 0n ? -apart.n : apart.n) * d * 10n ** 50n < size * apart.d;
}

function slope(x: Fraction[], y: Fraction[]): Fraction {
  const [mx, my] = [mean(x), mean(y)];
  const dx = x.map((one) => add(one, minus(mx)));
  return over(
    products(
      dx,
      y.map((one) => add(one, minus(my))),
    ),
    products(dx, dx),
  );
}

function slopeWeighted(x: Fraction[], y: Fraction[], w: Fraction[]): Fraction {
  const centre = (list: Fraction[]) => over(products(list, w), total(w));
  const dx = x.map((one) => add(one, minus(centre(x))));
  const dy = y.map((one) => add(one, minus(centre(y))));
  const weighted = dx.map((one, i) => times(one, w[i] ?? whole(0)));
  return over(products(weighted, dy), products(weighted, dx));
}

const listOf = (value: Value | undefined): Fraction[] => {
  if (value === undefined) throw new Error('argument');
  return Array.isArray(value) ? value : [value];
};
const numberOf = (value: Value | undefined): Fraction => {
  const [first, ...more] = listOf(value);
  if (!first || more.length > 0) throw new Error('number');
  return first;
};

const functions: Record<string, (...args: Value[]) => Fraction> = {
  sum: (...args) => total(args.flatMap(listOf)),
  mean: (...args) => mean(args.flatMap(listOf)),
  max: (...args) => args.flatMap(listOf).reduce((a, b) => (less(a, b) ? b : a)),
  min: (...args) => args.flatMap(listOf).reduce((a, b) => (less(b, a) ? b : a)),
  count: (...args) => whole(args.flatMap(listOf).length),
  abs: (x) => (numberOf(x).n < 0n ? minus(numberOf(x)) : numberOf(x)),
  sumproduct: (x, y) => products(listOf(x), listOf(y)),
  slope: (x, y) => slope(listOf(x), listOf(y)),
  intercept: (x, y) => add(mean(listOf(y)), minus(times(slope(listOf(x), listOf(y)), mean(listOf(x))))),
  slope0: (x, y) => over(products(listOf(x), listOf(y)), products(listOf(x), listOf(x))),
  slopew: (x, y, w) => slopeWeighted(listOf(x), listOf(y), listOf(w)),
};

/** Calculates an expression of a form with what its names stood for. @throws NotExact where it uses more than arithmetic */
export function recalculate(expr: string, inputs: Record<string, string | string[]>): Fraction {
  const tokens = expr.match(/\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[A-Za-z_]\w*|[<>=!]=|[-+*/^(),<>?:]/g) ?? [];
  let at = 0;
  const peek = () => tokens[at];
  const take = (wanted?: string): string => {
    const token = tokens[at];
    if (token === undefined || (wanted !== undefined && token !== wanted)) throw new NotExact(expr);
    at += 1;
    return token;
  };
  const sum = (): Value => {
    let left = product();
    while (peek() === '+' || peek() === '-') {
      const sign = take();
      const right = numberOf(product());
      left = add(numberOf(left), sign === '+' ? right : minus(right));
    }
    return left;
  };
  const product = (): Value => {
    let left = signed();
    while (peek() === '*' || peek() === '/') {
      const sign = take();
      const right = numberOf(signed());
      left = sign === '*' ? times(numberOf(left), right) : over(numberOf(left), right);
    }
    return left;
  };
  const signed = (): Value => {
    if (peek() !== '-') return power();
    take('-');
    return minus(numberOf(signed()));
  };
  const power = (): Value => {
    const base = atom();
    if (peek() !== '^') return base;
    take('^');
    const { n, d } = numberOf(signed());
    if (d !== 1n) throw new NotExact(expr);
    const b = numberOf(base);
    const e = n < 0n ? -n : n;
    return n < 0n ? make(b.d ** e, b.n ** e) : make(b.n ** e, b.d ** e);
  };
  const atom = (): Value => {
    const token = take();
    if (token === '(') {
      const inner = sum();
      take(')');
      return inner;
    }
    if (/^\d/.test(token)) return fraction(token);
    if (peek() !== '(') {
      const value = inputs[token];
      if (value === undefined) throw new NotExact(token);
      return Array.isArray(value) ? value.map(fraction) : fraction(value);
    }
    take('(');
    const args: Value[] = [sum()];
    while (peek() === ',') {
      take(',');
      args.push(sum());
    }
    take(')');
    const known = functions[token];
    if (!known) throw new NotExact(token);
    return known(...args);
  };
  const value = sum();
  if (at < tokens.length) throw new NotExact(expr);
  return numberOf(value);
}
