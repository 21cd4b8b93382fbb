import { judgeCreditCode } from './credit-code.ts';
import { dataFile } from './data.ts';
import type { PortionRole, ProductClass } from './rows.ts';

/** Something that looks wrong on the goods: shown and kept, never refused (domain 8.3). `id` is the key of its message. */
export interface Warning {
  id: string;
  field: string;
  params: Record<string, string>;
}

export interface NumberFormats {
  provinces: string;
  none: string[];
  rewrite: [string, string][];
  formats: { field: string; classes: ProductClass[]; patterns: string[] }[];
  creditCodes: string[];
}

export interface Evidence {
  productClass: ProductClass;
  sampledOn: string;
  fields: Record<string, string>;
  portions: readonly { role: PortionRole }[];
}

export const numberFormats = (root: string): NumberFormats => dataFile(root, 'lib/samplings/number-formats.json');

/** Everything worth a second look in a sampling: numbers of a wrong form, credit codes, goods past their date, no portion for a check. */
export function warningsOf(formats: NumberFormats, evidence: Evidence): Warning[] {
  return [
    ...numberWarnings(formats, evidence),
    ...creditWarnings(formats, evidence),
    ...expired(evidence),
    ...unchecked(evidence),
  ];
}

function numberWarnings(formats: NumberFormats, { productClass, fields }: Evidence): Warning[] {
  return formats.formats.flatMap(({ field, classes, patterns }) => {
    const text = fields[field];
    if (!classes.includes(productClass) || !isStated(formats, text)) return [];
    const plain = formats.rewrite.reduce((rest, [from, to]) => rest.replace(new RegExp(from, 'gu'), to), text);
    const fits = patterns.some((pattern) => new RegExp(withProvinces(pattern, formats.provinces), 'u').test(plain));
    return fits ? [] : [{ id: 'warning.number-form', field: `fields.${field}`, params: { text } }];
  });
}

function creditWarnings(formats: NumberFormats, { fields }: Evidence): Warning[] {
  return formats.creditCodes.flatMap((field) => {
    const text = fields[field];
    if (!isStated(formats, text)) return [];
    const verdict = judgeCreditCode(text);
    return verdict === 'valid' ? [] : [{ id: `warning.credit-${verdict}`, field: `fields.${field}`, params: { text } }];
  });
}

/** Expired goods are taken all the same: they are the evidence of the offence (药品管理法 98). */
function expired({ fields, sampledOn }: Evidence): Warning[] {
  const { expiryDate } = fields;
  if (!expiryDate || expiryDate >= sampledOn) return [];
  return [{ id: 'warning.expired', field: 'fields.expiryDate', params: { expiry: expiryDate, sampled: sampledOn } }];
}

/** Without a sealed part of its own there is nothing for a re-inspection (domain 1.4). */
function unchecked({ portions }: Evidence): Warning[] {
  return portions.some(({ role }) => role === 'check')
    ? []
    : [{ id: 'warning.no-check-portion', field: 'portions', params: {} }];
}

function isStated(formats: NumberFormats, text: string | undefined): text is string {
  return text !== undefined && text !== '' && !formats.none.includes(text);
}

/** `[P]` is any one province, `[国P]` one of them or 国. */
function withProvinces(pattern: string, provinces: string): string {
  return pattern.replace(/\[([^\]]?)P\]/gu, (_, before: string) => `[${before}${provinces}]`);
}
