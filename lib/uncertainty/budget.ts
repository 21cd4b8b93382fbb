import { normalise } from '../core/decimal.ts';
import { type DecisionRule, ruleKinds } from '../core/decision.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import {
  type Budget,
  type BudgetLine,
  type BudgetOutcome,
  type Correlation,
  evaluateBudget,
} from '../core/uncertainty.ts';
import type { BudgetBody, BudgetRule } from './rows.ts';

/** The budget as it is calculated. */
export const calculable = (body: BudgetBody): Budget => ({
  equation: body.equation ?? '',
  lines: body.lines,
  correlations: body.correlations,
  coverage: body.coverageWay === 'k' ? { way: 'k', k: body.k ?? '' } : { way: 't', p: body.p ?? '0.95' },
  reporting: { digits: body.digits === '1' ? 1 : 2, rule: body.rounding },
  secondOrder: body.secondOrder ?? false,
});

/** What was typed without its empty rows: texts trimmed, empty ones left out. */
export function tidy(typed: BudgetBody): BudgetBody {
  return {
    ...withoutBlanks(typed),
    lines: typed.lines
      .map(withoutBlanks)
      .filter(isTyped)
      .map((line): BudgetLine => ({ ...line, symbol: line.symbol ?? '' })),
    correlations: typed.correlations
      .map(withoutBlanks)
      .filter((one) => Boolean(one.a ?? one.b ?? one.r))
      .map((one): Correlation => ({ ...one, a: one.a ?? '', b: one.b ?? '' })),
    rules: typed.rules
      .map(withoutBlanks)
      .filter(({ forSpecification, ruleBasis, factor }) => Boolean(forSpecification ?? ruleBasis ?? factor))
      .map((rule): BudgetRule => ({ ...rule, ruleBasis: rule.ruleBasis ?? '' })),
  };
}

/** A row of which more than its choices was filled in. */
const isTyped = ({ kind: _kind, scale: _scale, ...line }: BudgetLine): boolean => Object.keys(line).length > 0;

function withoutBlanks<T extends object>(typed: T): T {
  const out = { ...typed };
  for (const [key, value] of Object.entries(out))
    if (value === '' || value === undefined || value === null) Reflect.deleteProperty(out, key);
    else if (typeof value === 'string') Reflect.set(out, key, value.trim());
  return out;
}

export interface Worked {
  outcome: BudgetOutcome | null;
  faults: Reason[];
}

/** The outcome of a budget, or everything that stands against it. */
export function worked(body: BudgetBody): Worked {
  try {
    return { outcome: evaluateBudget(calculable(body)), faults: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { outcome: null, faults: error.reasons };
  }
}

/** What a budget lacks before somebody can confirm it: its calculation, its use, its rules. `unit`: that of the parameter. */
export function faultsOf(body: BudgetBody, unit: string | null): Reason[] {
  return [...worked(body).faults, ...useFaults(body, unit), ...body.rules.flatMap(ruleFaults)];
}

function useFaults({ use, fixedPart, sharePart, low, high, unit }: BudgetBody, own: string | null): Reason[] {
  const faults: Reason[] = [];
  if (use !== 'relative' && own !== null && (unit ?? '') !== own)
    faults.push({ id: 'uncertainty.unit', field: 'unit', params: { unit: unit ?? '—', own } });
  if (use === 'level') faults.push(...numberFaults({ fixedPart: fixedPart ?? '', sharePart: sharePart ?? '' }));
  return [...faults, ...numberFaults({ ...(low && { low }), ...(high && { high }) })];
}

function ruleFaults(rule: BudgetRule, i: number): Reason[] {
  const faults: Reason[] = [];
  if (!ruleKinds.includes(rule.ruleKind)) faults.push({ id: 'uncertainty.rule', field: `rules.${i}.ruleKind` });
  if (rule.ruleBasis === '') faults.push({ id: 'uncertainty.rule-basis', field: `rules.${i}.ruleBasis` });
  return [...faults, ...numberFaults(rule.factor ? { [`rules.${i}.factor`]: rule.factor } : {})];
}

const numberFaults = (typed: Record<string, string>): Reason[] =>
  Object.entries(typed).flatMap(([field, text]): Reason[] => {
    try {
      const { decimal, qualifier } = normalise(text, { exponent: true }, field);
      return qualifier === '=' && !decimal.startsWith('-')
        ? []
        : [{ id: 'uncertainty.number', field, params: { text } }];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.reasons;
    }
  });

/** The rule of a specification: its own, else the one for all. */
export function ruleFor(rules: readonly BudgetRule[], specification?: string): DecisionRule | null {
  const rule =
    rules.find(({ forSpecification }) => forSpecification !== undefined && forSpecification === specification) ??
    rules.find(({ forSpecification }) => forSpecification === undefined);
  if (!rule) return null;
  const { ruleKind: kind, ruleOf: of, factor, ruleBasis: basis } = rule;
  return { kind, basis, ...(of && { of }), ...(factor && { factor }) };
}
