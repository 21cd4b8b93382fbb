import { expect } from 'chai';
import type { Readings, TestItem } from '../../lib/forms/index.ts';
import { check, max, words } from './cases.ts';
import { column, run } from './support.ts';

const runs = (...masses: string[]): Readings => ({
  broken: 'none',
  ...Object.fromEntries(masses.map((m, i) => [`m_${i + 1}`, m])),
});
const friable = { limit: max('1'), places: 1 };
const fills = (first: string[], further: string[] = []): Readings => ({
  units: column('fill', first),
  ...(further.length > 0 ? { further: column('fill_2', further) } : {}),
});
const filled: Partial<TestItem> = { limit: { kind: 'each-min', value: '97.0' }, constants: { label: '100', n: '3' } };
const powder: Partial<TestItem> = {
  limit: {
    kind: 'deviation',
    allowOutside: 0,
    bands: [{ upto: null, percent: '10' }],
    retest: { first: 5, further: 10 },
  },
  unit: 'g',
  places: 4,
  constants: { n: '5' },
};
const vials = (first: string[], further: string[] = []): Readings => ({
  units: column('mass', first),
  ...(further.length > 0 ? { further: column('mass_2', further) } : {}),
});
const metal = (first: string, further = ''): Readings => ({
  units: column('counted', first.split(' ')),
  ...(further ? { further: column('counted_2', further.split(' ')) } : {}),
});
const metals: Partial<TestItem> = {
  limit: max('50'),
  unit: null,
  places: 0,
  constants: { many: '8', many_ac: '1', many_ac2: '3', total_2: '150' },
};
const times: Partial<TestItem> = {
  limit: words,
  places: 0,
  constants: { times: '1；2；7', lows: '10；25；75', highs: '35；55；—' },
};
const row = (hours: string, values: string) => ({
  hours,
  ...Object.fromEntries(values.split(' ').map((one, i) => [`Q_${i + 1}`, one])),
});
const more = (values: string) => Object.fromEntries(values.split(' ').map((one, i) => [`Q_${i + 1}_2`, one]));
const released = (first: string, further: Record<string, string>[] = []): Readings => ({
  apparatus: '第一法，100转/分',
  points: [row('1', first), row('2', '38 39 40 39 38 40'), row('7', '86 87 88 87 86 88')],
  ...(further.length > 0 ? { further } : {}),
});
const twoHours = more('38 39 40 39 38 40');
const sevenHours = more('86 87 88 87 86 88');
const contents = (first: string, further = ''): Readings => ({
  units: column('x', first.split(' ')),
  ...(further ? { further: column('x_2', further.split(' ')) } : {}),
});
const dosage: Partial<TestItem> = { limit: max('15.0'), unit: null };
const uniform: Partial<TestItem> = { limit: max('15.0') };
const wide = '80 120 85 115 90 110 95 105 100 100';
const calm = '99 101 100 100 99 101 100 100 99 101 100 100 99 101 100 100 99 101 100 100';

describe('second stages', () => {
  check([
    {
      what: 'one run within 1 %',
      form: 'friability',
      item: friable,
      readings: runs('6.5312', '6.5108'),
      text: '0.3%',
      verdict: 'conforms',
    },
    {
      what: 'above 1 %: two more runs are due',
      form: 'friability',
      item: friable,
      readings: runs('6.5248', '6.4529'),
      text: '需复试',
      verdict: 'undecided',
      why: 'verdict.repeat-due',
    },
    {
      what: 'mean of three runs',
      form: 'friability',
      item: friable,
      readings: runs('6.5248', '6.4529', '6.5310', '6.4712', '6.5112', '6.4520'),
      text: '1.0%',
      verdict: 'conforms',
    },
    {
      what: 'mean of three above 1 %',
      form: 'friability',
      item: friable,
      readings: runs('6.5248', '6.4429', '6.5310', '6.4512', '6.5112', '6.4420'),
      text: '1.2%',
      verdict: 'fails',
    },
    {
      what: 'broken tablets are not repeated',
      form: 'friability',
      item: friable,
      readings: { ...runs('6.5312', '6.5108'), broken: 'seen' },
      text: '0.3%',
      verdict: 'fails',
    },
    {
      what: 'one container short',
      form: 'minimum-fill',
      item: filled,
      readings: fills(['96.8', '102.9', '101.5']),
      text: '需复试',
      verdict: 'undecided',
    },
    {
      what: 'then all full',
      form: 'minimum-fill',
      item: filled,
      readings: fills(['96.8', '102.9', '101.5'], ['100.1', '100.9', '99.6']),
      text: '符合规定',
      verdict: 'conforms',
    },
    {
      what: 'then one short again',
      form: 'minimum-fill',
      item: filled,
      readings: fills(['96.8', '102.9', '101.5'], ['100.1', '103.9', '96.9']),
      text: '不符合规定',
      verdict: 'fails',
    },
    {
      what: 'two short at once',
      form: 'minimum-fill',
      item: filled,
      readings: fills(['96.8', '96.9', '108.5']),
      text: '不符合规定',
      verdict: 'fails',
    },
    {
      what: 'a mean of 99.94 % is short',
      form: 'minimum-fill',
      item: filled,
      readings: fills(['99.9', '99.95', '99.97']),
      text: '不符合规定',
      verdict: 'fails',
      why: 'verdict.criterion',
    },
    {
      what: 'a mean of 99.95 % is 100.0 % (to the even digit)',
      form: 'minimum-fill',
      item: filled,
      readings: fills(['99.90', '99.95', '100.00']),
      text: '符合规定',
      verdict: 'conforms',
    },
    {
      what: 'sterile powder, one of five outside',
      form: 'weight-variation',
      item: powder,
      readings: vials(['0.50', '0.50', '0.50', '0.50', '0.60']),
      text: '需复试',
      verdict: 'undecided',
      why: 'verdict.deviation-due',
    },
    {
      what: 'sterile powder, one of five beyond twice the limit: no more than one outside (ChP 0102)',
      form: 'weight-variation',
      item: powder,
      readings: vials(['0.50', '0.50', '0.50', '0.50', '0.65']),
      text: '需复试',
      verdict: 'undecided',
      why: 'verdict.deviation-due',
    },
    {
      what: 'sterile powder, ten more inside',
      form: 'weight-variation',
      item: powder,
      readings: vials(['0.50', '0.50', '0.50', '0.50', '0.60'], Array<string>(10).fill('0.50')),
      text: '符合规定',
      verdict: 'conforms',
    },
    {
      what: 'sterile powder, one of the ten outside',
      form: 'weight-variation',
      item: powder,
      readings: vials(['0.50', '0.50', '0.50', '0.50', '0.60'], [...Array<string>(9).fill('0.50'), '0.58']),
      text: '不符合规定',
      verdict: 'fails',
    },
    {
      what: 'sterile powder, two of five outside',
      form: 'weight-variation',
      item: powder,
      readings: vials(['0.40', '0.50', '0.50', '0.50', '0.60']),
      text: '不符合规定',
      verdict: 'fails',
    },
    {
      what: 'metal particles: one tube above 8',
      form: 'attribute-count',
      item: metals,
      readings: metal('0 1 0 2 0 0 9 0 0 3'),
      text: '15',
      verdict: 'conforms',
    },
    {
      what: 'metal particles: two tubes above 8',
      form: 'attribute-count',
      item: metals,
      readings: metal('0 1 0 9 0 0 9 0 0 3'),
      text: '需复试',
      verdict: 'undecided',
    },
    {
      what: 'metal particles: 51 in all',
      form: 'attribute-count',
      item: metals,
      readings: metal('6 6 6 6 6 6 6 6 3 0'),
      text: '需复试',
      verdict: 'undecided',
    },
    {
      what: 'metal particles: of 30 three above 8',
      form: 'attribute-count',
      item: metals,
      readings: metal('0 1 0 9 0 0 9 0 0 3', `9 ${Array(19).fill('0').join(' ')}`),
      text: '31',
      verdict: 'conforms',
    },
    {
      what: 'metal particles: of 30 four above 8',
      form: 'attribute-count',
      item: metals,
      readings: metal('0 1 0 9 0 0 9 0 0 3', `9 9 ${Array(18).fill('0').join(' ')}`),
      text: '40',
      verdict: 'fails',
    },
    {
      what: 'every time inside',
      form: 'release-points',
      item: times,
      readings: released('19 20 21 20 19 21'),
      text: '1h 20%、2h 39%、7h 87%',
      verdict: 'conforms',
      why: 'verdict.points-met',
    },
    {
      what: 'one unit 12 % low at 1 h... six more are due',
      form: 'release-points',
      item: { ...times, constants: { ...times.constants, lows: '32；25；75', highs: '60；55；—' } },
      readings: released('20 40 41 40 39 41'),
      text: '需复试',
      verdict: 'undecided',
      why: 'verdict.points-due',
    },
    {
      what: 'six more inside',
      form: 'release-points',
      item: { ...times, constants: { ...times.constants, lows: '32；25；75', highs: '60；55；—' } },
      readings: released('20 40 41 40 39 41', [more('40 41 42 40 41 42'), twoHours, sevenHours]),
      text: '1h 39%、2h 39%、7h 87%',
      verdict: 'conforms',
    },
    {
      what: 'six more at one time only: all times are due',
      form: 'release-points',
      item: { ...times, constants: { ...times.constants, lows: '32；25；75', highs: '60；55；—' } },
      readings: released('20 40 41 40 39 41', [more('40 41 42 40 41 42')]),
      text: '需复试',
      verdict: 'undecided',
      why: 'verdict.points-open',
    },
    {
      what: 'a time that passed on six fails on twelve (ChP 0931)',
      form: 'release-points',
      item: { ...times, constants: { ...times.constants, lows: '32；25；75', highs: '60；55；—' } },
      readings: released('20 40 41 40 39 41', [more('40 41 42 40 41 42'), more('24 24 24 24 38 39'), sevenHours]),
      text: '1h 39%、2h 34%、7h 87%',
      verdict: 'fails',
      why: 'verdict.points',
    },
    {
      what: 'six more that no time called for count nowhere',
      form: 'release-points',
      item: times,
      readings: released('19 20 21 20 19 21', [more('1 1 1 1 1 1')]),
      text: '1h 20%、2h 39%、7h 87%',
      verdict: 'conforms',
    },
    {
      what: 'three units low at 1 h',
      form: 'release-points',
      item: times,
      readings: released('9 8 9 20 19 21'),
      text: '1h 14%、2h 39%、7h 87%',
      verdict: 'fails',
    },
    {
      what: 'a time without a limit',
      form: 'release-points',
      item: { ...times, constants: { ...times.constants, lows: '10；25；—' } },
      readings: released('19 20 21 20 19 21'),
      refused: 'record.window',
      field: undefined as never,
    },
    {
      what: 'acid stage: two above 10 %, mean not',
      form: 'release-profile',
      item: { limit: max('10'), places: 0, constants: { acid: '1' } },
      readings: { apparatus: '第一法', hours: '2', units: column('Q_i', ['31', '12', '3', '4', '2', '3']) },
      text: '9%',
      verdict: 'conforms',
      why: 'verdict.acid',
    },
    {
      what: 'acid stage: three above 10 %',
      form: 'release-profile',
      item: { limit: max('10'), places: 0, constants: { acid: '1' } },
      readings: { apparatus: '第一法', hours: '2', units: column('Q_i', ['11', '12', '13', '4', '2', '3']) },
      text: '8%',
      verdict: 'fails',
    },
    {
      what: 'A+2.2S of ten above 15.0',
      form: 'content-uniformity',
      item: uniform,
      readings: contents('90 110 88 112 92 108 100 100 90 110'),
      text: '需复试',
      verdict: 'undecided',
      why: 'verdict.uniformity-due',
    },
    {
      what: 'of thirty the figure of the thirty is printed: A²+S², 816 ÷ 29',
      form: 'content-uniformity',
      item: uniform,
      readings: contents('90 110 88 112 92 108 100 100 90 110', Array(20).fill('100').join(' ')),
      text: 'A²+S²=28.1（限值56.25）',
      verdict: 'conforms',
      why: 'verdict.uniformity-2',
    },
    {
      // Mean 95, A 5; S² = 816 ÷ 29, S 5.3045.
      what: 'of thirty, A above 0.25L: A+1.7S',
      form: 'content-uniformity',
      item: uniform,
      readings: contents('85 105 83 107 87 103 95 95 85 105', Array(20).fill('95').join(' ')),
      text: 'A+1.7S=14.0',
      verdict: 'conforms',
    },
    {
      what: 'AV of ten',
      form: 'dosage-units',
      item: dosage,
      readings: contents('95.1 96.2 94.8 97.0 95.5 96.6 94.9 95.8 96.1 95.3'),
      text: '4.5',
      verdict: 'conforms',
    },
    {
      what: 'AV of ten above 15.0',
      form: 'dosage-units',
      item: dosage,
      readings: contents(wide),
      text: '需复试',
      verdict: 'undecided',
      why: 'verdict.dosage-units-due',
    },
    {
      what: 'AV of thirty',
      form: 'dosage-units',
      item: dosage,
      readings: contents(wide, calm),
      text: '14.4',
      verdict: 'conforms',
    },
    {
      what: 'one of thirty beyond 25 %',
      form: 'dosage-units',
      item: dosage,
      readings: contents(wide, `74.9 ${calm.slice(3)}`),
      text: '17.1',
      verdict: 'fails',
    },
  ]);

  it('the rises of all eight rabbits are the result of a repeat', () => {
    const rabbits = [
      { base: '38.55', top: '39.17' },
      { base: '38.40', top: '38.66' },
      { base: '38.70', top: '38.95' },
    ];
    const further = ['38.81', '38.90', '38.70', '38.94', '38.87'].map((top_2, i) => ({
      base_2: ['38.52', '38.61', '38.48', '38.66', '38.57'][i] ?? '',
      top_2,
    }));
    const total = (readings: Readings) => run('pyrogen-rabbit', { limit: words }, readings).result?.exact;
    expect([total({ rabbits }), total({ rabbits, further })]).to.deep.equal(['1.13', '2.51']);
  });
});
