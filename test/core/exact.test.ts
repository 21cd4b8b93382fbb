import { expect } from 'chai';
import fc from 'fast-check';
import { compile, evaluate, order, type Scope } from '../../lib/core/formula.ts';
import { Refusal } from '../../lib/core/refusal.ts';
import { roundPlaces } from '../../lib/core/rounding.ts';
import { below, decimal, exactly, type Known, over, type Ratio, ratio, times, Undefined } from '../support/rational.ts';
import { refused } from './expect-refusal.ts';

const value = (expr: string, scope: Scope = {}) => evaluate(compile(expr), scope);
const PLACES = 20;

/** The answer of the fractions, or null where they divide by zero. */
function oracle(expr: string, known: Known = {}): Ratio | null {
  try {
    return exactly(expr, known);
  } catch (error) {
    if (error instanceof Undefined) return null;
    throw error;
  }
}

/** The program and the fractions say the same, or both refuse. */
function agrees(expr: string, known: Known = {}): void {
  const right = oracle(expr, known);
  if (right === null) refused(() => value(expr, known), 'formula.zero');
  else
    expect(near(value(expr, known), right), `${expr} is ${decimal(right, 30)}, not ${value(expr, known)}`).to.equal(
      true,
    );
}

/** To 30 digits of the answer, or of 1 where it is smaller. */
function near(found: string, right: Ratio): boolean {
  const size = exactly('max(abs(x), 1)', { x: decimal(right, 0) });
  const off = exactly('abs(a - b)', { a: found, b: decimal(right, 60) });
  return below(off, times(size, ratio(`0.${'0'.repeat(29)}1`)));
}

const text = (digits: number, places: number): string =>
  `${digits < 0 ? '-' : ''}${decimal(ratio(String(Math.abs(digits))), 0).padStart(places + 1, '0')}`.replace(
    new RegExp(`(\\d{${places}})$`),
    places === 0 ? '$1' : '.$1',
  );
const reading = (least = 0) =>
  fc
    .tuple(fc.integer({ min: least, max: 99999 }), fc.integer({ min: 0, max: 4 }))
    .map(([n, places]) => text(n, places));
const signed = reading(-99999);
const lists = (least: number) => fc.array(signed, { minLength: least, maxLength: 12 });

describe('expressions against exact fractions', () => {
  const names = ['a', 'b', 'c', 'd'];
  const leaf = fc.oneof(reading(), fc.constantFrom(...names), fc.constantFrom(...names));
  // Written as people write, brackets only sometimes: precedence and order must be those of mathematics.
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.tuple(fc.constantFrom('+', '-', '*', '/'), tie('tree'), tie('tree')).map(([op, a, b]) => `${a} ${op} ${b}`),
      fc
        .tuple(fc.constantFrom('+', '-', '*', '/'), tie('tree'), tie('tree'))
        .map(([op, a, b]) => `(${a}) ${op} (${b})`),
      tie('tree').map((a) => `-(${a})`),
      fc.tuple(tie('tree'), fc.integer({ min: 0, max: 3 })).map(([a, n]) => `(${a})^${n}`),
      leaf.map((a) => `-${a}^2`),
      fc
        .tuple(fc.constantFrom('max', 'min', 'sum', 'mean', 'median'), tie('tree'), tie('tree'), leaf)
        .map(([name, a, b, c]) => `${name}(${a}, ${b}, ${c})`),
      tie('tree').map((a) => `abs(${a})`),
    ),
  }));
  const known = fc.record({ a: signed, b: signed, c: signed, d: signed });

  it('agree to 20 decimals, and divide by zero only where the fractions do', () =>
    fc.assert(fc.property(tree, known, agrees), { numRuns: 1500 }));

  it('follow the customs of writing', () => {
    for (const expr of ['-a^2', '2^3^2', 'a-b-c', 'a/b/c', 'a/b*c', 'a-b+c', '-a*-b', 'a^-2', '2*a^2', '(a+b)/c*100'])
      agrees(expr, { a: '2', b: '-3.5', c: '0.25' });
  });

  it('round the ties that thirds and sevenths hide', () =>
    fc.assert(
      fc.property(fc.nat(99999), fc.constantFrom('3', '7', '9', '11', '13', '17'), (k, d) => {
        const rounded = roundPlaces(value('a / d * d', { a: `${k}.5`, d }), 0);
        expect(rounded).to.equal(String(k % 2 === 0 ? k : k + 1));
      }),
      { numRuns: 300 },
    ));

  it('see the zero that an endless quotient hides', () => {
    const zeros = ['1/(a/3*3-a)', '1/(a/7+a/7-2*a/7)', 'a/(1/3+1/3+1/3-1)', 'slope(x, y)', 'rsd(z)'];
    for (const expr of zeros)
      refused(
        () =>
          value(expr, {
            a: '1.7',
            x: Array.from({ length: 7 }, () => value('1.7/7')),
            y: ['1', '2', '3', '4', '5', '6', '7'],
            z: [value('1/7'), value('2/7'), value('-3/7')],
          }),
        'formula.zero',
      );
  });
});

describe('lists against exact fractions', () => {
  const ofList = ['sum', 'mean', 'max', 'min', 'median', 'count', 'rad'];
  for (const name of ofList)
    it(`${name} agrees, in whatever order the readings stand`, () =>
      fc.assert(
        fc.property(lists(name === 'rad' ? 2 : 1), fc.integer(), (x, seed) => {
          agrees(`${name}(x)`, { x });
          const shuffled = [...x].sort((a, b) => hash(a, seed) - hash(b, seed));
          expect(answer(`${name}(x)`, { x: shuffled })).to.equal(answer(`${name}(x)`, { x }));
        }),
        { numRuns: 200 },
      ));

  const pairs = fc.array(fc.tuple(signed, signed, reading(1)), { minLength: 2, maxLength: 10 });
  for (const expr of [
    'slope(x, y)',
    'intercept(x, y)',
    'slope0(x, y)',
    'sumproduct(x, y)',
    'slopew(x, y, w)',
    'interceptw(x, y, w)',
  ])
    it(`${expr} agrees, in whatever order the points stand`, () =>
      fc.assert(
        fc.property(pairs, fc.integer(), (points, seed) => {
          const scope = columns(points);
          agrees(expr, scope);
          const shuffled = columns([...points].sort((a, b) => hash(a.join(), seed) - hash(b.join(), seed)));
          expect(answer(expr, shuffled)).to.equal(answer(expr, scope));
        }),
        { numRuns: 200 },
      ));

  it('weights of one give the plain line', () =>
    fc.assert(
      fc.property(pairs, (points) => {
        const scope = { ...columns(points), w: points.map(() => '1') };
        expect(answer('slopew(x, y, w)', scope)).to.equal(answer('slope(x, y)', scope));
        expect(answer('rw(x, y, w)', scope)).to.equal(answer('r(x, y)', scope));
      }),
      { numRuns: 100 },
    ));

  it('reads a concentration off its own line', () =>
    fc.assert(
      fc.property(
        reading(1),
        signed,
        fc.uniqueArray(fc.integer({ min: 0, max: 9999 }), { minLength: 2, maxLength: 8 }),
        (b, a, x) => {
          const at = x.map(String);
          const y = at.map((one) => value('a + b * x', { a, b, x: one }));
          expect(roundPlaces(value('slope(x, y)', { x: at, y }), PLACES)).to.equal(roundPlaces(b, PLACES));
          expect(roundPlaces(value('intercept(x, y)', { x: at, y }), PLACES)).to.equal(roundPlaces(a, PLACES));
          if (x.length > 2) expect(roundPlaces(value('r(x, y)', { x: at, y }), 12)).to.equal('1.000000000000');
        },
      ),
      { numRuns: 200 },
    ));

  it('interpolate agrees within the table and refuses beyond it', () =>
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 9999 }), { minLength: 2, maxLength: 8 }),
        lists(8),
        reading(),
        (at, y, x) => {
          const xs = at.sort((a, b) => a - b).map((n) => text(n, 2));
          const ys = xs.map((_, i) => y[i] ?? '0');
          const [low = '', high = ''] = [xs[0], xs[xs.length - 1]];
          const inside = Number(x) >= Number(low) && Number(x) <= Number(high);
          if (inside) agrees('interpolate(x, xs, ys)', { x, xs, ys });
          else refused(() => value('interpolate(x, xs, ys)', { x, xs, ys }), 'formula.outside');
        },
      ),
      { numRuns: 300 },
    ));

  it('the square of sd is the variance of the fractions', () =>
    fc.assert(
      fc.property(lists(2), (x) => {
        const n = String(x.length);
        const variance = over(exactly('sumproduct(x, x) - count(x) * mean(x)^2', { x }), exactly('n - 1', { n }));
        expect(roundPlaces(value('sd(x)^2', { x }), PLACES)).to.equal(decimal(variance, PLACES));
      }),
      { numRuns: 200 },
    ));
});

describe('never a silent number', () => {
  it('every answer is a plain decimal or a refusal', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(
          'log10(x)',
          'ln(x)',
          'sqrt(x)',
          'exp(x)',
          '1/x',
          'x^0.5',
          'pow(x, -1)',
          'pow(0, x)',
          'exp(x)^9',
        ),
        signed,
        (expr, x) => {
          try {
            expect(value(expr, { x })).to.match(/^-?\d+(\.\d+)?$/);
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            expect(error.reasons[0]?.id).to.be.oneOf(['formula.zero', 'formula.domain', 'formula.large']);
          }
        },
      ),
      { numRuns: 500 },
    ));

  it('logarithm and root undo exponent and square', () =>
    fc.assert(
      fc.property(reading(1), (x) => {
        expect(roundPlaces(value('10^log10(x)', { x }), PLACES)).to.equal(roundPlaces(x, PLACES));
        expect(roundPlaces(value('exp(ln(x))', { x }), PLACES)).to.equal(roundPlaces(x, PLACES));
        expect(roundPlaces(value('sqrt(x)^2', { x }), PLACES)).to.equal(roundPlaces(x, PLACES));
        expect(roundPlaces(value('sqrt(x^2)', { x }), PLACES)).to.equal(roundPlaces(x, PLACES));
      }),
      { numRuns: 200 },
    ));

  it('refuses every circle, however long, and orders every chain', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.boolean(), (n, closed) => {
        const calcs = Array.from({ length: n }, (_, i) => ({
          id: `v${i}`,
          expr: i + 1 < n ? `v${i + 1} + 1` : closed ? 'v0 * 2' : 'x',
        }));
        if (closed) refused(() => order(calcs), 'formula.cycle');
        else expect(order(calcs)).to.deep.equal(calcs.map(({ id }) => id).reverse());
      }),
    ));

  it('weights must be above zero, and as many as the points', () => {
    const points = { x: ['0', '1', '2'], y: ['1', '2', '4'] };
    refused(() => value('slopew(x, y, w)', { ...points, w: ['1', '0', '1'] }), 'formula.domain');
    refused(() => value('slopew(x, y, w)', { ...points, w: ['1', '1'] }), 'formula.pairs');
    refused(() => value('slopew(x, y, w)', points), 'formula.missing');
    refused(() => value('slope0(x, x)', { x: ['0', '0'] }), 'formula.zero');
  });
});

/** To 20 decimals, or why there is no number. */
function answer(expr: string, scope: Scope): string {
  try {
    return roundPlaces(value(expr, scope), PLACES);
  } catch (error) {
    if (error instanceof Refusal) return error.reasons[0]?.id ?? '';
    throw error;
  }
}

function columns(points: [string, string, string][]): { x: string[]; y: string[]; w: string[] } {
  return { x: points.map(([x]) => x), y: points.map(([, y]) => y), w: points.map(([, , w]) => w) };
}

/** A number by which a list is shuffled. */
function hash(of: string, seed: number): number {
  return [...of].reduce((total, sign) => (total * 31 + sign.charCodeAt(0) + seed) % 1000003, 7);
}
