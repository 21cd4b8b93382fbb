import { join } from 'node:path';
import { expect } from 'chai';
import { contentInUse } from '../../lib/materials/content.ts';
import type { Reading } from '../../lib/materials/rows.ts';
import { titrantRule, validTo } from '../../lib/materials/rules.ts';
import { concluded, factorOf, standardised } from '../../lib/materials/titrant.ts';

const root = join(import.meta.dirname, '..', '..');
const rule = titrantRule(root, '2026-11-23');

/** Purity 100 % and T 10 mg/mL: F is mass ÷ 0.01 ÷ volume, so that 0.2 g and 20.00 mL are F 1. */
const reading = (mass: string, volume = '20.00', blank = '0.00'): Reading => ({ mass, volume, blank });

describe('F of one titration (ChP 通则8006): m × P × 10 ÷ ((V − V0) × T)', () => {
  const cases: [says: string, reading: Reading, purity: string, titre: string, F: string][] = [
    ['one to one', reading('0.2'), '100', '10', '1'],
    ['the blank is taken off', reading('0.2', '20.05', '0.05'), '100', '10', '1'],
    ['a purity below 100 % lowers it', reading('0.2'), '99.5', '10', '0.995'],
    // 盐酸滴定液 (0.1 mol/L), 无水碳酸钠 T = 5.30 mg/mL: 0.1500 × 1000 ÷ (28.24 × 5.30).
    ['hydrochloric acid on sodium carbonate', reading('0.1500', '28.26', '0.02'), '100', '5.30', '1.0021'],
  ];
  for (const [says, one, purity, titre, F] of cases)
    it(`${says}: ${F}`, () => expect(factorOf(one, purity, titre).toFixed().slice(0, F.length)).to.equal(F));
});

describe('the three titrations of one person', () => {
  const cases: [says: string, masses: string[], deviation: string, fits: boolean][] = [
    ['all alike', ['0.2', '0.2', '0.2'], '0', true],
    // Mean 1; deviations 0.0015, 0, 0.0015: Σ|d| ÷ 3 = 0.001.
    ['exactly at the limit', ['0.1997', '0.2', '0.2003'], '0.1', true],
    ['one digit beyond it', ['0.19969', '0.2', '0.20031'], '0.10333', false],
    ['four titrations, at the limit', ['0.1998', '0.2002', '0.1998', '0.2002'], '0.1', true],
    ['one of them far off', ['0.2', '0.2', '0.21'], '2.18', false],
  ];
  for (const [says, masses, deviation, fits] of cases)
    it(`${says}: ${deviation} % ${fits ? 'fits' : 'is refused with its reason'}`, () => {
      const part = standardised(
        masses.map((mass) => reading(mass)),
        { purity: '100', titre: '10', way: 'direct' },
        rule,
      );
      expect(part.deviation.slice(0, deviation.length)).to.equal(deviation);
      expect(part.reasons.map(({ id }) => id)).to.deep.equal(fits ? [] : ['material.within']);
    });

  it('needs no luck with endless quotients: thirds that agree deviate by nothing', () => {
    const part = standardised(
      [reading('0.2', '30'), reading('0.2', '30'), reading('0.2', '30')],
      { purity: '100', titre: '10', way: 'direct' },
      rule,
    );
    expect(part.deviation).to.equal('0');
  });
});

describe('F of both persons', () => {
  const cases: [says: string, first: string, second: string, factor: string | null, reasons: string[]][] = [
    ['agree', '1.002', '1.002', '1.002', []],
    ['differ by exactly 0.1 %', '1.001', '0.999', '1.000', []],
    ['differ by more', '1.0010001', '0.9989999', null, ['material.between']],
    ['a tie goes to the even digit, down', '1.0005', '1.0005', '1.000', []],
    ['a tie goes to the even digit, up', '1.0015', '1.0015', '1.002', []],
    ['a little above the tie', '1.00050001', '1.00050001', '1.001', []],
    ['below 1 four digits are one place more', '0.99865', '0.99865', '0.9986', []],
    ['the lowest F', '0.95', '0.95', '0.9500', []],
    ['below the lowest, though it rounds to it', '0.949999', '0.949999', null, ['material.factor']],
    ['the highest F', '1.05', '1.05', '1.050', []],
    ['above the highest, though it rounds to it', '1.0500001', '1.0500001', null, ['material.factor']],
    ['both at once', '0.9', '1.1', null, ['material.between']],
    ['too weak and apart', '0.90', '0.92', null, ['material.between', 'material.factor']],
  ];
  for (const [says, first, second, factor, reasons] of cases)
    it(`${says}: ${factor ?? reasons.join(', ')}`, () => {
      const outcome = concluded(first, second, rule);
      expect(outcome.factor).to.equal(factor);
      expect(outcome.reasons.map(({ id }) => id)).to.deep.equal(reasons);
    });
});

describe('until when a lot may be used', () => {
  const plain = { expiry: null, made_on: null, opened_on: null, standardised_on: null };
  const cases: [says: string, lot: Parameters<typeof validTo>[1], end: string | null][] = [
    ['what the label says', { ...plain, kind: 'reagent', expiry: '2028-05-31' }, '2028-05-31'],
    ['opening shortens it', { ...plain, kind: 'reagent', expiry: '2028-05-31', opened_on: '2026-03-10' }, '2027-03-10'],
    [
      'opening never lengthens it',
      { ...plain, kind: 'reagent', expiry: '2026-05-31', opened_on: '2026-03-10' },
      '2026-05-31',
    ],
    [
      'a titrant holds three months, to the end of a short month',
      { ...plain, kind: 'titrant', standardised_on: '2026-11-30' },
      '2027-02-28',
    ],
    ['a solution by the term after making', { ...plain, kind: 'solution', made_on: '2026-01-15' }, '2026-07-15'],
    [
      'what somebody wrote does not lengthen that term',
      { ...plain, kind: 'media', made_on: '2026-01-31', expiry: '2027-01-01' },
      '2026-02-28',
    ],
    ['the current batch of a reference substance has no end', { ...plain, kind: 'reference' }, null],
  ];
  for (const [says, lot, end] of cases) it(`${says}: ${end}`, () => expect(validTo(root, lot)).to.equal(end));
});

describe('the content that a record takes', () => {
  const cases: [says: string, lot: Parameters<typeof contentInUse>[0], percent: string][] = [
    ['as is', { content: '99.6', basis: 'as-is', driedBeforeUse: false }, '99.6'],
    ['dried before use', { content: '99.60', basis: 'dried', driedBeforeUse: true }, '99.60'],
    [
      'not dried: the loss is taken off',
      { content: '99.6', basis: 'dried', loss: '0.5', driedBeforeUse: false },
      '99.102',
    ],
    [
      'anhydrous: the water is taken off',
      { content: '100', basis: 'anhydrous', loss: '4.25', driedBeforeUse: true },
      '95.75',
    ],
  ];
  for (const [says, lot, percent] of cases)
    it(`${says}: ${percent} %`, () => expect(contentInUse(lot).percent).to.equal(percent));

  it('is refused where the loss is needed and unknown', () => {
    expect(() => contentInUse({ content: '99.6', basis: 'dried', driedBeforeUse: false })).to.throw('material.loss');
  });
});
