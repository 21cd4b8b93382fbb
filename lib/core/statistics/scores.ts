import { add, type Decimal, dec, settle, toText } from '../decimal.ts';
import { refuse } from '../refusal.ts';
import { measured, notNegativeText, positiveText } from './guard.ts';

export { agreementRate, identified, percentOf, type QualitativeVerdict, qualitative } from './qualitative.ts';

export type ScoreKind = 'z' | 'z-prime' | 'zeta' | 'en' | 'd-percent' | 'pa' | 'q';

/** `none`: the kind of score has no limit of its own. */
export type Verdict = 'satisfactory' | 'questionable' | 'unsatisfactory' | 'none';

/**
 * A score that opens to how it came about: `value` is decimal text of 12 significant digits for showing (round it for the page),
 * `verdict` was judged on the exact numbers, `formula` names the formula (`score.<kind>`), `inputs` are the numbers as typed.
 */
export interface Score {
  kind: ScoreKind;
  value: string;
  verdict: Verdict;
  formula: `score.${ScoreKind}`;
  inputs: Record<string, string>;
}

const HUNDRED = dec('100');
const DIGITS = 12;

const shown = (value: Decimal): string => toText(settle(value).toSignificantDigits(DIGITS));

const score = (kind: ScoreKind, value: Decimal, verdict: Verdict, inputs: Record<string, string>): Score => ({
  kind,
  value: shown(value),
  verdict,
  formula: `score.${kind}`,
  inputs,
});

const difference = ({ x, assigned }: { x: string; assigned: string }): Decimal =>
  measured(x, 'x').minus(measured(assigned, 'assigned'));

/** |d| against 2 and 3 times √variance by their squares: no root, so a tie stays a tie (ISO 13528 9.4.2). */
function rated(d: Decimal, variance: Decimal): Verdict {
  const square = d.times(d);
  if (square.lte(variance.times(4))) return 'satisfactory';
  return square.lt(variance.times(9)) ? 'questionable' : 'unsatisfactory';
}

/** z = (x − x_pt) ÷ σ_pt (ISO 13528 9.4). @throws Refusal for text that is no number or σ_pt not above 0 */
export function zScore(given: { x: string; assigned: string; sigma: string }): Score {
  const d = difference(given);
  const sigma = positiveText(given.sigma, 'σpt', 'sigma');
  return score('z', d.div(sigma), rated(d, sigma.times(sigma)), { ...given });
}

/** z′ = (x − x_pt) ÷ √(σ_pt² + u²(x_pt)) (ISO 13528 9.5). @throws Refusal */
export function zPrimeScore(given: { x: string; assigned: string; sigma: string; uAssigned: string }): Score {
  const d = difference(given);
  const sigma = positiveText(given.sigma, 'σpt', 'sigma');
  const u = notNegativeText(given.uAssigned, 'u(xpt)', 'uAssigned');
  return rootScore('z-prime', d, add(sigma.times(sigma), u.times(u)), { ...given });
}

/** ζ = (x − x_pt) ÷ √(u²(x) + u²(x_pt)), standard uncertainties (ISO 13528 9.6). @throws Refusal */
export function zetaScore(given: { x: string; assigned: string; uLab: string; uAssigned: string }): Score {
  const u = positiveText(given.uLab, 'u(x)', 'uLab');
  const other = notNegativeText(given.uAssigned, 'u(xpt)', 'uAssigned');
  return rootScore('zeta', difference(given), add(u.times(u), other.times(other)), { ...given });
}

/** En = (x − x_pt) ÷ √(U²(x) + U²(x_pt)), expanded uncertainties with k = 2 (ISO 13528 9.7). @throws Refusal */
export function enScore(given: { x: string; assigned: string; expandedLab: string; expandedAssigned: string }): Score {
  const d = difference(given);
  const own = positiveText(given.expandedLab, 'U(x)', 'expandedLab');
  const other = notNegativeText(given.expandedAssigned, 'U(xpt)', 'expandedAssigned');
  const variance = add(own.times(own), other.times(other));
  const verdict = d.times(d).lte(variance) ? 'satisfactory' : 'unsatisfactory';
  return score('en', d.div(variance.sqrt()), verdict, { ...given });
}

const rootScore = (kind: ScoreKind, d: Decimal, variance: Decimal, inputs: Record<string, string>): Score =>
  score(kind, d.div(variance.sqrt()), rated(d, variance), inputs);

/** D % = 100 (x − x_pt) ÷ x_pt; judged only where the scheme sets a `limit` in percent (ISO 13528 9.3). @throws Refusal `statistics.zero` */
export function dPercent(given: { x: string; assigned: string; limit?: string }): Score {
  const { x, assigned, limit } = given;
  const d = difference(given).times(HUNDRED);
  const centre = notZero(assigned);
  if (limit === undefined) return score('d-percent', d.div(centre), 'none', { x, assigned });
  const most = positiveText(limit, 'D %', 'limit').times(centre.abs());
  return score('d-percent', d.div(centre), d.abs().lte(most) ? 'satisfactory' : 'unsatisfactory', {
    x,
    assigned,
    limit,
  });
}

/** PA = 100 (x − x_pt) ÷ δE, the share of the allowed error that is used up (ISO 13528 9.3.6). @throws Refusal */
export function paScore(given: { x: string; assigned: string; deltaE: string }): Score {
  const d = difference(given);
  const allowed = positiveText(given.deltaE, 'δE', 'deltaE');
  const verdict = d.abs().lte(allowed) ? 'satisfactory' : 'unsatisfactory';
  return score('pa', d.times(HUNDRED).div(allowed), verdict, { ...given });
}

/** Q = (x − x_pt) ÷ x_pt, for what can only be estimated roughly; the scheme sets the limit. @throws Refusal `statistics.zero` */
export function qScore(given: { x: string; assigned: string }): Score {
  return score('q', difference(given).div(notZero(given.assigned)), 'none', { ...given });
}

function notZero(assigned: string): Decimal {
  const centre = measured(assigned, 'assigned');
  return centre.isZero() ? refuse('statistics.zero', { name: 'xpt' }, 'assigned') : centre;
}

/** z, or z′ where u(x_pt) > 0.3 σ_pt and the doubt of the assigned value must count (ISO 13528 9.2.1). @throws Refusal */
export function applicableScore(sigma: string, uAssigned: string): 'z' | 'z-prime' {
  const limit = positiveText(sigma, 'σpt', 'sigma').times('0.3');
  return notNegativeText(uAssigned, 'u(xpt)', 'uAssigned').gt(limit) ? 'z-prime' : 'z';
}

/** z or z′, whichever applies. @throws Refusal */
export function performanceScore(given: { x: string; assigned: string; sigma: string; uAssigned: string }): Score {
  const kind = applicableScore(given.sigma, given.uAssigned);
  return kind === 'z' ? zScore(given) : zPrimeScore(given);
}

/** The verdict of a z, z′ or ζ that a provider reports: |z| ≤ 2, below 3, from 3 on. @throws Refusal */
export const verdictOfZ = (value: string): Verdict => rated(measured(value, 'score'), dec('1'));

/** The verdict of a reported En: |En| ≤ 1. @throws Refusal */
export const verdictOfEn = (value: string): Verdict =>
  measured(value, 'score').abs().lte(1) ? 'satisfactory' : 'unsatisfactory';

/** Horwitz's curve with Thompson's ends: from c (mass fraction, 0 < c ≤ 1) to σ as mass fraction (ISO 13528 8.4; Thompson, Analyst 125 (2000) 385). @throws Refusal `statistics.range` */
export function horwitz(massFraction: string): { sigma: string; branch: 'low' | 'middle' | 'high' } {
  const c = positiveText(massFraction, 'c', 'massFraction');
  if (c.gt(1)) refuse('statistics.range', { name: 'c', value: massFraction, low: 0, high: 1 }, 'massFraction');
  if (c.lt('1.2e-7')) return { sigma: shown(c.times('0.22')), branch: 'low' };
  if (c.lte('0.138')) return { sigma: shown(c.pow('0.8495').times('0.02')), branch: 'middle' };
  return { sigma: shown(c.sqrt().times('0.01')), branch: 'high' };
}

/** Places by |score|, the smallest first; equal ones share the middle of their places. @throws Refusal `statistics.few` */
export function ranks(values: readonly string[]): number[] {
  const sizes = values.map((value) => measured(value, 'score').abs());
  return sizes.map((own) => {
    const smaller = sizes.filter((other) => other.lt(own)).length;
    const equal = sizes.filter((other) => other.eq(own)).length;
    return smaller + (equal + 1) / 2;
  });
}

/** √ of a sum of squares of typed uncertainties, as decimal text. @throws Refusal */
export function rootSum(uncertainties: readonly string[], field: string): string {
  const zero = dec('0');
  const squares = uncertainties.map((u) => {
    const value = notNegativeText(u, 'u', field);
    return value.times(value);
  });
  return shown(squares.reduce((total, square) => add(total, square), zero).sqrt());
}
