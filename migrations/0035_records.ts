import type { Knex } from 'knex';

/**
 * What a record carries beyond its readings: who may type in it beside its analyst, how it stands to the report (a confirmatory test or
 * one that was set aside is kept and shown, and does not count), which cells came back, what is unusual in it.
 */
export async function up(db: Knex): Promise<void> {
  for (const column of [
    'hands text',
    `standing text not null default 'counts' check (standing in ('counts', 'retest', 'invalid'))`,
    'attempt integer not null default 0',
    'investigation_id text',
    'returned_cells text',
    'oddities text',
  ])
    await db.raw(`alter table tests add column ${column}`);
  await db.raw('create index tests_investigation on tests (investigation_id) where investigation_id is not null');
}
