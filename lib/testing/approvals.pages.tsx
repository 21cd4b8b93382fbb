import { obstacles } from '../core/machine.ts';
import { actorOf } from '../kernel/access.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, id, integer, list, nullable, object, text } from '../kernel/shapes.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { asked } from '../samplings/index.ts';
import { PageHead } from '../ui/index.ts';
import {
  type BatchAnswer,
  batchAnswer,
  batchFields,
  batchSchema,
  namedSchema,
  password,
  testAnswer,
  testFields,
} from './answers.ts';
import { type Approval, type ApprovalTest, ApprovalView } from './approvals.view.tsx';
import { type ApprovalInput, type Approved, approve, type SendBackInput, sendBack } from './approve.ts';
import { askedAbout } from './asked.ts';
import { BatchTable } from './batches.view.tsx';
import { principalsOf } from './deputies.ts';
import { testMachine } from './machine.ts';
import { PAGE } from './reviews-query.ts';
import { surroundingsOf, testTitle } from './signing.ts';
import { attemptsOf, type Batch, batchOf, namesOf, testsOf } from './store.ts';
import type { TestRow } from './test.ts';
import { rank, sameOddity } from './unusual.ts';
import { UnusualSum } from './unusual.view.tsx';
import { odditiesOf, type Summed, summed, toldOf } from './unusual-now.ts';
import type { ToldOf } from './validity.view.tsx';

type Tested = BatchAnswer & { unusual: Summed };

interface Approvals {
  tested: Tested[];
  next: string | null;
}

const testedSchema = list(
  object({ ...batchFields, unusual: object({ count: integer, worst: nullable(anyObject) }, ['count', 'worst']) }, [
    ...Object.keys(batchFields),
    'unusual',
  ]),
);

/** Batches that wait for the head of department by due date, a page by key, each with what is unusual in its records. */
async function loadApprovals({ app, db, today }: Query, { after }: { after?: string }): Promise<Approvals> {
  const query = db('samples')
    .where({ state: 'tested' })
    .orderBy(['due_on', 'id'])
    .limit(PAGE + 1);
  const key = after?.split('~');
  if (key?.length === 2) query.whereRaw('(due_on, id) > (?, ?)', key);
  const rows: object[] = await query;
  const batches = rows.slice(0, PAGE).map((row) => decode<Batch>('samples', row));
  const last = batches.at(-1);
  const tests = await testsIn(
    db,
    batches.map((batch) => batch.id),
  );
  const found = await odditiesOf(app, db, tests, today, 'lock');
  const ofBatch = (sampleId: string): Summed =>
    summed(rank(tests.filter(({ sample_id }) => sample_id === sampleId).flatMap((test) => found.get(test.id) ?? [])));
  return {
    tested: batches.map((batch) => ({ ...batchAnswer(app, today, batch), unusual: ofBatch(batch.id) })),
    next: rows.length > PAGE && last ? `${last.due_on}~${last.id}` : null,
  };
}

async function testsIn(db: Query['db'], sampleIds: readonly string[]): Promise<TestRow[]> {
  const rows: object[] = await db('tests')
    .whereIn('sample_id', [...sampleIds])
    .where({ standing: 'counts' })
    .select('id', 'sample_id', 'seq', 'standing', 'attempt', 'investigation_id', 'oddities');
  return rows.map((row) => decode<TestRow>('tests', row));
}

export const approvalsPage = page<{ after?: string }, Approvals>({
  name: 'approval.list',
  path: '/approvals',
  needs: 'test.approve',
  input: object({ after: text() }),
  answer: object({ tested: testedSchema, next: nullable(text()) }, ['tested', 'next']),
  load: loadApprovals,
  title: (_data, ui) => ui.t('nav.approvals'),
  view: ({ tested, next }, ui) => (
    <>
      <PageHead title={ui.t('nav.approvals')} />
      <BatchTable
        ui={ui}
        title={ui.t('testing.waitingApproval')}
        batches={tested}
        href={(batch) => `/samples/${batch.id}/approval`}
        empty={ui.t('testing.noneToApprove')}
        next={next ? `/approvals?${new URLSearchParams({ after: next }).toString()}` : undefined}
        first={asked(ui).get('after') ? '/approvals' : undefined}
        more={[
          {
            key: 'unusual',
            head: ui.t('testing.unusual'),
            cell: (batch) => <UnusualSum ui={ui} sum={batch.unusual} />,
            wrap: true,
          },
        ]}
      />
    </>
  ),
});

const approvalTest = object(
  {
    ...testFields,
    changed: integer,
    oddities: list(object({ oddity: anyObject, fresh: boolean }, ['oddity', 'fresh'])),
  },
  [...Object.keys(testFields), 'changed', 'oddities'],
);

async function loadApproval({ app, db, user, today }: Query, sampleId: string): Promise<Approval> {
  const batch = await batchOf(db, sampleId);
  const tests = await testsOf(db, batch.id);
  const around = await surroundingsOf({ db }, batch.id);
  const holds =
    (await app.holdReasons?.(
      db,
      tests.map((test) => test.id),
      'lock',
    )) ?? new Map<string, never[]>();
  const reasons = tests.flatMap((test) => [
    ...obstacles(testMachine, 'lock', { ...test, ...around }, actorOf(user)),
    ...(holds.get(test.id) ?? []),
  ]);
  const found = await odditiesOf(app, db, tests, today, 'lock');
  const validity: ToldOf[] = [];
  const shown = tests.map((test): ApprovalTest => {
    const seen = new Set(toldOf(test).map(sameOddity));
    const oddities = found.get(test.id) ?? [];
    return {
      ...testAnswer(test),
      changed: oddities.reduce(
        (sum, { id: kind, params }) =>
          kind === 'changed' || kind === 'changed-late' ? sum + Number(params['count'] ?? 0) : sum,
        0,
      ),
      oddities: oddities.map((oddity) => ({ oddity, fresh: !seen.has(sameOddity(oddity)) })),
    };
  });
  for (const test of tests) {
    const told = (await app.testReasons?.(app, db, test.id, {})) ?? [];
    validity.push(...told.map((one) => ({ testId: test.id, item: testTitle(test, user.lang), told: one })));
  }
  const attempts = await attemptsOf(db, batch.id);
  const about = await askedAbout(
    db,
    attempts.map((test) => test.id),
  );
  return {
    sample: batchAnswer(app, today, batch),
    tests: shown,
    names: await namesOf(
      db,
      tests.flatMap((test) => [test.analyst_id, test.reviewer_id]),
    ),
    why: [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()],
    validity,
    principals: await principalsOf(db, user.id, 'department-head', today),
    investigations: [...new Map([...about.values()].flat().map((one) => [one.id, one])).values()].map(
      ({ id: own, number, state }) => ({ id: own, number, state }),
    ),
  };
}

export const approvalPage = page<{ id: string }, Approval>({
  name: 'approval.show',
  path: '/samples/:id/approval',
  needs: 'test.approve',
  input: object({ id }, ['id']),
  answer: object(
    {
      sample: batchSchema,
      tests: list(approvalTest, 2000),
      names: anyObject,
      why: list(anyObject),
      validity: list(anyObject, 10_000),
      principals: list(anyObject),
      investigations: list(anyObject),
    },
    ['sample', 'tests', 'names', 'why', 'validity', 'principals', 'investigations'],
  ),
  load: (query, input) => loadApproval(query, input.id),
  title: ({ sample }, ui) => `${ui.t('nav.approvals')} ${sample.number}`,
  view: (data, ui) => <ApprovalView data={data} ui={ui} />,
});

/** The approval of a batch; `approved` runs in the same transaction. */
export const approvalPost = (approved?: Approved) =>
  post<ApprovalInput, BatchAnswer>({
    name: 'sample.approve',
    path: '/samples/:id/approval',
    needs: 'test.approve',
    signs: true,
    input: object({ id, hashes: namedSchema, password, standsInFor: text(26) }, ['id', 'hashes', 'password']),
    answer: batchSchema,
    run: async (act, input) => batchAnswer(act.app, act.today, await approve(act, input, approved)),
    then: () => '/approvals',
    on: approvalPage,
  });

export const approvalReturnPost = post<SendBackInput, BatchAnswer>({
  name: 'sample.send-back',
  path: '/samples/:id/approval/return',
  needs: 'test.approve',
  input: object({ id, tests: { ...list(id, 500), minItems: 1 }, reason: text(2000) }, ['id', 'tests', 'reason']),
  answer: batchSchema,
  run: async (act, input) => batchAnswer(act.app, act.today, await sendBack(act, input)),
  then: () => '/approvals',
  on: approvalPage,
});
