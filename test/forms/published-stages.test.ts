import { expect } from 'chai';
import type { Readings, TestItem } from '../../lib/forms/index.ts';
import { check, max, min, words } from './cases.ts';
import { column, run } from './support.ts';

/** Readings of a test in stages: the units of each stage, as many as were done. */
const staged = (names: readonly string[], ...stages: string[]): Readings =>
  Object.fromEntries(
    stages.map((units, i) => [['units', 'further', 'third'][i] ?? '', column(names[i] ?? '', units.split(' '))]),
  );
const dissolved = (...stages: string[]): Readings => ({
  ...{ apparatus: '第二法', medium: '水', bath: '37.0' },
  ...staged(['Q_i', 'Q_f', 'Q_t'], ...stages),
});
const contents = (...stages: string[]): Readings => staged(['x', 'x_2'], ...stages);

const q = (value: string, scheme: string, compare: TestItem['compare'] = 'full'): Partial<TestItem> => ({
  ...{ limit: min(value), places: 0, compare },
  ...(scheme === 'chp' ? {} : { constants: { scheme } }),
});
const uniform = (scheme: string): Partial<TestItem> => ({
  ...{ limit: max('15.0'), places: 1, unit: null },
  ...(scheme === 'chp' ? {} : { constants: { scheme } }),
});

// Data set of bioanalyticx.com, "Dissolution test" (average 82, RSD 23 %, Q 80).
const bioanalyticx = '96 88 65 110 66 65';
// Invented units; figures and verdicts computed twice from the rules of USP <905> and ChP 0941.
const tight = '99.2 100.4 98.8 101.1 99.9 100.2 99.5 100.8 99.0 100.6';
const high = '104.1 105.2 103.8 106.0 104.7 105.5 103.9 104.4 105.1 104.0';
const ten = '88.0 112.0 95.0 105.0 91.0 109.0 99.0 101.0 97.0 103.0';
const outlier =
  '96.1 93.8 91.3 96.3 99.8 100.1 99.3 97.4 101.5 95.0 103.7 94.8 102.5 92.3 86.4 96.2 95.6 98.7 103.0 72.0';
const wide = '89 109 87 111 91 107 99 99 89 109';
const calm = Array(19).fill('99').join(' ');

describe('published and computed cases of tests in stages', () => {
  describe('溶出度: USP <711> (chapter of USP 31) and ChP 0931', () => {
    const form = 'dissolution-direct';
    check([
      {
        what: 'bioanalyticx data set, Q 80, USP: S2',
        ...{ form, item: q('80', 'usp'), readings: dissolved(bioanalyticx) },
        ...{ text: '需做S2（USP〈711〉）', verdict: 'undecided', why: 'verdict.usp-s2-due' },
      },
      {
        what: 'bioanalyticx data set, Q 80, ChP: three below Q',
        ...{ form, item: q('80', 'chp'), readings: dissolved(bioanalyticx), text: '82%', verdict: 'fails' },
      },
      {
        what: 'EDQM FAQ 1376935: Q 75 means 80 at S1; 79.9 as measured calls for S2',
        ...{ form, item: q('75', 'usp'), readings: dissolved('80 81 83 79.9 85 90') },
        ...{ text: '需做S2（USP〈711〉）', verdict: 'undecided' },
      },
      {
        what: 'the same rounded to the decimals of Q (USP General Notices 7.20): 79.9 is 80',
        ...{ form, item: q('75', 'usp', 'rounded'), readings: dissolved('80 81 83 79.9 85 90') },
        ...{ text: '83%（USP〈711〉S1，6个平均）', verdict: 'conforms', why: 'verdict.usp-s1' },
      },
      {
        what: 'EDQM units, Q 75, ChP',
        ...{ form, item: q('75', 'chp'), readings: dissolved('80 81 83 79.9 85 90') },
        ...{ text: '83%', verdict: 'conforms' },
      },
      {
        what: 'computed from the chapter: mean of 12 is 79.58: S3',
        ...{ form, item: q('80', 'usp'), readings: dissolved('79 80 78 81 80 79', '80 81 79 80 78 80') },
        ...{ text: '需做S3（USP〈711〉）', verdict: 'undecided', why: 'verdict.usp-s3-due' },
      },
      {
        what: 'the first six of these, ChP: three below Q',
        ...{ form, item: q('80', 'chp'), readings: dissolved('79 80 78 81 80 79') },
        ...{ text: '80%', verdict: 'fails' },
      },
      {
        what: 'computed from the chapter: one of 24 below Q−25',
        ...{ form, item: q('80', 'usp') },
        readings: dissolved('96 88 54.9 110 66 66', '82 85 84 88 79 81', '83 84 82 81 80 85 86 84 83 82 81 80'),
        ...{ text: '82%（USP〈711〉S3，24个平均）', verdict: 'fails', why: 'verdict.usp-s3' },
      },
      {
        what: 'computed from ChP 0931: one below Q−20',
        ...{ form, item: q('80', 'chp'), readings: dissolved('59 85 95 96 97 98'), text: '88%', verdict: 'fails' },
      },
      {
        what: 'the same by USP: S2',
        ...{ form, item: q('80', 'usp'), readings: dissolved('59 85 95 96 97 98') },
        ...{ text: '需做S2（USP〈711〉）', verdict: 'undecided' },
      },
    ]);
  });

  describe('the edges of USP <711>, Q 80, rounded, a five goes up', () => {
    const form = 'dissolution-direct';
    const item = q('80', 'usp', 'rounded');
    const low = '84 85 85 85 85 85';
    const rest = (text: string) =>
      `${text} ${Array(12 - text.split(' ').length)
        .fill('85')
        .join(' ')}`;
    check([
      {
        what: '84.5 is 85 (84 by half-even)',
        ...{ form, item, readings: dissolved('84.5 85 85 85 85 85') },
        ...{ text: '85%（USP〈711〉S1，6个平均）', verdict: 'conforms' },
      },
      {
        what: '84.4 is 84',
        ...{
          form,
          item,
          readings: dissolved('84.4 85 85 85 85 85'),
          text: '需做S2（USP〈711〉）',
          verdict: 'undecided',
        },
      },
      {
        what: 'five of six further units are no stage yet',
        ...{
          form,
          item,
          readings: dissolved(low, '85 85 85 85 85'),
          text: '需做S2（USP〈711〉）',
          verdict: 'undecided',
        },
      },
      {
        what: 'S2: the lowest at Q−15',
        ...{ form, item, readings: dissolved(low, '65 85 85 85 85 85') },
        ...{ text: '83%（USP〈711〉S2，12个平均）', verdict: 'conforms', why: 'verdict.usp-s2' },
      },
      {
        what: 'S2: one below Q−15',
        ...{
          form,
          item,
          readings: dissolved(low, '64 85 85 85 85 85'),
          text: '需做S3（USP〈711〉）',
          verdict: 'undecided',
        },
      },
      {
        what: 'S2: one below Q−25 still goes on to S3',
        ...{
          form,
          item,
          readings: dissolved(low, '54 85 85 85 85 85'),
          text: '需做S3（USP〈711〉）',
          verdict: 'undecided',
        },
      },
      {
        what: 'S3: eleven of twelve further units are no stage yet',
        ...{ form, item, readings: dissolved(low, '64 85 85 85 85 85', Array(11).fill('85').join(' ')) },
        ...{ text: '需做S3（USP〈711〉）', verdict: 'undecided' },
      },
      {
        what: 'S3: two below Q−15, the lowest at Q−25',
        ...{ form, item, readings: dissolved(low, '64 85 85 85 85 85', rest('55')) },
        ...{ text: '83%（USP〈711〉S3，24个平均）', verdict: 'conforms', why: 'verdict.usp-s3' },
      },
      {
        what: 'S3: three below Q−15',
        ...{ form, item, readings: dissolved(low, '64 85 85 85 85 85', rest('64 64')) },
        ...{ text: '82%（USP〈711〉S3，24个平均）', verdict: 'fails' },
      },
      {
        what: 'S3: mean 79.4 is 79',
        ...{
          form,
          item,
          readings: dissolved('79 79 79 79 79 79', '79 79 79 79 79 79', rest('78').replaceAll('85', '80')),
        },
        ...{ text: '79%（USP〈711〉S3，24个平均）', verdict: 'fails' },
      },
      {
        what: 'S2: mean 79.5 is 80',
        ...{ form, item, readings: dissolved('79 79 79 79 79 79', '80 80 80 80 80 80') },
        ...{ text: '80%（USP〈711〉S2，12个平均）', verdict: 'conforms' },
      },
      {
        what: 'a limit from above is none of this chapter',
        ...{ form, item: { ...item, limit: max('80') }, readings: dissolved(low), refused: 'record.limit-kind' },
      },
      {
        what: 'a scheme that nobody has',
        ...{ form, item: { ...item, constants: { scheme: 'ep' } }, readings: dissolved(low) },
        refused: 'record.constant-option',
      },
    ]);

    it('the record names the chapter, and shows the mean of each stage', () => {
      const outcome = run(form, item, dissolved(low, '64 85 85 85 85 85', rest('55')));
      const means = outcome.steps.filter(({ id }) => id.startsWith('mean'));
      expect(means.map(({ id }) => id)).to.deep.equal(['mean_Q', 'mean_12', 'mean_24']);
      expect(outcome.result?.individuals).to.have.length(24);
      expect(outcome.verdict?.reason.params).to.deep.include({ n: 24, q: '80', least: '55', near: 2 });
    });

    it('from the responses of the form with a reference, as of percentages', () => {
      const given = { apparatus: '第二法', medium: '水', bath: '37.0', C_s: '0.1', A_s: '0.5', V: '1000', D: '1' };
      // 0.425 ÷ 0.5 × 0.1 × 1000 ÷ 100 × 100 = 85; 0.32 gives 64, 0.275 gives 55.
      const stages = [
        '0.42 0.425 0.425 0.425 0.425 0.425',
        '0.32 0.425 0.425 0.425 0.425 0.425',
        rest('0.275').replaceAll('85', '0.425'),
      ];
      const { result, verdict } = run(
        'dissolution',
        { ...item, constants: { scheme: 'usp', L: '100' } },
        { ...given, ...staged(['A', 'A_f', 'A_t'], ...stages) },
      );
      expect([result?.text, verdict?.verdict]).to.deep.equal(['83%（USP〈711〉S3，24个平均）', 'conforms']);
    });
  });

  describe('含量均匀度: USP <905> and ChP 0941', () => {
    const form = 'content-uniformity';
    const usp = { form, item: uniform('usp') };
    const chp = { form, item: uniform('chp') };
    check([
      {
        what: 'computed, AV 1.9142',
        ...{ ...usp, readings: contents(tight), text: '1.9（USP〈905〉接受值，10个）', verdict: 'conforms' },
      },
      { what: 'computed, A+2.2S 1.8046', ...{ ...chp, readings: contents(tight), text: '1.8', verdict: 'conforms' } },
      {
        what: 'computed, mean 104.67 above M 101.5, AV 4.9804',
        ...{ ...usp, readings: contents(high), text: '5.0（USP〈905〉接受值，10个）', verdict: 'conforms' },
      },
      { what: 'computed, A+2.2S 6.3295', ...{ ...chp, readings: contents(high), text: '6.3', verdict: 'conforms' } },
      {
        what: 'ten of the thirty call for twenty more',
        ...{
          ...usp,
          readings: contents(ten),
          text: '需复试（USP〈905〉）',
          verdict: 'undecided',
          why: 'verdict.dosage-units-due',
        },
      },
      {
        what: 'nineteen of twenty further units are no stage yet',
        ...{
          ...usp,
          readings: contents(ten, outlier.slice(0, -5)),
          text: '需复试（USP〈905〉）',
          verdict: 'undecided',
        },
      },
      {
        what: 'computed, thirty, AV 16.0737',
        ...{ ...usp, readings: contents(ten, outlier), text: '16.1（USP〈905〉接受值，30个）', verdict: 'fails' },
      },
      {
        what: 'computed, thirty, A² + S² 62.3939 above 56.25',
        ...{ ...chp, readings: contents(ten, outlier), text: 'A²+S²=62.4（限值56.25）', verdict: 'fails' },
      },
      {
        // Mean 98.1625, M 98.5, 0.75 M = 73.875; AV = 0.3375 + 2 × 7.0128.
        what: 'one of thirty at 0.75 M',
        ...{
          ...usp,
          readings: contents(wide, `73.875 ${calm}`),
          text: '14.4（USP〈905〉接受值，30个）',
          verdict: 'conforms',
        },
      },
      {
        what: 'one of thirty a hair below 0.75 M',
        ...{
          ...usp,
          readings: contents(wide, `73.874 ${calm}`),
          text: '14.4（USP〈905〉接受值，30个）',
          verdict: 'fails',
        },
      },
      {
        what: 'a mean of the assay limits above 101.5 takes its place',
        form,
        item: { ...uniform('usp'), constants: { scheme: 'usp', T: '104.67' } },
        ...{ readings: contents(high), text: '1.8（USP〈905〉接受值，10个）', verdict: 'conforms' },
      },
    ]);

    it('the form of acceptance values agrees', () => {
      const of = (...stages: string[]) => run('dosage-units', uniform('chp'), contents(...stages));
      expect(
        [of(tight), of(high), of(ten, outlier)].map(({ result, verdict }) => [result?.text, verdict?.verdict]),
      ).to.deep.equal([
        ['1.9', 'conforms'],
        ['5.0', 'conforms'],
        ['16.1', 'fails'],
      ]);
    });

    it('the steps come to the figures of the source', () => {
      const shown = (item: Partial<TestItem>, readings: Readings, id: string) => {
        const step = run(form, item, readings).steps.find((one) => one.id === id);
        return Number(step?.exact).toFixed(4);
      };
      expect(shown(uniform('usp'), contents(tight), 'AV')).to.equal('1.9142');
      expect(shown(uniform('usp'), contents(high), 'AV')).to.equal('4.9804');
      expect(shown(uniform('usp'), contents(ten, outlier), 'AV_30')).to.equal('16.0737');
      expect(shown(uniform('chp'), contents(tight), 'AS')).to.equal('1.8046');
      expect(shown(uniform('chp'), contents(high), 'AS')).to.equal('6.3295');
      expect(shown(uniform('chp'), contents(ten, outlier), 'AS_square')).to.equal('62.3939');
      expect(shown(uniform('chp'), contents(ten, outlier), 'AS_30')).to.equal('15.3587');
    });
  });

  describe('others', () => {
    check([
      {
        what: 'pills of 3 g, ±8 %: 3.26, 3.33 and 2.75 lie outside (computed from ChP 0108)',
        form: 'weight-variation',
        item: {
          ...{ unit: 'g', places: 2, constants: { n: '10', label: '3.0' } },
          limit: { kind: 'deviation', allowOutside: 2, bands: [{ upto: null, percent: '8' }] },
        },
        readings: { units: column('mass', '3.16 3.22 2.88 3.26 3.33 2.75 3.03 2.98 3.23 3.15'.split(' ')) },
        ...{ text: '不符合规定', verdict: 'fails' },
      },
      {
        what: 'MVD 8 of a solution with 1 EU/mL allowed and λ 0.125 (the dilutions of pharmaguideline.com 2011/05)',
        form: 'endotoxin-gel-clot',
        item: { limit: words, unit: 'EU/mL', constants: { L: '1' } },
        readings: {
          ...{ lambda: '0.125', D: '8', c: '1' },
          tubes: Array(2).fill({ A: '-', B: '+', C: '+', N: '-' }),
        },
        ...{ text: '<1EU/mL', verdict: 'conforms' },
      },
      {
        what: 'a dilution beyond that MVD',
        form: 'endotoxin-gel-clot',
        item: { limit: words, unit: 'EU/mL', constants: { L: '1' } },
        readings: {
          ...{ lambda: '0.125', D: '9', c: '1' },
          tubes: Array(2).fill({ A: '-', B: '+', C: '+', N: '-' }),
        },
        refused: 'record.gate',
        field: 'D',
      },
      {
        what: 'one dilution in range: 160 × 100 (GB 4789.2 rule 1, numbers computed)',
        form: 'cosmetic-plate-count',
        item: { limit: max('50000'), unit: 'CFU/g', places: 0 },
        readings: {
          ...{ medium: '营养琼脂', incubation: '36℃ 48h', negative: 'clean' },
          plates: [
            { dilution: '100', plate_1: '150', plate_2: '170' },
            { dilution: '1000', plate_1: '14', plate_2: '20' },
          ],
        },
        ...{ text: '1.6×10⁴ CFU/g', verdict: 'conforms' },
      },
      {
        what: 'nothing grown: below the lowest dilution (GB 4789.2 rule 5)',
        form: 'cosmetic-plate-count',
        item: { limit: max('1000'), unit: 'CFU/g', places: 0 },
        readings: {
          ...{ medium: '营养琼脂', incubation: '36℃ 48h', negative: 'clean' },
          plates: [
            { dilution: '10', plate_1: '0', plate_2: '0' },
            { dilution: '100', plate_1: '0', plate_2: '0' },
          ],
        },
        ...{ text: '<10 CFU/g', verdict: 'conforms' },
      },
    ]);
  });
});
