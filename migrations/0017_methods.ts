import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Standards and their watch, SOP documents, verification of methods (domain 1.8, 6.6, 9); how lines of the annex stood, and how new ones come. */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'standards',
    `id text primary key, number text not null unique, series text not null, title text, edition text, issued_on text,
     valid_from text, valid_to text, applies_by text not null check (applies_by in ('production', 'test')),
     replaces_id text references standards (id), origin text not null check (origin in ('catalogue', 'hand')),
     file_hash text, file_name text, file_type text, created_at text not null, version integer not null`,
  );
  await db.raw('create index standards_series on standards (series)');
  await schema.table(
    'standard_checks',
    `id text primary key, standard_id text not null references standards (id), checked_on text not null, place text not null,
     result text not null check (result in ('unchanged', 'amended', 'superseded', 'withdrawn')), successor text, successor_from text,
     note text, user_id text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index standard_checks_standard on standard_checks (standard_id, checked_on)');
  await documents(db, schema);
  await verifications(db, schema);
  await capability(db, schema);
}

async function documents(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'sops',
    `id text primary key, number text not null unique, title text not null, review_months integer not null, readers text not null,
     created_at text not null, version integer not null`,
  );
  await schema.table(
    'sop_versions',
    `id text primary key, sop_id text not null references sops (id), label text not null,
     state text not null check (state in ('draft', 'approved', 'superseded', 'void', 'dropped')), valid_from text not null,
     change_note text not null, file_hash text not null, file_name text not null, file_type text not null,
     author_id text not null references users (id), approved_by text references users (id), approved_at text, reason text,
     created_at text not null, version integer not null, unique (sop_id, label)`,
  );
  await schema.table(
    'sop_readings',
    `id text primary key, sop_version_id text not null references sop_versions (id), user_id text not null references users (id),
     created_at text not null, version integer not null, unique (sop_version_id, user_id)`,
  );
  await schema.table(
    'sop_reviews',
    `id text primary key, sop_id text not null references sops (id), reviewed_on text not null,
     outcome text not null check (outcome in ('keep', 'revise')), note text, user_id text not null references users (id),
     created_at text not null, version integer not null`,
  );
  await db.raw('create index sop_reviews_sop on sop_reviews (sop_id, reviewed_on)');
}

async function verifications(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'verifications',
    `id text primary key, number text not null unique, parameter_code text not null, standard text not null,
     kind text not null check (kind in ('verification', 'validation')),
     state text not null check (state in ('draft', 'proposed', 'returned', 'concluded', 'dropped')),
     data text not null, limits text not null, computed text, conclusion text check (conclusion in ('fit', 'unfit')), note text,
     author_id text not null references users (id), proposed_at text, decided_by text references users (id), decided_at text,
     reason text, created_at text not null, version integer not null`,
  );
  await db.raw('create index verifications_parameter on verifications (parameter_code, state)');
}

async function capability(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'capability_changes',
    `id text primary key, capability_id text not null references capabilities (id), move text not null,
     before text not null, after text not null, from_day text not null, reason text not null,
     user_id text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index capability_changes_line on capability_changes (capability_id, from_day)');
  await schema.table(
    'capability_projects',
    `id text primary key, name text not null unique, scheme text not null check (scheme in ('CMA', 'CNAS')), object text not null,
     due_on text not null, lead_id text not null references users (id), closed_on text, created_at text not null, version integer not null`,
  );
  await schema.table(
    'capability_tasks',
    `id text primary key, project_id text not null references capability_projects (id), parameter_code text not null,
     task text not null check (task in ('method', 'verification', 'people', 'equipment', 'pt', 'review')),
     state text not null check (state in ('open', 'done', 'not-needed')), owner_id text references users (id), due_on text not null,
     done_on text, done_by text references users (id), note text, created_at text not null, version integer not null,
     unique (project_id, parameter_code, task)`,
  );
}
