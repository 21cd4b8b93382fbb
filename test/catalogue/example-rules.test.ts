import { expect } from 'chai';
import { type Example, exampleFaults, sealOf } from '../../lib/catalogue/index.ts';

const item: Example['item'] = { limit: { kind: 'max', value: '5.0' } };
const sealed = (example: Omit<Example, 'seal' | 'note'>): Example => {
  const noted = { note: '示例', ...example };
  return { ...noted, seal: sealOf(noted) };
};
const typical = sealed({
  kind: 'typical',
  item,
  readings: { m: '1' },
  expect: { result: '4.9', exact: '4.93', verdict: 'conforms' },
});
const tie = sealed({
  kind: 'tie',
  item,
  readings: { m: '2' },
  expect: { result: '4.8', exact: '4.85', verdict: 'conforms' },
});
const edge = sealed({
  kind: 'edge',
  item,
  readings: { m: '3' },
  expect: { result: '5.0', exact: '5.04', verdict: 'conforms' },
});
const refusal = sealed({ kind: 'refusal', item, readings: { m: '0' }, expect: { refused: 'formula.zero' } });
const yes = sealed({ kind: 'verdict', item, readings: { conforms: 'yes' }, expect: { verdict: 'conforms' } });
const no = sealed({ kind: 'verdict', item, readings: { conforms: 'no' }, expect: { verdict: 'fails' } });

const cases: { says: string; examples: Example[]; faults: string[] }[] = [
  { says: 'a computed parameter with a tie and a refusal is complete', examples: [typical, tie, refusal], faults: [] },
  { says: 'the edge of the limit serves as well as a tie', examples: [typical, edge, refusal], faults: [] },
  { says: 'a worded parameter needs one that conforms and one that fails', examples: [yes, no], faults: [] },
  {
    says: 'one that computes is too few',
    examples: [tie, refusal],
    faults: ['examples: at least two must compute a result'],
  },
  {
    says: 'without tie or edge',
    examples: [typical, typical, refusal],
    faults: ['examples: one must stand at a rounding tie or at the limit'],
  },
  { says: 'without a refusal', examples: [typical, tie], faults: ['examples: one must be refused'] },
  { says: 'a worded parameter that never fails', examples: [yes], faults: ['examples: one must fail'] },
  {
    says: 'a tie that is none',
    examples: [typical, sealed({ ...tie, expect: { ...tie.expect, exact: '4.8501' } }), refusal],
    faults: ['kind: the exact value does not lie half-way between two results'],
  },
  {
    says: 'an edge far from the limit',
    examples: [typical, sealed({ ...edge, expect: { result: '4.2', exact: '4.21', verdict: 'conforms' } }), refusal],
    faults: ['kind: the result does not lie at the limit'],
  },
  {
    says: 'no seal',
    examples: [typical, tie, { ...refusal, seal: undefined }],
    faults: ['seal: is missing (npx lims catalogue seal, after it was checked by hand)'],
  },
  {
    says: 'a reading changed after the seal',
    examples: [typical, { ...tie, readings: { m: '3' } }, refusal],
    faults: ['seal: something in this example was changed since it was sealed'],
  },
];

describe('worked examples of a parameter', () => {
  for (const { says, examples, faults } of cases)
    it(says, () => {
      expect(exampleFaults({ examples }).map(({ detail }) => detail)).to.deep.equal(faults);
    });
});
