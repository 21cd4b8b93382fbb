import type { JsonSchema } from '../kernel/request.ts';
import { file, page, post } from '../kernel/routes.ts';
import { anyObject, boolean, date, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { t } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { XLSX } from '../sheets/index.ts';
import { AnalysisView } from './analysis.view.tsx';
import {
  type Analysis,
  allImprovements,
  analyse,
  type ImprovementList,
  type ListInput,
  listImprovements,
  PAGE,
  scopes,
} from './list.ts';
import { ListView } from './list.view.tsx';
import { type NewSheet, NewView } from './new.view.tsx';
import { type OpenInput, openByHand } from './open.ts';
import { recordPdf } from './record.pdf.ts';
import { labelOf, mayRefer } from './refs.ts';
import {
  categories,
  channels,
  type ImprovementRow,
  type Kind,
  kinds,
  type LinkEntity,
  linkEntities,
  sources,
  states,
} from './rows.ts';
import { type ImprovementSheet, showImprovement } from './sheet.ts';
import { SheetView } from './sheet.view.tsx';
import { ownPeople } from './store.ts';
import { registerSheet } from './workbook.ts';

export const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const filters = {
  ...{ scope: oneOf(...scopes), kind: oneOf(...kinds), source: oneOf(...sources), category: oneOf(...categories) },
  ...{ age: integer, q: text(100), after: id },
};
const line = all({
  ...{ id, number: text(), kind: oneOf(...kinds), source: oneOf(...sources), title: text(), found_on: date },
  ...{
    state: oneOf(...states),
    significance: nullable(text()),
    category: nullable(text()),
    due_on: nullable(text(10)),
  },
  ...{ owner: text(), stage: nullable(text()), term: orNull(anyObject), age: integer, repeated: boolean },
  ...{ elsewhere: boolean, parameter: nullable(text()), instrument: nullable(text()) },
});

export const listPage = page<ListInput, ImprovementList>({
  name: 'nonconforming.list',
  path: '/nonconforming',
  needs: 'nonconforming.read',
  wide: true,
  input: object(filters),
  answer: all({
    ...{ scope: oneOf(...scopes), kind: nullable(text()), source: nullable(text()), category: nullable(text()) },
    ...{ age: nullable(integer), q: text(), counts: list(all({ scope: oneOf(...scopes), count: integer })) },
    ...{ kinds: list(all({ kind: oneOf(...kinds), count: integer })), lines: list(line, PAGE) },
    ...{ first: boolean, next: nullable(text(40)) },
  }),
  load: listImprovements,
  title: (_data, ui) => ui.t('nav.nonconforming'),
  view: (data, ui) => <ListView data={data} ui={ui} />,
});

/** The register as a workbook: what the filters leave, all states unless one is asked for. */
export const registerFile = file<ListInput>({
  name: 'nonconforming.export',
  path: '/nonconforming/list.xlsx',
  needs: 'nonconforming.read',
  input: object(filters),
  load: async (query, input) => ({
    body: await registerSheet(query.db, await allImprovements(query, input)),
    type: XLSX,
    name: `${t('zh', 'nav.nonconforming')}.xlsx`,
  }),
  event: () => ({ entity: 'improvements', id: 'export' }),
});

export const analysisPage = page<{ from?: string; to?: string; kind?: Kind }, Analysis>({
  name: 'nonconforming.analysis',
  path: '/nonconforming/analysis',
  needs: 'nonconforming.read',
  wide: true,
  input: object({ from: date, to: date, kind: oneOf(...kinds) }),
  answer: all({
    ...{ from: date, to: date, kind: nullable(text()), total: integer, unclassed: integer },
    ...{ causes: list(anyObject), sources: list(anyObject), ages: list(anyObject), open: list(line, 200) },
    ...{ repeats: list(anyObject), median: nullable(integer), closed: integer },
  }),
  load: analyse,
  title: (_data, ui) => ui.t('improvement.analysis'),
  view: (data, ui) => <AnalysisView data={data} ui={ui} />,
});

interface NewInput {
  kind?: Kind;
  refEntity?: LinkEntity;
  refId?: string;
}

export const newPage = page<NewInput, NewSheet>({
  name: 'nonconforming.new',
  path: '/nonconforming/new',
  needs: 'nonconforming.write',
  input: object({ kind: oneOf(...kinds), refEntity: oneOf(...linkEntities), refId: id }),
  answer: all({
    ...{ kind: oneOf(...kinds), people: list(all({ id, name: text() })), ref: orNull(anyObject) },
    ...{ parameter: nullable(text()), instrument: nullable(text()) },
  }),
  load: async ({ db, user }, { kind = 'work', refEntity, refId }) => {
    const isNamed = refEntity !== undefined && refId !== undefined && mayRefer(user, refEntity);
    const label = isNamed ? await labelOf(db, { entity: refEntity, id: refId }) : undefined;
    const test: { parameter_code: string } | undefined =
      refEntity === 'tests' && label !== undefined
        ? await db('tests').where({ id: refId }).first('parameter_code')
        : undefined;
    return {
      ...{ kind, people: await ownPeople(db), parameter: test?.parameter_code ?? null },
      ref: isNamed && label !== undefined ? { entity: refEntity, id: refId, label } : null,
      instrument: refEntity === 'instruments' ? (label ?? null) : null,
    };
  },
  title: ({ kind }, ui) => ui.t(`improvement.newOf.${kind}`),
  view: (data, ui) => <NewView data={data} ui={ui} />,
});

export interface Saved {
  id: string;
  version: number;
  state: string;
}
export const saved = all({ id, version: integer, state: oneOf(...states) });
export const savedRow = ({ id: own, version, state }: ImprovementRow): Saved => ({ id: own, version, state });
export const toSheet = ({ id: own }: Saved): string => `/nonconforming/${own}`;

export const openPost = post<OpenInput, Saved>({
  name: 'nonconforming.open',
  path: '/nonconforming',
  needs: 'nonconforming.write',
  creates: true,
  input: object(
    {
      ...{ kind: oneOf(...kinds), source: oneOf(...sources), improvementTitle: text(120), findingText: long },
      ...{ requirement: text(500), foundOn: date, department: text(100), parameterCode: text(40) },
      ...{ instrumentNo: text(60), personId: id, involved: list(id, 100), handlerId: id },
      ...{ refEntity: oneOf(...linkEntities), refId: id, complainant: text(200), complaintContact: text(200) },
      channel: oneOf(...channels),
    },
    ['kind', 'improvementTitle', 'findingText', 'foundOn', 'handlerId'],
  ),
  answer: saved,
  run: async (act, input) => savedRow(await openByHand(act, input)),
  then: toSheet,
  on: newPage,
});

export const sheetPage = page<{ id: string }, ImprovementSheet>({
  name: 'nonconforming.show',
  path: '/nonconforming/:id',
  needs: 'nonconforming.read',
  input: object({ id }, ['id']),
  answer: all({
    ...{ row: anyObject, stage: nullable(text()), term: orNull(anyObject), links: list(anyObject) },
    ...{ actions: list(anyObject), steps: list(anyObject), files: list(anyObject), repeats: list(anyObject) },
    ...{ names: anyObject, people: list(anyObject), linkable: list(oneOf(...linkEntities)), moves: list(anyObject) },
    ...{ directs: boolean, stopped: boolean },
  }),
  load: showImprovement,
  title: ({ row }) => `${row.number} ${row.title}`,
  view: (data, ui) => <SheetView data={data} ui={ui} />,
});

/** 不符合工作处理单. */
export const recordFile = file<{ id: string }>({
  name: 'nonconforming.record',
  path: '/nonconforming/:id/record.pdf',
  needs: 'nonconforming.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const sheet = await showImprovement(query, input);
    const author = (await readInstitute(query.db))?.name ?? '';
    const body = await recordPdf(sheet, { author, created: query.now });
    return { body, type: 'application/pdf', name: `${sheet.row.number}.pdf`, inline: true };
  },
  event: ({ id: own }) => ({ entity: 'improvements', id: own }),
});
