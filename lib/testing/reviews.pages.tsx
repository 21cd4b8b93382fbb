import { obstacles } from '../core/machine.ts';
import { actorOf } from '../kernel/access.ts';
import { page, post } from '../kernel/routes.ts';
import { object } from '../kernel/shapes.ts';
import { Card, DataTable, PageHead } from '../ui/index.ts';
import {
  namedSchema,
  password,
  type TestAnswer,
  testAnswer,
  testsSchema,
  type WorkAnswer,
  workAnswer,
  workSchema,
} from './answers.ts';
import { SignSet, workColumns, workTone } from './lists.view.tsx';
import { testMachine } from './machine.ts';
import { review } from './review.ts';
import { type Named, surroundingsOf } from './signing.ts';
import { worklist } from './store.ts';

interface Reviews {
  /** Records that this person may review. */
  waiting: WorkAnswer[];
  /** Records that somebody else has to review: own ones, or of a batch that he drew. */
  others: WorkAnswer[];
}

const reviewHref = (test: WorkAnswer): string => `/tests/${test.id}/review`;

export const reviewsPage = page<object, Reviews>({
  name: 'review.list',
  path: '/reviews',
  needs: 'test.review',
  input: object({}),
  answer: object({ waiting: workSchema, others: workSchema }, ['waiting', 'others']),
  load: async ({ app, db, user, today }) => {
    const tests = await worklist(db, ['submitted']);
    const around = new Map<string, Awaited<ReturnType<typeof surroundingsOf>>>();
    for (const { sample_id } of tests)
      if (!around.has(sample_id)) around.set(sample_id, await surroundingsOf({ db }, sample_id));
    const mayReview = (test: (typeof tests)[number]): boolean => {
      const near = around.get(test.sample_id);
      return near !== undefined && obstacles(testMachine, 'review', { ...test, ...near }, actorOf(user)).length === 0;
    };
    const answers = (list: typeof tests) => list.map((test) => workAnswer(app, today, test));
    return { waiting: answers(tests.filter(mayReview)), others: answers(tests.filter((test) => !mayReview(test))) };
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
