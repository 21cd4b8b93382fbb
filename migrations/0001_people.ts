import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Accounts are disabled, never deleted, and an id is never used again (DI-08). */
export async function up(_db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'users',
    `id text primary key, login text not null unique, name text not null, employee_no text unique, password_hash text not null,
     roles text not null, active integer not null check (active in (0, 1)), must_change integer not null check (must_change in (0, 1)),
     failed integer not null default 0, locked_until text, lang text not null check (lang in ('zh', 'en')),
     created_at text not null, version integer not null`,
  );
  // The token is hashed at rest: reading the database does not let anyone in (SE-10).
  await schema.table(
    'sessions',
    `id_hash text primary key, user_id text not null references users (id), csrf text not null, created_at text not null,
     seen_at text not null, ends_at text not null, locked integer not null check (locked in (0, 1)), ip text, agent text`,
  );
  await schema.table(
    'settings',
    'id text primary key, value text not null, secret text, created_at text not null, version integer not null',
  );
}
