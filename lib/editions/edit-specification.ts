import { type Catalogue, isLimit, limitFrom } from '../catalogue/index.ts';
import { limitText } from '../core/limits.ts';
import type { Unfinished } from './rows.ts';
import {
  constantsAt,
  limitTyped,
  linesAt,
  rowsAt,
  settled,
  type Typed,
  textAt,
  ticked,
  wholeAt,
  wordsAt,
} from './typed.ts';

/** What a button of the table asks for beside saving: `up.3`, `down.3`, `remove.3`, rows counted from 0. */
export interface RowAct {
  act: string;
  row: number;
}

export function rowAct(text: string): RowAct {
  const [, act = '', row = '-1'] = /^([a-z-]+)\.(\d{1,3})$/.exec(text) ?? [];
  return { act, row: Number(row) };
}

/**
 * The specification of a draft after the editor was saved. Rows that were left empty are dropped; `seq` may be typed as 3.5 to come
 * between 3 and 4, and equal places stay equal (lines that exclude each other share one). What the editor does not show stays as it is.
 */
export function specificationFrom(typed: Typed, stored: Unfinished, act: RowAct, catalogue: Catalogue): Unfinished {
  const head = settled(stored, {
    code: textAt(typed, 'code'),
    product: wordsAt(typed, 'product'),
    class: textAt(typed, 'class'),
    standard: textAt(typed, 'standard'),
    series: textAt(typed, 'series'),
    edition: textAt(typed, 'edition'),
    validFrom: textAt(typed, 'validFrom'),
    validTo: textAt(typed, 'validTo'),
    registrations: some(linesAt(typed, 'registrations')),
    complete: ticked(typed, 'complete') || ('complete' in stored ? false : undefined),
    compare: textAt(typed, 'compare'),
    confidence: textAt(typed, 'confidence'),
    source: textAt(typed, 'source'),
    questions: some(questionsFrom(typed)),
  });
  return { ...head, items: placed(itemsFrom(typed, stored, catalogue), act) };
}

interface Placed {
  order: number;
  row: number;
  item: Unfinished;
}

function itemsFrom(typed: Typed, stored: Unfinished, catalogue: Catalogue): Placed[] {
  const before = Array.isArray(stored['items']) ? (stored['items'] as Unfinished[]) : [];
  return rowsAt(typed, 'items').flatMap((row, i) => {
    const was = textAt(row, 'was');
    const old = was === '' ? undefined : before[Number(was)];
    const isEmpty = ['parameter', 'name.zh', 'name.en', 'limitText'].every((name) => textAt(row, name) === '');
    if (isEmpty && old === undefined) return [];
    const order = Number(textAt(row, 'seq'));
    return [
      {
        order: order > 0 ? order : 1000 + i,
        row: i,
        item: itemFrom(row, old ?? {}, rowsAt(stored, 'questions'), catalogue),
      },
    ];
  });
}

/** In the order of their places, which are then counted from 1. Lines that share a place move together. */
function placed(rows: Placed[], { act, row }: RowAct): Unfinished[] {
  const kept = inOrder(rows.filter((one) => act !== 'remove' || one.row !== row));
  const from = kept.findIndex((one) => one.row === row);
  const [one, other] = [kept[from], kept[act === 'up' ? from - 1 : act === 'down' ? from + 1 : from]];
  if (one && other) {
    const [here, there] = [one.order, other.order];
    for (const each of kept) each.order = each.order === here ? there : each.order === there ? here : each.order;
    if (here === there) [one.row, other.row] = [other.row, one.row];
  }
  let seq = 0;
  return inOrder(kept).map(({ order, item }, i, all) => {
    if (order !== all[i - 1]?.order) seq += 1;
    return { ...item, seq };
  });
}

const inOrder = (rows: Placed[]): Placed[] => rows.toSorted((a, b) => a.order - b.order || a.row - b.row);

function itemFrom(row: Typed, old: Unfinished, questions: readonly Typed[], catalogue: Catalogue): Unfinished {
  const code = parameterCode(textAt(row, 'parameter'), catalogue);
  const parameter = catalogue.parameters.get(code);
  const limit = limitFrom(textAt(row, 'limit.kind'), limitTyped(row));
  const name = wordsAt(row, 'name');
  const unit = textAt(row, 'unit');
  const significant = wholeAt(row, 'significant');
  const item = settled(
    { ...(old['seq'] === undefined ? {} : { seq: old['seq'] }), ...old },
    {
      group: textAt(row, 'group') || parameter?.group,
      name: { ...parameter?.name, ...name },
      parameter: code,
      limit,
      unit: /^[-—–/]$/.test(unit) ? null : unit,
      places: wholeAt(row, 'places'),
      significant,
      individualPlaces: wholeAt(row, 'individualPlaces'),
      constants: constantsAt(row, old['constants']),
      compare: textAt(row, 'compare'),
      method: textAt(row, 'method'),
      confidence: textAt(row, 'confidence'),
      when: whenFrom(row, questions),
    },
  );
  const printed = textAt(row, 'limitText');
  const own =
    typeof item['unit'] === 'string' ? item['unit'] : item['unit'] === null ? null : (parameter?.unit ?? null);
  return settled(item, { limitText: sentence(printed, old, limit, own) });
}

/** The requirement as printed: what was typed, or what follows from the limit where nothing was, or where it followed before. */
function sentence(printed: string, old: Unfinished, limit: Unfinished, unit: string | null): string {
  const followed = printed === old['limitText'] && printed === proposed((old['limit'] ?? {}) as Unfinished, unit);
  return printed === '' || followed ? proposed(limit, unit) || printed : printed;
}

/** The sentence that a limit gives by itself; '' while it is not complete. */
export function proposed(limit: Unfinished, unit: string | null): string {
  return isLimit(limit) ? limitText(limit, unit, 'zh') : '';
}

/** `D-ASSAY-HPLC`, `D-ASSAY-HPLC 含量测定` as the list offers it, or a name that only one parameter has. */
export function parameterCode(typed: string, { parameters }: Catalogue): string {
  const [first = ''] = typed.split(/\s/);
  const code = first.toUpperCase();
  if (parameters.has(code)) return code;
  const named = [...parameters.values()].filter(({ name, aliases = [] }) =>
    [name.zh, name.en, ...aliases].includes(typed),
  );
  return named.length === 1 ? (named[0]?.code ?? typed) : typed;
}

/** Ticks by question and number of the option (`o0`) → the values of each question. */
function whenFrom(row: Typed, questions: readonly Typed[]): Unfinished | undefined {
  const asked = questions.flatMap((question) => {
    const id = textAt(question, 'id');
    const chosen = rowsAt(question, 'options').flatMap((option, i) =>
      ticked(row, `when.${id}.o${i}`) ? [textAt(option, 'value')] : [],
    );
    return chosen.length === 0 ? [] : [[id, chosen] as const];
  });
  return asked.length === 0 ? undefined : Object.fromEntries(asked);
}

/** Each question with its options one a line: `value 中文 | English`. */
function questionsFrom(typed: Typed): Unfinished[] {
  return rowsAt(typed, 'questions').flatMap((row) => {
    const id = textAt(row, 'id');
    if (id === '' && textAt(row, 'label.zh') === '') return [];
    const options = linesAt(row, 'options').map((line) => {
      const [, value = line, zh = '', en = ''] = /^(\S+)\s+([^|｜]*)[|｜]?(.*)$/.exec(line) ?? [];
      return { value, ...(zh.trim() === '' ? {} : { zh: zh.trim() }), ...(en.trim() === '' ? {} : { en: en.trim() }) };
    });
    return [{ id, label: wordsAt(row, 'label'), ...(ticked(row, 'many') ? { many: true } : {}), options }];
  });
}

const some = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);
