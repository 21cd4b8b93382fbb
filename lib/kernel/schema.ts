import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { validDate } from '../core/deadlines.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import type { JsonSchema } from './request.ts';

/**
 * Coercion stays off: '  ' would become 0, '0x10' 16 and '1e400' Infinity (X13). The schemas of routes are code; a test holds each
 * against the meta-schema, which is therefore not compiled in service.
 */
const ajv = new Ajv2020({
  strict: true,
  allErrors: true,
  coerceTypes: false,
  useDefaults: false,
  allowUnionTypes: true,
  meta: false,
  validateSchema: false,
});
// ajv-formats is CommonJS: its default export is the function itself under Node.
const formats = addFormats as unknown as (target: Ajv2020, names: string[]) => void;
formats(ajv, ['date-time']);
ajv.addFormat('date', { type: 'string', validate: isDate });

function isDate(text: string): boolean {
  try {
    return validDate(text) === text;
  } catch {
    return false;
  }
}

const compiled = new WeakMap<JsonSchema, ValidateFunction>();

function validator(schema: JsonSchema): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const made = ajv.compile(schema);
  compiled.set(schema, made);
  return made;
}

const pathOf = (error: ErrorObject): string => {
  const path = error.instancePath.split('/').slice(1);
  const { missingProperty, additionalProperty } = error.params as {
    missingProperty?: string;
    additionalProperty?: string;
  };
  return [
    ...path,
    ...(missingProperty ? [missingProperty] : []),
    ...(additionalProperty ? [additionalProperty] : []),
  ].join('.');
};

const readable = (params: Record<string, unknown>): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params)
      .filter(([key]) => key !== 'missingProperty' && key !== 'additionalProperty')
      .map(([key, value]) => [
        key,
        typeof value === 'number' ? value : Array.isArray(value) ? value.join('、') : String(value),
      ]),
  );

const spoken = new Set([
  'required',
  'type',
  'enum',
  'const',
  'format',
  'pattern',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minimum',
  'maximum',
  'additionalProperties',
  'uniqueItems',
]);

/** The errors of a schema as reasons with the dot path of their field; ids are `schema.<keyword>`. */
export function schemaReasons(errors: ErrorObject[]): Reason[] {
  const told = errors.filter((error) => spoken.has(error.keyword));
  const first = new Map<string, Reason>();
  for (const error of told.length > 0 ? told : errors) {
    const field = pathOf(error);
    const keyword = spoken.has(error.keyword) ? error.keyword : 'other';
    if (!first.has(field))
      first.set(field, { id: `schema.${keyword}`, field, params: { field, ...readable(error.params) } });
  }
  return [...first.values()];
}

/**
 * Checks a value against a schema.
 * @throws Refusal 'invalid' with one reason a field
 */
export function check(schema: JsonSchema, value: unknown): void {
  const validate = validator(schema);
  if (!validate(value)) throw new Refusal(schemaReasons(validate.errors ?? []), 'invalid');
}

/** The reasons why a value does not fit, or none (used by tests of the API's answers). */
export function misfits(schema: JsonSchema, value: unknown): Reason[] {
  const validate = validator(schema);
  return validate(value) ? [] : schemaReasons(validate.errors ?? []);
}
