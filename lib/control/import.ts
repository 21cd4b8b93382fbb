import type { Knex } from 'knex';
import { next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { benchTime, textSheet } from '../environment/index.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { messages, t } from '../messages/index.ts';
import { readSheet, readTable, type TableRow, writeSheet } from '../sheets/index.ts';
import { chartMachine } from './machine.ts';
import { addPoints, momentTyped, type NewPoint, readingsOf } from './points.ts';
import type { ChartRow, PointRow } from './rows.ts';
import { heldRow, rows } from './store.ts';

const keys = ['at', 'readings', 'instrument', 'lot', 'note'] as const;
export type ColumnKey = (typeof keys)[number];

export const headsOf = (key: ColumnKey): [string, string] => [
  messages.zh[`control.column.${key}`],
  messages.en[`control.column.${key}`],
];

const MOST_ROWS = 5000;

/** A workbook or the text of a data system. @throws Refusal of lib/sheets, `control.too-many` */
export async function readFile({ name, data }: Upload): Promise<TableRow<ColumnKey>[]> {
  const bytes = Buffer.from(data, 'base64');
  const sheet = name.toLowerCase().endsWith('.xlsx') ? await readSheet(bytes) : textSheet(name, bytes);
  if (sheet.rows.length > MOST_ROWS) refuse('control.too-many', { most: MOST_ROWS }, 'file');
  return readTable(
    sheet,
    keys.map((key) => ({ key, heads: headsOf(key), optional: key !== 'at' && key !== 'readings' })),
  );
}

/**
 * Takes over the points of a file in the order of their times, all or none; every fault is told by its row.
 * @throws Refusal `control.row` and `control.order`
 */
export async function importPoints(
  act: Act,
  id: string,
  lines: readonly TableRow<ColumnKey>[],
): Promise<{ chart: ChartRow; added: number; out: number }> {
  const chart = await heldRow<ChartRow>(act, 'control_charts', id);
  next(chartMachine, 'change', chart, actorOf(act.user));
  const faults: Reason[] = [];
  const points = lines.map(({ row, cells }): NewPoint => {
    const { at, fault } = momentTyped(cells.at, act.now);
    const read = readingsOf(chart, cells.readings.split(/[\s,;，；、]+/), 'file');
    const column: ColumnKey = fault ? 'at' : 'readings';
    for (const own of [...(fault ? [fault] : []), ...read.faults])
      faults.push({
        id: 'control.row',
        field: 'file',
        params: {
          row,
          column: t(act.user.lang, `control.column.${column}`),
          text: String(own.params?.['text'] ?? cells[column]).slice(0, 40),
        },
      });
    return {
      at,
      readings: read.readings,
      ...(cells.instrument !== '' && { instrument: cells.instrument }),
      ...((cells.lot || chart.material_lot) && { lot: cells.lot || (chart.material_lot ?? '') }),
      ...(cells.note !== '' && { note: cells.note }),
    };
  });
  refuseAll(faults);
  const ordered = [...points].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  const added = await addPoints(act, chart, ordered, 'file');
  return { chart, added: added.length, out: added.filter(({ verdict }) => verdict === 'out').length };
}

/** The points of a chart as a workbook, or an empty one to fill in. */
export async function pointsBook(db: Knex, chart: ChartRow, isTemplate: boolean): Promise<Buffer> {
  const points = isTemplate
    ? []
    : await rows<PointRow>('control_points', db('control_points').where({ chart_id: chart.id }).orderBy('seq'));
  const more = ['value', 'spread', 'limits', 'verdict', 'rules', 'excluded'] as const;
  const columns = [
    ...keys.map((key) => ({
      head: headsOf(key)[0],
      width: key === 'note' ? 30 : 20,
      required: key === 'at' || key === 'readings',
    })),
    ...(isTemplate ? [] : more.map((key) => ({ head: t('zh', `control.column.${key}`), width: 16 }))),
  ];
  return writeSheet({
    name: chart.number,
    lists: t('zh', 'control.charts'),
    columns,
    spare: isTemplate ? 100 : 0,
    rows: points.map((point) => [
      benchTime(point.at).replace('T', ' '),
      point.readings.join(' '),
      point.instrument ?? '',
      point.lot ?? '',
      point.note ?? '',
      point.value,
      point.spread ?? '',
      point.limits_n === null ? '' : String(point.limits_n),
      t('zh', `control.verdict.${point.verdict}`),
      point.violations.join(' '),
      point.excluded ?? '',
    ]),
  });
}
