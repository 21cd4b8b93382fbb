import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/**
 * What two persons set aside for one test (domain 6.4, 6.5): bound to the exact reason by its digest, so that another reason, or the same
 * one with other facts, stands again. And whoever signed in place of somebody else (domain 4, delegation).
 */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'overrides',
    `id text primary key, test_id text not null references tests (id), reason_id text not null, params text not null,
     reason_key text not null, state text not null check (state in ('asked', 'approved', 'declined', 'withdrawn')),
     why text not null, asked_by text not null references users (id), asked_name text not null, asked_at text not null,
     decided_by text references users (id), decided_name text, decided_at text, decision text,
     created_at text not null, version integer not null`,
  );
  await db.raw('create index overrides_test on overrides (test_id, reason_key)');
  await db.raw('create index overrides_state on overrides (state, asked_at)');
  await db.raw(
    "create unique index overrides_open on overrides (test_id, reason_key) where state in ('asked', 'approved')",
  );
  await schema.table(
    'deputy_signatures',
    `id text primary key, entity text not null check (entity in ('samples', 'reports')), entity_id text not null,
     duty text not null check (duty in ('department-head', 'signatory')), delegation_id text not null references delegations (id),
     deputy_id text not null references users (id), principal_id text not null references users (id), principal_name text not null,
     created_at text not null, version integer not null`,
  );
  await db.raw('create index deputy_signatures_entity on deputy_signatures (entity, entity_id)');
}
