import type { Knex } from 'knex';

/** The answers to the questions of its specification by which the tests of a batch were chosen; null until it is planned. */
export async function up(db: Knex): Promise<void> {
  await db.raw('alter table samples add column spec_answers text');
}
