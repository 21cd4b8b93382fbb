import type { Upload } from '../kernel/request.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, date, id, integer, list, long, object, text, upload } from '../kernel/shapes.ts';
import type { TableRow } from '../sheets/index.ts';
import type { PlanColumn } from './columns.ts';
import { MEGABYTES } from './files.ts';
import { PlanLineView, PlanView } from './plan.view.tsx';
import { importPlan, readPlan } from './plan-sheet.ts';
import { addLine, changeLine, extendPlan, type LineInput, movePlan, openPlan, type Read } from './plans.ts';
import { PlansView, SubfieldsView } from './plans.view.tsx';
import { type ProviderInput, saveProvider } from './providers.ts';
import { ProvidersView } from './providers.view.tsx';
import { all, orNull, read } from './rounds.pages.tsx';
import type { PlanLineRow, PlanRow, ProviderRow } from './rows.ts';
import {
  listPlans,
  listSubfields,
  type PlanSheet,
  type PlansList,
  type SubfieldsList,
  showPlan,
} from './show-plans.ts';
import { providersOf, rowAt } from './store.ts';

const moves = list(all({ move: text(), obstacles: list(anyObject) }));
const byId = object({ id }, ['id']);
type Id = { id: string };

export const plansPage = page<Record<string, never>, PlansList>({
  name: 'proficiency.plans',
  path: '/proficiency/plans',
  needs: 'proficiency.read',
  input: object({}),
  answer: all({ plans: list(anyObject), years: list(integer) }),
  load: listPlans,
  title: (_data, ui) => ui.t('proficiency.plans'),
  view: (data, ui) => <PlansView data={data} ui={ui} />,
});

export const subfieldsPage = page<Record<string, never>, SubfieldsList>({
  name: 'proficiency.subfields',
  path: '/proficiency/subfields',
  needs: 'proficiency.read',
  input: object({}),
  answer: all({ today: date, lines: list(anyObject) }),
  load: listSubfields,
  title: (_data, ui) => ui.t('proficiency.subfieldsTitle'),
  view: (data, ui) => <SubfieldsView data={data} ui={ui} />,
});

export const planPage = page<Id, PlanSheet>({
  name: 'proficiency.plan',
  path: '/proficiency/plans/:id',
  needs: 'proficiency.read',
  input: byId,
  answer: all({
    ...{
      plan: anyObject,
      author: text(),
      decidedBy: text(),
      lines: list(anyObject),
      providers: list(anyObject),
      moves,
    },
  }),
  load: showPlan,
  title: ({ plan }, ui) => ui.t('proficiency.planOf', { year: plan.year }),
  view: (data, ui) => <PlanView data={data} ui={ui} />,
});

interface Saved {
  id: string;
  version: number;
  state: string;
}

const savedPlan = ({ id: own, version, state }: PlanRow): Saved => ({ id: own, version, state });
const savedShape = all({ id, version: integer, state: text() });
const backToPlan = ({ id: own }: Pick<Saved, 'id'>): string => `/proficiency/plans/${own}`;

export const openPlanPost = post<{ year: number }, Saved>({
  name: 'proficiency.open-plan',
  path: '/proficiency/plans',
  needs: 'proficiency.write',
  creates: true,
  input: object({ year: integer }, ['year']),
  answer: savedShape,
  run: async (act, input) => savedPlan(await openPlan(act, input)),
  then: backToPlan,
  on: plansPage,
});

export const extendPlanPost = post<Read, Saved>({
  name: 'proficiency.extend-plan',
  path: '/proficiency/plans/:id/proposals',
  needs: 'proficiency.write',
  versioned: true,
  input: object(read, ['id', 'version']),
  answer: savedShape,
  run: async (act, input) => savedPlan(await extendPlan(act, input)),
  then: backToPlan,
  on: planPage,
});

const planMove = (
  move: 'propose' | 'return' | 'approve' | 'amend',
  needs: 'proficiency.write' | 'proficiency.confirm',
) =>
  post<Read & { reason?: string }, Saved>({
    name: `proficiency.plan-${move}`,
    path: `/proficiency/plans/:id/${move}`,
    needs,
    versioned: true,
    input: object({ ...read, reason: long }, ['id', 'version']),
    answer: savedShape,
    run: async (act, input) => savedPlan(await movePlan(act, move, input)),
    then: backToPlan,
    on: planPage,
  });

export const planMoves = [
  planMove('propose', 'proficiency.write'),
  planMove('return', 'proficiency.confirm'),
  planMove('approve', 'proficiency.confirm'),
  planMove('amend', 'proficiency.write'),
];

const lineInput = {
  ...{ scheme: text(), schemeNo: text(60), provider: text(), month: text(7), parameterCodes: text(1000) },
  ...{
    method: text(500),
    sample: text(),
    instruments: text(),
    dueOn: date,
    responsible: text(60),
    cost: text(20),
    note: long,
  },
};
const lineNeeds = ['id', 'version', 'scheme', 'month', 'parameterCodes'];

interface SavedLine {
  id: string;
  version: number;
  plan: string;
}

const savedLine = ({ id: own, version, plan_id }: PlanLineRow): SavedLine => ({ id: own, version, plan: plan_id });
const lineShape = all({ id, version: integer, plan: id });

export const addLinePost = post<Read & LineInput, SavedLine>({
  name: 'proficiency.add-line',
  path: '/proficiency/plans/:id/lines',
  needs: 'proficiency.write',
  versioned: true,
  input: object({ ...read, ...lineInput }, lineNeeds),
  answer: lineShape,
  run: async (act, input) => savedLine(await addLine(act, input)),
  then: ({ plan }) => `/proficiency/plans/${plan}`,
  on: planPage,
});

export interface LineSheet {
  line: PlanLineRow;
  plan: PlanRow;
  providers: Pick<ProviderRow, 'id' | 'name'>[];
}

export const linePage = page<Id, LineSheet>({
  name: 'proficiency.line',
  path: '/proficiency/lines/:id',
  needs: 'proficiency.write',
  input: byId,
  answer: all({ line: anyObject, plan: anyObject, providers: list(anyObject) }),
  load: async ({ db }, input) => {
    const line = await rowAt<PlanLineRow>(db, 'pt_plan_lines', input.id);
    const providers = (await providersOf(db)).map((one) => ({ id: one.id, name: one.name }));
    return { line, plan: await rowAt<PlanRow>(db, 'pt_plans', line.plan_id), providers };
  },
  title: ({ line }) => line.scheme,
  view: (data, ui) => <PlanLineView data={data} ui={ui} />,
});

export const changeLinePost = post<Read & LineInput & { drop?: boolean; reason?: string }, SavedLine>({
  name: 'proficiency.change-line',
  path: '/proficiency/lines/:id',
  needs: 'proficiency.write',
  versioned: true,
  input: object({ ...read, ...lineInput, drop: boolean, reason: long }, lineNeeds),
  answer: lineShape,
  run: async (act, input) => savedLine(await changeLine(act, input)),
  then: ({ plan }) => `/proficiency/plans/${plan}`,
  on: linePage,
});

export const importPlanPost = post<Read & { file: Upload }, { id: string; added: number }, TableRow<PlanColumn>[]>({
  name: 'proficiency.import-plan',
  path: '/proficiency/plans/:id/import',
  needs: 'proficiency.write',
  versioned: true,
  upload: MEGABYTES,
  input: object({ ...read, file: upload(MEGABYTES) }, ['id', 'version', 'file']),
  answer: all({ id, added: integer }),
  prepare: async (_caller, input) => readPlan(input.file),
  run: async (act, input, rows) => ({ id: input.id, added: await importPlan(act, input, rows) }),
  then: backToPlan,
  on: planPage,
});

export const providersPage = page<
  { edit?: string },
  { providers: ProviderRow[]; edit: ProviderRow | null; today: string }
>({
  name: 'proficiency.providers',
  path: '/proficiency/providers',
  needs: 'proficiency.read',
  input: object({ edit: id }),
  answer: all({ providers: list(anyObject), edit: orNull(anyObject), today: date }),
  load: async ({ db, today }, { edit }) => {
    const providers = await providersOf(db);
    return { providers, edit: providers.find((one) => one.id === edit) ?? null, today };
  },
  title: (_data, ui) => ui.t('proficiency.providers'),
  view: (data, ui) => <ProvidersView data={data} ui={ui} />,
});

const providerInput = {
  ...{ name: text(), accreditationNo: text(60), accreditedTo: date, contact: text(500), note: long },
};
const provided = ({ id: own, version, name }: ProviderRow) => ({ id: own, version, name });

export const addProviderPost = post<ProviderInput, { id: string; version: number; name: string }>({
  name: 'proficiency.add-provider',
  path: '/proficiency/providers',
  needs: 'proficiency.write',
  creates: true,
  input: object(providerInput, ['name']),
  answer: all({ id, version: integer, name: text() }),
  run: async (act, input) => provided(await saveProvider(act, input)),
  then: () => '/proficiency/providers',
  on: providersPage,
});

export const changeProviderPost = post<ProviderInput & Read, { id: string; version: number; name: string }>({
  name: 'proficiency.change-provider',
  path: '/proficiency/providers/:id',
  needs: 'proficiency.write',
  versioned: true,
  input: object({ ...read, ...providerInput, inUse: boolean }, ['id', 'version', 'name']),
  answer: all({ id, version: integer, name: text() }),
  run: async (act, input) => provided(await saveProvider(act, input)),
  then: () => '/proficiency/providers',
  on: providersPage,
});
