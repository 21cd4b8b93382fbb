import { expect } from 'chai';
import fc from 'fast-check';
import {
  compile,
  evaluate,
  holds,
  order,
  plain,
  type Scope,
  show,
  substitute,
  variables,
} from '../../lib/core/formula.ts';
import { roundPlaces } from '../../lib/core/rounding.ts';
import { refused } from './expect-refusal.ts';

const value = (expr: string, scope: Scope = {}) => evaluate(compile(expr), scope);

describe('compile', () => {
  it('lists the names read, once each, in order', () => {
    expect(variables(compile('(A / A_s) * C_s * V / (m * A) + mean(x)'))).to.deep.equal([
      'A',
      'A_s',
      'C_s',
      'V',
      'm',
      'x',
    ]);
  });

  it('tells numbers from gates', () => {
    expect(
      ['a + b', 'a < b', '0.1 <= a < 0.3', 'not (a > 1) and b > 2', 'a > 1 ? 2 : 3', 'if(a > 1, a < 3, b < 3)'].map(
        (expr) => compile(expr).kind,
      ),
    ).to.deep.equal(['number', 'gate', 'gate', 'gate', 'number', 'gate']);
  });

  it('takes r for a radius and for the correlation', () => {
    expect(value('r * 2', { r: '1.5' })).to.equal('3');
    expect(value('r(x, y)', { x: ['1', '2'], y: ['2', '4'] })).to.equal('1');
  });

  const forbidden: [expr: string, id: string][] = [
    ['', 'formula.syntax'],
    ['a +', 'formula.syntax'],
    ['(a', 'formula.syntax'],
    ['1.2.3', 'formula.syntax'],
    ['1+'.repeat(1500), 'formula.syntax'],
    ['x = 3', 'formula.not-allowed'],
    ['f(x) = x', 'formula.not-allowed'],
    ['a; b', 'formula.not-allowed'],
    ['a.b', 'formula.not-allowed'],
    ['a.sum(x)', 'formula.not-allowed'],
    ['a[1]', 'formula.not-allowed'],
    ['[1, 2]', 'formula.not-allowed'],
    ['{a: 1}', 'formula.not-allowed'],
    ['"text"', 'formula.not-allowed'],
    ['1:2', 'formula.not-allowed'],
    ['a!', 'formula.not-allowed'],
    ["a'", 'formula.not-allowed'],
    ['a % b', 'formula.not-allowed'],
    ['a mod b', 'formula.not-allowed'],
    ['a xor b', 'formula.not-allowed'],
    ['a .* b', 'formula.not-allowed'],
    ['a to b', 'formula.not-allowed'],
    ['a | b', 'formula.not-allowed'],
    ['0x10', 'formula.not-allowed'],
    ['a + 0b1', 'formula.not-allowed'],
    ['true', 'formula.not-allowed'],
    ['null', 'formula.not-allowed'],
    ['NaN', 'formula.not-allowed'],
    ['Infinity', 'formula.not-allowed'],
    ['含量 + 1', 'formula.not-allowed'],
    ['3 a', 'formula.implicit'],
    ['(a)(b)', 'formula.implicit'],
    ['2 cm', 'formula.implicit'],
    ['createUnit(a)', 'formula.function'],
    ['evaluate(a)', 'formula.function'],
    ['log(a)', 'formula.function'],
    ['constructor(a)', 'formula.function'],
    ['toString(a)', 'formula.function'],
    ['sum + 1', 'formula.function'],
    ['sum()', 'formula.arguments'],
    ['sqrt(a, b)', 'formula.arguments'],
    ['slope(x)', 'formula.arguments'],
    ['if(a > 1, 2)', 'formula.arguments'],
    ['(a < b) + 1', 'formula.kind'],
    ['a and b', 'formula.kind'],
    ['a ? 1 : 2', 'formula.kind'],
    ['a > 1 ? 2 : b < 3', 'formula.kind'],
    ['not a', 'formula.kind'],
    ['mean(a < b)', 'formula.kind'],
    ['-(a < b)', 'formula.kind'],
  ];
  for (const [expr, id] of forbidden)
    it(`refuses ${expr.slice(0, 20) || 'nothing'}: ${id}`, () => void refused(() => compile(expr), id));
});

describe('evaluate', () => {
  const S = { x: ['98.20', '98.13'], y: ['1', '2'], a: '2', b: '3', z: '0' };
  const cases: [expr: string, answer: string][] = [
    ['0.1 + 0.2', '0.3'],
    ['1e-3 * 5', '0.005'],
    ['a + b * a', '8'],
    ['(a + b) * a', '10'],
    ['-a ^ 2', '-4'],
    ['a ^ b ^ a', '512'],
    ['a ^ -1', '0.5'],
    ['pow(a, 10)', '1024'],
    ['+a - -b', '5'],
    ['0 - 0', '0'],
    ['-z', '0'],
    ['sum(x)', '196.33'],
    ['mean(x)', '98.165'],
    ['mean(a, b, 4)', '3'],
    ['max(x)', '98.2'],
    ['min(x, 5)', '5'],
    ['median(x)', '98.165'],
    ['median(7, 1, 3)', '3'],
    ['count(x)', '2'],
    ['abs(a - b)', '1'],
    ['sqrt(16)', '4'],
    ['log10(1000)', '3'],
    ['ln(1)', '0'],
    ['exp(0)', '1'],
    ['round(2.345, 2)', '2.34'],
    ['round(1250, -2)', '1200'],
    ['sumproduct(x, y)', '294.46'],
    ['interpolate(1.5, y, x)', '98.165'],
    ['interpolate(1, y, x)', '98.2'],
    ['interpolate(2, y, x)', '98.13'],
    ['a > b ? 1 : 2', '2'],
    ['if(a < b and not (a == b), 1, 1 / z)', '1'],
  ];
  for (const [expr, answer] of cases) it(`${expr} = ${answer}`, () => expect(value(expr, S)).to.equal(answer));

  it('carries a quotient far beyond 34 digits', () => expect(value('1 / 3')).to.equal(`0.${'3'.repeat(64)}`));

  it('reproduces the amoxicillin capsule record (parameters.md, assay_external_standard)', () => {
    const assay = '(A / A_s) * (m_s * P / 100 / V_s) * V * W / (m * L) * 100';
    const common = { A_s: '1523.38', m_s: '26.52', P: '86.4', V_s: '50', V: '100', W: '0.3125', L: '0.25' };
    const one = value(assay, { ...common, A: '1628.3', m: '62.35' });
    const two = value(assay, { ...common, A: '1633.9', m: '62.61' });
    expect([one, two].map((text) => roundPlaces(text, 10))).to.deep.equal(['98.2012433143', '98.1297721168']);
    const individuals = [one, two].map((text) => roundPlaces(text, 2));
    expect(individuals).to.deep.equal(['98.20', '98.13']);
    expect(roundPlaces(value('mean(x)', { x: individuals }), 1)).to.equal('98.2');
    expect(roundPlaces(value('rad(x)', { x: individuals }), 10)).to.equal('0.0356542556');
  });

  it('reproduces certified statistics', () => {
    // NIST StRD NumAcc1: mean 10000002, standard deviation 1, exactly.
    const x = ['10000001', '10000003', '10000002'];
    expect(value('mean(x)', { x })).to.equal('10000002');
    expect(value('sd(x)', { x })).to.equal('1');
    expect(roundPlaces(value('rsd(x)', { x }), 12)).to.equal('0.000009999998');
    // A line worked out by hand.
    const line = { x: ['1', '2', '3', '4'], y: ['3.1', '4.9', '7.2', '8.8'] };
    expect(value('slope(x, y)', line)).to.equal('1.94');
    expect(value('intercept(x, y)', line)).to.equal('1.15');
    // 9.7 ÷ √(5 × 18.9)
    expect(roundPlaces(value('r(x, y)', line), 6)).to.equal('0.997828');
  });

  it('gives the relative average deviation of duplicates as |x₁−x₂| ÷ (x₁+x₂)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99999 }), fc.integer({ min: 1, max: 99999 }), (a, b) => {
        const x = [`${a}.5`, `${b}.5`];
        const short = value('abs(a - b) / (a + b) * 100', { a: x[0] ?? '', b: x[1] ?? '' });
        expect(roundPlaces(value('rad(x)', { x }), 30)).to.equal(roundPlaces(short, 30));
      }),
      { numRuns: 100 },
    );
  });

  const refusals: [expr: string, scope: Scope, id: string, name?: string][] = [
    ['V - V0', { V: '1' }, 'formula.missing', 'V0'],
    ['V - V0', { V: '1', V0: '' }, 'formula.missing', 'V0'],
    ['mean(x)', { x: [] }, 'formula.missing', 'x'],
    ['mean(x)', { x: ['1', ''] }, 'formula.missing', 'x.1'],
    ['constructor + 1', {}, 'formula.missing', 'constructor'],
    ['toString + 1', {}, 'formula.missing', 'toString'],
    ['a / b', { a: '1', b: '0' }, 'formula.zero'],
    ['a / b', { a: '1', b: '0.00' }, 'formula.zero'],
    ['a / (b - b)', { a: '1', b: '3.3' }, 'formula.zero'],
    ['0 ^ -1', {}, 'formula.zero'],
    ['rad(x)', { x: ['1', '-1'] }, 'formula.zero'],
    ['slope(x, y)', { x: ['1', '1'], y: ['1', '2'] }, 'formula.zero'],
    ['r(x, y)', { x: ['1', '2'], y: ['1', '1'] }, 'formula.zero'],
    ['a * 2', { a: '<0.05' }, 'formula.not-number', 'a'],
    ['a * 2', { a: '未检出' }, 'formula.not-number', 'a'],
    ['mean(x)', { x: ['1', 'ND'] }, 'formula.not-number', 'x.1'],
    ['x * 2', { x: ['1', '2'] }, 'formula.list', 'x'],
    ['sqrt(x)', { x: ['1', '2'] }, 'formula.list'],
    ['sd(x)', { x: ['1'] }, 'formula.few'],
    ['slope(x, y)', { x: ['1'], y: ['1'] }, 'formula.few'],
    ['slope(x, y)', { x: ['1', '2'], y: ['1'] }, 'formula.pairs'],
    ['slope(a, b)', { a: '1', b: '2' }, 'formula.pairs'],
    ['interpolate(3, x, y)', { x: ['1', '2'], y: ['1', '2'] }, 'formula.outside'],
    ['interpolate(0, x, y)', { x: ['1', '2'], y: ['1', '2'] }, 'formula.outside'],
    ['interpolate(1, x, y)', { x: ['2', '1'], y: ['1', '2'] }, 'formula.domain'],
    ['sqrt(0 - 1)', {}, 'formula.domain'],
    ['ln(0)', {}, 'formula.domain'],
    ['log10(-1)', {}, 'formula.domain'],
    ['exp(1000)', {}, 'formula.domain'],
    ['(0 - 8) ^ 0.5', {}, 'formula.domain'],
    ['2 ^ 99999', {}, 'formula.domain'],
    ['round(1, 0.5)', {}, 'formula.domain'],
    ['10 ^ 301', {}, 'formula.large'],
    ['1e400', {}, 'formula.large'],
    ['a < 1', { a: '1' }, 'formula.kind'],
  ];
  for (const [expr, scope, id, name] of refusals)
    it(`${expr} with ${JSON.stringify(scope)} is refused: ${id}`, () => {
      const refusal = refused(() => value(expr, scope), id);
      if (name) expect(refusal.reasons[0]?.params?.['name']).to.equal(name);
    });

  it('asks only for what the chosen branch reads', () => expect(value('a > 0 ? a : b', { a: '1' })).to.equal('1'));

  it('refuses a gate’s value of a number formula', () =>
    void refused(() => holds(compile('1 + 1'), {}), 'formula.kind'));
});

describe('holds', () => {
  const scope = { a: '2.0', b: '3', x: ['1523.4', '1520.1', '1525.0', '1522.2', '1526.2'] };
  const cases: [expr: string, met: boolean][] = [
    ['rsd(x) <= 2.0', true],
    ['rsd(x) <= 0.1', false],
    ['a == 2', true],
    ['a != 2', false],
    ['a < b <= 3', true],
    ['a < b < 3', false],
    ['a > b or a < b', true],
    ['a > b and 1 / 0 > 1', false],
    ['a < b or 1 / 0 > 1', true],
    ['not (a > b)', true],
    ['a < b ? a > 1 : a > 9', true],
    ['1 / 3 * 3 == 1', true],
    ['1 / 3 * 3 >= 1', true],
    ['2 / 3 * 3 <= 2', true],
  ];
  for (const [expr, met] of cases) it(`${expr} is ${met}`, () => expect(holds(compile(expr), scope)).to.equal(met));
});

describe('order', () => {
  it('calculates what others read first', () => {
    const calcs = [
      { id: 'X', expr: 'C * V / m' },
      { id: 'C', expr: 'C_s * A / A_s' },
      { id: 'C_s', expr: 'm_s / V_s' },
    ];
    expect(order(calcs)).to.deep.equal(['C_s', 'C', 'X']);
  });

  it('names the circle', () => {
    const refusal = refused(
      () =>
        order([
          { id: 'a', expr: 'b + 1' },
          { id: 'b', expr: 'c' },
          { id: 'c', expr: 'a' },
        ]),
      'formula.cycle',
    );
    expect(refusal.reasons[0]?.params).to.deep.equal({ names: 'a → b → c → a' });
    refused(() => order([{ id: 'a', expr: 'a + 1' }]), 'formula.cycle');
  });

  it('refuses two calculations of one name', () =>
    void refused(
      () =>
        order([
          { id: 'a', expr: '1' },
          { id: 'a', expr: '2' },
        ]),
      'formula.duplicate',
    ));
});

describe('show and substitute', () => {
  const shown = (expr: string, labels?: Record<string, string>) => plain(show(compile(expr), labels));
  const put = (expr: string, scope: Scope) => plain(substitute(compile(expr), scope));

  it('draws fractions, powers and lowered signs', () => {
    expect(show(compile('A / A_s'))).to.deep.equal({
      kind: 'fraction',
      top: { kind: 'text', text: 'A' },
      bottom: { kind: 'sub', base: 'A', sub: 's' },
    });
    expect(show(compile('sqrt(a ^ 2)'))).to.deep.equal({
      kind: 'root',
      body: { kind: 'power', base: { kind: 'text', text: 'a' }, exponent: { kind: 'text', text: '2' } },
    });
  });

  const lines: [expr: string, line: string][] = [
    ['(A / A_s) * C_s', 'A / A_s × C_s'],
    ['(m1 + m - m2) / m * 100', '(m1 + m − m2) / m × 100'],
    ['a * (b + c)', 'a × (b + c)'],
    ['a / (b / c)', 'a / (b / c)'],
    ['(a / b) ^ 2', '((a / b))^2'],
    ['pow(a, 2)', 'a^2'],
    ['abs(-a)', '|−a|'],
    ['mean(x)', 'mean(x)'],
    ['sum(x)', 'Σ(x)'],
    ['log10(a)', 'lg(a)'],
    ['max(a, b)', 'max(a, b)'],
    ['0.1 <= a < b', '0.1 ≤ a < b'],
    ['not (a > 1) or b == 2', 'not (a > 1) or b = 2'],
    ['a > 1 ? b : 0', 'b  if a > 1;  else 0'],
    ['interpolate(t, x, y)', 'f(t)'],
    ['lookup(a + b, x, y)', 'f(a + b)'],
    ['slopew(x, y, w)', 'slope(x, y, w)'],
  ];
  for (const [expr, line] of lines) it(`${expr} reads ${line}`, () => expect(shown(expr)).to.equal(line));

  it('uses the printed symbols', () => {
    expect(shown('A / A_s', { A: 'A_{供}', A_s: 'A_对' })).to.equal('A_供 / A_对');
    expect(shown('W', { W: 'W̄' })).to.equal('W̄');
  });

  it('puts the readings in as they were typed', () => {
    expect(put('(V - V0) * F', { V: '20.50', V0: '-0.02', F: '1.0030' })).to.equal('(20.50 − (−0.02)) × 1.0030');
    expect(put('mean(x)', { x: ['98.20', '98.13'] })).to.equal('mean(98.20, 98.13)');
    expect(put('mean(x)', { x: ['1', '2', '3', '4', '5', '6', '7'] })).to.equal('mean(1, 2, 3, 4, …, 7)');
  });

  it('keeps the name of what is missing', () =>
    expect(put('a + b + constructor', { a: '1', b: '' })).to.equal('1 + b + constructor'));

  it('cuts an endless quotient, visibly, and never an integer', () => {
    expect(put('a', { a: `0.00${'3'.repeat(64)}` })).to.equal('0.00333333333333…');
    expect(put('a', { a: `98.${'6'.repeat(60)}` })).to.equal('98.6666666666…');
    expect(put('a', { a: '12345678901234567890' })).to.equal('12345678901234567890');
  });
});
