import type { JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Card, DataTable, Due, Form, PageHead, Pill, Tabs, type Ui } from '../ui/index.ts';
import type { ClockList } from './list.pages.tsx';
import { type ClockLine, MOST } from './rows.ts';

const address = (asked: { scope?: string; role?: string | null; after?: string }): string => {
  const pairs = Object.entries(asked).flatMap(([name, value]) => (value ? [[name, value]] : []));
  return pairs.length > 0 ? `/clocks?${new URLSearchParams(pairs).toString()}` : '/clocks';
};

/** A count that is told exactly up to what is counted. */
const many = (count: number): number | string => (count > MOST ? `${MOST}+` : count);

export function ClocksView({ data, ui }: { data: ClockList; ui: Ui }): JSX.Element {
  const { scope, role, counts, lines, next, feed } = data;
  return (
    <>
      <PageHead title={ui.t('nav.clocks')} note={ui.t('clock.lead')}>
        <a class="btn" href="/clocks/rules">
          {ui.t('clock.rules')}
        </a>
      </PageHead>
      <Tabs
        label={ui.t('nav.clocks')}
        tabs={counts.map((one) => ({
          href: address({ scope: one.scope, role }),
          label: `${lookUp(ui.lang, `clock.scope.${one.scope}`)} ${many(one.count)}`,
          active: one.scope === scope,
        }))}
      />
      <Card flush>
        <DataTable<ClockLine>
          ui={ui}
          caption={ui.t('nav.clocks')}
          rows={lines}
          rowKey={(row) => row.id}
          href={(row) => `/clocks/${row.id}`}
          empty={lookUp(ui.lang, `clock.none.${scope}`)}
          next={next === null ? undefined : address({ scope, role, after: next })}
          tone={(row) => (row.clockState === 'running' && row.state !== 'on-time' ? row.state : undefined)}
          columns={[
            { key: 'due', head: ui.t('field.due'), cell: (row) => <ClockDue row={row} ui={ui} /> },
            { key: 'title', head: ui.t('clock.what'), cell: (row) => row.title[ui.lang], wrap: true },
            { key: 'about', head: ui.t('clock.about'), cell: (row) => row.about || '—', wrap: true },
            { key: 'owner', head: ui.t('clock.owner'), cell: (row) => lookUp(ui.lang, `role.${row.ownerRole}`) },
            { key: 'basis', head: ui.t('clock.basis'), cell: (row) => row.basis, wrap: true, deskOnly: true },
          ]}
        />
      </Card>
      <Card title={ui.t('clock.calendar')}>
        <p class="mb-3">{ui.t('clock.calendarLead')}</p>
        {feed ? (
          <p>
            <code class="digest">{feed}</code>
          </p>
        ) : null}
        <Form ui={ui} action="/clocks/feed" draft="off">
          <button class="btn">{ui.t(feed ? 'clock.calendarAgain' : 'clock.calendarMake')}</button>
        </Form>
      </Card>
    </>
  );
}

export const ClockDue = ({ row, ui }: { row: ClockLine; ui: Ui }): JSX.Element =>
  row.clockState === 'paused' ? (
    <Pill tone="grey" shape="‖" word={ui.t('clock.state.paused')} />
  ) : row.clockState === 'running' ? (
    <Due ui={ui} date={row.dueOn} state={row.state} days={row.days} provisional={row.provisional} />
  ) : (
    <span>{row.dueOn}</span>
  );
