import { page, post } from '../kernel/routes.ts';
import { anyObject, date, id, integer, list, long, object, oneOf, text, upload } from '../kernel/shapes.ts';
import { CorrectiveView } from './corrective.view.tsx';
import { closeCorrective, type StepInput, takeStep } from './correctives.ts';
import { CorrectivesView } from './correctives.view.tsx';
import { MEGABYTES } from './files.ts';
import type { Read } from './plans.ts';
import { all, orNull, read, whole } from './rounds.pages.tsx';
import { type CorrectiveRow, steps, ways } from './rows.ts';
import { type CorrectiveSheet, type CorrectivesList, listCorrectives, showCorrective } from './show-plans.ts';

export const correctivesPage = page<{ state?: 'open' | 'closed' }, CorrectivesList>({
  name: 'proficiency.correctives',
  path: '/proficiency/correctives',
  needs: 'proficiency.read',
  input: object({ state: oneOf('open', 'closed') }),
  answer: all({ state: orNull(text()), today: date, overdue: integer, lines: list(anyObject) }),
  load: listCorrectives,
  title: (_data, ui) => ui.t('proficiency.correctives'),
  view: (data, ui) => <CorrectivesView data={data} ui={ui} />,
});

export const correctivePage = page<{ id: string }, CorrectiveSheet>({
  name: 'proficiency.corrective',
  path: '/proficiency/correctives/:id',
  needs: 'proficiency.read',
  input: object({ id }, ['id']),
  answer: all({
    ...{ file: anyObject, name: text(), round: anyObject, order: list(oneOf(...steps)), steps: list(anyObject) },
    ...{ people: anyObject, term: orNull(text()), days: whole, reports: anyObject },
    moves: list(all({ move: text(), obstacles: list(anyObject) })),
  }),
  load: showCorrective,
  title: ({ file, name }) => `${file.number} ${name}`,
  view: (data, ui) => <CorrectiveView data={data} ui={ui} />,
});

interface Saved {
  id: string;
  version: number;
  state: string;
}

const savedFile = ({ id: own, version, state }: CorrectiveRow): Saved => ({ id: own, version, state });
const backToFile = ({ id: own }: Saved): string => `/proficiency/correctives/${own}`;

export const stepPost = post<StepInput, Saved>({
  name: 'proficiency.take-step',
  path: '/proficiency/correctives/:id/steps',
  needs: 'proficiency.write',
  versioned: true,
  upload: MEGABYTES,
  input: object(
    {
      ...read,
      stepName: oneOf(...steps),
      doneOn: date,
      stepText: long,
      evidenceWay: oneOf(...ways),
      file: upload(MEGABYTES),
    },
    ['id', 'version', 'stepName', 'doneOn', 'stepText'],
  ),
  answer: all({ id, version: integer, state: text() }),
  run: async (act, input) => savedFile(await takeStep(act, input)),
  then: backToFile,
  on: correctivePage,
});

export const closePost = post<Read & { conclusion: string }, Saved>({
  name: 'proficiency.close',
  path: '/proficiency/correctives/:id/conclusion',
  needs: 'proficiency.confirm',
  versioned: true,
  input: object({ ...read, conclusion: long }, ['id', 'version', 'conclusion']),
  answer: all({ id, version: integer, state: text() }),
  run: async (act, input) => savedFile(await closeCorrective(act, input)),
  then: backToFile,
  on: correctivePage,
});
