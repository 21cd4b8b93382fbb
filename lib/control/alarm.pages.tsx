import { page, post } from '../kernel/routes.ts';
import { anyObject, id, integer, list, object, text } from '../kernel/shapes.ts';
import { type AlarmSheet, showAlarm } from './alarm.show.ts';
import { AlarmView } from './alarm.view.tsx';
import { type ReleaseInput, release } from './holds.ts';
import { type Decision, decideLimits } from './limits.ts';
import { controlPage } from './pages.tsx';
import { excludePoint } from './points.ts';
import { all, filled, versioned, versionOf } from './schema.ts';

const decision = (move: 'approve' | 'return') =>
  post<Decision, { id: string; version: number; chart: string }>({
    name: move === 'approve' ? 'control.approve-limits' : 'control.return-limits',
    path: move === 'approve' ? '/control/limits/:id/approval' : '/control/limits/:id/return',
    needs: 'control.release',
    versioned: true,
    input: object({ id, version: integer, reason: text(2000) }, ['id', 'version']),
    answer: all({ id, version: integer, chart: id }),
    run: async (act, input) => {
      const limits = await decideLimits(act, input, move);
      return { ...versionOf(limits), chart: limits.chart_id };
    },
    then: ({ chart }) => `/control/charts/${chart}#limits`,
    on: controlPage,
  });
export const approveLimitsPost = decision('approve');
export const returnLimitsPost = decision('return');

export const exclusionPost = post<
  { id: string; version: number; reason: string },
  { id: string; version: number; chart: string }
>({
  name: 'control.exclude-point',
  path: '/control/points/:id/exclusion',
  needs: 'control.release',
  versioned: true,
  input: object({ id, version: integer, reason: filled(500) }, ['id', 'version', 'reason']),
  answer: all({ id, version: integer, chart: id }),
  run: async (act, input) => {
    const point = await excludePoint(act, input);
    return { ...versionOf(point), chart: point.chart_id };
  },
  then: ({ chart }) => `/control/charts/${chart}#points`,
  on: controlPage,
});

export const alarmPage = page<{ id: string }, AlarmSheet>({
  name: 'control.alarm',
  path: '/control/alarms/:id',
  needs: 'control.read',
  input: object({ id }, ['id']),
  answer: all({
    id,
    version: integer,
    alarm: anyObject,
    chart: anyObject,
    point: anyObject,
    holds: list(anyObject, 10_000),
    back: { type: 'boolean' },
    why: list(anyObject),
    names: anyObject,
  }),
  load: (query, { id: own }) => showAlarm(query, own),
  title: ({ chart }) => `${chart.number} ${chart.title}`,
  view: (data, ui) => <AlarmView data={data} ui={ui} />,
});

export const releasePost = post<ReleaseInput, { id: string; version: number }>({
  name: 'control.release',
  path: '/control/alarms/:id/release',
  needs: 'control.release',
  versioned: true,
  input: object(
    {
      id,
      version: integer,
      cause: filled(2000),
      measures: filled(2000),
      verdicts: list(object({ hold: id, holdVerdict: text(20) }, ['hold']), 10_000),
    },
    ['id', 'version', 'cause', 'measures'],
  ),
  answer: versioned,
  run: async (act, input) => versionOf(await release(act, input)),
  then: ({ id: own }) => `/control/alarms/${own}`,
  on: alarmPage,
});
