import { join } from 'node:path';
import { expect } from 'chai';
import { faultsOf, loadCatalogue, type Parameter, type Specification } from '../../lib/catalogue/index.ts';
import { messages, reasonText } from '../../lib/messages/index.ts';

const root = join(import.meta.dirname, '..', '..');

describe('faults of a definition that somebody wrote', () => {
  const catalogue = loadCatalogue(root);
  const around = { catalogue, root, lang: 'zh' as const };
  const parameter = catalogue.parameter('D-LIM-LOD');
  const specification = catalogue.specification('ChP2025-AMOXICILLIN-CAPSULES');
  const told = (kind: 'parameter' | 'specification', body: object) =>
    faultsOf(kind, structuredClone(body), around).map((fault) => {
      expect(reasonText('zh', fault), fault.id).not.to.match(/\{(?!field)\w+\}/);
      expect(`refusal.${fault.id}` in messages.zh, fault.id).to.equal(true);
      return `${fault.id} ${fault.field ?? ''}`;
    });
  const p = (change: object) => told('parameter', { ...parameter, ...change });
  const changed = (i: number, change: object, of: Parameter = parameter) => ({
    examples: of.examples.map((example, at) => (at === i ? { ...example, ...change } : example)),
  });
  const at = (kind: string) => parameter.examples.findIndex((example) => example.kind === kind);
  const s = (change: object, i = 4) =>
    told('specification', {
      ...specification,
      items: specification.items.map((item, n) => (n === i ? { ...item, ...change } : item)),
    });

  it('has none where everything is right', () => {
    expect(p({})).to.deep.equal([]);
    expect(told('specification', specification)).to.deep.equal([]);
  });

  it('names what a parameter lacks or gets wrong', () => {
    expect(p({ code: 'd lim' })).to.deep.equal(['schema.pattern code']);
    expect(p({ name: { zh: '干燥失重' } })).to.deep.equal(['schema.required name.en']);
    expect(p({ result: 'guess' })).to.deep.equal(['schema.enum result']);
    expect(p({ colour: 'red' })).to.deep.equal(['schema.additionalProperties colour']);
    expect(p({ form: 'no-such-form' })).to.deep.equal(['definition.no-form form']);
    expect(p({ constants: { nonsense: '1' } })).to.include(
      'definition.constant-unknown examples.0.item.constants.nonsense',
    );
  });

  it('runs the worked examples and asks for enough of them', () => {
    const [first] = parameter.examples;
    expect(p(changed(0, { expect: { ...first?.expect, result: '9.9' } }))).to.include('definition.example examples.0');
    expect(p(changed(0, { expect: { ...first?.expect, verdict: 'fails' } }))).to.include(
      'definition.example-verdict examples.0',
    );
    expect(p(changed(0, { readings: {} }))).to.include('definition.example-refused examples.0');
    const refusal = at('refusal');
    expect(p(changed(refusal, { readings: first?.readings }))).to.include(
      `definition.example-not-refused examples.${refusal}`,
    );
    expect(p(changed(0, { kind: 'tie' }))).to.include('definition.example-kind examples.0');
    expect(p({ examples: parameter.examples.slice(0, 1) })).to.include('definition.examples-computing examples');
    const words = [...catalogue.parameters.values()].find(({ examples }) =>
      examples.every((one) => one.expect.result === undefined),
    );
    const fails = words?.examples.filter(({ expect: { verdict } }) => verdict === 'fails') ?? [];
    expect(told('parameter', { ...words, examples: fails })).to.deep.equal(['definition.examples-verdict examples']);
  });

  const limits: [string, object, string][] = [
    ['no kind', {}, 'definition.limit-kind items.4.limit.kind'],
    ['a number that is none', { kind: 'max', value: '16.O' }, 'definition.limit-number items.4.limit.value'],
    ['an end missing', { kind: 'range', low: '1' }, 'definition.limit-number items.4.limit.high'],
    ['ends turned round', { kind: 'range', low: '9', high: '1' }, 'definition.limit-order items.4.limit.low'],
    ['no words', { kind: 'text' }, 'definition.limit-words items.4.limit.requirement'],
    ['no threshold', { kind: 'not-detected' }, 'definition.limit-choice items.4.limit.at'],
    [
      'bands that do not read',
      { kind: 'deviation', bands: ['0.3'], allowOutside: 2 },
      'definition.limit-bands items.4.limit.bands',
    ],
    [
      'a count that is none',
      { kind: 'longest', minutes: '15', retestUnits: 'x' },
      'definition.limit-count items.4.limit.retestUnits',
    ],
    [
      'a derived limit without its number',
      { kind: 'derived', by: 'sum', limit: { kind: 'max' } },
      'definition.limit-number items.4.limit.limit.value',
    ],
  ];
  for (const [what, limit, fault] of limits) {
    it(`limit: ${what}`, () => expect(s({ limit })).to.deep.equal([fault]));
  }

  it('names what the items of a specification lack', () => {
    expect(s({ parameter: 'NO-SUCH' })).to.deep.equal(['definition.no-parameter items.4.parameter']);
    expect(s({ limit: { kind: 'microbial', value: '100', factor: '2' } })).to.deep.equal([
      'definition.limit-not-used items.4.limit.kind',
    ]);
    // Any line whose form needs a number that neither the form nor the parameter has.
    const needing = [...catalogue.specifications.values()].flatMap((one) =>
      one.items.flatMap((item, i) => {
        const own = catalogue.parameter(item.parameter);
        const needed = catalogue
          .form(own.form)
          ['x-constants']?.find(
            ({ id, optional, default: usual }) => !optional && usual === undefined && own.constants?.[id] === undefined,
          );
        return needed ? [{ one, i, id: needed.id }] : [];
      }),
    )[0]!;
    const without = needing.one.items.map((item, n) => (n === needing.i ? { ...item, constants: {} } : item));
    expect(told('specification', { ...needing.one, items: without })).to.include(
      `definition.constant items.${needing.i}.constants.${needing.id}`,
    );
    const uspOf = (scheme: string) => ({
      ...{ parameter: 'D-FORM-DISS-2', limit: { kind: 'min', value: '80' }, constants: { L: '100', scheme } },
    });
    expect(s(uspOf('usp'))).to.deep.equal([]);
    expect(s(uspOf('ep'))).to.deep.equal(['definition.constant-option items.4.constants.scheme']);
    expect(s({ when: { nobody: ['asks'] } })).to.include('definition.lines items');
  });

  it('names the edition of the series that holds on the same days', () => {
    const twin: Specification = { ...specification, code: 'TWIN' };
    expect(told('specification', twin)).to.deep.equal(specification.series ? ['definition.series validFrom'] : []);
  });
});
