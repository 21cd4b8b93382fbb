import { add, type Decimal, dec, normalise, settle, toText } from '../core/decimal.ts';
import { next, obstacles } from '../core/machine.ts';
import { refuse, refuseAll } from '../core/refusal.ts';
import { individuals, leveyJenningsFrom, xbarR, xbarS } from '../core/statistics/charts.ts';
import { toText as numberText, toNumbers } from '../core/statistics/numbers.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act } from '../kernel/types.ts';
import { limitsMachine } from './machine.ts';
import type { ChartRow, LimitsRow, PointRow } from './rows.ts';
import { practiceOf } from './rules.ts';
import { blank, heldRow, limitsOf, rows } from './store.ts';

export type Lines = Pick<
  LimitsRow,
  'centre' | 'sigma' | 'lower' | 'upper' | 'spread_centre' | 'spread_lower' | 'spread_upper'
>;

const DIGITS = 10;

/** Centre and σ as decimal text → the lines at ± 3 σ, exactly. */
export function around(centre: string, sigma: string): Pick<LimitsRow, 'centre' | 'sigma' | 'lower' | 'upper'> {
  const [middle, third] = [dec(centre), dec(sigma).times(3)];
  const line = (value: Decimal) => toText(settle(value));
  return { centre, sigma, lower: line(add(middle, third.negated())), upper: line(add(middle, third)) };
}

/**
 * Limits from a baseline (ISO 7870-2), ten digits. @param points at least two; whether they are enough is the caller's rule.
 * @throws Refusal `control.no-spread` where all values are equal, `statistics.*`
 */
export function linesFrom(kind: ChartRow['kind'], points: readonly Pick<PointRow, 'readings' | 'value'>[]): Lines {
  const single = () => toNumbers(points.map(({ value }) => value));
  const groups = () => points.map(({ readings }) => toNumbers(readings));
  const found = {
    'xbar-r': () => xbarR(groups()),
    'xbar-s': () => xbarS(groups()),
    individuals: () => individuals(single()),
    'levey-jennings': () => ({ location: leveyJenningsFrom(single()), spread: undefined }),
  }[kind];
  if (new Set(points.map(({ value }) => toText(dec(value)))).size < 2)
    refuse('control.no-spread', {}, undefined, 'conflict');
  const { location, spread } = found();
  if (!(location.sigma > 0)) refuse('control.no-spread', {}, undefined, 'conflict');
  const text = (value: number) => numberText(value, DIGITS);
  return {
    ...around(text(location.centre), text(location.sigma)),
    spread_centre: spread ? text(spread.centre) : null,
    spread_lower: spread ? text(spread.lower) : null,
    spread_upper: spread ? text(spread.upper) : null,
  };
}

export interface LimitsInput {
  id: string;
  reason: string;
  /** Levey–Jennings with a target of its own; otherwise from the points. */
  target?: string;
  givenSd?: string;
  /** Points of the baseline; all since the last version that were not excluded, if left out. */
  fromPoint?: number;
  toPoint?: number;
}

/**
 * Proposes a version of the limits: from the points that are not excluded, or as given. It holds once a second person has approved it.
 * @throws Refusal `control.few`, `control.no-spread`, `control.limits-waiting`, `control.given-kind`, `control.positive`, `control.words`
 */
export async function proposeLimits(act: Act, input: LimitsInput): Promise<LimitsRow> {
  refuseAll(blank(input.reason, 'reason'));
  const chart = await heldRow<ChartRow>(act, 'control_charts', input.id);
  const versions = await limitsOf(act.db, chart.id);
  if (versions.some(({ state }) => state === 'proposed')) refuse('control.limits-waiting', {}, undefined, 'conflict');
  const given = (input.target ?? '').trim() !== '' || (input.givenSd ?? '').trim() !== '';
  const own = given ? givenLines(chart, input) : await baselineLines(act, chart, versions, input);
  const [last] = await act.db('control_points').where({ chart_id: chart.id }).max<{ n: number | null }[]>({ n: 'seq' });
  return act.insert<LimitsRow>('control_limits', {
    ...own,
    chart_id: chart.id,
    n: versions.length + 1,
    state: 'proposed',
    basis: given ? 'given' : 'baseline',
    // Old points keep their limits: a new version holds from the next point on.
    from_seq: Number(last?.n ?? 0) + 1,
    reason: input.reason.trim(),
    proposed_by: act.user.id,
    decided_by: null,
    decided_at: null,
  });
}

function givenLines(chart: ChartRow, { target, givenSd }: LimitsInput): Lines & { points: number } {
  if (chart.kind !== 'levey-jennings') refuse('control.given-kind', {}, 'target');
  const centre = normalise(target ?? '', {}, 'target').decimal;
  const sigma = normalise(givenSd ?? '', {}, 'givenSd').decimal;
  if (!dec(sigma).gt(0)) refuse('control.positive', { text: sigma }, 'givenSd');
  return { ...around(centre, sigma), spread_centre: null, spread_lower: null, spread_upper: null, points: 0 };
}

async function baselineLines(
  act: Act,
  chart: ChartRow,
  versions: readonly LimitsRow[],
  { fromPoint, toPoint }: LimitsInput,
): Promise<Lines & { points: number }> {
  const { least } = practiceOf(act.app).baseline;
  const query = act.db('control_points').where({ chart_id: chart.id }).whereNull('excluded').orderBy('seq');
  const since = versions.filter(({ state }) => state === 'approved').at(-1)?.from_seq ?? 1;
  query.where('seq', '>=', fromPoint ?? since);
  if (toPoint !== undefined) query.where('seq', '<=', toPoint);
  const points = await rows<PointRow>('control_points', query);
  if (points.length < least) refuse('control.few', { count: points.length, least }, 'fromPoint', 'conflict');
  return { ...linesFrom(chart.kind, points), points: points.length };
}

export interface Decision {
  id: string;
  version: number;
  reason?: string;
}

/** The second person's word on proposed limits; a return says why. @throws Refusal `control.limits-own`, `control.words`, `machine.state` */
export async function decideLimits(
  act: Act,
  { id, version, reason }: Decision,
  move: 'approve' | 'return',
): Promise<LimitsRow> {
  const proposed = await heldRow<LimitsRow>(act, 'control_limits', id, version);
  // Locked like a new point, so that no point is judged by the old limits and kept under the new ones.
  const chart = await heldRow<ChartRow>(act, 'control_charts', proposed.chart_id);
  if (move === 'return') refuseAll(blank(reason, 'reason'));
  const state = next(limitsMachine, move, proposed, actorOf(act.user));
  const [last] = await act.db('control_points').where({ chart_id: chart.id }).max<{ n: number | null }[]>({ n: 'seq' });
  const why = reason === undefined || reason.trim() === '' ? undefined : reason.trim();
  return act.update<LimitsRow>(
    'control_limits',
    proposed,
    { state, decided_by: act.user.id, decided_at: act.now, from_seq: Number(last?.n ?? 0) + 1 },
    { reason: why },
  );
}

/** What stands in the way of a decision for this person. */
export const limitsObstacles = (limits: LimitsRow, user: Act['user'], move: 'approve' | 'return') =>
  obstacles(limitsMachine, move, limits, actorOf(user));
