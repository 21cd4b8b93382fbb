import type { JSX } from 'preact';
import { Card, Counts, DataTable, PageHead, Pill, type Ui } from '../ui/index.ts';
import type { Coverage, CoverageLine, Watch } from './coverage.ts';
import { CapabilityTabs, StandingPill } from './standing.view.tsx';

const classes = ['drug', 'tcm', 'device', 'cosmetic', 'packaging'] as const;

/** What each parameter of the annex needs today; red where something is missing. */
export function CoverageView({ data, ui }: { data: Coverage; ui: Ui }): JSX.Element {
  const lack = (text: string) => <Pill tone="red" shape="▲" word={text} />;
  const watched = (watch: Watch | null) => {
    if (watch === null) return lack(ui.t('capability.never'));
    if (!watch.ok) return lack(`${watch.on} ${ui.t('capability.watchFailed')}`);
    return watch.until < data.today ? lack(`${watch.on} ${ui.t('capability.watchLapsed')}`) : watch.on;
  };
  const address = (own: string | null, missing: boolean, gap: string | null = null) => {
    const asked = { ...(own && { class: own }), ...(missing && { missing: 'true' }), ...(gap && { gap }) };
    const query = new URLSearchParams(asked).toString();
    return `/capability/coverage${query === '' ? '' : `?${query}`}`;
  };
  return (
    <>
      <PageHead
        title={ui.t('capability.coverage')}
        note={ui.t('capability.coverageLead', { today: data.today, count: data.total })}
      >
        <a class="btn" href={address(data.class, !data.missing && data.gap === null)}>
          {ui.t(data.missing || data.gap ? 'capability.showAll' : 'capability.onlyMissing')}
        </a>
      </PageHead>
      <CapabilityTabs ui={ui} at="/capability/coverage" />
      <Counts
        counts={data.counts.map(({ gap, count }) => ({
          label: ui.t(`capability.gap.${gap}`),
          value: count,
          href: address(data.class, false, gap),
          tone: 'late',
        }))}
      />
      <nav class="tabs" aria-label={ui.t('definitions.class')}>
        {[null, ...classes].map((own) => (
          <a
            key={own ?? 'all'}
            class={own === data.class ? 'tab active' : 'tab'}
            href={address(own, data.missing, data.gap)}
          >
            {own === null ? ui.t('definitions.all') : ui.t(`class.${own}`)}
          </a>
        ))}
      </nav>
      <Card title={data.gap ? ui.t(`capability.gap.${data.gap}`) : undefined} flush>
        <DataTable<CoverageLine>
          ui={ui}
          caption={ui.t('capability.coverage')}
          rows={data.lines}
          rowKey={(row) => row.code}
          href={(row) => `/parameters/${row.code}`}
          empty={ui.t('capability.none')}
          total={data.lines.length}
          columns={[
            { key: 'code', head: ui.t('capability.parameter_code'), cell: (row) => row.code },
            { key: 'name', head: ui.t('field.name'), cell: (row) => row.name[ui.lang], wrap: true },
            {
              key: 'state',
              head: ui.t('capability.state'),
              cell: (row) => <StandingPill ui={ui} standing={row.standing} />,
            },
            {
              key: 'people',
              head: ui.t('capability.people'),
              cell: (row) => (row.people === 0 ? lack(ui.t('capability.lacks')) : row.people),
            },
            {
              key: 'instruments',
              head: ui.t('capability.instruments'),
              cell: (row) =>
                row.instruments === null
                  ? '—'
                  : row.instruments === 0
                    ? lack(ui.t('capability.lacks'))
                    : row.instruments,
            },
            {
              key: 'standard',
              head: ui.t('capability.standard'),
              wrap: true,
              cell: (row) =>
                row.lacking.length === 0 ? (
                  <Pill tone="green" shape="✔" word={ui.t('capability.current')} />
                ) : (
                  <>
                    {lack(ui.t('capability.notCurrent'))} {row.lacking.join('; ')}
                  </>
                ),
            },
            {
              key: 'test',
              head: ui.t('capability.lastTest'),
              cell: (row) => row.lastTest ?? lack(ui.t('capability.never')),
            },
            ...(['control', 'proficiency'] as const).map((key) => ({
              key,
              head: ui.t(`capability.watch.${key}`),
              cell: (row: CoverageLine) => watched(row[key]),
            })),
          ]}
        />
      </Card>
    </>
  );
}
