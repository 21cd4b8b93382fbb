import { expect } from 'chai';
import { Refusal } from '../../lib/core/refusal.ts';
import { figuresOf } from '../../lib/methods/figures.ts';
import type { VerificationData, VerificationLimits } from '../../lib/methods/rows.ts';

const refusedFor = (
  data: VerificationData,
  limits: VerificationLimits = {},
): { id: string; field?: string | undefined }[] => {
  try {
    figuresOf(data, limits);
  } catch (error) {
    if (error instanceof Refusal) return error.reasons.map(({ id, field }) => ({ id, field }));
    throw error;
  }
  return [];
};

/** y = 2x + 1 exactly; each figure can be worked out by hand. */
const straight = '1 3\n2 5\n3 7\n4 9\n5 11';

/** Worked by hand with fractions. */
const worked: { says: string; data: VerificationData; part: object }[] = [
  {
    says: 'mean, SD (n−1) and RSD: 2, 4, 4, 4, 5, 5, 7, 9 → 5, √(32/7), √(32/7)/5',
    data: { precision: '2 4 4 4\n5 5 7 9' },
    part: { precision: { n: 8, mean: '5', sd: '2.1380899352994', rsd: '42.7617987059879' } },
  },
  {
    says: 'recovery: (9.8 − 0)/10, (10.3 − 0.1)/10 and (10.0 − 0)/10 → 98, 102, 100 %, mean 100, SD 2',
    data: { recovery: '10 9.8\n10 10.3 0.1\n10；10.0' },
    part: { recovery: { each: ['98', '102', '100'], mean: '100', rsd: '2' } },
  },
  {
    says: 'one recovery has no RSD',
    data: { recovery: '4 3' },
    part: { recovery: { each: ['75'], mean: '75', rsd: null } },
  },
  {
    says: 'a straight line',
    data: { linearity: straight },
    part: { linearity: { n: 5, slope: '2', intercept: '1', r: '1' } },
  },
  {
    says: 'LOD = 3.3 × 0.2 ÷ 2, LOQ = 10 × 0.2 ÷ 2',
    data: { linearity: straight, sigma: '0.2' },
    part: { detection: { sigma: '0.2', slope: '2', lod: '0.33', loq: '1' } },
  },
  {
    says: 'σ from blanks 1, 2, 3 is 1; a falling line counts by its size',
    data: { linearity: '1 9\n2 5\n3 1', blanks: '1, 2，3'.replace(', ', ' ') },
    part: { detection: { sigma: '1', slope: '-4', lod: '0.825', loq: '2.5' } },
  },
];

/** The edge is accepted: at most, at least. */
const judged: [
  says: string,
  data: VerificationData,
  limits: VerificationLimits,
  met: Record<string, boolean | null>,
][] = [
  [
    'recovery on its lower edge',
    { recovery: '10 9.5\n10 9.5' },
    { recoveryLow: '95', recoveryHigh: '105' },
    { recovery: true },
  ],
  [
    'recovery above',
    { recovery: '10 10.51\n10 10.51' },
    { recoveryLow: '95', recoveryHigh: '105' },
    { recovery: false },
  ],
  ['only one side given', { recovery: '10 20' }, { recoveryLow: '95' }, { recovery: true }],
  ['RSD on its edge', { precision: '98 100 102' }, { rsdMost: '2' }, { rsd: true }],
  ['RSD beyond, though it rounds to the limit', { precision: '98 100 102.01' }, { rsdMost: '2.0' }, { rsd: false }],
  ['r of a falling line', { linearity: '1 9\n2 5\n3 1' }, { rLeast: '0.999' }, { r: true }],
  [
    'LOD and LOQ',
    { linearity: straight, sigma: '0.2' },
    { lodMost: '0.33', loqMost: '0.9' },
    { r: null, lod: true, loq: false },
  ],
  ['no limit entered', { precision: '1 2' }, {}, { rsd: null }],
  ['nothing measured', {}, { rsdMost: '2' }, {}],
];

const refused: [
  says: string,
  data: VerificationData,
  limits: VerificationLimits,
  reasons: { id: string; field: string }[],
][] = [
  ['one repeated result', { precision: '5' }, {}, [{ id: 'verification.few', field: 'precision' }]],
  ['a word', { precision: '5 abc' }, {}, [{ id: 'number.word', field: 'precision' }]],
  ['a censored value', { precision: '5 <0.1' }, {}, [{ id: 'verification.censored', field: 'precision' }]],
  ['a mean of nothing', { precision: '1 -1' }, {}, [{ id: 'formula.zero', field: 'precision' }]],
  [
    'rows of another length',
    { linearity: '1 2\n3\n4 5 6' },
    {},
    [
      { id: 'verification.row', field: 'linearity' },
      { id: 'verification.row', field: 'linearity' },
    ],
  ],
  ['nothing added', { recovery: '0 5' }, {}, [{ id: 'formula.zero', field: 'recovery' }]],
  ['one concentration only', { linearity: '1 2\n1 3' }, {}, [{ id: 'formula.zero', field: 'linearity' }]],
  [
    'a flat line has no detection limit',
    { linearity: '1 2\n2 3\n3 2', sigma: '1' },
    {},
    [{ id: 'formula.zero', field: 'linearity' }],
  ],
  ['σ without a slope', { sigma: '1' }, {}, [{ id: 'verification.slope', field: 'linearity' }]],
  ['σ of nothing', { sigma: '0', linearity: straight }, {}, [{ id: 'verification.sigma', field: 'sigma' }]],
  [
    'σ and blanks',
    { sigma: '1', blanks: '1 2', linearity: straight },
    {},
    [{ id: 'verification.sigma-twice', field: 'sigma' }],
  ],
  ['one blank', { blanks: '1', linearity: straight }, {}, [{ id: 'verification.few', field: 'blanks' }]],
  [
    'limits that cross',
    { recovery: '1 1' },
    { recoveryLow: '105', recoveryHigh: '95' },
    [{ id: 'verification.limits-crossed', field: 'recoveryHigh' }],
  ],
  ['a limit that is no number', { precision: '1 2' }, { rsdMost: 'x' }, [{ id: 'number.word', field: 'rsdMost' }]],
];

describe('the figures of a verification', () => {
  for (const { says, data, part } of worked) it(says, () => expect(figuresOf(data)).to.deep.include(part));

  for (const [says, data, limits, met] of judged)
    it(`judges ${says}`, () =>
      expect(Object.fromEntries(figuresOf(data, limits).criteria.map((one) => [one.id, one.met]))).to.deep.equal(met));

  for (const [says, data, limits, reasons] of refused)
    it(`refuses ${says}`, () => expect(refusedFor(data, limits)).to.deep.equal(reasons));
});
