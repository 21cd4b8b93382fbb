import { ruleKinds } from '../core/decision.ts';
import { componentKinds, probabilities, scales } from '../core/uncertainty.ts';
import type { JsonSchema } from '../kernel/request.ts';
import {
  anyObject,
  boolean,
  date,
  hash,
  id,
  integer,
  list,
  long,
  nullable,
  object,
  oneOf,
  text,
} from '../kernel/shapes.ts';
import { budgetStates, uses } from './rows.ts';

export const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
export const state = oneOf(...budgetStates);
const words = all({ zh: text(2000), en: text(2000) });
const number = text(60);

const line = object({
  ...{ symbol: text(60), name: text(), unit: text(40), estimate: number },
  ...{ kind: oneOf(...componentKinds), spread: number, factor: number, scale: oneOf(...scales), dof: number },
  ...{ readings: long, origin: text(500) },
});
const correlation = object({ a: text(60), b: text(60), r: number });
const rule = object({
  forSpecification: text(),
  ruleKind: oneOf(...ruleKinds),
  ruleOf: oneOf('U', 'u'),
  factor: number,
  ruleBasis: text(500),
});

/** A budget as it is typed. */
export const bodyFields: Record<string, JsonSchema> = {
  equation: long,
  unit: text(40),
  lines: list(line, 60),
  correlations: list(correlation, 60),
  coverageWay: oneOf('k', 't'),
  k: number,
  p: oneOf(...probabilities),
  digits: oneOf('1', '2'),
  rounding: oneOf('up', 'half-even'),
  secondOrder: boolean,
  use: oneOf(...uses),
  fixedPart: number,
  sharePart: number,
  low: number,
  high: number,
  rules: list(rule, 20),
  note: long,
};

export const lineFields: Record<string, JsonSchema> = {
  ...{ id, number: text(), code: text(), name: words, title: text(500), state, author: text() },
  ...{ y: nullable(text()), U: nullable(text()), relative: nullable(text()), k: nullable(text()), unit: text() },
  validFrom: nullable(date),
};

export const sheetFields: Record<string, JsonSchema> = {
  ...lineFields,
  version: integer,
  body: object(bodyFields),
  ownUnit: nullable(text()),
  computed: orNull(anyObject),
  simulated: orNull(anyObject),
  trials: integer,
  faults: list(anyObject),
  confirmedBy: nullable(text()),
  confirmedAt: nullable(text()),
  validTo: nullable(date),
  reason: nullable(long),
  hash,
  moves: list(all({ move: text(), obstacles: list(anyObject) })),
  versions: list(all({ id, number: text(), state, validFrom: nullable(date), validTo: nullable(date) }), 10_000),
  tried: orNull(anyObject),
};
