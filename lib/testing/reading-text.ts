import type { FormDefinition, InputField } from '../forms/index.ts';

/** The input of a reading by its dot path (`samples.0.m`, `common.start`), undefined when the form does not know it. */
export function fieldAt(form: FormDefinition, path: string): InputField | undefined {
  let properties: FormDefinition['properties'] = form.properties;
  for (const key of path.split('.')) {
    if (/^\d+$/.test(key)) continue;
    const field = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (field === undefined || field.type === 'string') return field;
    properties = field.type === 'object' ? field.properties : field.items.properties;
  }
  return undefined;
}

/** A reading as people read it: the words of a choice, times as 2026-10-27 09:00, everything else as it was typed; — for nothing. */
export function readingText(
  field: InputField | undefined,
  value: string | null | undefined,
  lang: 'zh' | 'en',
): string {
  if (value === null || value === undefined || value === '') return '—';
  const option = field?.['x-options']?.find((one) => one.value === value);
  if (option) return option[lang];
  return field?.format === 'bench-time' ? value.replace('T', ' ') : value;
}
