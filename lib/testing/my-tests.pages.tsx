import { page, post } from '../kernel/routes.ts';
import { object } from '../kernel/shapes.ts';
import { Card, Counts, DataTable, PageHead } from '../ui/index.ts';
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
import { ownColumns, SignSet, workTone } from './lists.view.tsx';
import type { TestState } from './machine.ts';
import type { Named } from './signing.ts';
import { type Listed, wholeOf, worklist } from './store.ts';
import { submitSet } from './submit.ts';

interface MyTests {
  returned: WorkLine[];
  open: WorkLine[];
  /** Finished records that only wait for the analyst's signature. */
  ready: WorkAnswer[];
  submitted: WorkLine[];
}

/** A complete record has a verdict; only such ones are read whole. */
const isJudged = ({ state, verdict }: Listed): boolean =>
  state === 'testing' && (verdict === 'conforms' || verdict === 'fails');

const benchHref = (test: WorkLine): string => `/tests/${test.id}`;

export const myTestsPage = page<object, MyTests>({
  name: 'test.mine',
  path: '/tests',
  needs: 'test.record',
  input: object({}),
  answer: object({ returned: linesSchema, open: linesSchema, ready: workSchema, submitted: linesSchema }, [
    'returned',
    'open',
    'ready',
    'submitted',
  ]),
  load: async ({ app, db, user, today }) => {
    const tests = await worklist(db, ['assigned', 'testing', 'returned', 'submitted'], user.id);
    const judged = await wholeOf(db, tests.filter(isJudged));
    const ready = judged.filter((test) => isJudged(test) && test.outcome?.complete);
    const readyIds = new Set(ready.map(({ id }) => id));
    const lines = (...states: TestState[]): WorkLine[] =>
      tests
        .filter(({ id, state }) => states.includes(state) && !readyIds.has(id))
        .map((test) => workLine(app, today, test));
    return {
      returned: lines('returned'),
      open: lines('assigned', 'testing'),
      ready: ready.map((test) => workAnswer(app, today, test)),
      submitted: lines('submitted'),
    };
  },
  title: (_data, ui) => ui.t('testing.mine'),
  view: ({ returned, open, ready, submitted }, ui) => (
    <>
      <PageHead title={ui.t('testing.mine')} />
      <Counts
        counts={[
          {
            label: ui.t('testing.late'),
            value: [...returned, ...open, ...ready].filter((test) => test.due.state === 'late').length,
            href: '#open',
            tone: 'late',
          },
          { label: ui.t('state.returned'), value: returned.length, href: '#returned', tone: 'amber' },
          { label: ui.t('testing.open'), value: open.length, href: '#open' },
          { label: ui.t('testing.ready'), value: ready.length, href: '#ready' },
        ]}
      />
      {returned.length > 0 ? (
        <Card title={ui.t('testing.returned')} id="returned" flush>
          <DataTable
            ui={ui}
            caption={ui.t('testing.returned')}
            rows={returned}
            rowKey={(test) => test.id}
            empty={ui.t('table.empty')}
            tone={workTone}
            columns={[
              ...ownColumns(ui, benchHref).slice(0, 3),
              { key: 'reason', head: ui.t('field.reason'), cell: (test) => test.returned_reason ?? '—', wrap: true },
              ...ownColumns(ui, benchHref).slice(4),
            ]}
          />
        </Card>
      ) : null}
      <Card title={ui.t('testing.open')} id="open" flush>
        <DataTable
          ui={ui}
          caption={ui.t('testing.open')}
          rows={open}
          rowKey={(test) => test.id}
          empty={ui.t('testing.noneOpen')}
          tone={workTone}
          columns={ownColumns(ui, benchHref)}
        />
      </Card>
      <div id="ready">
        <SignSet
          ui={ui}
          title={ui.t('testing.ready')}
          action="/submissions"
          meaning={ui.t('meaning.test')}
          act={ui.t('testing.submit')}
          tests={ready}
          columns={ownColumns(ui, benchHref)}
        />
      </div>
      {submitted.length > 0 ? (
        <Card title={ui.t('testing.submitted')} flush>
          <DataTable
            ui={ui}
            caption={ui.t('testing.submitted')}
            rows={submitted}
            rowKey={(test) => test.id}
            empty={ui.t('table.empty')}
            columns={ownColumns(ui, benchHref)}
          />
        </Card>
      ) : null}
    </>
  ),
});

export const submissionsPost = post<{ tests: Named[] }, { tests: TestAnswer[] }>({
  name: 'test.submit-set',
  path: '/submissions',
  needs: 'test.record',
  signs: true,
  input: object({ tests: namedSchema, password }, ['tests', 'password']),
  answer: testsSchema,
  run: async (act, { tests }) => ({ tests: (await submitSet(act, tests)).map(testAnswer) }),
  then: () => '/tests',
  on: myTestsPage,
});
