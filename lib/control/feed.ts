import type { Readings } from '../forms/index.ts';
import { controlsOf } from '../forms/index.ts';
import type { Act } from '../kernel/types.ts';
import { formOf, type TestRow } from '../testing/index.ts';
import { holdSubmitted, redone } from './holds.ts';
import { addPoints } from './points.ts';
import type { ChartRow, NoteRow, PointRow } from './rows.ts';
import { chartsFor, heldRow, rows } from './store.ts';

const plain = (text: string): string => text.normalize('NFKC').trim().toUpperCase();

/** Instruments and lots that the head of a record names. */
function namedIn({ readings: { common } }: Pick<TestRow, 'readings'>): { instruments: string[]; lots: string[] } {
  const head: Readings = typeof common === 'object' && !Array.isArray(common) ? common : {};
  const column = (table: string, name: string): string[] => {
    const lines = head[table];
    return Array.isArray(lines) ? lines.map((line) => plain(line[name] ?? '')).filter((text) => text !== '') : [];
  };
  return { instruments: column('instruments', 'no'), lots: column('materials', 'lot') };
}

/**
 * After analysts have signed records: their control values become points of the charts of their parameters, in the same transaction, and
 * what falls under an open alarm is held. Records of parameters without a chart cost one query for all of them.
 */
export async function submitted(act: Act, testIds: readonly string[]): Promise<void> {
  await redone(act, testIds);
  const tests = await rows<TestRow>(
    'tests',
    act
      .db('tests')
      .whereIn('id', [...testIds])
      .orderBy('id'),
  );
  const charts = await chartsFor(
    act.db,
    tests.map(({ parameter_code }) => parameter_code),
  );
  for (const { id } of charts) {
    const chart = await heldRow<ChartRow>(act, 'control_charts', id);
    const own = tests.filter(({ parameter_code }) => chart.codes.includes(parameter_code));
    if (chart.feed !== null) for (const test of own) await feed(act, chart, test);
    await holdSubmitted(
      act,
      chart,
      own.map((test) => test.id),
    );
  }
}

async function feed(act: Act, chart: ChartRow, test: TestRow): Promise<void> {
  const { instruments, lots } = namedIn(test);
  if (chart.instrument !== null && !instruments.includes(chart.instrument)) return;
  if (chart.material_lot !== null && !lots.includes(plain(chart.material_lot))) return;
  const form = await formOf(act.db, test.form_hash);
  const values = controlsOf(form, test.item, test.readings)
    .filter(({ control }) => control === chart.feed)
    .map(({ value }) => value);
  const known = await rows<PointRow>(
    'control_points',
    act.db('control_points').where({ chart_id: chart.id, test_id: test.id }).whereNull('excluded').orderBy('seq'),
  );
  const groups = grouped(values, chart.subgroup);
  const same = JSON.stringify(groups) === JSON.stringify(known.map(({ readings }) => readings));
  if (same) return;
  // The record was given back and signed anew with other values: the old points stay visible and count no more.
  for (const point of known)
    await act.update<PointRow>('control_points', point, {
      excluded: `${test.id} v${test.version}`,
      excluded_by: act.user.id,
    });
  if (values.length > 0 && groups.length === 0) {
    await act.insert<NoteRow>('control_notes', {
      chart_id: chart.id,
      after_seq: known.at(-1)?.seq ?? 0,
      on_day: act.today,
      kind: 'note',
      words: `${test.item.name[act.user.lang]}: ${values.length} / ${chart.subgroup}`,
      by_id: act.user.id,
    });
    return;
  }
  const [instrument] = instruments;
  await addPoints(
    act,
    chart,
    groups.map((readings) => ({
      at: act.now,
      readings,
      test_id: test.id,
      ...(test.analyst_id !== null && { analyst_id: test.analyst_id }),
      ...((chart.instrument ?? instrument) && { instrument: chart.instrument ?? instrument ?? '' }),
      ...(chart.material_lot !== null && { lot: chart.material_lot }),
    })),
    'bench',
  );
}

/** Readings of one record as points: each for itself, or as the subgroups that the chart wants; a rest is no point. */
function grouped(values: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.floor(values.length / size) }, (_, i) => values.slice(i * size, (i + 1) * size));
}
