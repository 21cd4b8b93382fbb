import type { JSX } from 'preact';
import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, integer, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { Card, type Column, Counts, DataTable, PageHead, Pill, Tabs, type Ui } from '../ui/index.ts';
import {
  myLinesSchema,
  myWorkSchema,
  namedSchema,
  password,
  type TestAnswer,
  testAnswer,
  testsSchema,
} from './answers.ts';
import { ownColumns, SignSet, testName, workTone } from './lists.view.tsx';
import { MINE_PAGE, type MineScope, type MyLine, type MyTests, mineScopes, myTests } from './mine.ts';
import type { Named } from './signing.ts';
import { submitSet } from './submit.ts';

const benchHref = (test: MyLine): string => `/tests/${test.id}`;

/** The address of the list, or of a page of one of its parts. */
function href(asked: { scope?: MineScope | undefined; page?: number; urgent?: boolean | undefined }): string {
  const pairs = Object.entries(asked).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === false || value === 1 ? [] : [[name, value === true ? 'on' : String(value)]],
  );
  return pairs.length === 0 ? '/tests' : `/tests?${new URLSearchParams(pairs).toString()}`;
}

/** The columns of own work; an urgent batch bears its word. */
const columnsOf = (ui: Ui): Column<MyLine>[] =>
  ownColumns<MyLine>(ui, benchHref).map((column) =>
    column.key === 'item'
      ? {
          ...column,
          cell: (test) => (
            <>
              <a href={benchHref(test)}>{testName(ui, test)}</a>
              {test.priority === 'urgent' ? <Pill tone="orange" shape="!" word={ui.t('testing.urgent')} /> : null}
            </>
          ),
        }
      : column,
  );

/** One part of the work: its beginning, or the page that was asked for. */
function Part({
  data,
  scope,
  title,
  empty,
  columns,
  ui,
}: {
  data: MyTests;
  scope: 'returned' | 'open' | 'submitted';
  title: string;
  empty: string;
  columns: Column<MyLine>[];
  ui: Ui;
}): JSX.Element | null {
  const rows = data[scope];
  const count = data.counts[scope];
  if (data.scope !== null && data.scope !== scope) return null;
  if (rows.length === 0 && scope !== 'open') return null;
  const hasMore = data.page * MINE_PAGE < count;
  const asked = { scope, urgent: data.urgentOnly };
  return (
    <Card title={title} id={scope} flush>
      <DataTable
        ui={ui}
        caption={title}
        rows={rows}
        rowKey={(test) => test.id}
        empty={empty}
        tone={workTone}
        total={count}
        first={data.page > 1 ? href(asked) : undefined}
        next={hasMore ? href({ ...asked, page: data.page + 1 }) : undefined}
        columns={columns}
      />
    </Card>
  );
}

export const myTestsPage = page<{ scope?: MineScope; page?: number; urgent?: boolean }, MyTests>({
  name: 'test.mine',
  path: '/tests',
  needs: 'test.record',
  input: object({
    scope: oneOf(...mineScopes),
    page: { type: 'integer', minimum: 1, maximum: 10_000 },
    urgent: boolean,
  }),
  answer: object(
    {
      ...{ scope: nullable(text()), page: integer, urgentOnly: boolean, counts: anyObject },
      ...{ returned: myLinesSchema, open: myLinesSchema, ready: myWorkSchema, submitted: myLinesSchema },
    },
    ['scope', 'page', 'urgentOnly', 'counts', 'returned', 'open', 'ready', 'submitted'],
  ),
  load: myTests,
  title: (_data, ui) => ui.t('testing.mine'),
  view: (data, ui) => <MyTestsView data={data} ui={ui} />,
});

function MyTestsView({ data, ui }: { data: MyTests; ui: Ui }): JSX.Element {
  const { counts, scope, urgentOnly } = data;
  const columns = columnsOf(ui);
  return (
    <>
      <PageHead title={ui.t('testing.mine')}>
        {ui.may('run.write') ? (
          <a class="btn btn-primary" href="/runs/new">
            {ui.t('testing.composeRun')}
          </a>
        ) : null}
      </PageHead>
      <Counts
        counts={[
          { label: ui.t('testing.late'), value: counts.late, href: '/tests#open', tone: 'late' },
          { label: ui.t('testing.urgent'), value: counts.urgent, href: href({ urgent: true }), tone: 'amber' },
          { label: ui.t('state.returned'), value: counts.returned, href: href({ scope: 'returned' }), tone: 'amber' },
          { label: ui.t('testing.open'), value: counts.open, href: href({ scope: 'open' }) },
          { label: ui.t('testing.ready'), value: counts.ready, href: href({ scope: 'ready' }) },
        ]}
      />
      <Tabs
        label={ui.t('testing.mine')}
        tabs={[
          { href: '/tests', label: ui.t('testing.byDue'), active: scope === null && !urgentOnly },
          { href: href({ urgent: true }), label: ui.t('testing.urgent'), active: urgentOnly, count: counts.urgent },
          ...(ui.may('run.write') ? [{ href: '/runs/new', label: ui.t('testing.byMethod'), active: false }] : []),
        ]}
      />
      <Part
        {...{ data, ui }}
        scope="returned"
        title={ui.t('testing.returned')}
        empty={ui.t('table.empty')}
        columns={[
          ...columns.slice(0, 3),
          { key: 'reason', head: ui.t('field.reason'), cell: (test) => test.returned_reason ?? '—', wrap: true },
          ...columns.slice(4),
        ]}
      />
      <Part {...{ data, ui, columns }} scope="open" title={ui.t('testing.open')} empty={ui.t('testing.noneOpen')} />
      {scope === null || scope === 'ready' ? <Ready data={data} ui={ui} /> : null}
      <Part
        {...{ data, ui, columns }}
        scope="submitted"
        title={ui.t('testing.submitted')}
        empty={ui.t('table.empty')}
      />
    </>
  );
}

/** Finished records, signed together by one password; a longer set is signed page by page. */
function Ready({ data, ui }: { data: MyTests; ui: Ui }): JSX.Element {
  return (
    <div id="ready">
      <SignSet
        ui={ui}
        title={ui.t('testing.ready')}
        action="/submissions"
        meaning={ui.t('meaning.test')}
        act={ui.t('testing.submit')}
        tests={data.ready}
        columns={ownColumns(ui, (test) => `/tests/${test.id}`)}
      />
      {data.page * MINE_PAGE < data.counts.ready ? (
        <p>
          <a href={href({ scope: 'ready', urgent: data.urgentOnly, page: data.page + 1 })}>
            {ui.t('testing.moreReady', { count: data.counts.ready })}
          </a>
        </p>
      ) : null}
    </div>
  );
}

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
