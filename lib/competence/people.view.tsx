import type { JSX } from 'preact';
import { Card, CheckField, Counts, DataTable, ImportCard, PageHead, Pill, SearchBar, type Ui } from '../ui/index.ts';
import type { Expiring, ExpiringLine } from './expiring.ts';
import { CompetenceTabs, StandingPill } from './marks.tsx';
import type { PeopleList, PersonLine } from './person.ts';

/** 人员档案: everybody with the gist of the file; who has left is a list of its own. */
export function PeopleView({ data, ui }: { data: PeopleList; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('competence.tab.people')} note={ui.t('competence.peopleLead', { today: data.today })} />
      <CompetenceTabs ui={ui} active="people" />
      <Counts
        counts={[
          { label: ui.t('competence.here'), value: data.here, href: '/competence/people' },
          { label: ui.t('competence.gone'), value: data.left, href: '/competence/people?show=left' },
          {
            label: ui.t('competence.inTraining'),
            value: data.training,
            href: '/competence/people?show=training',
            tone: 'amber',
          },
        ]}
      />
      {ui.may('competence.write') ? (
        <ImportCard
          ui={ui}
          action="/competence/people/import"
          title={ui.t('competence.importStaff')}
          lead={ui.t('competence.importStaffLead')}
          workbook="/competence/people.xlsx"
          export={ui.t('competence.exportStaff')}
        >
          <CheckField
            ui={ui}
            name="createAccounts"
            label={ui.t('field.createAccounts')}
            hint={ui.t('competence.createAccountsHint')}
          />
        </ImportCard>
      ) : null}
      <SearchBar
        ui={ui}
        action="/competence/people"
        q={data.q}
        label={ui.t('competence.search')}
        kept={{ show: data.show === 'here' ? null : data.show }}
      />
      <Card flush>
        <DataTable<PersonLine>
          ui={ui}
          caption={ui.t('competence.tab.people')}
          rows={data.people}
          rowKey={(row) => row.id}
          href={(row) => `/competence/people/${row.id}`}
          empty={ui.t(data.show === 'training' ? 'competence.noTraining' : 'competence.noLines')}
          tone={(row) => (row.leftOn !== null && row.leftOn < data.today && row.active ? 'late' : undefined)}
          columns={[
            { key: 'name', head: ui.t('field.personName'), cell: (row) => row.name },
            { key: 'number', head: ui.t('field.employeeNo'), cell: (row) => row.employeeNo ?? '—' },
            {
              key: 'education',
              head: ui.t('field.education'),
              cell: (row) => (row.education ? ui.t(`competence.education.${row.education}`) : '—'),
            },
            {
              key: 'title',
              head: ui.t('field.jobTitle'),
              cell: (row) => (row.title ? ui.t(`competence.title.${row.title}`) : '—'),
            },
            { key: 'field', head: ui.t('field.speciality'), cell: (row) => row.field ?? '—', wrap: true },
            {
              key: 'entered',
              head: ui.t(data.show === 'left' ? 'field.leftOn' : 'field.enteredOn'),
              cell: (row) => (data.show === 'left' ? row.leftOn : row.enteredOn) ?? '—',
            },
            ...(data.show === 'training'
              ? [
                  {
                    key: 'training',
                    head: ui.t('field.trainingPlanned'),
                    cell: (row: PersonLine) =>
                      row.nextTraining !== null && row.nextTraining < data.today ? (
                        <Pill tone="red" shape="▲" word={row.nextTraining} />
                      ) : (
                        (row.nextTraining ?? '—')
                      ),
                  },
                ]
              : []),
            { key: 'count', head: ui.t('competence.inForce'), cell: (row) => row.inForce, numeric: true },
            { key: 'next', head: ui.t('competence.nextEnd'), cell: (row) => row.nextEnd ?? '—' },
            { key: 'account', head: ui.t('competence.account'), cell: (row) => <Account ui={ui} row={row} /> },
          ]}
        />
      </Card>
    </>
  );
}

function Account({ ui, row }: { ui: Ui; row: PersonLine }): JSX.Element {
  if (row.proposed) return <Pill tone="amber" shape="◌" word={ui.t('competence.proposed')} />;
  return row.active ? (
    <Pill tone="green" shape="✔" word={ui.t('people.active')} />
  ) : (
    <Pill tone="grey" shape="✕" word={ui.t('people.disabled')} />
  );
}

/** 到期提醒: which authorisations run out within the days that the institute has set, and which have. */
export function ExpiringView({ data, ui }: { data: Expiring; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('competence.tab.expiring')} note={ui.t('competence.expiringLead', { today: data.today })} />
      <CompetenceTabs ui={ui} active="expiring" />
      <Counts
        counts={[
          {
            label: ui.t('competence.ranOut'),
            value: data.expired,
            href: '/competence/expiring?within=0',
            tone: 'late' as const,
          },
          ...[...data.reminders].reverse().map(({ days, count }) => ({
            label: ui.t('competence.withinDays', { days }),
            value: count,
            href: `/competence/expiring?within=${days}`,
            tone: 'amber' as const,
          })),
        ]}
      />
      <Card flush>
        <DataTable<ExpiringLine>
          ui={ui}
          caption={ui.t('competence.tab.expiring')}
          rows={data.lines}
          rowKey={(row) => row.id}
          href={(row) => `/competence/authorisations/${row.id}`}
          empty={ui.t('competence.noneExpiring')}
          tone={(row) => (row.days < 0 ? 'late' : row.days <= (data.reminders.at(-1)?.days ?? 0) ? 'amber' : undefined)}
          columns={[
            { key: 'name', head: ui.t('field.personName'), cell: (row) => row.name },
            {
              key: 'act',
              head: ui.t('competence.act'),
              cell: (row) => ui.t(`competence.act.${row.act}` as 'competence.act.test'),
            },
            { key: 'scope', head: ui.t('competence.scope'), cell: (row) => row.scope, wrap: true },
            { key: 'last', head: ui.t('competence.lastDay'), cell: (row) => row.lastDay },
            {
              key: 'days',
              head: ui.t('competence.daysLeft'),
              cell: (row) =>
                row.days < 0
                  ? ui.t('competence.agoDays', { days: -row.days })
                  : ui.t('competence.inDays', { days: row.days }),
            },
            {
              key: 'state',
              head: ui.t('field.state'),
              cell: (row) => <StandingPill ui={ui} standing={row.standing} />,
            },
          ]}
        />
      </Card>
    </>
  );
}
