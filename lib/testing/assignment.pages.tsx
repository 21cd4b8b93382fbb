import type { JSX } from 'preact';
import { page, post } from '../kernel/routes.ts';
import { anyObject, id, integer, list, object, oneOf, text } from '../kernel/shapes.ts';
import { Card, DataTable, Form, FormFoot, PageHead, SelectField, StateText, type Ui } from '../ui/index.ts';
import {
  type BatchAnswer,
  batchAnswer,
  batchSchema,
  type TestAnswer,
  testAnswer,
  testSchema,
  testsSchema,
} from './answers.ts';
import { type AssignInput, assign } from './assign.ts';
import { BatchHead, basisOf } from './batch.view.tsx';
import { BatchTable } from './batches.view.tsx';
import { testName } from './lists.view.tsx';
import { batchesIn, batchOf, namesOf, testsOf } from './store.ts';
import { type Worker, type Workers, workersFor } from './workers.ts';
import { WorkerTable } from './workers.view.tsx';

interface Assignment {
  sample: BatchAnswer;
  tests: TestAnswer[];
  /** Who may test; an officer who drew this batch may not (domain 10.7), nor who is not authorised where that is enforced. */
  analysts: Worker[];
  mode: Workers['mode'];
  /** Tests that can be given out. */
  movable: number;
  names: Record<string, string>;
}

export const assignmentPage = page<{ id: string }, Assignment>({
  name: 'sample.assignment',
  path: '/samples/:id/assignment',
  needs: 'task.plan',
  input: object({ id }, ['id']),
  answer: object(
    {
      ...{ sample: batchSchema, tests: list(testSchema, 2000), analysts: list(anyObject, 5000), names: anyObject },
      ...{ mode: oneOf('off', 'warn', 'refuse'), movable: integer },
    },
    ['sample', 'tests', 'analysts', 'mode', 'movable', 'names'],
  ),
  load: async (query, input) => {
    const { app, db, today } = query;
    const batch = await batchOf(db, input.id);
    const tests = await testsOf(db, batch.id);
    const movable = tests.filter(canMove);
    const { people, mode } = await workersFor(query, batch, movable);
    return {
      sample: batchAnswer(app, today, batch),
      tests: tests.map(testAnswer),
      analysts: people,
      mode,
      movable: movable.length,
      names: await namesOf(
        db,
        tests.map((test) => test.analyst_id),
      ),
    };
  },
  title: ({ sample }, ui) => `${ui.t('testing.assign')} ${sample.number}`,
  view: (data, ui) => <AssignmentView data={data} ui={ui} />,
});

const canMove = (test: Pick<TestAnswer, 'state'>): boolean => test.state === 'unassigned' || test.state === 'assigned';

function AssignmentView({ data, ui }: { data: Assignment; ui: Ui }): JSX.Element {
  const { sample, tests, analysts, names } = data;
  const options = analysts.map((analyst) => ({
    value: analyst.id,
    label: analyst.sampler
      ? ui.t('testing.analystSampled', { name: analyst.name })
      : ui.t('testing.analystLoad', { name: analyst.name, count: analyst.open }),
    disabled: analyst.sampler || (data.mode === 'refuse' && analyst.unauthorised.length === data.movable),
  }));
  return (
    <>
      <BatchHead ui={ui} sample={sample} title={ui.t('testing.assign')} note={basisOf(ui, sample)} />
      <Form ui={ui} action={`/samples/${sample.id}/assignment`}>
        <Card flush>
          <DataTable
            ui={ui}
            caption={ui.t('testing.items')}
            rows={tests}
            rowKey={(test) => test.id}
            empty={ui.t('testing.notPlanned')}
            emptyAct={{ href: `/samples/${sample.id}/plan`, label: ui.t('testing.plan') }}
            columns={[
              {
                key: 'pick',
                head: ui.t('testing.pick'),
                cell: (test) => (
                  <input
                    class="form-check-input"
                    type="checkbox"
                    name="tests"
                    value={test.id}
                    checked={test.state === 'unassigned'}
                    disabled={!canMove(test)}
                    aria-label={testName(ui, test)}
                  />
                ),
              },
              {
                key: 'item',
                head: ui.t('testing.item'),
                cell: (test) => <a href={`/tests/${test.id}`}>{testName(ui, test)}</a>,
                wrap: true,
              },
              {
                key: 'limit',
                head: ui.t('testing.limit'),
                cell: (test) => test.item.limitText,
                wrap: true,
                deskOnly: true,
              },
              { key: 'analyst', head: ui.t('testing.analyst'), cell: (test) => names[test.analyst_id ?? ''] ?? '—' },
              { key: 'state', head: ui.t('field.state'), cell: (test) => <StateText ui={ui} state={test.state} /> },
            ]}
          />
        </Card>
        {tests.some(canMove) ? (
          <Card
            title={ui.t('testing.assign')}
            aside={
              <a class="btn" href={`/samples/${sample.id}/distribution`}>
                {ui.t('testing.share')}
              </a>
            }
          >
            <SelectField
              ui={ui}
              name="analyst"
              label={ui.t('testing.analyst')}
              options={options}
              required
              width="half"
            />
            <FormFoot>
              <button class="btn btn-primary btn-next">{ui.t('testing.assignDo')}</button>
            </FormFoot>
          </Card>
        ) : null}
      </Form>
      {data.movable > 0 ? <WorkerTable data={data} ui={ui} /> : null}
    </>
  );
}

export const assignmentPost = post<AssignInput, { tests: TestAnswer[] }>({
  name: 'test.assign',
  path: '/samples/:id/assignment',
  needs: 'task.plan',
  input: object({ id, tests: { ...list(id, 500), minItems: 1 }, analyst: text(60) }, ['id', 'tests', 'analyst']),
  answer: testsSchema,
  run: async (act, input) => ({ tests: (await assign(act, input)).map(testAnswer) }),
  then: (_tests, input) => `/samples/${input.id}/assignment`,
  on: assignmentPage,
});

interface Tasks {
  toPlan: BatchAnswer[];
  toAssign: BatchAnswer[];
}

/** What waits for the department head before testing can start. */
export const tasksPage = page<object, Tasks>({
  name: 'task.list',
  path: '/tasks',
  needs: 'task.plan',
  input: object({}),
  answer: object({ toPlan: list(batchSchema), toAssign: list(batchSchema) }, ['toPlan', 'toAssign']),
  load: async ({ app, db, today }) => {
    const open: { sample_id: string }[] = await db('tests').where({ state: 'unassigned' }).distinct('sample_id');
    const waiting = new Set(open.map((row) => row.sample_id));
    const batches = await batchesIn(db, ['accepted', 'assigned', 'testing']);
    const answers = (list: typeof batches) => list.map((batch) => batchAnswer(app, today, batch));
    return {
      toPlan: answers(batches.filter((batch) => batch.state === 'accepted')),
      toAssign: answers(batches.filter((batch) => waiting.has(batch.id))),
    };
  },
  title: (_data, ui) => ui.t('nav.tasks'),
  view: ({ toPlan, toAssign }, ui) => (
    <>
      <PageHead title={ui.t('nav.tasks')} />
      <BatchTable
        ui={ui}
        title={ui.t('testing.toPlan')}
        batches={toPlan}
        href={(batch) => `/samples/${batch.id}/plan`}
        empty={ui.t('testing.noneToPlan')}
      />
      <BatchTable
        ui={ui}
        title={ui.t('testing.toAssign')}
        batches={toAssign}
        href={(batch) => `/samples/${batch.id}/assignment`}
        empty={ui.t('testing.noneToAssign')}
      />
    </>
  ),
});
