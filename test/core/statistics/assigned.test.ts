import { expect } from 'chai';
import {
  byConsensus,
  byCrm,
  byExperts,
  byFormulation,
  type Caution,
  cautions,
  sigmaFromRounds,
  sigmaHorwitz,
  sigmaPrescribed,
  sigmaRobust,
} from '../../../lib/core/statistics/assigned.ts';
import { ceiling } from '../../../lib/core/statistics/cautions.ts';
import { randomFrom } from '../../../lib/core/statistics/random.ts';
import { zScore } from '../../../lib/core/statistics/scores.ts';
import { messages } from '../../../lib/messages/index.ts';
import { refused } from '../expect-refusal.ts';
import { agrees, close, texts } from './near.ts';

const TWELVE = ['10.02', '10.11', '9.95', '10.05', '9.98', '10.20', '10.00', '9.90', '10.08', '10.03', '11.40', '9.10'];
/** Five laboratories, one of which reports double the target (OpenELIS #4174). */
const DOUBLE = ['39.5', '40', '40.5', '41', '80'];

const ids = (found: Caution[]) => found.map(({ id }) => id.replace('statistics.caution.', ''));
const own = { assignedSource: 'consensus', sigmaSource: 'robust' } as const;
const given = { assignedSource: 'crm', sigmaSource: 'prescribed' } as const;

describe('the assigned value and its spread', () => {
  it('comes from the way the item was made, a certificate, experts or the participants', () => {
    const made = byFormulation({
      value: '50.0',
      contributions: [
        { name: 'm', u: '0.3' },
        { name: 'P', u: '0.4' },
      ],
    });
    expect(made).to.deep.include({ value: '50.0', u: '0.5', source: 'formulation' });
    expect(made.inputs).to.deep.equal({ value: '50.0', m: '0.3', P: '0.4' });
    const crm = byCrm({ certified: '99.8', expanded: '0.6', k: '2', homogeneity: '0.4' });
    expect(crm).to.deep.include({ value: '99.8', u: '0.5', formula: 'assigned.crm' });
    const experts = byExperts(['10.1', '10.3', '10.2'], ['0.2', '0.1', '0.2']);
    expect(experts).to.deep.include({ value: '10.2', u: '0.1', n: 3 });
    agrees(Number(byExperts(['10.1', '10.3', '10.2']).u), 0.1 / Math.sqrt(3), 10);
    const consensus = byConsensus(TWELVE, 'algorithm-a');
    close(Number(consensus.value), 10.032, 0.0005);
    close(Number(consensus.u), 0.0457, 0.00005);
    expect(consensus).to.deep.include({ n: 12, method: 'algorithm-a' });
    expect(byConsensus(TWELVE, 'median-nIQR').value).to.equal('10.025');
    for (const method of ['q-hampel', 'median-MADe'] as const)
      close(Number(byConsensus(TWELVE, method).value), 10.03, 0.02);
  });

  it('is spread as prescribed, by Horwitz, from earlier rounds or from this one', () => {
    expect(sigmaPrescribed({ sigma: '0.20' })).to.deep.include({ value: '0.20', source: 'prescribed' });
    expect(sigmaPrescribed({ percent: '5', assigned: '40' }).value).to.equal('2');
    agrees(Number(sigmaHorwitz('1', '0.000001').value), 0.02 * 1e-6 ** 0.8495 * 1e6, 10); // 1 mg/kg: 16 %
    close(Number(sigmaHorwitz('1', '0.000001').value), 0.16, 0.001);
    expect(sigmaHorwitz('98', '0.01').inputs.branch).to.equal('high');
    expect(
      sigmaFromRounds([
        { sd: '3', n: 11 },
        { sd: '4', n: 11 },
      ]).value,
    ).to.equal('3.53553390593');
    close(Number(sigmaRobust(TWELVE, 'algorithm-a').value), 0.1266, 0.00005);
  });

  it('refuses what gives no value', () => {
    refused(() => byFormulation({ value: '1', contributions: [] }), 'statistics.few');
    refused(() => byFormulation({ value: '1', contributions: [{ name: 'm', u: '-1' }] }), 'statistics.negative');
    refused(() => byCrm({ certified: '1', expanded: '0.1', k: '0' }), 'statistics.not-positive');
    refused(() => byExperts(['1']), 'statistics.few');
    refused(() => byExperts(['1', '2'], ['1']), 'statistics.lengths');
    refused(() => byConsensus(['1'], 'algorithm-a'), 'statistics.few');
    refused(() => byConsensus(['1', '<2'], 'algorithm-a'), 'statistics.censored');
    refused(() => sigmaPrescribed({ percent: '5', assigned: '0' }), 'statistics.not-positive');
    refused(() => sigmaPrescribed({}), 'number.empty');
    refused(() => sigmaHorwitz('-1', '0.01'), 'statistics.not-positive');
    refused(() => sigmaHorwitz('120', '0.01'), 'statistics.range');
    refused(() => sigmaFromRounds([]), 'statistics.few');
    refused(() => sigmaFromRounds([{ sd: '1', n: 1 }]), 'statistics.few');
    refused(() => sigmaRobust(['4', '4', '4'], 'algorithm-a'), 'statistics.no-spread');
  });
});

describe('what a small group cannot show', () => {
  it('names the laboratory at double the target among five, whom a classical z would pass with 1.79', () => {
    close(ceiling(5), 1.79, 0.002);
    const found = cautions({ values: DOUBLE, ...own });
    expect(ids(found)).to.include.members(['ceiling', 'multiple', 'consensus-few', 'own-values', 'own-spread']);
    expect(found.find(({ id }) => id.endsWith('multiple'))?.params).to.deep.equal({
      value: '80',
      target: '40.5',
      ratio: '2',
    });
    expect(found.find(({ id }) => id.endsWith('ceiling'))?.params).to.deep.equal({ n: 5, most: '1.79' });
    const { value: centre, sd = '' } = byConsensus(DOUBLE, 'median-MADe');
    close(Number(zScore({ x: '80', assigned: centre, sigma: sd }).value), 53, 0.5);
    expect(ids(cautions({ values: DOUBLE, ...given, assigned: '40' }))).to.deep.equal(['multiple']);
  });

  it('names two groups, in five results and in forty', () => {
    expect(ids(cautions({ values: ['10', '10.1', '20', '20.1', '20.2'], ...given }))).to.include('two-groups');
    const random = randomFrom(2);
    const forty = Array.from({ length: 40 }, (_, at) => random.normal(at < 24 ? 10 : 13, 0.6));
    expect(ids(cautions({ values: texts(forty), ...given }))).to.include('two-groups');
  });

  it('names no groups in ordinary rounds, but for a few by chance', () => {
    const random = randomFrom(7);
    for (const n of [5, 12, 40]) {
      const rounds = Array.from({ length: 300 }, () => Array.from({ length: n }, () => random.normal(100, 2)));
      const wrong = rounds.filter((values) =>
        ids(cautions({ values: texts(values), ...given })).includes('two-groups'),
      );
      expect(wrong.length / rounds.length, `n = ${n}`).to.be.below(0.08);
    }
  });

  it('says nothing about a large, even round with values from outside', () => {
    const random = randomFrom(9);
    const values = texts(Array.from({ length: 30 }, () => random.normal(100, 2)));
    expect(cautions({ values, ...given, assigned: '100', sigma: '2', uAssigned: '0.6' })).to.deep.equal([]);
  });

  it('names the doubtful value, equal results, many outliers and too few', () => {
    const doubt = cautions({ values: TWELVE, ...given, sigma: '0.1', uAssigned: '0.0300001' });
    expect(ids(doubt)).to.include('doubtful-value');
    expect(ids(cautions({ values: ['5', '5', '5', '5', '6'], ...given }))).to.deep.equal(['identical']);
    const wild = ['10', '10.1', '9.9', '10.05', '9.95', '10.02', '9.98', '10.04', '55', '70', '31'];
    expect(ids(cautions({ values: wild, ...given }))).to.include('many-outliers');
    expect(ids(cautions({ values: ['1', '2'], ...own }))).to.include.members(['few', 'consensus-few']);
    expect(ids(cautions({ values: [], ...given }))).to.deep.equal(['few']);
  });

  it('says each in both languages', () => {
    const kinds = [
      ...cautions({ values: DOUBLE, ...own, sigma: '1', uAssigned: '1' }),
      ...cautions({ values: ['5', '5', '5', '6'], ...given }),
    ];
    for (const { id } of kinds)
      for (const words of [messages.zh, messages.en] as Record<string, string>[])
        expect(words[id], id).to.be.a('string');
  });

  it('refuses text that is no number', () => {
    refused(() => cautions({ values: ['a'], ...own }), 'number.word');
    refused(() => cautions({ values: ['1'], ...own, sigma: '0', uAssigned: '1' }), 'statistics.not-positive');
  });
});
