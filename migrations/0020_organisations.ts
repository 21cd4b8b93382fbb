import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Organisations outside the institute whose people sign in here, and the truth about samples that run blind. */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'organisations',
    `id text primary key, name text not null unique, kind text not null check (kind in ('laboratory', 'authority')),
     level text not null check (level in ('provincial', 'municipal', 'county')), region text not null, region_code text,
     contact text, active integer not null check (active in (0, 1)), created_at text not null, version integer not null`,
  );
  await db.raw('alter table users add column organisation_id text references organisations (id)');
  // Apart from the batch itself: whoever reads samples, tests and reports cannot come upon it (blind samples, domain 5.4).
  await schema.table(
    'internal_samples',
    `id text primary key, sample_id text not null unique references samples (id),
     purpose text not null check (purpose in ('proficiency', 'blind', 'retained', 'comparison', 'control')),
     owner_kind text not null, owner_id text not null, note text, prepared_by text not null references users (id),
     completed_at text, created_at text not null, version integer not null`,
  );
  await db.raw('create index internal_samples_owner on internal_samples (owner_kind, owner_id)');
}
