import { type DefinitionKind, exampleItem, type Question, runExample } from '../catalogue/index.ts';
import { available } from '../core/machine.ts';
import { type Reason, Refusal, refuse } from '../core/refusal.ts';
import { placesOf, roundPlaces } from '../core/rounding.ts';
import {
  type Constant,
  evaluateRecord,
  type FormDefinition,
  type RecordResult,
  type TestItem,
  type Words,
} from '../forms/index.ts';
import { actorOf } from '../kernel/access.ts';
import { recordHash } from '../kernel/hash.ts';
import type { App, Query } from '../kernel/types.ts';
import type { Lang } from '../messages/index.ts';
import { type Comparison, compare } from './differences.ts';
import { finished, standing } from './draft.ts';
import { examplesOf } from './edit-parameter.ts';
import { formCode, labelsOf, type Section, sectionsOf, titleOf } from './facts.ts';
import { type DraftMove, draftMachine } from './machine.ts';
import type { DraftKind, DraftRow, DraftState, Unfinished } from './rows.ts';
import { bodyOf, draftList, draftOf, type Newer, nameOf, newerOfProgram } from './store.ts';
import { textAt } from './typed.ts';
import { exampleOf, parameterOf } from './unfinished.ts';

/** A draft in a list. */
export interface DraftLine {
  id: string;
  kind: DraftKind;
  code: string;
  title: string;
  state: DraftState;
  note: string | null;
  author: string;
  /** The next edition of what there is, or something new. */
  isNew: boolean;
  mine: boolean;
}

export interface NewerLine extends Newer {
  title: string;
}

export async function listDrafts(query: Query, states: readonly string[]): Promise<DraftLine[]> {
  const rows = await draftList(query.db, states);
  const lines: DraftLine[] = [];
  for (const row of rows) lines.push(await lineOf(query, row));
  return lines;
}

async function lineOf({ db, user }: Query, row: DraftRow): Promise<DraftLine> {
  const { id, kind, code, state, note, author_id, base_hash, body } = row;
  const author = await nameOf(db, author_id);
  return {
    id,
    kind,
    code,
    title: titleOf(kind, body, user.lang),
    state,
    note,
    author,
    isNew: base_hash === null,
    mine: author_id === user.id,
  };
}

export async function newerLines({ app, user }: Query): Promise<NewerLine[]> {
  const found = await newerOfProgram(app);
  return found.map((one) => ({
    ...one,
    title: titleOf(one.kind, app.catalogue.edition(one.kind, one.code).body, user.lang),
  }));
}

/** A choice of the editor: a parameter or form by its code. */
export interface Choice {
  code: string;
  name: Words;
}

/** A worked example as the engine finds it just now. */
export interface ExampleLine {
  n: number;
  kind: string;
  note: string;
  expected: string;
  found: string;
  verdict: string;
  agrees: boolean;
}

export interface DraftSheet extends DraftLine {
  version: number;
  body: Unfinished;
  base: string | null;
  reason: string | null;
  decidedBy: string;
  /** What its signature would be bound to. */
  hash: string;
  faults: Reason[];
  moves: { move: DraftMove; obstacles: Reason[] }[];
  /** What differs from the edition that it was made from. */
  changes: Comparison;
  sections: Section[];
  parameters: Choice[];
  forms: Choice[];
  /** Constants that the form of each item asks for, by its place in the list; of the parameter itself at 0. */
  constants: Constant[][];
  examples: ExampleLine[];
  questions: Question[];
}

/** A draft with all that its editor and its second reader need. @throws Refusal `draft.missing` */
export async function showDraft(query: Query, id: string): Promise<DraftSheet> {
  const { app, db, user } = query;
  const draft = await draftOf(db, id);
  const { kind, body, base_hash: base } = draft;
  const sections = readSections(app, kind, body, user.lang);
  const before = base === null ? [] : readSections(app, kind, await baseBody(query, draft), user.lang);
  return {
    ...(await lineOf(query, draft)),
    version: draft.version,
    body,
    base,
    reason: draft.reason,
    decidedBy: await nameOf(db, draft.decided_by),
    hash: recordHash(finished(draft)),
    faults: ['draft', 'returned', 'proposed'].includes(draft.state) ? standing(app, draft, user.lang) : [],
    moves: available(draftMachine, draft, actorOf(user)),
    changes: base === null ? { sentences: [], rows: [] } : compare(before, sections, user.lang),
    sections,
    ...choices(app, draft),
    examples: kind === 'parameter' ? exampleLines(app, body) : [],
    questions: Array.isArray(body['questions']) ? (body['questions'] as Question[]) : [],
  };
}

/** The base of a copy stands under another code. */
async function baseBody({ db }: Query, { base_hash }: DraftRow): Promise<object> {
  const row = await db('definitions').where({ hash: base_hash }).first<{ body: string } | undefined>('body');
  return row
    ? (JSON.parse(row.body) as object)
    : refuse('edition.missing', { code: base_hash ?? '' }, undefined, 'missing');
}

function choices({ catalogue }: App, { kind, body }: DraftRow): Pick<DraftSheet, 'parameters' | 'forms' | 'constants'> {
  const ofForm = (code: unknown): Constant[] => catalogue.forms.get(String(code))?.['x-constants'] ?? [];
  if (kind === 'parameter') {
    const forms = [...catalogue.forms.values()].map((form) => ({ code: form.$id, name: form['x-title'] }));
    return { parameters: [], forms, constants: [ofForm(body['form'])] };
  }
  const items = Array.isArray(body['items']) ? (body['items'] as Unfinished[]) : [];
  return {
    parameters: [...catalogue.parameters.values()].map(({ code, name }) => ({ code, name })),
    forms: [],
    constants: items.map((item) => ofForm(catalogue.parameters.get(String(item['parameter']))?.form)),
  };
}

/** A definition in words; one that is not finished shows what it has. */
export function readSections({ catalogue }: App, kind: DefinitionKind, body: object, lang: Lang): Section[] {
  const own = labelsOf(catalogue.forms.get(formCode(kind, body) ?? ''), lang);
  const ofItem = (code: unknown) =>
    labelsOf(catalogue.forms.get(catalogue.parameters.get(String(code))?.form ?? ''), lang);
  const { questions = [] } = body as { questions?: Unfinished[] };
  const asked = Object.fromEntries(
    questions.map((question) => [textAt(question, 'id'), textAt(question, `label.${lang}`)]),
  );
  return sectionsOf(kind, body, lang, ({ parameter }) =>
    parameter === undefined ? own : { ...ofItem(parameter), ...asked },
  );
}

/** What the engine makes of a body that may lack anything; undefined where it cannot even begin. */
function tried<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refusal || error instanceof TypeError) return undefined;
    throw error;
  }
}

function exampleLines(app: App, body: Unfinished): ExampleLine[] {
  const form = app.catalogue.forms.get(String(body['form']));
  return examplesOf(body).map((example, i) => exampleLine(form, body, example, i + 1));
}

function exampleLine(form: FormDefinition | undefined, body: Unfinished, given: Unfinished, n: number): ExampleLine {
  const example = exampleOf(given);
  const parameter = parameterOf(body);
  const outcome = form && tried(() => evaluateRecord(form, exampleItem(parameter, example.item), example.readings));
  const { result, text, exact, refused, verdict } = example.expect ?? {};
  return {
    n,
    kind: example.kind ?? '',
    note: example.note ?? '',
    expected: refused ?? [result, exact !== result && exact, text].filter(Boolean).join(' / '),
    found: outcome?.result
      ? [outcome.result.rounded, shortened(outcome.result, exact)].filter(Boolean).join(' / ')
      : (outcome?.problems[0]?.id ?? (outcome && outcome.missing.length > 0 ? 'record.missing' : '')),
    verdict: verdict ?? '',
    agrees: form !== undefined && tried(() => runExample(form, parameter, example) === undefined) === true,
  };
}

/** The unrounded value with as many decimals as the example gives; nothing where it is the result itself. */
function shortened({ rounded, exact }: RecordResult, given: string | undefined): string {
  if (exact === rounded) return '';
  if (given !== undefined && isDecimal(given) && isDecimal(exact)) return roundPlaces(exact, placesOf(given));
  return exact.length > LONGEST ? `${exact.slice(0, LONGEST)}…` : exact;
}

const LONGEST = 20;
const isDecimal = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text);

export interface ExampleSheet {
  id: string;
  version: number;
  n: number;
  code: string;
  title: string;
  line: ExampleLine;
  example: Unfinished;
  form: FormDefinition;
  item: TestItem;
  constants: Constant[];
}

/** One worked example of a draft with the form of its readings. @throws Refusal `draft.no-example`, `definition.no-form` */
export async function showExample({ app, db, user }: Query, id: string, n: number): Promise<ExampleSheet> {
  const { version, body, code } = await draftOf(db, id);
  const example = examplesOf(body)[n - 1] ?? refuse('draft.no-example', { n }, undefined, 'missing');
  const form = app.catalogue.forms.get(String(body['form']));
  if (!form) return refuse('definition.no-form', { code: String(body['form'] ?? '') }, 'form', 'missing');
  return {
    id,
    version,
    n,
    code,
    title: titleOf('parameter', body, user.lang),
    line: exampleLine(form, body, example, n),
    example,
    form,
    item: exampleItem(parameterOf(body), exampleOf(example).item),
    constants: form['x-constants'] ?? [],
  };
}

/** An edition in words. @throws Refusal `edition.missing` */
export async function showEdition(
  { app, db, user }: Query,
  kind: DefinitionKind,
  code: string,
  hash: string,
): Promise<{ title: string; body: object; sections: Section[] }> {
  const body = await bodyOf(db, kind, code, hash);
  return { title: titleOf(kind, body, user.lang), body, sections: readSections(app, kind, body, user.lang) };
}
