import { page, post } from '../kernel/routes.ts';
import { id, integer, object, text } from '../kernel/shapes.ts';
import { type TestAnswer, testAnswer, testSchema } from './answers.ts';
import { loadRecord, type RecordAnswer, recordSchema } from './record-answer.ts';
import { giveBack, type ReturnInput } from './review.ts';
import { ReviewView } from './review.view.tsx';

export const reviewPage = page<{ id: string }, RecordAnswer>({
  name: 'review.show',
  wide: true,
  path: '/tests/:id/review',
  needs: 'test.read',
  input: object({ id }, ['id']),
  answer: recordSchema,
  load: (query, input) => loadRecord(query, input.id),
  title: ({ test, sample }, ui) => `${ui.t('nav.reviews')} ${test.item.name[ui.lang]} ${sample.number}`,
  view: (data, ui) => <ReviewView data={data} ui={ui} />,
});

export const returnPost = post<ReturnInput, TestAnswer>({
  name: 'test.return',
  path: '/tests/:id/return',
  needs: 'test.review',
  versioned: true,
  input: object({ id, version: integer, reason: text(2000) }, ['id', 'version', 'reason']),
  answer: testSchema,
  run: async (act, input) => testAnswer(await giveBack(act, input)),
  then: () => '/reviews',
  on: reviewPage,
});
