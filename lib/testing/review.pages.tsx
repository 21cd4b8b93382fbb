import { page, post } from '../kernel/routes.ts';
import { hash, id, integer, list, object, text } from '../kernel/shapes.ts';
import { password, type TestAnswer, testAnswer, testSchema } from './answers.ts';
import { giveBack, type ReturnInput, type ReviewInput, reviewOne } from './review.ts';
import { ReviewView } from './review.view.tsx';
import { loadReview, type ReviewAnswer, reviewSchema } from './review-answer.ts';

export const reviewPage = page<{ id: string }, ReviewAnswer>({
  name: 'review.show',
  wide: true,
  path: '/tests/:id/review',
  needs: 'test.read',
  input: object({ id }, ['id']),
  answer: reviewSchema,
  load: (query, input) => loadReview(query, input.id),
  title: ({ test, sample }, ui) => `${ui.t('nav.reviews')} ${test.item.name[ui.lang]} ${sample.number}`,
  view: (data, ui) => <ReviewView data={data} ui={ui} />,
});

/** The review of one record from its own page, whatever is unusual in it. */
export const reviewPost = post<ReviewInput, TestAnswer>({
  name: 'test.review-one',
  path: '/tests/:id/review',
  needs: 'test.review',
  signs: true,
  input: object({ id, hash, explanation: text(2000), password }, ['id', 'hash', 'password']),
  answer: testSchema,
  run: async (act, input) => testAnswer(await reviewOne(act, input)),
  then: () => '/reviews',
  on: reviewPage,
});

const cell = { anyOf: [text(200), object({ path: text(200), reason: text(2000) }, ['path', 'reason'])] };

export const returnPost = post<ReturnInput, TestAnswer>({
  name: 'test.return',
  path: '/tests/:id/return',
  needs: 'test.review',
  versioned: true,
  input: object({ id, version: integer, reason: text(2000), cells: list(cell, 200) }, ['id', 'version', 'reason']),
  answer: testSchema,
  run: async (act, input) => testAnswer(await giveBack(act, input)),
  then: () => '/reviews',
  on: reviewPage,
});
