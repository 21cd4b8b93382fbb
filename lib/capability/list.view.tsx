import type { JSX } from 'preact';
import { Counts, DataTable, ImportCard, PageHead, SearchBar, Tabs, type Ui } from '../ui/index.ts';
import type { CapabilityLine, CapabilityList } from './list.ts';
import { CapabilityTabs, StandingPill } from './standing.view.tsx';

type Asked = Partial<Pick<CapabilityList, 'class' | 'standing' | 'project' | 'q'>>;

function href(asked: Asked): string {
  const pairs = Object.entries(asked).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return pairs.length === 0 ? '/capability' : `/capability?${new URLSearchParams(pairs).toString()}`;
}

/** 能力附表: what the institute may report with which mark, and until when. */
export function CapabilityView({ data, ui }: { data: CapabilityList; ui: Ui }): JSX.Element {
  const { class: shown, standing, project, q } = data;
  const asked: Asked = { class: shown, standing, project, q };
  const all = data.counts.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <PageHead
        title={ui.t('nav.capability')}
        note={ui.t('capability.lead', { count: data.accredited, today: data.today })}
      >
        <a class="btn" href="/capability/annex.xlsx">
          {ui.t('capability.export')}
        </a>
      </PageHead>
      <CapabilityTabs ui={ui} at="/capability" />
      <Counts
        counts={[
          ...data.standings.map(({ standing: own, count }) => ({
            label: ui.t(`capability.state.${own}`),
            value: count,
            href: href({ standing: own }),
            tone: own === 'suspended' || own === 'expired' ? ('late' as const) : ('plain' as const),
          })),
          ...data.projects.map(({ project: own, count }) => ({
            label: own,
            value: count,
            href: href({ project: own }),
          })),
        ]}
      />
      <Tabs
        label={ui.t('definitions.class')}
        tabs={[
          { href: href({ ...asked, class: null }), label: ui.t('definitions.all'), active: shown === null, count: all },
          ...data.counts.map(({ class: own, count }) => ({
            href: href({ ...asked, class: own }),
            label: ui.t(`class.${own}`),
            active: shown === own,
            count,
          })),
        ]}
      />
      {ui.may('capability.write') ? (
        <ImportCard
          ui={ui}
          action="/capability/import"
          title={ui.t('capability.import')}
          lead={ui.t('capability.importLead')}
          workbook="/capability/annex.xlsx"
        />
      ) : null}
      <SearchBar
        ui={ui}
        action="/capability"
        q={q ?? ''}
        label={ui.t('capability.search')}
        kept={{ class: shown, standing, project }}
        chosen={shown !== null || standing !== null || project !== null}
      />
      <DataTable<CapabilityLine>
        ui={ui}
        caption={ui.t('nav.capability')}
        rows={data.lines}
        rowKey={(row) => row.id}
        href={(row) => `/capability/lines/${row.id}`}
        empty={ui.t(data.standings.length === 0 ? 'capability.empty' : 'capability.none')}
        emptyAct={data.standings.length === 0 ? undefined : { href: '/capability', label: ui.t('definitions.showAll') }}
        columns={[
          { key: 'code', head: ui.t('capability.parameter_code'), cell: (row) => row.code },
          { key: 'item', head: ui.t('capability.item'), cell: (row) => row.item, wrap: true },
          { key: 'standards', head: ui.t('capability.standards'), cell: (row) => row.standards, wrap: true },
          {
            key: 'scope',
            head: ui.t('capability.scope'),
            cell: (row) => [row.scope, row.note].filter(Boolean).join('；') || '—',
            wrap: true,
          },
          { key: 'scheme', head: ui.t('capability.scheme'), cell: (row) => row.scheme },
          {
            key: 'standing',
            head: ui.t('capability.state'),
            cell: (row) => <StandingPill ui={ui} standing={row.standing} />,
          },
          { key: 'valid', head: ui.t('capability.valid_to'), cell: (row) => row.valid_to ?? '—' },
        ]}
      />
    </>
  );
}
