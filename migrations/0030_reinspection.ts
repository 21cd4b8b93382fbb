import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

const PORTION = `id, sampling_id, sample_id, role, n, total, qty, unit, seal_no, code, place, state, created_at, version`;

/** Re-inspection and objection (domain 1.7), and the custody of what is retained: holds, moves, disposal by two (domain 1.9). */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await admitStates(db, schema);
  await schema.table(
    'reinspections',
    `id text primary key, number text not null unique, standing text not null check (standing in ('own', 'foreign')),
     case_id text references cases (id), recipient_id text references case_recipients (id), sample_id text references samples (id),
     report_id text references reports (id), first_lab text not null, first_report_no text not null,
     product_class text not null check (product_class in ('drug', 'tcm', 'device', 'cosmetic')), product text not null,
     applicant text not null, items text not null, reason text not null, papers text not null,
     delivered_on text, applied_on text not null,
     state text not null check (state in ('applied', 'supplement', 'accepted', 'refused', 'requested', 'handed-over', 'testing', 'reported', 'sent', 'withdrawn')),
     laboratory text not null, fee text not null, grounds text not null, decided_on text, decided_by text references users (id),
     receipt_no text unique, request text, portion_id text references portions (id), hand_over text, second_sample_id text
     references samples (id), received_on text, outcome text check (outcome in ('confirmed', 'overturned')), result text, sent text,
     created_by text not null references users (id), created_at text not null, version integer not null`,
  );
  // A report is re-inspected once, whoever of the parties asks: of two decided at the same moment the second finds the place taken.
  await db.raw(
    `create unique index reinspections_once on reinspections (first_lab, first_report_no)
     where state not in ('applied', 'supplement', 'refused', 'withdrawn')`,
  );
  await schema.table(
    'objections',
    `id text primary key, number text not null unique, case_id text not null references cases (id),
     recipient_id text references case_recipients (id), sample_id text not null references samples (id),
     kind text not null check (kind in ('sampling', 'process', 'result', 'authenticity')), objector text not null, content text not null,
     files text not null, delivered_on text, raised_on text not null,
     state text not null check (state in ('registered', 'assigned', 'answered', 'audited', 'cancelled')),
     assigned_to text references users (id), answer text, proposed text check (proposed in ('accepted', 'rejected')), answered_by text
     references users (id), answered_at text, verification text, outcome text check (outcome in ('accepted', 'rejected')),
     audited_by text references users (id), audited_at text, reason text, created_by text not null references users (id),
     created_at text not null, version integer not null`,
  );
  await schema.table(
    'sample_holds',
    `id text primary key, sample_id text not null references samples (id),
     kind text not null check (kind in ('window', 'objection', 'reinspection', 'case', 'transfer', 'oos', 'proficiency', 'litigation')),
     ref_entity text not null, ref_id text not null, reason text, since text not null, set_by text not null references users (id),
     released_at text, released_by text references users (id), release_reason text, created_at text not null, version integer not null`,
  );
  await schema.table(
    'retentions',
    `id text primary key, portion_id text not null unique references portions (id), sample_id text not null references samples (id),
     due_on text, rule text, basis text, room text, rack text, box text, position text, condition text, keeper_id text
     references users (id), created_at text not null, version integer not null`,
  );
  await schema.table(
    'custody_moves',
    `id text primary key, portion_id text not null references portions (id), sample_id text not null references samples (id),
     kind text not null check (kind in ('move', 'hand-over', 'receipt', 'disposal')), from_place text not null, to_place text not null,
     condition text not null, seal_intact integer not null check (seal_intact in (0, 1)), giver_id text references users (id),
     giver text not null, receiver_id text references users (id), receiver text not null, on_day text not null, note text, confirmed_at text,
     ref_entity text, ref_id text, created_at text not null, version integer not null`,
  );
  await schema.table(
    'portion_disposals',
    `id text primary key, portion_id text not null references portions (id), sample_id text not null references samples (id),
     way text not null, reason text not null, state text not null check (state in ('proposed', 'approved', 'done', 'withdrawn')),
     proposed_by text not null references users (id), approved_by text references users (id), approved_at text,
     done_by text references users (id), witness_id text references users (id), done_on text, decision text,
     created_at text not null, version integer not null`,
  );
  await db.raw(
    `create unique index portion_disposals_open on portion_disposals (portion_id) where state in ('proposed', 'approved')`,
  );
  for (const [name, columns] of indexes) await db.raw(`create index ${name} on ${columns}`);
  await retainEarlier(db);
}

const indexes = [
  ['reinspections_state', 'reinspections (state, id)'],
  ['reinspections_case', 'reinspections (case_id, id)'],
  ['reinspections_report', 'reinspections (report_id)'],
  ['reinspections_sample', 'reinspections (sample_id)'],
  ['reinspections_second', 'reinspections (second_sample_id)'],
  ['reinspections_recipient', 'reinspections (recipient_id)'],
  ['objections_state', 'objections (state, id)'],
  ['objections_case', 'objections (case_id, id)'],
  ['sample_holds_sample', 'sample_holds (sample_id, released_at)'],
  ['sample_holds_ref', 'sample_holds (ref_entity, ref_id)'],
  ['retentions_due', 'retentions (due_on, id)'],
  ['retentions_sample', 'retentions (sample_id)'],
  ['custody_moves_portion', 'custody_moves (portion_id, id)'],
  ['custody_moves_sample', 'custody_moves (sample_id, id)'],
  ['portion_disposals_state', 'portion_disposals (state, id)'],
  ['portion_disposals_portion', 'portion_disposals (portion_id, id)'],
] as const;

/** A portion may have been handed over to another laboratory, or destroyed. SQLite changes a condition only with the whole table. */
async function admitStates(db: Knex, schema: Schema): Promise<void> {
  const states = ['sealed', 'received', 'in-test', 'retained', 'refused', 'handed-over', 'disposed'];
  const admitted = `state in (${states.map((one) => `'${one}'`).join(', ')})`;
  if (schema.engine === 'postgres') {
    await db.raw('alter table portions drop constraint portions_state_check');
    await db.raw(`alter table portions add constraint portions_state_check check (${admitted})`);
    return;
  }
  await db.raw('alter table portions rename to portions_before');
  await db.raw('drop index portions_sample');
  await schema.table(
    'portions',
    `id text primary key, sampling_id text not null references samplings (id), sample_id text,
     role text not null check (role in ('test', 'check', 'retain')), n integer not null, total integer not null,
     qty text not null, unit text not null, seal_no text not null unique, code text unique, place text not null,
     state text not null check (${admitted}), created_at text not null, version integer not null, unique (sampling_id, n)`,
  );
  await db.raw(`insert into portions (${PORTION}) select ${PORTION} from portions_before`);
  await db.raw('drop table portions_before');
  await db.raw('create index portions_sample on portions (sample_id)');
}

/** What was retained before has its place in the store; its term is set when it is next looked at. */
async function retainEarlier(db: Knex): Promise<void> {
  await db.raw(
    `insert into retentions (id, portion_id, sample_id, created_at, version)
     select id, id, sample_id, created_at, 1 from portions where state = 'retained' and sample_id is not null`,
  );
}
