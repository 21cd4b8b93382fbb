import type { Knex } from 'knex';
import { dec, toText } from '../core/decimal.ts';
import { type Bounds, type Decision, type DecisionRule, decide, isNear } from '../core/decision.ts';
import type { Limit } from '../core/limits.ts';
import { Refusal } from '../core/refusal.ts';
import { roundedU } from '../core/uncertainty-coverage.ts';
import { decode } from '../kernel/tables.ts';
import { type MessageKey, t } from '../messages/index.ts';
import { ruleFor } from './budget.ts';
import type { BudgetRow } from './rows.ts';

/** A result as the bench has it: unrounded and as reported, with what it is held against. */
export interface ResultAsked {
  exact: string;
  rounded: string;
  unit?: string | null;
  limit?: Limit;
  /** Number of the specification, for its own decision rule. */
  specification?: string;
}

/** What can be said of a result: U and k, and where a rule and a limit are known, the decision with its probability and risk. */
export interface ResultUncertainty {
  budget: { id: string; number: string };
  /** In the unit of the result, rounded as the budget says. */
  U: string;
  unit: string;
  k: string;
  /** Coverage probability, 0 to 1. */
  p: string;
  rule: DecisionRule | null;
  /** The whole statement in words, for page and report. */
  words: { zh: string; en: string };
  decision: Decision | null;
  /** Whether a limit lies within U of the result. */
  near: boolean;
  /** Probability of conformity, 0 to 1; null where nothing is to be decided. */
  probability: string | null;
}

/** The confirmed budget of a parameter on a day. */
export async function budgetOn(db: Knex, parameterCode: string, on: string): Promise<BudgetRow | null> {
  const row: object | undefined = await db('uncertainty_budgets')
    .where('parameter_code', parameterCode)
    .whereIn('state', ['confirmed', 'superseded'])
    .where('valid_from', '<=', on)
    .where((ends) => ends.whereNull('valid_to').orWhere('valid_to', '>', on))
    .orderBy('valid_from', 'desc')
    .orderBy('id', 'desc')
    .first();
  return row === undefined ? null : decode<BudgetRow>('uncertainty_budgets', row);
}

/**
 * The uncertainty of a result by the budget in force on a day, with the decision by its rule. Null: no confirmed budget, the result is no
 * number, or it lies outside the results for which the budget holds.
 */
export async function uncertaintyOf(
  db: Knex,
  parameterCode: string,
  result: ResultAsked,
  on: string,
): Promise<ResultUncertainty | null> {
  const row = await budgetOn(db, parameterCode, on);
  return row && statementOf(row, result);
}

/** The same for a budget at hand. */
export function statementOf(
  { id, number, body, computed }: Pick<BudgetRow, 'id' | 'number' | 'body' | 'computed'>,
  result: ResultAsked,
): ResultUncertainty | null {
  const x = numberOf(result.exact);
  if (computed === null || x === null) return null;
  const { low, high, use } = body;
  if ((low && x.lessThan(dec(low))) || (high && x.greaterThan(dec(high)))) return null;
  const expanded = {
    absolute: () => dec(computed.U),
    relative: () => dec(computed.U).div(dec(computed.y)).abs().times(x.abs()),
    level: () =>
      dec(body.fixedPart ?? '0')
        .pow(2)
        .plus(
          x
            .times(dec(body.sharePart ?? '0'))
            .div(100)
            .pow(2),
        )
        .sqrt(),
  }[use]();
  if (!expanded.isFinite() || !expanded.greaterThan(0)) return null;
  const U = roundedU(expanded, body.digits === '1' ? 1 : 2, body.rounding);
  const rule = ruleFor(body.rules, result.specification);
  const bounds = boundsOf(result.limit);
  const decision = rule && decided({ ...result, U: toText(expanded), k: computed.k }, bounds, rule);
  const said = {
    U,
    k: computed.k,
    p: computed.p,
    unit: result.unit ?? (use === 'relative' ? '' : (body.unit ?? '')),
    rule,
    decision,
  };
  return {
    budget: { id, number },
    ...said,
    words: { zh: sentence('zh', said), en: sentence('en', said) },
    near: bounds !== null && isNear({ exact: result.exact, U: toText(expanded) }, bounds),
    probability: decision?.probability ?? null,
  };
}

function decided(
  value: ResultAsked & { U: string; k: string },
  bounds: Bounds | null,
  rule: DecisionRule,
): Decision | null {
  if (bounds === null || numberOf(value.rounded) === null) return null;
  try {
    return decide(value, bounds, rule);
  } catch (error) {
    if (error instanceof Refusal) return null; // guard bands that leave no room: nothing is decided by them
    throw error;
  }
}

/** The ends of a limit that holds one number against one or two values; null for every other kind. */
export function boundsOf(limit: Limit | undefined): Bounds | null {
  switch (limit?.kind) {
    case 'max':
      return { high: limit.value, openHigh: limit.open ?? false };
    case 'min':
      return { low: limit.value, openLow: limit.open ?? false };
    case 'range':
      return { low: limit.low, high: limit.high, openLow: limit.openLow ?? false, openHigh: limit.openHigh ?? false };
    case 'label-claim':
      return {
        ...(limit.low !== undefined && { low: limit.low, openLow: limit.openLow ?? false }),
        ...(limit.high !== undefined && { high: limit.high, openHigh: limit.openHigh ?? false }),
      };
    default:
      return null;
  }
}

function numberOf(text: string) {
  try {
    return dec(text);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/** 扩展不确定度 U = 0.12 mg/kg（k = 2，p ≈ 95 %）；判定规则：… */
function sentence(
  lang: 'zh' | 'en',
  { U, k, p, unit, rule, decision }: Pick<ResultUncertainty, 'U' | 'k' | 'p' | 'unit' | 'rule' | 'decision'>,
): string {
  const say = (key: MessageKey, params: Record<string, string> = {}) => t(lang, key, params);
  const percent = String(Math.round(Number(p) * 10_000) / 100);
  const first = say('uncertainty.statement', { U: [U, unit].filter(Boolean).join(' '), k, percent });
  if (!rule) return first;
  const second = say('uncertainty.statementRule', { rule: ruleWords(lang, rule), basis: rule.basis });
  if (!decision) return first + second;
  const third = say('uncertainty.statementDecision', {
    word: say(`uncertainty.word.${decision.word}`),
    probability: percentOf(decision.probability),
  });
  return first + second + third;
}

/** 简单接受, or 保护带 w = 1 × U */
export function ruleWords(lang: 'zh' | 'en', { kind, of = 'U', factor = '1' }: DecisionRule): string {
  return kind === 'guarded' || kind === 'four-zone'
    ? t(lang, `uncertainty.rule.${kind}.with`, { w: `${factor === '1' ? '' : `${factor} × `}${of}` })
    : t(lang, `uncertainty.rule.${kind}`);
}

/** 0.9987 → 99.9; never 100 where it is less. */
export const percentOf = (share: string): string => {
  const percent = Number(share) * 100;
  if (percent > 99.9 && percent < 100) return '>99.9';
  return percent > 0 && percent < 0.1 ? '<0.1' : percent.toFixed(1);
};
