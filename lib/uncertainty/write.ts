import type { Knex } from 'knex';
import { follow, next } from '../core/machine.ts';
import { refuse, refuseAll } from '../core/refusal.ts';
import { type MonteCarlo, monteCarlo } from '../core/uncertainty-monte-carlo.ts';
import { actorOf } from '../kernel/access.ts';
import { rowHash } from '../kernel/action.ts';
import { list } from '../kernel/tables.ts';
import type { Act, User } from '../kernel/types.ts';
import { calculable, faultsOf, tidy, worked } from './budget.ts';
import { startOf } from './from-form.ts';
import { type BudgetMove, budgetMachine } from './machine.ts';
import { type BudgetBody, type BudgetRow, budgetAt, emptyBody } from './rows.ts';

export interface NewBudget {
  parameterCode: string;
  budgetTitle?: string;
  /** A formula of the parameter's record to begin with. */
  step?: string;
}

export interface Read {
  id: string;
  version: number;
}

/** Opens a draft, empty or with a formula of the record. @throws Refusal `uncertainty.parameter`, `uncertainty.step` */
export async function openBudget(act: Act, { parameterCode: code, budgetTitle, step }: NewBudget): Promise<BudgetRow> {
  const parameter = act.app.catalogue.parameters.get(code);
  if (!parameter) return refuse('uncertainty.parameter', { code }, 'parameterCode');
  const start = step === undefined ? {} : startOf(act.app.catalogue.form(parameter.form), parameter, step);
  return await insert(act, {
    parameter_code: code,
    title: budgetTitle?.trim() || `${parameter.name.zh} ${parameter.method?.zh ?? ''}`.trim(),
    body: { ...emptyBody(), ...(parameter.unit && { unit: parameter.unit }), ...start },
    replaces_id: null,
  });
}

/** A new draft with everything of a budget in force; its confirmation supersedes that one. @throws Refusal `uncertainty.revise` */
export async function reviseBudget(act: Act, { id, version }: Read): Promise<BudgetRow> {
  const row = await budgetAt(act.db, id, version);
  if (row.state !== 'confirmed') refuse('uncertainty.revise', { number: row.number }, undefined, 'conflict');
  return await insert(act, { ...row, replaces_id: row.id });
}

const insert = async (
  act: Act,
  { parameter_code, title, body, replaces_id }: Pick<BudgetRow, 'parameter_code' | 'title' | 'body' | 'replaces_id'>,
): Promise<BudgetRow> =>
  await act.insert<BudgetRow>('uncertainty_budgets', {
    number: await act.number('uncertainty', 'BQ-{year}-{serial:3}'),
    ...{ parameter_code, title, body, replaces_id },
    state: 'draft',
    computed: worked(body).outcome,
    simulated: null,
    author_id: act.user.id,
    proposed_at: null,
    confirmed_by: null,
    confirmed_at: null,
    valid_from: null,
    valid_to: null,
    reason: null,
  });

async function movable(act: Act, move: BudgetMove, { id, version }: Read) {
  const row = await budgetAt(act.db, id, version);
  return { row, state: next(budgetMachine, move, row, actorOf(act.user)) };
}

/** Keeps what was typed, finished or not, with what follows from it. */
export async function saveBudget(
  act: Act,
  { id, version, budgetTitle, ...typed }: Read & BudgetBody & { budgetTitle?: string },
): Promise<BudgetRow> {
  const { row, state } = await movable(act, 'save', { id, version });
  const body = tidy(typed);
  return await act.update<BudgetRow>('uncertainty_budgets', row, {
    state,
    title: budgetTitle?.trim() || row.title,
    body,
    computed: worked(body).outcome,
    simulated: null,
  });
}

export type Simulating = Read & { trials: number; seed: number };

/**
 * Propagates distributions for a budget that is not confirmed yet, before the write lock is taken.
 * @throws Refusal `uncertainty.simulate`, of the machine and of `monteCarlo`
 */
export async function simulated(
  db: Knex,
  user: User | undefined,
  { id, version, trials, seed }: Simulating,
): Promise<MonteCarlo> {
  const row = await budgetAt(db, id, version);
  if (row.state === 'draft' && user) next(budgetMachine, 'save', row, actorOf(user));
  else if (row.state !== 'proposed') refuse('uncertainty.simulate', { number: row.number }, undefined, 'conflict');
  return monteCarlo(calculable(row.body), { trials, seed });
}

/** Keeps what the propagation found with the version of the budget that it was done for. */
export async function keepSimulated(act: Act, { id, version }: Read, found: MonteCarlo): Promise<BudgetRow> {
  const row = await budgetAt(act.db, id, version);
  return await act.update<BudgetRow>('uncertainty_budgets', row, { simulated: found });
}

/** Hands the budget to a second person. @throws Refusal with everything that it lacks */
export async function proposeBudget(act: Act, read: Read): Promise<BudgetRow> {
  const { row, state } = await movable(act, 'propose', read);
  refuseAll(faultsOf(row.body, act.app.catalogue.parameters.get(row.parameter_code)?.unit ?? null));
  return await act.update<BudgetRow>('uncertainty_budgets', row, { state, proposed_at: act.now, reason: null });
}

/** Gives the budget back to its author, or gives it up. */
export async function declineBudget(
  act: Act,
  move: 'return' | 'drop',
  { reason, ...read }: Read & { reason: string },
): Promise<BudgetRow> {
  const { row, state } = await movable(act, move, read);
  return await act.update<BudgetRow>('uncertainty_budgets', row, { state, reason }, { reason });
}

/**
 * Confirms a budget under a password: from today it gives U to the results of its parameter, and what was in force before is superseded.
 * @throws Refusal `uncertainty.own`, of the machine, `record.stale`
 */
export async function confirmBudget(act: Act, read: Read): Promise<BudgetRow> {
  const { row, state } = await movable(act, 'confirm', read);
  const before = await list<BudgetRow>(
    act.db,
    'uncertainty_budgets',
    { parameter_code: row.parameter_code, state: 'confirmed' },
    'id',
  );
  for (const one of before)
    await act.update<BudgetRow>('uncertainty_budgets', one, {
      state: follow(budgetMachine, 'supersede', one),
      valid_to: act.today,
    });
  const confirmed = await act.update<BudgetRow>('uncertainty_budgets', row, {
    state,
    confirmed_by: act.user.id,
    confirmed_at: act.now,
    valid_from: act.today,
  });
  await act.sign('approve', [{ entity: 'uncertainty_budgets', id: row.id, hash: signedHash(row) }]);
  return confirmed;
}

/** What the second person signs: the budget as it was handed over. */
export const signedHash = (row: BudgetRow): string => rowHash('uncertainty_budgets', row);
