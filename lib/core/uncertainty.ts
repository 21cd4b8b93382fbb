import { add, type Decimal, dec, toText } from './decimal.ts';
import { compile, type Formula, variables } from './formula.ts';
import { callFunction } from './formula-functions.ts';
import { branches, type Tree } from './formula-tree.ts';
import { type Reason, refuse } from './refusal.ts';
import { covered, reported } from './uncertainty-coverage.ts';
import { type Input, inputsOf, isSymbol, number } from './uncertainty-inputs.ts';
import { modelOf, secondOrder, sensitivity } from './uncertainty-sensitivity.ts';
import type { Budget, BudgetOutcome, Correlation, InputOutcome } from './uncertainty-types.ts';

export * from './uncertainty-types.ts';

const ZERO = dec('0');
const HUNDRED = dec('100');
/** Digits that are kept of what was calculated. */
const KEPT = 15;

/** A budget that was read: its formula, its inputs, and r of each pair that is correlated. */
export interface Read {
  formula: Formula;
  inputs: Input[];
  pairs: { a: Input; b: Input; r: Decimal }[];
}

/**
 * Reads a budget: every name of the model has its lines, every line a name in the model.
 * @throws Refusal `formula.*`, `number.*`, `uncertainty.*` with the field of the budget
 */
export function readBudget(budget: Budget): Read {
  const formula = compile(budget.equation);
  if (formula.kind !== 'number') refuse('uncertainty.gate', {}, 'equation');
  const jumps = callsIn(formula.tree).find((name) => name === 'round' || name === 'lookup' || name === 'count');
  if (jumps) refuse('uncertainty.jumps', { name: jumps }, 'equation');
  if (budget.lines.length === 0) refuse('uncertainty.empty', {}, 'lines.0.symbol');
  const names = variables(formula);
  const given = new Set(budget.lines.map(({ symbol }) => symbol));
  const faults = [
    ...names
      .filter((name) => !given.has(name))
      .map((name): Reason => ({ id: 'uncertainty.unknown-symbol', field: 'equation', params: { name } })),
    ...budget.lines.flatMap(({ symbol }, i): Reason[] => {
      const field = `lines.${i}.symbol`;
      if (!isSymbol(symbol)) return [{ id: 'uncertainty.symbol', field, params: { symbol } }];
      return names.includes(symbol) ? [] : [{ id: 'uncertainty.unused-symbol', field, params: { name: symbol } }];
    }),
  ];
  const inputs = inputsOf(budget.lines, faults);
  return { formula, inputs, pairs: budget.correlations.map((one, i) => pairOf(one, inputs, i)) };
}

/** The functions that a model calls; one that jumps has no derivative that would tell anything. */
export const callsIn = (tree: Tree): string[] => [
  ...(tree.is === 'call' ? [tree.name] : []),
  ...branches(tree).flatMap(callsIn),
];

function pairOf({ a, b, r }: Correlation, inputs: readonly Input[], index: number) {
  const at = `correlations.${index}`;
  const find = (symbol: string, field: 'a' | 'b') =>
    inputs.find((input) => input.symbol === symbol) ??
    refuse('uncertainty.unknown-symbol', { name: symbol }, `${at}.${field}`);
  const [left, right] = [find(a, 'a'), find(b, 'b')];
  if (left === right) refuse('uncertainty.pair', { name: a }, `${at}.b`);
  if (r === undefined || r.trim() === '') {
    if (left.readings.length < 3 || left.readings.length !== right.readings.length)
      refuse('uncertainty.pairs', { a, b }, `${at}.r`);
    return { a: left, b: right, r: callFunction('r', [left.readings, right.readings]) };
  }
  const value = number(r, `${at}.r`);
  if (value.abs().greaterThan(1)) refuse('uncertainty.r', { r }, `${at}.r`);
  return { a: left, b: right, r: value };
}

/**
 * The whole budget by the law of propagation of uncertainty (JJF 1059.1-2012, 4.4; JCGM 100:2008, 5): combined and expanded uncertainty,
 * effective degrees of freedom and shares. @throws Refusal as `readBudget`, `uncertainty.zero`, `uncertainty.matrix`, `uncertainty.t-correlated`,
 * `uncertainty.second-correlated`
 */
export function evaluateBudget(budget: Budget): BudgetOutcome {
  const { formula, inputs, pairs } = readBudget(budget);
  const model = modelOf(formula, inputs);
  const y = model({});
  const c = inputs.map((input) => (input.u.isZero() ? ZERO : sensitivity(model, input)));
  const parts = inputs.map(({ u }, i) => u.times(c[i] ?? ZERO));
  const shares = parts.map((part, i) => add(part.times(part), correlatedShare(i, inputs, parts, pairs)));
  const first = shares.reduce(add, ZERO);
  if (first.isNegative()) refuse('uncertainty.matrix', {}, 'correlations.0.r');
  const correlated = pairs.some(({ r }) => !r.isZero());
  if (budget.secondOrder && correlated) refuse('uncertainty.second-correlated', {}, 'secondOrder');
  const second = budget.secondOrder ? secondOrder(model, inputs, c) : ZERO;
  const variance = add(first, second);
  if (!variance.greaterThan(0)) refuse('uncertainty.zero', {}, 'lines.0.spread');
  const u = variance.sqrt();
  const dof = correlated ? null : dofOf(inputs, parts, variance);
  const isUndefined = correlated && pairs.some(({ a, b }) => a.dof !== null || b.dof !== null);
  if (isUndefined && budget.coverage.way === 't') refuse('uncertainty.t-correlated', {}, 'coverageWay');
  const { k, p } = covered(budget.coverage, dof);
  const expanded = u.times(k);
  return {
    y: kept(y, 30),
    u: kept(u),
    second: budget.secondOrder ? kept(second.isNegative() ? ZERO : second.sqrt()) : null,
    dof: dof && kept(dof),
    correlated: isUndefined,
    k: toText(k),
    p,
    U: kept(expanded),
    inputs: inputs.map((input, i) => outcomeOf(input, c[i] ?? ZERO, shares[i] ?? ZERO, first)),
    correlations: pairs.map(({ a, b, r }) => ({ a: a.symbol, b: b.symbol, r: kept(r) })),
    report: reported(y, expanded, budget.reporting),
  };
}

/** What the correlations of an input add to its share of the variance: cᵢuᵢ·Σ r·cⱼuⱼ. */
const correlatedShare = (
  i: number,
  inputs: readonly Input[],
  parts: readonly Decimal[],
  pairs: Read['pairs'],
): Decimal =>
  pairs.reduce((sum, { a, b, r }) => {
    const own = inputs[i];
    const other = own === a ? b : own === b ? a : undefined;
    const part = other && parts[inputs.indexOf(other)];
    return part === undefined ? sum : add(sum, (parts[i] ?? ZERO).times(part).times(r));
  }, ZERO);

/** Every component counts by itself: an input of several carries each with its own degrees of freedom. */
function dofOf(inputs: readonly Input[], parts: readonly Decimal[], variance: Decimal): Decimal | null {
  const below = inputs.reduce((sum, { dof, u }, i) => {
    const part = parts[i] ?? ZERO;
    return dof === null || u.isZero() ? sum : add(sum, part.pow(4).div(dof));
  }, ZERO);
  return below.isZero() ? null : variance.times(variance).div(below);
}

function outcomeOf(input: Input, c: Decimal, share: Decimal, variance: Decimal): InputOutcome {
  return {
    symbol: input.symbol,
    name: input.name,
    unit: input.unit,
    x: kept(input.x),
    u: kept(input.u),
    dof: input.dof && kept(input.dof),
    c: kept(c),
    cu: kept(c.times(input.u).abs()),
    percent: kept(variance.isZero() ? ZERO : share.div(variance).times(HUNDRED), 8),
    components: input.components.map(({ line, kind, u, dof }) => ({ line, kind, u: kept(u), dof: dof && kept(dof) })),
  };
}

const kept = (value: Decimal, digits = KEPT): string => toText(value.toSignificantDigits(digits));
