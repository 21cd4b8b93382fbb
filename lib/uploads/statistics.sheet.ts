import { t } from '../messages/index.ts';
import { writeSheet } from '../sheets/index.ts';
import type { StatisticsRow } from './rows.ts';
import { tablesOf } from './tables.ts';

const WIDTHS = [24, 40, 24, 18, 18, 24] as const;

/** All tables of a report below each other, each with its title and its heads before it; every cell is text as it is printed. */
export function statisticsSheet(row: Pick<StatisticsRow, 'figures' | 'number' | 'edition'>): Promise<Buffer> {
  const tables = tablesOf(row, 'zh');
  const rows = tables.flatMap(({ title, heads, rows: lines, empty }, n) => [
    [`${n + 1} ${title}`, ...heads],
    ...(lines.length === 0 ? [['', empty]] : lines.map((cells) => ['', ...cells])),
  ]);
  const widest = Math.max(...rows.map((cells) => cells.length));
  return writeSheet({
    name: `${row.number}-${row.edition}`,
    lists: t('zh', 'statistics.table'),
    spare: 0,
    columns: Array.from({ length: widest }, (_, i) => ({
      head: i === 0 ? t('zh', 'statistics.table') : t('zh', 'statistics.column', { n: i }),
      width: WIDTHS[i] ?? 18,
    })),
    rows: rows.map((cells) => Array.from({ length: widest }, (_, i) => cells[i] ?? '')),
  });
}
