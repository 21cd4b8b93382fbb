import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/**
 * 检验结果异常调查 (domain 3.5) with its answers and files; 终止检验 proposed by one person and approved by another; what makes an item
 * of a batch a supplementary one (补充检验, domain 1.6).
 */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'investigations',
    `id text primary key, number text not null unique, sample_id text not null references samples (id),
     test_id text not null references tests (id), kind text not null check (kind in ('oos', 'oot', 'atypical')),
     state text not null check (state in ('opened', 'laboratory', 'no-error', 'retesting', 'concluded', 'closed', 'dropped')),
     automatic integer not null check (automatic in (0, 1)), situation text not null, first_result text, first_verdict text,
     rules text not null, checklist text not null, opened_by text not null references users (id),
     hypothesis text, hypothesis_by text references users (id), hypothesis_at text,
     outcome text check (outcome in ('error', 'no-error')), cause text, finding text,
     decided_by text references users (id), decided_at text,
     n integer, retest_analyst text references users (id), portion text, planned_by text references users (id), planned_at text,
     conclusion text check (conclusion in ('invalid', 'original', 'retest')), conclusion_reason text,
     concluded_by text references users (id), concluded_at text,
     approved_by text references users (id), approved_at text, approval_note text, returned_reason text, urgent text,
     due_on text, created_at text not null, version integer not null`,
  );
  await db.raw('create index investigations_state on investigations (state, due_on, id)');
  await db.raw('create index investigations_test on investigations (test_id, state)');
  await db.raw('create index investigations_sample on investigations (sample_id, state)');
  await schema.table(
    'investigation_answers',
    `id text primary key, investigation_id text not null references investigations (id), point text not null,
     finding text not null check (finding in ('normal', 'abnormal', 'not-applicable')), words text not null, file text,
     by_id text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index investigation_answers_of on investigation_answers (investigation_id, id)');
  await schema.table(
    'investigation_files',
    `id text primary key, investigation_id text not null references investigations (id), stage text not null, file text not null,
     added_by text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index investigation_files_of on investigation_files (investigation_id, id)');
  await schema.table(
    'terminations',
    `id text primary key, sample_id text not null references samples (id), cause text not null, reason text not null, proof text not null,
     state text not null check (state in ('proposed', 'approved', 'declined')), proposed_by text not null references users (id),
     decided_by text references users (id), decided_at text, decision text, told text,
     created_at text not null, version integer not null`,
  );
  await db.raw('create index terminations_sample on terminations (sample_id, id)');
  await db.raw('create index terminations_state on terminations (state, id)');
  await db.raw('alter table tests add column supplement text');
}
