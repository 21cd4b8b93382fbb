import type { Knex } from 'knex';

const asNumber = (value: unknown): number => Number(value ?? 0);

/** How many rows. */
export async function number(rows: Knex.QueryBuilder): Promise<number> {
  const [row] = (await rows.count({ n: '*' })) as { n: number | string }[];
  return asNumber(row?.n);
}

/** Rows whose day has passed or comes up to a last day, with the first day to come. `column` is a name of the program, never typed. */
export async function numbers(
  db: Knex,
  rows: Knex.QueryBuilder,
  today: string,
  last: string,
  column = 'due_on',
): Promise<{ count: number; late: number; next: string | null }> {
  const [row] = (await rows
    .where(column, '<=', last)
    .count({ n: '*' })
    .select(
      db.raw(`count(case when ${column} < ? then 1 end) as late`, [today]),
      db.raw(`min(case when ${column} >= ? then ${column} end) as next`, [today]),
    )) as { n: number | string; late: number | string; next: string | null }[];
  return { count: asNumber(row?.n), late: asNumber(row?.late), next: row?.next ?? null };
}
