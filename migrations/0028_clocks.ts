import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Clocks that may pause, be extended and count hours, each with the rule it started with; and the rules that the institute decides itself. */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await db.raw('alter table clocks rename to clocks_before');
  await db.raw('drop index clocks_entity');
  await db.raw('drop index clocks_due');
  if (schema.engine === 'postgres') await db.raw('alter index clocks_pkey rename to clocks_before_pkey');
  await schema.table(
    'clocks',
    `id text primary key, entity text not null, entity_id text not null, rule text not null, basis text not null,
     owner_role text not null, owner_org text references organisations (id), product_class text not null, event text not null,
     started_on text not null, started_at text, amount integer not null,
     unit text not null check (unit in ('working', 'calendar', 'hour')), kind text not null check (kind in ('duty', 'right')),
     due_on text not null, due_at text,
     provisional integer not null check (provisional in (0, 1)),
     state text not null check (state in ('running', 'paused', 'done', 'cancelled')), pauses text not null, extensions text not null,
     snapshot text not null, done_at text, done_on text, created_at text not null, version integer not null`,
  );
  // A clock of before carries what was kept of its rule; its term is what its two days say.
  await db.raw(
    `insert into clocks (id, entity, entity_id, rule, basis, owner_role, owner_org, product_class, event, started_on, started_at,
       amount, unit, kind, due_on, due_at, provisional, state, pauses, extensions, snapshot, done_at, done_on, created_at, version)
     select id, entity, entity_id, rule, basis, owner_role, null, '', '', started_on, null, 0, 'working', 'duty', due_on, null, provisional,
       state, '[]', '[]', '{}', done_at, null, created_at, version from clocks_before`,
  );
  await db.raw('drop table clocks_before');
  await db.raw('create index clocks_entity on clocks (entity, entity_id)');
  await db.raw('create index clocks_due on clocks (kind, state, due_on, id)');
  await db.raw('create index clocks_role on clocks (owner_role, kind, state, due_on, id)');
  await db.raw('create index clocks_org on clocks (owner_org, kind, state, due_on, id)');
  await schema.table(
    'clock_rules',
    `id text primary key, rule text not null, body text not null, reason text not null,
     state text not null check (state in ('proposed', 'confirmed', 'declined')), proposed_by text not null references users (id),
     proposed_at text not null, decided_by text references users (id), decided_at text, decision text,
     created_at text not null, version integer not null`,
  );
  await db.raw('create index clock_rules_state on clock_rules (state, id)');
  await schema.table(
    'calendar_feeds',
    `id text primary key, user_id text not null unique references users (id), token_hash text not null unique, created_at text not null,
     version integer not null`,
  );
}
