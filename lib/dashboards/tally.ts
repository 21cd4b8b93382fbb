import type { Knex } from 'knex';
import { addDays } from '../core/deadlines.ts';
import type { Query } from '../kernel/types.ts';

/** How many, and how they stand to today. */
export interface Tally {
  count: number;
  /** Past their day already. */
  late: number;
  /** How many fall due within so many days, the nearest first; each holds the ones before. */
  within: { days: number; count: number }[];
  /** The first day to come; null where there is none, or where the kind has no days. */
  next: string | null;
}

const numberOf = (value: unknown): number => Number(value ?? 0);

/** Rows that have no day of their own. */
export async function counted(rows: Knex.QueryBuilder): Promise<Tally> {
  const [row] = (await rows.count({ n: '*' })) as { n: number | string }[];
  return { count: numberOf(row?.n), late: 0, within: [], next: null };
}

/** Rows by their day: past, and within each of the days ahead; later ones are left out. `column` is a name of this file, never typed. */
export async function dated(
  { db, today }: Query,
  rows: Knex.QueryBuilder,
  column: string,
  ahead: readonly number[],
): Promise<Tally> {
  const days = [...ahead].sort((a, b) => a - b);
  const last = addDays(today, days.at(-1) ?? 0);
  rows.where(column, '<=', last).count({ n: '*' });
  rows.select(
    db.raw(`count(case when ${column} < ? then 1 end) as late`, [today]),
    db.raw(`min(case when ${column} >= ? then ${column} end) as next`, [today]),
    ...days.map((day, i) =>
      db.raw(`count(case when ${column} >= ? and ${column} <= ? then 1 end) as within_${i}`, [
        today,
        addDays(today, day),
      ]),
    ),
  );
  const [row] = (await rows) as Record<string, string | number | null>[];
  return {
    count: numberOf(row?.n),
    late: numberOf(row?.late),
    within: days.map((day, i) => ({ days: day, count: numberOf(row?.[`within_${i}`]) })),
    next: typeof row?.next === 'string' ? row.next : null,
  };
}
