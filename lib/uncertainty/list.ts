import type { Catalogue } from '../catalogue/index.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import type { BudgetRow, BudgetState } from './rows.ts';

const PAGE = 50;
const MOST_CODES = 200;

export interface ListInput {
  q?: string;
  state?: BudgetState;
  after?: string;
}

export interface BudgetLineShown {
  id: string;
  number: string;
  code: string;
  name: { zh: string; en: string };
  title: string;
  state: BudgetState;
  author: string;
  /** Reported y ± U with its unit, where it can be calculated. */
  y: string | null;
  U: string | null;
  relative: string | null;
  k: string | null;
  unit: string;
  validFrom: string | null;
}

export interface BudgetList {
  q: string;
  state: BudgetState | null;
  counts: { state: BudgetState; count: number }[];
  lines: BudgetLineShown[];
  first: boolean;
  next: string | null;
}

/** Budgets, newest first, 50 a page by key; found by number, title, and code or name of the parameter. */
export async function listBudgets(
  { app: { catalogue }, db }: Query,
  { q, state, after }: ListInput,
): Promise<BudgetList> {
  const query = db('uncertainty_budgets')
    .orderBy('uncertainty_budgets.id', 'desc')
    .limit(PAGE + 1)
    .join('users', 'users.id', 'uncertainty_budgets.author_id')
    .select('uncertainty_budgets.*', 'users.name as author');
  if (state) query.where('state', state);
  if (after) query.where('uncertainty_budgets.id', '<', after);
  if (q) {
    const codes = codesOf(catalogue, q);
    query.where((any) => {
      any.whereIn('parameter_code', codes);
      for (const column of ['number', 'title']) any.orWhereRaw('substr(??, 1, ?) = ?', [column, [...q].length, q]);
    });
  }
  const rows: { author: string }[] = await query;
  const counts: { state: BudgetState; count: number | string }[] = await db('uncertainty_budgets')
    .groupBy('state')
    .select('state')
    .count({ count: '*' });
  const lines = rows
    .slice(0, PAGE)
    .map((row) => lineOf(catalogue, decode<BudgetRow>('uncertainty_budgets', row), row.author));
  return {
    q: q ?? '',
    state: state ?? null,
    counts: counts.map((one) => ({ state: one.state, count: Number(one.count) })),
    lines,
    first: after === undefined,
    next: rows.length > PAGE ? (lines.at(-1)?.id ?? null) : null,
  };
}

/** Codes of the parameters whose code, name or other name holds the words. */
function codesOf(catalogue: Catalogue, q: string): string[] {
  const wanted = bare(q);
  return [...catalogue.parameters.values()]
    .filter(({ code, name, aliases }) =>
      [code, name.zh, name.en, ...(aliases ?? [])].some((text) => bare(text).includes(wanted)),
    )
    .map(({ code }) => code)
    .slice(0, MOST_CODES);
}

const bare = (text: string): string => text.normalize('NFKC').replace(/\s/g, '').toLowerCase();

export function lineOf(catalogue: Catalogue, row: BudgetRow, author: string): BudgetLineShown {
  const { id, number, title, state, computed, body } = row;
  return {
    ...{ id, number, title, state, author },
    code: row.parameter_code,
    name: catalogue.parameters.get(row.parameter_code)?.name ?? { zh: row.parameter_code, en: row.parameter_code },
    y: computed?.report.y ?? null,
    U: computed?.report.U ?? null,
    relative: computed?.report.relative ?? null,
    k: computed?.k ?? null,
    unit: body.unit ?? '',
    validFrom: row.valid_from,
  };
}
