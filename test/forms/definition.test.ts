import { expect } from 'chai';
import { formFaults } from '../../lib/catalogue/check-form.ts';
import type { FormDefinition } from '../../lib/forms/index.ts';
import { form, records } from './support.ts';

type Change = (copy: FormDefinition) => void;

/** The faults of a form that was changed. */
function faults(code: string, change: Change): string[] {
  const copy = structuredClone(form(code));
  change(copy);
  return formFaults(copy);
}

const grid = (copy: FormDefinition, id: string) => {
  const field = copy.properties[id];
  if (field?.type !== 'array') throw new Error(`${id} is no grid`);
  return field['x-grid'];
};

describe('the definition of a form', () => {
  it('has no fault in any form of the repository', () => {
    for (const one of records().forms.values()) expect(formFaults(one), one.$id).to.deep.equal([]);
  });

  const cases: [what: string, code: string, change: Change, fault: string][] = [
    [
      'a grid beside none',
      'assay-components',
      (copy) => Object.assign(grid(copy, 'areas'), { beside: 'reference' }),
      'grid areas: there is no grid reference to stand beside',
    ],
    [
      'a grid beside itself',
      'assay-components',
      (copy) => Object.assign(grid(copy, 'areas'), { beside: 'areas' }),
      'grid areas: there is no grid areas to stand beside',
    ],
    [
      'a step without a bound',
      'conductivity-stage',
      (copy) => void copy['x-result'].steps?.push({ value: 'kappa', bound: 'limit_4' }),
      'result: limit_4 is unknown',
    ],
    [
      'a step under an unknown condition',
      'conductivity-stage',
      (copy) => void copy['x-result'].steps?.push({ value: 'kappa', bound: 'limit_1', when: 'kind=x' }),
      'condition: kind is unknown',
    ],
    [
      'a constant under an unknown condition',
      'conductivity-stage',
      (copy) => void copy['x-constants']?.push({ id: 'z', label: { zh: '甲', en: 'a' }, when: 'kind' }),
      'condition: kind is unknown',
    ],
    [
      'a gate in the rows of no grid',
      'calibration-curve',
      (copy) =>
        void copy['x-gates']?.push({ id: 'z', label: { zh: '甲', en: 'a' }, expr: 'A', max: '1', each: 'rows' }),
      'result or gate: there is no grid rows',
    ],
    [
      'a gate whose bound is nothing',
      'calibration-curve',
      (copy) => void copy['x-gates']?.push({ id: 'z', label: { zh: '甲', en: 'a' }, expr: 'A', max: 'top' }),
      'gate z: top is no constant',
    ],
    [
      'a range of unknown names',
      'calibration-curve',
      (copy) =>
        Object.assign(copy['x-result'], {
          range: { grid: 'sample', field: 'A', value: 'C', low: 'C_low', high: 'top' },
        }),
      'result: top is unknown',
    ],
    [
      'single values that do not exist',
      'assay-components',
      (copy) => Object.assign(copy['x-result'], { individuals: ['S_1', 'S_3'] }),
      'result: S_3 is unknown',
    ],
    [
      'a repeat of nothing',
      'friability',
      (copy) => Object.assign(copy['x-result'], { retest: { given: 'm_9' } }),
      'result: m_9 is unknown',
    ],
    [
      'words that join conditions are no names',
      'burst-aql',
      (copy) =>
        void copy['x-calc']?.push({
          id: 'z',
          label: { zh: '甲', en: 'a' },
          symbol: 'z',
          expr: 'if(not (d > 1) and d < 3, nobody, 1)',
        }),
      'calculation z: nobody is no field, calculation or constant',
    ],
  ];
  for (const [what, code, change, fault] of cases)
    it(`is told of ${what}`, () => expect(faults(code, change)).to.include(fault));

  it('writes the small mu one way only', () => {
    for (const one of records().forms.values()) expect(JSON.stringify(one), one.$id).to.not.include('\u00b5');
  });
});
