import { dec } from '../core/decimal.ts';
import type { Assigned, Sigma } from '../core/statistics/assigned.ts';
import { grubbs } from '../core/statistics/outliers.ts';
import type { ItemRow } from './rows.ts';
import type { ComparisonRules } from './rules.ts';

/** What looks wrong with a result; `id` is the key of its sentence. Shown beside it, never acted upon by the program. */
export interface Flag {
  id: `comparison.flag.${'unit' | 'multiple' | 'grubbs'}`;
  params: Record<string, string>;
}

/** The value that Grubbs' test finds outlying, and by which figures; null when none is or the test cannot be made. */
export interface Suspected {
  value: string;
  statistic: string;
  critical: string;
}

/** @param values results that count, as typed */
export function suspects(values: readonly string[], alpha: number): Suspected | null {
  const numbers = values.map(Number);
  if (numbers.length < 3 || new Set(numbers).size < 2) return null;
  const { outlier, suspects: places, statistic, critical } = grubbs(numbers, { alpha, end: 'either' });
  const value = values[places[0] ?? -1];
  return outlier && value !== undefined
    ? { value, statistic: statistic.toFixed(3), critical: critical.toFixed(3) }
    : null;
}

interface Told {
  assigned: Assigned;
  sigma: Sigma;
  item: Pick<ItemRow, 'unit'>;
  rules: Pick<ComparisonRules, 'ratios'>;
  outliers: Suspected | null;
  counted: boolean;
}

/** Another unit than asked for, a plain multiple of the assigned value, an outlier of its end. */
export function flagsOf({ value, unit }: { value: string; unit: string }, told: Told): Flag[] {
  const { item, outliers, counted } = told;
  const flags: Flag[] = [];
  if (item.unit !== null && unit !== item.unit)
    flags.push({ id: 'comparison.flag.unit', params: { given: unit, asked: item.unit } });
  const ratio = /^[<>]/.test(value) ? undefined : multipleOf(value, told);
  if (ratio !== undefined) flags.push({ id: 'comparison.flag.multiple', params: { ratio } });
  if (counted && outliers !== null && outliers.value === value)
    flags.push({
      id: 'comparison.flag.grubbs',
      params: { statistic: outliers.statistic, critical: outliers.critical },
    });
  return flags;
}

/** The ratio that the result comes near, if it lies three σ_pt or more away and one of the ratios fits. */
function multipleOf(value: string, { assigned, sigma, rules: { ratios } }: Told): string | undefined {
  const [x, centre] = [dec(value), dec(assigned.value)];
  if (centre.isZero() || x.minus(centre).abs().lt(dec(sigma.value).times(3))) return undefined;
  const found = x.div(centre);
  return ratios.value.find((ratio) => found.div(ratio).minus(1).abs().lte(dec(ratios.within)));
}
