import { page, post } from '../kernel/routes.ts';
import { object } from '../kernel/shapes.ts';
import { Card, Counts, DataTable, PageHead } from '../ui/index.ts';
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
import { ownColumns, SignSet, workTone } from './lists.view.tsx';
import type { Named } from './signing.ts';
import { worklist } from './store.ts';
import { submitSet } from './submit.ts';

interface MyTests {
  returned: WorkAnswer[];
  open: WorkAnswer[];
  /** Finished records that only wait for the analyst's signature. */
  ready: WorkAnswer[];
  submitted: WorkAnswer[];
}

const benchHref = (test: WorkAnswer): string => `/tests/${test.id}`;

export const myTestsPage = page<object, MyTests>({
  name: 'test.mine',
  path: '/tests',
  needs: 'test.record',
  input: object({}),
  answer: object({ returned: workSchema, open: workSchema, ready: workSchema, submitted: workSchema }, [
    'returned',
    'open',
    'ready',
    'submitted',
  ]),
  load: async ({ app, db, user, today }) => {
    const tests = (await worklist(db, ['assigned', 'testing', 'returned', 'submitted'], user.id)).map((test) =>
      workAnswer(app, today, test),
    );
    const open = tests.filter((test) => test.state === 'assigned' || test.state === 'testing');
    const isReady = (test: WorkAnswer): boolean =>
      test.complete && test.state === 'testing' && test.verdict !== 'undecided';
    return {
      returned: tests.filter((test) => test.state === 'returned'),
      open: open.filter((test) => !isReady(test)),
      ready: open.filter(isReady),
      submitted: tests.filter((test) => test.state === 'submitted'),
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
