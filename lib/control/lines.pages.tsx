import { coverInput, coverRequired } from '../internal/index.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, date, id, integer, list, object, oneOf, text } from '../kernel/shapes.ts';
import { type AnomalyStep, assignAnomaly, moveAnomaly } from './anomalies.ts';
import { AnomaliesView } from './anomaly.view.tsx';
import { enterValues, type PrepareInput, startBlind, type ValuesInput } from './carry.ts';
import { LineView } from './line.view.tsx';
import { dropLine } from './lines.ts';
import { type AnomalyLine, type LineSheet, listAnomalies, showLine } from './plans.show.ts';
import { all, decimal, filled, orNull, versioned, versionOf } from './schema.ts';

export const linePage = page<{ id: string }, LineSheet>({
  name: 'control.line',
  path: '/control/lines/:id',
  needs: 'control.read',
  input: object({ id }, ['id']),
  answer: all({
    id,
    version: integer,
    code: text(),
    name: anyObject,
    plan: anyObject,
    line: anyObject,
    basis: text(500),
    productClass: text(),
    sample: orNull(anyObject),
    earlier: orNull(anyObject),
    anomaly: orNull(anyObject),
    anomalyMoves: list(anyObject),
    names: anyObject,
    people: list(anyObject),
    moves: list(anyObject),
  }),
  load: (query, { id: own }) => showLine(query, own),
  title: ({ code, name }, ui) => `${code} ${name[ui.lang]}`,
  view: (data, ui) => <LineView data={data} ui={ui} />,
});

const toLine = ({ id: own }: { id: string }): string => `/control/lines/${own}`;

export const startPost = post<PrepareInput, { id: string; version: number }>({
  name: 'control.start-line',
  path: '/control/lines/:id/start',
  needs: 'internal.write',
  versioned: true,
  input: object({ id, version: integer, earlierSample: text(60), ...coverInput }, ['id', 'version', ...coverRequired]),
  answer: versioned,
  run: async (act, input) => versionOf(await startBlind(act, input)),
  then: toLine,
  on: linePage,
});

export const valuesPost = post<ValuesInput, { id: string; version: number; state: string }>({
  name: 'control.judge-line',
  path: '/control/lines/:id/values',
  needs: 'control.write',
  versioned: true,
  input: object(
    {
      id,
      version: integer,
      doneOn: date,
      x1: decimal,
      x2: decimal,
      unspiked: decimal,
      spiked: decimal,
      added: decimal,
      words: text(2000),
      sampleOne: text(60),
      sampleTwo: text(60),
      personal: oneOf('ok', 'not-ok'),
    },
    ['id', 'version', 'doneOn'],
  ),
  answer: all({ id, version: integer, state: text() }),
  run: async (act, input) => {
    const line = await enterValues(act, input);
    return { ...versionOf(line), state: line.state };
  },
  then: toLine,
  on: linePage,
});

export const dropPost = post<
  { id: string; version: number; reason: string },
  { id: string; version: number; plan: string }
>({
  name: 'control.drop-line',
  path: '/control/lines/:id/drop',
  needs: 'internal.write',
  versioned: true,
  input: object({ id, version: integer, reason: filled(2000) }, ['id', 'version', 'reason']),
  answer: all({ id, version: integer, plan: id }),
  run: async (act, input) => {
    const line = await dropLine(act, input);
    return { ...versionOf(line), plan: line.plan_id };
  },
  then: ({ plan }) => `/control/plans/${plan}`,
  on: linePage,
});

export const anomaliesPage = page<object, { lines: AnomalyLine[] }>({
  name: 'control.anomalies',
  path: '/control/anomalies',
  needs: 'control.read',
  input: object({}),
  answer: all({ lines: list(anyObject) }),
  load: async (query) => ({ lines: await listAnomalies(query) }),
  title: (_data, ui) => ui.t('control.anomalies'),
  view: ({ lines }, ui) => <AnomaliesView lines={lines} ui={ui} />,
});

export const anomalyPost = post<AnomalyStep, { id: string; version: number; line: string }>({
  name: 'control.move-anomaly',
  path: '/control/anomalies/:id/state',
  needs: 'control.write',
  versioned: true,
  input: object(
    {
      id,
      version: integer,
      anomalyMove: oneOf('answer', 'reopen', 'close'),
      measures: text(2000),
      closing: text(2000),
      resolved: boolean,
    },
    ['id', 'version', 'anomalyMove'],
  ),
  answer: all({ id, version: integer, line: id }),
  run: async (act, input) => {
    const anomaly = await moveAnomaly(act, input);
    return { ...versionOf(anomaly), line: anomaly.line_id };
  },
  then: ({ line }) => `/control/lines/${line}#anomaly`,
  on: anomaliesPage,
});

export const assignmentPost = post<Parameters<typeof assignAnomaly>[1], { id: string; version: number; line: string }>({
  name: 'control.assign-anomaly',
  path: '/control/anomalies/:id/assignment',
  needs: 'internal.write',
  versioned: true,
  input: object({ id, version: integer, responsible: id, dueOn: date, reason: filled(2000) }, [
    'id',
    'version',
    'responsible',
    'dueOn',
    'reason',
  ]),
  answer: all({ id, version: integer, line: id }),
  run: async (act, input) => {
    const anomaly = await assignAnomaly(act, input);
    return { ...versionOf(anomaly), line: anomaly.line_id };
  },
  then: ({ line }) => `/control/lines/${line}#anomaly`,
  on: anomaliesPage,
});
