import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Nonconforming work, complaints, audit findings and improvements, from finding to closing (GB/T 27025 7.9, 7.10, 8.5 to 8.8). */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'improvements',
    `id text primary key, number text not null unique,
     kind text not null check (kind in ('work', 'complaint', 'audit', 'preventive')),
     source text not null check (source in ('oos', 'complaint', 'proficiency', 'control', 'audit', 'equipment', 'report', 'other')),
     origin text unique, title text not null, finding text not null, requirement text, found_on text not null,
     found_by text not null references users (id), department text, parameter_code text, parameter_name text,
     instrument_no text, person_id text references users (id),
     involved text not null, complaint text, owner_id text not null references users (id),
     state text not null check (state in ('found', 'evaluated', 'corrected', 'analysed', 'carried', 'verified', 'closed', 'dropped')),
     significance text check (significance in ('minor', 'major', 'critical')), corrective integer check (corrective in (0, 1)),
     stopped integer not null check (stopped in (0, 1)), tell integer not null check (tell in (0, 1)), category text,
     elsewhere integer not null check (elsewhere in (0, 1)), sealed integer not null check (sealed in (0, 1)), due_on text, verify_from text, executors text not null,
     round integer not null, reopened integer not null,
     closed_by text references users (id), closed_at text, created_at text not null, version integer not null`,
  );
  await db.raw('create index improvements_state on improvements (state, due_on, id)');
  await db.raw('create index improvements_kind on improvements (kind, state, id)');
  await db.raw('create index improvements_found on improvements (found_on, state)');
  await db.raw('create index improvements_parameter on improvements (parameter_code, found_on)');
  await db.raw('create index improvements_instrument on improvements (instrument_no, found_on)');
  await db.raw('create index improvements_person on improvements (person_id, found_on)');
  await schema.table(
    'improvement_links',
    `id text primary key, improvement_id text not null references improvements (id), entity text not null, entity_id text not null,
     label text not null, linked_by text not null references users (id), created_at text not null, version integer not null,
     unique (improvement_id, entity, entity_id)`,
  );
  await db.raw('create index improvement_links_entity on improvement_links (entity, entity_id)');
  await schema.table(
    'improvement_actions',
    `id text primary key, improvement_id text not null references improvements (id), round integer not null,
     words text not null, owner_id text not null references users (id), due_on text not null,
     state text not null check (state in ('open', 'done', 'dropped')), done_on text, done_by text references users (id),
     outcome text, reason text, created_at text not null, version integer not null`,
  );
  await db.raw('create index improvement_actions_of on improvement_actions (improvement_id, id)');
  await db.raw('create index improvement_actions_owner on improvement_actions (owner_id, state, due_on)');
  await db.raw('create index improvement_actions_due on improvement_actions (state, due_on)');
  await schema.table(
    'improvement_steps',
    `id text primary key, improvement_id text not null references improvements (id), move text not null, round integer not null,
     on_day text not null, words text not null, data text not null, by_id text not null references users (id),
     created_at text not null, version integer not null`,
  );
  await db.raw('create index improvement_steps_of on improvement_steps (improvement_id, id)');
  await schema.table(
    'improvement_files',
    `id text primary key, improvement_id text not null references improvements (id), action_id text references improvement_actions (id),
     stage text not null, file text not null, added_by text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index improvement_files_of on improvement_files (improvement_id, id)');
}
