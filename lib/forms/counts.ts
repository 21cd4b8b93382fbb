import { type Decimal, dec, settle, toText } from '../core/decimal.ts';
import { refuse } from '../core/refusal.ts';
import { roundPlaces, roundSignificant, scientific } from '../core/rounding.ts';

/** One dilution: its factor (10 for 1:10) and the counts of its plates; `>300` stands for plates too crowded to count. */
export interface Dilution {
  factor: string;
  plates: string[];
}

/** A count per gram or millilitre: `exact`, `rounded` to two significant digits, and as printed without unit (`1.5×10³`, `<10`). */
export interface Count {
  exact: string;
  rounded: string;
  text: string;
  qualifier: '=' | '<';
}

interface Mean {
  factor: Decimal;
  mean: Decimal | null;
}

const HUNDRED = dec('100');

/**
 * ChP 1105: of the dilutions whose mean is below the ceiling (300 bacteria, 100 fungi) the highest mean × its factor; nothing grown, or
 * only the lowest dilution with a mean below 1: less than 1 × the lowest factor. @throws Refusal `record.plates-over` when every dilution is too crowded
 */
export function chpCount(dilutions: Dilution[], ceiling: string): Count {
  const means = sorted(dilutions);
  const lowest = means[0] ?? refuse('record.plates-none');
  const countable = means.filter(({ mean }) => mean?.lessThan(dec(ceiling)));
  if (countable.length === 0) return refuse('record.plates-over', { ceiling });
  const grown = countable.filter(({ mean }) => mean?.greaterThan(0));
  const onlyLowestBelowOne = grown.every(({ factor, mean }) => factor.equals(lowest.factor) && mean?.lessThan(1));
  if (onlyLowestBelowOne) return below(lowest.factor);
  const best = countable.reduce((a, b) => (value(b).greaterThan(value(a)) ? b : a));
  return counted(value(best).times(best.factor), 'two digits');
}

/**
 * Cosmetics (化妆品安全技术规范 第五章): means within low…high (30…300, fungi 5…50); two such: average both when the ratio is at most 2, else
 * the lower; all above: the highest dilution; all below: the lowest; none inside: the one nearest to an end. Up to 100 as counted, above two significant digits.
 */
export function cosmeticCount(dilutions: Dilution[], low: string, high: string): Count {
  const means = sorted(dilutions);
  const lowest = means[0] ?? refuse('record.plates-none');
  if (means.every(({ mean }) => mean?.isZero())) return below(lowest.factor);
  const inside = means.filter(({ mean }) => mean?.greaterThanOrEqualTo(dec(low)) && mean.lessThanOrEqualTo(dec(high)));
  const [first, second] = inside;
  if (first && second) return counted(both(first, second), 'as counted');
  if (first) return counted(value(first).times(first.factor), 'as counted');
  const chosen = means.every(({ mean }) => mean?.lessThan(dec(low))) ? lowest : nearest(means, low, high);
  return counted(value(chosen).times(chosen.factor), 'as counted');
}

function both(a: Mean, b: Mean): Decimal {
  const [x, y] = [value(a).times(a.factor), value(b).times(b.factor)];
  const [small, large] = x.lessThan(y) ? [x, y] : [y, x];
  return large.div(small).lessThanOrEqualTo(2) ? x.plus(y).div(2) : small;
}

/** All too crowded: the highest dilution that was counted; else the mean nearest to 30 or 300. */
function nearest(means: Mean[], low: string, high: string): Mean {
  const counted = means.filter(({ mean }) => mean !== null);
  if (counted.length === 0) return refuse('record.plates-over', { ceiling: high });
  if (counted.every((one) => value(one).greaterThan(dec(high))))
    return counted[counted.length - 1] ?? refuse('record.plates-none');
  // Distances are compared in proportion: 25 lies nearer to 30 than 400 to 300.
  const distance = (one: Mean) =>
    value(one).lessThan(dec(low))
      ? value(one).isZero()
        ? dec('1e9')
        : dec(low).div(value(one))
      : value(one).div(dec(high));
  return counted.reduce((a, b) => (distance(b).lessThan(distance(a)) ? b : a));
}

function sorted(dilutions: Dilution[]): Mean[] {
  const zero = dilutions.find(({ factor }) => dec(factor).lessThan(1));
  if (zero) refuse('record.dilution', { text: zero.factor });
  return dilutions
    .map(({ factor, plates }) => {
      const uncountable = plates.some((plate) => plate.startsWith('>'));
      const total = uncountable ? null : plates.map((plate) => dec(plate.replace('<', ''))).reduce((a, b) => a.plus(b));
      return { factor: dec(factor), mean: total === null ? null : total.div(plates.length) };
    })
    .sort((a, b) => a.factor.comparedTo(b.factor));
}

function counted(exact: Decimal, how: 'two digits' | 'as counted'): Count {
  const text = toText(settle(exact));
  if (exact.lessThan(HUNDRED) || (how === 'as counted' && exact.equals(HUNDRED))) {
    const whole = roundPlaces(text, 0);
    return { exact: text, rounded: whole, text: whole, qualifier: '=' };
  }
  return { exact: text, rounded: roundSignificant(text, 2), text: scientific(text, 2), qualifier: '=' };
}

function below(factor: Decimal): Count {
  const text = toText(factor);
  return { exact: text, rounded: text, text: `<${text}`, qualifier: '<' };
}

function value({ mean }: Mean): Decimal {
  return mean ?? refuse('record.plates-over', { ceiling: '' });
}
