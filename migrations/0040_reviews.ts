import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/**
 * What makes the review of one record independent of how many there are (features N23, N26): when each instrument was busy, in which minute
 * who weighed where, a print of the readings by which copied ones are found, and what was found implausible with its explanation.
 */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'instrument_times',
    `test_id text not null references tests (id), number text not null, from_at text not null, to_at text not null, worksheet_id text,
     analyst_id text not null, primary key (test_id, number)`,
  );
  await schema.table(
    'weighing_minutes',
    `test_id text not null references tests (id), user_id text not null, minute text not null, room text not null, number text not null,
     primary key (test_id, user_id, minute)`,
  );
  await schema.table('reading_prints', 'test_id text primary key references tests (id), print text not null');
  await schema.table(
    'implausibilities',
    `id text primary key, kind text not null check (kind in ('sequence', 'rooms', 'balance')), subject text not null,
     subject_name text not null, day text not null, from_at text not null, to_at text not null,
     test_id text not null references tests (id), other_id text not null references tests (id), params text not null,
     state text not null check (state in ('open', 'explained', 'gone')), explanation text, explained_by text references users (id),
     explained_name text, explained_at text, created_at text not null, version integer not null,
     unique (kind, subject, test_id, other_id)`,
  );
  for (const [name, columns] of indexes) await db.raw(`create index ${name} on ${columns}`);
  // The queue of the reviewers is answered from this index alone: the records themselves are long.
  await db.raw(
    "create index tests_queue on tests (state, sample_id, seq, id, analyst_id, hands, standing) where state = 'submitted'",
  );
}

const indexes = [
  ['instrument_times_number', 'instrument_times (number, from_at)'],
  ['weighing_minutes_user', 'weighing_minutes (user_id, minute)'],
  ['weighing_minutes_number', 'weighing_minutes (number, minute)'],
  ['reading_prints_print', 'reading_prints (print)'],
  ['implausibilities_state', 'implausibilities (state, day, id)'],
  ['implausibilities_subject', 'implausibilities (subject, day, id)'],
  ['implausibilities_test', 'implausibilities (test_id)'],
  ['implausibilities_other', 'implausibilities (other_id)'],
] as const;
