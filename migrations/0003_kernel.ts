import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

export async function up(db: Knex, schema: Schema): Promise<void> {
  // Editions by content hash: a result keeps the edition it used, whatever the files say later.
  await schema.table(
    'definitions',
    'hash text primary key, kind text not null, code text not null, body text not null, loaded_at text not null',
  );
  await schema.table(
    'counters',
    'kind text not null, year integer not null, last integer not null, primary key (kind, year)',
  );
  // One registry for every code that a scanner may read: two kinds can never share a code (FT-07).
  await schema.table(
    'barcodes',
    'code text primary key, kind text not null, entity text not null, entity_id text not null, created_at text not null',
  );
  await schema.table(
    'files',
    'hash text primary key, name text not null, type text not null, size integer not null, created_at text not null',
  );
  await schema.table(
    'signatures',
    `id text primary key, entity text not null, entity_id text not null, record_hash text not null,
     meaning text not null check (meaning in ('test', 'review', 'approve', 'issue', 'void', 'notify')),
     user_id text not null references users (id), user_name text not null, role text not null, at text not null,
     set_id text not null, created_at text not null, version integer not null`,
  );
  await db.raw('create index signatures_record on signatures (entity, entity_id)');
  await schema.table(
    'idempotency',
    `user_id text not null, key text not null, route text not null, body_hash text not null, answer text not null,
     created_at text not null, primary key (user_id, key)`,
  );
  await db.raw('create index idempotency_age on idempotency (created_at)');
}
