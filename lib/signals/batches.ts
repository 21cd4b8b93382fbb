import { needsRelease, refuseUnreleased, unreleasedOf } from '../disposals/index.ts';
import { may } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import { type Count, type Filters, facts, total } from './facts.ts';
import { filtersOf } from './statistics.ts';

export interface BatchesInput extends Partial<Filters> {
  failed?: boolean;
  after?: string;
}

export interface BatchLine {
  id: string;
  number: string;
  issuedOn: string;
  product: string;
  batchNo: string;
  producer: string;
  seller: string;
  region: string | null;
  /** Names of the items that failed and stand. */
  items: string;
  fails: boolean;
  /** It failed as issued and was overturned by re-inspection. */
  overturned: boolean;
  /** The page of the batch, or else of its case; null where this person may open neither. */
  href: string | null;
}

export interface Batches {
  filters: Filters;
  failed: boolean;
  total: Count;
  lines: BatchLine[];
  first: boolean;
  next: string | null;
}

export const PAGE = 50;

interface Found {
  sample_id: string;
  issued_on: string;
  product_name: string;
  producer: string;
  seller: string;
  region: string | null;
  fails: 0 | 1;
  issued_fails: 0 | 1;
  number: string | null;
  batch_no: string | null;
  case_id: string | null;
}

/** The batches behind a figure, the latest issue first, within what this person may see. @throws Refusal `signal.period` */
export async function batches(query: Query, { failed = false, after, ...input }: BatchesInput): Promise<Batches> {
  const filters = filtersOf(query, input);
  const { rows } = await select(query, filters, failed);
  const last: { issued_on: string } | undefined =
    after === undefined ? undefined : await query.db('batch_facts').where({ sample_id: after }).first('issued_on');
  if (after !== undefined && last)
    rows.where((before) =>
      before
        .where('b.issued_on', '<', last.issued_on)
        .orWhere((same) => same.where('b.issued_on', last.issued_on).where('b.sample_id', '<', after)),
    );
  const found: Found[] = await rows.limit(PAGE + 1);
  const shown = found.slice(0, PAGE);
  return {
    ...{ filters, failed, total: await total(query, filters), lines: await linesOf(query, shown) },
    ...{ first: after === undefined, next: found.length > PAGE ? (shown.at(-1)?.sample_id ?? null) : null },
  };
}

const MOST = 5000;

/**
 * All of them for a workbook, at most 5000. What failed leaves the institute only once the authority released it; with `published` what it
 * did not release is left out. @throws Refusal `case.unreleased` (domain 10, item 28)
 */
export async function allBatches(
  query: Query,
  { failed = false, published = false, ...input }: BatchesInput & { published?: boolean },
): Promise<BatchLine[]> {
  const filters = filtersOf(query, input);
  const found: Found[] = await (await select(query, filters, failed)).rows.limit(MOST);
  const named = found.flatMap(({ fails, case_id }) => (fails === 1 && case_id !== null ? [case_id] : []));
  if (!published) await refuseUnreleased(query, named);
  const hidden = published && needsRelease(query) ? await unreleasedOf(query, named) : new Set<string>();
  return linesOf(
    query,
    found.filter(({ fails, case_id }) => fails === 0 || case_id === null || !hidden.has(case_id)),
  );
}

/** The cases of what failed, as far as this person may see it. */
export async function failedCases(query: Query, filters: Filters): Promise<string[]> {
  const found: Found[] = await (await select(query, filters, true)).rows.limit(MOST);
  return found.flatMap(({ case_id }) => (case_id === null ? [] : [case_id]));
}

async function select(query: Query, filters: Filters, failed: boolean) {
  const { rows } = await facts(query, filters);
  if (failed) rows.where(filters.item === undefined ? 'b.fails' : 'i.fails', 1);
  rows
    .leftJoin('samples as s', 's.id', 'b.sample_id')
    .orderBy('b.issued_on', 'desc')
    .orderBy('b.sample_id', 'desc')
    .select(
      ...['b.sample_id', 'b.issued_on', 'b.product_name', 'b.producer', 'b.seller', 'b.region', 'b.fails'],
      ...['b.issued_fails', 's.number', 's.batch_no'],
      query.db.raw('(select max(c.id) from cases c where c.sample_id = b.sample_id) as case_id'),
    );
  return { rows };
}

async function linesOf({ db, user }: Query, found: readonly Found[]): Promise<BatchLine[]> {
  const ids = found.flatMap(({ sample_id, fails }) => (fails === 1 ? [sample_id] : []));
  const items: { sample_id: string; item_name: string }[] = await db('item_facts')
    .whereIn('sample_id', ids)
    .where({ fails: 1 })
    .orderBy(['sample_id', 'seq'])
    .select('sample_id', 'item_name');
  const [seesSamples, seesCases] = [may(user.roles, 'sample.read'), may(user.roles, 'case.read')];
  return found.map((row) => ({
    ...{ id: row.sample_id, number: row.number ?? row.sample_id, issuedOn: row.issued_on, product: row.product_name },
    ...{ batchNo: row.batch_no ?? '', producer: row.producer, seller: row.seller, region: row.region },
    items: items.flatMap(({ sample_id, item_name }) => (sample_id === row.sample_id ? [item_name] : [])).join('、'),
    ...{ fails: row.fails === 1, overturned: row.issued_fails === 1 && row.fails === 0 },
    href: seesSamples
      ? `/samples/${row.sample_id}`
      : seesCases && row.case_id !== null && row.fails === 1
        ? `/cases/${row.case_id}`
        : null,
  }));
}
