import type { Field } from './fields.ts';

/** The words of a form definition that a paper prints. */
export interface FormSchema {
  'x-title'?: Label;
  'x-groups'?: { title: Label; fields: string[] }[];
  properties: Record<string, FormField>;
}

interface Label {
  zh: string;
}

export interface FormField {
  'x-label'?: Label;
  /** A shorter label for paper. */
  'x-print'?: Label;
  'x-unit'?: string;
  'x-unit-when'?: string | string[];
  /** Lines of a longer text. */
  'x-lines'?: number;
  'x-options'?: { value: string; zh: string }[];
  'x-grid'?: { rows?: number; row?: Label };
  /** Printed only where this can come true. */
  'x-when'?: string | string[];
  type?: string;
  $ref?: string;
  /** The fields of a block such as the common head. */
  properties?: Record<string, FormField>;
  'x-title'?: Label;
  items?: FormField & { properties?: Record<string, FormField> };
}

export type Values = Record<string, unknown>;

/** Options up to this many characters are printed as boxes to tick; of longer lists only the chosen one is printed. */
const BOXES = 36;

/** The printed label of a field, with its unit. */
export function labelOf(field: FormField, name: string, unit = false): string {
  const label = field['x-print']?.zh ?? field['x-label']?.zh ?? name;
  return unit && field['x-unit'] ? `${label}（${field['x-unit']}）` : label;
}

/** What is printed for a value: text as typed, the words of an option, 、 between several. An unanswered choice shows its boxes if `blank`. */
export function valueOf(field: FormField, value: unknown, blank = false): string {
  const options = field['x-options'] ?? field.items?.['x-options'];
  if (options) return choice(options, value, blank);
  if (Array.isArray(value)) return value.map((one) => valueOf({}, one)).join('、');
  if (typeof value === 'string' || typeof value === 'number')
    return value === '' ? '' : `${moment(String(value))}${field['x-unit'] ? ` ${field['x-unit']}` : ''}`;
  if (value !== null && typeof value === 'object')
    return Object.values(value)
      .map((one) => valueOf({}, one))
      .filter(Boolean)
      .join(' ');
  return blank && field['x-unit'] ? `　　　　${field['x-unit']}` : '';
}

/** A time as the input of a browser writes it (`2026-10-28T09:00`) → as people write it. */
const moment = (text: string): string => text.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})/, '$1 $2');

function choice(options: { value: string; zh: string }[], value: unknown, blank: boolean): string {
  const chosen = new Set(
    Array.isArray(value) ? value.map(String) : value === undefined || value === null ? [] : [String(value)],
  );
  if (chosen.size === 0 && !blank) return '';
  const boxes = options.map((option) => `${chosen.has(option.value) ? '☑' : '☐'}${option.zh}`).join(' ');
  if (blank || boxes.length <= BOXES) return boxes;
  const known = options.filter((option) => chosen.has(option.value)).map((option) => `☑${option.zh}`);
  return known.length > 0 ? known.join(' ') : [...chosen].join('、');
}

/** A form's plain fields by group; those without a value are left out unless the form is to be filled by hand. */
export function formFields(
  form: FormSchema,
  values: Values,
  blank: boolean,
  parts: number,
): { title: string; fields: Field[] }[] {
  const groups = form['x-groups'] ?? [{ title: { zh: '' }, fields: Object.keys(form.properties) }];
  return groups
    .map((group) => ({
      title: group.title.zh,
      fields: group.fields.flatMap((name): Field[] => {
        const field = form.properties[name];
        if (!field || isGrid(field) || isBlock(field)) return [];
        const value = valueOf(field, values[name], blank);
        if (value === '' && !blank) return [];
        return [
          {
            label: labelOf(field, name),
            value,
            span: value.length > 26 ? parts : value.length > 13 ? Math.min(parts, 2) : 1,
          },
        ];
      }),
    }))
    .filter((group) => group.fields.length > 0);
}

/** A field that holds fields of its own. */
export function isBlock(field: FormField): boolean {
  return field.$ref !== undefined || field.properties !== undefined;
}

/** A field of repeated rows. */
export function isGrid(field: FormField): boolean {
  return field.type === 'array' && (field['x-grid'] !== undefined || field.items?.type === 'object');
}
