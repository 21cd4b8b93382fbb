import type { Knex } from 'knex';
import type { RuleKind } from '../core/decision.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import type { BudgetLine, BudgetOutcome, Correlation, Probability, Reporting } from '../core/uncertainty.ts';
import type { MonteCarlo } from '../core/uncertainty-monte-carlo.ts';
import { find } from '../kernel/tables.ts';
import type { Row } from '../kernel/types.ts';

export const budgetStates = ['draft', 'proposed', 'confirmed', 'superseded', 'dropped'] as const;
export type BudgetState = (typeof budgetStates)[number];

/**
 * How the budget gives U for a result: as it stands, as the same share of every result, or as √(fixed² + (share·x)²) of the level x
 * (Eurachem/CITAC CG 4, annex E.5).
 */
export const uses = ['absolute', 'relative', 'level'] as const;
export type Use = (typeof uses)[number];

/** The decision rule of a specification, or of all those that have none of their own. */
export interface BudgetRule {
  /** Number of the specification; absent: every other one. */
  forSpecification?: string;
  ruleKind: RuleKind;
  ruleOf?: 'U' | 'u';
  factor?: string;
  ruleBasis: string;
}

/** A budget as it is typed; numbers are decimal text. */
export interface BudgetBody {
  equation?: string;
  /** Unit of the measurand. */
  unit?: string;
  lines: BudgetLine[];
  correlations: Correlation[];
  coverageWay: 'k' | 't';
  k?: string;
  p?: Probability;
  digits: '1' | '2';
  rounding: Reporting['rule'];
  secondOrder?: boolean;
  use: Use;
  /** Of `level`: U at level 0 in the unit of the result, and U in per cent of the level. */
  fixedPart?: string;
  sharePart?: string;
  /** Between which results the budget holds. */
  low?: string;
  high?: string;
  rules: BudgetRule[];
  note?: string;
}

/** One version of a budget. Dates YYYY-MM-DD: in force from `valid_from` to the day before `valid_to`. */
export interface BudgetRow extends Row {
  number: string;
  parameter_code: string;
  title: string;
  state: BudgetState;
  body: BudgetBody;
  computed: BudgetOutcome | null;
  simulated: MonteCarlo | null;
  replaces_id: string | null;
  author_id: string;
  proposed_at: string | null;
  confirmed_by: string | null;
  confirmed_at: string | null;
  valid_from: string | null;
  valid_to: string | null;
  reason: string | null;
  created_at: string;
}

/** A budget as it was read. @throws Refusal `uncertainty.missing`, and `record.stale` when somebody else changed it since */
export async function budgetAt(db: Knex, id: string, version?: number): Promise<BudgetRow> {
  const row = await find<BudgetRow>(db, 'uncertainty_budgets', { id });
  if (!row) return refuse('uncertainty.missing', { id }, undefined, 'missing');
  if (version !== undefined && row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', row);
  return row;
}

export const emptyBody = (): BudgetBody => ({
  lines: [],
  correlations: [],
  coverageWay: 'k',
  k: '2',
  digits: '2',
  rounding: 'up',
  use: 'relative',
  rules: [],
});
