import { add, type Decimal, dec, settle, toText } from '../core/decimal.ts';
import type { Reason } from '../core/refusal.ts';
import { roundSignificant } from '../core/rounding.ts';
import type { Reading, Way } from './rows.ts';
import type { TitrantRule } from './rules.ts';

/** The titrations of one person with what follows from them; F values carry every digit. */
export interface Part {
  factors: string[];
  mean: string;
  /** Relative average deviation, %. */
  deviation: string;
  reasons: Reason[];
}

const HUNDRED = dec('100');
const mean = (values: readonly Decimal[]): Decimal =>
  settle(values.reduce((sum, value) => add(sum, value), dec('0')).div(String(values.length)));

/**
 * F = m × P × 10 ÷ ((V − V0) × T): mass m in g, purity P in %, volumes in mL, titre T in mg of base substance for each mL of titrant
 * of the nominal concentration (ChP 通则8006). Numbers are plain decimals.
 */
export function factorOf({ mass, volume, blank }: Reading, purity: string, titre: string): Decimal {
  const used = dec(volume).minus(dec(blank));
  return settle(
    dec(mass)
      .times(dec(purity))
      .times('10')
      .div(used.times(dec(titre))),
  );
}

/**
 * By comparison (比较法): F = F1 × (V1 − V0) × k ÷ V, where V mL of the titrant in question take V1 mL of another one of factor F1, and
 * k mL of the one in question answer 1 mL of the other, both of nominal concentration (ChP 通则8006).
 */
export function comparedFactor({ mass, volume, blank }: Reading, factor: string, ratio: string): Decimal {
  return settle(dec(volume).minus(dec(blank)).times(dec(factor)).times(dec(ratio)).div(dec(mass)));
}

/** Σ|x − x̄| ÷ n ÷ x̄ × 100. */
function relativeAverageDeviation(values: readonly Decimal[]): Decimal {
  const centre = mean(values);
  return settle(
    mean(values.map((value) => value.minus(centre).abs()))
      .div(centre)
      .times(HUNDRED),
  );
}

/** What one person's titrations give (初标 or 复标). The reason says by how much the rule was missed. */
export function standardised(
  readings: readonly Reading[],
  { purity, titre, way }: { purity: string; titre: string; way: Way },
  rule: TitrantRule,
): Part {
  const factor = way === 'comparison' ? comparedFactor : factorOf;
  const factors = readings.map((reading) => factor(reading, purity, titre));
  const deviation = relativeAverageDeviation(factors);
  const reasons = deviation.greaterThan(dec(rule.within))
    ? [{ id: 'material.within', params: { deviation: shown(deviation), limit: rule.within } }]
    : [];
  return { factors: factors.map(toText), mean: toText(mean(factors)), deviation: toText(deviation), reasons };
}

export interface Outcome {
  /** F at the significant digits of the rule; only when there is no reason against it. */
  factor: string | null;
  /** Relative deviation of the two means, %. */
  between: string;
  reasons: Reason[];
}

/** F from the means of two persons: their relative deviation and F itself must keep the rule; ends included, values unrounded. */
export function concluded(first: string, second: string, rule: TitrantRule): Outcome {
  const means = [dec(first), dec(second)];
  const between = relativeAverageDeviation(means);
  const centre = mean(means);
  const params = { low: rule.lowest, high: rule.highest, factor: shown(centre) };
  const reasons: Reason[] = [
    ...(between.greaterThan(dec(rule.between))
      ? [{ id: 'material.between', params: { deviation: shown(between), limit: rule.between } }]
      : []),
    ...(centre.lessThan(dec(rule.lowest)) || centre.greaterThan(dec(rule.highest))
      ? [{ id: 'material.factor', params }]
      : []),
  ];
  return {
    factor: reasons.length > 0 ? null : roundSignificant(toText(centre), rule.digits),
    between: toText(between),
    reasons,
  };
}

/** Enough digits to see why it was refused: 0.1000001 must not read as 0.1. */
const shown = (value: Decimal): string => toText(value.toSignificantDigits(8));
