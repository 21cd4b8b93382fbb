import type { JsonSchema } from '../kernel/request.ts';
import { anyObject, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { encodings, formatIds } from './formats/types.ts';
import { decisions, fileStates, profileStates, rowNames, sampleTexts } from './rows.ts';

export const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
export const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

export const format = oneOf(...formatIds);
export const encoding = oneOf(...encodings);
export const lineDecision = oneOf(...decisions);
/** Places of lines: numbers, or their text as a form sends them. */
export const places: JsonSchema = {
  type: 'array',
  maxItems: 2000,
  items: {
    anyOf: [
      { type: 'integer', minimum: 1 },
      { type: 'string', pattern: '^[1-9][0-9]{0,5}$' },
    ],
  },
};

export const filed = all({ id, version: integer, run: id, state: oneOf(...fileStates) });
export const run = all({
  id,
  number: text(60),
  title: text(),
  state: text(20),
  form_code: text(60),
  instrument: nullable(text(60)),
});
export const counts: JsonSchema = { type: 'object', additionalProperties: integer };
export const instrument = object({ number: text(60), name: text(), model: nullable(text()) }, ['number', 'name']);
export const words = all({ zh: text(400), en: text(400) });

const target = object(
  {
    ...{
      row: text(200),
      column: text(400),
      path: text(200),
      unit: text(20),
      low: text(60),
      high: text(60),
      parameter: text(60),
    },
  },
  [],
);
export const mappingFields = {
  ...{ sampleText: oneOf(...sampleTexts), namedBy: list(oneOf(...rowNames), 4), pattern: text(60), each: integer },
  targets: list(target, 60),
};
/** A mapping as the API sends it, or as JSON text from a form. */
export const mapping: JsonSchema = { anyOf: [anyObject, text(60_000)] };
export const profileRow = object(
  {
    ...{
      id,
      version: integer,
      profile: id,
      revision: integer,
      instrument: nullable(text(60)),
      model: nullable(text()),
      format,
    },
    ...{
      form_code: text(60),
      mapping: anyObject,
      note: nullable(text(2000)),
      state: oneOf(...profileStates),
      created_by: id,
    },
    ...{ created_at: text(40), by: text(), form: words },
  },
  ['id', 'version', 'profile', 'revision', 'format', 'form_code', 'mapping', 'state'],
);
