import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf, may } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { lastControl } from './coverage.ts';
import { refuseUnseen, seesAll, seesLine, uncovered, unknown } from './lines.ts';
import { anomalyMachine, lineMachine, planMachine } from './machine.ts';
import { type AnomalyRow, hiddenMethods, type LineRow, type LineState, type PlanRow } from './rows.ts';
import { practiceOf } from './rules.ts';
import { type Named, nameOf } from './show.ts';
import { colleagues, peopleNamed, rowOf, rows } from './store.ts';

export interface PlanLine {
  plan: PlanRow;
  author: string;
  counts: Record<LineState, number>;
}

export interface Plans {
  year: number;
  plans: PlanLine[];
}

type Counted = Record<LineState, number>;
const none = (): Counted => ({ due: 0, 'under-way': 0, ok: 0, 'not-ok': 0, dropped: 0 });

/** All plans, the newest year first. Drafts are for those who see everything. */
export async function listPlans({ db, user, today }: Query): Promise<Plans> {
  const query = db('qc_plans')
    .orderBy([{ column: 'year', order: 'desc' }, 'number'])
    .limit(200);
  const plans = await rows<PlanRow>('qc_plans', seesAll(user) ? query : query.where({ state: 'approved' }));
  const hidden = seesAll(user) ? [] : hiddenMethods;
  const counted: { plan_id: string; state: LineState; n: number | string }[] = await db('qc_lines')
    .whereNotIn('method', [...hidden])
    .groupBy('plan_id', 'state')
    .select('plan_id', 'state')
    .count({ n: '*' });
  const counts = new Map<string, Counted>();
  for (const { plan_id, state, n } of counted) {
    const own = counts.get(plan_id) ?? none();
    own[state] = Number(n);
    counts.set(plan_id, own);
  }
  const names = await peopleNamed(
    db,
    plans.map(({ author_id }) => author_id),
  );
  return {
    year: Number(today.slice(0, 4)),
    plans: plans.map((plan) => ({ plan, author: names[plan.author_id] ?? '', counts: counts.get(plan.id) ?? none() })),
  };
}

export interface LineAnswer extends Named {
  line: LineRow;
  responsible: string;
  anomaly: string | null;
  late: boolean;
}

export interface PlanSheet {
  id: string;
  version: number;
  plan: PlanRow;
  names: Record<string, string>;
  lines: LineAnswer[];
  /** Parameters of the annex that nothing covers, for those who plan. */
  uncovered: Named[];
  people: { id: string; name: string }[];
  moves: { move: string; obstacles: Reason[] }[];
  defaults: { recovery: { low: string; high: string }; cycle: number };
}

/** A plan with the lines that this person may see. @throws Refusal `record.missing` */
export async function showPlan({ app, db, user, today }: Query, id: string): Promise<PlanSheet> {
  const plan = await rowOf<PlanRow>(db, 'qc_plans', id);
  if (plan.state !== 'approved' && !seesAll(user)) unknown(id);
  const all = await rows<LineRow>(
    'qc_lines',
    db('qc_lines').where({ plan_id: id }).orderBy(['planned_on', 'parameter_code', 'id']),
  );
  const lines = all.filter((line) => seesLine(user, line));
  const names = await peopleNamed(db, [
    plan.author_id,
    plan.decided_by,
    ...lines.map(({ responsible_id }) => responsible_id),
  ]);
  const anomalies: { line_id: string; state: string }[] = await db('qc_anomalies')
    .whereIn('line_id', db('qc_lines').where({ plan_id: id }).select('id'))
    .select('line_id', 'state');
  const practice = practiceOf(app);
  const plans = may(user.roles, 'internal.write');
  const open = plans ? await uncovered(db, today, practice.cycle.months, id, await lastControl(db)) : [];
  return {
    id,
    version: plan.version,
    plan,
    names,
    lines: lines.map((line) => ({
      ...nameOf(app, line.parameter_code),
      line,
      responsible: names[line.responsible_id ?? ''] ?? '',
      anomaly: anomalies.find(({ line_id }) => line_id === line.id)?.state ?? null,
      late: line.planned_on < today && (line.state === 'due' || line.state === 'under-way'),
    })),
    uncovered: open.map((code) => nameOf(app, code)),
    people: plans ? await colleagues(db) : [],
    moves: available(planMachine, plan, actorOf(user)).filter(({ move }) => move !== 'edit'),
    defaults: { recovery: practice.recovery, cycle: practice.cycle.months },
  };
}

export interface LineSheet extends Named {
  id: string;
  version: number;
  plan: Pick<PlanRow, 'id' | 'number' | 'title' | 'state'>;
  line: LineRow;
  basis: string;
  productClass: string;
  /** Number and state of the internal sample, and of the batch that it is compared with. */
  sample: { id: string; number: string; state: string } | null;
  earlier: { sample: string; number: string; result: string | null } | null;
  anomaly: AnomalyRow | null;
  anomalyMoves: { move: string; obstacles: Reason[] }[];
  names: Record<string, string>;
  people: { id: string; name: string }[];
  moves: { move: string; obstacles: Reason[] }[];
}

/** One line of a plan. @throws Refusal `record.missing` also where the person must not know of it */
export async function showLine({ app, db, user }: Query, id: string): Promise<LineSheet> {
  const line = await rowOf<LineRow>(db, 'qc_lines', id);
  const plan = await rowOf<PlanRow>(db, 'qc_plans', line.plan_id);
  const anomaly = (await find<AnomalyRow>(db, 'qc_anomalies', { line_id: id })) ?? null;
  if (anomaly?.responsible_id !== user.id) refuseUnseen(user, line);
  if (plan.state !== 'approved' && !seesAll(user)) unknown(id);
  const sample =
    line.sample_id === null
      ? null
      : ((await find<{ id: string; number: string; state: string }>(db, 'samples', { id: line.sample_id })) ?? null);
  const earlier: { sample: string; number: string; result: string | null } | undefined =
    line.reference_test_id === null
      ? undefined
      : await db('tests')
          .join('samples', 'samples.id', 'tests.sample_id')
          .where({ 'tests.id': line.reference_test_id })
          .first({ sample: 'samples.id', number: 'samples.number', result: 'tests.result_text' });
  return {
    ...nameOf(app, line.parameter_code),
    id,
    version: line.version,
    plan: { id: plan.id, number: plan.number, title: plan.title, state: plan.state },
    line,
    basis: practiceOf(app).criteria.find(({ id: kind }) => kind === line.criterion.kind)?.basis ?? '',
    productClass: app.catalogue.parameters.get(line.parameter_code)?.class ?? 'drug',
    sample: sample && { id: sample.id, number: sample.number, state: sample.state },
    earlier: earlier ?? null,
    anomaly,
    anomalyMoves: anomaly ? available(anomalyMachine, anomaly, actorOf(user)) : [],
    names: await peopleNamed(db, [
      line.responsible_id,
      line.judged_by,
      anomaly?.responsible_id ?? null,
      anomaly?.closed_by ?? null,
    ]),
    people: may(user.roles, 'internal.write') ? await colleagues(db) : [],
    moves: available(lineMachine, { ...line, plan: plan.state }, actorOf(user)),
  };
}

export interface AnomalyLine extends Named {
  anomaly: AnomalyRow;
  responsible: string;
  late: boolean;
}

/** 异常记录: all of them for those who see everything, else the own ones. */
export async function listAnomalies({ app, db, user, today }: Query): Promise<AnomalyLine[]> {
  const query = db('qc_anomalies')
    .join('qc_lines', 'qc_lines.id', 'qc_anomalies.line_id')
    .orderBy([{ column: 'qc_anomalies.state', order: 'desc' }, 'qc_anomalies.due_on'])
    .limit(300)
    .select('qc_anomalies.*', 'qc_lines.parameter_code');
  const found = await rows<AnomalyRow & { parameter_code: string }>(
    'qc_anomalies',
    seesAll(user) ? query : query.where('qc_anomalies.responsible_id', user.id),
  );
  const names = await peopleNamed(
    db,
    found.map(({ responsible_id }) => responsible_id),
  );
  return found.map(({ parameter_code, ...anomaly }) => ({
    ...nameOf(app, parameter_code),
    anomaly,
    responsible: names[anomaly.responsible_id] ?? '',
    late: anomaly.state !== 'closed' && anomaly.due_on < today,
  }));
}
