import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** What leaves the institute about its results: files for the national and provincial systems, reports of figures, drafts of public notices. */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'uploads',
    `id text primary key, number text not null unique, layout text not null, layout_version text not null,
     format text not null check (format in ('xlsx', 'csv', 'xml', 'json')), encoding text not null, asked text not null,
     purpose text not null, batches integer not null, file_name text not null, file_hash text not null,
     state text not null check (state in ('made', 'approved', 'handed', 'acknowledged', 'void')),
     made_by text not null references users (id), approved_by text references users (id), approved_at text,
     handed_on text, handed_how text, handed_by text references users (id), system_no text, acknowledged_on text,
     receipt_hash text, receipt_name text, acknowledged_by text references users (id), void_reason text,
     created_at text not null, version integer not null`,
  );
  await db.raw('create index uploads_state on uploads (state, id)');
  await schema.table(
    'upload_batches',
    `id text primary key, upload_id text not null references uploads (id), sample_id text not null references samples (id),
     report_id text not null references reports (id), report_number text not null, product_name text not null, batch_no text not null,
     content text not null, state text not null check (state in ('waiting', 'accepted', 'returned', 'void')), reason text, system_no text, decided_on text,
     created_at text not null, version integer not null, unique (upload_id, sample_id)`,
  );
  await db.raw('create index upload_batches_sample on upload_batches (sample_id, id)');
  await schema.table(
    'statistics_reports',
    `id text primary key, number text not null, edition integer not null, kind text not null check (kind in ('quarter', 'half', 'year')),
     from_day text not null, to_day text not null, state text not null check (state in ('draft', 'released', 'replaced', 'dropped')),
     figures text not null, blocks text not null, drafted_by text not null references users (id), writers text not null,
     released_by text references users (id), released_at text, replaces_id text references statistics_reports (id), reason text,
     pdf_hash text, xlsx_hash text, created_at text not null, version integer not null, unique (number, edition)`,
  );
  await db.raw('create index statistics_reports_state on statistics_reports (state, id)');
  await schema.table(
    'public_notices',
    `id text primary key, number text not null unique, kind text not null check (kind in ('notice', 'correction')),
     state text not null check (state in ('draft', 'submitted', 'released', 'dropped')), title text not null, scope text not null,
     lead text not null, closing text not null, lines text not null, corrects_id text references public_notices (id), reason text,
     region text not null, drafted_by text not null references users (id), submitted_by text references users (id), submitted_at text,
     returned_reason text, released_by text references users (id), released_at text, organisation_id text references organisations (id),
     published_on text, published_where text, pdf_hash text, created_at text not null, version integer not null`,
  );
  await db.raw('create index public_notices_state on public_notices (state, id)');
  await db.raw('create index public_notices_corrects on public_notices (corrects_id)');
  await schema.table(
    'public_notice_cases',
    `id text primary key, notice_id text not null references public_notices (id), case_id text not null references cases (id),
     created_at text not null, version integer not null, unique (notice_id, case_id)`,
  );
  await db.raw('create index public_notice_cases_case on public_notice_cases (case_id)');
}
