import type { JSX } from 'preact';
import { Card, Counts, DataTable, Form, PageHead, SearchBar, type Ui } from '../ui/index.ts';
import { EditionPill, MethodTabs, WatchPill } from './frame.view.tsx';
import type { StandardLine, StandardList } from './standards.show.ts';

/** The register of standards. */
export function StandardsView({ data, ui }: { data: StandardList; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('nav.methods')} note={ui.t('methods.lead', { count: data.total, today: data.today })}>
        {ui.may('standard.write') ? (
          <>
            <Form ui={ui} action="/methods/catalogue" draft="off" class="d-inline">
              <button class="btn">{ui.t('methods.take')}</button>
            </Form>
            <a class="btn btn-primary" href="/methods/standards/new">
              {ui.t('methods.newStandard')}
            </a>
          </>
        ) : null}
      </PageHead>
      <MethodTabs ui={ui} at="/methods" />
      <Counts
        counts={[
          ...(['in-force', 'coming', 'ended'] as const).map((standing) => ({
            label: ui.t(`methods.standing.${standing}`),
            value: data.counts[standing],
            href: `/methods?standing=${standing}`,
          })),
          { label: ui.t('methods.toCheck'), value: data.due, href: '/methods/watch', tone: 'late' },
        ]}
      />
      <SearchBar ui={ui} action="/methods" q={data.q} label={ui.t('methods.search')} chosen={data.standing !== null} />
      <Card flush>
        <DataTable<StandardLine>
          ui={ui}
          caption={ui.t('methods.register')}
          rows={data.lines}
          rowKey={(row) => row.id}
          href={(row) => `/methods/standards/${row.id}`}
          empty={ui.t(data.total === 0 ? 'methods.empty' : 'methods.none')}
          columns={[
            { key: 'number', head: ui.t('field.standardNo'), cell: (row) => row.number, wrap: true },
            { key: 'title', head: ui.t('field.docTitle'), cell: (row) => row.title ?? '—', wrap: true },
            { key: 'edition', head: ui.t('field.standardEdition'), cell: (row) => row.edition ?? '—', deskOnly: true },
            { key: 'from', head: ui.t('methods.from'), cell: (row) => row.from ?? ui.t('methods.unknown') },
            { key: 'to', head: ui.t('methods.to'), cell: (row) => row.to ?? '—' },
            {
              key: 'by',
              head: ui.t('field.appliesBy'),
              cell: (row) => ui.t(`methods.by.${row.appliesBy}`),
              deskOnly: true,
            },
            {
              key: 'standing',
              head: ui.t('field.state'),
              cell: (row) => <EditionPill ui={ui} standing={row.standing} />,
            },
            {
              key: 'watch',
              head: ui.t('methods.watch'),
              cell: (row) => (row.standing === 'ended' ? '—' : <WatchPill ui={ui} state={row.watch} />),
            },
          ]}
        />
      </Card>
    </>
  );
}
