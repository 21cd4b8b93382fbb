import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'reports',
    `id text primary key, number text not null unique, sample_id text not null references samples (id),
     state text not null check (state in ('drafted', 'issued', 'withdrawn')),
     verdict text not null check (verdict in ('conforms', 'fails')), conclusion text not null, content text not null,
     content_hash text not null, pdf_hash text references files (hash), verify_code text not null unique, issued_at text,
     signatory_id text references users (id), replaces_id text references reports (id), returned_reason text,
     created_at text not null, version integer not null,
     check (state <> 'issued' or (pdf_hash is not null and issued_at is not null and signatory_id is not null))`,
  );
  await db.raw('create index reports_sample on reports (sample_id)');
  await db.raw('create index reports_state on reports (state, id)');
}
