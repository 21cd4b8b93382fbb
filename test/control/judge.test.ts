import { expect } from 'chai';
import { type Criterion, checkCriterion, judge, type Measured } from '../../lib/control/judge.ts';
import { around, linesFrom } from '../../lib/control/limits.ts';
import { judgePoint, plotted } from '../../lib/control/points.ts';
import { Refusal } from '../../lib/core/refusal.ts';

type Case = [criterion: Criterion, measured: Measured, ok: boolean, value: string, limit: string];
const cases: Case[] = [
  [{ kind: 'root2u', expanded: '0.10' }, { x1: '10.20', x2: '10.06' }, true, '0.14', '0.141421'],
  [{ kind: 'root2u', expanded: '0.10' }, { x1: '10.20', x2: '10.05' }, false, '0.15', '0.141421'],
  // 3 and 4: √2·U of U = 5/√2 cannot be typed; U = 1 and a difference of exactly √2 never happens in decimals, equality at 0 does.
  [{ kind: 'cr', critical: '0.30' }, { x1: '5.1', x2: '4.8' }, true, '0.3', '0.3'],
  [{ kind: 'cr', critical: '0.30' }, { x1: '5.1', x2: '4.79' }, false, '0.31', '0.3'],
  [{ kind: 'relative', most: '10' }, { x1: '0.95', x2: '1.05' }, true, '10 %', '10 %'],
  [{ kind: 'relative', most: '10' }, { x1: '0.949', x2: '1.051' }, false, '10.2 %', '10 %'],
  // Domain 5.3: 10.20 ± 0.12 against 10.02 ± 0.08.
  [
    { kind: 'en', expanded: '0.12', expandedAssigned: '0.08', assigned: '10.02' },
    { x1: '10.20' },
    false,
    '1.24808',
    '1',
  ],
  [{ kind: 'en', expanded: '3', expandedAssigned: '4' }, { x1: '15', x2: '10' }, true, '1', '1'],
  [{ kind: 'recovery', low: '80', high: '120' }, { x1: '80' }, true, '80 %', '80 %–120 %'],
  [{ kind: 'recovery', low: '80', high: '120' }, { x1: '120.1' }, false, '120.1 %', '80 %–120 %'],
  [
    { kind: 'recovery', low: '80', high: '120' },
    { spiked: '1.82', unspiked: '1.00', added: '1.00' },
    true,
    '82 %',
    '80 %–120 %',
  ],
  [
    { kind: 'recovery', low: '80', high: '120' },
    { spiked: '1.79', unspiked: '1.00', added: '1.00' },
    false,
    '79 %',
    '80 %–120 %',
  ],
  [{ kind: 'same' }, { x1: '符合规定', x2: '符合规定' }, true, '符合规定', '符合规定'],
  [{ kind: 'same' }, { x1: '符合规定', x2: '不符合规定' }, false, '符合规定', '不符合规定'],
];

const refused: [criterion: Criterion, measured: Measured, id: string, field: string][] = [
  [{ kind: 'root2u', expanded: '0.1' }, { x1: '1' }, 'control.value-missing', 'x2'],
  [{ kind: 'root2u' }, { x1: '1', x2: '1' }, 'control.value-missing', 'expanded'],
  [{ kind: 'cr', critical: '0' }, { x1: '1', x2: '1' }, 'control.positive', 'critical'],
  [{ kind: 'cr', critical: '1' }, { x1: '<0.05', x2: '1' }, 'control.value-bound', 'x1'],
  [{ kind: 'relative', most: '5' }, { x1: '0', x2: '0' }, 'control.zero', 'x1'],
  [{ kind: 'same' }, { x1: '', x2: 'x' }, 'control.value-missing', 'x1'],
];

const caught = (run: () => unknown): Refusal | undefined => {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  return undefined;
};

describe('criteria of internal quality control (domain 5.4)', () => {
  for (const [criterion, measured, ok, value, limit] of cases)
    it(`${criterion.kind}: ${JSON.stringify(measured)} is ${ok ? 'met' : 'not met'}`, () => {
      const judged = judge(criterion, measured);
      expect({ ok: judged.ok, value: judged.value, limit: judged.limit }).to.deep.equal({ ok, value, limit });
      expect(judged.formula).not.to.equal('');
      for (const text of Object.values(measured))
        expect(judged.numbers).to.include(text.replace(/\.0+$|(?<=\.\d*[1-9])0+$/, ''));
    });

  for (const [criterion, measured, id, field] of refused)
    it(`${criterion.kind} of ${JSON.stringify(measured)} is refused: ${id}`, () =>
      expect(caught(() => judge(criterion, measured))?.reasons[0]).to.include({ id, field }));

  it('a window whose ends are the wrong way round is refused', () =>
    expect(caught(() => checkCriterion({ kind: 'recovery', low: '120', high: '80' }))?.reasons[0]?.id).to.equal(
      'control.window',
    ));
});

describe('limits and points', () => {
  it('reproduces NIST/SEMATECH 6.3.2.2 (flow rate): centre 50.81, limits 45.8159 and 55.8041, MR 6.1347', () => {
    const x = ['49.6', '47.6', '49.9', '51.3', '47.8', '51.2', '52.6', '52.4', '53.6', '52.1'];
    const lines = linesFrom(
      'individuals',
      x.map((value) => ({ value, readings: [value] })),
    );
    expect(lines.centre).to.equal('50.81');
    expect(Number(lines.lower)).to.be.closeTo(45.8159, 0.0001);
    expect(Number(lines.upper)).to.be.closeTo(55.8041, 0.0001);
    // D4 = 3.267 as printed
    expect(Number(lines.spread_upper)).to.be.closeTo(6.1347, 0.0005);
  });

  it('a value at exactly 2 s or 3 s is not beyond it; the next digit is', () => {
    const limits = { ...around('10', '0.1'), spread_lower: null, spread_upper: null };
    const verdict = (value: string) => judgePoint(limits, ['1-2s', '1-3s'], [value], null).verdict;
    expect([
      verdict('10.2'),
      verdict('10.2001'),
      verdict('10.3'),
      verdict('10.3001'),
      verdict('9.7'),
      verdict('9.6999'),
    ]).to.deep.equal(['in', 'warning', 'warning', 'out', 'warning', 'out']);
    expect(limits).to.include({ lower: '9.7', upper: '10.3' });
  });

  it('plots means with range or standard deviation, single values with their moving range', () => {
    expect(plotted('xbar-r', ['1.0', '2.0', '4.5'], undefined)).to.deep.equal({ value: '2.5', spread: '3.5' });
    expect(plotted('xbar-s', ['1', '2', '3'], undefined)).to.deep.equal({ value: '2', spread: '1' });
    expect(plotted('individuals', ['5.10'], '5.3')).to.deep.equal({ value: '5.10', spread: '0.2' });
    expect(plotted('individuals', ['5.10'], undefined).spread).to.equal(null);
    expect(plotted('levey-jennings', ['5.10'], '5.3').spread).to.equal(null);
  });

  it('every rule of a sequence is found at the point that breaks it', () => {
    const limits = { ...around('0', '1'), spread_lower: null, spread_upper: null };
    const broken = (z: string[], rule: Parameters<typeof judgePoint>[1][number]) =>
      judgePoint(limits, [rule], z, null).violations;
    expect(broken(['2.1', '2.2'], '2-2s')).to.deep.equal(['2-2s']);
    expect(broken(['2.1', '-2.2'], 'R-4s')).to.deep.equal(['R-4s']);
    expect(broken(['1.1', '1.2', '1.3', '1.4'], '4-1s')).to.deep.equal(['4-1s']);
    expect(
      broken(
        Array.from({ length: 10 }, () => '0.1'),
        '10x',
      ),
    ).to.deep.equal(['10x']);
    expect(
      broken(
        ['1', '2', '3', '4', '5', '6'].map((d) => `0.${d}`),
        'pattern-3',
      ),
    ).to.deep.equal(['pattern-3']);
    expect(
      judgePoint({ ...limits, spread_upper: '1', spread_lower: '0' }, ['1-3s'], ['0'], '1.01').violations,
    ).to.deep.equal(['spread']);
  });
});
