import { post } from '../kernel/routes.ts';
import { boolean, date, id, integer, list, long, object, oneOf, text, upload } from '../kernel/shapes.ts';
import { type ChangeInput, changeAction, type DoneInput, finishAction, type PlanInput, planAction } from './actions.ts';
import { addFile, assign, linkRecord } from './changes.ts';
import { type AcknowledgeInput, type AnswerInput, acknowledge, answer } from './complaints.ts';
import { MEGABYTES } from './files.ts';
import { type Saved, saved, savedRow, sheetPage, toSheet } from './pages.tsx';
import { numberedEntities } from './refs.ts';
import { categories, significances } from './rows.ts';
import { type StepInput, takeStep } from './steps.ts';
import { takenMoves } from './taken.ts';

const read = { id, version: integer };
const evidence = upload(MEGABYTES);
const shared = { needs: 'nonconforming.write', versioned: true, answer: saved, then: toSheet, on: sheetPage } as const;

export const stepPost = post<StepInput, Saved>({
  ...shared,
  name: 'nonconforming.step',
  path: '/nonconforming/:id/steps',
  upload: MEGABYTES,
  input: object(
    {
      ...read,
      ...{ stepMove: oneOf(...takenMoves), onDay: date, stepText: long, lateReason: text(500) },
      ...{ significance: oneOf(...significances), risk: text(1000), acceptable: boolean, stopWork: boolean },
      ...{ recallReports: boolean, tellCustomer: boolean, corrective: boolean, customerToldOn: date },
      ...{ whys: list(text(500), 5), bones: list(text(500), 6), category: oneOf(...categories) },
      ...{ effectiveWay: text(300), resumeOn: date, file: evidence },
    },
    ['id', 'version', 'stepMove', 'stepText'],
  ),
  run: async (act, input) => savedRow(await takeStep(act, input)),
});

export const acknowledgePost = post<AcknowledgeInput, Saved>({
  ...shared,
  name: 'nonconforming.acknowledge',
  path: '/nonconforming/:id/acknowledgement',
  input: object({ ...read, onDay: date, stepText: long }, ['id', 'version', 'onDay', 'stepText']),
  run: async (act, input) => savedRow(await acknowledge(act, input)),
});

export const answerPost = post<AnswerInput, Saved>({
  ...shared,
  name: 'nonconforming.answer',
  path: '/nonconforming/:id/answer',
  upload: MEGABYTES,
  input: object({ ...read, onDay: date, stepText: long, justified: boolean, file: evidence }, [
    ...['id', 'version', 'onDay', 'stepText'],
  ]),
  run: async (act, input) => savedRow(await answer(act, input)),
});

export const planPost = post<PlanInput, Saved>({
  ...shared,
  name: 'nonconforming.plan',
  path: '/nonconforming/:id/actions',
  input: object({ ...read, actionText: text(1000), handlerId: id, dueOn: date }, [
    ...['id', 'version', 'actionText', 'handlerId', 'dueOn'],
  ]),
  run: async (act, input) => savedRow(await planAction(act, input)),
});

export const donePost = post<DoneInput, Saved>({
  ...shared,
  name: 'nonconforming.finish',
  path: '/nonconforming/actions/:id/outcome',
  upload: MEGABYTES,
  input: object({ ...read, doneOn: date, outcome: long, lateReason: text(500), file: evidence }, [
    ...['id', 'version', 'doneOn', 'outcome'],
  ]),
  run: async (act, input) => savedRow(await finishAction(act, input)),
});

export const changePost = post<ChangeInput, Saved>({
  ...shared,
  name: 'nonconforming.change',
  path: '/nonconforming/actions/:id/change',
  input: object({ ...read, handlerId: id, dueOn: date, dropped: boolean, reason: text(500) }, [
    'id',
    'version',
    'reason',
  ]),
  run: async (act, input) => savedRow(await changeAction(act, input)),
});

export const linkPost = post<Parameters<typeof linkRecord>[1], Saved>({
  ...shared,
  name: 'nonconforming.link',
  path: '/nonconforming/:id/links',
  input: object({ ...read, refEntity: oneOf(...numberedEntities), refNumber: text(60) }, [
    ...['id', 'version', 'refEntity', 'refNumber'],
  ]),
  run: async (act, input) => savedRow(await linkRecord(act, input)),
});

export const filePost = post<Parameters<typeof addFile>[1], Saved>({
  ...shared,
  name: 'nonconforming.file',
  path: '/nonconforming/:id/files',
  upload: MEGABYTES,
  input: object({ ...read, file: evidence }, ['id', 'version', 'file']),
  run: async (act, input) => savedRow(await addFile(act, input)),
});

export const assignPost = post<Parameters<typeof assign>[1], Saved>({
  ...shared,
  name: 'nonconforming.assign',
  path: '/nonconforming/:id/owner',
  needs: 'nonconforming.verify',
  input: object({ ...read, handlerId: id, reason: { ...text(500), minLength: 2 } }, [
    'id',
    'version',
    'handlerId',
    'reason',
  ]),
  run: async (act, input) => savedRow(await assign(act, input)),
});
