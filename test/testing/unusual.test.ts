import { expect } from 'chai';
import type { RecordOutcome, TestItem } from '../../lib/forms/index.ts';
import { blocking, type Changed, nearLimit, ofChanges, ofOutcome, rank } from '../../lib/testing/unusual.ts';

const item = { limit: { kind: 'max', value: '0.5' }, limitText: '不得过0.5%' } as TestItem;
const outcome: RecordOutcome = {
  complete: true,
  missing: [],
  problems: [],
  steps: [],
  gates: [],
  criteria: [],
  result: { exact: '0.2', rounded: '0.2', text: '0.2%' },
};
const change: Changed = { path: 'F', old: null, new: '2', late: false };
const unusual = (result: RecordOutcome, changes: readonly Changed[]) =>
  rank([...ofChanges(changes), ...ofOutcome({ item }, result)]);

describe('testing: what a reviewer looks at first', () => {
  const vectors: [string, string, string | null][] = [
    ['0.5', '0.44', '0.5'],
    ['0.5', '0.6', '0.5'],
    ['0.5', '0.39', null],
    ['0.5', '0.601', null],
    ['100', '99', '100'],
    ['100', '98.9', null],
  ];
  for (const [limit, exact, near] of vectors) {
    it(`${exact} against ≤${limit} is ${near === null ? 'not ' : ''}near`, () =>
      expect(nearLimit({ kind: 'max', value: limit }, exact)).to.equal(near));
  }

  it('looks at both ends of a range, and at the accepted count of a microbial limit', () => {
    expect(nearLimit({ kind: 'range', low: '95.0', high: '105.0' }, '95.05')).to.equal('95.0');
    expect(nearLimit({ kind: 'range', low: '95.0', high: '105.0' }, '104.95')).to.equal('105.0');
    expect(nearLimit({ kind: 'microbial', value: '1000', factor: '2' }, '2000')).to.equal('2000');
  });

  it('looks at label claims, declared values and derived figures', () => {
    const claim = { kind: 'label-claim', low: '90.0', high: '110.0' } as const;
    expect([nearLimit(claim, '90.04'), nearLimit(claim, '109.9'), nearLimit(claim, '95.0')]).to.deep.equal([
      '90.0',
      '110.0',
      null,
    ]);
    expect(nearLimit({ kind: 'label-claim', low: '90.0' }, '110.0')).to.equal(null);
    // 5.2 ± 10 % is 4.68 to 5.72; results are written to 0.1.
    const declared = {
      kind: 'declared',
      declared: '5.2',
      below: '10',
      above: '10',
      by: 'percent',
      on: 'label',
    } as const;
    expect([nearLimit(declared, '4.61'), nearLimit(declared, '5.8'), nearLimit(declared, '5.2')]).to.deep.equal([
      '4.68',
      '5.72',
      null,
    ]);
    const sum = { kind: 'derived', by: 'sum', limit: { kind: 'max', value: '20' } } as const;
    expect([nearLimit(sum, '20.9'), nearLimit(sum, '21.1')]).to.deep.equal(['20', null]);
  });

  it('has no nearness without a number', () => {
    expect(nearLimit({ kind: 'text', requirement: '白色' }, '0.5')).to.equal(null);
    for (const exact of [null, undefined, '', 'ND'])
      expect(nearLimit({ kind: 'max', value: '0.5' }, exact)).to.equal(null);
  });

  it('finds nothing in a clean record; a first entry is no change', () => {
    expect(unusual(outcome, [change])).to.deep.equal([]);
  });

  it('ranks: out of limit, changed after the result, near, changed', () => {
    const failing: RecordOutcome = {
      ...outcome,
      result: { exact: '0.55', rounded: '0.6', text: '0.6%' },
      verdict: { verdict: 'fails', compared: '0.6', mode: 'rounded', reason: { id: 'verdict.above' } },
    };
    const found = unusual(failing, [
      { ...change, old: '1' },
      { ...change, old: '2' },
      { ...change, path: 'm', old: '3', late: true },
    ]);
    expect(found.map(({ id }) => id)).to.deep.equal(['fails', 'changed-late', 'near', 'changed']);
    expect(found[3]).to.deep.equal({ id: 'changed', params: { count: 2, fields: 1 }, cell: 'F' });
    expect(found[1]?.cell).to.equal('m');
  });

  it('what is only told keeps no record out of a set', () => {
    expect(blocking([{ id: 'fast', params: {} }])).to.deep.equal([]);
    expect(blocking([{ id: 'hours', params: {} }])).to.have.length(1);
  });
});
