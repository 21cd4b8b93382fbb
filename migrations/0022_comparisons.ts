import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Comparisons between laboratories that the institute organises (GB/T 27043, ISO/IEC 17043). */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'comparisons',
    `id text primary key, scheme_no text not null unique, name text not null,
     state text not null check (state in ('draft', 'checked', 'inviting', 'dispatched', 'gathered', 'scored', 'published', 'filed',
       'cancelled')),
     samples integer not null check (samples in (1, 2)), method text, storage text, instructions text,
     invited_on text not null, dispatched_on text not null, closes_at text not null, report_on text not null,
     author_id text not null references users (id), started_by text references users (id), started_at text,
     decision text, decided_by text references users (id), decided_at text,
     evaluation text, evaluated_by text references users (id), evaluated_at text,
     confirmed_by text references users (id), confirmed_at text, ended_reason text,
     created_at text not null, version integer not null`,
  );
  await schema.table(
    'comparison_items',
    `id text primary key, comparison_id text not null references comparisons (id), position integer not null,
     name text not null, parameter_code text, kind text not null check (kind in ('number', 'text')), unit text, decimals integer,
     design text not null, created_at text not null, version integer not null, unique (comparison_id, position)`,
  );
  await schema.table(
    'comparison_checks',
    `id text primary key, comparison_id text not null references comparisons (id),
     item_id text not null references comparison_items (id), sample text not null check (sample in ('A', 'B')),
     kind text not null check (kind in ('homogeneity', 'stability')), data text not null, result text not null, note text,
     by_id text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index comparison_checks_of on comparison_checks (comparison_id, kind)');
  await schema.table(
    'comparison_participants',
    `id text primary key, comparison_id text not null references comparisons (id),
     organisation_id text not null references organisations (id), lab_code text not null,
     state text not null check (state in ('invited', 'joined', 'absent', 'delivered')),
     answered_by text references users (id), answered_at text, reason text,
     received_by text references users (id), received_at text, condition text check (condition in ('good', 'damaged')),
     receipt_note text, exclusion text, excluded_by text references users (id), excluded_at text,
     late_reason text, late_by text references users (id), late_at text,
     created_at text not null, version integer not null, unique (comparison_id, organisation_id), unique (comparison_id, lab_code)`,
  );
  await db.raw('create index comparison_participants_of on comparison_participants (organisation_id)');
  await schema.table(
    'comparison_units',
    `id text primary key, comparison_id text not null references comparisons (id), code text not null unique,
     sample text not null check (sample in ('A', 'B')), participant_id text references comparison_participants (id),
     created_at text not null, version integer not null`,
  );
  await db.raw('create index comparison_units_of on comparison_units (comparison_id, sample)');
  // What was reported stands in one text that the trail knows only by its hash: nobody reads it before the closing time.
  await schema.table(
    'comparison_results',
    `id text primary key, comparison_id text not null references comparisons (id),
     participant_id text not null references comparison_participants (id), sealed text not null,
     late integer not null check (late in (0, 1)), submitted_by text not null references users (id), submitted_at text not null,
     created_at text not null, version integer not null`,
  );
  await schema.appendOnly('comparison_results');
  await db.raw('create index comparison_results_of on comparison_results (comparison_id, participant_id)');
  await schema.table(
    'comparison_actions',
    `id text primary key, comparison_id text not null references comparisons (id),
     participant_id text not null references comparison_participants (id), about text not null,
     state text not null check (state in ('requested', 'replied', 'settled')), asked text not null, due_on text not null,
     asked_by text not null references users (id), reply text, reply_file text, replied_by text references users (id),
     replied_at text, judgement text, settled_by text references users (id), settled_at text,
     created_at text not null, version integer not null`,
  );
  await db.raw('create index comparison_actions_of on comparison_actions (comparison_id, participant_id)');
}
