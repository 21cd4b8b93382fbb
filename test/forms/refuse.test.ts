import { expect } from 'chai';
import fc from 'fast-check';
import { testItem } from '../../lib/catalogue/index.ts';
import { evaluateRecord, type Readings, type TestItem, validateReadings } from '../../lib/forms/index.ts';
import { t } from '../../lib/messages/index.ts';
import { amoxicillin, column, definitions, form, header, item, run } from './support.ts';

const hplc = (over: Readings) => run('assay-external-standard', amoxicillin.item, { ...amoxicillin.readings, ...over });

describe('refuse a record', () => {
  it('lists every missing reading by its label and gives no result', () => {
    const { result, missing, problems } = run('titration', { constants: { T: '8.806' } }, { F: '1.012' });
    expect(result).to.equal(undefined);
    expect(problems).to.deep.equal([]);
    expect(missing.map(({ field }) => field)).to.deep.equal([
      'V_0',
      'samples.0.m',
      'samples.0.V',
      'samples.1.m',
      'samples.1.V',
    ]);
    expect(missing.map(({ label }) => label.zh)).to.include('供试品1 消耗体积');
  });

  it('counts a missing header as incomplete, not as a reason against the result', () => {
    const outcome = evaluateRecord(form('assay-external-standard'), item(amoxicillin.item), amoxicillin.readings);
    expect(outcome.result?.text).to.equal('98.2%');
    expect(outcome.complete).to.equal(false);
    expect(outcome.missing.map(({ field }) => field)).to.include.members([
      'common.started',
      'common.instruments.0.no',
      'common.materials.0.lot',
    ]);
    expect(hplc({}).complete).to.equal(true);
  });

  it('names the field whose zero stops a division, even behind another calculation', () => {
    const direct = hplc({
      samples: [
        { m: '0', A_1: '1628.3', A_2: '1628.3' },
        { m: '62.61', A_1: '1633.9', A_2: '1633.9' },
      ],
    });
    expect(direct.problems).to.have.length(1);
    expect(direct.problems[0]).to.deep.include({ id: 'formula.zero', field: 'samples.0.m' });
    expect(direct.result).to.equal(undefined);
    expect(hplc({ V_s: '0' }).problems[0]).to.deep.include({ id: 'formula.zero', field: 'V_s' });
  });

  it('refuses a typed value that is no number, or censored, or negative, at its field', () => {
    const at = (F: string) => run('titration', { constants: { T: '1' } }, { F }).problems[0];
    expect(at('１．０１２')).to.equal(undefined);
    expect(at('1,012')).to.include({ field: 'F' });
    expect(at('<1')).to.include({ id: 'record.censored', field: 'F' });
    expect(at('-1')).to.include({ id: 'record.negative', field: 'F' });
    expect(run('ph', {}, { check: '-0.01' }).problems).to.deep.equal([]);
  });

  it('gives no verdict when the run is not valid', () => {
    const areas = column('A_s', ['1520.1', '1690.8', '1526.5', '1520.3', '1525.2']);
    const { gates, problems, result, verdict } = hplc({ injections: areas });
    expect(gates.find(({ id }) => id === 'rsd')?.ok).to.equal(false);
    expect(problems.map(({ id }) => id)).to.deep.equal(['record.gate']);
    expect([result, verdict]).to.deep.equal([undefined, undefined]);
  });

  it('gives no verdict when the parallels disagree', () => {
    const { problems, verdict } = hplc({
      samples: [
        { m: '62.35', A_1: '1628.3', A_2: '1628.3' },
        { m: '62.61', A_1: '1733.9', A_2: '1733.9' },
      ],
    });
    expect(problems[0]?.id).to.equal('record.precision');
    expect(verdict).to.equal(undefined);
  });

  it('says which constant the specification lacks', () => {
    expect(run('titration', {}, {}).problems[0]).to.deep.equal({
      id: 'record.constant',
      params: { constant: 'T', label: '滴定度（每1mL滴定液相当于被测物）' },
    });
  });

  it('fails the item when a further requirement is not met', () => {
    const readings = { A_c: '1000', detected: 'yes', impurities: [{ f: '1', A: '1200' }] };
    const outcome = run(
      'related-substances',
      { limit: { kind: 'max', value: '5.0' }, places: 2, constants: { single: '1.0' } },
      readings,
    );
    expect(outcome.verdict).to.deep.include({ verdict: 'fails', compared: '1.2%' });
    expect(outcome.verdict?.reason).to.deep.equal({
      id: 'verdict.criterion',
      params: { label: '最大单个杂质', value: '1.2%', limit: '≤1.0%' },
    });
    const fill = run(
      'minimum-fill',
      { limit: { kind: 'each-min', value: '97' }, constants: { label: '100', n: '3' } },
      { units: column('fill', ['99.0', '99.2', '98.8']) },
    );
    expect(fill.result?.text).to.equal('不符合规定');
  });

  it('prints 未检出 with the limit of detection, and what lies between LOD and LOQ', () => {
    const residue = {
      limit: { kind: 'max', value: '5' } as const,
      places: 2,
      unit: 'mg/kg',
      lod: '0.05',
      loq: '0.15',
      constants: { n: '1' },
    };
    const none = run('icpms-element', residue, { corr: '0.999', detected: 'no' });
    expect(none.missing).to.deep.equal([]);
    expect(none.result).to.deep.include({ text: '未检出（检出限0.05mg/kg）', qualifier: 'ND' });
    expect(none.verdict?.verdict).to.equal('conforms');
    const read = (C: string) =>
      run('icpms-element', residue, {
        corr: '0.999',
        detected: 'yes',
        C_0: '0',
        V: '50',
        D: '1',
        samples: [{ m: '0.5', C }],
      });
    expect(read('0.4').result?.text).to.equal('未检出（检出限0.05mg/kg）');
    expect(read('1').result?.text).to.equal('检出，低于定量限（0.15mg/kg）');
    expect(read('1').verdict?.verdict).to.equal('conforms');
    expect(read('1.5').result?.text).to.equal('0.15mg/kg');
  });

  // The four prohibited substances of hair dyes and whitening creams: the specifications name no detection limit.
  for (const [specification, code] of [
    ['STSC2015-HAIR-DYE', 'C-HD-OPD'],
    ['STSC2015-HAIR-DYE', 'C-HD-MPD'],
    ['STSC2015-SKIN-WHITENING', 'C-PR-HQ'],
    ['STSC2015-SKIN-WHITENING', 'C-PR-PHENOL'],
  ] as const)
    it(`${code}: a measured value on 不得检出 waits for the LOD of the laboratory; none is invented`, () => {
      const catalogue = definitions();
      const parameter = catalogue.parameter(code);
      const spec = catalogue.specification(specification);
      const line = spec.items.find((one) => one.parameter === code);
      const found = parameter.examples.find(({ expect: { verdict, result } }) => verdict === 'fails' && result);
      if (!line || !found) throw new Error(code);
      const judged = (lod: Partial<TestItem>) =>
        evaluateRecord(catalogue.form(parameter.form), { ...testItem(parameter, line, spec), ...lod }, found.readings);
      const [reason] = judged({}).problems;
      expect([reason?.id, judged({}).verdict]).to.deep.equal(['limit.threshold', undefined]);
      expect(t('zh', 'refusal.limit.threshold', reason?.params)).to.match(/登记本实验室验证过的 LOD/);
      expect(judged({ lod: found.item.lod ?? '' }).verdict?.verdict).to.equal('fails');
    });

  it('shows each step with the numbers put in', () => {
    const { steps } = run(
      'loss-on-drying',
      { limit: { kind: 'max', value: '0.5' } },
      { samples: [{ m_1: '20.3158', m: '1.0042', m_p: '21.3159', m_2: '21.3159' }, {}] },
    );
    const step = steps.find(({ id }) => id === 'X');
    expect(step).to.deep.include({ row: 0, shown: '0.4082852', rowLabel: { zh: '供试品1', en: 'Sample 1' } });
    expect(JSON.stringify(step?.substituted)).to.include('20.3158').and.include('21.3159');
    expect(steps.some(({ row }) => row === 1)).to.equal(false);
  });

  it('never throws for what was typed', () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 6 }),
      fc.constantFrom('0', '-1', '1e9', '<1', '未检出', '９', '0.0', '1'.repeat(60)),
    );
    const property = fc.property(cell, cell, cell, cell, (m_1, m, m_p, m_2) => {
      const outcome = run(
        'loss-on-drying',
        { limit: { kind: 'max', value: '0.5' }, constants: { n: '1' } },
        { samples: [{ m_1, m, m_p, m_2 }] },
      );
      if (outcome.result) expect(outcome.problems).to.deep.equal([]);
    });
    fc.assert(property, { numRuns: 200 });
  });

  it('tells readings that do not fit the form', () => {
    const faults = (readings: unknown) => validateReadings(form('titration'), readings).map(({ field }) => field);
    expect(faults({ common: header, F: '1.0', V_0: '', samples: [{ m: '', V: '１２' }] })).to.deep.equal([]);
    expect(faults({ F: 1 })).to.deep.equal(['F']);
    expect(faults({ F: 'abc', G: '1' })).to.have.members(['F', 'G']);
    expect(faults({ samples: [{ m: '1', x: '2' }] })).to.deep.equal(['samples.0.x']);
    expect(faults({ common: { started: '2026-02-30T09:00' } })).to.deep.equal(['common.started']);
    expect(faults([])).to.have.length(1);
  });
});
