import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'tests',
    `id text primary key, sample_id text not null references samples (id), seq integer not null,
     parameter_code text not null, parameter_hash text not null references definitions (hash),
     form_code text not null, form_hash text not null references definitions (hash), item text not null,
     state text not null check (state in ('unassigned', 'assigned', 'testing', 'submitted', 'reviewed', 'returned', 'locked')),
     analyst_id text references users (id), reviewer_id text references users (id), readings text not null, outcome text,
     result_text text, result_exact text, verdict text check (verdict in ('conforms', 'fails', 'undecided')),
     started_at text, submitted_at text, reviewed_at text, returned_reason text, created_at text not null, version integer not null,
     unique (sample_id, seq)`,
  );
  await db.raw('create index tests_analyst on tests (analyst_id, state)');
  await db.raw('create index tests_state on tests (state, id)');
}
