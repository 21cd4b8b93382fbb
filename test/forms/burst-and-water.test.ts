import { expect } from 'chai';
import type { Readings, TestItem } from '../../lib/forms/index.ts';
import { check, max, words } from './cases.ts';
import { run } from './support.ts';

const condoms = { V_min: '18.0', P_min: '1.0', sample_size: '315', Ac: '10' };
const burst = (constants: Record<string, string>): Partial<TestItem> => ({ limit: words, unit: null, constants });
const totals = (d_V: string, d_P: string, d_VP: string, inspected = '315'): Readings => ({
  plan: 'Ⅰ，AQL 1.5，M',
  how: 'counts',
  inspected,
  d_V,
  d_P,
  d_VP,
});
const four = { V_min: '18.0', P_min: '1.0', sample_size: '4', Ac: '1' };
const each = (...units: [string, string][]): Readings => ({
  plan: 'Ⅰ',
  how: 'units',
  units: units.map(([V_b, P_b]) => ({ V_b, P_b })),
});

describe('burst volume and pressure', () => {
  const good: [string, string] = ['18.0', '1.0'];
  check([
    {
      what: '3 and 1, the same unit once',
      form: 'burst-aql',
      item: burst(condoms),
      readings: totals('3', '1', '1'),
      text: '符合规定',
      verdict: 'conforms',
      why: 'verdict.attribute-within',
    },
    {
      what: '10 of 315 are accepted',
      form: 'burst-aql',
      item: burst(condoms),
      readings: totals('8', '4', '2'),
      text: '符合规定',
      verdict: 'conforms',
    },
    {
      what: '11 are not',
      form: 'burst-aql',
      item: burst(condoms),
      readings: totals('8', '4', '1'),
      text: '不符合规定（315件中11件不合格）',
      verdict: 'fails',
      why: 'verdict.attribute-beyond',
    },
    {
      what: 'too few were tested',
      form: 'burst-aql',
      item: burst(condoms),
      readings: totals('0', '0', '0', '314'),
      refused: 'record.gate',
      field: 'inspected',
    },
    {
      what: 'more below both than below one',
      form: 'burst-aql',
      item: burst(condoms),
      readings: totals('3', '1', '2'),
      refused: 'record.gate',
      field: 'd_V',
    },
    {
      what: 'each unit: both short in one unit counts once, the ends themselves are good',
      form: 'burst-aql',
      item: burst(four),
      readings: each(['17.9', '0.9'], good, good, good),
      text: '符合规定',
      verdict: 'conforms',
    },
    {
      what: 'each unit: one short of volume, one of pressure',
      form: 'burst-aql',
      item: burst(four),
      readings: each(['17.9', '1.0'], ['18.0', '0.99'], good, good),
      text: '不符合规定（4件中2件不合格）',
      verdict: 'fails',
    },
    {
      what: 'the limit itself may carry the plan',
      form: 'burst-aql',
      item: { ...burst(four), limit: { kind: 'attribute', accept: '2', n: '4' } },
      readings: each(['17.9', '1.0'], ['18.0', '0.99'], good, good),
      text: '符合规定',
      verdict: 'conforms',
    },
  ]);

  it('volume alone needs no pressure, and the means are told', () => {
    const outcome = run('burst-aql', burst({ V_min: '18.0', sample_size: '2', Ac: '0' }), {
      plan: 'Ⅰ',
      how: 'units',
      units: [{ V_b: '20.5' }, { V_b: '21.0' }],
    });
    expect(outcome.missing).to.deep.equal([]);
    expect(outcome.steps.map(({ id, exact }) => [id, exact])).to.deep.include(['mean_V', '20.75']);
    expect(outcome.steps.map(({ id }) => id)).to.not.include('mean_P');
  });
});

const water = (constants: Record<string, string> = {}, over: Partial<TestItem> = {}): Partial<TestItem> => ({
  limit: words,
  unit: 'μS/cm',
  constants,
  ...over,
});
const injection = water({ water: '注射用水' });
const step = (kappa: string, more: Readings = {}): Readings => ({ T: '29.9', kappa, ...more });

describe('conductivity of water', () => {
  check([
    {
      what: 'purified, 23.6 ℃: limit 4.876',
      form: 'conductivity-stage',
      item: water(),
      readings: { T: '23.6', kappa: '2.8' },
      text: '2.8μS/cm',
      verdict: 'conforms',
      why: 'verdict.step-within',
    },
    {
      what: 'purified, rounded: 4.94 against 4.9',
      form: 'conductivity-stage',
      item: water(),
      readings: { T: '23.6', kappa: '4.94' },
      text: '4.9μS/cm',
      verdict: 'conforms',
    },
    {
      what: 'purified, in full: 4.88 against 4.876',
      form: 'conductivity-stage',
      item: water({}, { compare: 'full' }),
      readings: { T: '23.6', kappa: '4.88' },
      text: '4.9μS/cm',
      verdict: 'fails',
      why: 'verdict.step-beyond',
    },
    {
      what: 'purified, at a listed temperature',
      form: 'conductivity-stage',
      item: water(),
      readings: { T: '25', kappa: '5.1' },
      text: '5.1μS/cm',
      verdict: 'conforms',
    },
    {
      what: 'beyond the table nothing is extrapolated',
      form: 'conductivity-stage',
      item: water(),
      readings: { T: '100.1', kappa: '2.8' },
      refused: 'formula.outside',
      field: 'T',
    },
    {
      what: 'injections, step 1 by the listed temperature not above',
      form: 'conductivity-stage',
      item: injection,
      readings: step('1.3'),
      text: '1.3μS/cm',
      verdict: 'conforms',
    },
    {
      what: 'injections, step 1 beyond: step 2 is due',
      form: 'conductivity-stage',
      item: injection,
      readings: step('1.4'),
      text: '需做第2步',
      verdict: 'undecided',
      why: 'verdict.step-due',
    },
    {
      what: 'injections, step 2 within 2.1',
      form: 'conductivity-stage',
      item: injection,
      readings: step('1.4', { kappa_2: '2.1', T_2: '25.4' }),
      text: '2.1μS/cm',
      verdict: 'conforms',
    },
    {
      what: 'injections, step 2 too warm',
      form: 'conductivity-stage',
      item: injection,
      readings: step('1.4', { kappa_2: '2.1', T_2: '26.1' }),
      refused: 'record.gate',
      field: 'T_2',
    },
    {
      what: 'injections, step 3 is due',
      form: 'conductivity-stage',
      item: injection,
      readings: step('1.4', { kappa_2: '2.3', T_2: '25.4' }),
      text: '需做第3步',
      verdict: 'undecided',
    },
    {
      what: 'injections, step 3 at pH 6.4',
      form: 'conductivity-stage',
      item: injection,
      readings: step('1.4', { kappa_2: '2.3', T_2: '25.4', pH: '6.42' }),
      text: '2.3μS/cm',
      verdict: 'conforms',
    },
    {
      what: 'injections, step 3 at pH 6.6',
      form: 'conductivity-stage',
      item: injection,
      readings: step('1.4', { kappa_2: '2.3', T_2: '25.4', pH: '6.6' }),
      text: '2.3μS/cm',
      verdict: 'fails',
    },
    {
      what: 'injections, pH outside 5.0 to 7.0',
      form: 'conductivity-stage',
      item: injection,
      readings: step('1.4', { kappa_2: '2.3', T_2: '25.4', pH: '7.2' }),
      text: '2.3μS/cm',
      verdict: 'fails',
      why: 'verdict.criterion',
    },
    {
      what: 'sterile water by the limit of the item',
      form: 'conductivity-stage',
      item: water({ water: '灭菌注射用水' }, { limit: max('5') }),
      readings: { kappa: '5.6' },
      text: '5.6μS/cm',
      verdict: 'fails',
    },
  ]);
  it('takes no limit of a number where the table gives the bound', () =>
    expect(
      run('conductivity-stage', water({}, { limit: max('5.1') }), { T: '25', kappa: '5.0' }).problems[0]?.id,
    ).to.equal('record.limit-kind'));
});
