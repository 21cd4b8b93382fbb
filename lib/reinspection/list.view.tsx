import type { JSX } from 'preact';
import { asked, listHref, SearchLine } from '../samplings/index.ts';
import { Card, DataTable, Due, PageHead, Pill, Tabs, type Ui } from '../ui/index.ts';
import { type Line, type ReinspectionList, type Tab, tabs } from './show.ts';

const looks = {
  applied: { tone: 'blue', shape: '◔' },
  supplement: { tone: 'amber', shape: '‖' },
  accepted: { tone: 'teal', shape: '●' },
  refused: { tone: 'grey', shape: '✕' },
  requested: { tone: 'blue', shape: '◑' },
  'handed-over': { tone: 'violet', shape: '◑' },
  testing: { tone: 'blue', shape: '◐' },
  reported: { tone: 'green', shape: '■' },
  sent: { tone: 'green', shape: '✔' },
  withdrawn: { tone: 'grey', shape: '✕' },
  registered: { tone: 'blue', shape: '◔' },
  assigned: { tone: 'blue', shape: '◑' },
  answered: { tone: 'violet', shape: '◑' },
  audited: { tone: 'green', shape: '✔' },
  cancelled: { tone: 'grey', shape: '✕' },
} as const;

type Known = keyof typeof looks;
const isKnown = (state: string): state is Known => Object.hasOwn(looks, state);

/** Where a re-inspection or an objection stands, in its own words. */
export function CoursePill({ ui, state }: { ui: Ui; state: string }): JSX.Element {
  return isKnown(state) ? (
    <Pill {...looks[state]} word={ui.t(`reinspection.state.${state}`)} />
  ) : (
    <Pill tone="grey" shape="·" word={state} />
  );
}

/** 维持 or 推翻, with shape and word. */
export function OutcomePill({ ui, outcome }: { ui: Ui; outcome: 'confirmed' | 'overturned' }): JSX.Element {
  const look =
    outcome === 'confirmed' ? ({ tone: 'orange', shape: '■' } as const) : ({ tone: 'green', shape: '✔' } as const);
  return <Pill {...look} word={ui.t(`reinspection.outcome.${outcome}`)} />;
}

/** 复验（复检）与异议: what runs and what is over. */
export function ListView({ data, ui }: { data: ReinspectionList; ui: Ui }): JSX.Element {
  const q = asked(ui).get('q') ?? undefined;
  const href = (tab: Tab, after?: string) => listHref('/reinspections', { tab, q, after });
  const isObjection = data.tab === 'objections' || data.tab === 'answered';
  const kindOf = (row: Line) =>
    isObjection
      ? ui.t(`objection.kind.${row.kind as 'sampling'}`)
      : ui.t(`reinspection.standing.${row.kind === 'foreign' ? 'foreign' : 'own'}`);
  return (
    <>
      <PageHead title={ui.t('nav.reinspections')} note={ui.t('reinspection.lead')}>
        {ui.may('reinspection.write') ? (
          <>
            <a class="btn" href="/objections/new">
              {ui.t('objection.new')}
            </a>
            <a class="btn" href="/reinspections/foreign">
              {ui.t('reinspection.newForeign')}
            </a>
            <a class="btn btn-primary btn-next" href="/reinspections/new">
              {ui.t('reinspection.new')}
            </a>
          </>
        ) : null}
      </PageHead>
      <Tabs
        label={ui.t('field.state')}
        tabs={tabs.map((tab) => ({
          href: href(tab),
          label: ui.t(`reinspection.tab.${tab}`),
          active: tab === data.tab,
        }))}
      />
      <SearchLine ui={ui} path="/reinspections" q={q} hidden={{ tab: data.tab }} label={ui.t('reinspection.search')} />
      <Card flush>
        <DataTable<Line>
          ui={ui}
          caption={ui.t('nav.reinspections')}
          rows={data.lines}
          rowKey={(row) => row.id}
          href={(row) => row.href}
          empty={ui.t(q ? 'custody.none-found' : `reinspection.none.${data.tab}`)}
          next={data.next === null ? undefined : href(data.tab, data.next)}
          columns={[
            { key: 'number', head: ui.t('reinspection.number'), cell: (row) => row.number },
            { key: 'kind', head: ui.t(isObjection ? 'field.kind' : 'reinspection.standing'), cell: kindOf },
            {
              key: 'product',
              head: ui.t('field.productName'),
              cell: (row) => `${row.product} ${row.batchNo}`,
              wrap: true,
            },
            { key: 'party', head: ui.t('reinspection.party'), cell: (row) => row.party, wrap: true },
            { key: 'on', head: ui.t('reinspection.appliedOn'), cell: (row) => row.on },
            { key: 'state', head: ui.t('field.state'), cell: (row) => <CoursePill ui={ui} state={row.state} /> },
            {
              key: 'due',
              head: ui.t(data.tab === 'open' || data.tab === 'objections' ? 'field.due' : 'reinspection.result'),
              cell: (row) =>
                row.outcome === 'confirmed' || row.outcome === 'overturned' ? (
                  <OutcomePill ui={ui} outcome={row.outcome} />
                ) : row.outcome === 'accepted' || row.outcome === 'rejected' ? (
                  ui.t(`objection.outcome.${row.outcome}`)
                ) : row.due ? (
                  <Due
                    ui={ui}
                    date={row.due.dueOn}
                    state={row.due.state}
                    days={row.due.days}
                    provisional={row.due.provisional}
                  />
                ) : (
                  ''
                ),
            },
          ]}
        />
      </Card>
    </>
  );
}
