import type { JSX } from 'preact';
import { obstacles } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, id, integer, list, object, text } from '../kernel/shapes.ts';
import { Card, DataTable, Form, FormFoot, PageHead, SignBlock, StateText, TextArea, type Ui } from '../ui/index.ts';
import {
  type BatchAnswer,
  batchAnswer,
  batchSchema,
  namedSchema,
  password,
  type TestAnswer,
  testAnswer,
  testSchema,
} from './answers.ts';
import { type ApprovalInput, type Approved, approve, type SendBackInput, sendBack } from './approve.ts';
import { BatchHead, basisOf } from './batch.view.tsx';
import { BatchTable } from './batches.view.tsx';
import { Why } from './bench.view.tsx';
import { type Principal, principalsOf } from './deputies.ts';
import { StandInField } from './deputies.view.tsx';
import { readingChanges, replaced } from './history.ts';
import { Result, testName } from './lists.view.tsx';
import { testMachine } from './machine.ts';
import { surroundingsOf, testTitle } from './signing.ts';
import { batchesIn, batchOf, namesOf, testsOf } from './store.ts';
import { nearLimit } from './unusual.ts';
import { type ToldOf, ValidityPanel } from './validity.view.tsx';

interface Approvals {
  tested: BatchAnswer[];
}

export const approvalsPage = page<object, Approvals>({
  name: 'approval.list',
  path: '/approvals',
  needs: 'test.approve',
  input: object({}),
  answer: object({ tested: list(batchSchema) }, ['tested']),
  load: async ({ app, db, today }) => ({
    tested: (await batchesIn(db, ['tested'])).map((batch) => batchAnswer(app, today, batch)),
  }),
  title: (_data, ui) => ui.t('nav.approvals'),
  view: ({ tested }, ui) => (
    <>
      <PageHead title={ui.t('nav.approvals')} />
      <BatchTable
        ui={ui}
        title={ui.t('testing.waitingApproval')}
        batches={tested}
        href={(batch) => `/samples/${batch.id}/approval`}
        empty={ui.t('testing.noneToApprove')}
      />
    </>
  ),
});

interface Approval {
  sample: BatchAnswer;
  /** What the registers say against its records. */
  validity: ToldOf[];
  /** For whom this person stands in today. */
  principals: Principal[];
  tests: (TestAnswer & { changed: number; near: string | null })[];
  names: Record<string, string>;
  why: Reason[];
}

const approvalTest = {
  ...testSchema,
  properties: { ...(testSchema.properties as object), changed: integer, near: { type: ['string', 'null'] } },
};

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
    },
    ['sample', 'tests', 'names', 'why', 'validity', 'principals'],
  ),
  load: async ({ app, db, user, today }, input) => {
    const batch = await batchOf(db, input.id);
    const tests = await testsOf(db, batch.id);
    const around = await surroundingsOf({ db }, batch.id);
    const reasons = tests.flatMap((test) => obstacles(testMachine, 'lock', { ...test, ...around }, actorOf(user)));
    const why = [...new Map(reasons.map((reason) => [reason.id, reason])).values()];
    const shown: Approval['tests'] = [];
    const validity: ToldOf[] = [];
    for (const test of tests) {
      const told = (await app.testReasons?.(app, db, test.id, {})) ?? [];
      validity.push(...told.map((one) => ({ testId: test.id, item: testTitle(test, user.lang), told: one })));
      shown.push({
        ...testAnswer(test),
        changed: replaced(await readingChanges(db, test.id)).length,
        near: nearLimit(test.item.limit, test.result_exact),
      });
    }
    return {
      sample: batchAnswer(app, today, batch),
      tests: shown,
      names: await namesOf(
        db,
        tests.flatMap((test) => [test.analyst_id, test.reviewer_id]),
      ),
      why,
      validity,
      principals: await principalsOf(db, user.id, 'department-head', today),
    };
  },
  title: ({ sample }, ui) => `${ui.t('nav.approvals')} ${sample.number}`,
  view: (data, ui) => <ApprovalView data={data} ui={ui} />,
});

function ApprovalView({ data, ui }: { data: Approval; ui: Ui }): JSX.Element {
  const { sample, tests, names, why } = data;
  return (
    <>
      <BatchHead ui={ui} sample={sample} title={ui.t('nav.approvals')} note={basisOf(ui, sample)} />
      <Card title={ui.t('testing.items')} flush>
        <DataTable
          ui={ui}
          caption={ui.t('testing.items')}
          rows={tests}
          rowKey={(test) => test.id}
          href={(test) => `/tests/${test.id}/review`}
          empty={ui.t('testing.notPlanned')}
          tone={(test) => (test.verdict === 'fails' ? 'fails' : undefined)}
          columns={[
            { key: 'item', head: ui.t('testing.item'), cell: (test) => testName(ui, test), wrap: true },
            { key: 'limit', head: ui.t('testing.limit'), cell: (test) => test.item.limitText, wrap: true },
            { key: 'result', head: ui.t('testing.result'), cell: (test) => <Result ui={ui} test={test} />, wrap: true },
            {
              key: 'changed',
              head: ui.t('testing.changed'),
              cell: (test) => (test.changed > 0 ? `Δ ${test.changed}` : '—'),
            },
            { key: 'near', head: ui.t('testing.near'), cell: (test) => test.near ?? '—' },
            { key: 'analyst', head: ui.t('testing.analyst'), cell: (test) => names[test.analyst_id ?? ''] ?? '—' },
            { key: 'reviewer', head: ui.t('testing.reviewer'), cell: (test) => names[test.reviewer_id ?? ''] ?? '—' },
            { key: 'state', head: ui.t('field.state'), cell: (test) => <StateText ui={ui} state={test.state} /> },
          ]}
        />
      </Card>
      <ValidityPanel ui={ui} told={data.validity} />
      {why.length > 0 ? (
        <Card title={ui.t('moves.refused')}>
          <Why ui={ui} reasons={why} />
        </Card>
      ) : (
        <div class="two-columns">
          <ApproveForm data={data} ui={ui} />
          <SendBackForm data={data} ui={ui} />
        </div>
      )}
    </>
  );
}

function ApproveForm({ data: { sample, tests, principals }, ui }: { data: Approval; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('testing.approve')}>
      <Form ui={ui} action={`/samples/${sample.id}/approval`} draft="off">
        {tests.map((test) => (
          <input key={test.id} type="hidden" name="hashes" value={`${test.id}:${test.hash}`} />
        ))}
        <StandInField ui={ui} principals={principals} />
        <SignBlock
          ui={ui}
          meaning={ui.t('meaning.approve')}
          records={tests.map((test) => ({ id: test.id, label: testName(ui, test), hash: test.hash }))}
        />
        <FormFoot>
          <button class="btn btn-primary btn-next">{ui.t('testing.approve')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

function SendBackForm({ data: { sample, tests }, ui }: { data: Approval; ui: Ui }): JSX.Element {
  return (
    <Card title={ui.t('act.return')}>
      <Form ui={ui} action={`/samples/${sample.id}/approval/return`}>
        {tests.map((test) => (
          <label key={test.id} class="check">
            <input class="form-check-input" type="checkbox" name="tests" value={test.id} /> {testName(ui, test)}
          </label>
        ))}
        <TextArea ui={ui} name="reason" label={ui.t('field.reason')} required maxLength={2000} />
        <FormFoot>
          <button class="btn btn-outline-danger">{ui.t('act.return')}</button>
        </FormFoot>
      </Form>
    </Card>
  );
}

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
