import { t } from '../messages/index.ts';
import type { Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { chinaTime } from '../ui/index.ts';
import type { SettlementRow } from './qc-machine.ts';

/** How what was not met in the quality control of a run was settled, on its record. Nothing where nothing was. */
export function drawSettlements(
  paper: Paper,
  settlements: readonly SettlementRow[],
  people: Record<string, string>,
): void {
  if (settlements.length === 0) return;
  table(
    paper,
    [
      { title: t('zh', 'run-qc.about'), share: 40 },
      { title: t('zh', 'field.settleDecision'), share: 16 },
      { title: t('zh', 'field.cause'), share: 22 },
      { title: t('zh', 'field.measures'), share: 22 },
      { title: t('zh', 'run-qc.settledBy'), share: 18 },
    ],
    settlements.map((one) => ({
      cells: [
        one.failing.map(({ position, label, words, bound }) => `${position} ${label} ${words} (${bound})`).join('\n'),
        one.decision === null ? t('zh', 'run-qc.waiting') : t('zh', `run-qc.decision.${one.decision}`),
        one.cause ?? '',
        one.measure ?? '',
        one.settled_at === null ? '' : `${people[one.settled_by ?? ''] ?? ''}\n${chinaTime(one.settled_at)}`,
      ],
    })),
    { size: 8, pad: 2.6 },
  );
}
