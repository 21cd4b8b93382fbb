import type { Lang } from '../kernel/types.ts';
import type { FieldValue, FieldValues } from './rows.ts';
import type { FieldRule } from './rules.ts';

/** What a field says, in words; '' where it says nothing. */
export function valueText(field: FieldRule, value: FieldValue | undefined, lang: Lang): string {
  if (value === undefined) return '';
  const word = (one: string) => field.options?.find((option) => option.value === one)?.label[lang] ?? one;
  if (Array.isArray(value))
    return value
      .map((one) => (typeof one === 'string' ? word(one) : Object.values(one).join(' ')))
      .join(lang === 'zh' ? '、' : ', ');
  if (field.kind === 'choice') return word(value);
  if (field.kind === 'time') return value.replace('T', ' ');
  return field.unit ? `${value} ${field.unit}` : value;
}

/** Fields with what they say; those that say nothing and were not asked for are left out. */
export const saidFields = (
  fields: readonly FieldRule[],
  data: FieldValues,
  lang: Lang,
): { key: string; label: string; value: string; long: boolean }[] =>
  fields
    .filter((field) => data[field.key] !== undefined || field.required === true)
    .map((field) => ({
      key: field.key,
      label: field.label[lang],
      value: valueText(field, data[field.key], lang),
      long: field.kind === 'long' || field.kind === 'choices',
    }));

/** A stored value by the options of a field of a step, in words. */
export const optionWord = (fields: readonly FieldRule[], key: string, value: string | null, lang: Lang): string => {
  const field = fields.find((one) => one.key === key);
  return value === null || !field ? (value ?? '') : valueText({ ...field, kind: 'choice' }, value, lang);
};
