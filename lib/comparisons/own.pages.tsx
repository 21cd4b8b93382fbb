import type { Upload } from '../kernel/request.ts';
import { page, post } from '../kernel/routes.ts';
import { id, integer, long, object, oneOf, text, upload } from '../kernel/shapes.ts';
import { answerAction } from './evaluate.ts';
import { keep, MEGABYTES } from './files.ts';
import { brief, type Saved, saved } from './list.pages.tsx';
import { listOwn, type OwnLine, type OwnSheet, showOwn } from './own.show.ts';
import { answerInvitation, confirmReceipt, ownOf, type ReceiptInput, type ResultInput, submitResults } from './own.ts';
import { OwnListView, OwnView } from './own.view.tsx';
import { ownAnswer, ownListAnswer, reason, resultInput } from './shapes.ts';
import type { Read } from './steps.ts';

export const ownListPage = page<object, { lines: OwnLine[] }>({
  name: 'comparison.own-list',
  path: '/comparisons/own',
  needs: 'comparison.take',
  input: object({}),
  answer: ownListAnswer,
  load: (query) => listOwn(query),
  title: (_data, ui) => ui.t('nav.ownComparisons'),
  view: (data, ui) => <OwnListView lines={data.lines} ui={ui} />,
});

export const ownPage = page<{ id: string }, OwnSheet>({
  name: 'comparison.own',
  path: '/comparisons/own/:id',
  needs: 'comparison.take',
  input: object({ id }, ['id']),
  answer: ownAnswer,
  load: (query, input) => showOwn(query, input.id),
  title: ({ facts }) => `${facts.schemeNo} ${facts.name}`,
  view: (data, ui) => <OwnView data={data} ui={ui} />,
});

const read = { id, version: integer };
const common = { needs: 'comparison.take', answer: saved, on: ownPage } as const;
const back =
  (anchor: string) =>
  (_output: Saved, input: { id: string }): string =>
    `/comparisons/own/${input.id}#${anchor}`;

export const joinPost = post<Read, Saved>({
  ...common,
  name: 'comparison.join',
  path: '/comparisons/own/:id/acceptance',
  versioned: true,
  input: object(read, ['id', 'version']),
  run: async (act, input) => brief(await answerInvitation(act, { ...input, joins: true })),
  then: back('answer'),
});

export const declinePost = post<Read & { reason: string }, Saved>({
  ...common,
  name: 'comparison.decline',
  path: '/comparisons/own/:id/refusal',
  versioned: true,
  input: object({ ...read, reason: long }, ['id', 'version']),
  run: async (act, input) => brief(await answerInvitation(act, { ...input, joins: false })),
  then: back('answer'),
});

export const receiptPost = post<ReceiptInput, Saved>({
  ...common,
  name: 'comparison.receive',
  path: '/comparisons/own/:id/receipt',
  versioned: true,
  input: object({ ...read, unitCodes: text(200), receiptCondition: oneOf('good', 'damaged'), receiptNote: long }, [
    'id',
    'version',
    'unitCodes',
    'receiptCondition',
  ]),
  run: async (act, input) => brief(await confirmReceipt(act, input)),
  then: back('results'),
});

/** The answer names when it was taken, never what was reported. */
export const resultsPost = post<ResultInput, { id: string; at: string; late: boolean }>({
  name: 'comparison.submit',
  path: '/comparisons/own/:id/results',
  needs: 'comparison.take',
  creates: true,
  input: resultInput,
  answer: object({ id, at: text(40), late: { type: 'boolean' } }, ['id', 'at', 'late']),
  run: async (act, input) => {
    const { late, submitted_at } = await submitResults(act, input);
    return { id: input.id, at: submitted_at, late: late === 1 };
  },
  then: ({ id: own }) => `/comparisons/own/${own}#results`,
  on: ownPage,
});

export const replyPost = post<Read & { actionId: string; reply: string; file?: Upload }, Saved>({
  ...common,
  name: 'comparison.reply',
  path: '/comparisons/own/:id/actions/:actionId',
  versioned: true,
  upload: MEGABYTES,
  input: object({ ...read, actionId: id, reply: reason, file: upload(MEGABYTES) }, [
    'id',
    'actionId',
    'version',
    'reply',
  ]),
  run: async (act, input) => {
    const own = await ownOf(act.db, act.user, input.id);
    const file = input.file ? await keep(act, input.file) : null;
    return brief(await answerAction(act, { ...input, own, file }));
  },
  then: back('actions'),
});
