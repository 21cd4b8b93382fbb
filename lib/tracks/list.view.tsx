import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Card, DataTable, Due, PageHead, Pill, SearchBar, Tabs, type Ui } from '../ui/index.ts';
import { scopes, type TrackList } from './list.ts';
import { kindWord, TrackPill } from './parts.view.tsx';

const href = (scope: string, q: string, before?: string): string =>
  `/tracks?${new URLSearchParams({ scope, ...(q && { q }), ...(before && { before }) }).toString()}`;

/** 核查处置: the tracks of the own authority, or all of them for the institute. */
export function TracksView({ data: { scope, q, counts, lines, next }, ui }: { data: TrackList; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.tracks')} note={ui.t('track.lead')}>
        {ui.may('notice.release') ? (
          <a class="btn" href={`/tracks.xlsx?${new URLSearchParams({ scope, ...(q && { q }) }).toString()}`}>
            {ui.t('track.export')}
          </a>
        ) : null}
      </PageHead>
      <Tabs
        label={ui.t('nav.tracks')}
        tabs={scopes.map((one) => ({
          ...{ href: href(one, q), label: lookUp(ui.lang, `track.scope.${one}`), active: scope === one },
          count: counts.find((counted) => counted.scope === one)?.count,
        }))}
      />
      <SearchBar ui={ui} action="/tracks" q={q} label={ui.t('track.search')} kept={{ scope }} />
      <Card flush>
        <DataTable
          ui={ui}
          caption={ui.t('nav.tracks')}
          rows={lines}
          rowKey={(row) => row.id}
          href={(row) => `/cases/${row.caseId}/tracks/${row.id}`}
          empty={lookUp(ui.lang, `track.empty.${scope}`)}
          next={next === null ? undefined : href(scope, q, next)}
          tone={(row) => (row.due && row.due.state !== 'on-time' ? row.due.state : undefined)}
          columns={[
            { key: 'number', head: ui.t('case.number'), cell: (row) => row.caseNumber },
            { key: 'kind', head: ui.t('track.kind'), cell: (row) => kindWord(ui, row.kind) },
            { key: 'unit', head: ui.t('track.unit'), cell: (row) => row.unitName, wrap: true },
            {
              key: 'product',
              head: ui.t('report.product'),
              cell: (row) => `${row.productName} ${row.batchNo}`,
              wrap: true,
            },
            {
              key: 'authority',
              head: ui.t('track.authority'),
              cell: (row) => row.authority ?? ui.t('track.noAuthority'),
              wrap: true,
            },
            {
              key: 'state',
              head: ui.t('field.state'),
              cell: (row) => (
                <>
                  <TrackPill ui={ui} state={row.state} />
                  {row.supervision > 0 ? (
                    <Pill tone="red" shape="▲" word={lookUp(ui.lang, `track.supervision.${row.supervision}`)} />
                  ) : null}
                </>
              ),
            },
            {
              key: 'due',
              head: ui.t('field.due'),
              cell: (row) =>
                row.due ? (
                  <Due
                    ui={ui}
                    date={row.due.on}
                    state={row.due.state}
                    days={row.due.days}
                    provisional={row.due.provisional}
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
