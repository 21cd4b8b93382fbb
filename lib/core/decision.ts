import { add, type Decimal, dec, toText } from './decimal.ts';
import { refuse } from './refusal.ts';
import { normalCdf } from './statistics/distributions.ts';

/**
 * How conformity is decided (ISO/IEC 17025:2017, 7.8.6). `standard`: as the standard of the product says, by simple acceptance of the value
 * that it compares (Chinese Pharmacopoeia, General Notices: the rounded one), so without a guard band; `simple`: the measured value against
 * the limit (ILAC-G8:09/2019, 4.2.1); `guarded`: against the limit less a guard band (4.2.2); `four-zone`: with conditional verdicts (4.2.3).
 */
export const ruleKinds = ['standard', 'simple', 'guarded', 'four-zone'] as const;
export type RuleKind = (typeof ruleKinds)[number];

export interface DecisionRule {
  kind: RuleKind;
  /** Of a guard band: w = factor · U, or factor · u (1.64·u: at most 5 % risk at one limit). */
  of?: 'U' | 'u';
  factor?: string;
  /** Where the rule stands: clause, contract, agreement. */
  basis: string;
}

/** What a value is held against; an open end is not conforming itself. */
export interface Bounds {
  low?: string;
  high?: string;
  openLow?: boolean;
  openHigh?: boolean;
}

export const decisionWords = ['conforms', 'conditional-pass', 'conditional-fail', 'fails'] as const;
export type DecisionWord = (typeof decisionWords)[number];

export interface Decision {
  word: DecisionWord;
  /** Width of the guard band. */
  w: string;
  /** Ends of the acceptance interval. */
  acceptance: { low: string | null; high: string | null };
  /** Probability that the true value is within the limits, 0 to 1 with four decimals (JCGM 106:2012, 7). */
  probability: string;
  /** Risk of this very decision: of conformity wrongly accepted, or wrongly refused. */
  risk: string;
}

/** A result with its uncertainty. `rounded`: as it is compared by the standard. */
export interface Uncertain {
  exact: string;
  rounded: string;
  U: string;
  k: string;
}

const ZERO = dec('0');

/** Decides by a rule. @throws Refusal `decision.bounds`, `decision.u`, `decision.factor`, `decision.no-room` */
export function decide({ exact, rounded, U, k }: Uncertain, bounds: Bounds, rule: DecisionRule): Decision {
  const [low, high] = [bounds.low, bounds.high].map((end) => (end === undefined ? null : dec(end)));
  if (!low && !high) refuse('decision.bounds');
  const u = dec(k).greaterThan(0) && dec(U).greaterThan(0) ? dec(U).div(dec(k)) : refuse('decision.u', {}, 'U');
  const x = dec(rule.kind === 'standard' ? rounded : exact);
  const w = guardBand(rule, dec(U), u);
  const acceptance = { low: low ? add(low, w) : null, high: high ? add(high, w.negated()) : null };
  if (acceptance.low && acceptance.high && acceptance.low.greaterThan(acceptance.high))
    refuse('decision.no-room', { w: toText(w.toSignificantDigits(6)) }, 'factor');
  const within = (from: Decimal | null | undefined, to: Decimal | null | undefined, isOpen: boolean) =>
    !(from && (x.lessThan(from) || (isOpen && bounds.openLow && x.equals(from)))) &&
    !(to && (x.greaterThan(to) || (isOpen && bounds.openHigh && x.equals(to))));
  const inAcceptance = within(acceptance.low, acceptance.high, w.isZero());
  const word = ((): DecisionWord => {
    if (inAcceptance) return 'conforms';
    if (rule.kind !== 'four-zone') return 'fails';
    if (within(low, high, true)) return 'conditional-pass';
    return within(low && add(low, w.negated()), high && add(high, w), false) ? 'conditional-fail' : 'fails';
  })();
  const probability = conformity(dec(exact), u, low ?? null, high ?? null);
  const accepts = word === 'conforms' || word === 'conditional-pass';
  return {
    word,
    w: toText(w.toSignificantDigits(12)),
    acceptance: { low: acceptance.low && toText(acceptance.low), high: acceptance.high && toText(acceptance.high) },
    probability: probability.toFixed(4),
    risk: (accepts ? 1 - probability : probability).toFixed(4),
  };
}

/** Whether a limit lies within U of a value, so that the uncertainty matters to the conclusion (ISO/IEC 17025:2017, 7.8.3.1 c). */
export const isNear = ({ exact, U }: Pick<Uncertain, 'exact' | 'U'>, { low, high }: Bounds): boolean =>
  [low, high].some((end) => end !== undefined && dec(end).minus(dec(exact)).abs().lessThanOrEqualTo(dec(U)));

/** Φ((high − x)/u) − Φ((low − x)/u). JCGM 106:2012, 7.3 to 7.5, with a flat prior. */
function conformity(x: Decimal, u: Decimal, low: Decimal | null, high: Decimal | null): number {
  const below = (end: Decimal) => normalCdf(end.minus(x).div(u).toNumber());
  return Math.max(0, (high ? below(high) : 1) - (low ? below(low) : 0));
}

function guardBand({ kind, of = 'U', factor }: DecisionRule, U: Decimal, u: Decimal): Decimal {
  if (kind === 'standard' || kind === 'simple') return ZERO;
  const times = factor === undefined || factor.trim() === '' ? dec('1') : dec(factor.trim());
  if (times.isNegative() || times.greaterThan(5)) refuse('decision.factor', { factor: factor ?? '' }, 'factor');
  return times.times(of === 'U' ? U : u);
}
