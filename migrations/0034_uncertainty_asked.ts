import type { Knex } from 'knex';

/** Whether the order of a batch asks for the measurement uncertainty on its report (ISO/IEC 17025:2017, 7.8.3.1 c); null: it does not. */
export async function up(db: Knex): Promise<void> {
  await db.raw('alter table samples add column uncertainty_asked integer check (uncertainty_asked in (0, 1))');
}
