import { join } from 'node:path';
import { expect } from 'chai';
import { diagram } from '../../lib/core/machine.ts';
import { type Receipt, receiptProblems } from '../../lib/samples/check.ts';
import { needsCold } from '../../lib/samples/cold-chain.ts';
import { portionMachine, sampleMachine } from '../../lib/samples/machine.ts';
import { checkNames } from '../../lib/samples/rows.ts';
import { allOk } from './arrange.ts';

const root = join(import.meta.dirname, '..', '..');
const ids = (receipt: Partial<Receipt>, cold = false): string[] =>
  receiptProblems({ checks: allOk, decision: 'accepted', ...receipt }, cold, (check) => check).map(({ id }) => id);

describe('what a receipt must satisfy (domain 1.5)', () => {
  for (const name of checkNames) {
    it(`10.4: does not accept when ${name} is not in order, but takes it with a deviation or refuses it`, () => {
      const checks = { ...allOk, [name]: 'not' as const };
      expect(ids({ checks })).to.deep.equal(['receipt.accepted-despite']);
      expect(ids({ checks, decision: 'deviation', deviation: '封签边缘翘起，询问孙采，答复运输所致' })).to.deep.equal(
        [],
      );
      expect(ids({ checks, decision: 'refused', grounds: ['seal'] })).to.deep.equal([]);
    });
  }

  for (const [title, receipt, cold, expected] of [
    ['all in order', {}, false, []],
    ['a deviation without a word', { decision: 'deviation' }, false, ['receipt.deviation-text']],
    ['a refusal without a ground', { decision: 'refused' }, false, ['receipt.grounds-missing']],
    ['grounds without a refusal', { grounds: ['late'] }, false, ['receipt.grounds-unfit']],
    ['10.5: a cold chain without a temperature', {}, true, ['receipt.temperature-missing']],
    ['10.5: a cold chain with one', { temperature: '5.2' }, true, []],
    ['a refused cold chain', { decision: 'refused', grounds: ['transport'] }, true, []],
    ['B005: a censored temperature', { temperature: '<5' }, true, ['receipt.temperature-form']],
    ['B008: a word for a temperature', { temperature: '正常' }, true, ['number.word']],
  ] as [string, Partial<Receipt>, boolean, string[]][]) {
    it(`judges ${title}`, () => expect(ids(receipt, cold)).to.deep.equal(expected));
  }
});

describe('cold chain (domain 10.5)', () => {
  for (const text of [
    '2～8℃避光保存',
    '2-8℃',
    '2℃~8℃',
    '冷藏',
    '遮光，冷处保存',
    '-20℃以下保存',
    '冷冻保存',
    '于2~8℃保存，不得冷冻',
  ]) {
    it(`knows ${text}`, () => expect(needsCold(root, { storageCondition: text })).to.equal(true));
  }
  for (const text of ['密封', '遮光，阴凉处（不超过20℃）保存', '12-28℃', '密闭，不得冷冻', '10～30℃', '']) {
    it(`does not mistake ${text || 'nothing'}`, () =>
      expect(needsCold(root, { storageCondition: text })).to.equal(false));
  }
  it('knows it from the transport', () =>
    expect(needsCold(root, { storageCondition: '密封', transport: 'cold' })).to.equal(true));
});

describe('the machines of batches and portions', () => {
  it('draw themselves for the manual', () => {
    expect(diagram(sampleMachine))
      .to.include('accepted --> assigned: assign')
      .and.to.include('approved --> issued: issue');
    expect(diagram(portionMachine)).to.include('sealed --> retained: retain');
  });
});
