import { expect } from 'chai';
import { type DecisionRule, decide, isNear } from '../../lib/core/decision.ts';
import { Refusal } from '../../lib/core/refusal.ts';

const rule = (kind: DecisionRule['kind'], over: Partial<DecisionRule> = {}): DecisionRule => ({
  kind,
  basis: 'ILAC-G8',
  ...over,
});
const value = (exact: string, U = '0.5', k = '2') => ({ exact, rounded: exact, U, k });

describe('decision rules', () => {
  // ILAC-G8:09/2019, 4.2.3, with w = U at an upper limit of 10.
  for (const [x, word] of [
    ['9.4', 'conforms'],
    ['9.5', 'conforms'],
    ['9.7', 'conditional-pass'],
    ['10.0', 'conditional-pass'],
    ['10.2', 'conditional-fail'],
    ['10.5', 'conditional-fail'],
    ['10.6', 'fails'],
  ] as const) {
    it(`four zones: ${x} is ${word}`, () => {
      expect(decide(value(x), { high: '10.0' }, rule('four-zone')).word).to.equal(word);
    });
  }

  // JCGM 106:2012, 7.4, example 1: breakdown of a Zener diode, upper limit −5.40 V, −5.47 V measured with u = 0.05 V.
  it('JCGM 106, 7.4: conformity probability 0.92', () => {
    const found = decide(value('-5.47', '0.10'), { high: '-5.40' }, rule('simple'));
    expect(Number(found.probability)).to.be.closeTo(0.92, 0.005);
    expect(found).to.include({ word: 'conforms' });
    expect(Number(found.risk)).to.be.closeTo(0.08, 0.005);
  });

  it('is half at a limit, and never above 5 % with w = 1.64·u at one limit', () => {
    expect(decide(value('10'), { high: '10' }, rule('simple'))).to.include({ word: 'conforms', probability: '0.5000' });
    const guarded = rule('guarded', { of: 'u', factor: '1.645' });
    const edge = decide(value('9.58875'), { high: '10' }, guarded);
    expect(edge).to.include({ word: 'conforms', w: '0.41125' });
    expect(Number(edge.risk)).to.be.closeTo(0.05, 0.0001);
    expect(decide(value('9.58876'), { high: '10' }, guarded).word).to.equal('fails');
  });

  it('takes the rounded value where the standard says so, the measured one else', () => {
    const tie = { exact: '10.04', rounded: '10.0', U: '0.5', k: '2' };
    expect(decide(tie, { high: '10.0' }, rule('standard')).word).to.equal('conforms');
    expect(decide(tie, { high: '10.0' }, rule('simple')).word).to.equal('fails');
  });

  it('holds both ends, and an open end is outside', () => {
    const both = { low: '95', high: '105' };
    expect(decide(value('95.4'), both, rule('guarded')).word).to.equal('fails');
    expect(decide(value('95.5'), both, rule('guarded')).acceptance).to.deep.equal({ low: '95.5', high: '104.5' });
    expect(decide(value('105'), { high: '105', openHigh: true }, rule('simple')).word).to.equal('fails');
    expect(decide(value('94.6'), both, rule('four-zone')).word).to.equal('conditional-fail');
  });

  for (const [x, near] of [
    ['9.49', false],
    ['9.5', true],
    ['10.5', true],
    ['10.51', false],
  ] as const) {
    it(`${x} ± 0.5 is ${near ? '' : 'not '}near the limit of 10`, () => {
      expect(isNear(value(x), { high: '10' })).to.equal(near);
    });
  }

  for (const [id, work] of [
    ['decision.bounds', () => decide(value('1'), {}, rule('simple'))],
    ['decision.u', () => decide(value('1', '0'), { high: '2' }, rule('simple'))],
    ['decision.factor', () => decide(value('1'), { high: '2' }, rule('guarded', { factor: '6' }))],
    ['decision.no-room', () => decide(value('1'), { low: '0.6', high: '1.4' }, rule('guarded'))],
  ] as const) {
    it(`refuses ${id}`, () => {
      expect(work).to.throw(Refusal, id);
    });
  }
});
