import type { Knex } from 'knex';
import { addMonths, chinaDate } from '../core/deadlines.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import type { CaseRow } from './rows.ts';
import { caseScope } from './scope.ts';

/** How far back a firm is looked at. */
const MONTHS = 12;
/** Far more than one firm has in a year; beyond it the count says so. */
const MOST = 200;
/** From how many cases on a firm is pointed out (three and more, as in the national sampling systems; domain 1.11). */
export const NOTABLE = 3;

/** How often a firm came up in the twelve months before a case was opened, that case included. */
export interface Repeat {
  who: 'producer' | 'seller';
  name: string;
  total: number;
  sameItem: number;
  sameClass: number;
}

/** The cases of the same producer and of the same seller, by credit code where both have one, else by name; within what the person may see. */
export async function repeatsOf(query: Query, row: CaseRow): Promise<Repeat[]> {
  const scope = await caseScope(query);
  const until = row.opened_at;
  const from = addMonths(chinaDate(until), -MONTHS);
  const count = async (where: (one: Knex.QueryBuilder) => void) => {
    const found: object[] = await query
      .db('cases')
      .where(scope)
      .where(where)
      .where('opened_at', '>=', from)
      .where('opened_at', '<=', until)
      .whereNot({ state: 'revoked' })
      .limit(MOST)
      .select('id', 'items', 'product_class');
    const cases = found.map((one) => decode<Pick<CaseRow, 'id' | 'items' | 'product_class'>>('cases', one));
    const names = new Set(row.items.map(({ name }) => name));
    return {
      total: cases.length,
      sameItem: cases.filter(({ id, items }) => id === row.id || items.some(({ name }) => names.has(name))).length,
      sameClass: cases.filter(({ product_class }) => product_class === row.product_class).length,
    };
  };
  const { producer, producer_code, sampled_unit, sampled_code } = row;
  const same = (name: string, code: string | null, column: 'producer' | 'sampled') => (one: Knex.QueryBuilder) => {
    one.where({ [column === 'producer' ? 'producer' : 'sampled_unit']: name });
    if (code !== null) one.orWhere({ [`${column}_code`]: code });
  };
  const found: Repeat[] = [];
  if (producer !== '')
    found.push({ who: 'producer', name: producer, ...(await count(same(producer, producer_code, 'producer'))) });
  if (sampled_unit !== producer)
    found.push({ who: 'seller', name: sampled_unit, ...(await count(same(sampled_unit, sampled_code, 'sampled'))) });
  return found;
}
