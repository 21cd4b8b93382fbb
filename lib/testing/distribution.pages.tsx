import type { JSX } from 'preact';
import { page, post } from '../kernel/routes.ts';
import { anyObject, id, list, object, oneOf } from '../kernel/shapes.ts';
import { Card, DataTable, Empty, FieldProblem, Form, FormFoot, type Ui } from '../ui/index.ts';
import { type BatchAnswer, batchAnswer, batchSchema, type TestAnswer, testAnswer, testsSchema } from './answers.ts';
import { assignEach, type SharesInput } from './assign.ts';
import { BatchHead, basisOf } from './batch.view.tsx';
import { testName } from './lists.view.tsx';
import { batchOf, testsOf } from './store.ts';
import { proposed, type Worker, type Workers, workersFor } from './workers.ts';
import { WorkerTable } from './workers.view.tsx';

interface Distribution {
  sample: BatchAnswer;
  tests: (TestAnswer & { proposed: string | null })[];
  analysts: Worker[];
  mode: Workers['mode'];
  movable: number;
}

/** 按负荷与授权分派: who would do which of the tests that nobody has yet; the head changes and confirms it. */
export const distributionPage = page<{ id: string }, Distribution>({
  name: 'sample.distribution',
  path: '/samples/:id/distribution',
  needs: 'task.plan',
  input: object({ id }, ['id']),
  answer: object(
    {
      ...{ sample: batchSchema, analysts: list(anyObject, 5000), mode: oneOf('off', 'warn', 'refuse') },
      ...{ tests: list(anyObject, 2000), movable: { type: 'integer' } },
    },
    ['sample', 'tests', 'analysts', 'mode', 'movable'],
  ),
  load: async (query, input) => {
    const batch = await batchOf(query.db, input.id);
    const tests = (await testsOf(query.db, batch.id)).filter(({ state }) => state === 'unassigned');
    const workers = await workersFor(query, batch, tests);
    const shares = proposed(workers, tests);
    return {
      sample: batchAnswer(query.app, query.today, batch),
      tests: tests.map((test) => ({
        ...testAnswer(test),
        proposed: shares.find((share) => share.test === test.id)?.analyst ?? null,
      })),
      analysts: workers.people,
      mode: workers.mode,
      movable: tests.length,
    };
  },
  title: ({ sample }, ui) => `${ui.t('testing.share')} ${sample.number}`,
  view: (data, ui) => <DistributionView data={data} ui={ui} />,
});

function DistributionView({ data, ui }: { data: Distribution; ui: Ui }): JSX.Element {
  const { sample, tests } = data;
  const back = `/samples/${sample.id}/assignment`;
  return (
    <>
      <BatchHead ui={ui} sample={sample} title={ui.t('testing.share')} note={basisOf(ui, sample)} />
      {tests.length === 0 ? (
        <Empty text={ui.t('testing.nobodyWaits')} act={{ href: back, label: ui.t('testing.assign') }} />
      ) : (
        <Form ui={ui} action={`/samples/${sample.id}/distribution`} draft="off">
          <p>{ui.t('testing.shareLead')}</p>
          {ui.problem('analyst') ? <FieldProblem text={ui.problem('analyst') ?? ''} /> : null}
          <Card flush>
            <DataTable
              ui={ui}
              caption={ui.t('testing.share')}
              rows={tests}
              rowKey={(test) => test.id}
              empty={ui.t('testing.nobodyWaits')}
              columns={[
                { key: 'item', head: ui.t('testing.item'), cell: (test) => testName(ui, test), wrap: true },
                {
                  key: 'limit',
                  head: ui.t('testing.limit'),
                  cell: (test) => test.item.limitText,
                  wrap: true,
                  deskOnly: true,
                },
                {
                  key: 'analyst',
                  head: ui.t('testing.nowWith'),
                  cell: (test) => <Choice test={test} at={tests.indexOf(test)} data={data} ui={ui} />,
                },
              ]}
            />
          </Card>
          <FormFoot>
            <a class="btn" href={back}>
              {ui.t('testing.assign')}
            </a>
            <button class="btn btn-primary btn-next">{ui.t('testing.shareDo')}</button>
          </FormFoot>
        </Form>
      )}
      {tests.length > 0 ? <WorkerTable data={data} ui={ui} /> : null}
    </>
  );
}

function Choice({
  test,
  at,
  data,
  ui,
}: {
  test: Distribution['tests'][number];
  at: number;
  data: Distribution;
  ui: Ui;
}): JSX.Element {
  const name = `shares.${at}.analyst`;
  const chosen = ui.value(name, test.proposed ?? '');
  return (
    <>
      <input type="hidden" name={`shares.${at}.test`} value={test.id} />
      <select class="form-select" name={name} aria-label={testName(ui, test)}>
        <option value="">—</option>
        {data.analysts.map((worker) => {
          const fault = worker.unauthorised.some((one) => one.test === test.id);
          return (
            <option
              key={worker.id}
              value={worker.id}
              selected={worker.id === chosen}
              disabled={worker.sampler || (fault && data.mode === 'refuse')}
            >
              {worker.sampler
                ? ui.t('testing.analystSampled', { name: worker.name })
                : ui.t('testing.analystLoad', { name: worker.name, count: worker.open })}
            </option>
          );
        })}
      </select>
      {test.proposed === null ? <p class="quiet mb-0">{ui.t('testing.shareNobody')}</p> : null}
    </>
  );
}

export const distributionPost = post<SharesInput, { tests: TestAnswer[] }>({
  name: 'test.distribute',
  path: '/samples/:id/distribution',
  needs: 'task.plan',
  input: object({ id, shares: { ...list(object({ test: id, analyst: id }, ['test']), 500), minItems: 1 } }, [
    'id',
    'shares',
  ]),
  answer: testsSchema,
  run: async (act, input) => ({ tests: (await assignEach(act, input)).map(testAnswer) }),
  then: (_tests, input) => `/samples/${input.id}/assignment`,
  on: distributionPage,
});
