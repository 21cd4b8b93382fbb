import type { JSX } from 'preact';
import { Card, DataTable, Form, PageHead, type Ui } from '../ui/index.ts';
import { PlanPill, ProficiencyTabs, VerdictPill } from './frame.view.tsx';
import type { PlansList, SubfieldsList } from './show-plans.ts';

/** 年度计划. */
export function PlansView({ data, ui }: { data: PlansList; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('proficiency.plans')} note={ui.t('proficiency.plansLead')}>
        {ui.may('proficiency.write')
          ? data.years.map((year) => (
              <Form key={year} ui={ui} action="/proficiency/plans" class="d-inline" draft="off">
                <input type="hidden" name="year" value={String(year)} />
                <button class="btn btn-primary">{ui.t('proficiency.openPlan', { year })}</button>
              </Form>
            ))
          : null}
      </PageHead>
      <ProficiencyTabs ui={ui} at="/proficiency/plans" />
      <Card flush>
        <DataTable<PlansList['plans'][number]>
          ui={ui}
          caption={ui.t('proficiency.plans')}
          rows={data.plans}
          rowKey={({ id }) => id}
          href={({ id }) => `/proficiency/plans/${id}`}
          empty={ui.t('proficiency.noPlans')}
          columns={[
            { key: 'year', head: ui.t('field.year'), cell: (row) => String(row.year) },
            { key: 'count', head: ui.t('proficiency.lineCount'), cell: (row) => String(row.count), numeric: true },
            { key: 'revision', head: ui.t('proficiency.revision'), cell: (row) => String(row.revision), numeric: true },
            { key: 'author', head: ui.t('proficiency.author'), cell: (row) => row.author },
            { key: 'state', head: ui.t('field.state'), cell: (row) => <PlanPill ui={ui} state={row.state} /> },
          ]}
        />
      </Card>
    </>
  );
}

/** Parameters of a sub-field that the list names; their number stands beside. */
const FIRST = 3;

/** Every sub-field of the annex: how often, when last, by when again. */
export function SubfieldsView({ data, ui }: { data: SubfieldsList; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead title={ui.t('proficiency.subfieldsTitle')} note={ui.t('proficiency.subfieldsLead')} />
      <ProficiencyTabs ui={ui} at="/proficiency/subfields" />
      <Card flush>
        <DataTable<SubfieldsList['lines'][number]>
          ui={ui}
          caption={ui.t('proficiency.subfieldsTitle')}
          rows={data.lines}
          rowKey={({ subfield }) => subfield}
          tone={({ ground }) => (ground === 'failed' ? 'fails' : ground === null ? undefined : 'amber')}
          empty={ui.t('proficiency.noSubfields')}
          emptyAct={{ href: '/capability', label: ui.t('nav.capability') }}
          columns={[
            { key: 'name', head: ui.t('proficiency.subfield'), cell: (row) => row.name },
            {
              key: 'frequency',
              head: ui.t('proficiency.frequency'),
              cell: (row) => (
                <span title={row.frequency.basis}>
                  {ui.t('proficiency.everyMonths', { months: row.frequency.months })}
                  {row.frequency.confidence === 'M3' ? ` ${ui.t('proficiency.toConfirm')}` : ''}
                </span>
              ),
            },
            {
              key: 'count',
              head: ui.t('proficiency.parameterCount'),
              cell: (row) => String(row.parameters.length),
              numeric: true,
            },
            { key: 'without', head: ui.t('proficiency.without'), cell: (row) => String(row.without), numeric: true },
            {
              key: 'last',
              head: ui.t('proficiency.lastRound'),
              cell: (row) =>
                row.last === null ? (
                  ui.t('proficiency.never')
                ) : (
                  <>
                    {row.last.on} <VerdictPill ui={ui} verdict={row.last.verdict} />
                  </>
                ),
            },
            {
              key: 'next',
              head: ui.t('proficiency.nextDue'),
              cell: (row) =>
                row.ground === null ? row.next : `${row.next} · ${ui.t(`proficiency.ground.${row.ground}`)}`,
            },
            {
              key: 'parameters',
              head: ui.t('proficiency.parametersFirst'),
              cell: (row) =>
                row.parameters.length > FIRST
                  ? ui.t('proficiency.firstOf', {
                      names: row.parameterNames.slice(0, FIRST).join('、'),
                      count: row.parameters.length,
                    })
                  : row.parameterNames.join('、'),
              wrap: true,
              deskOnly: true,
            },
          ]}
        />
      </Card>
    </>
  );
}
