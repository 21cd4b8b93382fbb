import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Proficiency tests: providers, the yearly plan, the rounds with their results and scores, and what follows from a bad one (domain 5). */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'pt_providers',
    `id text primary key, name text not null unique, accreditation_no text, valid_to text, contact text, note text,
     active integer not null check (active in (0, 1)), created_at text not null, version integer not null`,
  );
  await schema.table(
    'pt_plans',
    `id text primary key, year integer not null unique, state text not null check (state in ('draft', 'proposed', 'approved')),
     revision integer not null, author_id text not null references users (id), decided_by text references users (id),
     decided_at text, reason text, created_at text not null, version integer not null`,
  );
  await schema.table(
    'pt_plan_lines',
    `id text primary key, plan_id text not null references pt_plans (id), subfield text not null, scheme text not null,
     scheme_no text, provider_id text references pt_providers (id), month text not null, parameters text not null, method text,
     sample text, instruments text, due_on text, responsible text, cost text, ground text not null, note text, changed text,
     dropped integer not null check (dropped in (0, 1)), created_at text not null, version integer not null`,
  );
  await db.raw('create index pt_plan_lines_plan on pt_plan_lines (plan_id, month)');
  await schema.table(
    'pt_rounds',
    `id text primary key, number text not null unique, line_id text references pt_plan_lines (id),
     provider_id text not null references pt_providers (id), scheme text not null, scheme_no text, lab_code text, cost text,
     method text, sample text, responsible text,
     deadline_at text not null, state text not null check (state in ('planned', 'registered', 'received', 'testing', 'results',
     'reviewed', 'late', 'submitted', 'reported', 'evaluated', 'appealed', 'archived', 'withdrawn')),
     created_by text not null references users (id), registration text, receipt text, sample_id text references samples (id),
     reviewed_by text references users (id), reviewed_at text, review_note text, late_asked_by text references users (id),
     late_reason text, late_by text references users (id), submitted_at text, submission text,
     report_on text, report text, evaluated_by text references users (id), evaluated_at text, evaluation text, measures text,
     appeal_to text, appeal text, outcome text, archived_at text, withdrawn_by text references users (id), withdrawn_reason text,
     created_at text not null, version integer not null`,
  );
  await db.raw('create index pt_rounds_state on pt_rounds (state, deadline_at)');
  await db.raw('create index pt_rounds_line on pt_rounds (line_id)');
  await schema.table(
    'pt_items',
    `id text primary key, round_id text not null references pt_rounds (id), seq integer not null, parameter_code text not null,
     kind text not null check (kind in ('number', 'qualitative')), unit text, test_id text references tests (id), result text,
     figures text not null, participants text not null, judged text,
     verdict text check (verdict in ('satisfactory', 'questionable', 'unsatisfactory')), created_at text not null,
     version integer not null, unique (round_id, parameter_code)`,
  );
  await db.raw('create index pt_items_parameter on pt_items (parameter_code)');
  await schema.table(
    'pt_correctives',
    `id text primary key, number text not null unique, round_id text not null references pt_rounds (id),
     item_id text not null references pt_items (id), parameter_code text not null,
     kind text not null check (kind in ('corrective', 'preventive')), state text not null check (state in ('open', 'closed')),
     repeated integer not null check (repeated in (0, 1)), suspended integer not null, since text, opened_by text not null references users (id),
     opened_on text not null, due_on text not null, closed_by text references users (id), closed_at text, conclusion text,
     created_at text not null, version integer not null`,
  );
  await db.raw('create index pt_correctives_parameter on pt_correctives (parameter_code, state)');
  await db.raw('create index pt_correctives_state on pt_correctives (state, due_on)');
  await schema.table(
    'pt_steps',
    `id text primary key, corrective_id text not null references pt_correctives (id),
     step text not null check (step in ('cause', 'correction', 'impact', 'training', 'verification', 'prevention')),
     done_on text not null, content text not null, way text, file text, done_by text not null references users (id),
     created_at text not null, version integer not null, unique (corrective_id, step)`,
  );
}
