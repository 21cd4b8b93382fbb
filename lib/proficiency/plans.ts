import { validDate } from '../core/deadlines.ts';
import { next } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { measured } from '../core/statistics/guard.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act, App } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { subfieldOf } from './history.ts';
import { type PlanMove, planMachine } from './machine.ts';
import { methodsOf, subfieldName } from './names.ts';
import type { PlanLineRow, PlanRow } from './rows.ts';
import { linesOf, providersOf, rowAt } from './store.ts';
import { proposals } from './subfields.ts';

export interface Read {
  id: string;
  version: number;
}

/** Opens the plan of a year with what the coverage asks for. @throws Refusal `proficiency.plan-twice`, `proficiency.plan-year` */
export async function openPlan(act: Act, { year }: { year: number }): Promise<PlanRow> {
  const own = Number(act.today.slice(0, 4));
  if (year < own || year > own + 1) refuse('proficiency.plan-year', { first: own, last: own + 1 }, 'year');
  const known = await act.db('pt_plans').where({ year }).first<{ id: string } | undefined>('id');
  if (known) refuse('proficiency.plan-twice', { year }, 'year', 'conflict');
  const plan = await act.insert<PlanRow>('pt_plans', {
    ...{ year, state: 'draft', revision: 0, author_id: act.user.id },
    ...{ decided_by: null, decided_at: null, reason: null },
  });
  await propose(act, plan);
  return plan;
}

/** Adds the sub-fields that are due and not in the plan yet; how many. */
export async function propose(act: Act, plan: PlanRow): Promise<number> {
  const planned = new Set(
    (await linesOf(act.db, plan.id)).filter(({ dropped }) => dropped === 0).map((one) => one.subfield),
  );
  const due = (await proposals(act, plan.year)).filter(({ subfield }) => !planned.has(subfield));
  if (due.length > 0)
    await act.insertAll<PlanLineRow>(
      'pt_plan_lines',
      due.map((one) => ({
        ...{ ...one, plan_id: plan.id },
        scheme: t('zh', 'proficiency.proposedScheme', { subfield: subfieldName(one.subfield, 'zh') }),
        method: methodsOf(act.app, one.parameters).slice(0, 500) || null,
        ...{ scheme_no: null, provider_id: null, sample: null, instruments: null, due_on: null },
        ...{ responsible: null, cost: null, note: null, changed: null, dropped: 0 },
      })),
    );
  return due.length;
}

/** Adds what is due to a plan that is being drafted. @throws Refusal `proficiency.plan-closed`, `record.stale` */
export async function extendPlan(act: Act, input: Read): Promise<PlanRow> {
  const plan = await draftOf(act, input);
  const added = await propose(act, plan);
  act.record({ entity: 'pt_plans', id: plan.id, note: `added ${added}` });
  return plan;
}

async function draftOf(act: Act, { id, version }: Read): Promise<PlanRow> {
  const plan = await rowAt<PlanRow>(act.db, 'pt_plans', id, version);
  return plan.state === 'draft' ? plan : refuse('proficiency.plan-closed', {}, undefined, 'conflict');
}

/**
 * Hands over, returns, approves or amends. An amendment and a return take a reason; the second person signs nothing but is named.
 * @throws Refusal of the machine, `proficiency.plan-empty`, `proficiency.reason`, `record.stale`
 */
export async function movePlan(act: Act, move: PlanMove, input: Read & { reason?: string }): Promise<PlanRow> {
  const plan = await rowAt<PlanRow>(act.db, 'pt_plans', input.id, input.version);
  const state = next(planMachine, move, plan, actorOf(act.user));
  const reason = input.reason?.trim() || null;
  if ((move === 'amend' || move === 'return') && reason === null) refuse('proficiency.reason', {}, 'reason');
  const lines = (await linesOf(act.db, plan.id)).filter(({ dropped }) => dropped === 0);
  if (move === 'propose' && lines.length === 0) refuse('proficiency.plan-empty', {}, undefined, 'conflict');
  const decided = move === 'approve' || move === 'return' ? { decided_by: act.user.id, decided_at: act.now } : {};
  return act.update<PlanRow>(
    'pt_plans',
    plan,
    {
      state,
      ...decided,
      ...(move === 'approve' ? {} : { reason }),
      ...(move === 'propose' && { author_id: act.user.id }),
      ...(move === 'amend' && { revision: plan.revision + 1 }),
    },
    { reason: reason ?? undefined },
  );
}

/** What people type of a line; what is left empty is absent. `parameters`: codes, divided by blanks, commas or 、. */
export interface LineInput {
  scheme: string;
  schemeNo?: string;
  provider?: string;
  month: string;
  parameterCodes: string;
  method?: string;
  sample?: string;
  instruments?: string;
  dueOn?: string;
  responsible?: string;
  cost?: string;
  note?: string;
}

export const codesOf = (text: string): string[] => [
  ...new Set(text.split(/[\s、，,;；]+/).filter((one) => one !== '')),
];

/** What is wrong with a line: `proficiency.month`, `proficiency.codes`, `proficiency.unknown-code`, `proficiency.cost`, and dates that no calendar has. */
export function lineFaults(app: App, year: number, input: LineInput): Reason[] {
  const codes = codesOf(input.parameterCodes);
  const unknown = codes.filter((code) => !app.catalogue.parameters.has(code));
  const subfields = new Set(codes.map((code) => subfieldOf(app, code)));
  return [
    ...(/^\d{4}-(0[1-9]|1[0-2])$/.test(input.month) && input.month.startsWith(String(year))
      ? []
      : [{ id: 'proficiency.month', field: 'month', params: { text: input.month, year } }]),
    ...(codes.length === 0 ? [{ id: 'proficiency.codes', field: 'parameterCodes' }] : []),
    ...unknown.map((code) => ({ id: 'proficiency.unknown-code', field: 'parameterCodes', params: { code } })),
    ...(unknown.length === 0 && subfields.size > 1
      ? [{ id: 'proficiency.subfields', field: 'parameterCodes', params: { count: subfields.size } }]
      : []),
    ...costFaults(input.cost),
    ...dateFaults(input.dueOn),
  ];
}

export const costFaults = (cost: string | undefined): Reason[] =>
  cost !== undefined && !amount(cost) ? [{ id: 'proficiency.cost', field: 'cost', params: { text: cost } }] : [];

function amount(text: string): boolean {
  try {
    return measured(text).gte(0);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function dateFaults(day: string | undefined): Reason[] {
  try {
    if (day !== undefined) validDate(day, undefined, 'dueOn');
    return [];
  } catch (error) {
    if (error instanceof Refusal) return error.reasons;
    throw error;
  }
}

/** The columns of a line. @throws Refusal `proficiency.provider` */
export async function lineRow(act: Act, input: LineInput) {
  const text = (value: string | undefined): string | null => value?.trim() || null;
  const parameters = codesOf(input.parameterCodes);
  return {
    scheme: input.scheme.trim(),
    scheme_no: text(input.schemeNo),
    provider_id: await providerNamed(act, input.provider),
    ...{ month: input.month, parameters, subfield: subfieldOf(act.app, parameters[0] ?? '') ?? '' },
    method: text(input.method) ?? (methodsOf(act.app, parameters).slice(0, 500) || null),
    sample: text(input.sample),
    instruments: text(input.instruments),
    due_on: input.dueOn ?? null,
    responsible: text(input.responsible),
    cost: text(input.cost),
    note: text(input.note),
  };
}

/** The provider by its id or name. @throws Refusal `proficiency.provider` */
export async function providerNamed({ db }: Act, asked: string | undefined): Promise<string | null> {
  if (!asked?.trim()) return null;
  const found = (await providersOf(db)).find(({ id, name }) => id === asked || name === asked.trim());
  return found?.id ?? refuse('proficiency.provider', { name: asked }, 'provider');
}

/** Adds a line to a plan that is being drafted. @throws Refusal `proficiency.plan-closed`, what `lineFaults` lists, `proficiency.provider` */
export async function addLine(act: Act, { id, version, ...input }: Read & LineInput): Promise<PlanLineRow> {
  const plan = await draftOf(act, { id, version });
  refuseAll(lineFaults(act.app, plan.year, input));
  const row = { ...(await lineRow(act, input)), plan_id: plan.id, ground: 'own' as const };
  return act.insert<PlanLineRow>('pt_plan_lines', { ...row, changed: null, dropped: 0 });
}

/** Changes or drops a line; after the first approval only with a reason. @throws Refusal as `addLine`, `proficiency.reason`, `proficiency.line-taken` */
export async function changeLine(
  act: Act,
  { id, version, drop = false, reason: said, ...input }: Read & LineInput & { drop?: boolean; reason?: string },
): Promise<PlanLineRow> {
  const line = await rowAt<PlanLineRow>(act.db, 'pt_plan_lines', id, version);
  const { version: current } = await rowAt<PlanRow>(act.db, 'pt_plans', line.plan_id);
  const plan = await draftOf(act, { id: line.plan_id, version: current });
  const reason = said?.trim() || null;
  if (plan.revision > 0 && reason === null) refuse('proficiency.reason', {}, 'reason');
  refuseAll(lineFaults(act.app, plan.year, input));
  const taken = await act.db('pt_rounds').where({ line_id: id }).whereNot({ state: 'withdrawn' }).first('id');
  if (drop && taken) refuse('proficiency.line-taken', {}, 'drop', 'conflict');
  const patch = { ...(await lineRow(act, input)), dropped: drop ? (1 as const) : (0 as const) };
  const changed = plan.revision > 0 ? reason : line.changed;
  return act.update<PlanLineRow>('pt_plan_lines', line, { ...patch, changed }, { reason: reason ?? undefined });
}
