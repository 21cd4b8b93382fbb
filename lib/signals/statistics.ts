import { addMonths } from '../core/deadlines.ts';
import { refuse } from '../core/refusal.ts';
import { binomialInterval } from '../core/statistics/distributions.ts';
import { binomialLimits } from '../core/statistics/surveillance.ts';
import type { Query } from '../kernel/types.ts';
import {
  byDimension,
  byPeriod,
  type Count,
  type Dimension,
  type Filters,
  failuresByItem,
  failuresByProducer,
  type Group,
  type HeatCell,
  heatOf,
  type PeriodCount,
  type Step,
  total,
} from './facts.ts';
import { type SignalRules, signalRules } from './rules.ts';

export interface StatisticsInput extends Partial<Filters> {
  by?: Dimension;
  every?: Step;
}

/** Against the share of all batches shown: `few` says that there are too few to judge. */
export type Standing = 'few' | 'high' | 'low' | 'within';

/** Shares in per cent as text; the interval is exact. */
export interface Rate {
  rate: string | null;
  low: string | null;
  high: string | null;
}

export interface StatisticsLine extends Group, Rate {
  standing: Standing;
}

export interface PeriodLine extends PeriodCount, Rate {
  standing: Standing;
}

export interface Statistics {
  filters: Filters;
  by: Dimension;
  step: Step;
  total: Count & Rate;
  /** The name of what is filtered by a key. */
  names: { producer: string | null };
  lines: StatisticsLine[];
  /** There are more than are shown. */
  cut: boolean;
  periods: PeriodLine[];
  items: Group[];
  producers: Group[];
  regions: StatisticsLine[];
  heat: HeatCell[];
  least: number;
  alpha: number;
  basis: string;
  /** When the streams were last watched; null: never. */
  watched: string | null;
}

/** Lines on a page; a workbook takes `ALL`. */
const LINES = 20;
export const ALL = 2000;
const BARS = 12;
const CELLS = 400;
const REGIONS = 60;
const LONGEST_MONTHS = 60;

/** The asked period with its other filters; the last twelve months if none is asked for. @throws Refusal `signal.period` */
export function filtersOf({ today }: Pick<Query, 'today'>, input: Partial<Filters>): Filters {
  const to = input.untilDay ?? today;
  const from = input.sinceDay ?? `${addMonths(to, -11).slice(0, 7)}-01`;
  if (from > to || addMonths(from, LONGEST_MONTHS) <= to)
    refuse('signal.period', { from, to, most: LONGEST_MONTHS }, 'sinceDay');
  return { ...input, sinceDay: from, untilDay: to };
}

/** Nonconformity of issued batches: counts, exact rates, trend, Pareto, heat map and regions. @throws Refusal `signal.period` */
export async function statistics(query: Query, input: StatisticsInput, most = LINES): Promise<Statistics> {
  const { by = 'product', every: step = 'month', ...asked } = input;
  const filters = filtersOf(query, asked);
  const rules = signalRules(query.app);
  const all = await total(query, filters);
  const lines = await byDimension(query, filters, by, most + 1);
  const regions = await byDimension(query, filters, 'region', REGIONS);
  const last: { created_at: string } | undefined = await query
    .db('signal_runs')
    .orderBy('id', 'desc')
    .first('created_at');
  return {
    ...{ filters, by, step, total: { ...all, ...rateOf(all, rules) } },
    names: await namesOf(query, filters),
    lines: lines.slice(0, most).map((group) => ({ ...group, ...judged(group, all, rules, by) })),
    cut: lines.length > most,
    periods: (await byPeriod(query, filters, step)).map((period) => ({ ...period, ...judged(period, all, rules) })),
    items: await failuresByItem(query, filters, BARS),
    producers: await failuresByProducer(query, filters, BARS),
    regions: regions.slice(0, REGIONS).map((group) => ({ ...group, ...judged(group, all, rules) })),
    heat: await heatOf(query, filters, CELLS),
    ...{ least: rules.small.least, alpha: rules.limits.alpha, basis: rules.limits.basis },
    watched: last?.created_at ?? null,
  };
}

/** What a producer's code stands for. */
async function namesOf({ db }: Pick<Query, 'db'>, { producer }: Filters): Promise<Statistics['names']> {
  const made: { producer: string } | undefined =
    producer === undefined ? undefined : await db('batch_facts').where({ producer_key: producer }).first('producer');
  return { producer: made?.producer ?? null };
}

const percent = (share: number): string => (share * 100).toFixed(2);

/** The share with its exact interval (Clopper and Pearson); nothing where nothing was tested. */
export function rateOf({ n, k }: Count, { limits }: SignalRules): Rate {
  if (n === 0) return { rate: null, low: null, high: null };
  const { low, high } = binomialInterval(k, n, limits.confidence95);
  return { rate: percent(k / n), low: percent(low), high: percent(high) };
}

/** Against the share of all: outside the exact binomial limits for just so many batches. Items differ by nature and are not compared with it. */
export function judged(count: Count, all: Count, rules: SignalRules, by?: Dimension): Rate & { standing: Standing } {
  const rate = rateOf(count, rules);
  if (count.n < rules.small.least) return { ...rate, standing: 'few' };
  if (all.n === 0 || by === 'item') return { ...rate, standing: 'within' };
  const { low, high } = binomialLimits(count.n, all.k / all.n, rules.limits.alpha);
  return { ...rate, standing: count.k > high ? 'high' : count.k < low ? 'low' : 'within' };
}
