import type { JsonSchema, Upload } from '../kernel/request.ts';
import { file, page, post } from '../kernel/routes.ts';
import { boolean, date, id, integer, list, long, nullable, object, oneOf, text, upload } from '../kernel/shapes.ts';
import type { EditionStanding } from './choose.ts';
import { fileAnswer, MEGABYTES } from './files.ts';
import { appliesBy, checkResults, type StandardRow } from './rows.ts';
import { NewStandardView, StandardView } from './standard.view.tsx';
import {
  listStandards,
  type StandardList,
  type StandardSheet,
  type StandardsInput,
  showStandard,
} from './standards.show.ts';
import { addStandard, attachStandard, changeStandard, type StandardInput, takeFromCatalogue } from './standards.ts';
import { StandardsView } from './standards.view.tsx';
import { rowAt } from './store.ts';
import { type CheckInput, listWatch, recordCheck, type Watch, type WatchState } from './watch.ts';
import { WatchView } from './watch.view.tsx';

const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const standings = ['in-force', 'coming', 'ended'] as const satisfies readonly EditionStanding[];
const watchStates = ['never', 'late', 'soon', 'done'] as const satisfies readonly WatchState[];
const counts = (names: readonly string[]) => all(Object.fromEntries(names.map((name) => [name, integer])));
const words = all({ zh: text(), en: text() });
const link = all({ id, number: text() });
const lineFields = {
  id,
  number: text(),
  title: nullable(text()),
  edition: nullable(text()),
  from: nullable(date),
  to: nullable(date),
  appliesBy: oneOf(...appliesBy),
  standing: oneOf(...standings),
  watch: oneOf(...watchStates),
  hasFile: boolean,
};
const standardFields = {
  standardNo: text(120),
  docTitle: text(),
  standardEdition: text(40),
  issuedOn: date,
  inForceFrom: date,
  inForceTo: date,
  appliesBy: oneOf(...appliesBy),
  replacesNo: text(120),
};

export const standardsPage = page<StandardsInput, StandardList>({
  name: 'standard.list',
  path: '/methods',
  needs: 'method.read',
  input: object({ q: text(100), standing: oneOf(...standings) }),
  answer: all({
    today: date,
    q: text(),
    standing: orNull(oneOf(...standings)),
    counts: counts(standings),
    due: integer,
    total: integer,
    lines: list(all(lineFields), 5000),
  }),
  load: listStandards,
  title: (_data, ui) => ui.t('nav.methods'),
  view: (data, ui) => <StandardsView data={data} ui={ui} />,
});

export const watchPage = page<{ show?: WatchState }, Watch>({
  name: 'standard.watch',
  path: '/methods/watch',
  needs: 'method.read',
  input: object({ show: oneOf(...watchStates) }),
  answer: all({
    today: date,
    months: integer,
    basis: text(500),
    counts: counts(watchStates),
    show: orNull(oneOf(...watchStates)),
    lines: list(
      all({
        id,
        number: text(),
        title: nullable(text()),
        last: orNull(all({ on: date, place: text(500), result: oneOf(...checkResults), by: text() })),
        due: nullable(date),
        state: oneOf(...watchStates),
      }),
      5000,
    ),
  }),
  load: listWatch,
  title: (_data, ui) => ui.t('methods.watch'),
  view: (data, ui) => <WatchView data={data} ui={ui} />,
});

export const newStandardPage = page<object, object>({
  name: 'standard.new',
  path: '/methods/standards/new',
  needs: 'standard.write',
  input: object({}),
  answer: object({}),
  load: async () => ({}),
  title: (_data, ui) => ui.t('methods.newStandard'),
  view: (_data, ui) => <NewStandardView ui={ui} />,
});

export const standardPage = page<{ id: string; production?: string }, StandardSheet>({
  name: 'standard.show',
  path: '/methods/standards/:id',
  needs: 'method.read',
  input: object({ id, production: date }, ['id']),
  answer: all({
    ...lineFields,
    version: integer,
    issuedOn: nullable(date),
    origin: oneOf('catalogue', 'hand'),
    fileName: nullable(text()),
    replaces: orNull(link),
    replacedBy: list(link),
    editions: list(all(lineFields)),
    checks: list(
      all({
        id,
        on: date,
        place: text(500),
        result: oneOf(...checkResults),
        successor: nullable(text()),
        by: text(),
        note: nullable(long),
      }),
    ),
    due: nullable(date),
    impact: all({
      parameters: list(all({ code: text(), name: words, clause: nullable(text(500)) }), 5000),
      specifications: list(all({ code: text(), product: words }), 5000),
      capabilities: list(all({ id, code: text(), item: text(), scheme: text(), state: text() }), 5000),
      verifications: list(all({ id, number: text(), code: text() }), 5000),
    }),
    production: nullable(date),
    chosen: nullable(text()),
  }),
  load: showStandard,
  title: ({ number }) => number,
  view: (data, ui) => <StandardView data={data} ui={ui} />,
});

const savedShape = all({ id, version: integer, number: text() });
const saved = ({ id: own, version, number }: StandardRow) => ({ id: own, version, number });
type Saved = ReturnType<typeof saved>;
const back = ({ id: own }: { id: string }) => `/methods/standards/${own}`;

export const addStandardPost = post<StandardInput, Saved>({
  name: 'standard.add',
  path: '/methods/standards',
  needs: 'standard.write',
  input: object(standardFields, ['standardNo', 'appliesBy']),
  answer: savedShape,
  creates: true,
  run: async (act, input) => saved(await addStandard(act, input)),
  then: back,
  on: newStandardPage,
});

export const changeStandardPost = post<StandardInput & { id: string; version: number; reason: string }, Saved>({
  name: 'standard.change',
  path: '/methods/standards/:id',
  needs: 'standard.write',
  input: object({ id, version: integer, reason: long, ...standardFields }, [
    'id',
    'version',
    'reason',
    'standardNo',
    'appliesBy',
  ]),
  answer: savedShape,
  versioned: true,
  run: async (act, input) => saved(await changeStandard(act, input)),
  then: back,
  on: standardPage,
});

export const standardFilePost = post<{ id: string; version: number; file: Upload }, Saved>({
  name: 'standard.attach',
  path: '/methods/standards/:id/file',
  needs: 'standard.write',
  input: object({ id, version: integer, file: upload(MEGABYTES) }, ['id', 'version', 'file']),
  answer: savedShape,
  versioned: true,
  upload: MEGABYTES,
  run: async (act, input) => saved(await attachStandard(act, input)),
  then: back,
  on: standardPage,
});

/** The document of a standard. @throws Refusal `method.no-file` */
export const standardFile = file<{ id: string }>({
  name: 'standard.file',
  path: '/methods/standards/:id/file',
  needs: 'method.read',
  input: object({ id }, ['id']),
  load: async ({ app, db }, input) => fileAnswer(app, await rowAt<StandardRow>(db, 'standards', input.id)),
});

export const takePost = post<object, { added: number; known: number }>({
  name: 'standard.take',
  path: '/methods/catalogue',
  needs: 'standard.write',
  input: object({}),
  answer: all({ added: integer, known: integer }),
  run: (act) => takeFromCatalogue(act),
  then: () => '/methods',
  on: standardsPage,
});

export const checkPost = post<CheckInput, { recorded: number; successor: string | null }>({
  name: 'standard.check',
  path: '/methods/checks',
  needs: 'standard.write',
  input: object(
    {
      standards: list(id, 1000),
      checkedOn: date,
      checkedAt: text(),
      checkResult: oneOf(...checkResults),
      successorNo: text(120),
      successorFrom: date,
      note: long,
    },
    ['standards', 'checkedOn', 'checkedAt', 'checkResult'],
  ),
  answer: all({ recorded: integer, successor: nullable(text()) }),
  creates: true,
  run: recordCheck,
  then: (_output, { standards }) => (standards.length === 1 ? `/methods/standards/${standards[0]}` : '/methods/watch'),
  on: watchPage,
});
