import { expect } from 'chai';
import fc from 'fast-check';
import {
  type ChartRule,
  falseAlarmRate,
  isWarning,
  PATTERNS,
  runViolations,
  standardise,
  violations,
  WESTGARD,
} from '../../../lib/core/statistics/chart-rules.ts';
import { randomFrom } from '../../../lib/core/statistics/random.ts';
import { refused } from '../expect-refusal.ts';
import { close } from './near.ts';

const ALL: readonly ChartRule[] = [...WESTGARD, ...PATTERNS];

const atLast = (z: number[], rules: readonly ChartRule[] = WESTGARD): ChartRule[] =>
  violations(z, rules)
    .filter(({ at }) => at === z.length - 1)
    .map(({ rule }) => rule);

const repeated = (value: number, times: number): number[] => new Array<number>(times).fill(value);

describe('rules of control charts', () => {
  const westgard: [name: string, z: number[], broken: ChartRule[]][] = [
    ['one beyond 2 s warns', [0.1, -0.5, 2.1], ['1-2s']],
    ['one beyond 3 s', [0.4, -3.2], ['1-2s', '1-3s']],
    ['exactly 3 s is not beyond', [0.4, 3], ['1-2s']],
    ['four beyond 1 s', [-1.1, -1.9, -1.3, -1.2], ['4-1s']],
    ['exactly 1 s is not beyond', [-1.1, -1.9, -1, -1.2], []],
    ['exactly 2 s is not beyond', [2, 2], []],
    ['two beyond 2 s', [1.5, 2.5, 2.6], ['1-2s', '2-2s']],
    ['two beyond 2 s on either side are a range, not a bias', [2.1, -2.2], ['1-2s', 'R-4s']],
    ['a range of 4 s without both beyond 2 s is none', [1.9, -2.3], ['1-2s']],
    ['ten on one side', repeated(0.2, 10), ['10x']],
    ['nine on one side', repeated(0.2, 9), []],
    ['a point on the centre breaks the series', [...repeated(0.2, 5), 0, ...repeated(0.2, 5)], []],
  ];
  for (const [name, z, broken] of westgard) it(`Westgard: ${name}`, () => expect(atLast(z)).to.deep.equal(broken));

  const patterns: [rule: ChartRule, z: number[], before: number[]][] = [
    ['pattern-1', [3.1], [3]],
    ['pattern-2', repeated(0.5, 9), repeated(0.5, 8)],
    ['pattern-3', [-1.2, -0.8, -0.1, 0.2, 0.3, 0.9], [-1.2, -0.8, -0.1, 0.2, 0.2, 0.9]],
    ['pattern-4', Array.from({ length: 14 }, (_, at) => (at % 2 === 0 ? 0.4 : -0.3)), [...repeated(0.1, 13), 0.4]],
    ['pattern-5', [2.1, 0, 2.2], [2.1, 0, 0, 2.2]],
    ['pattern-6', [1.2, 1.3, -0.4, 1.1, 1.5], [1.2, 1.3, -0.4, 0.9, 1.5]],
    ['pattern-7', repeated(0.9, 15).map((z, at) => (at % 4 === 0 ? -z : z)), [...repeated(0.9, 14), 1]],
    ['pattern-8', [1.2, -1.1, 1.4, -1.5, 1.2, 1.1, -1.3, -1.6], [1.2, -1.1, 1.4, 1, 1.2, 1.1, -1.3, -1.6]],
  ];
  for (const [rule, z, before] of patterns)
    it(`${rule} is seen, on either side, and its near miss is not`, () => {
      expect(atLast(z, [rule])).to.deep.equal([rule]);
      const turned = z.map((value) => -value);
      expect(atLast(turned, [rule])).to.deep.equal([rule]);
      expect(atLast(before, [rule])).to.deep.equal([]);
    });

  it('says at which point and from which one, and only what was chosen', () => {
    const z = [0, 2.4, 2.3, 0.1, 3.5];
    expect(violations(z, ['2-2s', '1-3s'])).to.deep.equal([
      { rule: '2-2s', at: 2, from: 1 },
      { rule: '1-3s', at: 4, from: 4 },
    ]);
    expect(violations(z, [])).to.deep.equal([]);
    expect(violations([], ALL)).to.deep.equal([]);
    expect(ALL.filter(isWarning)).to.deep.equal(['1-2s']);
  });

  it('looks for R-4s within a run only, when the runs are known', () => {
    const z = [2.3, -2.4, 2.2, 0, -2.1];
    expect(violations(z, ['R-4s']).map(({ at, from }) => [from, at])).to.deep.equal([
      [0, 1],
      [1, 2],
    ]);
    const runs = ['a', 'b', 'c', 'c', 'c'];
    expect(violations(z, ['R-4s'], { runs })).to.deep.equal([{ rule: 'R-4s', at: 4, from: 2 }]);
    refused(() => violations(z, ['R-4s'], { runs: ['a'] }), 'statistics.lengths');
  });

  it('compares the levels of one run among themselves', () => {
    expect(runViolations([2.1, 2.3], WESTGARD)).to.deep.equal(['1-2s', '2-2s']);
    expect(runViolations([2.1, -2.3], WESTGARD)).to.deep.equal(['1-2s', 'R-4s']);
    expect(runViolations([1.1, 1.2, 1.3, 1.4], WESTGARD)).to.deep.equal(['4-1s']);
    expect(runViolations([3.1], ['1-3s', 'pattern-1', 'pattern-7'])).to.deep.equal(['1-3s', 'pattern-1']);
    refused(() => runViolations([], WESTGARD), 'statistics.few');
  });

  it('keeps a value at exactly 2 or 3 s where binary numbers would not', () => {
    expect(standardise(['10.2', '9.7', '10.3', '10.30001'], '10.0', '0.1')).to.deep.equal([2, -3, 3, 3.0001]);
    expect((10.3 - 10) / 0.1).to.be.above(3);
    expect(atLast(standardise(['10.3'], '10.0', '0.1'))).to.deep.equal(['1-2s']);
    refused(() => standardise(['1'], '0', '0'), 'statistics.not-positive');
    refused(() => standardise(['x'], '0', '1'), 'number.word');
    refused(() => violations([Number.NaN], WESTGARD), 'statistics.not-finite');
  });

  it('does not care which side is up', () => {
    const list = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(list, (z) => {
        expect(
          violations(
            z.map((value) => -value),
            ALL,
          ),
        ).to.deep.equal(violations(z, ALL));
      }),
    );
  });

  it('raises false alarms as often as theory says, rule by rule', () => {
    const random = randomFrom(7870);
    const n = 120_000;
    const found = violations(
      Array.from({ length: n }, () => random.normal()),
      ALL,
    );
    for (const rule of ALL) {
      const rate = falseAlarmRate(rule);
      const count = found.filter((one) => one.rule === rule).length;
      // Alarms of one series come in runs: six times the deviation of single ones are allowed.
      close(count / n, rate, 6 * Math.sqrt(rate / n), rule);
    }
    close(falseAlarmRate('1-3s'), 0.0027, 0.00001);
    close(falseAlarmRate('2-2s'), 0.001035, 0.000001);
    close(falseAlarmRate('10x'), 1 / 512, 1e-12);
    close(falseAlarmRate('pattern-2'), 1 / 256, 1e-12);
  });
});
