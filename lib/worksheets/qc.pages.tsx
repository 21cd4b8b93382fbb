import { page, post } from '../kernel/routes.ts';
import { anyObject, id, integer, list, object, oneOf, text } from '../kernel/shapes.ts';
import { HeldRunsView, RunQualityView } from './qc.view.tsx';
import type { SettlementRow } from './qc-machine.ts';
import { type SettleInput, settle } from './qc-settle.ts';
import { type HeldRun, heldRuns, type RunQuality, runQuality } from './qc-show.ts';

const words = { ...text(2000), minLength: 1 };

/** 检验批质控: every figure of the run, and what was decided. */
export const runQualityPage = page<{ id: string }, RunQuality>({
  name: 'run.quality',
  path: '/runs/:id/quality',
  needs: 'run.read',
  wide: true,
  input: object({ id }, ['id']),
  answer: object(
    {
      ...{ id, version: integer, number: text(), title: text(), lines: list(anyObject), open: list(anyObject) },
      ...{ settlements: list(anyObject), held: integer, names: anyObject, why: list(anyObject) },
    },
    ['id', 'version', 'number', 'title', 'lines', 'open', 'settlements', 'held', 'names', 'why'],
  ),
  load: (query, input) => runQuality(query, input.id),
  title: ({ number }, ui) => `${ui.t('run-qc.title')} ${number}`,
  view: (data, ui) => <RunQualityView data={data} ui={ui} />,
});

export const settlementPost = post<SettleInput, Pick<SettlementRow, 'id' | 'version' | 'decision' | 'tests'>>({
  name: 'run.settle',
  path: '/runs/:id/settlement',
  needs: 'run.release',
  versioned: true,
  input: object(
    { id, version: integer, settleDecision: oneOf('stands', 'repeat', 'bracket'), cause: words, measures: words },
    ['id', 'version', 'settleDecision', 'cause', 'measures'],
  ),
  answer: object({ id, version: integer, decision: text(20), tests: list(id, 10_000) }, [
    'id',
    'version',
    'decision',
    'tests',
  ]),
  run: async (act, input) => {
    const { id: own, version, decision, tests } = await settle(act, input);
    return { id: own, version, decision, tests };
  },
  then: (_done, input) => `/runs/${input.id}/quality`,
  on: runQualityPage,
});

export const heldRunsPage = page<object, { runs: HeldRun[] }>({
  name: 'run.held',
  path: '/runs/held',
  needs: 'run.read',
  input: object({}),
  answer: object({ runs: list(anyObject) }, ['runs']),
  load: async ({ db }) => ({ runs: await heldRuns(db) }),
  title: (_data, ui) => ui.t('nav.heldRuns'),
  view: ({ runs }, ui) => <HeldRunsView runs={runs} ui={ui} />,
});

/** The fixed address stands before those with an id. */
export const qcRoutes = [heldRunsPage, runQualityPage, settlementPost];
