import { limitKinds } from '../catalogue/limit-fields.ts';
import type { JsonSchema } from '../kernel/request.ts';
import {
  anyObject,
  boolean,
  date,
  hash,
  integer,
  list,
  long,
  nullable,
  object,
  oneOf,
  text,
} from '../kernel/shapes.ts';
import { compare, confidence, listed, productClass, term, validity, words } from './terms.ts';

const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const maybe = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

const parameterLine = {
  code: text(),
  name: words,
  aliases: list(text()),
  class: productClass,
  group: text(),
  basis: long,
  unit: nullable(text()),
  family: text(),
  method: words,
  confidence,
};

const specificationLine = {
  code: text(),
  product: words,
  class: productClass,
  standard: text(),
  edition: nullable(text()),
  complete: boolean,
  ...term,
  items: integer,
  uncertain: integer,
  confidence,
};

const standing = oneOf('accredited', 'not-accredited');
export const browseInput = object({
  ...{ class: productClass, group: text(60), form: text(100), confidence, standing, q: text(100), from: integer },
});

const mark = all({
  field: oneOf('code', 'name', 'alias', 'standard', 'method'),
  text: long,
  from: integer,
  to: integer,
});
const branch = all({ class: productClass, count: integer, groups: list(all({ group: text(), count: integer })) });
export const parametersAnswer = all({
  ...listed,
  group: nullable(text()),
  form: nullable(text()),
  confidence: maybe(confidence),
  standing: maybe(standing),
  tree: list(branch),
  forms: list(all({ code: text(), title: words })),
  hasLedger: boolean,
  parameters: list(all({ ...parameterLine, marks: list(mark), accredited: nullable(boolean) })),
});
export const specificationsAnswer = all({ ...listed, today: date, specifications: list(all(specificationLine)) });

const when = all({ label: words, is: oneOf('given', 'absent', 'equal', 'unequal'), value: words });
const formula = all({
  id: text(),
  label: words,
  symbol: text(),
  unit: text(),
  expr: long,
  text: long,
  each: maybe(words),
  when: list(when),
  result: boolean,
});
const meaning = all({
  id: text(),
  symbol: text(),
  label: words,
  unit: text(),
  origin: oneOf('reading', 'constant', 'calculated'),
  value: nullable(text()),
});
const bound = all({ id: text(), kind: oneOf('gate', 'criterion'), label: words, bound: words, when: list(when) });
const verdict = nullable(text());
const reason = object({ id: text(), field: text(), params: anyObject }, ['id']);
const example = all({
  kind: nullable(text()),
  note: long,
  requirement: words,
  given: list(all({ symbol: text(), label: words, unit: text(), values: list(words) })),
  expected: all({
    exact: nullable(long),
    value: nullable(long),
    text: nullable(long),
    verdict,
    refused: nullable(text()),
  }),
  found: all({
    exact: nullable(long),
    value: nullable(long),
    text: nullable(long),
    verdict,
    refusals: list(reason),
    missing: list(words),
  }),
  agrees: boolean,
});

const confirmation = all({
  seq: nullable(integer),
  source: long,
  page: nullable(text()),
  seenBy: text(),
  by: text(),
  at: text(),
});
const use = all({
  code: text(),
  product: words,
  edition: nullable(text()),
  validity,
  items: list(all({ seq: integer, name: words, limitText: long })),
});

export const parameterAnswer = all({
  ...parameterLine,
  hash,
  bases: list(
    all({
      standard: text(),
      edition: nullable(text()),
      clause: nullable(text()),
      scope: nullable(text()),
      ...term,
    }),
  ),
  result: text(),
  rounding: object(
    { places: nullable(integer), significant: integer, individualPlaces: integer, rule: oneOf('half-even', 'half-up') },
    ['places', 'rule'],
  ),
  compare,
  replicates: integer,
  precision: maybe(all({ kind: oneOf('rad', 'rsd', 'absolute'), max: text() })),
  lod: nullable(text()),
  loq: nullable(text()),
  limits: list(text()),
  materials: list(text()),
  environment: maybe(anyObject),
  competence: nullable(text()),
  report: maybe(object({ item: words, conforms: long, fails: long, notDetected: long }, ['item'])),
  doubts: list(text()),
  confirmation: maybe(confirmation),
  constants: list(all({ id: text(), label: words, unit: text(), value: text() })),
  stages: integer,
  retest: boolean,
  reinspection: boolean,
  instruments: list(text()),
  workingDays: integer,
  typicalLimit: nullable(long),
  form: all({ code: text(), title: words, hash, rules: maybe(words) }),
  formulas: list(formula),
  symbols: list(meaning),
  bounds: list(bound),
  examples: list(example),
  specifications: list(use),
  capabilities: list(
    all({
      scheme: text(),
      annex_no: nullable(text()),
      item: text(),
      scope: nullable(long),
      certificate: nullable(text()),
      valid_to: nullable(date),
      standing: text(),
    }),
  ),
  coverage: all({
    year: integer,
    last: maybe(all({ at: text(), sampleId: text(), sampleNo: text(), product: text() })),
  }),
  source: long,
});

export const specificationAnswer = all({
  ...specificationLine,
  items: list(
    all({
      seq: integer,
      group: text(),
      name: words,
      parameter: text(),
      limitText: long,
      limit: anyObject,
      unit: nullable(text()),
      method: long,
      compare,
      confidence,
      confirmation: maybe(confirmation),
      when: list(all({ label: words, answers: list(words) })),
    }),
  ),
  questions: list(all({ id: text(), label: words, many: boolean, options: list(words) })),
  registrations: list(text()),
  editions: list(all({ code: text(), edition: nullable(text()), ...term })),
  hash,
  compare,
  source: long,
});

const typed = text(500);
export const trialInput = object(
  {
    code: text(100),
    example: { type: 'integer', minimum: 1, maximum: 1000 },
    specification: text(100),
    item: integer,
    typed: boolean,
    limit: object({
      kind: oneOf(...limitKinds),
      ...{ value: typed, low: typed, high: typed, declared: typed, below: typed, above: typed, accept: typed },
      at: oneOf('LOD', 'LOQ'),
      requirement: typed,
    }),
    places: { type: 'integer', minimum: 0, maximum: 12 },
    compare,
    constants: anyObject,
    readings: anyObject,
  },
  ['code'],
);
export const trialAnswer = all({
  ...parameterLine,
  base: all({ example: nullable(integer), specification: nullable(text()), item: nullable(integer) }),
  form: anyObject,
  item: anyObject,
  kinds: list(text()),
  limit: all({ kind: text(), texts: anyObject }),
  baseLimit: words,
  constants: list(all({ id: text(), symbol: text(), label: words, unit: text(), value: long })),
  readings: anyObject,
  outcome: anyObject,
  examples: list(all({ number: integer, kind: nullable(text()), note: long })),
  specifications: list(use),
});

export const formsAnswer = all({
  forms: list(
    all({ code: text(), title: words, family: text(), fields: integer, formulas: integer, parameters: integer }),
  ),
});
const field = all({
  id: text(),
  symbol: text(),
  label: words,
  unit: text(),
  kind: oneOf('decimal', 'choice', 'date', 'time', 'text'),
  grid: maybe(words),
  rows: nullable(integer),
  optional: boolean,
  options: list(words),
});
export const formAnswer = all({
  code: text(),
  title: words,
  family: text(),
  hash,
  rules: maybe(words),
  judged: text(),
  form: anyObject,
  fields: list(field),
  constants: list(meaning),
  formulas: list(formula),
  symbols: list(meaning),
  bounds: list(bound),
  parameters: list(all({ code: text(), name: words, class: productClass })),
});
