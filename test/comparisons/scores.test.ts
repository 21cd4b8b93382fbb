import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { assignedBy, sigmaBefore, sigmaBy } from '../../lib/comparisons/assigned.ts';
import {
  type Entry,
  evaluateTarget,
  type NumberTarget,
  type TargetEvaluation,
} from '../../lib/comparisons/evaluation.ts';
import { shortFigure, shortScore } from '../../lib/comparisons/figures.ts';
import type { Design, ItemRow } from '../../lib/comparisons/rows.ts';
import type { ComparisonRules } from '../../lib/comparisons/rules.ts';
import { randomFrom } from '../../lib/core/statistics/random.ts';
import { refused } from '../core/expect-refusal.ts';

const file = readFileSync(join(import.meta.dirname, '../../lib/rules/comparisons.json'), 'utf8');
const [rules] = (JSON.parse(file) as { rules: [ComparisonRules] }).rules;

const itemWith = (design: Design, more: Partial<ItemRow> = {}): ItemRow => ({
  ...{ id: 'i', version: 1, created_at: '', comparison_id: 'c', position: 1, name: '含量', parameter_code: null },
  ...{ kind: 'number', unit: '%', decimals: 2, design, ...more },
});

const entry = (i: number, value: string, more: Partial<Entry> & { u?: string; unit?: string } = {}): Entry => {
  const { u, unit = '%', ...rest } = more;
  return {
    ...{ participant: `p${i}`, code: `L${i}`, late: false, exclusion: null, ...rest },
    reported: {
      ...{ values: { '1A': { value, ...(u && { u }) } }, units: { '1A': unit } },
      ...{ method: 'm', equipment: 'e', testedOn: '2026-11-23', remark: '' },
    },
  };
};

const evaluated = (item: ItemRow, entries: Entry[]): TargetEvaluation =>
  evaluateTarget({ key: '1A', sample: 'A', item }, entries, rules);
const numbers = ({ by }: TargetEvaluation): NumberTarget => {
  if (by.kind !== 'number') throw new Error('a quantitative item');
  return by;
};
const lineOf = (found: TargetEvaluation, value: string) => found.lines.find((line) => line.value === value);

/** The published vector of domain 5.3: x* = 10.032, s* = 0.1266. */
const VECTOR = ['10.02', '10.11', '9.95', '10.05', '9.98', '10.20', '10.00', '9.90', '10.08', '10.03', '11.40', '9.10'];

const consensus: Design = {
  ...{
    source: 'consensus',
    method: 'algorithm-a',
    targets: { A: {} },
    sigma: { way: 'sigma', value: '0.20' },
    score: 'z',
  },
};

describe('scores of a comparison', () => {
  it('30 laboratories about a known truth: every z is (x − 50.00) ÷ 0.50, worked out by hand in hundredths', () => {
    const random = randomFrom(20261123);
    const truth: Design = {
      ...{ source: 'formulation', targets: { A: { value: '50.00', contributions: [{ name: 'm', u: '0.05' }] } } },
      ...{ sigma: { way: 'percent', value: '1' }, score: 'z' },
    };
    const hundredths = Array.from({ length: 30 }, () => 5000 + Math.round(random.normal(0, 50)));
    const text = (value: number) => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;
    const found = evaluated(
      itemWith(truth),
      hundredths.map((value, i) => entry(i, text(value))),
    );
    expect(numbers(found).sigma.value).to.equal('0.5');
    expect(numbers(found).judged).to.equal('z');
    hundredths.forEach((value, i) => {
      const line = found.lines[i];
      // Fiftieths: z = d ÷ 50 with d in hundredths; 2 and 3 are reached at 100 and 150.
      const d = value - 5000;
      const verdict = Math.abs(d) <= 100 ? 'satisfactory' : Math.abs(d) < 150 ? 'questionable' : 'unsatisfactory';
      expect(Number(line?.scores[0]?.value), text(value)).to.equal(d / 50);
      expect(line?.verdict, text(value)).to.equal(verdict);
    });
    expect(found.counted).to.equal(30);
  });

  it('takes the consensus by Algorithm A as published, and z′ once u(xpt) is above 0.3 σpt', () => {
    const found = evaluated(
      itemWith(consensus),
      VECTOR.map((value, i) => entry(i, value)),
    );
    const { assigned } = numbers(found);
    expect(Number(assigned.value)).to.be.closeTo(10.032, 0.0005);
    expect(Number(assigned.u)).to.be.closeTo(0.0457, 0.00005);
    const z = ['10.20', '11.40', '9.10'].map((value) => shortScore(lineOf(found, value)?.scores[0]?.value ?? ''));
    expect(z).to.deep.equal(['0.84', '6.84', '−4.66']);
    const narrow = { ...consensus, sigma: { way: 'sigma' as const, value: '0.10' } };
    const prime = evaluated(
      itemWith(narrow),
      VECTOR.map((value, i) => entry(i, value)),
    );
    expect(numbers(prime).judged).to.equal('z-prime');
    expect(prime.cautions.map(({ id }) => id)).to.include('statistics.caution.doubtful-value');
  });

  it('says what five laboratories cannot show, and names the one at twice the target', () => {
    const own: Design = { source: 'consensus', method: 'algorithm-a', targets: { A: {} }, sigma: { way: 'robust' } };
    const found = evaluated(
      itemWith(own),
      ['5.01', '4.98', '5.03', '5.00', '10.02'].map((value, i) => entry(i, value)),
    );
    const ids = found.cautions.map(({ id }) => id);
    expect(ids).to.include.members([
      'statistics.caution.own-values',
      'statistics.caution.consensus-few',
      'statistics.caution.own-spread',
      'statistics.caution.ceiling',
      'statistics.caution.multiple',
    ]);
    expect(lineOf(found, '10.02')?.flags.map(({ id }) => id)).to.include.members([
      'comparison.flag.multiple',
      'comparison.flag.grubbs',
    ]);
    const four = evaluated(
      itemWith(consensus),
      VECTOR.slice(0, 4).map((value, i) => entry(i, value)),
    );
    expect(four.cautions.map(({ id }) => id)).to.include('statistics.caution.few');
  });

  it('scores but does not count what is late, kept out, or below a limit; removes nothing by itself', () => {
    const entries = [
      ...VECTOR.map((value, i) => entry(i, value)),
      entry(20, '30.00', { late: true }),
      entry(21, '100.3', { exclusion: '单位差错', unit: 'mg/g' }),
      entry(22, '<0.05'),
    ];
    const found = evaluated(itemWith(consensus), entries);
    expect(found.counted).to.equal(12);
    expect(Number(numbers(found).assigned.value)).to.be.closeTo(10.032, 0.0005);
    expect(['30.00', '100.3', '<0.05'].map((value) => lineOf(found, value)?.why)).to.deep.equal([
      'late',
      'excluded',
      'censored',
    ]);
    expect(lineOf(found, '30.00')?.verdict).to.equal('unsatisfactory');
    expect(lineOf(found, '100.3')?.flags.map(({ id }) => id)).to.deep.equal([
      'comparison.flag.unit',
      'comparison.flag.multiple',
    ]);
    expect(lineOf(found, '<0.05')).to.deep.include({ scores: [], verdict: 'none' });
    expect(lineOf(found, '11.40')?.counted).to.equal(true);
  });

  it('judges by ζ, En or D % where the scheme says so, and not at all without u(x)', () => {
    const certified: Design = {
      ...{
        source: 'crm',
        targets: { A: { value: '10.02', expanded: '0.08', k: '2' } },
        sigma: { way: 'sigma', value: '1' },
      },
    };
    const by = (score: Design['score'], more: Partial<Design> = {}) =>
      evaluated(itemWith({ ...certified, ...(score && { score }), ...more }), [
        entry(1, '10.20', { u: '0.06' }),
        entry(2, '10.10'),
      ]);
    // Domain 5.3: 10.20 ± 0.12 against 10.02 ± 0.08 gives En 1.248 and ζ 2.496.
    const en = by('en');
    expect(en.lines[0]?.scores.find(({ kind }) => kind === 'en')?.value).to.match(/^1\.248/);
    expect(en.lines[0]?.scores.find(({ kind }) => kind === 'zeta')?.value).to.match(/^2\.496/);
    expect(en.lines.map(({ verdict }) => verdict)).to.deep.equal(['unsatisfactory', 'none']);
    expect(by('zeta').lines[0]?.verdict).to.equal('questionable');
    expect(by('d-percent', { limit: '1.0' }).lines.map(({ verdict }) => verdict)).to.deep.equal([
      'unsatisfactory',
      'satisfactory',
    ]);
  });

  it('compares answers with the key: right, partly right, wrong, and how many agree', () => {
    const one = itemWith({ targets: { A: { expected: '三七' } } }, { kind: 'text', unit: null });
    const found = evaluated(
      one,
      ['三七', '三 七', '人参'].map((value, i) => entry(i, value)),
    );
    expect(found.lines.map(({ verdict }) => verdict)).to.deep.equal(['right', 'right', 'wrong']);
    expect(found.by).to.deep.include({ kind: 'text', expected: '三七' });
    if (found.by.kind === 'text') expect(found.by.agreement).to.include({ count: 2, of: 3 });
    const several = itemWith(
      { targets: { A: { expected: '三七、人参' } }, several: true },
      { kind: 'text', unit: null },
    );
    const mixed = evaluated(
      several,
      ['人参、三七', '三七', '西洋参'].map((value, i) => entry(i, value)),
    );
    expect(mixed.lines.map(({ verdict, share }) => `${verdict} ${share}`)).to.deep.equal([
      'right 2/2',
      'partly-right 1/2',
      'wrong 0/2',
    ]);
  });

  it('knows σpt before the results where it can, and refuses a design that names no source', () => {
    expect(sigmaBefore({ targets: {}, source: 'consensus', sigma: { way: 'sigma', value: '0.2' } }, 'A')).to.equal(
      '0.2',
    );
    expect(sigmaBefore({ targets: {}, source: 'consensus', sigma: { way: 'percent', value: '2' } }, 'A')).to.equal(
      null,
    );
    expect(sigmaBefore({ ...consensus, sigma: { way: 'robust' } }, 'A')).to.equal(null);
    refused(() => assignedBy({ targets: {} }, 'A', []), 'comparison.design');
    refused(() => sigmaBy({ targets: {} }, '1', []), 'comparison.design');
  });

  it('prints scores with two decimals and a true minus, and figures with five digits', () => {
    expect(['2.0049', '-0.004', '-3.456', '0'].map(shortScore)).to.deep.equal(['2.00', '0.00', '−3.46', '0.00']);
    expect(['10.0320000001', '8.00', '三七'].map(shortFigure)).to.deep.equal(['10.032', '8.00', '三七']);
  });
});
