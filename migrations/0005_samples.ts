import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'receipts',
    `id text primary key, sampling_id text not null unique references samplings (id),
     decision text not null check (decision in ('accepted', 'deviation', 'refused')), checks text not null, grounds text not null,
     deviation text, temperature text, note text, received_at text not null, received_by text not null references users (id),
     created_at text not null, version integer not null`,
  );
  await schema.table(
    'samples',
    `id text primary key, number text not null unique, sampling_id text not null unique references samplings (id),
     receipt_id text not null references receipts (id), product_class text not null, product_name text not null,
     batch_no text not null, producer text not null,
     state text not null check (state in ('accepted', 'assigned', 'testing', 'tested', 'approved', 'issued', 'terminated')),
     received_on text not null, due_on text not null, spec_code text, spec_hash text references definitions (hash), basis text,
     verdict text check (verdict in ('conforms', 'fails')), priority text not null check (priority in ('normal', 'urgent')),
     approved_by text references users (id), created_at text not null, version integer not null`,
  );
  // Lists page by key: (state, id) and (due, id); number is found by its own index.
  await db.raw('create index samples_state on samples (state, id)');
  await db.raw('create index samples_due on samples (state, due_on, id)');
}
