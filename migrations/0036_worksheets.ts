import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Runs (检验批): many batches tested together by one method, with the blanks, controls and standards that belong to them. */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'run_templates',
    `id text primary key, title text not null, form_code text not null, parameter_code text, rows text not null,
     shared_fields text not null, rules text not null, state text not null check (state in ('active', 'retired')),
     created_by text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index run_templates_form on run_templates (form_code, state)');
  await schema.table(
    'worksheets',
    `id text primary key, number text not null unique, title text not null, form_code text not null,
     form_hash text not null references definitions (hash), method text not null, template_id text references run_templates (id),
     rules text not null, shared text not null, shared_fields text not null, instrument text, room text, sequence text,
     state text not null check (state in ('open', 'finished', 'dropped')), analyst_id text not null references users (id),
     members text not null, note text, created_at text not null, version integer not null`,
  );
  await db.raw('create index worksheets_analyst on worksheets (analyst_id, state, id)');
  await db.raw('create index worksheets_state on worksheets (state, id)');
  await db.raw('create index worksheets_instrument on worksheets (instrument, id)');
  await schema.table(
    'worksheet_rows',
    `id text primary key, worksheet_id text not null references worksheets (id), position integer not null,
     kind text not null check (kind in ('sample', 'blank', 'standard', 'control', 'reference', 'check', 'duplicate', 'spike')),
     test_id text references tests (id), of_row text references worksheet_rows (id), label text not null, level text, lot text,
     readings text not null, outcome text, verdict text check (verdict in ('ok', 'not-ok')), removed_at text,
     created_at text not null, version integer not null, check ((kind = 'sample') = (test_id is not null))`,
  );
  await db.raw('create index worksheet_rows_sheet on worksheet_rows (worksheet_id, position)');
  await db.raw('create index worksheet_rows_test on worksheet_rows (test_id) where test_id is not null');
}
