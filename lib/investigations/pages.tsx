import { refuse } from '../core/refusal.ts';
import type { JsonSchema } from '../kernel/request.ts';
import { file, page, post } from '../kernel/routes.ts';
import { anyObject, hash, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { t } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { type InvestigationList, type ListInput, listInvestigations, PAGE, scopes } from './list.ts';
import { ListView } from './list.view.tsx';
import { changeMode } from './modes.ts';
import { NewView } from './new.view.tsx';
import { type OpenInput, openByHand } from './open.ts';
import { type InvestigationRow, kinds, states } from './rows.ts';
import { type Mode, modes } from './rules.ts';
import { SheetView } from './sheet.view.tsx';
import { type InvestigationSheet, showInvestigation } from './show.ts';
import { answersOf, filesOf, investigationOf } from './store.ts';

export const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const counted = list(all({ scope: oneOf(...scopes), count: integer }));

export const listPage = page<ListInput, InvestigationList>({
  name: 'investigation.list',
  path: '/investigations',
  needs: 'investigation.read',
  wide: true,
  input: object({ scope: oneOf(...scopes), q: text(100), after: id }),
  answer: all({
    ...{ scope: oneOf(...scopes), q: text(), mode: oneOf(...modes), counts: counted },
    ...{ lines: list(anyObject, PAGE), next: nullable(text(40)) },
  }),
  load: listInvestigations,
  title: (_data, ui) => ui.t('investigation.title'),
  view: (data, ui) => <ListView data={data} ui={ui} />,
});

export const modePost = post<{ requiredMode: Mode }, { mode: Mode }>({
  name: 'investigation.require',
  path: '/investigations/mode',
  needs: 'investigation.approve',
  input: object({ requiredMode: oneOf(...modes) }, ['requiredMode']),
  answer: all({ mode: oneOf(...modes) }),
  run: (act, { requiredMode }) => changeMode(act, requiredMode),
  then: () => '/investigations',
  on: listPage,
});

export interface NewSheet {
  test: { id: string; title: string; number: string; product: string; result: string | null; verdict: string | null };
}

export const newPage = page<{ test: string }, NewSheet>({
  name: 'investigation.new',
  path: '/investigations/new',
  needs: 'investigation.write',
  input: object({ test: id }, ['test']),
  answer: all({ test: anyObject }),
  load: async ({ db, user }, { test }) => {
    const row:
      | { id: string; item: string; number: string; product: string; result: string | null; verdict: string | null }
      | undefined = await db('tests')
      .join('samples', 'samples.id', 'tests.sample_id')
      .where('tests.id', test)
      .first('tests.id', {
        ...{ item: 'tests.item', number: 'samples.number', product: 'samples.product_name' },
        ...{ result: 'tests.result_text', verdict: 'tests.verdict' },
      });
    if (!row) return refuse('record.missing', { what: test }, undefined, 'missing');
    const { item, ...rest } = row;
    return { test: { ...rest, title: (JSON.parse(item) as { name: { zh: string; en: string } }).name[user.lang] } };
  },
  title: ({ test }, ui) => `${ui.t('investigation.new')} ${test.number}`,
  view: (data, ui) => <NewView data={data} ui={ui} />,
});

export interface Saved {
  id: string;
  version: number;
  state: string;
}
export const saved = all({ id, version: integer, state: oneOf(...states) });
export const savedRow = ({ id: own, version, state }: InvestigationRow): Saved => ({ id: own, version, state });
export const toSheet = ({ id: own }: Pick<Saved, 'id'>): string => `/investigations/${own}`;

export const openPost = post<OpenInput, Saved>({
  name: 'investigation.open',
  path: '/investigations',
  needs: 'investigation.write',
  creates: true,
  input: object({ testId: id, investigationKind: oneOf(...kinds), situation: text(2000) }, [
    ...['testId', 'investigationKind', 'situation'],
  ]),
  answer: saved,
  run: async (act, input) => savedRow(await openByHand(act, input)),
  then: toSheet,
  on: listPage,
});

export const sheetPage = page<{ id: string }, InvestigationSheet>({
  name: 'investigation.show',
  path: '/investigations/:id',
  needs: 'investigation.read',
  input: object({ id }, ['id']),
  answer: all({
    ...{ row: anyObject, sample: anyObject, item: anyObject, limit: text(4000), method: text(4000) },
    ...{ records: list(anyObject), answers: list(anyObject), files: list(anyObject), names: anyObject },
    ...{ term: orNull(anyObject), improvements: list(anyObject), urgentCase: orNull(anyObject) },
    ...{ analysts: list(anyObject), moves: list(anyObject) },
  }),
  load: (query, { id: own }) => showInvestigation(query, own),
  title: ({ row, item }, ui) => `${row.number} ${item[ui.lang]}`,
  view: (data, ui) => <SheetView data={data} ui={ui} />,
});

const paper = (name: string, path: string, title: 'investigation.paper.title' | 'investigation.urgent') =>
  file<{ id: string }>({
    ...{ name, path, needs: 'investigation.read', input: object({ id }, ['id']) },
    load: async (query, { id: own }) => {
      const sheet = await showInvestigation(query, own);
      const meta = { author: (await readInstitute(query.db))?.name ?? '', created: query.now };
      const { recordPdf, urgentPdf } = await import('./record.pdf.ts');
      const body = await (title === 'investigation.urgent' ? urgentPdf(sheet, meta) : recordPdf(sheet, meta));
      return { body, type: 'application/pdf', name: `${t('zh', title)} ${sheet.row.number}.pdf`, inline: true };
    },
    event: ({ id: own }) => ({ entity: 'investigations', id: own }),
  });

/** 检验结果异常调查报告. */
export const recordFile = paper('investigation.record', '/investigations/:id/record.pdf', 'investigation.paper.title');
/** 紧急报告, to go out before the report is issued. */
export const urgentFile = paper('investigation.urgent-paper', '/investigations/:id/urgent.pdf', 'investigation.urgent');

/** A file of evidence as it was kept. */
export const proofFile = file<{ id: string; hash: string }>({
  name: 'investigation.evidence',
  path: '/investigations/:id/files/:hash',
  needs: 'investigation.read',
  input: object({ id, hash }, ['id', 'hash']),
  load: async ({ app, db }, input) => {
    const row = await investigationOf(db, input.id);
    const kept = [...(await filesOf(db, row.id)), ...(await answersOf(db, row.id))].map((one) => one.file);
    const found = kept.find((one) => one?.hash === input.hash);
    const body = found && app.files.get(found.hash);
    if (!found || !body) return refuse('record.missing', { what: input.hash }, undefined, 'missing');
    const { type, name } = found;
    return { body, type, name, inline: type !== 'application/zip', immutable: true };
  },
});
