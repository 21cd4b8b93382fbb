import type { JSX } from 'preact';
import { page } from '../kernel/routes.ts';
import { boolean, id, integer, list as listOf, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { asked, listHref, productClasses } from '../samplings/index.ts';
import { Card, DataTable, Due, PageHead, Pill, SearchBar, Tabs, type Ui } from '../ui/index.ts';
import { type CaseList, type CaseView, type ListInput, listCases, PAGE, views } from './list.ts';
import { CaseStatePill } from './state.tsx';
import { term } from './term.ts';

const lineFields = {
  ...{ id, number: text(), sampleNumber: text(), productName: text(), batchNo: text(), producer: text() },
  ...{ sampledUnit: text(), items: long, state: text(), supervision: integer, urgent: boolean },
  term: { anyOf: [term, { type: 'null' }] },
};
const caseLine = object(lineFields, Object.keys(lineFields));

export const casesPage = page<ListInput, CaseList>({
  name: 'case.list',
  path: '/cases',
  needs: 'case.read',
  input: object({
    ...{ state: oneOf(...views), class: oneOf(...productClasses), region: text(100), producer: text(), q: text(100) },
    before: id,
  }),
  answer: object(
    {
      ...{ state: text(), cases: listOf(caseLine, PAGE), next: nullable(id) },
      counts: listOf(object({ state: text(), count: integer }, ['state', 'count'])),
    },
    ['state', 'cases', 'next', 'counts'],
  ),
  load: listCases,
  title: (_data, ui) => ui.t('nav.cases'),
  view: (data, ui) => <CasesView data={data} ui={ui} />,
});

const tabs = ['opened', 'notified', 'handling', 'late', 'mine', 'supervised', 'closed', 'revoked', 'all'] as const;

function CasesView({ data: { state, cases, next, counts }, ui }: { data: CaseList; ui: Ui }): JSX.Element {
  const query = asked(ui);
  const kept = Object.fromEntries(
    ['class', 'region', 'producer', 'q'].map((name) => [name, query.get(name) ?? undefined]),
  );
  const href = (change: Record<string, string | undefined>) => listHref('/cases', { state, ...kept, ...change });
  const isSearched = Object.values(kept).some(Boolean);
  return (
    <>
      <PageHead title={ui.t('nav.cases')} note={ui.t('case.note')}>
        {ui.may('case.write') ? (
          <a class="btn" href="/cases/urgent">
            {ui.t('case.urgentNew')}
          </a>
        ) : null}
      </PageHead>
      <Tabs
        label={ui.t('nav.cases')}
        tabs={tabs.map((name) => ({
          href: href({ state: name }),
          label: ui.t(`case.view.${name}`),
          active: state === name,
          count: counts.find((one) => one.state === name)?.count,
        }))}
      />
      <SearchBar
        ui={ui}
        action="/cases"
        q={kept.q ?? ''}
        label={ui.t('case.search')}
        kept={{ state, producer: kept.producer }}
        chosen={isSearched}
      >
        <select class="form-select register-choice" name="class" aria-label={ui.t('field.class')}>
          <option value="">{ui.t('case.anyClass')}</option>
          {productClasses.map((name) => (
            <option key={name} value={name} selected={name === kept.class}>
              {ui.t(`class.${name}`)}
            </option>
          ))}
        </select>
        <input
          class="form-control register-choice"
          name="region"
          value={kept.region ?? ''}
          maxLength={100}
          aria-label={ui.t('case.region')}
          placeholder={ui.t('case.region')}
          autocomplete="off"
        />
      </SearchBar>
      {kept.producer ? <p class="quiet">{ui.t('case.ofProducer', { name: kept.producer })}</p> : null}
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('nav.cases')}
          rows={cases}
          rowKey={(row) => row.id}
          href={(row) => `/cases/${row.id}`}
          empty={emptyWords(ui, state, isSearched)}
          first={query.get('before') ? href({}) : undefined}
          next={next === null ? undefined : href({ before: next })}
          tone={(row) => (row.term?.running && row.term.state !== 'on-time' ? row.term.state : undefined)}
          columns={[
            {
              key: 'number',
              head: ui.t('case.number'),
              cell: (row) => row.number,
            },
            { key: 'sample', head: ui.t('report.sampleNumber'), cell: (row) => row.sampleNumber, deskOnly: true },
            { key: 'product', head: ui.t('report.product'), cell: (row) => row.productName, wrap: true },
            { key: 'producer', head: ui.t('case.producer'), cell: (row) => row.producer, wrap: true, deskOnly: true },
            { key: 'unit', head: ui.t('case.sampledUnit'), cell: (row) => row.sampledUnit, wrap: true, deskOnly: true },
            { key: 'items', head: ui.t('case.items'), cell: (row) => row.items || '—', wrap: true },
            {
              key: 'state',
              head: ui.t('field.state'),
              cell: (row) => (
                <>
                  <CaseStatePill ui={ui} state={row.state} />
                  {row.urgent ? <Pill tone="orange" shape="!" word={ui.t('case.urgentMark')} /> : null}
                  {row.supervision > 0 ? (
                    <Pill tone="violet" shape="◆" word={ui.t(row.supervision === 2 ? 'case.key' : 'case.supervised')} />
                  ) : null}
                </>
              ),
            },
            {
              key: 'due',
              head: ui.t('field.due'),
              cell: (row) =>
                row.term?.running ? (
                  <Due
                    ui={ui}
                    date={row.term.dueOn}
                    state={row.term.state}
                    days={row.term.days}
                    provisional={row.term.provisional}
                  />
                ) : (
                  '—'
                ),
            },
          ]}
        />
      </Card>
    </>
  );
}

function emptyWords(ui: Ui, state: CaseView, isSearched: boolean): string {
  if (isSearched) return ui.t('case.noneFound');
  return ui.t(state === 'opened' ? 'case.noneOpened' : 'case.noneHere');
}
