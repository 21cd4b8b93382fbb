import { Ajv, type ValidateFunction } from 'ajv';
import { isNotDetected, normalise } from '../core/decimal.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import { isDate, validBenchTime } from './read.ts';
import type { FormDefinition } from './types.ts';

/** The words that forms add to JSON Schema; forms/form.schema.json says how each is written. */
export const X_WORDS = [
  'x-title',
  'x-family',
  'x-rules',
  'x-needs',
  'x-groups',
  'x-constants',
  'x-calc',
  'x-gates',
  'x-criteria',
  'x-result',
  'x-label',
  'x-unit',
  'x-unit-when',
  'x-quantity',
  'x-quantity-unit',
  'x-quantity-when',
  'x-control',
  'x-symbol',
  'x-options',
  'x-optional',
  'x-when',
  'x-scan',
  'x-choices',
  'x-lines',
  'x-qualified',
  'x-nd',
  'x-signed',
  'x-grid',
];

const compiled = new WeakMap<FormDefinition, ValidateFunction>();
let shared: Ajv | undefined;

/** An ajv that knows our words and formats. */
export function formAjv(): Ajv {
  // The forms themselves are checked against form.schema.json when they are loaded.
  const ajv = new Ajv({ strict: true, allErrors: true, meta: false, validateSchema: false });
  ajv.addVocabulary(X_WORDS);
  ajv.addFormat('decimal', isDecimal);
  ajv.addFormat('date', isDate);
  ajv.addFormat('bench-time', validBenchTime);
  return ajv;
}

/**
 * Whether readings have the shape of the form, each decimal and date readable. Blanks count as not yet typed. Answers every fault at its
 * dot path; what is missing is the business of evaluateRecord.
 */
export function validateReadings(form: FormDefinition, readings: unknown): Reason[] {
  shared ??= formAjv();
  const validate = compiled.get(form) ?? shared.compile({ ...form, $id: undefined });
  compiled.set(form, validate);
  if (validate(typed(readings))) return [];
  return (validate.errors ?? []).map((error) => {
    const extra: unknown = error.params['additionalProperty'];
    const at = [...error.instancePath.split('/').slice(1), ...(typeof extra === 'string' ? [extra] : [])].join('.');
    return {
      id: 'record.shape',
      ...(at ? { field: at } : {}),
      params: { detail: `${at} ${error.message ?? ''}`.trim() },
    };
  });
}

/** Readings without the cells that are blank. */
function typed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(typed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, cell]) => cell !== '' && cell !== undefined)
      .map(([key, cell]) => [key, typed(cell)]),
  );
}

function isDecimal(text: string): boolean {
  try {
    normalise(text);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return isNotDetected(text);
    throw error;
  }
}
