import { type Decimal, toText } from '../decimal.ts';
import { refuse } from '../refusal.ts';
import { measured, notNegativeText, plainly, positiveText, sameLength } from './guard.ts';
import { moments, toText as numberText, toNumbers } from './numbers.ts';
import {
  algorithmA,
  consensusUncertainty,
  medianMade,
  medianNiqr,
  qHampel,
  type RobustEstimate,
  type RobustMethod,
} from './robust.ts';
import { horwitz, rootSum } from './scores.ts';

export type { RobustMethod } from './robust.ts';

export type AssignedSource = 'formulation' | 'crm' | 'expert' | 'consensus';
export type SigmaSource = 'prescribed' | 'horwitz' | 'rounds' | 'robust';

/** x_pt and u(x_pt) with what they came from; `formula` is `assigned.<source>`. */
export interface Assigned {
  value: string;
  u: string;
  source: AssignedSource;
  formula: `assigned.${AssignedSource}`;
  inputs: Record<string, string>;
  /** Consensus only. */
  method?: RobustMethod;
  sd?: string;
  n?: number;
}

/** σ_pt with what it came from; `formula` is `sigma.<source>`. */
export interface Sigma {
  value: string;
  source: SigmaSource;
  formula: `sigma.${SigmaSource}`;
  inputs: Record<string, string>;
}

const METHODS: Record<RobustMethod, (values: readonly number[]) => RobustEstimate> = {
  'algorithm-a': algorithmA,
  'q-hampel': qHampel,
  'median-nIQR': medianNiqr,
  'median-MADe': medianMade,
};

/** Centre and spread of typed results by the method named. @throws Refusal `statistics.few`, `number.*` */
export const robustBy = (method: RobustMethod, values: readonly string[]): RobustEstimate =>
  METHODS[method](toNumbers(values, 'values'));

const shown = (value: Decimal): string => toText(value.toSignificantDigits(12));

/** By the way the item was made: standard uncertainties of masses, volumes, purity … as root sum of squares (ISO 13528 7.3). @throws Refusal */
export function byFormulation(given: {
  value: string;
  contributions: readonly { name: string; u: string }[];
}): Assigned {
  if (given.contributions.length === 0) refuse('statistics.few', { n: 0, least: 1 }, 'contributions');
  const parts = Object.fromEntries(given.contributions.map(({ name, u }) => [name, u]));
  const u = rootSum(
    given.contributions.map((part) => part.u),
    'contributions',
  );
  const value = plainly(given.value, 'value');
  return { value, u, source: 'formulation', formula: 'assigned.formulation', inputs: { value: given.value, ...parts } };
}

/** By the certificate of a reference material: u = U ÷ k, with what homogeneity and stability of the item add (ISO 13528 7.4). @throws Refusal */
export function byCrm(given: {
  certified: string;
  expanded: string;
  k: string;
  homogeneity?: string;
  stability?: string;
}): Assigned {
  const standard = notNegativeText(given.expanded, 'U', 'expanded').div(positiveText(given.k, 'k', 'k'));
  const more = [given.homogeneity, given.stability].filter((u) => u !== undefined);
  const { certified, expanded, k } = given;
  const inputs: Record<string, string> = { certified, expanded, k };
  if (given.homogeneity !== undefined) inputs.homogeneity = given.homogeneity;
  if (given.stability !== undefined) inputs.stability = given.stability;
  const u = rootSum([shown(standard), ...more], 'expanded');
  return { value: plainly(certified, 'certified'), u, source: 'crm', formula: 'assigned.crm', inputs };
}

/**
 * By expert laboratories: their mean; u from their own uncertainties (√Σu² ÷ p) where each reports one, else s ÷ √p (ISO 13528 7.6).
 * @throws Refusal `statistics.few` below two laboratories
 */
export function byExperts(values: readonly string[], uncertainties?: readonly string[]): Assigned {
  if (values.length < 2) refuse('statistics.few', { n: values.length, least: 2 }, 'values');
  const { mean: value, sd, n } = moments(values);
  const inputs: Record<string, string> = { values: values.join(', '), n: String(n) };
  if (uncertainties) {
    sameLength(values, uncertainties);
    inputs.uncertainties = uncertainties.join(', ');
    const u = shown(measured(rootSum(uncertainties, 'uncertainties')).div(n));
    return { value, u, source: 'expert', formula: 'assigned.expert', inputs, n };
  }
  const u = shown(measured(sd).div(measured(String(n)).sqrt()));
  return { value, u, source: 'expert', formula: 'assigned.expert', inputs: { ...inputs, sd }, sd, n };
}

/** By the participants themselves: robust mean and u = 1.25 s* ÷ √p (ISO 13528 7.7). @throws Refusal `statistics.few` */
export function byConsensus(values: readonly string[], method: RobustMethod): Assigned {
  const found = robustBy(method, values);
  const sd = numberText(found.sd);
  return {
    value: numberText(found.mean),
    u: numberText(consensusUncertainty(found.sd, found.n)),
    source: 'consensus',
    formula: 'assigned.consensus',
    inputs: { sd, n: String(found.n), method },
    method,
    sd,
    n: found.n,
  };
}

/** σ_pt as the scheme or a regulation sets it: a number, or percent of the assigned value (ISO 13528 8.2). @throws Refusal */
export function sigmaPrescribed(given: { sigma?: string; percent?: string; assigned?: string }): Sigma {
  if (given.sigma !== undefined) {
    positiveText(given.sigma, 'σpt', 'sigma');
    const value = plainly(given.sigma, 'sigma');
    return { value, source: 'prescribed', formula: 'sigma.prescribed', inputs: { sigma: given.sigma } };
  }
  const { percent = '', assigned = '' } = given;
  const part = positiveText(percent, '%', 'percent');
  const value = shown(part.times(measured(assigned, 'assigned').abs()).div(100));
  return {
    value: toText(positiveText(value, 'σpt', 'assigned')),
    source: 'prescribed',
    formula: 'sigma.prescribed',
    inputs: { percent, assigned },
  };
}

/** σ_pt by Horwitz; `factor` is one unit of the result as mass fraction: mg/kg is 0.000001, % is 0.01 (ISO 13528 8.4). @throws Refusal */
export function sigmaHorwitz(assigned: string, factor: string): Sigma {
  const unit = positiveText(factor, 'c', 'factor');
  const fraction = toText(positiveText(assigned, 'xpt', 'assigned').times(unit));
  const { sigma, branch } = horwitz(fraction);
  const value = shown(measured(sigma).div(unit));
  return { value, source: 'horwitz', formula: 'sigma.horwitz', inputs: { assigned, factor, c: fraction, branch } };
}

/** σ_pt from earlier rounds: their spreads pooled by degrees of freedom (ISO 13528 8.5). @throws Refusal `statistics.few` */
export function sigmaFromRounds(rounds: readonly { sd: string; n: number }[]): Sigma {
  if (rounds.length === 0) refuse('statistics.few', { n: 0, least: 1 }, 'rounds');
  let [squares, freedom] = [measured('0'), 0];
  for (const { sd, n } of rounds) {
    if (n < 2) refuse('statistics.few', { n, least: 2 }, 'rounds');
    const spread = notNegativeText(sd, 's', 'rounds');
    squares = squares.plus(spread.times(spread).times(n - 1));
    freedom += n - 1;
  }
  const value = shown(squares.div(freedom).sqrt());
  const list = rounds.map(({ sd, n }) => `${sd} (${n})`).join(', ');
  return {
    value: toText(positiveText(value, 'σpt', 'rounds')),
    source: 'rounds',
    formula: 'sigma.rounds',
    inputs: { rounds: list },
  };
}

/** σ_pt from the spread of this round (ISO 13528 8.6): the caution about it goes with it. @throws Refusal `statistics.no-spread` when s* is 0 */
export function sigmaRobust(values: readonly string[], method: RobustMethod): Sigma {
  const found = robustBy(method, values);
  if (found.sd === 0) refuse('statistics.no-spread', undefined, 'values');
  const inputs = { method, n: String(found.n), centre: numberText(found.mean) };
  return { value: numberText(found.sd), source: 'robust', formula: 'sigma.robust', inputs };
}

export { type Caution, cautions } from './cautions.ts';
