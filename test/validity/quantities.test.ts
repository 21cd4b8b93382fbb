import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadCatalogue } from '../../lib/catalogue/index.ts';
import { type QuantityRule, within } from '../../lib/core/validity-quantity.ts';
import { type Readings, type TestItem, takenOf } from '../../lib/forms/index.ts';

const root = join(import.meta.dirname, '..', '..');
const { quantities } = JSON.parse(readFileSync(join(root, 'lib/rules/validity.json'), 'utf8')) as {
  quantities: QuantityRule[];
};
const { forms, parameters } = loadCatalogue(root);
const marked = [...forms.values()].flatMap((form) =>
  Object.entries(form.properties).flatMap(([id, field]) => {
    if (field.type === 'object') return [];
    const inputs = field.type === 'array' ? Object.entries(field.items.properties) : [[id, field] as const];
    return inputs.flatMap(([name, input]) =>
      input['x-quantity'] === undefined
        ? []
        : [
            {
              at: `${form.$id} ${name}`,
              quantity: input['x-quantity'],
              unit: input['x-quantity-unit'] ?? input['x-unit'] ?? '',
            },
          ],
    );
  }),
);

describe('the quantities that are read on instruments', () => {
  it('stand on the forms in units that the rules can convert', () => {
    expect(marked.length).to.be.greaterThan(100);
    const unknown = marked.filter(
      ({ quantity, unit }) => quantities.find(({ id }) => id === quantity)?.units[unit] === undefined,
    );
    expect(unknown).to.deep.equal([]);
  });

  it('are found by each of their names, and no name means two', () => {
    const names = quantities.flatMap(({ id, names: own }) => [id, ...own].map((name) => name.toLowerCase()));
    // A name may repeat its own id in capitals, never that of another.
    const double = names.filter((name, i) => names.indexOf(name) !== i && !quantities.some(({ id }) => id === name));
    expect(double).to.deep.equal([]);
  });

  const limit = (unit: string, low?: string, high?: string) => ({
    ...{ quantity: '质量', unit },
    ...(low !== undefined && { low }),
    ...(high !== undefined && { high }),
  });
  const cases: [value: string, unit: string, limit: ReturnType<typeof limit>, within: boolean | null][] = [
    ['0.1', 'g', limit('mg', '100', '100'), true],
    ['0.1000000000000000000001', 'g', limit('mg', undefined, '100'), false],
    ['99.9999999999999999999', 'mg', limit('g', '0.1'), false],
    ['1', 'kg', limit('g', undefined, '1000'), true],
    ['5', 'μg', limit('mg', '0.005'), true],
    ['5', 'mL', limit('g', '1'), null],
    ['5', 'bushel', limit('bushel', '1'), true],
  ];
  for (const [value, unit, own, wanted] of cases)
    it(`${value} ${unit} within ${own.low ?? ''}–${own.high ?? ''} ${own.unit}: ${String(wanted)}`, () =>
      expect(within(quantities, { quantity: 'mass', value, unit }, own)).to.equal(wanted));

  it('are taken from plain fields and grids, as numbers, and only where they are numbers', () => {
    const form = forms.get('loss-on-drying');
    const parameter = parameters.get('D-LIM-LOD');
    if (!form || !parameter) throw new Error('no such form');
    const item = { unit: '%', constants: {} } as TestItem;
    const readings: Readings = {
      temperature_dry: '１０５',
      hours: '3',
      samples: [
        { m_1: '20.3158', m: '1.0042', m_p: '', m_2: '<1' },
        { m_1: 'about 21', m: '1.0015' },
      ],
    };
    expect(takenOf(form, item, readings)).to.deep.equal([
      { quantity: 'temperature', value: '105', unit: '℃', field: 'temperature_dry' },
      { quantity: 'mass', value: '20.3158', unit: 'g', field: 'samples.0.m_1' },
      { quantity: 'mass', value: '1.0042', unit: 'g', field: 'samples.0.m' },
      { quantity: 'mass', value: '1.0015', unit: 'g', field: 'samples.1.m' },
    ]);
  });

  it('are weighed where a solid is taken, measured otherwise where a liquid is', () => {
    const form = forms.get('titration');
    if (!form) throw new Error('no such form');
    const taken = (constants: Record<string, string>) =>
      takenOf(form, { unit: '%', constants } as TestItem, { samples: [{ m: '0.2501', V: '20.15' }] }).map(
        ({ quantity, value, unit }) => `${quantity} ${value} ${unit}`,
      );
    expect(taken({ T: '1' })).to.include('mass 0.2501 g');
    expect(taken({ T: '1', L: '0.1', mean_mass: '1' })).to.include('mass 0.2501 g');
    expect(taken({ T: '1', L: '10' })).not.to.include('mass 0.2501 g');
  });
});
