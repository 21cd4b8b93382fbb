import type { Example, Parameter } from '../catalogue/index.ts';
import type { Unfinished } from './rows.ts';

/** What a parameter is before anything of it was written: enough to calculate with, nothing that could be released. */
const blankParameter: Parameter = {
  code: '',
  name: { zh: '', en: '' },
  aliases: [],
  class: 'drug',
  group: '',
  family: '',
  form: '',
  method: { zh: '', en: '' },
  basis: [],
  limits: [],
  unit: null,
  result: 'number',
  rounding: { places: null, rule: 'half-even' },
  compare: 'rounded',
  replicates: 1,
  precision: null,
  lod: null,
  loq: null,
  stages: 1,
  retest: false,
  reinspection: false,
  instruments: [],
  materials: [],
  environment: null,
  competence: '',
  workingDays: 1,
  report: { item: { zh: '', en: '' } },
  confidence: 'low',
  source: '',
  examples: [],
};

const blankExample: Example = {
  kind: 'typical',
  note: '',
  item: { limit: { kind: 'text', requirement: '' } },
  readings: {},
  expect: {},
};

/** A parameter on its way, with blanks in place of what is still missing. */
export const parameterOf = (body: Unfinished): Parameter => ({ ...blankParameter, ...body });

/** A worked example on its way, likewise. */
export function exampleOf(given: Unfinished): Example {
  const example: Example = { ...blankExample, ...given };
  return { ...example, item: { ...blankExample.item, ...example.item } };
}
