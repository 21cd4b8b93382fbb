import { expect } from 'chai';
import type { Readings, Row, TestItem } from '../../lib/forms/index.ts';
import { check, max, min } from './cases.ts';
import { run } from './support.ts';

const areas = (...list: string[]) => Object.fromEntries(list.map((area, i) => [`A_s${i + 1}`, area]));
const ginseng: { item: Partial<TestItem>; readings: Readings } = {
  item: {
    limit: min('0.30'),
    places: 2,
    constants: { components: '人参皂苷Rg1；人参皂苷Re', dried: '1' },
    precision: { kind: 'rad', max: '3.0' },
  },
  readings: {
    V_s: '10',
    references: [
      { m_s: '2.12', purity: '98.5', water: '0', D_s: '1' },
      { m_s: '2.05', purity: '97.1', water: '0', D_s: '1' },
    ],
    injections: [
      areas('612.3', '613.1', '611.8', '612.9', '612.5'),
      areas('512.3', '513.1', '511.8', '512.9', '512.5'),
    ],
    V: '50',
    D: '1',
    m_1: '1002.3',
    m_2: '1001.1',
    w: '8.2',
    areas: [
      { A_11: '140.2', A_12: '140.5', A_21: '139.8', A_22: '140.0' },
      { A_11: '40.2', A_12: '40.5', A_21: '39.8', A_22: '40.0' },
    ],
  },
};

describe('sums of components', () => {
  it('assay-components: the total is made of unrounded components, each by its own reference', () => {
    const outcome = run('assay-components', ginseng.item, ginseng.readings);
    expect(outcome.problems).to.deep.equal([]);
    expect(outcome.result?.exact.slice(0, 18)).to.equal('0.3444863147027014');
    expect([outcome.result?.text, outcome.verdict?.verdict, outcome.result?.individuals]).to.deep.equal([
      '0.34%',
      'conforms',
      ['0.345', '0.344'],
    ]);
    const named = outcome.steps.filter(({ id }) => id === 'X_1').map(({ rowLabel, unit }) => [rowLabel?.zh, unit]);
    expect(named).to.deep.equal([
      ['人参皂苷Rg1', ''],
      ['人参皂苷Re', ''],
    ]);
  });

  const traces: Partial<TestItem> = {
    limit: max('2500'),
    unit: 'mg/kg',
    places: 0,
    constants: { components: '甲；乙' },
  };
  const found = (one: Record<string, string>, two: Record<string, string>): Readings => ({
    corr: '0.9995',
    V: '25',
    D: '2',
    m_1: '0.5023',
    m_2: '0.5041',
    components: [
      { found: 'yes', C_1: '12.36', C_2: '12.51', f: '1', ...one },
      { found: 'yes', C_1: '8.41', C_2: '8.39', f: '0.9078', ...two },
    ],
  });
  const none = { found: 'no', C_1: '0', C_2: '0' };
  check([
    {
      what: 'a component without its reference',
      form: 'assay-components',
      item: ginseng.item,
      readings: {
        ...ginseng.readings,
        references: [
          { m_s: '0', purity: '98.5', water: '0', D_s: '1' },
          { m_s: '2.05', purity: '97.1', water: '0', D_s: '0' },
        ],
      },
      refused: 'formula.zero',
      field: 'references.1.D_s',
    },
    {
      what: 'areas that scatter',
      form: 'assay-components',
      item: ginseng.item,
      readings: {
        ...ginseng.readings,
        injections: [
          areas('612.3', '643.1', '611.8', '612.9', '612.5'),
          areas('512.3', '513.1', '511.8', '512.9', '512.5'),
        ],
      },
      refused: 'record.gate',
      field: 'injections.0.A_s1',
    },
    {
      what: 'two components with a factor',
      form: 'calibration-components',
      item: traces,
      readings: found({}, {}),
      text: '1993mg/kg',
      verdict: 'conforms',
    },
    {
      what: 'one not detected counts 0',
      form: 'calibration-components',
      item: { ...traces, precision: null as never },
      readings: found({}, none),
      text: '1236mg/kg',
      verdict: 'conforms',
    },
    {
      what: 'none detected',
      form: 'calibration-components',
      item: { ...traces, lod: '5' },
      readings: found(none, none),
      text: '未检出（检出限5mg/kg）',
      verdict: 'conforms',
    },
    {
      what: 'beyond the top of its curve',
      form: 'calibration-components',
      item: traces,
      readings: found({ C_high: '12.5' }, {}),
      refused: 'record.gate',
      field: 'components.0.C_high',
    },
  ]);
});

const levels = {
  C_std: ['0.5', '1', '2', '5', '10', '20'],
  A_std: ['1042', '2087', '4160', '10455', '20790', '41690'],
};
const line = (A: string, more: Readings = {}): Readings => ({
  levels: levels.C_std.map((C_std, i) => ({ C_std, A_std: levels.A_std[i] ?? '' })),
  detected: 'yes',
  C_0: '0',
  V: '1',
  D: '1',
  samples: [{ m: '1', A }],
  ...more,
});
const trace = (constants: Record<string, string> = {}, over: Partial<TestItem> = {}): Partial<TestItem> => ({
  limit: max('50'),
  unit: 'mg/kg',
  places: 10,
  constants: { n: '1', ...constants },
  ...over,
});
const element = (C: string, more: Readings = {}): Readings => ({
  ...{ corr: '0.9995', detected: 'yes', C_0: '0', V: '50', D: '1', samples: [{ m: '0.5', C }] },
  ...more,
});

describe('reading off a line', () => {
  check([
    {
      what: 'not weighted',
      form: 'calibration-curve',
      item: trace(),
      readings: line('3127'),
      text: '1.5006646108mg/kg',
      verdict: 'conforms',
    },
    {
      what: 'weighted 1/x',
      form: 'calibration-curve',
      item: trace({ fit: '1/x' }),
      readings: line('3127'),
      text: '1.5002810810mg/kg',
      verdict: 'conforms',
    },
    {
      what: 'weighted 1/x²',
      form: 'calibration-curve',
      item: trace({ fit: '1/x2' }),
      readings: line('3127'),
      text: '1.5002937841mg/kg',
      verdict: 'conforms',
    },
    {
      what: 'through zero',
      form: 'calibration-curve',
      item: trace({ fit: '0' }),
      readings: line('3127'),
      text: '1.5006672531mg/kg',
      verdict: 'conforms',
    },
    {
      what: 'a blank cannot be weighted by 1/x',
      form: 'calibration-curve',
      item: trace({ fit: '1/x' }),
      readings: line('3127', {
        levels: [
          { C_std: '0', A_std: '0' },
          { C_std: '1', A_std: '2000' },
          { C_std: '2', A_std: '4000' },
        ],
      }),
      refused: 'formula.zero',
      field: 'levels.0.C_std',
    },
    {
      what: 'above the highest standard',
      form: 'calibration-curve',
      item: trace(),
      readings: line('41800'),
      refused: 'record.range',
      field: 'samples.0.A',
    },
    {
      what: 'below the lowest standard',
      form: 'calibration-curve',
      item: trace(),
      readings: line('1000'),
      refused: 'record.range',
      field: 'samples.0.A',
    },
    {
      what: 'below the limit of quantitation anyway',
      form: 'calibration-curve',
      item: trace({}, { loq: '0.5', places: 2 }),
      readings: line('1000'),
      text: '检出，低于定量限（0.5mg/kg）',
      verdict: 'conforms',
    },
    {
      what: 'dried basis',
      form: 'calibration-curve',
      item: trace({ dried: '1', fit: '0' }),
      readings: line('3127', { w: '50' }),
      text: '3.0013345063mg/kg',
      verdict: 'conforms',
    },
    {
      what: 'within',
      form: 'icpms-element',
      item: { limit: max('5'), unit: 'mg/kg', constants: { n: '1' } },
      readings: element('20', { C_low: '1', C_high: '20' }),
      text: '2.0mg/kg',
      verdict: 'conforms',
    },
    {
      what: 'above the curve',
      form: 'icpms-element',
      item: { limit: max('5'), unit: 'mg/kg', constants: { n: '1' } },
      readings: element('20.1', { C_low: '1', C_high: '20' }),
      refused: 'record.range',
      field: 'samples.0.C',
    },
    {
      what: 'below the curve',
      form: 'aas-element',
      item: { limit: max('5'), unit: 'mg/kg', constants: { n: '1' } },
      readings: element('0.9', { C_low: '1', C_high: '20' }),
      refused: 'record.range',
      field: 'samples.0.C',
    },
    {
      what: 'in percent, by the factor',
      form: 'icpms-element',
      item: { limit: max('5'), places: 4, constants: { n: '1', k: '0.0001' } },
      readings: element('20'),
      text: '0.0002%',
      verdict: 'conforms',
    },
  ]);

  it('names the second row when that is the one beyond the curve', () => {
    const outcome = run(
      'calibration-curve',
      trace({ n: '2' }),
      line('3127', {
        samples: [
          { m: '1', A: '3127' },
          { m: '1', A: '50000' },
        ],
      }),
    );
    expect(outcome.problems.filter(({ id }) => id === 'record.range').map(({ field }) => field)).to.deep.equal([
      'samples.1.A',
    ]);
  });

  const screen = (value: string): Readings => ({
    corr: '0.999',
    analytes: [
      { analyte: '甲胺磷', found: 'yes', value, analyte_loq: '0.05', analyte_high: '0.5' },
      { analyte: '克百威', found: 'no' },
    ],
  });
  it('calibration-components: ND in a component counts as 0 in the sum, and nowhere else', () => {
    const part = (C_1: string, found = 'yes') => ({ component: '甲', found, C_1, f: '1' });
    const of = (components: Row[], m_1 = '2') =>
      run(
        'calibration-components',
        { limit: max('5'), unit: 'mg/kg', constants: { components: '甲', n: '1' } },
        { corr: '0.999', V: '10', D: '1', m_1, components },
      );
    expect(of([part('0.30'), part('ND', 'no')]).result?.exact).to.equal('1.5');
    expect(of([part('0.30'), part('未检出', 'no')]).result?.exact).to.equal('1.5');
    const elsewhere = of([part('0.30')], 'ND');
    expect([elsewhere.problems[0]?.id, elsewhere.problems[0]?.field, elsewhere.result]).to.deep.equal([
      'number.not-detected',
      'm_1',
      undefined,
    ]);
    expect(of([part('<0.05')]).problems[0]).to.include({ id: 'record.censored', field: 'components.0.C_1' });
  });

  const residue = (at: 'LOD' | 'LOQ'): Partial<TestItem> => ({ limit: { kind: 'not-detected', at }, unit: 'mg/kg' });
  check([
    {
      what: 'below the quantitation limit of its row',
      form: 'multi-analyte',
      item: residue('LOQ'),
      readings: screen('0.04'),
      text: '检出甲胺磷（低于定量限）',
      verdict: 'conforms',
    },
    {
      what: 'at the quantitation limit of its row',
      form: 'multi-analyte',
      item: residue('LOQ'),
      readings: screen('0.05'),
      text: '检出甲胺磷：0.05mg/kg',
      verdict: 'fails',
    },
    {
      what: 'by the detection limit every find counts',
      form: 'multi-analyte',
      item: residue('LOD'),
      readings: screen('0.04'),
      text: '检出甲胺磷（低于定量限）',
      verdict: 'fails',
    },
    {
      what: 'above the curve of its row',
      form: 'multi-analyte',
      item: residue('LOQ'),
      readings: screen('0.51'),
      refused: 'record.gate',
      field: 'analytes.0.analyte_high',
    },
  ]);
});

const astragaloside = { C_a: '0.1012', A_a: '152.3', C_b: '0.5060', A_b: '1386.7', A_x1: '742.5' };
const elsd = (over: Record<string, string> = {}): Readings => ({
  V: '5',
  D: '2',
  m_1: '4003.2',
  w: '8.2',
  components: [astragaloside, { ...astragaloside, ...over }],
});
const two: Partial<TestItem> = {
  limit: { kind: 'min', value: '0.080' },
  places: 3,
  constants: { components: '甲；乙', dried: '1', n: '1' },
};
const solvent = (over: Readings): Readings => ({
  C_s: '0.0603',
  V: '5',
  injections: [{ A_s: '102.7' }],
  ...over,
});
const benzene: Partial<TestItem> = {
  limit: { kind: 'not-detected', at: 'LOD' },
  constants: { n: '1', injections: '1' },
};
const endotoxin = (T_x: string): Readings => ({
  standards: [
    { E: '5', t: '612' },
    { E: '0.5', t: '1108' },
    { E: '0.05', t: '2016' },
  ],
  T_x,
  D: '4',
  recovery: '98',
});

describe('other curves and sums', () => {
  check([
    {
      what: 'twice the published 0.0873436123 %',
      form: 'elsd-components',
      item: two,
      readings: elsd(),
      text: '0.175%',
      verdict: 'conforms',
    },
    {
      what: 'an area above its upper point',
      form: 'elsd-components',
      item: two,
      readings: elsd({ A_x1: '1386.8' }),
      refused: 'record.gate',
      field: 'components.1.A_x1',
    },
    {
      what: 'a solvent that is not there needs no weighing',
      form: 'residual-solvent',
      item: benzene,
      readings: solvent({ detected: 'no' }),
      text: '未检出',
      verdict: 'conforms',
    },
    {
      what: 'without the statement it is measured as before',
      form: 'residual-solvent',
      item: { limit: max('0.06'), places: 2, constants: { ...benzene.constants } },
      readings: solvent({ samples: [{ m: '0.1004', A_x: '86.4' }] }),
      text: '0.25%',
      verdict: 'fails',
    },
    {
      what: 'within the standards',
      form: 'endotoxin-photometric',
      item: { limit: max('1.00'), unit: 'EU/mL', places: 2 },
      readings: endotoxin('1420'),
      text: '0.77EU/mL',
      verdict: 'conforms',
    },
    {
      what: 'slower than the lowest standard',
      form: 'endotoxin-photometric',
      item: { limit: max('1.00'), unit: 'EU/mL', places: 2 },
      readings: endotoxin('2100'),
      refused: 'record.gate',
      field: 'T_x',
    },
    {
      what: 'eight of ten at least 100',
      form: 'measured-units',
      item: { limit: { kind: 'attribute', accept: '2', n: '10' }, unit: null, constants: { low: '100', Ac: '2' } },
      readings: { units: ['99', '100', '101', '120', '99', '130', '140', '150', '160', '170'].map((x) => ({ x })) },
      text: '符合规定',
      verdict: 'conforms',
    },
    {
      what: 'both ends',
      form: 'measured-units',
      item: {
        limit: { kind: 'text', requirement: '应符合规定' },
        unit: null,
        constants: { low: '-0.83', high: '0.83', Ac: '0', n: '3' },
      },
      readings: { units: ['-0.83', '0.84', '0.83'].map((x) => ({ x })) },
      text: '不符合规定（3件中1件不合格）',
      verdict: 'fails',
    },
    {
      // 4.00 + 0.83 and 8.00 × 1.15 stand at the bounds; 5.54 is below the boundary, 5.55 is not.
      what: 'beside a reference: as such below 5.55, relative from there',
      form: 'measured-units',
      item: {
        limit: { kind: 'text', requirement: '应符合规定' },
        unit: null,
        constants: { rel: '15', boundary: '5.55', dev: '0.83', Ac: '1', n: '5' },
      },
      readings: {
        units: [
          { x_0: '4.00', x: '4.83' },
          { x_0: '5.54', x: '6.38' },
          { x_0: '5.55', x: '6.382' },
          { x_0: '8.00', x: '9.20' },
          { x_0: '8.00', x: '6.79' },
        ],
      },
      text: '不符合规定（5件中2件不合格）',
      verdict: 'fails',
    },
    {
      what: 'counted in the word of the parameter',
      form: 'measured-units',
      item: { limit: max('0'), unit: null, constants: { low: '100', Ac: '0', n: '2', counter: '名' } },
      readings: { units: [{ x: '99' }, { x: '100' }] },
      text: '不符合规定（2名中1名不合格）',
      verdict: 'fails',
    },
    {
      what: 'relative alone',
      form: 'measured-units',
      item: {
        limit: { kind: 'text', requirement: '应符合规定' },
        unit: null,
        constants: { rel: '15', Ac: '0', n: '2' },
      },
      readings: {
        units: [
          { x_0: '4.00', x: '4.60' },
          { x_0: '8.00', x: '6.80' },
        ],
      },
      text: '符合规定',
      verdict: 'conforms',
    },
  ]);
});
