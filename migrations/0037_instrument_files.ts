import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/**
 * Files of instruments: each kept by its hash, what was read from it line by line, what people decided about lines, how the columns of an
 * instrument go to the fields of a form, where a balance answers, and what was weighed with it.
 */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'instrument_profiles',
    `id text primary key, profile text not null, revision integer not null, instrument text, model text, format text not null,
     form_code text not null, mapping text not null, note text, state text not null check (state in ('active', 'replaced', 'retired')),
     created_by text not null references users (id), created_at text not null, version integer not null, unique (profile, revision)`,
  );
  await schema.table(
    'instrument_files',
    `id text primary key, worksheet_id text not null references worksheets (id), hash text not null, name text not null,
     size integer not null, encoding text not null, format text not null, detected text not null, instrument text,
     profile_id text references instrument_profiles (id), reading text not null, digest text not null, lines integer not null,
     state text not null check (state in ('read', 'taken', 'dropped')), note text, replaces text references instrument_files (id),
     uploaded_by text not null references users (id), taken_by text references users (id), taken_at text, created_at text not null,
     version integer not null`,
  );
  await schema.table(
    'instrument_file_lines',
    `file_id text not null references instrument_files (id), n integer not null, sample text not null, kind text not null,
     injection text not null, payload text not null, rows text not null, cells text not null, flags text not null,
     status text not null check (status in ('matched', 'unmatched', 'duplicate', 'out-of-range', 'altered', 'ignored', 'taken')),
     reasons text not null, taken_at text, primary key (file_id, n)`,
  );
  await schema.table(
    'instrument_file_tests',
    `file_id text not null references instrument_files (id), n integer not null, test_id text not null references tests (id),
     primary key (file_id, n, test_id)`,
  );
  await schema.table(
    'instrument_file_decisions',
    `id text primary key, file_id text not null references instrument_files (id), n integer not null,
     decision text not null check (decision in ('assign', 'ignore', 'accept', 'undo')), row_id text, portion text, reason text not null,
     by_id text not null references users (id), created_at text not null, version integer not null`,
  );
  await schema.table(
    'instrument_connections',
    `id text primary key, number text not null unique, protocol text not null check (protocol in ('mt-sics')), host text not null,
     port integer not null, unit text not null, low text not null, high text not null, active integer not null check (active in (0, 1)),
     created_at text not null, version integer not null`,
  );
  await schema.table(
    'weighings',
    `id text primary key, test_id text not null references tests (id), field text not null, instrument text not null,
     value text not null, unit text not null, raw text not null, by_id text not null references users (id), created_at text not null,
     version integer not null`,
  );
  for (const [name, columns] of indexes) await db.raw(`create index ${name} on ${columns}`);
  await schema.appendOnly('instrument_file_decisions');
  await schema.appendOnly('weighings');
}

const indexes = [
  ['instrument_files_worksheet', 'instrument_files (worksheet_id, id)'],
  ['instrument_files_hash', 'instrument_files (hash)'],
  ['instrument_file_tests_test', 'instrument_file_tests (test_id)'],
  ['instrument_file_lines_injection', 'instrument_file_lines (injection)'],
  ['instrument_file_decisions_file', 'instrument_file_decisions (file_id, n)'],
  ['instrument_profiles_state', 'instrument_profiles (state, form_code)'],
  ['weighings_test', 'weighings (test_id)'],
] as const;
