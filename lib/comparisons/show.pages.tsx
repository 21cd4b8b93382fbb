import { type PageRoute, page, post } from '../kernel/routes.ts';
import { boolean, date, id, integer, list, object, oneOf, text } from '../kernel/shapes.ts';
import type { Act } from '../kernel/types.ts';
import { type CheckInput, enterCheck } from './checks.ts';
import { ComparisonView } from './comparison.view.tsx';
import type { ItemInput } from './design.ts';
import { ask, evaluate, judgeAction, publish } from './evaluate.ts';
import { allowLate, dispatch, exclude, invite } from './invite.ts';
import { brief, type Saved, saved } from './list.pages.tsx';
import {
  addItem,
  type ComparisonInput,
  cancel,
  changeComparison,
  changeItem,
  decide,
  makeUnits,
  start,
  step,
} from './organise.ts';
import type { ComparisonRow } from './rows.ts';
import { checkInput, itemInput, itemNeeds, planInput, planNeeds, reason, sheetAnswer } from './shapes.ts';
import { type ComparisonSheet, showComparison } from './show.ts';
import type { Read } from './steps.ts';

export const comparisonPage = page<{ id: string }, ComparisonSheet>({
  name: 'comparison.show',
  path: '/comparisons/:id',
  needs: 'comparison.read',
  input: object({ id }, ['id']),
  answer: sheetAnswer,
  load: (query, input) => showComparison(query, input.id),
  title: ({ schemeNo, name }) => `${schemeNo} ${name}`,
  view: (data, ui) => <ComparisonView data={data} ui={ui} />,
});

const read = { id, version: integer };
const common = { needs: 'comparison.write', answer: saved, on: comparisonPage as PageRoute } as const;
const back =
  (anchor: string) =>
  (_output: Saved, input: { id: string }): string =>
    `/comparisons/${input.id}#${anchor}`;

export const changeComparisonPost = post<ComparisonInput & Read, Saved>({
  ...common,
  name: 'comparison.change',
  path: '/comparisons/:id',
  versioned: true,
  input: object({ ...read, ...planInput }, ['id', 'version', ...planNeeds]),
  run: async (act, input) => brief(await changeComparison(act, input)),
  then: back('plan'),
});

export const addItemPost = post<ItemInput & { id: string }, Saved>({
  ...common,
  name: 'comparison.add-item',
  path: '/comparisons/:id/items',
  creates: true,
  input: object({ id, ...itemInput }, ['id', ...itemNeeds]),
  run: async (act, input) => brief(await addItem(act, input)),
  then: back('items'),
});

export const changeItemPost = post<ItemInput & Read & { itemId: string }, Saved>({
  ...common,
  name: 'comparison.change-item',
  path: '/comparisons/:id/items/:itemId',
  versioned: true,
  input: object({ ...read, itemId: id, ...itemInput }, ['id', 'itemId', 'version', ...itemNeeds]),
  run: async (act, input) => brief(await changeItem(act, input)),
  then: back('items'),
});

export const unitsPost = post<{ id: string; unitCount: number }, { id: string; made: number }>({
  name: 'comparison.make-units',
  path: '/comparisons/:id/units',
  needs: 'comparison.write',
  creates: true,
  input: object({ id, unitCount: { type: 'integer', minimum: 1, maximum: 250 } }, ['id', 'unitCount']),
  answer: object({ id, made: integer }, ['id', 'made']),
  run: async (act, input) => ({
    id: input.id,
    made: (await makeUnits(act, { id: input.id, count: input.unitCount })).length,
  }),
  then: (output) => `/comparisons/${output.id}#units`,
  on: comparisonPage,
});

export const checkPost = post<CheckInput, Saved>({
  ...common,
  name: 'comparison.enter-check',
  path: '/comparisons/:id/checks',
  creates: true,
  input: checkInput,
  run: async (act, input) => brief(await enterCheck(act, input)),
  then: back('checks'),
});

const movePost = (name: string, path: string, run: (act: Act, input: Read) => Promise<ComparisonRow>) =>
  post<Read, Saved>({
    ...common,
    name: `comparison.${name}`,
    path: `/comparisons/:id/${path}`,
    versioned: true,
    input: object(read, ['id', 'version']),
    run: async (act, input) => brief(await run(act, input)),
    then: (row) => `/comparisons/${row.id}`,
  });

export const checkedPost = movePost('check', 'checked', (act, input) => step(act, { ...input, move: 'check' }));
export const revisePost = movePost('revise', 'revision', (act, input) => step(act, { ...input, move: 'revise' }));
export const gatherPost = movePost('gather', 'closing', (act, input) => step(act, { ...input, move: 'gather' }));
export const filePost = movePost('file', 'filing', (act, input) => step(act, { ...input, move: 'file' }));
export const startPost = movePost('start', 'start', start);
export const dispatchPost = movePost('dispatch', 'dispatch', dispatch);
export const evaluatePost = movePost('evaluate', 'evaluation', evaluate);

const reasonPost = (
  name: string,
  path: string,
  run: (act: Act, input: Read & { reason: string }) => Promise<ComparisonRow>,
) =>
  post<Read & { reason: string }, Saved>({
    ...common,
    name: `comparison.${name}`,
    path: `/comparisons/:id/${path}`,
    versioned: true,
    input: object({ ...read, reason }, ['id', 'version', 'reason']),
    run: async (act, input) => brief(await run(act, input)),
    then: (row) => `/comparisons/${row.id}`,
  });

export const cancelPost = reasonPost('cancel', 'cancellation', cancel);
export const decidePost = reasonPost('decide', 'decision', decide);

export const publishPost = post<Read, Saved>({
  ...common,
  name: 'comparison.publish',
  path: '/comparisons/:id/publication',
  signs: true,
  versioned: true,
  input: object({ ...read, password: text() }, ['id', 'version', 'password']),
  run: async (act, input) => brief(await publish(act, input)),
  then: (row) => `/comparisons/${row.id}`,
});

export const invitePost = post<{ id: string; laboratories: string[] }, { id: string; invited: number }>({
  name: 'comparison.invite',
  path: '/comparisons/:id/participants',
  needs: 'comparison.write',
  creates: true,
  input: object({ id, laboratories: { ...list(id), minItems: 1 } }, ['id', 'laboratories']),
  answer: object({ id, invited: integer }, ['id', 'invited']),
  run: async (act, input) => ({ id: input.id, invited: (await invite(act, input)).length }),
  then: (output) => `/comparisons/${output.id}#participants`,
  on: comparisonPage,
});

const own = { ...read, participantId: id };

export const latePost = post<Read & { participantId: string; reason: string }, Saved>({
  ...common,
  name: 'comparison.allow-late',
  path: '/comparisons/:id/participants/:participantId/late',
  versioned: true,
  input: object({ ...own, reason }, ['id', 'participantId', 'version', 'reason']),
  run: async (act, input) => brief(await allowLate(act, input)),
  then: back('participants'),
});

export const excludePost = post<Read & { participantId: string; keptOut: boolean; reason: string }, Saved>({
  ...common,
  name: 'comparison.exclude',
  path: '/comparisons/:id/participants/:participantId/exclusion',
  versioned: true,
  input: object({ ...own, keptOut: boolean, reason }, ['id', 'participantId', 'version', 'keptOut', 'reason']),
  run: async (act, input) => brief(await exclude(act, input)),
  then: back('participants'),
});

export const askPost = post<{ id: string; participantId: string; asked: string; dueOn: string }, Saved>({
  ...common,
  name: 'comparison.ask-action',
  path: '/comparisons/:id/participants/:participantId/actions',
  creates: true,
  input: object({ id, participantId: id, asked: reason, dueOn: date }, ['id', 'participantId', 'asked', 'dueOn']),
  run: async (act, input) => brief(await ask(act, input)),
  then: back('actions'),
});

export const judgePost = post<
  Read & { actionId: string; actionJudgement: string; actionOutcome: 'settle' | 'return' },
  Saved
>({
  ...common,
  name: 'comparison.judge-action',
  path: '/comparisons/:id/actions/:actionId',
  versioned: true,
  input: object({ ...read, actionId: id, actionJudgement: reason, actionOutcome: oneOf('settle', 'return') }, [
    'id',
    'actionId',
    'version',
    'actionJudgement',
    'actionOutcome',
  ]),
  run: async (act, { actionOutcome, ...input }) =>
    brief(await judgeAction(act, { ...input, settles: actionOutcome === 'settle' })),
  then: back('actions'),
});
