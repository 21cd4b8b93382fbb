import type { Lang } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { writeSheet } from '../sheets/index.ts';
import type { BatchLine } from './batches.ts';
import type { RiskLine } from './risk-list.ts';
import type { Statistics } from './statistics.ts';
import { nameOf } from './statistics.view.tsx';

const zh = { t: (key: Parameters<typeof t>[1], params?: Parameters<typeof t>[2]) => t('zh' as Lang, key, params) };

/** The table by the chosen dimension with its exact intervals, and below it the periods. */
export async function statisticsSheet({ lines, periods, by, total, filters }: Statistics): Promise<Buffer> {
  const figures = (name: string, row: (typeof lines)[number] | (typeof periods)[number]) => [
    ...[name, String(row.n), String(row.k), row.rate ?? '', row.low ?? '', row.high ?? ''],
    zh.t(`signal.standing.${row.standing}`),
  ];
  return writeSheet({
    name: zh.t('signal.sheetName'),
    lists: zh.t('signal.by'),
    spare: 0,
    columns: [
      {
        head: zh.t('signal.sheetHead', { by: zh.t(`signal.by.${by}`), from: filters.sinceDay, to: filters.untilDay }),
        width: 40,
      },
      ...(['n', 'k', 'rateAxis', 'lower', 'upper', 'standing'] as const).map((key) => ({
        ...{ head: zh.t(`signal.${key}`), width: 14 },
      })),
    ],
    rows: [
      [zh.t('signal.all'), String(total.n), String(total.k), total.rate ?? '', total.low ?? '', total.high ?? '', ''],
      ...lines.map((line) => figures(nameOf(zh, by, line), line)),
      ...periods.map((period) => figures(period.label, period)),
    ],
  });
}

/** The batches behind a figure. */
export const batchesSheet = (lines: readonly BatchLine[]): Promise<Buffer> =>
  writeSheet({
    name: zh.t('signal.batches'),
    lists: zh.t('signal.by'),
    spare: 0,
    columns: (
      ['number', 'issuedOn', 'product', 'batchNo', 'producer', 'seller', 'region', 'items', 'verdict'] as const
    ).map((key) => ({ head: zh.t(`signal.column.${key}`), width: key === 'items' || key === 'producer' ? 36 : 20 })),
    rows: lines.map((line) => [
      ...[line.number, line.issuedOn, line.product, line.batchNo, line.producer, line.seller, line.region ?? ''],
      ...[line.items, verdictWord(line)],
    ]),
  });

const verdictWord = ({ fails, overturned }: BatchLine): string =>
  zh.t(overturned ? 'signal.overturned' : fails ? 'signal.failed' : 'signal.passed');

/** 风险清单. */
export const risksSheet = (lines: readonly RiskLine[]): Promise<Buffer> =>
  writeSheet({
    name: zh.t('signal.section.risks'),
    lists: zh.t('signal.by'),
    spare: 0,
    columns: (
      [
        'number',
        'source',
        'level',
        'class',
        'product',
        'producer',
        'region',
        'words',
        'state',
        'listedOn',
        'dueOn',
        'closedOn',
      ] as const
    ).map((key) => ({ head: zh.t(`risk.column.${key}`), width: key === 'words' ? 50 : 18 })),
    rows: lines.map((row) => [
      ...[row.number, zh.t(`risk.source.${row.source}`), zh.t(`risk.level.${row.level}`)],
      ...[zh.t(`class.${row.product_class}`), row.product_name ?? '', row.producer ?? '', row.region ?? '', row.words],
      ...[zh.t(`risk.state.${row.state}`), row.listed_on, row.due_on ?? '', row.closed_on ?? ''],
    ]),
  });
