import { chinaDate } from '../core/deadlines.ts';
import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { Words } from '../forms/index.ts';
import { actorOf } from '../kernel/access.ts';
import { list } from '../kernel/tables.ts';
import type { App, Query } from '../kernel/types.ts';
import { type DueControl, dueControl } from './coverage.ts';
import { chartMachine, type LimitsMove, limitsMachine } from './machine.ts';
import { judgePoint } from './points.ts';
import type { AlarmRow, Broken, ChartRow, ChartState, LimitsRow, NoteRow, PointRow, PointVerdict } from './rows.ts';
import { practiceOf } from './rules.ts';
import { inForce, limitsOf, notesOf, peopleNamed, rowOf, rows } from './store.ts';

export interface Named {
  code: string;
  name: Words;
}

export const nameOf = (app: Pick<App, 'catalogue'>, code: string): Named => ({
  code,
  name: app.catalogue.parameters.get(code)?.name ?? { zh: code, en: code },
});

export interface ChartLine {
  id: string;
  number: string;
  title: string;
  kind: ChartRow['kind'];
  quantity: string;
  unit: string | null;
  material_lot: string | null;
  instrument: string | null;
  state: ChartState;
  codes: string[];
  points: number;
  last: { on: string; value: string; verdict: PointVerdict } | null;
  alarm: string | null;
}

export interface AlarmLine {
  id: string;
  number: string;
  title: string;
  seq: number;
  on: string;
  rules: Broken[];
  held: number;
}

export interface ControlList {
  q: string;
  view: 'active' | 'closed' | 'alarm';
  due: DueControl;
  alarms: AlarmLine[];
  charts: ChartLine[];
}

const MOST = 500;
interface Listed extends Omit<ChartLine, 'last' | 'points'> {
  seq: number | null;
  at: string | null;
  value: string | null;
  verdict: PointVerdict | null;
}

/** All charts with their newest point, by one query; those with an open alarm first. */
export async function listCharts(
  query: Query,
  { q = '', view = 'active' }: { q?: string; view?: ControlList['view'] },
): Promise<ControlList> {
  const { app, db } = query;
  const wanted = q.trim().toLowerCase();
  const found = db('control_charts')
    .leftJoin('control_points', (join) =>
      join
        .on('control_points.chart_id', 'control_charts.id')
        .andOn(
          'control_points.seq',
          db.raw('(select max(seq) from control_points p where p.chart_id = control_charts.id)'),
        ),
    )
    .leftJoin('control_alarms', (join) =>
      join.on('control_alarms.chart_id', 'control_charts.id').andOn('control_alarms.state', db.raw('?', ['open'])),
    )
    .where('control_charts.state', view === 'closed' ? 'closed' : 'active')
    .orderBy('control_charts.number')
    .limit(MOST)
    .select(
      ...(
        ['id', 'number', 'title', 'kind', 'quantity', 'unit', 'material_lot', 'instrument', 'state', 'codes'] as const
      ).map((column) => `control_charts.${column}`),
      ...(['seq', 'at', 'value', 'verdict'] as const).map((column) => `control_points.${column}`),
      'control_alarms.id as alarm',
    );
  if (view === 'alarm') found.whereNotNull('control_alarms.id');
  const all = await rows<Listed>('control_charts', found);
  const charts = all
    .map(
      ({ seq, at, value, verdict, ...line }): ChartLine => ({
        ...line,
        points: seq ?? 0,
        last: at === null || value === null || verdict === null ? null : { on: chinaDate(at), value, verdict },
      }),
    )
    .filter(({ number, title, codes, quantity, material_lot, instrument }) => {
      const names = codes.flatMap((code) => [code, nameOf(app, code).name.zh]);
      return [number, title, quantity, material_lot ?? '', instrument ?? '', ...names].some((one) =>
        one.toLowerCase().includes(wanted),
      );
    });
  return {
    q,
    view,
    due: await dueControl(query),
    alarms: await openAlarms(query),
    charts: [...charts].sort((a, b) => Number(b.alarm !== null) - Number(a.alarm !== null)),
  };
}

async function openAlarms({ db }: Query): Promise<AlarmLine[]> {
  const found: { id: string; number: string; title: string; seq: number; at: string; rules: string }[] = await db(
    'control_alarms',
  )
    .join('control_charts', 'control_charts.id', 'control_alarms.chart_id')
    .join('control_points', 'control_points.id', 'control_alarms.point_id')
    .where('control_alarms.state', 'open')
    .orderBy('control_alarms.id')
    .limit(MOST)
    .select(
      'control_alarms.id',
      'control_charts.number',
      'control_charts.title',
      'control_points.seq',
      'control_points.at',
      'control_alarms.rules',
    );
  const counts: { alarm_id: string; n: number | string }[] = await db('result_holds')
    .whereIn(
      'alarm_id',
      found.map(({ id }) => id),
    )
    .where({ state: 'open' })
    .groupBy('alarm_id')
    .select('alarm_id')
    .count({ n: '*' });
  const held = new Map(counts.map(({ alarm_id, n }) => [alarm_id, Number(n)]));
  return found.map(({ at, rules, ...one }) => ({
    ...one,
    on: chinaDate(at),
    rules: JSON.parse(rules) as Broken[],
    held: held.get(one.id) ?? 0,
  }));
}

export type View = 'chart' | 'cusum' | 'ewma';

export interface ChartSheet {
  id: string;
  version: number;
  chart: ChartRow;
  parameters: Named[];
  view: View;
  shown: number;
  total: number;
  /** Points that are not excluded and rest on no limits yet. */
  waiting: number;
  least: number;
  points: PointRow[];
  /** Sample number and record of each point that the bench fed. */
  records: Record<string, string>;
  limits: LimitsRow[];
  /** Points of the baseline that the proposed limits would put outside. */
  baselineOut: number[];
  notes: NoteRow[];
  alarms: AlarmRow[];
  names: Record<string, string>;
  decisions: Record<LimitsMove, Reason[]>;
  moves: { move: string; obstacles: Reason[] }[];
}

export const SHOWN = 100;

/** A chart with its newest points. @throws Refusal `record.missing` */
export async function showChart(
  { app, db, user }: Pick<Query, 'app' | 'db' | 'user'>,
  id: string,
  { last = SHOWN, view = 'chart' }: { last?: number; view?: View } = {},
): Promise<ChartSheet> {
  const chart = await rowOf<ChartRow>(db, 'control_charts', id);
  const limits = await limitsOf(db, id);
  const points = (
    await rows<PointRow>(
      'control_points',
      db('control_points').where({ chart_id: id }).orderBy('seq', 'desc').limit(last),
    )
  ).reverse();
  const [count] = await db('control_points').where({ chart_id: id }).count<{ n: number | string }[]>({ n: '*' });
  const since = inForce(limits)?.from_seq ?? 1;
  const [free] = await db('control_points')
    .where({ chart_id: id })
    .where('seq', '>=', since)
    .whereNull('excluded')
    .count<{ n: number | string }[]>({ n: '*' });
  const tests: { id: string; number: string }[] = await db('tests')
    .join('samples', 'samples.id', 'tests.sample_id')
    .whereIn('tests.id', [...new Set(points.flatMap(({ test_id }) => test_id ?? []))])
    .select('tests.id', 'samples.number');
  const notes = await notesOf(db, id);
  const alarms = await list<AlarmRow>(db, 'control_alarms', { chart_id: id }, 'id');
  const proposed = limits.find(({ state }) => state === 'proposed');
  const deciding = (move: LimitsMove): Reason[] => {
    if (!proposed) return [];
    const found = available(limitsMachine, proposed, actorOf(user)).find((one) => one.move === move);
    return found ? found.obstacles : [{ id: 'machine.permission', params: { needs: 'control.release' } }];
  };
  return {
    id: chart.id,
    version: chart.version,
    chart,
    parameters: chart.codes.map((code) => nameOf(app, code)),
    view,
    shown: last,
    total: Number(count?.n ?? 0),
    waiting: Number(free?.n ?? 0),
    least: practiceOf(app).baseline.least,
    points,
    records: Object.fromEntries(tests.map((test) => [test.id, test.number])),
    limits,
    baselineOut: proposed ? baselineOut(proposed, points) : [],
    notes,
    alarms,
    names: await peopleNamed(db, [
      chart.created_by,
      ...points.flatMap((point) => [point.analyst_id, point.recorded_by, point.excluded_by]),
      ...limits.flatMap((one) => [one.proposed_by, one.decided_by]),
      ...notes.map(({ by_id }) => by_id),
      ...alarms.map(({ closed_by }) => closed_by),
    ]),
    decisions: { approve: deciding('approve'), return: deciding('return') },
    moves: available(chartMachine, chart, actorOf(user)),
  };
}

/** A baseline with points beyond its own limits was not in control: they want an assignable cause, and exclusion, before the limits hold. */
function baselineOut(proposed: LimitsRow, points: readonly PointRow[]): number[] {
  const counted = points.filter(({ excluded, seq }) => excluded === null && seq < proposed.from_seq);
  return counted
    .filter(({ value, spread }) => judgePoint(proposed, ['1-3s'], [value], spread).verdict === 'out')
    .map(({ seq }) => seq);
}
