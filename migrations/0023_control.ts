import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Internal quality control (domain 5.4): yearly plan, what came of each line, control charts, and results held back by them. */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await plan(db, schema);
  await charts(db, schema);
  await holds(db, schema);
}

async function plan(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'qc_plans',
    `id text primary key, number text not null unique, year integer not null, title text not null,
     state text not null check (state in ('draft', 'proposed', 'approved', 'dropped')),
     author_id text not null references users (id), decided_by text references users (id), decided_at text, returned_reason text,
     created_at text not null, version integer not null`,
  );
  await schema.table(
    'qc_lines',
    `id text primary key, plan_id text not null references qc_plans (id), parameter_code text not null,
     method text not null check (method in ('reference', 'retained', 'blind', 'person', 'instrument', 'method', 'recovery', 'parallel')),
     planned_on text not null, criterion text not null, responsible_id text references users (id), remark text,
     state text not null check (state in ('due', 'under-way', 'ok', 'not-ok', 'dropped')),
     sample_id text references samples (id), reference_test_id text references tests (id), data text, judgement text,
     done_on text, judged_by text references users (id), dropped_reason text,
     created_at text not null, version integer not null`,
  );
  await db.raw('create index qc_lines_plan on qc_lines (plan_id, planned_on)');
  await db.raw('create index qc_lines_parameter on qc_lines (parameter_code, done_on)');
  await db.raw('create index qc_lines_state on qc_lines (state, planned_on)');
  await schema.table(
    'qc_anomalies',
    `id text primary key, line_id text not null unique references qc_lines (id), situation text not null,
     responsible_id text not null references users (id), due_on text not null, measures text, answered_at text,
     state text not null check (state in ('open', 'answered', 'closed')), resolved integer check (resolved in (0, 1)),
     closing text, closed_by text references users (id), closed_at text, created_at text not null, version integer not null`,
  );
  await db.raw('create index qc_anomalies_state on qc_anomalies (state, due_on)');
}

async function charts(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'control_charts',
    `id text primary key, number text not null unique, title text not null,
     kind text not null check (kind in ('xbar-r', 'xbar-s', 'individuals', 'levey-jennings')),
     quantity text not null, unit text, subgroup integer not null, material_lot text, instrument text, feed text, rules text not null,
     codes text not null, state text not null check (state in ('active', 'closed')), created_by text not null references users (id),
     created_at text not null, version integer not null`,
  );
  await schema.table(
    'control_chart_parameters',
    'chart_id text not null references control_charts (id), parameter_code text not null, primary key (chart_id, parameter_code)',
  );
  await db.raw('create index control_chart_parameters_code on control_chart_parameters (parameter_code)');
  await schema.table(
    'control_limits',
    `id text primary key, chart_id text not null references control_charts (id), n integer not null,
     state text not null check (state in ('proposed', 'approved', 'returned')), from_seq integer not null, basis text not null,
     centre text not null, sigma text not null, lower text not null, upper text not null,
     spread_centre text, spread_lower text, spread_upper text, points integer not null, reason text not null,
     proposed_by text not null references users (id), decided_by text references users (id), decided_at text,
     created_at text not null, version integer not null, unique (chart_id, n)`,
  );
  await schema.table(
    'control_points',
    `id text primary key, chart_id text not null references control_charts (id), seq integer not null, at text not null,
     readings text not null, value text not null, spread text, limits_n integer, z text,
     verdict text not null check (verdict in ('baseline', 'in', 'warning', 'out')), violations text not null,
     excluded text, excluded_by text references users (id), source text not null check (source in ('hand', 'file', 'bench')),
     test_id text references tests (id), instrument text, lot text, analyst_id text references users (id), note text,
     recorded_by text not null references users (id), created_at text not null, version integer not null, unique (chart_id, seq)`,
  );
  await db.raw('create index control_points_test on control_points (test_id)');
  await schema.table(
    'control_notes',
    `id text primary key, chart_id text not null references control_charts (id), after_seq integer not null, on_day text not null,
     kind text not null check (kind in ('lot', 'calibration', 'column', 'note')), words text not null,
     by_id text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index control_notes_chart on control_notes (chart_id, after_seq)');
}

async function holds(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'control_alarms',
    `id text primary key, chart_id text not null references control_charts (id), point_id text not null references control_points (id),
     rules text not null, since text not null, state text not null check (state in ('open', 'closed')),
     cause text, measure text, closed_by text references users (id), closed_at text, created_at text not null, version integer not null`,
  );
  await db.raw('create index control_alarms_chart on control_alarms (chart_id, state)');
  await db.raw('create index control_alarms_state on control_alarms (state, id)');
  await schema.table(
    'result_holds',
    `id text primary key, alarm_id text not null references control_alarms (id), test_id text not null references tests (id),
     state text not null check (state in ('open', 'released', 'retest', 'redone')), decided_by text references users (id), decided_at text,
     created_at text not null, version integer not null, unique (alarm_id, test_id)`,
  );
  await db.raw('create index result_holds_test on result_holds (test_id, state)');
  await db.raw('create index tests_parameter_submitted on tests (parameter_code, submitted_at)');
}
