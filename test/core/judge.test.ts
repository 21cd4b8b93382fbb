import { expect } from 'chai';
import { type Judged, judge, type Limit, limitText } from '../../lib/core/limits.ts';
import { roundInterval } from '../../lib/core/rounding.ts';
import { refused } from './expect-refusal.ts';

const single = (exact: string, rounded = exact, more: Partial<Judged> = {}): Judged => ({ exact, rounded, ...more });
const units = (individuals: string[]): Judged => ({ exact: '', rounded: '', individuals });
const of = (limit: Limit, result: Judged, mode: 'rounded' | 'full' = 'rounded') => judge(limit, result, mode).verdict;

describe('the two ways of comparison (GB/T 8170-2008, 4.3)', () => {
  const naoh: Limit = { kind: 'min', value: '97.0' };
  const si: Limit = { kind: 'max', value: '0.5' };
  const mn: Limit = { kind: 'range', low: '1.2', high: '1.6' };
  const tensile: Limit = { kind: 'min', value: '1400' };
  const wire: Limit = { kind: 'range', low: '9.9', high: '10.1' };
  const open: Limit = { kind: 'range', low: '9.9', high: '10.1', openLow: true, openHigh: true };
  // The standard's own table: limit, interval, value, by the full value, by the rounded value.
  const table: [what: string, limit: Limit, interval: string, exact: string, full: boolean, rounded: boolean][] = [
    ['NaOH ≥97.0', naoh, '0.1', '97.01', true, true],
    ['NaOH ≥97.0', naoh, '0.1', '97.00', true, true],
    ['NaOH ≥97.0', naoh, '0.1', '96.96', false, true],
    ['NaOH ≥97.0', naoh, '0.1', '96.94', false, false],
    ['Si ≤0.5', si, '0.1', '0.452', true, true],
    ['Si ≤0.5', si, '0.1', '0.500', true, true],
    ['Si ≤0.5', si, '0.1', '0.549', false, true],
    ['Si ≤0.5', si, '0.1', '0.551', false, false],
    ['Mn 1.2~1.6', mn, '0.1', '1.151', false, true],
    ['Mn 1.2~1.6', mn, '0.1', '1.200', true, true],
    ['Mn 1.2~1.6', mn, '0.1', '1.649', false, true],
    ['Mn 1.2~1.6', mn, '0.1', '1.651', false, false],
    ['tensile ≥14×100', tensile, '100', '1349', false, false],
    ['tensile ≥14×100', tensile, '100', '1351', false, true],
    ['tensile ≥14×100', tensile, '100', '1400', true, true],
    ['10.0±0.1', wire, '0.1', '9.89', false, true],
    ['10.0±0.1', wire, '0.1', '9.85', false, false],
    ['10.0±0.1', wire, '0.1', '10.10', true, true],
    ['10.0±0.1', wire, '0.1', '10.16', false, false],
    ['10.0±0.1 without ends', open, '0.1', '9.94', true, false],
    ['10.0±0.1 without ends', open, '0.1', '9.96', true, true],
    ['10.0±0.1 without ends', open, '0.1', '10.06', true, false],
    ['10.0±0.1 without ends', open, '0.1', '10.05', true, true],
  ];
  for (const [what, limit, interval, exact, full, rounded] of table)
    it(`${what}: ${exact} ${full ? 'meets' : 'fails'} in full, ${rounded ? 'meets' : 'fails'} rounded`, () => {
      const result = single(exact, roundInterval(exact, interval));
      expect([of(limit, result, 'full'), of(limit, result, 'rounded')]).to.deep.equal(
        [full, rounded].map((met) => (met ? 'conforms' : 'fails')),
      );
    });

  it('includes both ends of a content range (ChP 凡例)', () => {
    const content: Limit = { kind: 'range', low: '95.0', high: '105.0' };
    expect(of(content, single('94.95', '95.0'))).to.equal('conforms');
    expect(of(content, single('105.05', '105.0'))).to.equal('conforms');
    expect(of(content, single('105.06', '105.1'))).to.equal('fails');
    expect(of(content, single('94.95', '95.0'), 'full')).to.equal('fails');
    expect(of(content, single('105.05', '105.0'), 'full')).to.equal('fails');
  });

  it('tells at most twelve digits of a full value; the whole value is compared and kept', () => {
    const third = '0.5000000000000000333333333333333333333333';
    const above = judge({ kind: 'max', value: '0.5' }, single(third), 'full');
    expect([above.verdict, above.compared]).to.deep.equal(['fails', third]);
    expect(above.reason).to.deep.equal({ id: 'verdict.above', params: { value: '0.500000000000…', limit: '0.5' } });
    const each = judge({ kind: 'each-max', value: '0.5' }, { ...single(''), individuals: [third, '0.4'] }, 'full');
    expect(each.reason.params?.['values']).to.equal('0.500000000000…');
    const found = judge({ kind: 'not-detected', at: 'LOD' }, single(third, third, { lod: '0.5' }), 'full');
    expect([found.compared, found.reason.params?.['value']]).to.deep.equal([third, '0.500000000000…']);
  });

  it('B020: ≤0.5 against 0.50, 0.5000001, 0.54', () => {
    const verdicts = (mode: 'full' | 'rounded') =>
      ['0.50', '0.5000001', '0.54'].map((exact) =>
        of({ kind: 'max', value: '0.5' }, single(exact, roundInterval(exact, '0.1')), mode),
      );
    expect(verdicts('rounded')).to.deep.equal(['conforms', 'conforms', 'conforms']);
    expect(verdicts('full')).to.deep.equal(['conforms', 'fails', 'fails']);
  });

  it('does not let the noise of an endless quotient decide', () => {
    expect(of({ kind: 'max', value: '0.5' }, single(`0.5${'0'.repeat(60)}1`, '0.5'), 'full')).to.equal('conforms');
    expect(of({ kind: 'min', value: '0.5' }, single(`0.4${'9'.repeat(62)}`, '0.5'), 'full')).to.equal('conforms');
  });

  it('says what was compared, how, and why', () => {
    expect(judge({ kind: 'max', value: '0.5' }, single('0.561', '0.6'), 'rounded')).to.deep.equal({
      verdict: 'fails',
      compared: '0.6',
      mode: 'rounded',
      reason: { id: 'verdict.above', params: { value: '0.6', limit: '0.5' } },
    });
    expect(judge({ kind: 'max', value: '0.5' }, single('0.461', '0.5'), 'full')).to.deep.equal({
      verdict: 'conforms',
      compared: '0.461',
      mode: 'full',
      reason: { id: 'verdict.within', params: { value: '0.461' } },
    });
    const why = (limit: Limit, value: string) => judge(limit, single(value), 'full').reason.id;
    expect([why(naoh, '96'), why(open, '9.9'), why(open, '10.1'), why(mn, '2')]).to.deep.equal([
      'verdict.below',
      'verdict.not-above',
      'verdict.not-below',
      'verdict.above',
    ]);
  });

  it('refuses to judge what is no number', () => {
    refused(() => of(si, single('', '')), 'number.empty');
    refused(() => of(si, single('未检出')), 'number.form');
  });
});

describe('open ends', () => {
  it('exclude the limit itself', () => {
    expect(of({ kind: 'max', value: '0.5', open: true }, single('0.5'))).to.equal('fails');
    expect(of({ kind: 'max', value: '0.5', open: true }, single('0.4'))).to.equal('conforms');
    expect(of({ kind: 'min', value: '0.5', open: true }, single('0.5'))).to.equal('fails');
    expect(of({ kind: 'min', value: '0.5', open: true }, single('0.6'))).to.equal('conforms');
  });
});

describe('censored results', () => {
  const max: Limit = { kind: 'max', value: '0.5' };
  const min: Limit = { kind: 'min', value: '0.5' };
  const range: Limit = { kind: 'range', low: '0.5', high: '1.5' };
  const cases: [limit: Limit, qualifier: '<' | '>' | 'ND', value: string, verdict: string][] = [
    [max, '<', '0.05', 'conforms'],
    [max, '<', '0.5', 'conforms'],
    [max, '<', '0.6', 'undecided'],
    [{ ...max, open: true }, '<', '0.5', 'conforms'],
    [max, '>', '0.5', 'fails'],
    [max, '>', '0.4', 'undecided'],
    [min, '<', '0.5', 'fails'],
    [min, '<', '0.6', 'undecided'],
    [min, '>', '0.5', 'conforms'],
    [min, '>', '0.4', 'undecided'],
    [range, '<', '0.5', 'fails'],
    [range, '<', '1.0', 'undecided'],
    [range, '>', '1.5', 'fails'],
    [range, '>', '1.0', 'undecided'],
    [max, 'ND', '', 'conforms'],
    [min, 'ND', '', 'fails'],
    [range, 'ND', '', 'fails'],
    [{ kind: 'range', low: '0', high: '1' }, 'ND', '', 'conforms'],
    [{ kind: 'microbial', value: '100', factor: '2' }, '<', '10', 'conforms'],
    [{ kind: 'microbial', value: '100', factor: '2' }, '>', '300', 'fails'],
  ];
  for (const [limit, qualifier, value, verdict] of cases)
    it(`${limitText(limit, null, 'en')} and ${qualifier}${value}: ${verdict}`, () =>
      expect(of(limit, single(value, value, { qualifier }))).to.equal(verdict));

  it('are shown with their sign', () => {
    expect(judge(max, single('0.05', '0.05', { qualifier: '<' }), 'rounded').compared).to.equal('<0.05');
    expect(judge(max, single('', '', { qualifier: 'ND' }), 'rounded')).to.deep.include({
      compared: 'ND',
      reason: { id: 'verdict.not-detected' },
    });
  });
});

describe('不得检出', () => {
  const limit: Limit = { kind: 'not-detected', at: 'LOD' };
  it('is met by 未检出 and by a value below the limit of detection', () => {
    expect(of(limit, single('', '', { qualifier: 'ND' }))).to.equal('conforms');
    expect(of(limit, single('0.009', '0.01', { lod: '0.01' }))).to.equal('conforms');
    expect(of(limit, single('0.01', '0.01', { qualifier: '<', lod: '0.01' }))).to.equal('conforms');
    expect(of(limit, single('', '未检出', { conforms: true }))).to.equal('conforms');
  });

  it('fails from the limit of detection upwards', () => {
    expect(of(limit, single('0.01', '0.01', { lod: '0.01' }))).to.equal('fails');
    expect(of(limit, single('5', '5', { lod: '0.01' }))).to.equal('fails');
    expect(of(limit, single('', '检出', { conforms: false }))).to.equal('fails');
  });

  it('may be set at the limit of quantitation', () => {
    const result = single('0.02', '0.02', { lod: '0.01', loq: '0.03' });
    expect(of({ kind: 'not-detected', at: 'LOQ' }, result)).to.equal('conforms');
    expect(of(limit, result)).to.equal('fails');
    expect(of(limit, single('0.03', '0.03', { qualifier: '<', lod: '0.01' }))).to.equal('undecided');
  });

  it('cannot be judged without the method’s limit or a statement: zero is not 未检出', () => {
    refused(() => of(limit, single('0')), 'limit.threshold');
    refused(() => of(limit, single('0.02')), 'limit.threshold');
    refused(() => of(limit, single('')), 'limit.statement');
  });
});

describe('text requirements', () => {
  const limit: Limit = { kind: 'text', requirement: '本品应为白色片' };
  it('are judged by the analyst', () => {
    expect(of(limit, single('', '白色片', { conforms: true }))).to.equal('conforms');
    expect(of(limit, single('', '黄色片', { conforms: false }))).to.equal('fails');
    expect(judge(limit, single('', '白色片', { conforms: true }), 'rounded').compared).to.equal('白色片');
  });
  it('are not judged by silence', () =>
    expect(refused(() => of(limit, single('', '白色片')), 'limit.statement').reasons[0]?.field).to.equal('conforms'));
});

describe('every single value', () => {
  it('must meet the limit; a failing one is not averaged away', () => {
    expect(of({ kind: 'each-min', value: '10.0' }, units(['10.2', '9.94', '12.0']))).to.equal('fails');
    expect(of({ kind: 'each-min', value: '10.0' }, units(['10.2', '9.95', '12.0']))).to.equal('conforms'); // 9.95 → 10.0, half to even
    expect(of({ kind: 'each-min', value: '10.0' }, units(['10.2', '9.96', '12.0']))).to.equal('conforms');
    expect(of({ kind: 'each-min', value: '10.0' }, units(['10.2', '9.96', '12.0']), 'full')).to.equal('fails');
    expect(of({ kind: 'each-max', value: '5' }, units(['5', '5.5', '1']))).to.equal('fails'); // 5.5 → 6
    expect(of({ kind: 'each-max', value: '5' }, units(['5', '5.4', '1']))).to.equal('conforms');
    expect(of({ kind: 'each-range', low: '90', high: '110' }, units(['90', '110', '100.4']))).to.equal('conforms');
    expect(of({ kind: 'each-range', low: '90', high: '110' }, units(['89.4', '110.6']))).to.equal('fails');
  });

  it('is rounded once, to the decimals of the limit', () => {
    // 9.949 → 9.9; by way of 9.95 it would have become 10.0.
    expect(of({ kind: 'each-min', value: '10.0' }, units(['9.949']))).to.equal('fails');
  });

  it('names the failing ones', () => {
    expect(judge({ kind: 'each-max', value: '5' }, units(['4', '7', '9']), 'full')).to.deep.equal({
      verdict: 'fails',
      compared: '7, 9',
      mode: 'full',
      reason: { id: 'verdict.each-outside', params: { n: 3, outside: 2, values: '7, 9' } },
    });
    expect(judge({ kind: 'each-max', value: '5' }, units(['4', '4.2']), 'full').reason).to.deep.equal({
      id: 'verdict.each-within',
      params: { n: 2 },
    });
  });

  it('cannot be judged without them', () => {
    refused(() => of({ kind: 'each-max', value: '5' }, single('4')), 'limit.individuals');
    refused(() => of({ kind: 'each-max', value: '5' }, units([])), 'limit.individuals');
  });
});

describe('microbial counts', () => {
  const cases: [value: string, factor: string, count: string, verdict: string][] = [
    // ChP 1105: 10¹ accepts 20, 10² accepts 200, 10³ accepts 2000.
    ['10', '2', '20', 'conforms'],
    ['10', '2', '21', 'fails'],
    ['100', '2', '200', 'conforms'],
    ['1000', '2', '1500', 'conforms'],
    ['1000', '2', '2000', 'conforms'],
    ['1000', '2', '2100', 'fails'],
    // Cosmetics: no factor.
    ['1000', '1', '1000', 'conforms'],
    ['1000', '1', '2000', 'fails'],
    ['500', '1', '510', 'fails'],
  ];
  for (const [value, factor, count, verdict] of cases)
    it(`${count} against ${value} × ${factor}: ${verdict}`, () =>
      expect(of({ kind: 'microbial', value, factor }, single(count))).to.equal(verdict));
  it('tells the accepted maximum', () =>
    expect(judge({ kind: 'microbial', value: '1000', factor: '2' }, single('2100'), 'rounded').reason).to.deep.equal({
      id: 'verdict.above',
      params: { value: '2100', limit: '2000' },
    }));
});

describe('mass variation (ChP 0101)', () => {
  const tablets: Limit = {
    kind: 'deviation',
    allowOutside: 2,
    bands: [
      { upto: '0.30', open: true, percent: '7.5' },
      { upto: null, percent: '5' },
    ],
  };
  const flat = (n: number, mass: string) => Array<string>(n).fill(mass);
  /** `n` units about the mean 1 with the given ones balanced by their mirror images, so that the mean stays 1. */
  const balanced = (...outside: string[]) => [
    ...outside,
    ...outside.map((mass) => (2 - Number(mass)).toFixed(6)),
    ...flat(20 - 2 * outside.length, '1.000000'),
  ];

  it('takes up to two outside, none beyond twice', () => {
    expect(of(tablets, units(balanced('1.04')))).to.equal('conforms');
    expect(of(tablets, units(balanced('1.06')))).to.equal('conforms'); // 1.06 and 0.94
    expect(of(tablets, units(balanced('1.06', '1.07')))).to.equal('fails'); // four outside
    expect(of(tablets, units(balanced('1.11')))).to.equal('fails'); // beyond ±10 %
  });

  it('includes the limit itself, and twice the limit', () => {
    expect(judge(tablets, units(balanced('1.05', '1.05')), 'rounded').reason).to.deep.include({
      id: 'verdict.deviation-within',
    });
    expect(judge(tablets, units(balanced('1.05', '1.05')), 'rounded').reason.params).to.include({ outside: 0 });
    expect(of(tablets, units(balanced('1.10')))).to.equal('conforms');
  });

  it('compares the weights, not a rounded percentage', () => {
    // 5.0004 % would round to 5.0 %.
    expect(judge(tablets, units(balanced('1.050004')), 'rounded').reason.params).to.include({ outside: 2 });
  });

  it('chooses the band by the mean mass: 0.30 g is not below 0.30 g', () => {
    const percent = (mass: string) => judge(tablets, units(flat(20, mass)), 'rounded').reason.params?.['percent'];
    expect([percent('0.2999'), percent('0.3000'), percent('0.3001')]).to.deep.equal(['7.5', '5', '5']);
    const granules: Limit = {
      kind: 'deviation',
      allowOutside: 2,
      bands: [
        { upto: '1.0', percent: '10' },
        { upto: '1.5', percent: '8' },
        { upto: '6.0', percent: '7' },
        { upto: null, percent: '5' },
      ],
    };
    const grain = (mass: string) => judge(granules, units(flat(10, mass)), 'rounded').reason.params?.['percent'];
    expect([grain('1.0'), grain('1.01'), grain('1.5'), grain('6.0'), grain('6.001')]).to.deep.equal([
      '10',
      '8',
      '8',
      '7',
      '5',
    ]);
  });

  it('compares with the labelled mass where the chapter does (published examination question: 牛黄, 3 g, ±8 %)', () => {
    const pills: Limit = { kind: 'deviation', allowOutside: 2, bands: [{ upto: null, percent: '8' }], nominal: '3.0' };
    const weights = ['3.16', '3.22', '2.88', '3.26', '3.33', '2.75', '3.03', '2.98', '3.23', '3.15'];
    expect(judge(pills, units(weights), 'rounded')).to.deep.include({
      verdict: 'fails',
      reason: {
        id: 'verdict.too-many-outside',
        params: { centre: '3', percent: '8', outside: 3, allowed: 2, values: '3.26, 3.33, 2.75' },
      },
    });
    expect(of(pills, units(weights.map((mass) => (mass === '3.26' ? '3.24' : mass))))).to.equal('conforms'); // 3.24 is the limit itself
  });

  it('reproduces the tablet example of 0.3079 g (parameters.md, weight_variation)', () => {
    // 19 at 0.308895 and one at 0.289 (−6.1 %): mean 0.30790.
    const verdict = judge(tablets, units(['0.2890', ...flat(19, '0.308895')]), 'rounded');
    expect(verdict.verdict).to.equal('conforms');
    expect(verdict.reason.params).to.include({ percent: '5', outside: 1, values: '0.2890' });
  });

  it('refuses a mass without a band, and no masses', () => {
    refused(
      () => of({ kind: 'deviation', allowOutside: 2, bands: [{ upto: '1.0', percent: '10' }] }, units(['2', '2'])),
      'limit.band',
    );
    refused(() => of(tablets, units([])), 'limit.individuals');
  });
});

describe('disintegration (ChP 0921)', () => {
  const limit: Limit = { kind: 'longest', minutes: '15', retestUnits: 6 };
  const fast = ['6.2', '7.4', '8.0', '6.8', '7.9', '9.6'];
  const cases: [what: string, times: string[], verdict: string, id: string][] = [
    ['all in time', fast, 'conforms', 'verdict.all-in-time'],
    ['exactly in time', [...fast.slice(1), '15'], 'conforms', 'verdict.all-in-time'],
    ['one over: six more', [...fast.slice(1), '15.1'], 'undecided', 'verdict.retest-due'],
    ['two over', [...fast.slice(2), '15.1', '16'], 'fails', 'verdict.too-slow'],
    ['one over, six more in time', [...fast.slice(1), '15.1', ...fast], 'conforms', 'verdict.retest-in-time'],
    [
      'one over, three of six more done',
      [...fast.slice(1), '15.1', ...fast.slice(3)],
      'undecided',
      'verdict.retest-due',
    ],
    [
      'one over, one of six more over',
      [...fast.slice(1), '15.1', ...fast.slice(1), '15.2'],
      'fails',
      'verdict.too-slow',
    ],
  ];
  for (const [what, times, verdict, id] of cases)
    it(what, () => {
      const answer = judge(limit, units(times), 'rounded');
      expect([answer.verdict, answer.reason.id]).to.deep.equal([verdict, id]);
    });

  it('gives the slowest unit', () => expect(judge(limit, units(fast), 'rounded')).to.include({ compared: '9.6' }));
  it('knows tests without a second set', () =>
    expect(of({ kind: 'longest', minutes: '15', retestUnits: 0 }, units([...fast, '16']))).to.equal('fails'));
});

describe('limitText', () => {
  const bands: Limit = {
    kind: 'deviation',
    allowOutside: 2,
    bands: [
      { upto: '0.30', open: true, percent: '7.5' },
      { upto: null, percent: '5' },
    ],
  };
  const three: Limit = {
    kind: 'deviation',
    allowOutside: 0,
    bands: [
      { upto: '1.0', percent: '10' },
      { upto: '3.0', percent: '7.5' },
      { upto: null, percent: '5' },
    ],
  };
  const cases: [limit: Limit, unit: string | null, zh: string, en: string][] = [
    [{ kind: 'max', value: '0.5' }, '%', '≤0.5%', '≤0.5%'],
    [{ kind: 'max', value: '5.0', open: true }, 'mg/kg', '<5.0 mg/kg', '<5.0 mg/kg'],
    [{ kind: 'min', value: '97.0' }, '%', '≥97.0%', '≥97.0%'],
    [{ kind: 'min', value: '2', open: true }, null, '>2', '>2'],
    [{ kind: 'range', low: '95.0', high: '105.0' }, '%', '95.0%～105.0%', '95.0%～105.0%'],
    [{ kind: 'range', low: '4.0', high: '7.0' }, null, '4.0～7.0', '4.0～7.0'],
    [{ kind: 'range', low: '168', high: '172' }, '℃', '168℃～172℃', '168℃～172℃'],
    [{ kind: 'range', low: '1.0', high: '2.0' }, 'mg/mL', '1.0～2.0 mg/mL', '1.0～2.0 mg/mL'],
    [
      { kind: 'range', low: '9.9', high: '10.1', openLow: true, openHigh: true },
      'mm',
      '>9.9 mm且<10.1 mm',
      '>9.9 mm and <10.1 mm',
    ],
    [{ kind: 'text', requirement: '应符合规定' }, null, '应符合规定', '应符合规定'],
    [{ kind: 'not-detected', at: 'LOD' }, 'mg/kg', '不得检出', 'not detected'],
    [{ kind: 'each-max', value: '5' }, 'N', '各值均应≤5 N', 'each ≤5 N'],
    [{ kind: 'each-min', value: '10.0' }, 'N', '各值均应≥10.0 N', 'each ≥10.0 N'],
    [{ kind: 'each-range', low: '90', high: '110' }, '%', '各值均应为90%～110%', 'each 90%～110%'],
    [{ kind: 'microbial', value: '1000', factor: '2' }, 'cfu/g', '≤10³ cfu/g', '≤10³ cfu/g'],
    [{ kind: 'microbial', value: '500', factor: '2' }, 'cfu/g', '≤500 cfu/g', '≤500 cfu/g'],
    [{ kind: 'microbial', value: '1000', factor: '1' }, 'CFU/g', '≤1000 CFU/g', '≤1000 CFU/g'],
    [
      bands,
      'g',
      '0.30 g以下：±7.5%；0.30 g及以上：±5%；超出限度的不得多于2个，并不得有1个超出限度1倍',
      'below 0.30 g: ±7.5%; 0.30 g or more: ±5%; not more than 2 outside the limit and none outside twice the limit',
    ],
    [
      three,
      'g',
      '1.0 g及以下：±10%；1.0 g以上至3.0 g：±7.5%；3.0 g以上：±5%；均不得超出限度',
      '1.0 g or less: ±10%; above 1.0 g up to 3.0 g: ±7.5%; above 3.0 g: ±5%; none outside the limit',
    ],
    [
      { kind: 'deviation', allowOutside: 2, bands: [{ upto: null, percent: '8' }] },
      'g',
      '±8%；超出限度的不得多于2个，并不得有1个超出限度1倍',
      '±8%; not more than 2 outside the limit and none outside twice the limit',
    ],
    [
      {
        kind: 'deviation',
        allowOutside: 0,
        bands: [{ upto: null, percent: '7' }],
        retest: { first: 5, further: 10 },
      },
      'g',
      '±7%；5个均不得超出限度；1个超出时另取10个复试，均不得超出限度',
      '±7%; none of 5 outside the limit; with one outside 10 more, none of which outside it',
    ],
    [
      { kind: 'longest', minutes: '15', retestUnits: 6 },
      'min',
      '应在15分钟内全部崩解',
      'all disintegrate within 15 min',
    ],
  ];
  for (const [limit, unit, zh, en] of cases)
    it(zh, () => {
      expect(limitText(limit, unit, 'zh')).to.equal(zh);
      expect(limitText(limit, unit, 'en')).to.equal(en);
    });
});
