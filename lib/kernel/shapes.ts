import type { JsonSchema } from './request.ts';

/** Short words for the JSON schemas that routes declare: closed objects, texts with a length, lists. */
export const object = (properties: Record<string, JsonSchema>, required: string[] = []): JsonSchema => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});

/** Any JSON object; its inner shape is checked elsewhere (by the form's own definition). */
export const anyObject: JsonSchema = { type: 'object', additionalProperties: true };

export const text = (maxLength = 200): JsonSchema => ({ type: 'string', maxLength });
export const long: JsonSchema = { type: 'string', maxLength: 2000 };
export const date: JsonSchema = { type: 'string', format: 'date' };
export const integer: JsonSchema = { type: 'integer', minimum: 0, maximum: 2_000_000_000 };
export const boolean: JsonSchema = { type: 'boolean' };
export const oneOf = (...values: string[]): JsonSchema => ({ type: 'string', enum: values });
export const list = (items: JsonSchema, maxItems = 1000): JsonSchema => ({ type: 'array', items, maxItems });
/** A ULID of ours. */
export const id: JsonSchema = { type: 'string', pattern: '^[0-9A-HJKMNP-TV-Z]{26}$' };
/** A SHA-256 in hex. */
export const hash: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const MEGABYTE = 1024 * 1024;

/** A file of at most so many megabytes: JSON carries its bytes in base64, a form sends it as a part of multipart/form-data. */
export const upload = (megabytes: number): JsonSchema =>
  object(
    {
      name: text(200),
      type: text(100),
      data: { type: 'string', minLength: 1, maxLength: Math.ceil((megabytes * MEGABYTE) / 3) * 4 },
    },
    ['name', 'data'],
  );

export const nullable = (schema: JsonSchema): JsonSchema => ({ ...schema, type: [schema.type as string, 'null'] });
