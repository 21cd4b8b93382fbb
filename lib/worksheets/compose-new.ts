import { type Reason, Refusal, refuse } from '../core/refusal.ts';
import type { Words } from '../forms/index.ts';
import type { Query } from '../kernel/types.ts';
import { type Lang, reasonText, t } from '../messages/index.ts';
import { type DueState, dueOf, testTitle } from '../testing/index.ts';
import { type Draft, draftRun } from './compose.ts';
import type { Place } from './compose-arrange.ts';
import { type Candidate, candidatesOf, groupsOf, type MethodGroup, methodsOf } from './compose-candidates.ts';
import { crewOf, faultsOf } from './compose-faults.ts';
import { runPractice } from './templates.default.ts';
import { templatesFor } from './templates.ts';

export interface NewInput {
  formCode?: string;
  parameterCode?: string;
  edition?: string;
  methodName?: string;
  tests?: string[];
  codes?: string;
  members?: string[];
  /** The same two as one text each: how the page of the preview carries them on. */
  picked?: string;
  crew?: string;
  runTemplate?: string;
  allOf?: boolean;
}

/** A test that could go into the run, with what stands against it. */
export interface CandidateLine
  extends Pick<
    Candidate,
    | 'id'
    | 'number'
    | 'product_name'
    | 'batch_no'
    | 'seq'
    | 'item'
    | 'state'
    | 'priority'
    | 'analyst_id'
    | 'analyst_name'
  > {
  due: DueState;
  refused: string[];
  told: string[];
}

/** A place of the preview. */
export interface PlaceLine {
  kind: Place<Candidate>['kind'];
  label: string;
  /** Place (from 1) of the sample that a duplicate or spike belongs to. */
  of: number | null;
  test: CandidateLine | null;
}

export interface NewRun {
  groups: MethodGroup[];
  group: MethodGroup | null;
  formTitle: Words | null;
  parameterCode: string | null;
  candidates: CandidateLine[];
  colleagues: { id: string; name: string }[];
  members: string[];
  templates: { id: string; title: string }[];
  template: string | null;
  all: boolean;
  draft: {
    title: string;
    templateTitle: string;
    picked: string[];
    places: PlaceLine[];
    refuses: string[];
    warns: string[];
  } | null;
  problems: Reason[];
  rooms: { code: string; name: string }[];
}

const parts = (text: string | undefined): string[] => (text ?? '').split(',').filter((one) => one !== '');

/** The input of a form, with what the preview carried on as one text. */
export const spreadInput = <I extends NewInput>(input: I): I & { tests: string[]; members: string[] } => ({
  ...input,
  tests: [...[input.tests ?? []].flat(), ...parts(input.picked)],
  members: [...[input.members ?? []].flat(), ...parts(input.crew)],
});

/** What the page of a new run shows: methods to choose from, then candidates, then the preview. */
export async function showNew(query: Query, input: NewInput): Promise<NewRun> {
  const { app, db, user } = query;
  const { tests, members } = spreadInput(input);
  const people = [user.id, ...members.filter((id) => id !== user.id)];
  const groups = await groupsOf(db, people);
  const colleagues = await colleaguesOf(query);
  const rooms: NewRun['rooms'] = await db('rooms').where({ active: 1 }).orderBy('code').select('code', 'name');
  const empty: NewRun = {
    ...{ groups, group: null, formTitle: null, parameterCode: input.parameterCode ?? null, candidates: [], colleagues },
    ...{ members, templates: [], template: input.runTemplate ?? null, all: input.allOf ?? false, draft: null },
    ...{ problems: [], rooms },
  };
  const { formCode } = input;
  if (formCode === undefined) return empty;
  const form = app.catalogue.forms.get(formCode);
  if (!form) return refuse('template.form', { form: formCode }, undefined, 'missing');
  const group = chosen(groups, { ...input, formCode });
  const shown: NewRun = {
    ...{ ...empty, group: group ?? null, formTitle: form['x-title'] },
    candidates: group ? await candidateLines(query, people, group, input.parameterCode) : [],
    templates: (await templatesFor(db, formCode, input.parameterCode)).map(({ id, title }) => ({ id, title })),
  };
  if (tests.length === 0 && (input.codes ?? '').trim() === '') return shown;
  try {
    const draft = await draftRun(query, { ...input, formCode, tests, members });
    return { ...shown, draft: draftAnswer(query, draft) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { ...shown, problems: error.reasons };
  }
}

/** The group that was asked for; of several editions and methods of a form the one with the most tests. */
function chosen(
  groups: readonly MethodGroup[],
  { formCode, edition, methodName, parameterCode }: NewInput & { formCode: string },
): MethodGroup | undefined {
  return groups
    .filter(({ form_code }) => form_code === formCode)
    .filter(({ form_hash }) => edition === undefined || form_hash === edition)
    .filter(({ method }) => methodName === undefined || method.zh === methodName)
    .filter(({ parameters }) => parameterCode === undefined || parameters.some(({ code }) => code === parameterCode))
    .sort((a, b) => b.count - a.count)[0];
}

/** The tests of a group, each with what stands against it. */
export async function candidateLines(
  query: Query,
  people: readonly string[],
  group: Pick<MethodGroup, 'form_code' | 'form_hash' | 'method'>,
  parameter: string | undefined,
): Promise<CandidateLine[]> {
  const { app, db, today, user } = query;
  const asked = { formCode: group.form_code, edition: group.form_hash, parameter };
  const found = await candidatesOf(db, people, asked, runPractice(app).most.samples);
  const methods = await methodsOf(
    db,
    found.map(({ parameter_hash }) => parameter_hash),
  );
  const tests = found.filter(({ parameter_hash }) => methods.get(parameter_hash)?.method.zh === group.method.zh);
  const frame = {
    ...{ run: null, people: await crewOf(db, people), form_hash: group.form_hash, method: group.method },
    standing: [],
  };
  const { refuses, warns } = await faultsOf({ app, db, today, lang: user.lang }, frame, tests);
  return tests.map((test) => lineOf(query, test, refuses, warns));
}

function lineOf(
  { app, today, user }: Pick<Query, 'app' | 'today' | 'user'>,
  test: Candidate,
  refuses: readonly Reason[],
  warns: readonly Reason[],
): CandidateLine {
  const { id, number, product_name, batch_no, seq, item, state, priority, analyst_id, analyst_name, due_on } = test;
  // Beside its row a sentence need not name its test again.
  const name = `${number} ${testTitle(test, user.lang)}`;
  const of = (reasons: readonly Reason[]): string[] =>
    reasons
      .filter(({ params }) => params?.test === id)
      .map((reason) =>
        reasonText(user.lang, reason)
          .replace(name, '')
          .replace(/^[\uFF1A: ]+/, ''),
      );
  return {
    ...{ id, number, product_name, batch_no, seq, item, state, priority, analyst_id, analyst_name },
    ...{ due: dueOf(app, due_on, today), refused: of(refuses), told: of(warns) },
  };
}

function draftAnswer(query: Query, { frame, tests, template, places, faults }: Draft): NonNullable<NewRun['draft']> {
  const said = (reasons: readonly Reason[]): string[] => reasons.map((reason) => reasonText(query.user.lang, reason));
  const names = [...new Set(tests.map(({ item }) => item.name[query.user.lang]))];
  return {
    title: names.length === 1 ? (names[0] ?? '') : frame.method[query.user.lang],
    templateTitle: template.pattern.title,
    picked: tests.map(({ id }) => id),
    places: places.map((place) =>
      place.kind === 'sample'
        ? {
            ...{ kind: place.kind, label: place.sample.number, of: null },
            test: lineOf(query, place.sample, faults.refuses, faults.warns),
          }
        : { kind: place.kind, label: place.label, of: place.of === undefined ? null : place.of + 1, test: null },
    ),
    ...{ refuses: said(faults.refuses), warns: gathered(faults.warns, query.user.lang) },
  };
}

/** What is to be known of a person is said once, however many tests it is about. */
function gathered(warns: readonly Reason[], lang: Lang): string[] {
  const counts = new Map<string, number>();
  for (const { params } of warns) {
    const sentence = `${params?.name ?? ''} ${params?.why ?? ''}`;
    counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  }
  return [...counts].map(([sentence, count]) => t(lang, 'run.gathered', { sentence, count }));
}

/** The analysts in service beside the one who asks. */
export async function colleaguesOf({ db, user }: Pick<Query, 'db' | 'user'>): Promise<{ id: string; name: string }[]> {
  const rows: { id: string; name: string; roles: string }[] = await db('users')
    .where({ active: 1 })
    .whereNot({ id: user.id })
    .orderBy('login')
    .limit(500)
    .select('id', 'name', 'roles');
  return rows.filter(({ roles }) => roles.includes('"analyst"')).map(({ id, name }) => ({ id, name }));
}
