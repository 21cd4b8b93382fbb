import type { JSX } from 'preact';
import { Card, DataTable, PageHead, Pill, Tabs, type Ui } from '../ui/index.ts';
import type { BudgetStanding } from './matrix.ts';

export const budgetViews = ['missing', 'old', 'current'] as const;
export type BudgetView = (typeof budgetViews)[number];

export interface BudgetCoverage {
  view: BudgetView;
  months: number;
  counts: { view: BudgetView; count: number }[];
  lines: BudgetStanding[];
}

const looks = {
  missing: { tone: 'orange', shape: '▲' },
  old: { tone: 'amber', shape: '◷' },
  current: { tone: 'green', shape: '✔' },
} as const;

/** 不确定度评定覆盖: which held parameters have no budget in force, or one that is due to be looked at again. */
export function BudgetsView({ data, ui }: { data: BudgetCoverage; ui: Ui }): JSX.Element {
  return (
    <>
      <PageHead
        over={<a href="/quality">{ui.t('nav.quality')}</a>}
        title={ui.t('quality.budgetsTitle')}
        note={ui.t('quality.budgetsLead', { months: data.months })}
      />
      <Tabs
        label={ui.t('quality.budgetsTitle')}
        tabs={data.counts.map(({ view, count }) => ({
          href: `/quality/budgets?view=${view}`,
          label: ui.t(`quality.budget.${view}`),
          active: view === data.view,
          count,
        }))}
      />
      <Card flush>
        <DataTable<BudgetStanding>
          ui={ui}
          caption={ui.t('quality.budgetsTitle')}
          rows={data.lines}
          rowKey={(row) => row.code}
          href={(row) =>
            row.budget
              ? `/uncertainty/${row.budget.id}`
              : ui.may('uncertainty.write')
                ? `/uncertainty/new?parameter=${encodeURIComponent(row.code)}`
                : undefined
          }
          empty={ui.t(`quality.budgetsNone.${data.view}`)}
          total={data.lines.length}
          columns={[
            { key: 'code', head: ui.t('capability.parameter_code'), cell: (row) => row.code },
            { key: 'name', head: ui.t('field.name'), cell: (row) => row.name[ui.lang], wrap: true },
            { key: 'budget', head: ui.t('quality.budgetNumber'), cell: (row) => row.budget?.number ?? '—' },
            { key: 'from', head: ui.t('quality.budgetFrom'), cell: (row) => row.budget?.from ?? '—' },
            {
              key: 'state',
              head: ui.t('field.state'),
              cell: (row) => <Pill {...looks[row.state]} word={ui.t(`quality.budget.${row.state}`)} />,
            },
          ]}
        />
      </Card>
    </>
  );
}
