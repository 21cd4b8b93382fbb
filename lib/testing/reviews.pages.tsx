import type { JSX } from 'preact';
import { obstacles } from '../core/machine.ts';
import { actorOf } from '../kernel/access.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, integer, list, nullable, object, text } from '../kernel/shapes.ts';
import type { Query } from '../kernel/types.ts';
import { asked, listHref } from '../samplings/index.ts';
import { Card, DataTable, PageHead, type Ui } from '../ui/index.ts';
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
  workFields,
  workLine,
} from './answers.ts';
import { SignSet, workColumns, workTone } from './lists.view.tsx';
import { testMachine } from './machine.ts';
import { review } from './review.ts';
import { type Queued, queueOf } from './reviews-query.ts';
import { type Named, surroundingsOfAll } from './signing.ts';
import { UnusualSum } from './unusual.view.tsx';
import { odditiesOf, type Summed, summed } from './unusual-now.ts';

/** A record that waits, with what is unusual in it; one that has anything unusual is reviewed by itself. */
type Waiting = WorkAnswer & { unusual: Summed; together: boolean };

interface Reviews {
  /** Records that this person may review, a page of them. */
  waiting: Waiting[];
  next: string | null;
  /** Records that somebody else has to review: own ones, or of a batch that he drew. */
  others: WorkLine[];
  othersNext: string | null;
}

interface ReviewsInput {
  after?: string;
  othersAfter?: string;
}

const reviewHref = (test: WorkLine): string => `/tests/${test.id}/review`;

const waitingSchema = list(
  object(
    {
      ...workFields,
      unusual: object({ count: integer, worst: nullable(anyObject) }, ['count', 'worst']),
      together: boolean,
    },
    [...Object.keys(workFields), 'unusual', 'together'],
  ),
  100,
);

async function loadReviews({ app, db, user, today }: Query, input: ReviewsInput): Promise<Reviews> {
  const waiting = await queueOf(db, user.id, { own: false, after: input.after });
  const others = await queueOf(db, user.id, { own: true, after: input.othersAfter });
  const around = await surroundingsOfAll(
    db,
    waiting.rows.map(({ sample_id }) => sample_id),
  );
  const found = await odditiesOf(app, db, waiting.rows, today);
  const mayReview = (test: Queued): boolean => {
    const near = around.get(test.sample_id);
    return near !== undefined && obstacles(testMachine, 'review', { ...test, ...near }, actorOf(user)).length === 0;
  };
  return {
    waiting: waiting.rows.map((test) => {
      const unusual = summed(found.get(test.id));
      return { ...workAnswer(app, today, test), unusual, together: unusual.count === 0 && mayReview(test) };
    }),
    next: waiting.next,
    others: others.rows.map((test) => workLine(app, today, test)),
    othersNext: others.next,
  };
}

export const reviewsPage = page<ReviewsInput, Reviews>({
  name: 'review.list',
  path: '/reviews',
  needs: 'test.review',
  input: object({ after: text(), othersAfter: text() }),
  answer: object(
    { waiting: waitingSchema, next: nullable(text()), others: linesSchema, othersNext: nullable(text()) },
    ['waiting', 'next', 'others', 'othersNext'],
  ),
  load: loadReviews,
  title: (_data, ui) => ui.t('nav.reviews'),
  view: (data, ui) => <ReviewsView data={data} ui={ui} />,
});

function ReviewsView({ data: { waiting, next, others, othersNext }, ui }: { data: Reviews; ui: Ui }): JSX.Element {
  const here = asked(ui);
  const [after, othersAfter] = [here.get('after') ?? undefined, here.get('othersAfter') ?? undefined];
  const columns = [
    ...workColumns<Waiting>(ui, reviewHref).filter(({ key }) => key !== 'state'),
    {
      key: 'unusual',
      head: ui.t('testing.unusual'),
      cell: (test: Waiting) => <UnusualSum ui={ui} sum={test.unusual} />,
      wrap: true,
    },
  ];
  return (
    <>
      <PageHead title={ui.t('testing.waitingReview')} note={ui.t('testing.reviewNote')}>
        {ui.may('plausibility.read') ? (
          <a class="btn" href="/plausibility">
            {ui.t('nav.plausibility')}
          </a>
        ) : null}
      </PageHead>
      {waiting.length === 0 ? (
        <Card flush>
          <DataTable
            ui={ui}
            caption={ui.t('testing.waitingReview')}
            rows={waiting}
            rowKey={(test) => test.id}
            empty={ui.t('testing.noneToReview')}
            columns={columns}
            first={after ? '/reviews' : undefined}
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
          columns={columns}
          mayPick={({ together }) => together}
          next={next ? listHref('/reviews', { after: next, othersAfter }) : undefined}
          first={after ? listHref('/reviews', { othersAfter }) : undefined}
        />
      )}
      {others.length > 0 ? (
        <Card title={ui.t('testing.reviewByOthers')} id="others" flush>
          <DataTable
            ui={ui}
            caption={ui.t('testing.reviewByOthers')}
            rows={others}
            rowKey={(test) => test.id}
            empty={ui.t('table.empty')}
            tone={workTone}
            columns={workColumns(ui, reviewHref)}
            next={othersNext ? `${listHref('/reviews', { after, othersAfter: othersNext })}#others` : undefined}
            first={othersAfter ? listHref('/reviews', { after }) : undefined}
          />
        </Card>
      ) : null}
    </>
  );
}

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
