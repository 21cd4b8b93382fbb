import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'cases',
    `id text primary key, number text not null unique, sample_id text not null references samples (id),
     report_id text not null unique references reports (id), state text not null check (state in ('opened', 'notified')),
     items text not null, opened_at text not null, notified_on text, notified_to text, notified_how text, receipt_no text, note text,
     created_at text not null, version integer not null`,
  );
  await db.raw('create index cases_state on cases (state, id)');
  // A running clock names its rule and the legal basis that stood when it started.
  await schema.table(
    'clocks',
    `id text primary key, entity text not null, entity_id text not null, rule text not null, basis text not null,
     owner_role text not null, started_on text not null, due_on text not null, provisional integer not null check (provisional in (0, 1)),
     state text not null check (state in ('running', 'done', 'cancelled')), done_at text, created_at text not null, version integer not null`,
  );
  await db.raw('create index clocks_entity on clocks (entity, entity_id)');
  await db.raw('create index clocks_due on clocks (state, due_on)');
}
