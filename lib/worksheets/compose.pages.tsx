import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, hash, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { type AddInput, addControl, addTests, type OpenInput, openRun, type QcInput, removeRow } from './compose.ts';
import { type NewInput, type NewRun, showNew, spreadInput } from './compose-new.ts';
import { NewRunView } from './compose-new.view.tsx';
import { type Order, showOrder } from './compose-order.ts';
import { OrderView } from './compose-order.view.tsx';
import { type ChangeInput, changeRun, moveRun, runSteps, type StepInput } from './compose-state.ts';
import { code, qcKind, runSchema, versioned } from './list.schema.ts';
import type { WorksheetRow } from './rows.ts';

const many = list(id, 1000);
const joined = text(30_000);
const asked = {
  formCode: code,
  parameterCode: code,
  tests: many,
  codes: text(20_000),
  members: list(id, 30),
  picked: joined,
  crew: joined,
  runTemplate: text(30),
};

export const newPage = page<NewInput, NewRun>({
  name: 'run.new',
  path: '/runs/new',
  needs: 'run.write',
  input: object({ ...asked, edition: hash, methodName: text(200), allOf: boolean }),
  answer: object(
    {
      ...{ groups: list(anyObject), group: nullable(anyObject), formTitle: nullable(anyObject) },
      ...{ parameterCode: nullable(text()), candidates: list(anyObject), colleagues: list(anyObject), members: many },
      ...{ templates: list(anyObject), template: nullable(text()), all: boolean, draft: nullable(anyObject) },
      ...{ problems: list(anyObject), rooms: list(anyObject) },
    },
    ['groups', 'group', 'candidates', 'colleagues', 'members', 'templates', 'draft', 'problems', 'rooms'],
  ),
  load: (query, input) => showNew(query, input),
  title: (_data, ui) => ui.t('run.new'),
  view: (data, ui) => <NewRunView data={data} ui={ui} />,
  wide: true,
});

type Given = OpenInput & Pick<NewInput, 'picked' | 'crew'>;
const toSheet = ({ id: own }: Pick<WorksheetRow, 'id'>): string => `/runs/${own}`;
const toOrder = ({ id: own }: Pick<WorksheetRow, 'id'>): string => `/runs/${own}/order`;

export const openPost = post<Given, WorksheetRow>({
  name: 'run.open',
  path: '/runs',
  needs: 'run.write',
  creates: true,
  input: object(
    {
      ...asked,
      ...{ runTitle: { ...text(120), minLength: 1 }, instrument: text(60), roomCode: text(60), note: text(500) },
    },
    ['formCode'],
  ),
  answer: runSchema,
  run: (act, input) => openRun(act, spreadInput(input)),
  then: toSheet,
  on: newPage,
});

export const orderPage = page<{ id: string }, Order>({
  name: 'run.order',
  path: '/runs/:id/order',
  needs: 'run.read',
  input: object({ id }, ['id']),
  answer: object(
    {
      ...{ id, version: integer, run: runSchema, names: anyObject, rows: list(anyObject), gone: list(anyObject) },
      ...{ moves: list(anyObject), candidates: list(anyObject), colleagues: list(anyObject), rooms: list(anyObject) },
    },
    ['id', 'version', 'run', 'names', 'rows', 'gone', 'moves', 'candidates', 'colleagues', 'rooms'],
  ),
  load: showOrder,
  title: ({ run }, ui) => `${ui.t('run.places')} ${run.number}`,
  view: (data, ui) => <OrderView data={data} ui={ui} />,
  wide: true,
});

export const addPost = post<AddInput, WorksheetRow>({
  name: 'run.add',
  path: '/runs/:id/rows',
  needs: 'run.write',
  input: object({ id, tests: many, codes: text(20_000) }, ['id']),
  answer: runSchema,
  run: addTests,
  then: toOrder,
  on: orderPage,
});

export const controlPost = post<QcInput, WorksheetRow>({
  name: 'run.add-control',
  path: '/runs/:id/controls',
  needs: 'run.write',
  input: object({ id, qcKind, rowLabel: text(60), rowLevel: text(40), rowLot: text(60), ofRow: id }, ['id', 'qcKind']),
  answer: runSchema,
  run: addControl,
  then: toOrder,
  on: orderPage,
});

export const removalPost = post<{ id: string; row: string; reason: string }, WorksheetRow>({
  name: 'run.remove',
  path: '/runs/:id/removals',
  needs: 'run.write',
  input: object({ id, row: id, reason: text(2000) }, ['id', 'row', 'reason']),
  answer: runSchema,
  run: removeRow,
  then: toOrder,
  on: orderPage,
});

export const headPost = post<ChangeInput, WorksheetRow>({
  name: 'run.change',
  path: '/runs/:id/head',
  needs: 'run.write',
  versioned: true,
  input: object(
    {
      ...{ id, version: integer, runTitle: { ...text(120), minLength: 1 }, instrument: text(60), roomCode: text(60) },
      ...{ note: text(500), members: list(id, 30) },
    },
    ['id', 'version', 'runTitle'],
  ),
  answer: runSchema,
  run: changeRun,
  then: toOrder,
  on: orderPage,
});

const moment = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}$' } as const;

export const statePost = post<StepInput, { id: string; version: number }>({
  name: 'run.move',
  path: '/runs/:id/state',
  needs: 'run.write',
  versioned: true,
  input: object(
    {
      ...{ id, version: integer, runStep: oneOf(...runSteps), sequenceFrom: moment, sequenceTo: moment },
      reason: text(2000),
    },
    ['id', 'version', 'runStep'],
  ),
  answer: versioned,
  run: async (act, input) => {
    const { id: own, version } = await moveRun(act, input);
    return { id: own, version };
  },
  then: toOrder,
  on: orderPage,
});
