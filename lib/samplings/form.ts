import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { validDate } from '../core/deadlines.ts';
import { normalise } from '../core/decimal.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import { recordHash } from '../kernel/hash.ts';
import type { Lang } from '../kernel/types.ts';
import { dataFile } from './data.ts';
import type { ProductClass } from './rows.ts';

interface Words {
  zh: string;
  en: string;
}

/** One field of a sampling form. */
export interface FormField {
  type: 'string';
  enum?: string[];
  format?: 'decimal' | 'date';
  pattern?: string;
  maxLength?: number;
  'x-label': Words;
  'x-print'?: Words;
  'x-unit'?: string;
  'x-scan'?: boolean;
  'x-options'?: (Words & { value: string })[];
}

/** The form of a product class as its definition file says: a JSON Schema and our x- words (domain 2.1-2.3). */
export interface SamplingForm {
  /** Ways of which one must be complete. */
  anyOf?: { required: string[] }[];
  'x-title': Words;
  'x-groups': { title: Words; fields: string[] }[];
  required: string[];
  properties: Record<string, FormField>;
}

export type Fields = Record<string, string>;

/** The form that is in use for a class now, and the hash that names this edition. */
export function samplingForm(
  root: string,
  productClass: ProductClass,
): { form: SamplingForm; hash: string; code: string } {
  const form = dataFile<SamplingForm>(root, `forms/sampling/${productClass}.json`);
  return { form, hash: hashOf(form), code: `sampling/${productClass}` };
}

export const labelOf = (form: SamplingForm, field: string, lang: Lang): string =>
  form.properties[field]?.['x-label'][lang] ?? field;

/** A value as people read it: the word of a choice, else the text itself. */
export function shownValue(form: SamplingForm, field: string, value: string, lang: Lang): string {
  const { 'x-options': options, 'x-unit': unit } = form.properties[field] ?? {};
  const word = options?.find((option) => option.value === value)?.[lang] ?? value;
  return unit ? `${word} ${unit}` : word;
}

/**
 * Reads the fields of a form as typed: decimals become plain decimal text (full-width digits are read), dates must exist,
 * everything else stays verbatim. Every field at fault is named by its label. Credit codes of odd form pass: they are evidence.
 */
export function readFields(form: SamplingForm, typed: Fields, lang: Lang): { fields: Fields; problems: Reason[] } {
  const problems: Reason[] = [];
  const fields: Fields = {};
  for (const [field, text] of Object.entries(typed)) {
    try {
      fields[field] = form.properties[field]?.format === 'decimal' ? plain(text) : text;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      fields[field] = text;
      problems.push({
        id: 'sampling.form-number',
        field: `fields.${field}`,
        params: { label: labelOf(form, field, lang), text: text.slice(0, 40) },
      });
    }
  }
  const known = new Set(problems.map((problem) => problem.field));
  return {
    fields,
    problems: [...problems, ...misfits(form, fields, lang).filter((reason) => !known.has(reason.field))],
  };
}

const hashes = new WeakMap<SamplingForm, string>();

function hashOf(form: SamplingForm): string {
  const hash = hashes.get(form) ?? recordHash(form);
  hashes.set(form, hash);
  return hash;
}

function plain(text: string): string {
  const { decimal, qualifier } = normalise(text);
  if (qualifier !== '=') throw new Refusal([{ id: 'number.form', params: { text } }]);
  return decimal;
}

const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  allErrors: true,
  vocabulary: [],
} as ConstructorParameters<typeof Ajv2020>[0]);
ajv.addVocabulary(['x-title', 'x-groups', 'x-label', 'x-print', 'x-unit', 'x-scan', 'x-options']);
ajv.addFormat('decimal', /^-?\d{1,20}(\.\d{1,20})?$/);
ajv.addFormat('date', (text: string) => {
  try {
    return validDate(text) === text;
  } catch {
    return false;
  }
});
const compiled = new WeakMap<SamplingForm, ValidateFunction>();

function misfits(form: SamplingForm, fields: Fields, lang: Lang): Reason[] {
  const validate = compiled.get(form) ?? ajv.compile(lenient(form));
  compiled.set(form, validate);
  if (validate(fields)) return [];
  const reasons = new Map<string, Reason>();
  for (const error of validate.errors ?? []) {
    const reason = reasonOf(error, form, fields, lang);
    if (reason?.field && !reasons.has(reason.field)) reasons.set(reason.field, reason);
  }
  return [...reasons.values()];
}

/** Domain 8.3: a credit code of a wrong form is a warning (see evidence.ts), so its pattern does not refuse here. */
function lenient(form: SamplingForm): object {
  const properties = Object.entries(form.properties).map(([name, field]) => {
    const { pattern, ...rest } = field;
    return [name, name.endsWith('CreditCode') ? { ...rest, minLength: 1, maxLength: 40 } : field];
  });
  return { ...form, properties: Object.fromEntries(properties) };
}

const sentences: Record<string, string> = {
  required: 'sampling.form-required',
  enum: 'sampling.form-choice',
  format: 'sampling.form-format',
  pattern: 'sampling.form-format',
  minLength: 'sampling.form-length',
  maxLength: 'sampling.form-length',
  type: 'sampling.form-format',
  additionalProperties: 'sampling.form-unknown',
};

function reasonOf(error: ErrorObject, form: SamplingForm, fields: Fields, lang: Lang): Reason | null {
  if (error.keyword === 'anyOf') return either(error, form, fields, lang);
  const id = sentences[error.keyword];
  if (!id || error.schemaPath.includes('/anyOf/')) return null;
  const { missingProperty, additionalProperty, limit = '' } = error.params as Record<string, string | undefined>;
  const field = missingProperty ?? additionalProperty ?? error.instancePath.slice(1);
  const choices =
    form.properties[field]?.['x-options']?.map((option) => option[lang]).join(lang === 'zh' ? '\u3001' : ', ') ?? '';
  return {
    id,
    field: `fields.${field}`,
    params: {
      label: labelOf(form, field, lang),
      text: (fields[field] ?? '').slice(0, 40),
      limit: String(limit),
      choices,
    },
  };
}

/** `anyOf` of required fields: one of several ways to be complete (domain 2.3: batch and use-before, or production date and shelf life). */
function either(error: ErrorObject, form: SamplingForm, fields: Fields, lang: Lang): Reason {
  const ways = (error.schema as SamplingForm['anyOf']) ?? form.anyOf ?? [];
  const missing = ways.flatMap(({ required }) => required).find((field) => fields[field] === undefined) ?? '';
  const words = ways.map(({ required }) => required.map((field) => labelOf(form, field, lang)).join('+')).join(' / ');
  return { id: 'sampling.form-either', field: `fields.${missing}`, params: { ways: words } };
}
