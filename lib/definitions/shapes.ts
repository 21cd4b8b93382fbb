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
  ...term,
  items: integer,
  uncertain: integer,
  confidence,
};

export const parametersAnswer = all({ ...listed, parameters: list(all(parameterLine)) });
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
  note: long,
  requirement: words,
  given: list(all({ symbol: text(), label: words, unit: text(), values: list(words) })),
  expected: all({ value: nullable(long), text: nullable(long), verdict, refused: nullable(text()) }),
  found: all({ value: nullable(long), text: nullable(long), verdict, refusals: list(reason), missing: list(words) }),
  agrees: boolean,
});

export const parameterAnswer = all({
  ...parameterLine,
  hash,
  bases: list(all({ standard: text(), clause: nullable(text()), scope: nullable(text()), ...term })),
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
  specifications: list(
    all({ code: text(), product: words, validity, items: list(all({ seq: integer, name: words, limitText: long })) }),
  ),
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
    }),
  ),
  hash,
  compare,
  source: long,
});
