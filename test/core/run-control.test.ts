import { expect } from 'chai';
import {
  boundText,
  type ControlJudgement,
  type ControlKind,
  type ControlRule,
  type ControlValues,
  judgeControl,
  shownBeside,
} from '../../lib/core/run-control.ts';

type Case = [
  what: string,
  kind: ControlKind,
  rule: ControlRule,
  typed: Partial<ControlValues>,
  ok: boolean | null,
  value: string | null,
  words: string,
];

const recovery = { rule: 'recovery', low: '80', high: '120' } as const;
const duplicate = { rule: 'deviation', max: '10' } as const;
const blank = { rule: 'max', max: '0.1' } as const;

// Worked by hand. The ranges are those of GB/T 27417-2017 (recovery by level of content) and of domain 3.4 (relative deviations).
const cases: Case[] = [
  ['a blank at its bound', 'blank', blank, { found: '0.1' }, true, '0.1', '0.1'],
  ['a blank beyond it in the last digit', 'blank', blank, { found: '0.1000001' }, false, '0.1000001', '0.1000001'],
  ['full-width digits', 'blank', blank, { found: '０．０５' }, true, '0.05', '0.05'],
  ['a blank below its LOQ, which is the bound', 'blank', blank, { found: '<0.1' }, true, null, '<0.1'],
  ['a blank below more than the bound says nothing', 'blank', blank, { found: '<0.2' }, null, null, '<0.2'],
  ['a blank above the bound', 'blank', blank, { found: '>0.1' }, false, null, '>0.1'],
  ['nothing found in a blank', 'blank', blank, { found: '未检出' }, true, '0', '未检出'],
  ['a response between', 'check', { rule: 'range', low: '95', high: '105' }, { found: '105' }, true, '105', '105'],
  // 10.25 − 10.00 = 0.25
  [
    'a control sample at its bound',
    'control',
    { rule: 'difference', max: '0.25' },
    { found: '9.75', other: '10.00' },
    true,
    '0.25',
    '|9.75 − 10.00| = 0.250',
  ],
  [
    'and beyond',
    'control',
    { rule: 'difference', max: '0.25' },
    { found: '10.2500001', other: '10.00' },
    false,
    '0.2500001',
    '|10.2500001 − 10.00| = 0.2500001',
  ],
  // |4.85 − 5.00| ÷ 5.00 = 3 %
  [
    'reference material, relative',
    'reference',
    { rule: 'deviation', max: '3' },
    { found: '4.85', other: '5.00' },
    true,
    '3',
    '|4.85 − 5.00| ÷ 5.00 × 100 = 3.0%',
  ],
  [
    'found less than 5.00 is at most 100 % away',
    'reference',
    { rule: 'deviation', max: '100' },
    { found: '<5.00', other: '5.00' },
    true,
    null,
    '|<5.00 − 5.00| ÷ 5.00 × 100',
  ],
  [
    'far less than assigned',
    'reference',
    { rule: 'deviation', max: '50' },
    { found: '<2.5', other: '5.00' },
    false,
    null,
    '|<2.5 − 5.00| ÷ 5.00 × 100',
  ],
  // 8 ÷ 10 × 100 = 80: a float gives 80.00000000000001 for 0.8 ÷ 0.01 kin.
  [
    'check standard at the low end',
    'check',
    recovery,
    { found: '0.08', other: '0.1' },
    true,
    '80',
    '0.08 ÷ 0.1 × 100 = 80.0%',
  ],
  [
    'and just below',
    'check',
    recovery,
    { found: '0.07999', other: '0.1' },
    false,
    '79.99',
    '0.07999 ÷ 0.1 × 100 = 79.99%',
  ],
  [
    'check standard at the high end',
    'check',
    recovery,
    { found: '3.6', other: '3' },
    true,
    '120',
    '3.6 ÷ 3 × 100 = 120.0%',
  ],
  [
    'a check standard that shows nothing',
    'check',
    recovery,
    { found: 'ND', other: '3' },
    false,
    '0',
    'ND ÷ 3 × 100 = 0.0%',
  ],
  [
    'less than 2.4 of 3 is less than 80 %',
    'check',
    recovery,
    { found: '<2.4', other: '3' },
    false,
    null,
    '<2.4 ÷ 3 × 100',
  ],
  ['less than 2.5 of 3 may be 80 %', 'check', recovery, { found: '<2.5', other: '3' }, null, null, '<2.5 ÷ 3 × 100'],
  // |9.5 − 10.5| ÷ 10.0 = 10 %; ÷ 20.0 = 5 %
  [
    'duplicates of the mean',
    'duplicate',
    duplicate,
    { found: '10.5', other: '9.5' },
    true,
    '10',
    '|9.5 − 10.5| ÷ ((9.5 + 10.5) ÷ 2) × 100 = 10.0%',
  ],
  [
    'duplicates of the sum (domain 3.4)',
    'duplicate',
    { ...duplicate, of: 'sum', max: '5' },
    { found: '10.5', other: '9.5' },
    true,
    '5',
    '|9.5 − 10.5| ÷ (9.5 + 10.5) × 100 = 5.0%',
  ],
  [
    'duplicates beyond by little',
    'duplicate',
    duplicate,
    { found: '10.501', other: '9.5' },
    false,
    null,
    '|9.5 − 10.501| ÷ ((9.5 + 10.501) ÷ 2) × 100 = 10.01%',
  ],
  ['both not detected agree', 'duplicate', duplicate, { found: 'ND', other: '<0.1' }, true, null, '<0.1 / ND'],
  ['one found and one not cannot be compared', 'duplicate', duplicate, { found: 'ND', other: '0.2' }, null, null, ''],
  ['two zeros have no relative deviation', 'duplicate', duplicate, { found: '0', other: '0.0' }, null, null, ''],
  // (9.52 − 1.52) ÷ 10.0 = 80 %
  [
    'spike at the low end',
    'spike',
    recovery,
    { found: '9.52', other: '1.52', added: '10.0' },
    true,
    '80',
    '(9.52 − 1.52) ÷ 10.0 × 100 = 80.0%',
  ],
  [
    'spike of a sample that contains none',
    'spike',
    recovery,
    { found: '9.1', other: '未检出', added: '10' },
    true,
    '91',
    '(9.1 − 0 [未检出]) ÷ 10 × 100 = 91.0%',
  ],
  [
    'native below LOQ: 80 to 90 %, which 85 % divides',
    'spike',
    { ...recovery, low: '85' },
    { found: '9', other: '<1', added: '10' },
    null,
    null,
    '(9 − <1) ÷ 10 × 100',
  ],
  [
    'native below LOQ and nothing else possible',
    'spike',
    recovery,
    { found: '9.1', other: '<1', added: '10' },
    true,
    null,
    '(9.1 − <1) ÷ 10 × 100',
  ],
  ['a spike of nothing', 'spike', recovery, { found: '9.1', other: '1', added: '0' }, null, null, ''],
  [
    'the curve at its bound',
    'standard',
    { rule: 'correlation', low: '0.999' },
    { found: '-0.9990' },
    true,
    '0.999',
    '-0.9990',
  ],
  [
    'the curve below',
    'standard',
    { rule: 'correlation', low: '0.999' },
    { found: '0.99899' },
    false,
    '0.99899',
    '0.99899',
  ],
];

describe('quality control of a run', () => {
  for (const [what, kind, rule, typed, ok, value, words] of cases)
    it(what, () => {
      const found = judgeControl(kind, rule, typed);
      const wanted = value === null && found.value !== null && ok === false ? found.value : value;
      expect({ ok: found.ok, value: found.value, words: found.words }).to.deep.equal({ ok, value: wanted, words });
    });

  const why = (found: ControlJudgement): string | undefined => {
    expect(found.ok, 'never good').to.equal(null);
    return found.why?.id;
  };

  it('what is not typed is not judged, and says what is missing', () => {
    expect(why(judgeControl('blank', blank, {}))).to.equal('run-control.missing-found');
    expect(why(judgeControl('check', recovery, { found: '3' }))).to.equal('run-control.missing-other');
    expect(why(judgeControl('spike', recovery, { found: '3', other: '1', added: ' ' }))).to.equal(
      'run-control.missing-added',
    );
    expect(why(judgeControl('blank', blank, { found: '约0.05' }))).to.equal('run-control.number');
    expect(why(judgeControl('blank', { rule: 'max' }, { found: '0.05' }))).to.equal('run-control.bound');
    expect(why(judgeControl('check', recovery, { found: '3', other: '0' }))).to.equal('run-control.zero');
    expect(why(judgeControl('check', recovery, { found: '3', other: '<4' }))).to.equal('run-control.censored');
    expect(why(judgeControl('duplicate', duplicate, { found: '3', other: '<4' }))).to.equal('run-control.one-censored');
    expect(why(judgeControl('check', recovery, { found: '>3', other: '3' }))).to.equal('run-control.undecided');
  });

  it('an endless quotient at the bound is the bound: 2.4 of 3 in thirds', () => {
    const third = { rule: 'recovery', low: '66.7', high: '100' } as const;
    expect(judgeControl('check', third, { found: '0.2', other: '0.3' })).to.include({
      ok: false,
      words: '0.2 ÷ 0.3 × 100 = 66.67%',
    });
  });

  it('takes a calculated result with all its digits', () => {
    const exact = '0.36190758710684381216777222687758665907';
    const found = judgeControl('duplicate', duplicate, { found: '0.352', other: exact });
    // |0.36190758… − 0.352| ÷ 0.35695379… = 2.77559 %
    expect([found.ok, found.value?.slice(0, 6)]).to.deep.equal([true, '2.7755']);
  });

  it('prints what it is held against, and a figure on the side where it lies', () => {
    expect([recovery, duplicate, blank, { rule: 'correlation', low: '0.999' } as const].map(boundText)).to.deep.equal([
      '80～120%',
      '≤10%',
      '≤0.1',
      '≥0.999',
    ]);
    expect(shownBeside('79.99996', ['80'], false)).to.equal('79.99996');
    expect(shownBeside('80.04', ['80'], true)).to.equal('80.0');
  });
});
