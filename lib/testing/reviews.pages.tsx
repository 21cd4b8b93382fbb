import { obstacles } from '../core/machine.ts';
import { actorOf } from '../kernel/access.ts';
import { page, post } from '../kernel/routes.ts';
import { object } from '../kernel/shapes.ts';
import { Card, DataTable, PageHead } from '../ui/index.ts';
import {
  linesSchema,
  namedSchema,
  password,
  type TestAnswer,
  testAnswer,
  testsSchema,
  type WorkAnswer,
  type WorkLine,
  workAnswer,
  workLine,
  workSchema,
} from './answers.ts';
import { SignSet, workColumns, workTone } from './lists.view.tsx';
import { testMachine } from './machine.ts';
import { review } from './review.ts';
import { type Named, surroundingsOfAll } from './signing.ts';
import { type Listed, wholeOf, worklist } from './store.ts';

interface Reviews {
  /** Records that this person may review. */
  waiting: WorkAnswer[];
  /** Records that somebody else has to review: own ones, or of a batch that he drew. */
  others: WorkLine[];
}

const reviewHref = (test: WorkLine): string => `/tests/${test.id}/review`;

export const reviewsPage = page<object, Reviews>({
  name: 'review.list',
  path: '/reviews',
  needs: 'test.review',
  input: object({}),
  answer: object({ waiting: workSchema, others: linesSchema }, ['waiting', 'others']),
  load: async ({ app, db, user, today }) => {
    const tests = await worklist(db, ['submitted']);
    const around = await surroundingsOfAll(
      db,
      tests.map(({ sample_id }) => sample_id),
    );
    const mayReview = (test: Listed): boolean => {
      const near = around.get(test.sample_id);
      // What was typed does not decide who may review.
      const subject = near && { ...test, ...near, outcome: null };
      return subject !== undefined && obstacles(testMachine, 'review', subject, actorOf(user)).length === 0;
    };
    const waiting = await wholeOf(db, tests.filter(mayReview));
    return {
      waiting: waiting.filter(mayReview).map((test) => workAnswer(app, today, test)),
      others: tests.filter((test) => !mayReview(test)).map((test) => workLine(app, today, test)),
    };
  },
  title: (_data, ui) => ui.t('nav.reviews'),
  view: ({ waiting, others }, ui) => (
    <>
      <PageHead title={ui.t('testing.waitingReview')} note={ui.t('testing.reviewNote')} />
      {waiting.length === 0 ? (
        <Card flush>
          <DataTable
            ui={ui}
            caption={ui.t('testing.waitingReview')}
            rows={waiting}
            rowKey={(test) => test.id}
            empty={ui.t('testing.noneToReview')}
            columns={workColumns(ui, reviewHref)}
          />
        </Card>
      ) : (
        <SignSet
          ui={ui}
          title={ui.t('testing.waitingReview')}
          action="/reviews"
          meaning={ui.t('meaning.review')}
          act={ui.t('testing.reviewDo')}
          tests={waiting}
          columns={workColumns(ui, reviewHref)}
        />
      )}
      {others.length > 0 ? (
        <Card title={ui.t('testing.reviewByOthers')} flush>
          <DataTable
            ui={ui}
            caption={ui.t('testing.reviewByOthers')}
            rows={others}
            rowKey={(test) => test.id}
            empty={ui.t('table.empty')}
            tone={workTone}
            columns={workColumns(ui, reviewHref)}
          />
        </Card>
      ) : null}
    </>
  ),
});

export const reviewsPost = post<{ tests: Named[] }, { tests: TestAnswer[] }>({
  name: 'test.review',
  path: '/reviews',
  needs: 'test.review',
  signs: true,
  input: object({ tests: namedSchema, password }, ['tests', 'password']),
  answer: testsSchema,
  run: async (act, { tests }) => ({ tests: (await review(act, tests)).map(testAnswer) }),
  then: () => '/reviews',
  on: reviewsPage,
});
