import { post } from '../kernel/routes.ts';
import { boolean, id, integer, list, long, object, oneOf, text, upload } from '../kernel/shapes.ts';
import { approveInvestigation, type ConcludeInput, conclude, drop, sendBack } from './decide.ts';
import { MEGABYTES } from './files.ts';
import {
  type AnswerInput,
  answerPoints,
  clearLaboratory,
  confirmError,
  type ErrorInput,
  suppose,
} from './laboratory.ts';
import { type Saved, saved, savedRow, sheetPage, toSheet } from './pages.tsx';
import { planRetests, type RetestInput } from './retest.ts';

const read = { id, version: integer };
const evidence = upload(MEGABYTES);
const shared = { versioned: true, answer: saved, then: toSheet, on: sheetPage } as const;

export const answersPost = post<AnswerInput, Saved>({
  ...shared,
  name: 'investigation.answer',
  path: '/investigations/:id/answers',
  needs: 'investigation.write',
  upload: MEGABYTES,
  input: object(
    {
      ...read,
      answers: list(object({ point: text(60), pointFinding: text(20), pointWords: text(500) }, ['point']), 200),
      ...{ evidencePoint: text(60), file: evidence },
    },
    ['id', 'version', 'answers'],
  ),
  run: async (act, input) => savedRow(await answerPoints(act, input)),
});

export const hypothesisPost = post<{ id: string; version: number; hypothesis: string }, Saved>({
  ...shared,
  name: 'investigation.suppose',
  path: '/investigations/:id/hypothesis',
  needs: 'investigation.write',
  input: object({ ...read, hypothesis: long }, ['id', 'version', 'hypothesis']),
  run: async (act, input) => savedRow(await suppose(act, input)),
});

export const errorPost = post<ErrorInput, Saved>({
  ...shared,
  name: 'investigation.confirm-error',
  path: '/investigations/:id/error',
  needs: 'investigation.decide',
  upload: MEGABYTES,
  input: object({ ...read, errorCause: text(60), findingText: long, analyst: id, file: evidence }, [
    ...['id', 'version', 'errorCause', 'findingText', 'analyst'],
  ]),
  run: async (act, input) => savedRow(await confirmError(act, input)),
});

export const clearancePost = post<Parameters<typeof clearLaboratory>[1], Saved>({
  ...shared,
  name: 'investigation.clear',
  path: '/investigations/:id/clearance',
  needs: 'investigation.decide',
  upload: MEGABYTES,
  input: object({ ...read, findingText: long, file: evidence }, ['id', 'version', 'findingText']),
  run: async (act, input) => savedRow(await clearLaboratory(act, input)),
});

export const retestsPost = post<RetestInput, Saved>({
  ...shared,
  name: 'investigation.plan-retests',
  path: '/investigations/:id/retests',
  needs: 'investigation.decide',
  input: object({ ...read, retests: integer, analyst: id, restPortion: text(300) }, [
    ...['id', 'version', 'retests', 'analyst', 'restPortion'],
  ]),
  run: async (act, input) => savedRow(await planRetests(act, input)),
});

export const conclusionPost = post<ConcludeInput, Saved>({
  ...shared,
  name: 'investigation.conclude',
  path: '/investigations/:id/conclusion',
  needs: 'investigation.decide',
  upload: MEGABYTES,
  input: object(
    {
      ...read,
      ...{ conclusion: oneOf('original', 'retest'), reason: long, reportedValue: text(200), portionUsed: boolean },
      file: evidence,
    },
    ['id', 'version', 'conclusion', 'reason'],
  ),
  run: async (act, input) => savedRow(await conclude(act, input)),
});

export const approvalPost = post<Parameters<typeof approveInvestigation>[1], Saved>({
  ...shared,
  name: 'investigation.approve',
  path: '/investigations/:id/approval',
  needs: 'investigation.approve',
  input: object({ ...read, note: long }, ['id', 'version']),
  run: async (act, input) => savedRow(await approveInvestigation(act, input)),
});

const reasoned = object({ ...read, reason: long }, ['id', 'version', 'reason']);

export const returnPost = post<Parameters<typeof sendBack>[1], Saved>({
  ...shared,
  name: 'investigation.return',
  path: '/investigations/:id/return',
  needs: 'investigation.approve',
  input: reasoned,
  run: async (act, input) => savedRow(await sendBack(act, input)),
});

export const dropPost = post<Parameters<typeof drop>[1], Saved>({
  ...shared,
  name: 'investigation.drop',
  path: '/investigations/:id/drop',
  needs: 'investigation.approve',
  input: reasoned,
  run: async (act, input) => savedRow(await drop(act, input)),
});
