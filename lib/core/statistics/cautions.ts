import { type Decimal, toText } from '../decimal.ts';
import type { AssignedSource, SigmaSource } from './assigned.ts';
import { density } from './density.ts';
import { measured, notNegativeText, positiveText } from './guard.ts';
import { median, toText as numberText, sorted, toNumbers } from './numbers.ts';
import { algorithmA, madE, nIqr, qHampel } from './robust.ts';

/** What a score of this round cannot show; `id` is the key of its sentence. */
export interface Caution {
  id: `statistics.caution.${string}`;
  params: Record<string, string | number>;
}

/** Below these numbers of participants a robust mean, a robust spread and a consensus value carry little (ISO 13528 5.4, 7.7.2, D.1). */
const FEW = 5;
const LEAST_FOR_CONSENSUS = 12;

/**
 * What the reader of a round must know before he believes a score: small groups, values and spreads that the participants made themselves,
 * an assigned value in doubt, two groups of results, a result at a multiple of the others. Empty when nothing stands against it.
 * @throws Refusal for text that is no number
 */
export function cautions(given: {
  values: readonly string[];
  assignedSource: AssignedSource;
  sigmaSource: SigmaSource;
  assigned?: string;
  uAssigned?: string;
  sigma?: string;
}): Caution[] {
  const values = toNumbers(given.values, 'values');
  return [
    ...ofNumber(values.length, given.assignedSource, given.sigmaSource),
    ...ofDoubt(given.sigma, given.uAssigned),
    ...ofShape(values, given.sigma),
    ...ofMultiples(given.values, values, given.assigned),
  ];
}

function ofNumber(n: number, assigned: AssignedSource, sigma: SigmaSource): Caution[] {
  const found: Caution[] = [];
  if (n < FEW) found.push({ id: 'statistics.caution.few', params: { n, least: FEW } });
  if (assigned === 'consensus') {
    found.push({ id: 'statistics.caution.own-values', params: { n } });
    if (n < LEAST_FOR_CONSENSUS)
      found.push({ id: 'statistics.caution.consensus-few', params: { n, least: LEAST_FOR_CONSENSUS } });
  }
  if (sigma === 'robust') {
    found.push({ id: 'statistics.caution.own-spread', params: { n } });
    const most = ceiling(n);
    if (most < 3) found.push({ id: 'statistics.caution.ceiling', params: { n, most: most.toFixed(2) } });
  }
  return found;
}

/** The largest |z| that n results can reach when mean and s are their own: (n − 1) ÷ √n (Shiffler 1988); 1.79 at n = 5. */
export const ceiling = (n: number): number => (n < 2 ? 0 : (n - 1) / Math.sqrt(n));

function ofDoubt(sigma: string | undefined, uAssigned: string | undefined): Caution[] {
  if (sigma === undefined || uAssigned === undefined) return [];
  const limit: Decimal = positiveText(sigma, 'σpt', 'sigma').times('0.3');
  const u = notNegativeText(uAssigned, 'u(xpt)', 'uAssigned');
  if (u.lte(limit)) return [];
  return [{ id: 'statistics.caution.doubtful-value', params: { u: toText(u), limit: toText(limit) } }];
}

function ofShape(values: readonly number[], sigma: string | undefined): Caution[] {
  if (values.length < 3) return [];
  if (madE(values) === 0) return [{ id: 'statistics.caution.identical', params: { n: values.length } }];
  const found: Caution[] = [];
  const groups = twoGroups(values) ?? twoModes(values, sigma);
  if (groups)
    found.push({
      id: 'statistics.caution.two-groups',
      params: { low: numberText(groups[0], 4), high: numberText(groups[1], 4) },
    });
  const { mean, sd } = qHampel(values);
  const far = values.filter((value) => Math.abs(value - mean) > 3 * sd).length;
  const percent = Math.round((100 * far) / values.length);
  if (far > 0.2 * values.length) found.push({ id: 'statistics.caution.many-outliers', params: { far, percent } });
  return found;
}

/** Two groups told by the widest gap: at least two results and a fifth of all on either side, the gap three times what either side spans. */
function twoGroups(values: readonly number[]): [number, number] | null {
  const order = sorted(values);
  const least = Math.max(2, Math.ceil(values.length / 5));
  let widest = { gap: 0, at: 0 };
  order.forEach((value, at) => {
    const gap = value - (order[at - 1] ?? value);
    if (at >= least && order.length - at >= least && gap > widest.gap) widest = { gap, at };
  });
  if (widest.gap === 0) return null;
  const [low, high] = [order.slice(0, widest.at), order.slice(widest.at)];
  const span = (side: number[]) => (side.at(-1) ?? 0) - (side[0] ?? 0);
  return widest.gap > 3 * Math.max(span(low), span(high)) ? [median(low), median(high)] : null;
}

/** Two modes of the kernel density, each with a fifth of the results and a valley below four fifths of the lower one; ten results at least. */
function twoModes(values: readonly number[], sigma: string | undefined): [number, number] | null {
  const spread = Math.min(madE(values), nIqr(values) || Number.POSITIVE_INFINITY, algorithmA(values).sd);
  if (values.length < 10 || spread === 0) return null;
  const width = sigma === undefined ? (0.9 * spread) / values.length ** 0.2 : 0.75 * Number(sigma);
  const { modes } = density(values, width);
  for (const [at, first] of modes.entries()) {
    const second = modes[at + 1];
    if (!second || first.dip === null || Math.min(first.share, second.share) < 0.2) continue;
    if (first.dip < 0.8 * Math.min(first.y, second.y)) return [first.x, second.x];
  }
  return null;
}

/** Slips of dilution, unit or basis put a result at a plain multiple of the target; these ratios are looked for, within 10 %. */
const RATIOS = [2, 0.5, 10, 0.1, 100, 0.01, 1000, 0.001];

/**
 * A result at twice, half, ten … times the target, far outside the robust spread. In a group of five with mean and s of their own such a result
 * gets |z| < 1.79 and passes: it is named here whatever the score says.
 */
function ofMultiples(texts: readonly string[], values: readonly number[], assigned: string | undefined): Caution[] {
  if (values.length < 3) return [];
  const centre = assigned === undefined ? median(values) : Number(measured(assigned, 'assigned'));
  const spread = madE(values);
  return values.flatMap((value, at) => {
    const ratio = RATIOS.find((times) => Math.abs(value / (centre * times) - 1) <= 0.1);
    if (centre === 0 || ratio === undefined || Math.abs(value - centre) <= 5 * spread) return [];
    const params = { value: texts[at] ?? '', target: numberText(centre, 6), ratio: String(ratio) };
    return [{ id: 'statistics.caution.multiple' as const, params }];
  });
}
