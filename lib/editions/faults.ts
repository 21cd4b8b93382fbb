import type { Reason } from '../core/refusal.ts';
import { reasonText, t } from '../messages/index.ts';
import type { Ui } from '../ui/index.ts';
import { labelOf } from './facts.ts';
import type { Unfinished } from './rows.ts';
import { at, textAt } from './typed.ts';

/** A fault of a definition as the editor shows it: at which of its fields, and in which words. */
export interface FieldFault {
  /** Name of the field of the editor; '' where the fault belongs to none. */
  field: string;
  text: string;
}

/** Where the editor has several fields for one of the definition, the first of them says what is wrong. */
const inner: Record<string, string> = {
  name: 'name.zh',
  product: 'product.zh',
  method: 'method.zh',
  limit: 'limit.kind',
  label: 'label.zh',
  precision: 'precision.kind',
  'report.item': 'report.item.zh',
};

/** Faults in words of the reader, each named by its item and its field. */
export function fieldFaults(
  ui: Pick<Ui, 'lang'>,
  faults: readonly Reason[],
  body: Unfinished,
  prefix: string,
): FieldFault[] {
  return faults.map((fault) => {
    const path = fault.field ?? '';
    const field = path === '' ? '' : `${prefix}${fieldOf(path)}`;
    const label = [placeOf(ui, path, body), path === '' ? '' : labelOf(path, ui.lang)].filter(Boolean).join(' · ');
    const text = reasonText(ui.lang, { ...fault, params: { ...fault.params, ...(label === '' ? {} : { label }) } });
    // Sentences that do not name their field by themselves are led by the place at which they stand.
    return {
      field,
      text: label === '' || text.includes(label) ? text : `${label}${t(ui.lang, 'editions.colon')}${text}`,
    };
  });
}

/** The reader's page with the faults of a definition at their fields, beside what was refused just now. */
export function withFaults(ui: Ui, faults: readonly FieldFault[]): Ui {
  const known = new Map(faults.map(({ field, text }) => [field, text]));
  return { ...ui, problem: (field) => ui.problem(field) ?? known.get(field) };
}

function fieldOf(path: string): string {
  const end = Object.keys(inner).find((name) => path === name || path.endsWith(`.${name}`));
  // The methods of an item are one text, those of a parameter are words.
  if (end === undefined || (end === 'method' && path.startsWith('items.'))) return path;
  return path.slice(0, path.length - end.length) + (inner[end] ?? end);
}

/** 第 4 项 含量测定, 示例 2 */
function placeOf({ lang }: Pick<Ui, 'lang'>, path: string, body: Unfinished): string {
  const [list = '', index] = path.split('.');
  if (index === undefined || !/^\d+$/.test(index)) return '';
  if (list === 'examples') return t(lang, 'editions.exampleNo', { n: Number(index) + 1 });
  if (list !== 'items') return '';
  const item = at(body, `items.${index}`);
  return t(lang, 'editions.itemNo', {
    n: textAt(item, 'seq') || Number(index) + 1,
    name: textAt(item, `name.${lang}`),
  });
}
