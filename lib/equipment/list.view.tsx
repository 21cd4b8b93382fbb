import type { JSX } from 'preact';
import { Counts, DataTable, ImportCard, PageHead, SearchBar, Tabs, type Ui } from '../ui/index.ts';
import type { Standing } from './due.ts';
import type { InstrumentLine, InstrumentList } from './list.ts';
import { DueDay, StandingPill, standingTone } from './marks.tsx';

interface Asked {
  standing?: Standing | null;
  within?: number | null;
  department?: string | null;
  q?: string;
}

function href(asked: Asked): string {
  const pairs = Object.entries(asked).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return pairs.length === 0 ? '/instruments' : `/instruments?${new URLSearchParams(pairs).toString()}`;
}

/** 仪器设备台账: how each instrument stands today, and which are due. */
export function ListView({ data, ui }: { data: InstrumentList; ui: Ui }): JSX.Element {
  const { standing, within, department, q } = data;
  const asked: Asked = { standing, within, department, q };
  return (
    <>
      <PageHead title={ui.t('nav.equipment')} note={ui.t('equipment.lead', { count: data.total, today: data.today })}>
        {ui.may('equipment.write') ? (
          <a class="btn btn-primary" href="/instruments/new">
            {ui.t('equipment.new')}
          </a>
        ) : null}
        <a class="btn" href="/instruments/calendar">
          {ui.t('equipment.calendar')}
        </a>
        <a class="btn" href="/instruments/connections">
          {ui.t('nav.balances')}
        </a>
        <a class="btn" href="/instruments/ledger.xlsx">
          {ui.t('equipment.export')}
        </a>
      </PageHead>
      <Counts
        counts={[
          { label: ui.t('equipment.overdueCount'), value: data.overdue, href: href({ within: 0 }), tone: 'late' },
          ...data.reminders.toReversed().map(({ days, count }, i) => ({
            label: ui.t('equipment.dueWithin', { days }),
            value: count,
            href: href({ within: days }),
            tone: i === 0 ? ('late' as const) : ('amber' as const),
          })),
          {
            label: ui.t('equipment.waiting'),
            value: data.waiting,
            href: '/instruments/confirmations',
            tone: 'amber' as const,
          },
          ...(ui.may('test.read')
            ? [
                {
                  label: ui.t('nonconformity.title'),
                  value: data.nonconformities,
                  href: '/nonconformities',
                  tone: 'late' as const,
                },
              ]
            : []),
        ]}
      />
      <Tabs
        label={ui.t('equipment.state')}
        tabs={[
          {
            href: href({ ...asked, standing: null, within: null }),
            label: ui.t('equipment.all'),
            active: standing === null && within === null,
            count: data.total,
          },
          ...data.standings.map(({ standing: own, count }) => ({
            href: href({ ...asked, standing: own, within: null }),
            label: ui.t(`equipment.standing.${own}`),
            active: standing === own,
            count,
          })),
          ...(within === null
            ? []
            : [
                {
                  href: href(asked),
                  label: within === 0 ? ui.t('equipment.overdueCount') : ui.t('equipment.dueBy', { days: within }),
                  active: true,
                  count: data.lines.length,
                },
              ]),
        ]}
      />
      {ui.may('equipment.write') ? (
        <ImportCard
          ui={ui}
          action="/instruments/import"
          title={ui.t('equipment.import')}
          lead={ui.t('equipment.importLead')}
          workbook="/instruments/ledger.xlsx"
        />
      ) : null}
      <SearchBar
        ui={ui}
        action="/instruments"
        q={q ?? ''}
        label={ui.t('equipment.search')}
        kept={{ standing, within }}
        chosen={department !== null}
      >
        <select class="form-select register-choice" name="department" aria-label={ui.t('equipment.department')}>
          <option value="">{ui.t('equipment.anyDepartment')}</option>
          {data.departments.map((name) => (
            <option key={name} value={name} selected={name === department}>
              {name}
            </option>
          ))}
        </select>
      </SearchBar>
      <DataTable<InstrumentLine>
        ui={ui}
        caption={ui.t('nav.equipment')}
        rows={data.lines}
        rowKey={(row) => row.id}
        href={(row) => `/instruments/${row.id}`}
        tone={(row) => standingTone(row.standing)}
        empty={ui.t(data.total === 0 ? 'equipment.empty' : 'equipment.none')}
        emptyAct={data.total === 0 ? undefined : { href: '/instruments', label: ui.t('equipment.showAll') }}
        columns={[
          { key: 'number', head: ui.t('equipment.number'), cell: (row) => row.number },
          { key: 'name', head: ui.t('equipment.name'), cell: (row) => row.name, wrap: true },
          { key: 'model', head: ui.t('equipment.model'), cell: (row) => row.model ?? '—' },
          {
            key: 'standing',
            head: ui.t('equipment.state'),
            cell: (row) => <StandingPill ui={ui} state={row.state} why={row.why} />,
          },
          {
            key: 'due',
            head: ui.t('equipment.validTo'),
            cell: (row) => <DueDay ui={ui} due={row.due_on} days={row.days} />,
          },
          {
            key: 'way',
            head: ui.t('equipment.traceability'),
            cell: (row) =>
              ui.t(`equipment.way.${row.traceability}`) + (row.mandatory === 1 ? ui.t('equipment.mandatoryMark') : ''),
          },
          { key: 'department', head: ui.t('equipment.department'), cell: (row) => row.department ?? '—' },
          { key: 'room', head: ui.t('equipment.room'), cell: (row) => row.room ?? '—', deskOnly: true },
          { key: 'custodian', head: ui.t('equipment.custodian'), cell: (row) => row.custodian ?? '—', deskOnly: true },
        ]}
      />
    </>
  );
}
