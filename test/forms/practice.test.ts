import { expect } from 'chai';
import { exampleItem } from '../../lib/catalogue/item.ts';
import type { Parameter } from '../../lib/catalogue/types.ts';
import type { Readings, TestItem } from '../../lib/forms/index.ts';
import { max, min, words } from './cases.ts';
import { amoxicillin, column, run } from './support.ts';

describe('the practice of the paper', () => {
  const water = { limit: max('0.4'), places: 1, individualPlaces: 2 };
  const dried = (constants: Record<string, string>, over: Readings = {}) =>
    run(
      'loss-on-drying',
      { ...water, constants },
      {
        temperature_dry: '105',
        hours: '3',
        samples: [
          { m_1: '20.0000', m: '1.0000', m_p: '20.9956', m_2: '20.99556' },
          { m_1: '20.0000', m: '1.0000', m_p: '20.9955', m_2: '20.99554' },
        ],
        ...over,
      },
    );

  it('the mean of rounded single values may differ from the mean: the record shows which it took', () => {
    // 0.444 and 0.446 %: the mean 0.445 is 0.4; rounded to 0.44 and 0.45 the mean is 0.445 too. 0.444 and 0.456 tell them apart below.
    expect(dried({}).steps.find(({ id }) => id === 'mean_X')?.exact).to.equal('0.445');
    const rounded = dried({ rounded_mean: '1' });
    expect(rounded.steps.filter(({ id }) => id === 'X_r').map(({ exact }) => exact)).to.deep.equal(['0.44', '0.45']);
    const apart = (constants: Record<string, string>) =>
      dried(constants, {
        samples: [
          { m_1: '20.0000', m: '1.0000', m_p: '20.9956', m_2: '20.99556' },
          { m_1: '20.0000', m: '1.0000', m_p: '20.9954', m_2: '20.99543' },
        ],
      });
    expect([apart({}), apart({ rounded_mean: '1' })].map(({ result }) => [result?.exact, result?.text])).to.deep.equal([
      ['0.4505', '0.5%'],
      ['0.45', '0.4%'],
    ]);
  });

  it('about 1 g is 0.9 to 1.1 g', () => {
    const weighed = (m: string) =>
      dried({ m_nominal: '1', n: '1' }, { samples: [{ m_1: '20', m, m_p: '20.89', m_2: '20.89' }] });
    expect(weighed('0.8999').problems[0]).to.deep.include({ id: 'record.gate', field: 'samples.0.m' });
    expect(weighed('1.1001').problems[0]).to.deep.include({ id: 'record.gate', field: 'samples.0.m' });
    expect([weighed('0.9'), weighed('1.1')].map(({ problems }) => problems)).to.deep.equal([[], []]);
  });

  it('the empty bottle too is dried to constant mass: 0.3 mg', () => {
    const bottle = (m_1p: string) =>
      dried({ n: '1' }, { samples: [{ m_1p, m_1: '20.0000', m: '1', m_p: '20.9955', m_2: '20.9955' }] });
    expect(bottle('20.0003').problems).to.deep.equal([]);
    expect(bottle('20.00031').problems[0]).to.deep.include({ id: 'record.gate', field: 'samples.0.m_1p' });
  });

  it('parallels that differ in verdict are not averaged (GB/T 14233.1)', () => {
    const acid = (constants: Record<string, string>) =>
      run(
        'ph-difference',
        { limit: max('1.0'), unit: null, compare: 'full', constants },
        {
          samples: [
            { extract: '6.42', blank: '5.52' },
            { extract: '6.62', blank: '5.55' },
          ],
        },
      );
    expect(acid({}).verdict?.verdict).to.equal('conforms');
    const outcome = acid({ parallels: '1' });
    expect([outcome.verdict?.verdict, outcome.verdict?.reason.id, outcome.result?.text]).to.deep.equal([
      'undecided',
      'verdict.parallels-differ',
      '需复试',
    ]);
  });

  it('nothing through the mask prints >99.9%', () => {
    const mask = (t: string[], limit: TestItem['limit']) =>
      run(
        'mask-filtration',
        { limit, constants: { n: '3', controls: '1' } },
        {
          controls: [{ c: '2150' }],
          specimens: column('t', t),
        },
      ).result?.text;
    expect(mask(['0', '52', '0'], { kind: 'each-min', value: '95' })).to.equal('>99.9%、97.6%、>99.9%');
    expect(mask(['0', '0', '0'], min('95'))).to.equal('>99.9%');
    expect(mask(['38', '52', '41'], { kind: 'each-min', value: '95' })).to.equal('98.2%、97.6%、98.1%');
  });
});

describe('the words of the report', () => {
  const cosmetic = { conforms: '符合', fails: '不符合', notDetected: 'ND' };
  const seen = (report: TestItem['report'], conforms: string) =>
    run(
      'qualitative-conform',
      { limit: words, unit: null, ...(report ? { report } : {}) },
      { observation: '白色膏体', conforms },
    ).result?.text;

  it('are those of the parameter, else those of drugs', () => {
    expect([seen(cosmetic, 'yes'), seen(cosmetic, 'no'), seen(undefined, 'yes'), seen(undefined, 'no')]).to.deep.equal([
      '符合',
      '不符合',
      '符合规定',
      '不符合规定',
    ]);
    const pb = (report?: TestItem['report']) =>
      run(
        'icpms-element',
        { limit: max('10'), unit: 'mg/kg', lod: '0.1', ...(report ? { report } : {}) },
        { corr: '0.999', detected: 'no' },
      ).result?.text;
    expect([pb(cosmetic), pb()]).to.deep.equal(['ND（检出限0.1mg/kg）', '未检出（检出限0.1mg/kg）']);
    const burst = run(
      'burst-aql',
      { limit: words, unit: null, constants: { V_min: '18.0', sample_size: '315', Ac: '10' }, report: cosmetic },
      { plan: 'Ⅰ', how: 'counts', inspected: '315', d_V: '20' },
    );
    expect(burst.result?.text).to.equal('不符合（315件中20件不合格）');
  });

  it('come to the test with its parameter', () => {
    const parameter = {
      code: 'C-X',
      name: { zh: '铅', en: 'Lead' },
      group: '检查',
      basis: [],
      unit: 'mg/kg',
      rounding: { places: 1, rule: 'half-even' },
      compare: 'full',
      report: { item: { zh: '铅', en: 'Lead' }, ...cosmetic },
    } as unknown as Parameter;
    expect(exampleItem(parameter, { limit: max('10') }).report).to.deep.equal(cosmetic);
  });

  it('a colour is chosen from the list of the limit', () => {
    const limit: TestItem['limit'] = { kind: 'one-of', values: ['白色', '类白色'] };
    const colour = (observation: string) =>
      run('qualitative-conform', { limit, unit: null }, { observation, conforms: 'yes' }).verdict?.verdict;
    expect([colour('类白色'), colour('黄色')]).to.deep.equal(['conforms', 'fails']);
  });

  it('a limit of words cannot judge a number, a derived one judges its own figure', () => {
    const of = (limit: TestItem['limit']) =>
      run('assay-external-standard', { ...amoxicillin.item, limit }, amoxicillin.readings);
    const wordy: TestItem['limit'][] = [
      words,
      { kind: 'one-of', values: ['白色'] },
      { kind: 'not-deeper', than: '对照' },
    ];
    for (const limit of wordy) expect(of(limit).problems[0]?.id).to.equal('record.limit-kind');
    const largest = of({ kind: 'derived', by: 'max', limit: { kind: 'max', value: '98.20' } });
    expect([largest.result?.exact.slice(0, 10), largest.verdict?.verdict]).to.deep.equal(['98.2012433', 'conforms']);
    expect(of({ kind: 'label-claim', low: '90.0', high: '110.0' }).verdict?.verdict).to.equal('conforms');
  });
});
