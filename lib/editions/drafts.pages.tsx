import { file, page, post } from '../kernel/routes.ts';
import { XLSX } from '../sheets/index.ts';
import {
  begin,
  decline,
  type NewDraft,
  propose,
  type Read,
  release,
  replaceItems,
  save,
  saveExample,
  withdraw,
} from './draft.ts';
import { DraftView } from './draft.view.tsx';
import { type DraftsPage, DraftsView, NewDraftView, type NewPage } from './drafts.view.tsx';
import { ExampleView } from './example.view.tsx';
import { titleOf } from './facts.ts';
import type { DraftKind, DraftRow } from './rows.ts';
import {
  beginInput,
  byId,
  draftAnswer,
  draftsAnswer,
  exampleAnswer,
  exampleInput,
  fileInput,
  listInput,
  MEGABYTES,
  newAnswer,
  newInput,
  readInput,
  reasonInput,
  releaseInput,
  savedAnswer,
  saveExampleInput,
  saveInput,
} from './shapes.ts';
import { itemsFromSheet, itemsSheet } from './sheet.ts';
import { type DraftSheet, type ExampleSheet, listDrafts, newerLines, showDraft, showExample } from './show.ts';
import { draftOf } from './store.ts';
import type { Typed } from './typed.ts';

type Id = { id: string };
type Shown = 'open' | 'released' | 'dropped';

const shown: Record<Shown, readonly string[]> = {
  open: ['draft', 'proposed', 'returned'],
  released: ['released'],
  dropped: ['dropped'],
};

export const draftsPage = page<{ state?: Shown }, DraftsPage>({
  name: 'draft.list',
  path: '/drafts',
  needs: 'draft.read',
  input: listInput,
  answer: draftsAnswer,
  load: async (query, { state = 'open' }) => ({
    state,
    drafts: await listDrafts(query, shown[state]),
    newer: await newerLines(query),
  }),
  title: (_data, ui) => ui.t('nav.drafts'),
  view: (data, ui) => <DraftsView data={data} ui={ui} />,
});

export const newPage = page<{ kind?: DraftKind; from?: string }, NewPage>({
  name: 'draft.new',
  path: '/drafts/new',
  needs: 'catalogue.write',
  input: newInput,
  answer: newAnswer,
  load: async ({ app: { catalogue }, user }, { kind = 'parameter', from }) => {
    const choices =
      kind === 'parameter'
        ? [...catalogue.parameters.values()].map(({ code, name }) => ({ code, name }))
        : [...catalogue.specifications.values()].map(({ code, product }) => ({ code, name: product }));
    const known = from !== undefined && choices.some(({ code }) => code === from);
    return {
      kind,
      from: known ? from : null,
      title: known ? titleOf(kind, catalogue.edition(kind, from).body, user.lang) : '',
      choices,
    };
  },
  title: (_data, ui) => ui.t('nav.drafts'),
  view: (data, ui) => <NewDraftView data={data} ui={ui} />,
});

export const draftPage = page<Id, DraftSheet>({
  name: 'draft.show',
  path: '/drafts/:id',
  needs: 'draft.read',
  input: byId,
  answer: draftAnswer,
  wide: true,
  load: (query, { id }) => showDraft(query, id),
  title: ({ code, title }) => `${code} ${title}`,
  view: (data, ui) => <DraftView data={data} ui={ui} />,
});

interface Saved {
  id: string;
  version: number;
  state: string;
  code: string;
}

const saved = ({ id, version, state, code }: DraftRow): Saved => ({ id, version, state, code });
const back = ({ id }: Saved): string => `/drafts/${id}`;

interface Upload {
  data: string;
}

const bytes = ({ data }: Upload): Buffer => Buffer.from(data, 'base64');

export const beginPost = post<NewDraft & { file?: Upload }, Saved>({
  name: 'draft.begin',
  path: '/drafts',
  needs: 'catalogue.write',
  input: beginInput,
  answer: savedAnswer,
  creates: true,
  upload: MEGABYTES,
  run: async (act, { file: sheet, ...input }) => {
    const { catalogue } = act.app;
    const items = sheet === undefined ? undefined : await itemsFromSheet(bytes(sheet), catalogue, act.user.lang);
    return saved(await begin(act, input, items));
  },
  then: back,
  on: newPage,
});

export const savePost = post<Read & { body: Typed; note?: string; act?: string }, Saved>({
  name: 'draft.save',
  path: '/drafts/:id',
  needs: 'catalogue.write',
  input: saveInput,
  answer: savedAnswer,
  versioned: true,
  run: async (act, input) => saved(await save(act, input)),
  then: ({ id }, { act = '' }) => `/drafts/${id}${anchor(act)}`,
  on: draftPage,
});

/** After a row was moved, the page opens where it now stands. */
function anchor(act: string): string {
  const [verb, row = '0'] = act.split('.');
  if (verb === 'copy') return '#examples';
  const at = Number(row) + (verb === 'up' ? -1 : verb === 'down' ? 1 : 0);
  return verb === 'up' || verb === 'down' ? `#item-${at}` : '';
}

export const proposePost = post<Read, Saved>({
  name: 'draft.propose',
  path: '/drafts/:id/proposal',
  needs: 'catalogue.write',
  input: readInput,
  answer: savedAnswer,
  versioned: true,
  run: async (act, input) => saved(await propose(act, input)),
  then: back,
  on: draftPage,
});

export const withdrawPost = post<Read, Saved>({
  name: 'draft.withdraw',
  path: '/drafts/:id/withdrawal',
  needs: 'catalogue.write',
  input: readInput,
  answer: savedAnswer,
  versioned: true,
  run: async (act, input) => saved(await withdraw(act, input)),
  then: back,
  on: draftPage,
});

export const returnPost = post<Read & { reason: string }, Saved>({
  name: 'draft.return',
  path: '/drafts/:id/return',
  needs: 'catalogue.release',
  input: reasonInput,
  answer: savedAnswer,
  versioned: true,
  run: async (act, input) => saved(await decline(act, 'return', input)),
  then: back,
  on: draftPage,
});

export const dropPost = post<Read & { reason: string }, Saved>({
  name: 'draft.drop',
  path: '/drafts/:id/drop',
  needs: 'catalogue.write',
  input: reasonInput,
  answer: savedAnswer,
  versioned: true,
  run: async (act, input) => saved(await decline(act, 'drop', input)),
  then: back,
  on: draftPage,
});

export const releasePost = post<Read, Saved & { hash: string }>({
  name: 'draft.release',
  path: '/drafts/:id/release',
  needs: 'catalogue.release',
  signs: true,
  input: releaseInput,
  answer: savedAnswer,
  versioned: true,
  run: async (act, input) => {
    const { draft, hash } = await release(act, input);
    return { ...saved(draft), hash };
  },
  then: back,
  on: draftPage,
});

export const itemsFile = file<Id>({
  name: 'draft.export-items',
  path: '/drafts/:id/items.xlsx',
  needs: 'draft.read',
  input: byId,
  load: async ({ app, db, user }, { id }) => {
    const { body, code } = await draftOf(db, id);
    return { body: await itemsSheet(body, app.catalogue, user.lang), type: XLSX, name: `${code}.xlsx` };
  },
  event: ({ id }) => ({ entity: 'drafts', id }),
});

export const importPost = post<Read & { file: Upload }, Saved>({
  name: 'draft.import-items',
  path: '/drafts/:id/items',
  needs: 'catalogue.write',
  input: fileInput,
  answer: savedAnswer,
  versioned: true,
  upload: MEGABYTES,
  run: async (act, { file: sheet, ...read }) => {
    const items = await itemsFromSheet(bytes(sheet), act.app.catalogue, act.user.lang);
    return saved(await replaceItems(act, read, items));
  },
  then: back,
  on: draftPage,
});

export const examplePage = page<Id & { n: string }, ExampleSheet>({
  name: 'draft.example',
  path: '/drafts/:id/examples/:n',
  needs: 'catalogue.write',
  input: exampleInput,
  answer: exampleAnswer,
  wide: true,
  load: (query, { id, n }) => showExample(query, id, Number(n)),
  title: ({ code, n }) => `${code} ${n}`,
  view: (data, ui) => <ExampleView data={data} ui={ui} />,
});

export const examplePost = post<Read & { n: string; example: Typed; readings?: Typed }, Saved>({
  name: 'draft.save-example',
  path: '/drafts/:id/examples/:n',
  needs: 'catalogue.write',
  input: saveExampleInput,
  answer: savedAnswer,
  versioned: true,
  run: async (act, { n, example, readings = {}, ...read }) =>
    saved(await saveExample(act, { ...read, n: Number(n), example: { ...example, readings } })),
  then: ({ id }, { n }) => `/drafts/${id}/examples/${n}`,
  on: examplePage,
});
