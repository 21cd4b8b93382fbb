import type { Knex } from 'knex';
import type { Query } from '../kernel/types.ts';
import type { ProductClass } from '../samplings/index.ts';
import { factScope, seesAll } from './scope.ts';

export const dimensions = ['product', 'producer', 'seller', 'region', 'item', 'class', 'level', 'workKind'] as const;
/** By what batches are counted. */
export type Dimension = (typeof dimensions)[number];

/** Such a table names who failed. */
export const namesParties = (by: Dimension): boolean => by === 'producer' || by === 'seller';

export const steps = ['month', 'quarter', 'year'] as const;
export type Step = (typeof steps)[number];

export const levels = ['national', 'provincial', 'municipal', 'county'] as const;
/** Risk monitoring (FX) judges nothing and is no part of these figures (domain 1.2). */
export const workKinds = ['JD', 'PJ', 'ZX', 'SA', 'WT'] as const;

/** What the figures are narrowed to; days are included. */
export interface Filters {
  sinceDay: string;
  untilDay: string;
  class?: ProductClass | undefined;
  level?: string | undefined;
  workKind?: string | undefined;
  region?: string | undefined;
  /** Credit code, or the name where none is known. */
  producer?: string | undefined;
  seller?: string | undefined;
  product?: string | undefined;
  /** As the report calls it; then only batches count in which it was tested. */
  item?: string | undefined;
}

const columns: Record<Exclude<Dimension, 'item'>, string> = {
  product: 'b.product_name',
  producer: 'b.producer_key',
  seller: 'b.seller',
  region: 'b.region',
  class: 'b.product_class',
  level: 'b.level',
  workKind: 'b.work_kind',
};

type Scoped = Pick<Query, 'db' | 'user'>;

/** Batches within scope and filters, as b (in an object, since a statement that is awaited runs); with an item or `items` joined to the results of items, as i. */
export async function facts(query: Scoped, filters: Filters, items = false): Promise<{ rows: Knex.QueryBuilder }> {
  const rows = query
    .db('batch_facts as b')
    .where((where) => void where.whereBetween('b.issued_on', [filters.sinceDay, filters.untilDay]));
  if (items || filters.item !== undefined) {
    rows.join('item_facts as i', 'i.sample_id', 'b.sample_id');
    rows.whereBetween('i.issued_on', [filters.sinceDay, filters.untilDay]);
    if (filters.item !== undefined) rows.where('i.item_name', filters.item);
  }
  for (const [name, column] of Object.entries(columns)) {
    const value = filters[name as Exclude<Dimension, 'item'>];
    if (value !== undefined && value !== '') rows.where(column, value);
  }
  const scope = await factScope(query);
  return { rows: rows.where((where) => void scope(where)) };
}

/** Results of items where nothing is asked of their batches: those need not be looked up one by one. */
function itemsAlone({ db }: Scoped, { sinceDay, untilDay, item }: Filters): Knex.QueryBuilder {
  const rows = db('item_facts as i').whereBetween('i.issued_on', [sinceDay, untilDay]);
  return item === undefined ? rows : rows.where('i.item_name', item);
}

const failed = (filters: Filters, items = false): string =>
  items || filters.item !== undefined ? 'i.fails' : 'b.fails';

export interface Count {
  n: number;
  k: number;
}

interface Counted {
  n: number | string;
  k: number | string | null;
}
const count = ({ n, k }: Counted): Count => ({ n: Number(n), k: Number(k ?? 0) });

export async function total(query: Scoped, filters: Filters): Promise<Count> {
  const [row] = (await (
    await facts(query, filters)
  ).rows.select(query.db.raw(`count(*) as n, sum(${failed(filters)}) as k`))) as Counted[];
  return count(row ?? { n: 0, k: 0 });
}

export interface Group extends Count {
  /** What a filter takes; null where it was not stated. */
  key: string | null;
  name: string;
}

/** Batches and what failed by a dimension, the most failures first. A label that is not stated stays null. */
export async function byDimension(query: Scoped, filters: Filters, by: Dimension, most: number): Promise<Group[]> {
  const isItem = by === 'item';
  const key = isItem ? 'i.item_name' : columns[by];
  const name = isItem ? 'i.item_name' : by === 'producer' ? 'b.producer' : key;
  const isPlain = isItem && Object.keys(columns).every((one) => !filters[one as keyof typeof columns]);
  const { rows } =
    isPlain && (await seesAll(query)) ? { rows: itemsAlone(query, filters) } : await facts(query, filters, isItem);
  const found = (await rows
    .groupByRaw(key)
    .orderByRaw('k desc, n desc, name')
    .limit(most)
    .select(
      query.db.raw(`${key} as key, max(${name}) as name, count(*) as n, sum(${failed(filters, isItem)}) as k`),
    )) as (Counted & { key: string | null; name: string | null })[];
  return found.map((row) => ({ ...count(row), key: row.key, name: row.name ?? '' }));
}

/** Only what failed, by item: reads no row that conforms. */
export async function failuresByItem(query: Scoped, filters: Filters, most: number): Promise<Group[]> {
  const found = (await (
    await facts(query, filters, true)
  ).rows
    .where('i.fails', 1)
    .groupByRaw('i.item_name')
    .orderByRaw('k desc, name')
    .limit(most)
    .select(query.db.raw('i.item_name as key, i.item_name as name, count(*) as n, count(*) as k'))) as (Counted & {
    key: string;
    name: string;
  })[];
  return found.map((row) => ({ ...count(row), key: row.key, name: row.name }));
}

/** Only what failed, by producer. */
export async function failuresByProducer(query: Scoped, filters: Filters, most: number): Promise<Group[]> {
  const found = (await (
    await facts(query, filters)
  ).rows
    .where(failed(filters), 1)
    // A producer who was found not to have made the batch is not counted against (domain 1.7).
    .where((own) => own.whereNull('b.conclusion').orWhereNot('b.conclusion', 'denied'))
    .groupByRaw('b.producer_key')
    .orderByRaw('k desc, name')
    .limit(most)
    .select(
      query.db.raw('b.producer_key as key, max(b.producer) as name, count(*) as n, count(*) as k'),
    )) as (Counted & { key: string; name: string })[];
  return found.map((row) => ({ ...count(row), key: row.key, name: row.name }));
}

export interface HeatCell {
  product: string;
  item: string;
  k: number;
}

/** Failures by product and item. */
export async function heatOf(query: Scoped, filters: Filters, most: number): Promise<HeatCell[]> {
  const found = (await (
    await facts(query, filters, true)
  ).rows
    .where('i.fails', 1)
    .groupByRaw('b.product_name, i.item_name')
    .orderByRaw('k desc, product, item')
    .limit(most)
    .select(query.db.raw(`b.product_name as product, i.item_name as item, count(*) as k`))) as (Omit<HeatCell, 'k'> & {
    k: number | string;
  })[];
  return found.map((row) => ({ ...row, k: Number(row.k) }));
}

export interface PeriodCount extends Count {
  /** 2026-03, 2026Q1 or 2026. */
  label: string;
  from: string;
  to: string;
}

/** Batches by month, added up to the steps asked for; a step without batches is there with 0. */
export async function byPeriod(query: Scoped, filters: Filters, step: Step): Promise<PeriodCount[]> {
  const month = 'substr(b.issued_on, 1, 7)';
  const found = (await (
    await facts(query, filters)
  ).rows
    .groupByRaw(month)
    .orderByRaw(month)
    .select(query.db.raw(`${month} as month, count(*) as n, sum(${failed(filters)}) as k`))) as (Counted & {
    month: string;
  })[];
  const counts = new Map(found.map((row) => [row.month, count(row)]));
  const periods = new Map<string, PeriodCount>();
  for (const one of monthsBetween(filters.sinceDay, filters.untilDay)) {
    const label = periodOf(one, step);
    const own = counts.get(one) ?? { n: 0, k: 0 };
    const known = periods.get(label) ?? { label, from: later(`${one}-01`, filters.sinceDay), to: '', n: 0, k: 0 };
    const to = lastDay(one) < filters.untilDay ? lastDay(one) : filters.untilDay;
    periods.set(label, { ...known, to, n: known.n + own.n, k: known.k + own.k });
  }
  return [...periods.values()];
}

const later = (a: string, b: string): string => (a > b ? a : b);

function periodOf(month: string, step: Step): string {
  const [year = '', number = '1'] = month.split('-');
  if (step === 'year') return year;
  return step === 'month' ? month : `${year}Q${Math.ceil(Number(number) / 3)}`;
}

function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))];
  for (;;) {
    const label = `${year}-${String(month).padStart(2, '0')}`;
    if (label > to.slice(0, 7)) return months;
    months.push(label);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
}

const lastDay = (month: string): string =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).toISOString().slice(0, 10);
