import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** What an authority does on its track: the seven sections, seizures, recalls, penalties and transfers (domain 1.11, 2.14, 2.15). */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'track_sections',
    `id text primary key, track_id text not null references case_tracks (id),
     section text not null check (section in ('start', 'control', 'cause', 'penalty', 'no-penalty', 'rectification', 'transfer')),
     data text not null, state text not null check (state in ('empty', 'filled', 'submitted', 'returned', 'passed')),
     filled_by text references users (id), fillers text not null, filled_at text, submitted_at text, audited_by text references users (id), audited_at text,
     reason text, files text not null, round integer not null, created_at text not null, version integer not null,
     unique (track_id, section)`,
  );
  await schema.table(
    'track_seizures',
    `id text primary key, track_id text not null references case_tracks (id), case_id text not null references cases (id),
     number text not null, kind text not null check (kind in ('sealed', 'seized')), goods text not null, amount text not null,
     unit text not null, seal_no text, place text not null, keeper text not null, seized_on text not null, tested_on text, test_no text,
     reported_on text, report_no text, decided_on text, decision text, state text not null check (state in ('seized', 'testing', 'decided')),
     created_by text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index track_seizures_track on track_seizures (track_id, id)');
  await db.raw('create index track_seizures_test on track_seizures (test_no)');
  await schema.table(
    'track_recalls',
    `id text primary key, track_id text not null references case_tracks (id), case_id text not null references cases (id),
     level integer not null check (level in (1, 2, 3)), kind text not null check (kind in ('voluntary', 'ordered')),
     scope text not null, amount text not null, unit text not null, decided_on text not null, notified_on text, notice_no text,
     next_on text, ended_on text, conclusion text, state text not null check (state in ('decided', 'recalling', 'ended')),
     created_by text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index track_recalls_track on track_recalls (track_id, id)');
  await db.raw('create index track_recalls_next on track_recalls (state, next_on)');
  await schema.table(
    'recall_reports',
    `id text primary key, recall_id text not null references track_recalls (id), on_day text not null, recalled text not null,
     note text, due_on text, created_by text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index recall_reports_recall on recall_reports (recall_id, id)');
  await schema.table(
    'track_penalties',
    `id text primary key, track_id text not null references case_tracks (id), case_id text not null references cases (id),
     filing_no text not null, filed_on text not null, party text not null, facts text, decision_no text, articles text,
     fine text, income text, goods_value text, measures text not null, elsewhere text, decided_on text, served_on text, published_on text,
     published_at text, passed_on text, state text not null check (state in ('case-filed', 'decided', 'case-dropped')), dropped_on text, reason text,
     created_by text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index track_penalties_track on track_penalties (track_id, id)');
  await schema.table(
    'track_transfers',
    `id text primary key, track_id text not null references case_tracks (id), case_id text not null references cases (id),
     number text not null unique, kind text not null check (kind in ('clue', 'crime')), to_body text not null, party text not null,
     facts text not null, articles text not null, officers text not null, papers text not null, goods text not null,
     reported_at text not null, decided_at text, decided_by text references users (id), decision_reason text, sent_at text, sent_how text,
     received_by text, received_at text, receipt_no text,
     outcome text check (outcome in ('filed', 'refused', 'forwarded')), outcome_on text, outcome_no text, outcome_reason text,
     review text check (review in ('reconsideration', 'procuratorate', 'accepted')), review_on text, goods_on text, files text not null,
     state text not null check (state in ('proposed', 'declined', 'approved', 'transferred', 'receipted', 'outcome-told', 'followed-up')),
     created_by text not null references users (id), created_at text not null, version integer not null`,
  );
  await db.raw('create index track_transfers_track on track_transfers (track_id, id)');
}
