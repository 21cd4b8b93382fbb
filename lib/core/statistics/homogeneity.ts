import { type Decimal, dec, settle } from '../decimal.ts';
import { refuse } from '../refusal.ts';
import { chi2Inverse, fInverse, fUpper, tInverse, tTwoSided } from './distributions.ts';
import { evenRows, measured, positiveText } from './guard.ts';
import { cochran, type Suspect } from './outliers.ts';

/** Whether the items of a round are alike enough: s_s ≤ 0.3 σ_pt, the expanded criterion, and the F test of CNAS-GL003. */
export interface Homogeneity {
  /** Items, and replicates of each. */
  g: number;
  m: number;
  mean: number;
  /** Standard deviation of the item means, within items, and between items. */
  sx: number;
  sw: number;
  ss: number;
  /** 0.3 σ_pt. */
  limit: number;
  passes: boolean;
  /** s_s² ≤ F1 (0.3 σ_pt)² + F2 s_w²: `limit` is the root of the right side. */
  expanded: { f1: number; f2: number; limit: number; passes: boolean };
  /** `value` is null where all replicates agree and no F exists. */
  f: { value: number | null; df1: number; df2: number; critical: number; p: number; passes: boolean };
  /** Whether one item's replicates differ too much; null where all agree. */
  cochran: Suspect | null;
}

/** F1 and F2 of ISO 13528 table B.1, computed for g items and m replicates. @throws Refusal `statistics.not-positive` */
export function factorsF(g: number, m = 2): { f1: number; f2: number } {
  return { f1: chi2Inverse(0.95, g - 1) / (g - 1), f2: (fInverse(0.95, g - 1, g * (m - 1)) - 1) / m };
}

const meanOf = (values: readonly Decimal[]): Decimal =>
  values.reduce((total, value) => total.plus(value), dec('0')).div(values.length);

const squaresOf = (values: readonly Decimal[]): Decimal => {
  const centre = meanOf(values);
  return values.reduce((total, value) => total.plus(value.minus(centre).pow(2)), dec('0'));
};

/**
 * Items (rows) with the same number of replicates each (ISO 13528 B.2, B.3); compared with the limits in decimals, so that a tie passes.
 * @throws Refusal `statistics.few` below three items or two replicates, `statistics.uneven`
 */
export function homogeneity(items: readonly (readonly string[])[], sigma: string): Homogeneity {
  const rows = items.map((row, at) => row.map((text) => measured(text, `items.${at}`)));
  const m = evenRows(rows);
  const g = rows.length;
  if (g < 3) refuse('statistics.few', { n: g, least: 3 }, 'items');
  if (m < 2) refuse('statistics.few', { n: m, least: 2 }, 'items');
  const allowed = positiveText(sigma, 'σpt', 'sigma').times('0.3');
  const means = rows.map(meanOf);
  const sx2 = squaresOf(means).div(g - 1);
  const insides = rows.map((row) => squaresOf(row).div(m - 1));
  const sw2 = meanOf(insides);
  const between = sx2.minus(sw2.div(m));
  const ss2 = settle(between.gt(0) ? between : dec('0'));
  const { f1, f2 } = factorsF(g, m);
  const reach = allowed
    .pow(2)
    .times(dec(String(f1)))
    .plus(sw2.times(dec(String(f2))));
  const [df1, df2] = [g - 1, g * (m - 1)];
  const value = sw2.isZero() ? null : Number(sx2.times(m).div(sw2));
  const critical = fInverse(0.95, df1, df2);
  const steady = value === null ? sx2.isZero() : value <= critical;
  const p = value === null ? Number(steady) : fUpper(value, df1, df2);
  return {
    g,
    m,
    mean: Number(meanOf(means)),
    sx: Number(sx2.sqrt()),
    sw: Number(sw2.sqrt()),
    ss: Number(ss2.sqrt()),
    limit: Number(allowed),
    passes: ss2.lte(settle(allowed.pow(2))),
    expanded: { f1, f2, limit: Number(reach.sqrt()), passes: ss2.lte(reach) },
    f: { value, df1, df2, critical, p, passes: steady },
    cochran: sw2.isZero() ? null : cochran(insides.map(Number), m),
  };
}

/** Whether the items stayed what they were: |ȳ1 − ȳ2| ≤ 0.3 σ_pt, the same with the doubt of both means, and Student's t. */
export interface Stability {
  first: number;
  second: number;
  difference: number;
  limit: number;
  passes: boolean;
  /** 0.3 σ_pt + 2 √(u²(ȳ1) + u²(ȳ2)). */
  extendedLimit: number;
  passesExtended: boolean;
  /** `value` is null where all values of both series agree among themselves and no t exists. */
  t: { value: number | null; df: number; critical: number; p: number; passes: boolean };
}

/** Before and after, on items drawn at random (ISO 13528 B.5; t test with the pooled spread as CNAS-GL003). @throws Refusal `statistics.few` below two values each */
export function stability(before: readonly string[], after: readonly string[], sigma: string): Stability {
  const [a, b] = [series(before, 'before'), series(after, 'after')];
  const limit = positiveText(sigma, 'σpt', 'sigma').times('0.3');
  const [first, second] = [meanOf(a), meanOf(b)];
  const difference = settle(first.minus(second).abs());
  const [squaresA, squaresB] = [squaresOf(a), squaresOf(b)];
  const u2 = squaresA.div((a.length - 1) * a.length).plus(squaresB.div((b.length - 1) * b.length));
  const extended = limit.plus(u2.sqrt().times(2));
  const df = a.length + b.length - 2;
  const pooled = squaresA.plus(squaresB).div(df);
  const error = pooled
    .times(a.length + b.length)
    .div(a.length * b.length)
    .sqrt();
  const value = error.isZero() ? null : Number(difference.div(error));
  const critical = tInverse(0.975, df);
  const steady = value === null ? difference.isZero() : value <= critical;
  return {
    first: Number(first),
    second: Number(second),
    difference: Number(difference),
    limit: Number(limit),
    passes: difference.lte(limit),
    extendedLimit: Number(extended),
    passesExtended: difference.lte(extended),
    t: { value, df, critical, p: value === null ? Number(steady) : tTwoSided(value, df), passes: steady },
  };
}

function series(texts: readonly string[], field: string): Decimal[] {
  if (texts.length < 2) refuse('statistics.few', { n: texts.length, least: 2 }, field);
  return texts.map((text) => measured(text, field));
}
