import type { DefinitionKind, Parameter, Specification } from '../catalogue/index.ts';
import { type Limit, limitText } from '../core/limits.ts';
import type { FormDefinition } from '../forms/index.ts';
import { type Lang, lookUp, t } from '../messages/index.ts';

/** One fact of a definition in words: what it is called and what it says. `key` tells facts of one section apart. */
export interface Fact {
  key: string;
  label: string;
  text: string;
}

/** Facts that belong together: the head, one item, one worked example. `id` matches sections of two editions. */
export interface Section {
  id: string;
  kind: string;
  title: string;
  facts: Fact[];
}

/** Words of fields that only a record form knows (readings, constants), by their id. */
export type Labels = Readonly<Record<string, string>>;
/** The words for one element of a definition: each item of a specification has a form of its own. */
export type LabelsFor = (element: { readonly [name: string]: unknown }) => Labels;

type Leaf = string | number | boolean | null;
type Body = { readonly [name: string]: unknown };

/** How the elements of a list are called and matched; the order of these lists is the order of the page. */
const lists: Record<string, (element: Body, lang: Lang) => string> = {
  basis: ({ standard, clause }) => [standard, clause].filter(Boolean).join(' '),
  questions: ({ label }, lang) => words(label, lang),
  // Lines of one name stand for different goods, which their condition tells apart.
  items: ({ name, when }, lang) => {
    const values =
      when !== null && typeof when === 'object' ? Object.values(when as Record<string, string[]>).flat() : [];
    return values.length === 0 ? words(name, lang) : `${words(name, lang)} (${values.join(', ')})`;
  },
  examples: ({ note }) => (typeof note === 'string' ? note : ''),
  'x-constants': ({ label, id }, lang) => `${words(label, lang)} ${String(id)}`,
  'x-calc': ({ label, symbol }, lang) => `${words(label, lang)} ${String(symbol)}`,
  'x-gates': ({ label }, lang) => words(label, lang),
  'x-criteria': ({ label }, lang) => words(label, lang),
  'x-groups': ({ title }, lang) => words(title, lang),
};

/** What depends on the place and not on the substance: it has a sentence of its own, or none. */
const unsaid = new Set(['seq', 'seal', '$id', 'type', 'additionalProperties', '$ref']);

/**
 * A definition as sections of facts in words, complete: what the page of an edition shows and what two editions are compared by.
 * Nothing of the body is left out but places in an order and seals.
 */
export function sectionsOf(kind: DefinitionKind, body: object, lang: Lang, labels: LabelsFor = () => ({})): Section[] {
  const all = body as Body;
  const fields = kind === 'form' ? Object.entries(all['properties'] as Body) : [];
  const listed = Object.keys(lists).flatMap((name) => {
    const elements = all[name];
    return Array.isArray(elements) ? elementsOf(name, elements as Body[], lang, labels) : [];
  });
  const rest = Object.fromEntries(
    Object.entries(all).filter(([name]) => !(name in lists) && !(kind === 'form' && name === 'properties')),
  );
  const head: Section = { id: '', kind: 'head', title: '', facts: factsOf(rest, '', lang, labels(all)) };
  const properties = fields.map(([id, field]) => ({
    id: `properties ${id}`,
    kind: 'properties',
    title: `${words((field as Body)['x-label'] ?? (field as Body)['x-title'], lang)} ${id}`,
    facts: factsOf(field as Body, 'properties', lang, {}),
  }));
  return [head, ...properties, ...listed];
}

/** Labels of the readings and constants of a record form, for the examples of a parameter. */
export function labelsOf(form: FormDefinition | undefined, lang: Lang): Labels {
  if (!form) return {};
  const fields = Object.entries(form.properties).flatMap(([id, field]) => {
    if (field.type === 'object') return [];
    const own: [string, string] = [id, field['x-label'][lang]];
    if (field.type === 'string') return [own];
    return [
      own,
      ...Object.entries(field.items.properties).map(([name, one]): [string, string] => [name, one['x-label'][lang]]),
    ];
  });
  const constants = (form['x-constants'] ?? []).map(({ id, label }): [string, string] => [id, label[lang]]);
  return Object.fromEntries([...fields, ...constants]);
}

/** 示例 3, or the name of an item as it is printed. */
export const sectionName = (kind: string, title: string, at: number, lang: Lang): string =>
  kind === 'examples' ? t(lang, 'editions.exampleNo', { n: at + 1 }) : title;

function elementsOf(name: string, elements: Body[], lang: Lang, labels: LabelsFor): Section[] {
  const seen = new Map<string, number>();
  return elements.map((element, at) => {
    const title = lists[name]?.(element, lang) ?? '';
    // Matched by the Chinese name, whatever the language of the page; a name that stands twice is counted.
    const own = lists[name]?.(element, 'zh') || String(at);
    const count = (seen.get(own) ?? 0) + 1;
    seen.set(own, count);
    return {
      id: `${name} ${own} ${count}`,
      kind: name,
      title: sectionName(name, title, at, lang),
      facts: factsOf(element, name, lang, labels(element)),
    };
  });
}

function factsOf(body: Body, path: string, lang: Lang, labels: Labels): Fact[] {
  return Object.entries(body).flatMap(([name, value]) => {
    if (unsaid.has(name) || value === undefined) return [];
    const at = path === '' ? name : `${path}.${name}`;
    if (name === 'limit' && isLimit(value)) return [limitFact(value, body, at, lang)];
    if (isLeaf(value)) return [{ key: at, label: labelOf(at, lang, labels), text: wordOf(name, value, lang) }];
    if (Array.isArray(value) && value.every(isLeaf)) {
      const text = value.map((one) => wordOf(name, one, lang)).join(t(lang, 'editions.comma'));
      return [{ key: at, label: labelOf(at, lang, labels), text }];
    }
    if (Array.isArray(value))
      return value.flatMap((one, i) =>
        factsOf(one as Body, `${at}.${i}`, lang, labels).map((fact) => ({
          ...fact,
          label: `${labelOf(at, lang, labels)} ${i + 1} ${fact.label}`,
        })),
      );
    return factsOf(value as Body, at, lang, labels);
  });
}

function limitFact(limit: Limit, { unit }: Body, key: string, lang: Lang): Fact {
  const text = limitText(limit, typeof unit === 'string' ? unit : null, lang);
  return { key, label: t(lang, 'editions.field.limit'), text };
}

/** The label of a path: by its longest end that has a word, else by what the form calls it, else as it stands. */
export function labelOf(path: string, lang: Lang, labels: Labels = {}): string {
  const names = path.split('.').filter((name) => !/^\d+$/.test(name));
  const last = names.at(-1) ?? path;
  const under = names.at(-2);
  if (labels[last] !== undefined && (under === 'readings' || under === 'constants' || names.includes('readings')))
    return labels[last];
  for (let from = 0; from < names.length; from += 1) {
    const key = `editions.field.${names.slice(from).join('.')}`;
    const word = lookUp(lang, key);
    if (word !== key) return word;
  }
  return labels[last] ?? last;
}

/** A value in words: chosen words by their name, the empty ones by a dash. */
export function wordOf(name: string, value: Leaf, lang: Lang): string {
  if (value === null || value === '') return t(lang, 'editions.nothing');
  if (typeof value === 'boolean') return t(lang, value ? 'editions.yes' : 'editions.no');
  if (typeof value === 'number') return String(value);
  const key = name === 'limits' ? `editions.kind.${value}` : `editions.value.${name}.${value}`;
  const word = lookUp(lang, key);
  return word === key ? value : word;
}

const isLeaf = (value: unknown): value is Leaf => value === null || typeof value !== 'object';
const isLimit = (value: unknown): value is Limit => value !== null && typeof value === 'object' && 'kind' in value;

function words(value: unknown, lang: Lang): string {
  if (value === null || typeof value !== 'object') return '';
  const own = (value as Body)[lang];
  return typeof own === 'string' ? own : '';
}

/** The record form that gives a parameter's examples their words. */
export const formCode = (kind: DefinitionKind, body: object): string | undefined =>
  kind === 'parameter' ? (body as Parameter).form : undefined;

/** The title of a definition: the name of the parameter, the product, the title of the form. */
export function titleOf(kind: DefinitionKind, body: object, lang: Lang): string {
  if (kind === 'parameter') return words((body as Parameter).name, lang);
  return kind === 'form'
    ? words((body as FormDefinition)['x-title'], lang)
    : words((body as Specification).product, lang);
}
