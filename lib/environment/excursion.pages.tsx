import { page, post } from '../kernel/routes.ts';
import { id, integer, long, object, text } from '../kernel/shapes.ts';
import { ExcursionView } from './excursion.view.tsx';
import { approve, assess, close, type Read } from './judge.ts';
import type { ExcursionRow } from './rows.ts';
import { excursionAnswer, versioned } from './schema.ts';
import { type ExcursionSheet, showExcursion } from './show.ts';

const filled = { ...long, minLength: 1 };
const read = { id, version: integer };
const answer = ({ id: own, version }: ExcursionRow): Read => ({ id: own, version });
const back = ({ id: own }: Read): string => `/environment/excursions/${own}`;

export const excursionPage = page<{ id: string }, ExcursionSheet>({
  name: 'environment.excursion',
  path: '/environment/excursions/:id',
  needs: 'environment.read',
  input: object({ id }, ['id']),
  answer: excursionAnswer,
  load: (query, { id: own }) => showExcursion(query, own),
  title: (data, ui) => ui.t('environment.excursionTitle', { quantity: ui.t(`quantity.${data.quantity}`) }),
  view: (data, ui) => <ExcursionView data={data} ui={ui} />,
});

export const assessPost = post<Read & { cause: string; judgement: string }, Read>({
  name: 'environment.assess',
  path: '/environment/excursions/:id/assess',
  needs: 'environment.write',
  versioned: true,
  input: object({ ...read, cause: filled, judgement: filled }, ['id', 'version', 'cause', 'judgement']),
  answer: versioned,
  run: async (act, input) => answer(await assess(act, input)),
  then: back,
  on: excursionPage,
});

export const closePost = post<Read & { measures: string }, Read>({
  name: 'environment.close',
  path: '/environment/excursions/:id/close',
  needs: 'environment.confirm',
  versioned: true,
  input: object({ ...read, measures: filled }, ['id', 'version', 'measures']),
  answer: versioned,
  run: async (act, input) => answer(await close(act, input)),
  then: back,
  on: excursionPage,
});

export const approvePost = post<Read & { measures: string; until?: string }, Read>({
  name: 'environment.approve',
  path: '/environment/excursions/:id/approve',
  needs: 'environment.confirm',
  versioned: true,
  input: object({ ...read, measures: filled, until: text(40) }, ['id', 'version', 'measures']),
  answer: versioned,
  run: async (act, input) => answer(await approve(act, input)),
  then: back,
  on: excursionPage,
});
