import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Quality control of a run that failed once records of it were signed, and how an authorised person settled it. */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'run_settlements',
    `id text primary key, worksheet_id text not null references worksheets (id), state text not null check (state in ('open', 'settled')),
     failing text not null, decision text check (decision in ('stands', 'repeat', 'bracket')), cause text, measure text,
     tests text not null, settled_by text references users (id), settled_at text,
     created_at text not null, version integer not null, check ((state = 'settled') = (decision is not null))`,
  );
  await db.raw('create index run_settlements_sheet on run_settlements (worksheet_id, state, id)');
  // A point that a row of quality control of a run gave, so that a record signed anew does not give it twice.
  await db.raw('alter table control_points add column row_id text');
  await db.raw('create index control_points_row on control_points (row_id) where row_id is not null');
  await db.raw(`create unique index run_settlements_open on run_settlements (worksheet_id) where state = 'open'`);
}
