import type { JSX } from 'preact';
import { Card, DataTable, Facts, type Ui } from '../ui/index.ts';
import type { TargetEvaluation } from './evaluation.ts';
import { shortFigure } from './figures.ts';
import type { ComparisonSheet } from './show.ts';

const count = ({ lines }: TargetEvaluation, ...verdicts: string[]): number =>
  lines.filter(({ verdict }) => verdicts.includes(verdict)).length;

/** x_pt ± u(x_pt), or the expected answer. */
export const assignedText = ({ by }: Pick<TargetEvaluation, 'by'>): string =>
  by.kind === 'text' ? by.expected : `${shortFigure(by.assigned.value)} (u ${shortFigure(by.assigned.u)})`;

/** The round at a glance; each item opens to its scores. */
export function EvaluationCard({ data, ui }: { data: ComparisonSheet; ui: Ui }): JSX.Element | null {
  const { evaluation, samples } = data;
  if (evaluation === null) return null;
  const published = data.state === 'published' || data.state === 'filed';
  return (
    <>
      <Card title={ui.t('comparison.evaluation')} id="evaluation" flush>
        <DataTable<TargetEvaluation>
          ui={ui}
          caption={ui.t('comparison.evaluation')}
          rows={evaluation.targets}
          rowKey={(row) => row.key}
          href={(row) => `/comparisons/${data.id}/targets/${row.key}`}
          empty={ui.t('comparison.noItems')}
          columns={[
            {
              key: 'name',
              head: ui.t('field.itemName'),
              cell: (row) => (samples.length === 1 ? row.name : `${row.name} ${row.sample}`),
              wrap: true,
            },
            { key: 'assigned', head: ui.t('comparison.assigned'), cell: assignedText, wrap: true },
            {
              key: 'sigma',
              head: ui.t('comparison.sigma'),
              cell: ({ by }) => (by.kind === 'text' ? '—' : shortFigure(by.sigma.value)),
              numeric: true,
            },
            { key: 'n', head: ui.t('comparison.counted'), cell: (row) => row.counted, numeric: true },
            {
              key: 'good',
              head: ui.t('comparison.verdict.satisfactory'),
              cell: (row) => count(row, 'satisfactory', 'right'),
              numeric: true,
            },
            {
              key: 'doubt',
              head: ui.t('comparison.verdict.questionable'),
              cell: (row) => count(row, 'questionable', 'partly-right'),
              numeric: true,
            },
            {
              key: 'bad',
              head: ui.t('comparison.verdict.unsatisfactory'),
              cell: (row) => count(row, 'unsatisfactory', 'wrong'),
              numeric: true,
            },
            {
              key: 'cautions',
              head: ui.t('comparison.cautions'),
              cell: (row) => row.cautions.length,
              numeric: true,
            },
          ]}
        />
      </Card>
      <Card>
        <Facts
          line
          facts={[
            { label: ui.t('comparison.invitedCount'), value: evaluation.invited },
            { label: ui.t('comparison.joinedCount'), value: evaluation.joined },
            { label: ui.t('comparison.reportedCount'), value: evaluation.reported },
          ]}
        />
        <div class="page-acts mt-2">
          <a class="btn" href={`/comparisons/${data.id}/summary`}>
            {ui.t(published ? 'comparison.summary' : 'comparison.summaryDraft')}
          </a>
          <a class="btn" href={`/comparisons/${data.id}/results.xlsx`}>
            {ui.t('comparison.export')}
          </a>
        </div>
      </Card>
    </>
  );
}
