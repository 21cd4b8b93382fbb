import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { list } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { correctiveSubject, type DoubtedReport, doubtedReports, stepsFor } from './correctives.ts';
import { nearnessOfDay } from './due.ts';
import { type CorrectiveSubject, correctiveMachine, type PlanMove, planMachine } from './machine.ts';
import { parameterName, subfieldName } from './names.ts';
import type { CorrectiveRow, PlanLineRow, PlanRow, ProviderRow, RoundRow, StepName, StepRow } from './rows.ts';
import { correctivesOf, linesOf, maySee, namesBy, providersOf, rowAt, stepsOf } from './store.ts';
import { type Subfield, subfieldsOn } from './subfields.ts';

export interface PlansList {
  plans: (PlanRow & { author: string; count: number })[];
  /** Years whose plan can be opened. */
  years: number[];
}

export async function listPlans({ db, today }: Query): Promise<PlansList> {
  const plans = await list<PlanRow>(db, 'pt_plans', {}, 'year');
  const names = await namesBy(
    db,
    plans.map(({ author_id }) => author_id),
  );
  const counts: { plan_id: string; n: number | string }[] = await db('pt_plan_lines')
    .where({ dropped: 0 })
    .groupBy('plan_id')
    .select('plan_id')
    .count({ n: '*' });
  const year = Number(today.slice(0, 4));
  return {
    plans: plans.reverse().map((plan) => ({
      ...plan,
      author: names.get(plan.author_id) ?? '',
      count: Number(counts.find(({ plan_id }) => plan_id === plan.id)?.n ?? 0),
    })),
    years: [year, year + 1].filter((one) => !plans.some((plan) => plan.year === one)),
  };
}

export interface PlanLine extends PlanLineRow {
  name: string;
  provider: string | null;
  parameterNames: string[];
  /** The round by which it is fulfilled, if this person may know of it. */
  round: Pick<RoundRow, 'id' | 'number' | 'state'> | null;
}

export interface PlanSheet {
  plan: PlanRow;
  author: string;
  decidedBy: string;
  lines: PlanLine[];
  providers: Pick<ProviderRow, 'id' | 'name'>[];
  moves: { move: PlanMove; obstacles: Reason[] }[];
}

/** @throws Refusal `proficiency.missing` */
export async function showPlan(query: Query, { id }: { id: string }): Promise<PlanSheet> {
  const { app, db, user } = query;
  const plan = await rowAt<PlanRow>(db, 'pt_plans', id);
  const lines = await linesOf(db, id);
  const providers = await providersOf(db);
  const rounds: Pick<RoundRow, 'id' | 'number' | 'state' | 'line_id'>[] = await db('pt_rounds')
    .whereIn(
      'line_id',
      lines.map((line) => line.id),
    )
    .whereNot({ state: 'withdrawn' })
    .select('id', 'number', 'state', 'line_id');
  const names = await namesBy(db, [plan.author_id, plan.decided_by]);
  return {
    ...{ plan, author: names.get(plan.author_id) ?? '', decidedBy: names.get(plan.decided_by ?? '') ?? '' },
    lines: lines.map((line) => {
      const round = rounds.find(({ line_id }) => line_id === line.id);
      return {
        ...line,
        name: subfieldName(line.subfield, user.lang),
        provider: providers.find((one) => one.id === line.provider_id)?.name ?? null,
        parameterNames: line.parameters.map((code) => parameterName(app, code, user.lang)),
        round: round && maySee(user, round) ? { id: round.id, number: round.number, state: round.state } : null,
      };
    }),
    providers: providers.filter(({ active }) => active === 1).map((one) => ({ id: one.id, name: one.name })),
    moves: available(planMachine, plan, actorOf(user)),
  };
}

export interface SubfieldsList {
  today: string;
  lines: (Subfield & { name: string; parameterNames: string[] })[];
}

/** Every sub-field of the annex with its cycle. */
export async function listSubfields(query: Query): Promise<SubfieldsList> {
  const lines = await subfieldsOn(query, query.today);
  return {
    today: query.today,
    lines: lines.map((line) => ({
      ...line,
      name: subfieldName(line.subfield, query.user.lang),
      parameterNames: line.parameters.slice(0, 5).map((code) => parameterName(query.app, code, query.user.lang)),
    })),
  };
}

export interface CorrectivesList {
  state: 'open' | 'closed' | null;
  today: string;
  overdue: number;
  lines: (CorrectiveRow & { name: string; term: 'on-time' | 'amber' | 'late' | null; days: number })[];
}

const DAY = 86_400_000;
const daysTo = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY;

export async function listCorrectives(
  query: Query,
  { state }: { state?: 'open' | 'closed' },
): Promise<CorrectivesList> {
  const { app, db, today, user } = query;
  const all = await correctivesOf(db, {});
  const shown = all.filter((row) => state === undefined || row.state === state);
  return {
    ...{ state: state ?? null, today },
    overdue: all.filter((row) => row.state === 'open' && today > row.due_on).length,
    lines: shown
      .map((row) => ({
        ...row,
        name: parameterName(app, row.parameter_code, user.lang),
        term: row.state === 'open' ? nearnessOfDay(query, row.due_on).term : null,
        days: daysTo(today, row.due_on),
      }))
      .sort((a, b) => (a.state === b.state ? a.days - b.days : a.state === 'open' ? -1 : 1)),
  };
}

export interface CorrectiveSheet {
  file: CorrectiveRow;
  name: string;
  round: Pick<RoundRow, 'id' | 'number' | 'scheme'>;
  order: StepName[];
  steps: (StepRow & { by: string })[];
  people: Record<string, string>;
  term: 'on-time' | 'amber' | 'late' | null;
  days: number;
  reports: { total: number; lines: DoubtedReport[] };
  moves: { move: string; obstacles: Reason[] }[];
}

/** @throws Refusal `proficiency.missing` */
export async function showCorrective(query: Query, { id }: { id: string }): Promise<CorrectiveSheet> {
  const { app, db, today, user } = query;
  const file = await rowAt<CorrectiveRow>(db, 'pt_correctives', id);
  const { number, scheme, id: round } = await rowAt<RoundRow>(db, 'pt_rounds', file.round_id);
  const steps = await stepsOf(db, id);
  const names = await namesBy(db, [file.opened_by, file.closed_by, ...steps.map(({ done_by }) => done_by)]);
  const subject: CorrectiveSubject & CorrectiveRow = correctiveSubject(file, steps);
  return {
    ...{ file, name: parameterName(app, file.parameter_code, user.lang), round: { id: round, number, scheme } },
    order: stepsFor(file),
    steps: steps.map((step) => ({ ...step, by: names.get(step.done_by) ?? '' })),
    people: Object.fromEntries(names),
    term: file.state === 'open' ? nearnessOfDay(query, file.due_on).term : null,
    days: daysTo(today, file.due_on),
    reports: file.kind === 'corrective' ? await doubtedReports(db, file) : { total: 0, lines: [] },
    moves: available(correctiveMachine, subject, actorOf(user)),
  };
}
