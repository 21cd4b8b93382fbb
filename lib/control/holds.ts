import type { Knex } from 'knex';
import { chinaDate } from '../core/deadlines.ts';
import { follow, next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import type { ChartRule } from '../core/statistics/chart-rules.ts';
import { openImprovement, settleImprovement } from '../improvement/index.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { alarmMachine, holdMachine } from './machine.ts';
import type { AlarmRow, Broken, ChartRow, HoldRow, PointRow } from './rows.ts';
import { blank, heldRow, openAlarm, rowOf, rows } from './store.ts';

/** How a rule is written in a sentence or on a picture; R: the limit of the range or standard deviation. */
export const ruleCode = (rule: Broken): string =>
  rule === 'spread' ? 'R/s' : rule.replace('pattern-', 'ISO 7870-2 #');

const outside = (rules: readonly Broken[]): Broken[] => rules.filter((rule) => rule !== ('1-2s' satisfies ChartRule));

/** A point is out of control: every result since the last good point is held (domain 5.4). One alarm a chart at a time. */
export async function raise(act: Act, chart: ChartRow, point: PointRow): Promise<AlarmRow> {
  const known = await openAlarm(act.db, chart.id);
  if (known) return known;
  const [good] = await rows<PointRow>(
    'control_points',
    act
      .db('control_points')
      .where({ chart_id: chart.id })
      .where('seq', '<', point.seq)
      .whereNull('excluded')
      .whereNot('verdict', 'out')
      .orderBy('seq', 'desc')
      .limit(1),
  );
  const alarm = await act.insert<AlarmRow>('control_alarms', {
    chart_id: chart.id,
    point_id: point.id,
    rules: outside(point.violations),
    since: good?.at ?? '',
    state: 'open',
    cause: null,
    measure: null,
    closed_by: null,
    closed_at: null,
  });
  await hold(act, chart, alarm);
  const [code] = chart.codes;
  await openImprovement(act, {
    ...{ source: 'control', elsewhere: true, origin: { entity: 'control_alarms', id: alarm.id } },
    ...(chart.codes.length === 1 && { parameterCode: code }),
    ...(chart.instrument !== null && { instrumentNo: chart.instrument }),
    title: t('zh', 'improvement.auto.alarm.title', { number: chart.number }),
    finding: t('zh', 'improvement.auto.alarm.finding', {
      ...{ number: chart.number, title: chart.title, seq: point.seq, rules: alarm.rules.join(', ') },
    }),
    refs: [
      { entity: 'control_charts', id: chart.id },
      { entity: 'control_alarms', id: alarm.id },
    ],
  });
  return alarm;
}

/** Holds the signed results of the chart's parameters since the last good point that the alarm does not hold yet. */
async function hold(act: Act, chart: ChartRow, alarm: AlarmRow, only?: readonly string[]): Promise<void> {
  const query = act
    .db('tests')
    .whereIn('parameter_code', chart.codes)
    .where('submitted_at', '>', alarm.since)
    .whereIn('state', ['submitted', 'reviewed', 'locked'])
    .whereNotIn('id', act.db('result_holds').where({ alarm_id: alarm.id }).select('test_id'))
    .orderBy('id');
  if (only) query.whereIn('id', [...only]);
  if (chart.instrument !== null)
    query.whereIn('id', act.db('instrument_uses').where({ number: chart.instrument }).select('test_id'));
  const ids: string[] = await query.pluck('id');
  await act.insertAll<HoldRow>(
    'result_holds',
    ids.map((test_id) => ({ alarm_id: alarm.id, test_id, state: 'open', decided_by: null, decided_at: null })),
  );
}

/** After the signature of an analyst: what was to be tested again is done, and what falls under an open alarm is held. */
export async function holdSubmitted(act: Act, chart: ChartRow, testIds: readonly string[]): Promise<void> {
  const alarm = await openAlarm(act.db, chart.id);
  if (alarm) await hold(act, chart, alarm, testIds);
}

/** A record that was to be done again is signed anew. */
export async function redone(act: Act, testIds: readonly string[]): Promise<void> {
  const due = await rows<HoldRow>(
    'result_holds',
    act
      .db('result_holds')
      .whereIn('test_id', [...testIds])
      .where({ state: 'retest' })
      .orderBy('id'),
  );
  for (const one of due) await act.update<HoldRow>('result_holds', one, { state: follow(holdMachine, 'redo', one) });
}

interface HeldTest {
  test_id: string;
  state: 'open' | 'retest';
  number: string;
  title: string;
  rules: string;
  seq: number;
  at: string;
  sample: string;
  place: number;
}

/** Why results may be neither reviewed, approved nor reported: `hold.open` and `hold.retest` name chart, rule and point. By test. */
export async function holdReasons(db: Knex, testIds: readonly string[]): Promise<Map<string, Reason[]>> {
  const found: HeldTest[] = await db('result_holds')
    .join('control_alarms', 'control_alarms.id', 'result_holds.alarm_id')
    .join('control_charts', 'control_charts.id', 'control_alarms.chart_id')
    .join('control_points', 'control_points.id', 'control_alarms.point_id')
    .join('tests', 'tests.id', 'result_holds.test_id')
    .join('samples', 'samples.id', 'tests.sample_id')
    .whereIn('result_holds.test_id', [...testIds])
    .whereIn('result_holds.state', ['open', 'retest'])
    .orderBy('result_holds.id')
    .select(
      'result_holds.test_id',
      'result_holds.state',
      'control_charts.number',
      'control_charts.title',
      'control_alarms.rules',
      'control_points.seq',
      'control_points.at',
      'samples.number as sample',
      'tests.seq as place',
    );
  const reasons = new Map<string, Reason[]>();
  for (const { test_id, state, number, title, rules, seq, at, sample, place } of found) {
    const broken = JSON.parse(rules) as Broken[];
    const params = {
      item: `${sample}-${place}`,
      chart: `${number} ${title}`,
      rule: broken.map(ruleCode).join(', '),
      point: seq,
      on: chinaDate(at),
    };
    const reason = { id: state === 'open' ? 'hold.open' : 'hold.retest', params };
    reasons.set(test_id, [...(reasons.get(test_id) ?? []), reason]);
  }
  return reasons;
}

export interface ReleaseInput {
  id: string;
  version: number;
  cause: string;
  measures: string;
  verdicts?: { hold: string; holdVerdict?: string }[];
}

/** Who produced the point or one of the held results. */
export async function producersOf(db: Knex, alarm: AlarmRow): Promise<string[]> {
  const point = await rowOf<PointRow>(db, 'control_points', alarm.point_id);
  const analysts: (string | null)[] = await db('tests')
    .whereIn('id', db('result_holds').where({ alarm_id: alarm.id }).select('test_id'))
    .pluck('analyst_id');
  return [...new Set([point.analyst_id, point.recorded_by, ...analysts])].filter((id) => id !== null);
}

/** Whether the chart has come back: the newest point that counts is after the alarm and not out of control. */
export async function backIn(db: Knex, alarm: AlarmRow): Promise<boolean> {
  const point = await rowOf<PointRow>(db, 'control_points', alarm.point_id);
  const last: { seq: number; verdict: string } | undefined = await db('control_points')
    .where({ chart_id: alarm.chart_id })
    .whereNull('excluded')
    .orderBy('seq', 'desc')
    .first('seq', 'verdict');
  return last !== undefined && last.seq > point.seq && last.verdict !== 'out';
}

/**
 * Settles an alarm: cause, measure, and for every held result whether it stands or is tested again.
 * @throws Refusal `hold.own`, `hold.still-out`, `hold.verdict` for each result without one, `control.words`
 */
export async function release(
  act: Act,
  { id, version, cause, measures, verdicts = [] }: ReleaseInput,
): Promise<AlarmRow> {
  const seen = await rowOf<AlarmRow>(act.db, 'control_alarms', id);
  // The chart first, as a new point does: both then take their turns.
  await heldRow<ChartRow>(act, 'control_charts', seen.chart_id);
  const alarm = await heldRow<AlarmRow>(act, 'control_alarms', id, version);
  const analysts = await producersOf(act.db, alarm);
  const state = next(alarmMachine, 'close', { ...alarm, analysts }, actorOf(act.user));
  refuseAll([...blank(cause, 'cause'), ...blank(measures, 'measures')]);
  if (!(await backIn(act.db, alarm))) refuse('hold.still-out', {}, undefined, 'conflict');
  const held = await rows<HoldRow>(
    'result_holds',
    act.db('result_holds').where({ alarm_id: id, state: 'open' }).orderBy('id'),
  );
  const given = new Map(verdicts.map(({ hold: own, holdVerdict }) => [own, holdVerdict]));
  refuseAll(
    held.flatMap((one, i): Reason[] =>
      ['released', 'retest'].includes(given.get(one.id) ?? '')
        ? []
        : [{ id: 'hold.verdict', field: `verdicts.${i}.holdVerdict` }],
    ),
  );
  for (const one of held) {
    const move = given.get(one.id) === 'released' ? 'release' : 'retest';
    await act.update<HoldRow>(
      'result_holds',
      one,
      {
        state: next(holdMachine, move, { ...one, analysts }, actorOf(act.user)),
        decided_by: act.user.id,
        decided_at: act.now,
      },
      { reason: `${cause.trim()} / ${measures.trim()}` },
    );
  }
  await settleImprovement(act, { entity: 'control_alarms', id }, { words: `${cause.trim()} / ${measures.trim()}` });
  return act.update<AlarmRow>(
    'control_alarms',
    alarm,
    { state, cause: cause.trim(), measure: measures.trim(), closed_by: act.user.id, closed_at: act.now },
    { reason: cause },
  );
}
