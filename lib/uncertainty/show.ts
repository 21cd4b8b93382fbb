import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { BudgetOutcome } from '../core/uncertainty.ts';
import { TRIALS } from '../core/uncertainty-monte-carlo.ts';
import { actorOf } from '../kernel/access.ts';
import { list } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { faultsOf, worked } from './budget.ts';
import { type FormStep, stepsOf } from './from-form.ts';
import { type BudgetLineShown, lineOf } from './list.ts';
import { type BudgetMove, budgetMachine } from './machine.ts';
import { statementOf } from './result.ts';
import { type BudgetBody, type BudgetRow, budgetAt } from './rows.ts';
import { signedHash } from './write.ts';

export interface ShowInput {
  id: string;
  /** Other estimates to try, by symbol. Nothing of it is kept. */
  trial?: Record<string, string>;
}

export interface Tried {
  values: Record<string, string>;
  outcome: BudgetOutcome | null;
  faults: Reason[];
  /** What the budget says of the value that comes out. */
  words: { zh: string; en: string } | null;
}

export interface BudgetSheet extends BudgetLineShown {
  version: number;
  body: BudgetBody;
  /** Unit of the parameter, in which results are reported. */
  ownUnit: string | null;
  computed: BudgetOutcome | null;
  simulated: BudgetRow['simulated'];
  trials: number;
  faults: Reason[];
  confirmedBy: string | null;
  confirmedAt: string | null;
  validTo: string | null;
  reason: string | null;
  hash: string;
  moves: { move: BudgetMove; obstacles: Reason[] }[];
  /** All versions of the parameter's budget, newest first. */
  versions: {
    id: string;
    number: string;
    state: BudgetRow['state'];
    validFrom: string | null;
    validTo: string | null;
  }[];
  tried: Tried | null;
}

/** One budget with what this person may do with it. @throws Refusal `uncertainty.missing` */
export async function showBudget(query: Query, { id, trial }: ShowInput): Promise<BudgetSheet> {
  const { app, db, user } = query;
  const row = await budgetAt(db, id);
  const names = await namesOf(query, [row.author_id, row.confirmed_by]);
  const ownUnit = app.catalogue.parameters.get(row.parameter_code)?.unit ?? null;
  const versions = await list<BudgetRow>(db, 'uncertainty_budgets', { parameter_code: row.parameter_code }, 'id');
  return {
    ...lineOf(app.catalogue, row, names.get(row.author_id) ?? ''),
    version: row.version,
    body: row.body,
    ownUnit,
    computed: row.computed,
    simulated: row.simulated,
    trials: row.simulated?.trials ?? TRIALS.usual,
    faults: row.state === 'draft' ? faultsOf(row.body, ownUnit) : [],
    confirmedBy: row.confirmed_by && (names.get(row.confirmed_by) ?? ''),
    confirmedAt: row.confirmed_at,
    validTo: row.valid_to,
    reason: row.reason,
    hash: signedHash(row),
    moves: available(budgetMachine, row, actorOf(user)),
    versions: versions
      .map(({ id: own, number, state, valid_from, valid_to }) => ({
        id: own,
        number,
        state,
        validFrom: valid_from,
        validTo: valid_to,
      }))
      .reverse(),
    tried: trial === undefined || Object.keys(trial).length === 0 ? null : tried(row, trial),
  };
}

async function namesOf({ db }: Query, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const known = ids.filter((one) => one !== null);
  const users: { id: string; name: string }[] = await db('users').whereIn('id', known).select('id', 'name');
  return new Map(users.map(({ id, name }) => [id, name]));
}

/** The same budget with other estimates. */
export function tried(row: BudgetRow, values: Record<string, string>): Tried {
  const seen = new Set<string>();
  const lines = row.body.lines.map((line) => {
    const value = Object.hasOwn(values, line.symbol) ? values[line.symbol] : undefined;
    if (value === undefined || seen.has(line.symbol)) return line;
    seen.add(line.symbol);
    return { ...line, estimate: value };
  });
  const { outcome, faults } = worked({ ...row.body, lines });
  const said =
    outcome &&
    statementOf(
      { ...row, computed: outcome },
      {
        exact: outcome.y,
        rounded: outcome.report.y,
        unit: row.body.unit ?? null,
      },
    );
  return { values, outcome, faults, words: said?.words ?? null };
}

export interface NewSheet {
  parameter: string | null;
  name: { zh: string; en: string } | null;
  steps: FormStep[];
  choices: { code: string; name: { zh: string; en: string } }[];
}

/** What a new budget can begin with. */
export function newBudget({ app: { catalogue } }: Query, { parameter: code }: { parameter?: string }): NewSheet {
  const parameter = code === undefined ? undefined : catalogue.parameters.get(code);
  return {
    parameter: parameter?.code ?? null,
    name: parameter?.name ?? null,
    steps: parameter ? stepsOf(catalogue.form(parameter.form), parameter) : [],
    choices: [...catalogue.parameters.values()].map(({ code: own, name }) => ({ code: own, name })),
  };
}
