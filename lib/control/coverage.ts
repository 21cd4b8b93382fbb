import type { Knex } from 'knex';
import { addDays, addMonths, chinaDate } from '../core/deadlines.ts';
import type { Query } from '../kernel/types.ts';
import { seesAll } from './lines.ts';
import { hiddenMethods, type Method } from './rows.ts';
import { practiceOf } from './rules.ts';

export interface LastControl {
  on: string;
  verdict: 'ok' | 'not-ok';
}

/** When internal quality control last said something about each parameter, and what: judged lines of the plan and points of charts. */
export async function lastControl(db: Knex): Promise<Map<string, LastControl>> {
  const lines: { code: string; on: string; state: 'ok' | 'not-ok' }[] = await db('qc_lines as own')
    .whereIn('own.state', ['ok', 'not-ok'])
    .whereNotExists(
      db('qc_lines as later')
        .whereRaw('later.parameter_code = own.parameter_code')
        .whereIn('later.state', ['ok', 'not-ok'])
        .whereRaw('(later.done_on > own.done_on or (later.done_on = own.done_on and later.id > own.id))')
        .select(db.raw('1')),
    )
    .select({ code: 'own.parameter_code', on: 'own.done_on', state: 'own.state' });
  const points: { code: string; at: string; verdict: string }[] = await db('control_chart_parameters')
    .join('control_charts', 'control_charts.id', 'control_chart_parameters.chart_id')
    .join('control_points', (join) =>
      join
        .on('control_points.chart_id', 'control_charts.id')
        .andOn(
          'control_points.seq',
          db.raw('(select max(seq) from control_points p where p.chart_id = control_charts.id)'),
        ),
    )
    .where('control_charts.state', 'active')
    .whereNot('control_points.verdict', 'baseline')
    .select({
      code: 'control_chart_parameters.parameter_code',
      at: 'control_points.at',
      verdict: 'control_points.verdict',
    });
  const found = new Map<string, LastControl>();
  const take = (code: string, one: LastControl) => {
    const known = found.get(code);
    if (!known || one.on > known.on || (one.on === known.on && one.verdict === 'not-ok')) found.set(code, one);
  };
  for (const { code, on, state } of lines) take(code, { on, verdict: state });
  for (const { code, at, verdict } of points)
    take(code, { on: chinaDate(at), verdict: verdict === 'out' ? 'not-ok' : 'ok' });
  return found;
}

/** The same with the day until which it holds, for the coverage of the annex. */
export async function controlWatches({
  app,
  db,
}: Pick<Query, 'app' | 'db'>): Promise<Map<string, { on: string; ok: boolean; until: string }>> {
  const { months } = practiceOf(app).cycle;
  const last = await lastControl(db);
  return new Map(
    [...last].map(([code, { on, verdict }]) => [code, { on, ok: verdict === 'ok', until: addMonths(on, months) }]),
  );
}

export interface DueControl {
  /** Open alarms, and how many results they hold. */
  alarms: number;
  held: number;
  /** Lines of approved plans whose day has passed, and those of the next thirty days. */
  overdue: number;
  soon: number;
  /** Open 异常记录, and those past their day. */
  anomalies: number;
  lateAnomalies: number;
  /** Limits that wait for a second person. */
  limits: number;
}

const SOON = 30;

/** What internal quality control waits for; lines that a person may not know of are not counted for him. */
export async function dueControl({ db, today, user }: Pick<Query, 'db' | 'today' | 'user'>): Promise<DueControl> {
  const count = async (query: PromiseLike<unknown>): Promise<number> => {
    const [row] = (await query) as { n: number | string }[];
    return Number(row?.n ?? 0);
  };
  const hidden: readonly Method[] = seesAll(user) ? [] : hiddenMethods;
  const lines = () =>
    db('qc_lines')
      .join('qc_plans', 'qc_plans.id', 'qc_lines.plan_id')
      .where('qc_plans.state', 'approved')
      .whereIn('qc_lines.state', ['due', 'under-way'])
      .whereNotIn('qc_lines.method', [...hidden]);
  const anomalies = () => {
    const query = db('qc_anomalies').whereNot('qc_anomalies.state', 'closed');
    return seesAll(user) ? query : query.where({ responsible_id: user.id });
  };
  return {
    alarms: await count(db('control_alarms').where({ state: 'open' }).count({ n: '*' })),
    held: await count(db('result_holds').whereIn('state', ['open', 'retest']).count({ n: '*' })),
    overdue: await count(lines().where('qc_lines.planned_on', '<', today).count({ n: '*' })),
    soon: await count(
      lines()
        .whereBetween('qc_lines.planned_on', [today, addDays(today, SOON)])
        .count({ n: '*' }),
    ),
    anomalies: await count(anomalies().count({ n: '*' })),
    lateAnomalies: await count(anomalies().where('due_on', '<', today).count({ n: '*' })),
    limits: await count(db('control_limits').where({ state: 'proposed' }).count({ n: '*' })),
  };
}
