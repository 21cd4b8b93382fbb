import type { JSX } from 'preact';
import { Counts, DataTable, FileField, Form, FormFoot, PageHead, Tabs, type Ui } from '../ui/index.ts';
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
      {ui.may('equipment.write') ? <ImportCard ui={ui} /> : null}
      <SearchLine ui={ui} asked={asked} departments={data.departments} />
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

function SearchLine({ ui, asked, departments }: { ui: Ui; asked: Asked; departments: string[] }): JSX.Element {
  const { standing, within } = asked;
  const kept = Object.entries({ standing, within }).filter(([, value]) => value !== null && value !== undefined);
  return (
    <form class="d-flex flex-wrap gap-2 mb-3" action="/instruments" method="get" role="search">
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={String(value)} />
      ))}
      <input
        class="form-control flex-fill equipment-search"
        type="search"
        name="q"
        value={asked.q ?? ''}
        maxLength={100}
        aria-label={ui.t('equipment.search')}
        placeholder={ui.t('equipment.search')}
        autocomplete="off"
      />
      <select class="form-select equipment-department" name="department" aria-label={ui.t('equipment.department')}>
        <option value="">{ui.t('equipment.anyDepartment')}</option>
        {departments.map((name) => (
          <option key={name} value={name} selected={name === asked.department}>
            {name}
          </option>
        ))}
      </select>
      <button class="btn flex-shrink-0">{ui.t('act.search')}</button>
    </form>
  );
}

/** Folded until somebody asks for it, or a file was refused. */
function ImportCard({ ui }: { ui: Ui }): JSX.Element {
  return (
    <details class="more mb-3" id="import" open={ui.problems.length > 0}>
      <summary>{ui.t('equipment.import')}</summary>
      <p>{ui.t('equipment.importLead')}</p>
      <Form ui={ui} action="/instruments/import" draft="off" files>
        <div class="fields-grid">
          <FileField ui={ui} name="file" label={ui.t('field.file')} accept=".xlsx" required />
        </div>
        <FormFoot>
          <a class="btn" href="/instruments/ledger.xlsx?template=true">
            {ui.t('equipment.template')}
          </a>
          <button class="btn btn-primary">{ui.t('equipment.importAct')}</button>
        </FormFoot>
      </Form>
    </details>
  );
}
