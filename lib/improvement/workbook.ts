import type { Knex } from 'knex';
import { chinaDate } from '../core/deadlines.ts';
import { lookUp, t } from '../messages/index.ts';
import { writeSheet } from '../sheets/index.ts';
import type { ImprovementLine } from './list.ts';
import type { ImprovementRow } from './rows.ts';
import { peopleNamed } from './store.ts';

const heads = [
  ...['number', 'kind', 'source', 'title', 'finding', 'requirement', 'foundOn', 'finder', 'owner', 'department'],
  ...[
    'parameter',
    'instrument',
    'significance',
    'corrective',
    'category',
    'state',
    'dueOn',
    'closedOn',
    'closer',
    'age',
    'repeated',
  ],
] as const;

/** The register with one row for each record. */
export async function registerSheet(
  db: Knex,
  { rows, lines }: { rows: readonly ImprovementRow[]; lines: readonly ImprovementLine[] },
): Promise<Buffer> {
  const names = await peopleNamed(
    db,
    rows.flatMap(({ found_by, closed_by }) => [found_by, closed_by]),
  );
  const say = (start: string, value: string | null): string =>
    value === null ? '' : lookUp('zh', `${start}.${value}`);
  return writeSheet({
    name: t('zh', 'improvement.sheetName'),
    lists: t('zh', 'improvement.kind'),
    spare: 0,
    columns: heads.map((key) => ({
      head: lookUp('zh', `improvement.head.${key}`),
      width: key === 'finding' || key === 'title' ? 40 : key === 'requirement' ? 28 : 14,
    })),
    rows: rows.map((row, i) => {
      const line = lines[i];
      return [
        ...[
          row.number,
          say('improvement.kind', row.kind),
          say('improvement.source', row.source),
          row.title,
          row.finding,
        ],
        ...[row.requirement ?? '', row.found_on, names[row.found_by] ?? '', line?.owner ?? '', row.department ?? ''],
        ...[line?.parameter ?? '', row.instrument_no ?? '', say('improvement.significance', row.significance)],
        row.corrective === null ? '' : t('zh', row.corrective === 1 ? 'improvement.yes' : 'improvement.no'),
        ...[say('improvement.category', row.category), say('improvement.state', row.state), row.due_on ?? ''],
        row.closed_at === null ? '' : chinaDate(row.closed_at),
        ...[
          names[row.closed_by ?? ''] ?? '',
          String(line?.age ?? ''),
          line?.repeated ? t('zh', 'improvement.yes') : '',
        ],
      ];
    }),
  });
}
