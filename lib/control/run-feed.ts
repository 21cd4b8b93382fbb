import type { Act } from '../kernel/types.ts';
import { addPoints } from './points.ts';
import type { ChartRow, Feed, NoteRow, PointRow } from './rows.ts';
import { chartsFor, heldRow, rows } from './store.ts';

/** A value by which a run was watched: decimal text, the row that gave it, the lot of its material. */
export interface RunValue {
  row: string;
  feed: Feed;
  value: string;
  lot: string | null;
}

export interface RunValues {
  number: string;
  /** Parameters of its tests. */
  codes: readonly string[];
  instrument: string | null;
  analyst: string;
  /** Every row of quality control of the run, also those without a value now. */
  rows: readonly string[];
  values: readonly RunValue[];
}

const plain = (text: string | null): string => (text ?? '').normalize('NFKC').trim().toUpperCase();

/**
 * The quality control of a run as points of the charts that watch all of its parameters, its instrument and the lot of the material.
 * Values that stand there already are not put there twice; when they changed, the old points stay visible and count no more.
 */
export async function feedRun(act: Act, run: RunValues): Promise<void> {
  for (const { id } of await chartsFor(act.db, run.codes)) {
    const chart = await heldRow<ChartRow>(act, 'control_charts', id);
    if (chart.feed === null || !run.codes.every((code) => chart.codes.includes(code))) continue;
    if (chart.instrument !== null && plain(chart.instrument) !== plain(run.instrument)) continue;
    await feedChart(act, chart, run);
  }
}

async function feedChart(act: Act, chart: ChartRow, run: RunValues): Promise<void> {
  const wanted = run.values.filter(
    ({ feed, lot }) => feed === chart.feed && (chart.material_lot === null || plain(lot) === plain(chart.material_lot)),
  );
  const groups = Array.from({ length: Math.floor(wanted.length / chart.subgroup) }, (_, i) =>
    wanted.slice(i * chart.subgroup, (i + 1) * chart.subgroup),
  );
  const known = await rows<PointRow>(
    'control_points',
    act
      .db('control_points')
      .where({ chart_id: chart.id })
      .whereIn('row_id', [...run.rows])
      .whereNull('excluded')
      .orderBy('seq'),
  );
  const isSame = (point: PointRow, group: readonly RunValue[]) =>
    point.row_id === group[0]?.row &&
    JSON.stringify(point.readings) === JSON.stringify(group.map(({ value }) => value));
  for (const point of known)
    if (!groups.some((group) => isSame(point, group)))
      await act.update<PointRow>('control_points', point, { excluded: run.number, excluded_by: act.user.id });
  const fresh = groups.filter((group) => !known.some((point) => isSame(point, group)));
  if (wanted.length > 0 && groups.length === 0)
    await act.insert<NoteRow>('control_notes', {
      ...{ chart_id: chart.id, after_seq: known.at(-1)?.seq ?? 0, on_day: act.today, kind: 'note', by_id: act.user.id },
      words: `${run.number}: ${wanted.length} / ${chart.subgroup}`,
    });
  if (fresh.length === 0) return;
  const lotOf = (group: readonly RunValue[]) => chart.material_lot ?? group[0]?.lot;
  await addPoints(
    act,
    chart,
    fresh.map((group) => ({
      ...{ at: act.now, readings: group.map(({ value }) => value), analyst_id: run.analyst, note: run.number },
      ...(group[0] && { row_id: group[0].row }),
      ...(run.instrument !== null && { instrument: run.instrument }),
      ...(lotOf(group) && { lot: lotOf(group) ?? '' }),
    })),
    'bench',
  );
}
