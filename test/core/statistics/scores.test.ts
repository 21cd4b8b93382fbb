import { expect } from 'chai';
import fc from 'fast-check';
import {
  agreementRate,
  applicableScore,
  dPercent,
  enScore,
  horwitz,
  identified,
  paScore,
  percentOf,
  performanceScore,
  qScore,
  qualitative,
  ranks,
  verdictOfEn,
  verdictOfZ,
  zetaScore,
  zPrimeScore,
  zScore,
} from '../../../lib/core/statistics/scores.ts';
import { refused } from '../expect-refusal.ts';
import { agrees, close } from './near.ts';

const UNITS = { x: '10.9', assigned: '10.0', sigma: '0.5', uAssigned: '0.1' };

describe('scores of a proficiency test', () => {
  it('are what ISO 13528 defines, and open to what was typed', () => {
    expect(zScore({ x: '10.9', assigned: '10.0', sigma: '0.5' })).to.deep.equal({
      kind: 'z',
      value: '1.8',
      verdict: 'satisfactory',
      formula: 'score.z',
      inputs: { x: '10.9', assigned: '10.0', sigma: '0.5' },
    });
    agrees(Number(zPrimeScore(UNITS).value), 1.765045, 6);
    const own = { x: '10.9', assigned: '10' };
    agrees(Number(zetaScore({ ...own, uLab: '0.3', uAssigned: '0.1' }).value), 2.84605, 6);
    agrees(Number(enScore({ ...own, expandedLab: '0.6', expandedAssigned: '0.2' }).value), 1.423025, 6);
    expect(zScore({ x: '8.4', assigned: '10', sigma: '0.5' })).to.include({ value: '-3.2', verdict: 'unsatisfactory' });
    expect(performanceScore({ x: '8.4', assigned: '10', sigma: '0.5', uAssigned: '0.3' })).to.include({
      kind: 'z-prime',
      verdict: 'questionable',
    });
  });

  it('reproduce the examples of the trade: 10.20 and 11.40 against x* 10.032, u 0.0457, σ 0.20', () => {
    const given = { assigned: '10.032', sigma: '0.20', uAssigned: '0.0457' };
    const values = ['10.20', '11.40', '9.10'];
    expect(values.map((x) => Number(zScore({ ...given, x }).value).toFixed(2))).to.deep.equal([
      '0.84',
      '6.84',
      '-4.66',
    ]);
    expect(values.map((x) => Number(zPrimeScore({ ...given, x }).value).toFixed(2))).to.deep.equal([
      '0.82',
      '6.67',
      '-4.54',
    ]);
    const pair = { x: '10.20', assigned: '10.02' };
    close(Number(enScore({ ...pair, expandedLab: '0.12', expandedAssigned: '0.08' }).value), 1.248, 0.0005);
    close(Number(zetaScore({ ...pair, uLab: '0.06', uAssigned: '0.04' }).value), 2.496, 0.0005);
  });

  it('give ζ of NIST Dataplot against 1.000 to its printed digits', () => {
    const u = { assigned: '1.000', uLab: '0.0043461', uAssigned: '0.0062789' };
    const printed = [0.785, -0.523, -0.261, 0, -1.047];
    ['1.006', '0.996', '0.998', '1.000', '0.992'].forEach((x, at) => {
      close(Number(zetaScore({ ...u, x }).value), printed[at] ?? 0, 0.002);
    });
  });

  const z = (x: string) => zScore({ x, assigned: '10.0', sigma: '0.1' }).verdict;
  it('judge exactly at 2 and 3, where binary numbers would not', () => {
    const verdicts = [z('10.2'), z('9.8'), z('10.20000001'), z('10.2999999'), z('10.3'), z('9.7'), z('10.30')];
    expect(verdicts).to.deep.equal([
      'satisfactory',
      'satisfactory',
      'questionable',
      'questionable',
      'unsatisfactory',
      'unsatisfactory',
      'unsatisfactory',
    ]);
    expect((10.2 - 10) / 0.1).not.to.equal(2);
    const prime = (x: string) => zPrimeScore({ x, assigned: '0', sigma: '0.3', uAssigned: '0.4' }).verdict;
    expect([prime('1'), prime('1.5'), prime('1.0000000001')]).to.deep.equal([
      'satisfactory',
      'unsatisfactory',
      'questionable',
    ]);
    const en = (x: string) => enScore({ x, assigned: '0', expandedLab: '0.3', expandedAssigned: '0.4' }).verdict;
    expect([en('0.5'), en('-0.5'), en('0.5000000001')]).to.deep.equal([
      'satisfactory',
      'satisfactory',
      'unsatisfactory',
    ]);
    expect(['2.0', '-2.0', '2.0001', '2.999', '3.0', '-3.0'].map(verdictOfZ)).to.deep.equal([
      'satisfactory',
      'satisfactory',
      'questionable',
      'questionable',
      'unsatisfactory',
      'unsatisfactory',
    ]);
    expect(['1.0', '-1.0', '1.0001'].map(verdictOfEn)).to.deep.equal([
      'satisfactory',
      'satisfactory',
      'unsatisfactory',
    ]);
  });

  it('of percent and of allowed error are judged only against a limit', () => {
    expect(dPercent({ x: '11', assigned: '10' })).to.include({ value: '10', verdict: 'none' });
    expect(dPercent({ x: '11', assigned: '10', limit: '10' }).verdict).to.equal('satisfactory');
    expect(dPercent({ x: '11.01', assigned: '10', limit: '10' }).verdict).to.equal('unsatisfactory');
    expect(paScore({ x: '9', assigned: '10', deltaE: '1' })).to.include({ value: '-100', verdict: 'satisfactory' });
    expect(paScore({ x: '8.99', assigned: '10', deltaE: '1' }).verdict).to.equal('unsatisfactory');
    expect(qScore({ x: '9', assigned: '10' })).to.include({ value: '-0.1', verdict: 'none' });
  });

  it('take z′ only when u(xpt) is above 0.3 σpt', () => {
    expect(applicableScore('0.1', '0.03')).to.equal('z');
    expect(applicableScore('0.1', '0.030000001')).to.equal('z-prime');
    expect(performanceScore(UNITS).kind).to.equal('z');
  });

  it('follow scale and shift, and turn their sign with the deviation', () => {
    const whole = fc.integer({ min: -100_000, max: 100_000 });
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 99 }), (x, c, s, a) => {
        const one = zScore({ x: String(x), assigned: String(c), sigma: String(s) });
        const moved = { x: String(a * x + 7), assigned: String(a * c + 7), sigma: String(a * s) };
        expect(zScore(moved)).to.deep.include({ value: one.value, verdict: one.verdict });
        const turned = zScore({ x: String(-x), assigned: String(-c), sigma: String(s) });
        expect(Number(turned.value) + Number(one.value)).to.equal(0);
        expect(turned.verdict).to.equal(one.verdict);
      }),
    );
  });

  it('have Horwitz with the ends of Thompson', () => {
    const points: [string, string, number][] = [
      ['0.00000001', 'low', 0.22e-8],
      ['0.00000012', 'middle', 0.02 * 1.2e-7 ** 0.8495],
      ['0.000001', 'middle', 0.02 * 1e-6 ** 0.8495],
      ['0.138', 'middle', 0.02 * 0.138 ** 0.8495],
      ['0.1381', 'high', 0.01 * 0.1381 ** 0.5],
      ['1', 'high', 0.01],
    ];
    for (const [c, branch, sigma] of points) {
      expect(horwitz(c).branch, c).to.equal(branch);
      agrees(Number(horwitz(c).sigma), sigma, 10, c);
    }
    refused(() => horwitz('0'), 'statistics.not-positive');
    refused(() => horwitz('1.1'), 'statistics.range');
  });

  it('rank by size, ties sharing their place', () => {
    expect(ranks(['-0.5', '3', '0.50', '1'])).to.deep.equal([1.5, 4, 1.5, 3]);
    expect(ranks([])).to.deep.equal([]);
    expect([percentOf(1, 3), percentOf(2, 2)]).to.deep.equal(['33.3333333333', '100']);
    refused(() => percentOf(0, 0), 'statistics.zero');
  });

  it('of an identification are right, partly right or wrong', () => {
    expect(qualitative(['三七', '黄连 '], ['三七', '黄连'])).to.deep.equal({ verdict: 'right', right: 2, of: 2 });
    expect(qualitative(['三七', '黄芩'], ['三七', '黄连']).verdict).to.equal('partly-right');
    expect(qualitative(['阴性'], ['阳性']).verdict).to.equal('wrong');
    expect(identified(['黄连', '三七'], ['三七', '黄连']).verdict).to.equal('right');
    expect(identified(['三七', '大黄'], ['三七', '黄连'])).to.deep.equal({
      verdict: 'partly-right',
      right: ['三七'],
      missing: ['黄连'],
      extra: ['大黄'],
    });
    expect(identified(['大黄'], ['三七']).verdict).to.equal('wrong');
    expect(agreementRate(['阳性', '阳性', '阴性', '阳 性'])).to.deep.equal({
      most: '阳性',
      rate: '75',
      count: 3,
      of: 4,
    });
    refused(() => qualitative([], []), 'statistics.few');
    refused(() => qualitative(['a'], []), 'statistics.lengths');
    refused(() => identified(['a'], []), 'statistics.few');
    refused(() => agreementRate([]), 'statistics.few');
  });

  it('refuse what cannot be scored, naming the field', () => {
    const field = (work: () => unknown, id: string) => refused(work, id).reasons[0]?.field;
    expect(field(() => zScore({ x: '<0.1', assigned: '1', sigma: '1' }), 'statistics.censored')).to.equal('x');
    expect(field(() => zScore({ x: 'NaN', assigned: '1', sigma: '1' }), 'number.word')).to.equal('x');
    expect(field(() => zScore({ x: '1', assigned: '', sigma: '1' }), 'number.empty')).to.equal('assigned');
    expect(field(() => zScore({ x: '1', assigned: '1', sigma: '0' }), 'statistics.not-positive')).to.equal('sigma');
    expect(field(() => zPrimeScore({ ...UNITS, uAssigned: '-1' }), 'statistics.negative')).to.equal('uAssigned');
    const zero = { x: '1', assigned: '1', uLab: '0', uAssigned: '0' };
    expect(field(() => zetaScore(zero), 'statistics.not-positive')).to.equal('uLab');
    const none = { x: '1', assigned: '1', expandedLab: '0', expandedAssigned: '0' };
    expect(field(() => enScore(none), 'statistics.not-positive')).to.equal('expandedLab');
    expect(field(() => dPercent({ x: '1', assigned: '0' }), 'statistics.zero')).to.equal('assigned');
    expect(field(() => qScore({ x: '1', assigned: '0' }), 'statistics.zero')).to.equal('assigned');
    expect(field(() => paScore({ x: '1', assigned: '1', deltaE: '0' }), 'statistics.not-positive')).to.equal('deltaE');
  });
});
