import { page } from '../kernel/routes.ts';
import { id, list as listOf, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { decode } from '../kernel/tables.ts';
import type { ClockRow } from '../kernel/terms.ts';
import { Card, DataTable, Due, PageHead, Tabs } from '../ui/index.ts';
import type { CaseRow, CaseState } from './rows.ts';
import { CaseStatePill } from './state.tsx';
import { type Term, term, termOf } from './term.ts';

const PAGE = 50;

interface CaseLine {
  id: string;
  number: string;
  sampleNumber: string;
  productName: string;
  items: string;
  state: CaseState;
  term: Term | null;
}

const caseLine = object(
  {
    id,
    number: text(),
    sampleNumber: text(),
    productName: text(),
    items: long,
    state: text(),
    term: { anyOf: [term, { type: 'null' }] },
  },
  ['id', 'number', 'sampleNumber', 'productName', 'items', 'state', 'term'],
);

export const casesPage = page<
  { state?: CaseState; before?: string },
  { state: CaseState; cases: CaseLine[]; next: string | null }
>({
  name: 'case.list',
  path: '/cases',
  needs: 'case.read',
  input: object({ state: oneOf('opened', 'notified'), before: id }),
  answer: object({ state: text(), cases: listOf(caseLine, PAGE), next: nullable(id) }, ['state', 'cases', 'next']),
  load: async (query, { state = 'opened', before }) => {
    const { db } = query;
    const select = db('cases')
      .join('samples', 'samples.id', 'cases.sample_id')
      .where({ 'cases.state': state })
      .orderBy('cases.id', 'desc')
      .limit(PAGE + 1)
      .select<(CaseRow & { sample_number: string; product_name: string })[]>(
        'cases.*',
        'samples.number as sample_number',
        'samples.product_name',
      );
    if (before !== undefined) select.where('cases.id', '<', before);
    const rows = (await select).map((row) =>
      decode<CaseRow & { sample_number: string; product_name: string }>('cases', row),
    );
    const shown = rows.slice(0, PAGE);
    const clocks: ClockRow[] = await db('clocks')
      .where({ entity: 'cases' })
      .whereIn(
        'entity_id',
        shown.map((row) => row.id),
      );
    const cases = shown.map((row) => {
      const clock = clocks.find((own) => own.entity_id === row.id);
      return {
        id: row.id,
        number: row.number,
        sampleNumber: row.sample_number,
        productName: row.product_name,
        items: row.items.map((item) => item.name).join('、'),
        state: row.state,
        term: clock ? termOf(query, clock) : null,
      };
    });
    return { state, cases, next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null };
  },
  title: (_data, ui) => ui.t('nav.cases'),
  view: ({ state, cases, next }, ui) => (
    <>
      <PageHead title={ui.t('nav.cases')} note={ui.t('case.note')} />
      <Tabs
        label={ui.t('nav.cases')}
        tabs={[
          { href: '/cases', label: ui.t('case.opened'), active: state === 'opened' },
          { href: '/cases?state=notified', label: ui.t('case.notified'), active: state === 'notified' },
        ]}
      />
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('nav.cases')}
          rows={cases}
          rowKey={(row) => row.id}
          href={(row) => `/cases/${row.id}`}
          empty={ui.t(state === 'opened' ? 'case.noneOpened' : 'case.noneNotified')}
          next={next === null ? undefined : `/cases?state=${state}&before=${next}`}
          tone={(row) => (row.term?.running && row.term.state !== 'on-time' ? row.term.state : undefined)}
          columns={[
            { key: 'number', head: ui.t('case.number'), cell: (row) => row.number },
            { key: 'sample', head: ui.t('report.sampleNumber'), cell: (row) => row.sampleNumber },
            { key: 'product', head: ui.t('report.product'), cell: (row) => row.productName, wrap: true },
            { key: 'items', head: ui.t('case.items'), cell: (row) => row.items, wrap: true },
            { key: 'state', head: ui.t('field.state'), cell: (row) => <CaseStatePill ui={ui} state={row.state} /> },
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
  ),
});
