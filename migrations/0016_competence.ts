import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** People (domain 4): staff files, authorisations with their suspensions, training and competence checks, deputies. Dates are YYYY-MM-DD. */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'staff',
    `id text primary key, user_id text not null unique references users (id), education text, degree text, title text, field text,
     field_since text, entered_on text, left_on text, left_reason text, specimen text, created_at text not null, version integer not null`,
  );
  await schema.table(
    'authorisations',
    `id text primary key, user_id text not null references users (id), act text not null check (act in ('test', 'review', 'sign')),
     class text not null, grp text, parameter_code text, field text, from_on text not null, to_on text, certificate text, document text,
     granted_by text not null references users (id), state text not null check (state in ('granted', 'suspended', 'ended')),
     pauses text not null, ended_on text, ended_reason text, created_at text not null, version integer not null,
     check (grp is null or parameter_code is null)`,
  );
  await db.raw('create index authorisations_user on authorisations (user_id)');
  await schema.table(
    'trainings',
    `id text primary key, user_id text not null references users (id), kind text not null check (kind in ('training', 'check')),
     topic text not null, way text, planned_on text, done_on text, hours text, assessor_id text references users (id),
     result text check (result in ('passed', 'failed')), note text, document text, created_at text not null, version integer not null`,
  );
  await db.raw('create index trainings_user on trainings (user_id)');
  await schema.table(
    'delegations',
    `id text primary key, user_id text not null references users (id), deputy_id text not null references users (id),
     duty text not null check (duty in ('department-head', 'signatory')), from_on text not null, to_on text not null, reason text not null,
     ended_on text, ended_reason text, named_by text not null references users (id), created_at text not null, version integer not null,
     check (user_id <> deputy_id)`,
  );
}
