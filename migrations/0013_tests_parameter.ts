import type { Knex } from 'knex';

/** When a parameter was last tested, and how often lately, is asked at each look at its page. */
export async function up(db: Knex): Promise<void> {
  await db.raw('create index tests_parameter on tests (parameter_code, reviewed_at)');
}
