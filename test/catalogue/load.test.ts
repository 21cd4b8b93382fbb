import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import {
  checkDefinitions,
  definitionHash,
  type Example,
  loadCatalogue,
  runExample,
  sealOf,
  testItem,
} from '../../lib/catalogue/index.ts';
import { Refusal } from '../../lib/core/refusal.ts';
import { definitions } from '../forms/support.ts';

const root = join(import.meta.dirname, '..', '..');
type Json = Record<string, unknown>;

/** A copy of the forms and schemas with one parameter and one specification, changed by the test. */
function copyWith(change: (files: { parameter: Json; specification: Json; form: Json }) => void): string {
  const copy = mkdtempSync(join(tmpdir(), 'lims-catalogue-'));
  cpSync(join(root, 'forms'), join(copy, 'forms'), { recursive: true });
  mkdirSync(join(copy, 'parameters', 'tcm'), { recursive: true });
  mkdirSync(join(copy, 'parameters', 'specifications'), { recursive: true });
  for (const name of ['parameter.schema.json', 'specification.schema.json'])
    cpSync(join(root, 'parameters', name), join(copy, 'parameters', name));
  const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as Json;
  const files = {
    parameter: sampleParameter(),
    specification: sampleSpecification(),
    form: read(join(root, 'forms', 'record', 'ash.json')),
  };
  change(files);
  writeFileSync(join(copy, 'forms', 'record', 'ash.json'), JSON.stringify(files.form));
  writeFileSync(join(copy, 'parameters', 'tcm', 'T-ASH.json'), JSON.stringify(files.parameter));
  writeFileSync(join(copy, 'parameters', 'specifications', 'huangqi.json'), JSON.stringify(files.specification));
  return copy;
}

function sampleParameter(): Json {
  const readings = {
    temperature_burn: '550',
    samples: [{ m_1: '25.7325', m: '3.0128', m_p: '25.8813', m_2: '25.8812' }],
  };
  const item: Example['item'] = { limit: { kind: 'max', value: '5.0' }, constants: { n: '1' } };
  const examples: Example[] = [
    { kind: 'typical', note: '示例', item, readings, expect: { result: '4.9', verdict: 'conforms' } },
    {
      kind: 'tie',
      note: '进舍临界',
      item,
      readings: { ...readings, samples: [{ m_1: '25.7325', m: '2.0000', m_p: '25.8296', m_2: '25.8295' }] },
      expect: { result: '4.8', exact: '4.85', verdict: 'conforms' },
    },
    {
      kind: 'refusal',
      note: '取样量为0',
      item,
      readings: { ...readings, samples: [{ ...readings.samples[0], m: '0' }] },
      expect: { refused: 'formula.zero' },
    },
  ];
  return {
    code: 'T-ASH',
    name: { zh: '总灰分', en: 'Total ash' },
    aliases: [],
    class: 'tcm',
    group: '检查',
    family: 'ash',
    form: 'ash',
    method: { zh: '灰分测定法', en: 'Ash' },
    limits: ['max'],
    basis: [{ standard: '《中国药典》2025年版四部', clause: '通则2302' }],
    unit: '%',
    result: 'number',
    rounding: { places: 1, individualPlaces: 2, rule: 'half-even' },
    compare: 'rounded',
    replicates: 2,
    precision: null,
    lod: null,
    loq: null,
    stages: 1,
    retest: true,
    reinspection: true,
    instruments: ['马弗炉'],
    materials: [],
    environment: null,
    competence: '理化分析',
    report: { item: { zh: '总灰分', en: 'Total ash' } },
    workingDays: 3,
    confidence: 'high',
    source: 'parameters.md, ash',
    examples: examples.map((example) => ({ ...example, seal: sealOf(example) })),
  };
}

function sampleSpecification(): Json {
  const item = {
    seq: 1,
    group: '检查',
    name: { zh: '总灰分', en: 'Total ash' },
    parameter: 'T-ASH',
    limit: { kind: 'max', value: '5.0' },
    limitText: '不得过5.0%',
  };
  return {
    code: 'S-HUANGQI',
    product: { zh: '黄芪', en: 'Astragalus root' },
    class: 'tcm',
    standard: '《中国药典》2025年版一部',
    compare: 'rounded',
    confidence: 'high',
    source: 'S3',
    items: [item],
  };
}

function faults(change: Parameters<typeof copyWith>[0]): string[] {
  const copy = copyWith(change);
  try {
    loadCatalogue(copy);
    return [];
  } catch (error) {
    if (error instanceof Refusal && Array.isArray(error.data)) return error.data.map(String);
    throw error;
  } finally {
    rmSync(copy, { recursive: true });
  }
}

describe('load the catalogue', () => {
  it('reads every definition of the repository', () => {
    const { forms, parameters, specifications } = definitions();
    expect(forms.size).to.be.at.least(85);
    expect(parameters.size).to.be.greaterThan(0);
    expect(specifications.size).to.be.greaterThan(0);
  });

  it('has schemas that are JSON Schema', () => {
    const ajv = new Ajv();
    for (const path of [
      'forms/form.schema.json',
      'parameters/parameter.schema.json',
      'parameters/specification.schema.json',
    ]) {
      expect(ajv.validateSchema(JSON.parse(readFileSync(join(root, path), 'utf8')) as object), path).to.equal(true);
    }
  });

  it('accepts the sample parameter and specification, and its examples agree', () => {
    expect(faults(() => undefined)).to.deep.equal([]);
    const copy = copyWith(() => undefined);
    const catalogue = loadCatalogue(copy);
    rmSync(copy, { recursive: true });
    expect(checkDefinitions(catalogue)).to.deep.equal([]);
    const specification = catalogue.specification('S-HUANGQI');
    const [first] = specification.items;
    const item = first && testItem(catalogue.parameter('T-ASH'), first, specification);
    expect(item).to.deep.include({
      places: 1,
      individualPlaces: 2,
      unit: '%',
      compare: 'rounded',
      limitText: '不得过5.0%',
      method: '《中国药典》2025年版四部 通则2302',
    });
    expect(catalogue.specificationsFor('tcm').map(({ code }) => code)).to.deep.equal(['S-HUANGQI']);
    expect(() => catalogue.parameter('T-NONE')).to.throw(Refusal);
  });

  it('keeps editions by the hash of their content', () => {
    const { body, hash } = definitions().edition('form', 'ash');
    expect(hash).to.match(/^[0-9a-f]{64}$/);
    expect(definitions().byHash(hash)?.code).to.equal('ash');
    expect(definitionHash(JSON.parse(JSON.stringify(body)))).to.equal(hash);
    expect(definitionHash({ ...body, $id: 'other' })).not.to.equal(hash);
  });

  it('refuses a file that does not fit its schema', () => {
    expect(faults(({ parameter }) => delete parameter['basis'])[0])
      .to.include('T-ASH.json')
      .and.include('basis');
    expect(faults(({ parameter }) => (parameter['limitt'] = 1))[0]).to.include('additional properties');
    expect(faults(({ form }) => (form['x-calcs'] = []))[0]).to.include('ash.json');
  });

  it('refuses a parameter without its form, an item without its parameter, an unknown or lacking constant', () => {
    expect(faults(({ parameter }) => (parameter['form'] = 'ashes'))).to.include('T-ASH.json: there is no form ashes');
    expect(faults(({ specification }) => ((specification['items'] as Json[])[0]!['parameter'] = 'T-NONE'))).to.include(
      'huangqi.json: item 1: there is no parameter T-NONE',
    );
    expect(
      faults(({ specification }) => ((specification['items'] as Json[])[0]!['constants'] = { k: '1' })),
    ).to.include('huangqi.json: item 1: form ash has no constant k');
    const ruled = faults(({ form, specification }) => {
      const options = ['chp', 'usp'].map((value) => ({ value, zh: value, en: value }));
      form['x-constants'] = [{ id: 'scheme', label: { zh: '方案', en: 'Scheme' }, default: 'chp', options }];
      (specification['items'] as Json[])[0]!['constants'] = { scheme: 'ep' };
    });
    expect(ruled).to.include('huangqi.json: item 1: constant scheme must be one of chp, usp, not ep');
    expect(faults(({ parameter }) => (parameter['form'] = 'titration')).join()).to.include('constant T is missing');
    expect(faults(({ parameter }) => (parameter['code'] = 'T-OTHER')).join()).to.include('must bear its name');
  });

  it('refuses a formula with a name that nothing defines', () => {
    const fault = faults(({ form }) => ((form['x-calc'] as Json[])[0]!['expr'] = 'abs(m_p-m_9)'));
    expect(fault).to.deep.equal(['ash.json: calculation d: m_9 is no field, calculation or constant']);
    expect(faults(({ form }) => ((form['x-groups'] as Json[])[0]!['fields'] = ['samples', 'w'])).join()).to.include(
      'temperature_burn stands in no group',
    );
  });

  it('is quick enough for a start', () => {
    const started = performance.now();
    loadCatalogue(root);
    expect(performance.now() - started).to.be.below(1500);
  });
});

describe('the worked examples of the parameters', () => {
  it('compile every formula', () => {
    expect(checkDefinitions(definitions()).filter(({ example }) => example === undefined)).to.deep.equal([]);
  });

  for (const parameter of definitions().parameters.values()) {
    it(`${parameter.code} ${parameter.name.zh}: ${parameter.examples.length}`, () => {
      for (const example of parameter.examples)
        expect(runExample(definitions().form(parameter.form), parameter, example)).to.equal(undefined);
    });
  }
});
