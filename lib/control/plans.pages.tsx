import { file, page, post } from '../kernel/routes.ts';
import { anyObject, date, id, integer, list, object, oneOf, text } from '../kernel/shapes.ts';
import { t } from '../messages/index.ts';
import { writeSheet, XLSX } from '../sheets/index.ts';
import { lastControl } from './coverage.ts';
import { criterionKinds } from './judge.ts';
import {
  addLines,
  type LineInput,
  movePlan,
  openPlan,
  type PlanInput,
  type PlanStep,
  proposeLines,
  uncovered,
} from './lines.ts';
import { listPlans, type PlanSheet, type Plans, showPlan } from './plans.show.ts';
import { PlansView, PlanView } from './plans.view.tsx';
import { methods } from './rows.ts';
import { practiceOf } from './rules.ts';
import { all, decimal, filled, versioned, versionOf } from './schema.ts';

export const plansPage = page<object, Plans>({
  name: 'control.plans',
  path: '/control/plans',
  needs: 'control.read',
  input: object({}),
  answer: all({ year: integer, plans: list(anyObject) }),
  load: (query) => listPlans(query),
  title: (_data, ui) => ui.t('control.plans'),
  view: (data, ui) => <PlansView data={data} ui={ui} />,
});

const toPlan = ({ id: own }: { id: string }): string => `/control/plans/${own}`;

export const planPost = post<PlanInput, { id: string; version: number }>({
  name: 'control.open-plan',
  path: '/control/plans',
  needs: 'internal.write',
  creates: true,
  input: object({ planYear: { type: 'integer', minimum: 2000, maximum: 2099 }, planTitle: filled(120) }, [
    'planYear',
    'planTitle',
  ]),
  answer: versioned,
  run: async (act, input) => versionOf(await openPlan(act, input)),
  then: toPlan,
  on: plansPage,
});

export const planPage = page<{ id: string }, PlanSheet>({
  name: 'control.plan',
  path: '/control/plans/:id',
  needs: 'control.read',
  input: object({ id }, ['id']),
  answer: all({
    id,
    version: integer,
    plan: anyObject,
    names: anyObject,
    lines: list(anyObject, 5000),
    uncovered: list(anyObject, 5000),
    people: list(anyObject),
    moves: list(anyObject),
    defaults: anyObject,
  }),
  load: (query, { id: own }) => showPlan(query, own),
  title: ({ plan }) => `${plan.number} ${plan.title}`,
  view: (data, ui) => <PlanView data={data} ui={ui} />,
});

/** The plan as a workbook, with the columns of the form 内部质量控制计划. */
export const planFile = file<{ id: string }>({
  name: 'control.export-plan',
  path: '/control/plans/:id/plan.xlsx',
  needs: 'control.read',
  input: object({ id }, ['id']),
  load: async (query, { id: own }) => {
    const { plan, lines } = await showPlan(query, own);
    const heads = [
      'code',
      'item',
      'method',
      'on',
      'criterion',
      'person',
      'remark',
      'state',
      'done',
      'formula',
    ] as const;
    const body = await writeSheet({
      name: plan.number,
      lists: t('zh', 'control.plans'),
      spare: 0,
      columns: heads.map((key) => ({
        head: t('zh', `control.planHead.${key}`),
        width: key === 'item' || key === 'formula' ? 36 : 16,
      })),
      rows: lines.map(({ code, name, line, responsible }) => [
        code,
        name.zh,
        t('zh', `control.method.${line.method}`),
        line.planned_on,
        t('zh', `control.criterion.${line.criterion.kind}`),
        responsible,
        line.remark ?? '',
        t('zh', `control.line.${line.state}`),
        line.done_on ?? '',
        line.judgement?.numbers ?? '',
      ]),
    });
    return { body, type: XLSX, name: `${plan.number}.xlsx` };
  },
  event: ({ id: own }) => ({ entity: 'qc_plans', id: own }),
});

export const linesPost = post<LineInput, { id: string; added: number }>({
  name: 'control.add-lines',
  path: '/control/plans/:id/lines',
  needs: 'internal.write',
  creates: true,
  input: object(
    {
      id,
      codes: filled(10_000),
      watchMethod: oneOf(...methods),
      criterionKind: oneOf(...criterionKinds),
      plannedOn: date,
      responsible: id,
      remark: text(500),
      expanded: decimal,
      critical: decimal,
      most: decimal,
      low: decimal,
      high: decimal,
      assigned: decimal,
      expandedAssigned: decimal,
    },
    ['id', 'codes', 'watchMethod', 'plannedOn'],
  ),
  answer: all({ id, added: integer }),
  run: async (act, input) => {
    const { plan, lines } = await addLines(act, input);
    return { id: plan.id, added: lines.length };
  },
  then: toPlan,
  on: planPage,
});

export const proposalPost = post<{ id: string }, { id: string; added: number }>({
  name: 'control.propose-lines',
  path: '/control/plans/:id/proposal',
  needs: 'internal.write',
  creates: true,
  input: object({ id }, ['id']),
  answer: all({ id, added: integer }),
  run: async (act, { id: own }) => {
    const missing = await uncovered(
      act.db,
      act.today,
      practiceOf(act.app).cycle.months,
      own,
      await lastControl(act.db),
    );
    return { id: own, added: (await proposeLines(act, own, missing)).length };
  },
  then: toPlan,
  on: planPage,
});

export const planStatePost = post<PlanStep, { id: string; version: number }>({
  name: 'control.move-plan',
  path: '/control/plans/:id/state',
  needs: 'internal.write',
  versioned: true,
  input: object({ id, version: integer, planMove: oneOf('propose', 'return', 'approve', 'drop'), reason: text(2000) }, [
    'id',
    'version',
    'planMove',
  ]),
  answer: versioned,
  run: async (act, input) => versionOf(await movePlan(act, input)),
  then: toPlan,
  on: planPage,
});
