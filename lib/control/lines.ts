import type { Knex } from 'knex';
import { annexOn } from '../capability/index.ts';
import { addDays, addMonths } from '../core/deadlines.ts';
import { next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf, may } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { Act, User } from '../kernel/types.ts';
import { codesOf } from './charts.ts';
import { type Criterion, type CriterionKind, checkCriterion } from './judge.ts';
import { lineMachine, type PlanMove, planMachine } from './machine.ts';
import { hiddenMethods, type LineRow, type Method, type PlanRow } from './rows.ts';
import { practiceOf } from './rules.ts';
import { blank, heldRow, rowOf } from './store.ts';

/** Whether a person may see a line: what the bench must not know beforehand is for those who may read internal samples. */
export const seesAll = (user: Pick<User, 'roles'>): boolean => may(user.roles, 'internal.read');
export const seesLine = (user: Pick<User, 'roles'>, line: Pick<LineRow, 'method'>): boolean =>
  seesAll(user) || !hiddenMethods.includes(line.method);

export interface PlanInput {
  planYear: number;
  planTitle: string;
}

/** A plan for a year; several are possible (年度计划, 补充计划). @throws Refusal `control.words` */
export async function openPlan(act: Act, { planYear, planTitle }: PlanInput): Promise<PlanRow> {
  refuseAll(blank(planTitle, 'planTitle'));
  return act.insert<PlanRow>('qc_plans', {
    number: await act.number('control-plan', 'ZK{year}-{serial:3}'),
    year: planYear,
    title: planTitle.trim(),
    state: 'draft',
    author_id: act.user.id,
    decided_by: null,
    decided_at: null,
    returned_reason: null,
  });
}

export interface LineInput extends Omit<Criterion, 'kind'> {
  id: string;
  /** One or several codes: a line each. */
  codes: string;
  watchMethod: Method;
  criterionKind?: CriterionKind;
  plannedOn: string;
  responsible?: string;
  remark?: string;
}

const criterionKeys = ['expanded', 'critical', 'most', 'low', 'high', 'assigned', 'expandedAssigned'] as const;

/** The criterion as typed; a spiked recovery without a window gets the default one. */
export function criterionOf(act: Pick<Act, 'app'>, input: LineInput): Criterion {
  const practice = practiceOf(act.app);
  const kind = input.criterionKind ?? practice.byMethod[input.watchMethod];
  const given = Object.fromEntries(
    criterionKeys.flatMap((key) => {
      const text = input[key]?.trim() ?? '';
      return text === '' ? [] : [[key, text]];
    }),
  );
  const { low, high } = practice.recovery;
  return { kind, ...(kind === 'recovery' && { low, high }), ...given };
}

/**
 * Puts lines into a draft. @throws Refusal of the criterion (`control.value-missing`, `control.window`), `control.parameter`,
 * `control.past`, `machine.state`
 */
export async function addLines(act: Act, input: LineInput): Promise<{ plan: PlanRow; lines: LineRow[] }> {
  const plan = await heldRow<PlanRow>(act, 'qc_plans', input.id);
  next(planMachine, 'edit', plan, actorOf(act.user));
  if (input.plannedOn.slice(0, 4) !== String(plan.year)) refuse('control.other-year', { year: plan.year }, 'plannedOn');
  const criterion = criterionOf(act, input);
  checkCriterion(criterion);
  const codes = codesOf(act, input.codes);
  const lines = await act.insertAll<LineRow>(
    'qc_lines',
    codes.map((parameter_code) => newLine(plan.id, parameter_code, input, criterion)),
  );
  return { plan, lines };
}

const newLine = (
  plan_id: string,
  parameter_code: string,
  {
    watchMethod,
    plannedOn,
    responsible,
    remark,
  }: Pick<LineInput, 'watchMethod' | 'plannedOn' | 'responsible' | 'remark'>,
  criterion: Criterion,
): Omit<LineRow, 'id' | 'version' | 'created_at'> => ({
  plan_id,
  parameter_code,
  method: watchMethod,
  planned_on: plannedOn,
  criterion,
  responsible_id: responsible || null,
  remark: remark?.trim() || null,
  state: 'due',
  sample_id: null,
  reference_test_id: null,
  data: null,
  judgement: null,
  done_on: null,
  judged_by: null,
  dropped_reason: null,
});

/** Parameters of the annex that neither the plan nor the cycle behind the day covers. */
export async function uncovered(
  db: Knex,
  day: string,
  months: number,
  planId: string | null,
  covered: ReadonlyMap<string, { on: string }>,
): Promise<string[]> {
  const annex = (await annexOn(db, day)).filter(({ standing }) => standing === 'held');
  const planned: string[] =
    planId === null
      ? []
      : await db('qc_lines').where({ plan_id: planId }).whereNot('state', 'dropped').pluck('parameter_code');
  const since = addMonths(day, -months);
  const done = new Set([...covered].filter(([, { on }]) => on >= since).map(([code]) => code));
  return [...new Set(annex.map(({ parameter }) => parameter))]
    .filter((code) => !done.has(code) && !planned.includes(code))
    .sort();
}

/**
 * Proposes a line for every parameter of the annex that is not covered, spread over the months that are left of the year: a spiked
 * recovery where the form records one, a retained re-test elsewhere. Criteria are to be completed by hand where U is not known.
 */
export async function proposeLines(act: Act, id: string, missing: readonly string[]): Promise<LineRow[]> {
  const plan = await heldRow<PlanRow>(act, 'qc_plans', id);
  next(planMachine, 'edit', plan, actorOf(act.user));
  const { low, high } = practiceOf(act.app).recovery;
  const first = act.today.startsWith(String(plan.year)) ? Number(act.today.slice(5, 7)) : 1;
  const months = 13 - first;
  return act.insertAll<LineRow>(
    'qc_lines',
    missing.map((code, i) => {
      const parameter = act.app.catalogue.parameter(code);
      const form = act.app.catalogue.form(parameter.form);
      const fields = Object.values(form.properties);
      const spiked = fields.some((field) => field.type === 'string' && field['x-control'] === 'recovery');
      const isFigure = parameter.examples.some(({ expect }) => expect.exact !== undefined && expect.exact !== null);
      const month = first + (i % months);
      const day = endOfMonth(plan.year, month);
      const criterion: Criterion = spiked
        ? { kind: 'recovery', low, high }
        : isFigure
          ? { kind: 'relative', most: '10' }
          : { kind: 'same' };
      return newLine(plan.id, code, { watchMethod: spiked ? 'recovery' : 'retained', plannedOn: day }, criterion);
    }),
  );
}

const endOfMonth = (year: number, month: number): string =>
  addDays(addMonths(`${year}-${String(month).padStart(2, '0')}-01`, 1), -1);

/** Takes a line out of a draft, or, with a reason, out of an approved plan. @throws Refusal `control.words`, `machine.state` */
export async function dropLine(
  act: Act,
  { id, version, reason }: { id: string; version: number; reason: string },
): Promise<LineRow> {
  refuseAll(blank(reason, 'reason'));
  const line = await heldRow<LineRow>(act, 'qc_lines', id, version);
  const plan = await rowOf<PlanRow>(act.db, 'qc_plans', line.plan_id);
  // In a draft nothing is promised yet.
  const subject = { ...line, plan: plan.state === 'draft' ? ('approved' as const) : plan.state };
  const state = next(lineMachine, 'drop', subject, actorOf(act.user));
  return act.update<LineRow>('qc_lines', line, { state, dropped_reason: reason.trim() }, { reason });
}

export interface PlanStep {
  id: string;
  version: number;
  planMove: Exclude<PlanMove, 'edit'>;
  reason?: string;
}

/** Proposes, returns, approves or drops a plan. @throws Refusal `control.plan-own`, `control.no-lines`, `control.words`, `machine.state` */
export async function movePlan(act: Act, { id, version, planMove, reason }: PlanStep): Promise<PlanRow> {
  const plan = await heldRow<PlanRow>(act, 'qc_plans', id, version);
  const state = next(planMachine, planMove, plan, actorOf(act.user));
  if (planMove === 'return' || planMove === 'drop') refuseAll(blank(reason, 'reason'));
  if (planMove === 'propose' && !(await find(act.db, 'qc_lines', { plan_id: id, state: 'due' })))
    refuse('control.no-lines', {}, undefined, 'conflict');
  const isDecision = planMove === 'return' || planMove === 'approve';
  const why = reason?.trim() || undefined;
  return act.update<PlanRow>(
    'qc_plans',
    plan,
    {
      state,
      ...(isDecision && { decided_by: act.user.id, decided_at: act.now }),
      returned_reason: planMove === 'return' ? (why ?? null) : null,
    },
    { reason: why },
  );
}

/** For those who must not know of something it is not there. @throws Refusal `record.missing` */
export const unknown = (id: string): never => refuse('record.missing', { what: id }, undefined, 'missing');

/** What stops a person who must not know of a line. @throws Refusal `record.missing` */
export function refuseUnseen(user: User, line: LineRow): void {
  if (!seesLine(user, line)) unknown(line.id);
}

/** Faults of a person that was named. */
export async function personFault(db: Knex, id: string, field: string): Promise<Reason[]> {
  const known = await find<{ active: number }>(db, 'users', { id });
  return known?.active === 1 ? [] : [{ id: 'control.person', field }];
}
