import type { Catalogue, ItemTerms, Parameter } from '../catalogue/index.ts';
import { exampleItem } from '../catalogue/item.ts';
import { isLimit } from '../catalogue/limit-fields.ts';
import { normalise } from '../core/decimal.ts';
import { type Limit, limitText } from '../core/limits.ts';
import { type Reason, Refusal, refuse } from '../core/refusal.ts';
import type { FormDefinition, Readings, Row, TestItem } from '../forms/index.ts';

/** The values of a limit that are numbers and can be typed. */
export const limitNumbers = ['value', 'low', 'high', 'declared', 'below', 'above', 'accept'] as const;
type LimitNumber = (typeof limitNumbers)[number];
export type LimitText = LimitNumber | 'at' | 'requirement';

/** The limit as it is typed: the kind, and its values as text. */
export type TypedLimit = { kind?: Limit['kind'] } & Partial<Record<LimitText, string>>;

/** Where the terms of a trial come from: a worked example of the parameter (from 1), or an item of a product standard. */
export interface TrialBase {
  example: number | null;
  specification: string | null;
  item: number | null;
}

export interface Based {
  base: TrialBase;
  terms: ItemTerms;
  /** The readings of the example; none for an item of a standard. */
  readings: Readings;
}

/** Which texts of a limit can be typed, by its kind; a table of mass bands and the like is taken over from the example. */
export const limitTexts: Partial<Record<Limit['kind'], LimitText[]>> = {
  max: ['value'],
  min: ['value'],
  equals: ['value'],
  'each-max': ['value'],
  'each-min': ['value'],
  microbial: ['value'],
  range: ['low', 'high'],
  'each-range': ['low', 'high'],
  'label-claim': ['low', 'high'],
  declared: ['declared', 'below', 'above'],
  attribute: ['accept'],
  'not-detected': ['at'],
  text: ['requirement'],
};

/** @throws Refusal `catalogue.unknown` when there is no such standard, `trial.base` when there is no such example or item */
export function basedOn(catalogue: Catalogue, parameter: Parameter, asked: Partial<TrialBase>): Based {
  const { specification = null, item = null } = asked;
  if (specification !== null) {
    const standard = catalogue.specification(specification);
    const terms =
      standard.items.find(({ seq, parameter: code }) => seq === item && code === parameter.code) ??
      refuse('trial.base', {}, 'item', 'missing');
    const compare = terms.compare ?? standard.compare;
    return { base: { example: null, specification, item }, terms: { ...terms, compare }, readings: {} };
  }
  const number = asked.example ?? 1;
  const example = parameter.examples[number - 1];
  if (!example && asked.example !== undefined && asked.example !== null)
    return refuse('trial.base', {}, 'example', 'missing');
  return {
    base: { example: example ? number : null, specification: null, item: null },
    terms: example?.item ?? { limit: { kind: 'text', requirement: parameter.typicalLimit ?? '' } },
    readings: example?.readings ?? {},
  };
}

/** The kinds of limit that a trial of the parameter can take: what it may be judged by, and what it is judged by somewhere. */
export function limitKinds(parameter: Parameter, terms: ItemTerms): Limit['kind'][] {
  const used = [terms, ...parameter.examples.map(({ item }) => item)].map(({ limit }) => limit.kind);
  return [...new Set([...used, ...(parameter.limits ?? [])])].filter(
    (kind) => limitTexts[kind] !== undefined || used.includes(kind),
  );
}

/** The limit of the base with what was typed put in; what is lacking or no number comes back as a reason. */
export function typedLimit(parameter: Parameter, base: Limit, typed: TypedLimit): { limit: Limit; problem?: Reason } {
  const kind = typed.kind ?? base.kind;
  const names = limitTexts[kind] ?? [];
  const known = [base, ...parameter.examples.map(({ item }) => item.limit)].find((limit) => limit.kind === kind);
  const given = names.map((name) => [name, shownText(base, typed, name)] as const);
  // Of the two ends of a label claim one is enough.
  const lacks = ([name, text]: readonly [LimitText, string]) =>
    !isGood(name, text) && !(kind === 'label-claim' && text === '' && given.some(([, other]) => other !== ''));
  const lacking = given.find(lacks);
  if (lacking) return { limit: base, problem: { id: 'trial.limit', field: `limit.${lacking[0]}` } };
  const blank: object = known ?? (kind === 'microbial' ? { kind, factor: '1' } : { kind });
  const kept = Object.entries(blank).filter(([name]) => !names.some((one) => one === name));
  const values = given
    .filter(([, text]) => text !== '')
    .map(([name, text]) => [name, isNumber(name) ? normalise(text).decimal : text]);
  const limit: unknown = Object.fromEntries([...kept, ...values]);
  return isLimit(limit) ? { limit } : { limit: base, problem: { id: 'trial.limit', field: 'limit.kind' } };
}

/** What stands in the field of a limit: what was typed, else what the base has. */
export function shownText(base: Limit, typed: TypedLimit, name: LimitText): string {
  if (typed.kind !== undefined) return typed[name]?.trim() ?? '';
  const found = typed[name] ?? Object.entries(base).find(([key]) => key === name)?.[1];
  return typeof found === 'string' ? found.trim() : '';
}

const isNumber = (name: string): name is LimitNumber => limitNumbers.some((one) => one === name);

function isGood(name: LimitText, text: string): boolean {
  if (text === '') return false;
  if (name === 'at') return text === 'LOD' || text === 'LOQ';
  if (!isNumber(name)) return true;
  try {
    return normalise(text).qualifier === '=';
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** The item to be judged: the terms of the base, completed by the parameter, with the limit in words where it was changed. */
export function trialItem(parameter: Parameter, terms: ItemTerms, own: Partial<ItemTerms>): TestItem {
  const changed = own.limit !== undefined && JSON.stringify(own.limit) !== JSON.stringify(terms.limit);
  const item = exampleItem(parameter, {
    ...terms,
    ...own,
    constants: { ...terms.constants, ...own.constants },
  });
  const text = changed || item.limitText === '' ? limitText(item.limit, item.unit, 'zh') : item.limitText;
  return { ...item, limitText: text };
}

/** A form without the common header: a trial has no instruments and no rooms. */
export function bareForm(form: FormDefinition): FormDefinition {
  const { common: _common, ...properties } = form.properties;
  return { ...form, properties };
}

/** Of anything that was sent, that which has the shape of the form's readings; texts only. */
export function readingsOf(form: FormDefinition, sent: Record<string, unknown>): Readings {
  return Object.fromEntries(
    Object.entries(form.properties).flatMap(([id, field]): [string, string | Row[]][] => {
      const typed = sent[id];
      if (field.type === 'string') return typeof typed === 'string' ? [[id, typed]] : [];
      if (field.type !== 'array' || !Array.isArray(typed)) return [];
      const columns = Object.keys(field.items.properties);
      return [[id, typed.slice(0, field.maxItems).map((row: unknown) => texts(row, columns))]];
    }),
  );
}

/** The texts under these names. */
export function texts(sent: unknown, names: readonly string[]): Record<string, string> {
  if (typeof sent !== 'object' || sent === null) return {};
  const known = new Set(names);
  return Object.fromEntries(
    Object.entries(sent).filter((pair): pair is [string, string] => known.has(pair[0]) && typeof pair[1] === 'string'),
  );
}
