import type { JSX } from 'preact';
import { Card, DataTable, PageHead, Tabs, type Ui } from '../ui/index.ts';
import { DaysLeft, ProficiencyTabs } from './frame.view.tsx';
import type { CorrectivesList } from './show-plans.ts';

type Line = CorrectivesList['lines'][number];

/** 整改: the files that bad scores opened, the most urgent first. */
export function CorrectivesView({ data, ui }: { data: CorrectivesList; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        title={ui.t('proficiency.correctives')}
        note={
          data.overdue > 0
            ? ui.t('proficiency.overdueCount', { count: data.overdue })
            : ui.t('proficiency.correctivesLead')
        }
      />
      <ProficiencyTabs ui={ui} at="/proficiency/correctives" />
      <Tabs
        label={ui.t('field.state')}
        tabs={[
          { href: '/proficiency/correctives', label: ui.t('proficiency.allRounds'), active: data.state === null },
          ...(['open', 'closed'] as const).map((state) => ({
            href: `/proficiency/correctives?state=${state}`,
            label: ui.t(`proficiency.fileState.${state}`),
            active: data.state === state,
          })),
        ]}
      />
      <Card flush>
        <DataTable<Line>
          ui={ui}
          caption={ui.t('proficiency.correctives')}
          rows={data.lines}
          rowKey={({ id }) => id}
          href={({ id }) => `/proficiency/correctives/${id}`}
          tone={({ term }) => (term === 'late' ? 'late' : term === 'amber' ? 'amber' : undefined)}
          empty={ui.t('proficiency.noCorrectives')}
          columns={[
            { key: 'number', head: ui.t('field.number'), cell: (row) => row.number },
            { key: 'name', head: ui.t('proficiency.parameter'), cell: (row) => row.name, wrap: true },
            { key: 'kind', head: ui.t('proficiency.dueKind'), cell: (row) => ui.t(`proficiency.fileKind.${row.kind}`) },
            { key: 'opened', head: ui.t('proficiency.openedOn'), cell: (row) => row.opened_on },
            {
              key: 'due',
              head: ui.t('proficiency.dueOn'),
              cell: (row) => (
                <>
                  {row.due_on} {row.term === null ? null : <DaysLeft ui={ui} days={row.days} term={row.term} />}
                </>
              ),
            },
            { key: 'state', head: ui.t('field.state'), cell: (row) => ui.t(`proficiency.fileState.${row.state}`) },
          ]}
        />
      </Card>
    </>
  );
}
