import { basisText, type Catalogue, type Parameter, type ProductClass } from '../catalogue/index.ts';
import type { Confidence } from '../catalogue/types.ts';
import type { Words } from '../forms/index.ts';
import { inOrder, type ParameterLine, parameterLine } from './lists.ts';
import { find, type Hit, type Index, indexOf, type Mark } from './search.ts';
import { classes, type Listed, type ListInput, PAGE } from './terms.ts';

export type Standing = 'accredited' | 'not-accredited';

/** What the catalogue can be asked for. `form` is the code of a record form. */
export interface BrowseInput extends ListInput {
  group?: string;
  form?: string;
  confidence?: Confidence;
  standing?: Standing;
}

/** A parameter that was found, and what made it fit. */
export interface ParameterHit extends ParameterLine {
  marks: Mark[];
  /** In the capability ledger of the institute; null where none is kept. */
  accredited: boolean | null;
}

/** A class of the tree with its groups; `count` is how many of what was asked for are in it. */
export interface Branch {
  class: ProductClass;
  count: number;
  groups: { group: string; count: number }[];
}

export interface ParameterList extends Listed {
  group: string | null;
  form: string | null;
  confidence: Confidence | null;
  standing: Standing | null;
  tree: Branch[];
  /** The record forms of what is in the catalogue, for choosing one. */
  forms: { code: string; title: Words }[];
  hasLedger: boolean;
  parameters: ParameterHit[];
}

/** The codes of the parameters in the institute's capability ledger. */
export type Ledger = ReadonlySet<string>;

/** The parameters that were asked for, the tree of classes and groups with how many of them are where. */
export function browse(catalogue: Catalogue, input: BrowseInput, ledger: Ledger | null): ParameterList {
  const { class: asked = null, group = null, form = null, confidence = null, q = '', from = 0 } = input;
  const standing = ledger === null ? null : (input.standing ?? null);
  const found = hits(catalogue, q)
    .map((hit) => ({ ...hit, parameter: catalogue.parameter(hit.code) }))
    .filter(
      ({ parameter }) =>
        (form === null || parameter.form === form) &&
        (confidence === null || isAsked(confidence, parameter.confidence)) &&
        (standing === null || ledger?.has(parameter.code) === (standing === 'accredited')),
    );
  const tree = treeOf(found.map(({ parameter }) => parameter));
  const inside = found.filter(
    ({ parameter }) => (asked === null || parameter.class === asked) && (group === null || parameter.group === group),
  );
  return {
    ...{ class: asked, group, form, confidence, standing, q, from, tree },
    counts: tree.map(({ class: name, count }) => ({ class: name, count })),
    total: inside.length,
    next: from + PAGE < inside.length ? from + PAGE : null,
    forms: formsOf(catalogue),
    hasLedger: ledger !== null,
    parameters: inside.slice(from, from + PAGE).map(({ parameter, marks }) => ({
      ...parameterLine(catalogue, parameter),
      marks,
      accredited: ledger === null ? null : ledger.has(parameter.code),
    })),
  };
}

/** Whoever asks for what is still to be confirmed means the doubtful too. */
const isAsked = (asked: Confidence, own: Confidence): boolean => own === asked || (asked === 'medium' && own === 'low');

function treeOf(parameters: readonly Parameter[]): Branch[] {
  const counts = new Map<ProductClass, Map<string, number>>();
  for (const { class: name, group } of parameters) {
    const groups = counts.get(name) ?? new Map<string, number>();
    groups.set(group, (groups.get(group) ?? 0) + 1);
    counts.set(name, groups);
  }
  return classes.flatMap((name) => {
    const groups = [...(counts.get(name) ?? [])].map(([group, count]) => ({ group, count }));
    const count = groups.reduce((sum, one) => sum + one.count, 0);
    return count === 0 ? [] : [{ class: name, count, groups: groups.sort((a, b) => b.count - a.count) }];
  });
}

interface Prepared {
  codes: string[];
  forms: { code: string; title: Words }[];
  index?: Index;
}

const known = new WeakMap<Catalogue, Prepared>();

/** What is worked out once for a catalogue: the order of the list and, with the first question, the index. */
function prepared(catalogue: Catalogue): Prepared {
  const made = known.get(catalogue) ?? {
    codes: inOrder([...catalogue.parameters.values()]).map(({ code }) => code),
    forms: [...new Set([...catalogue.parameters.values()].map(({ form }) => form))]
      .map((code) => ({ code, title: catalogue.form(code)['x-title'] }))
      .sort((a, b) => a.title.zh.localeCompare(b.title.zh, 'zh')),
  };
  known.set(catalogue, made);
  return made;
}

const formsOf = (catalogue: Catalogue): Prepared['forms'] => prepared(catalogue).forms;

function hits(catalogue: Catalogue, question: string): Hit[] {
  if (question.trim() === '') return prepared(catalogue).codes.map((code) => ({ code, marks: [] }));
  return find(searchIndex(catalogue), question);
}

/** Makes the index once the answer is out: whoever has just opened the catalogue is about to type. */
export function prepareIndex(catalogue: Catalogue): void {
  if (!prepared(catalogue).index) setImmediate(() => searchIndex(catalogue));
}

/** The index of all parameters, made when it is first needed (pinyin of a thousand names takes a moment). */
export function searchIndex(catalogue: Catalogue): Index {
  const made = prepared(catalogue);
  made.index ??= indexOf(
    made.codes.map((code) => {
      const { name, aliases = [], basis, method, form, group } = catalogue.parameter(code);
      const title = catalogue.form(form)['x-title'];
      return {
        code,
        texts: [
          { field: 'name', text: name.zh },
          { field: 'name', text: name.en },
          ...aliases.map((text) => ({ field: 'alias' as const, text })),
          { field: 'standard', text: basisText(basis) },
          ...[method?.zh, method?.en, acronym(method?.en), title.zh, title.en, group].flatMap((text) =>
            text === undefined ? [] : [{ field: 'method' as const, text }],
          ),
        ],
      };
    }),
  );
  return made.index;
}

/** HPLC of high-performance liquid chromatography: what people say for a method whose name has several words. */
function acronym(name: string | undefined): string | undefined {
  const words = name?.match(/[A-Za-z]+/g) ?? [];
  return words.length < 2
    ? undefined
    : words
        .map((word) => word.charAt(0))
        .join('')
        .toUpperCase();
}
