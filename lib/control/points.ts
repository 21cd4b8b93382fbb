import { add, type Decimal, dec, normalise, settle, toText } from '../core/decimal.ts';
import { next } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { isWarning, standardise, violations } from '../core/statistics/chart-rules.ts';
import { momentOf, utcTime } from '../environment/index.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act } from '../kernel/types.ts';
import { raise } from './holds.ts';
import { chartMachine } from './machine.ts';
import type { Broken, ChartRow, LimitsRow, NoteKind, NoteRow, PointRow, PointVerdict } from './rows.ts';
import { blank, heldRow, inForce, lastPoints, limitsOf, rows } from './store.ts';

/** The longest pattern looks back over fifteen points. */
const LOOK_BACK = 20;

export interface NewPoint {
  /** UTC ISO. */
  at: string;
  /** Decimal texts as typed. */
  readings: string[];
  note?: string;
  test_id?: string;
  row_id?: string;
  instrument?: string;
  lot?: string;
  analyst_id?: string;
}

const digits = (value: Decimal): string => toText(settle(value).toSignificantDigits(12));

/** What is plotted of the readings, and their range or standard deviation; single readings have their moving range. */
export function plotted(
  kind: ChartRow['kind'],
  readings: readonly string[],
  before: string | undefined,
): { value: string; spread: string | null } {
  const values = readings.map(dec);
  const [only = dec('0')] = values;
  if (kind === 'individuals' || kind === 'levey-jennings') {
    const moving = before === undefined ? null : toText(add(only, dec(before).negated()).abs());
    return { value: readings[0] ?? '', spread: kind === 'individuals' ? moving : null };
  }
  const mean = values.reduce((total, value) => add(total, value)).div(values.length);
  const ordered = [...values].sort((a, b) => a.comparedTo(b));
  const range = add(ordered.at(-1) ?? only, (ordered[0] ?? only).negated());
  const squares = values.reduce((total, value) => total.plus(value.minus(mean).pow(2)), dec('0'));
  const deviation = squares.div(values.length - 1).sqrt();
  return { value: digits(mean), spread: kind === 'xbar-r' ? toText(range) : digits(deviation) };
}

/** The last point of `window` held against limits and rules; `z` is (value − centre) ÷ σ. */
export function judgePoint(
  limits: Pick<LimitsRow, 'centre' | 'sigma' | 'spread_lower' | 'spread_upper'> | undefined,
  rules: ChartRow['rules'],
  window: readonly string[],
  spread: string | null,
): { z: string | null; verdict: PointVerdict; violations: Broken[] } {
  if (!limits) return { z: null, verdict: 'baseline', violations: [] };
  const z = standardise(window, limits.centre, limits.sigma);
  const at = z.length - 1;
  const broken: Broken[] = violations(z, rules)
    .filter((one) => one.at === at)
    .map(({ rule }) => rule);
  const { spread_lower: low, spread_upper: high } = limits;
  const beyond =
    spread !== null && high !== null && (dec(spread).gt(dec(high)) || (low !== null && dec(spread).lt(dec(low))));
  if (beyond) broken.push('spread');
  const isOut = broken.some((rule) => rule === 'spread' || !isWarning(rule));
  return {
    z: digits(dec(String(z[at] ?? 0))),
    verdict: isOut ? 'out' : broken.length > 0 ? 'warning' : 'in',
    violations: broken,
  };
}

/** Every fault of what was typed for a point. */
export function readingsOf(
  chart: Pick<ChartRow, 'subgroup'>,
  typed: readonly string[],
  field: string,
): { readings: string[]; faults: Reason[] } {
  const given = typed.map((one) => one.trim()).filter((one) => one !== '');
  const faults: Reason[] = [];
  const readings = given.flatMap((one) => {
    try {
      const { decimal, qualifier } = normalise(one, {}, field);
      if (qualifier === '=') return [decimal];
      faults.push({ id: 'control.value-bound', field, params: { text: one.slice(0, 40) } });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      faults.push(...error.reasons);
    }
    return [];
  });
  if (faults.length === 0 && readings.length !== chart.subgroup)
    faults.push({ id: 'control.readings', field, params: { count: readings.length, wanted: chart.subgroup } });
  return { readings, faults };
}

/** The moment of a point as typed → UTC ISO; never in the future. */
export function momentTyped(typed: string, now: string): { at: string; fault: Reason | null } {
  const local = momentOf(typed);
  if (local === null)
    return { at: '', fault: { id: 'control.moment', field: 'at', params: { text: typed.slice(0, 40) } } };
  const at = utcTime(local);
  return at > now
    ? { at, fault: { id: 'control.future', field: 'at', params: { text: typed.slice(0, 40) } } }
    : { at, fault: null };
}

/**
 * Puts points on a chart in the order of time, judges each by the limits in force and the rules of the chart, and raises the alarm for
 * the first that is out of control.
 * @throws Refusal `control.order` for a point before the last one, `machine.state` on a closed chart
 */
export async function addPoints(
  act: Act,
  chart: ChartRow,
  list: readonly NewPoint[],
  source: PointRow['source'],
): Promise<PointRow[]> {
  const limits = inForce(await limitsOf(act.db, chart.id));
  const last = await lastPoints(act.db, chart.id, LOOK_BACK);
  const counted = last.filter(({ excluded }) => excluded === null);
  const window = counted.filter(({ limits_n }) => limits_n === (limits?.n ?? null)).map(({ value }) => value);
  // After a point out of control the moving range is taken from the last good one: the way back is not a second alarm.
  let before = counted.filter(({ verdict }) => verdict !== 'out').at(-1)?.value;
  let seq = last.at(-1)?.seq ?? 0;
  let time = last.at(-1)?.at ?? '';
  const made: Omit<PointRow, 'id' | 'version' | 'created_at'>[] = [];
  for (const one of list) {
    if (one.at < time) refuse('control.order', {}, 'at', 'conflict');
    const own = plotted(chart.kind, one.readings, before);
    window.push(own.value);
    if (window.length > LOOK_BACK) window.shift();
    const judged = judgePoint(limits, chart.rules, window, own.spread);
    seq += 1;
    time = one.at;
    if (judged.verdict !== 'out') before = own.value;
    made.push({
      chart_id: chart.id,
      seq,
      at: one.at,
      readings: one.readings,
      ...own,
      limits_n: limits?.n ?? null,
      ...judged,
      excluded: null,
      excluded_by: null,
      source,
      test_id: one.test_id ?? null,
      ...(one.row_id !== undefined && { row_id: one.row_id }),
      instrument: one.instrument ?? null,
      lot: one.lot ?? null,
      analyst_id: one.analyst_id ?? null,
      note: one.note?.trim() || null,
      recorded_by: act.user.id,
    });
  }
  const added = await act.insertAll<PointRow>('control_points', made);
  const out = added.find(({ verdict }) => verdict === 'out');
  if (out) await raise(act, chart, out);
  return added;
}

export interface PointInput {
  id: string;
  at: string;
  readings: string;
  instrument?: string;
  lot?: string;
  note?: string;
}

/** A point by hand. @throws Refusal `control.moment`, `control.future`, `control.readings`, `control.order`, `number.*` */
export async function pointByHand(act: Act, input: PointInput): Promise<PointRow> {
  const chart = await heldRow<ChartRow>(act, 'control_charts', input.id);
  next(chartMachine, 'change', chart, actorOf(act.user));
  const { at, fault } = momentTyped(input.at, act.now);
  const { readings, faults } = readingsOf(chart, input.readings.split(/[\s,;，；、]+/), 'readings');
  refuseAll([...(fault ? [fault] : []), ...faults]);
  const [point] = await addPoints(
    act,
    chart,
    [
      {
        at,
        readings,
        analyst_id: act.user.id,
        ...(input.note !== undefined && { note: input.note }),
        ...(named(input.instrument) && { instrument: named(input.instrument) }),
        ...(named(input.lot ?? chart.material_lot) && { lot: named(input.lot ?? chart.material_lot) }),
      },
    ],
    'hand',
  );
  return point ?? refuse('record.missing', { what: chart.number });
}

const named = (text: string | null | undefined): string => (text ?? '').trim();

/** Takes a point out of the reckoning; it stays visible with its reason. @throws Refusal `control.words`, `control.excluded`, `hold.own` */
export async function excludePoint(
  act: Act,
  { id, version, reason }: { id: string; version: number; reason: string },
): Promise<PointRow> {
  refuseAll(blank(reason, 'reason'));
  const point = await heldRow<PointRow>(act, 'control_points', id, version);
  if (point.excluded !== null) refuse('control.excluded', {}, undefined, 'conflict');
  if ([point.analyst_id, point.recorded_by].includes(act.user.id) && point.verdict !== 'baseline')
    refuse('hold.own', {}, undefined, 'conflict');
  const chart = await heldRow<ChartRow>(act, 'control_charts', point.chart_id);
  if (chart.kind === 'individuals') await bridge(act, point);
  return act.update<PointRow>(
    'control_points',
    point,
    { excluded: reason.trim(), excluded_by: act.user.id },
    { reason },
  );
}

/** The moving range of the next point leaps over one that counts no more; how that point was judged stays. */
async function bridge(act: Act, { chart_id, seq }: PointRow): Promise<void> {
  const counted = () => act.db('control_points').where({ chart_id }).whereNull('excluded').limit(1);
  const [next] = await rows<PointRow>('control_points', counted().where('seq', '>', seq).orderBy('seq'));
  const [before] = await rows<PointRow>('control_points', counted().where('seq', '<', seq).orderBy('seq', 'desc'));
  if (!next) return;
  const { spread } = plotted('individuals', next.readings, before?.value);
  await act.update<PointRow>('control_points', next, { spread });
}

/** What happened between two points: a new lot, a recalibration, another column. @throws Refusal `control.words` */
export async function annotate(
  act: Act,
  { id, noteKind, words, onDay }: { id: string; noteKind: NoteKind; words: string; onDay?: string },
): Promise<NoteRow> {
  refuseAll(blank(words, 'words'));
  const chart = await heldRow<ChartRow>(act, 'control_charts', id);
  const day = onDay ?? act.today;
  if (day > act.today) refuse('control.future', { text: day }, 'onDay');
  const [row] = await act
    .db('control_points')
    .where({ chart_id: chart.id })
    .where('at', '<', day === act.today ? act.now : utcTime(`${day}T00:00`))
    .max<{ n: number | null }[]>({ n: 'seq' });
  return act.insert<NoteRow>('control_notes', {
    chart_id: chart.id,
    after_seq: Number(row?.n ?? 0),
    on_day: day,
    kind: noteKind,
    words: words.trim(),
    by_id: act.user.id,
  });
}
