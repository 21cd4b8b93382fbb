import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

const COLUMNS = `id, number, sample_id, report_id, state, items, opened_at, notified_on, notified_to, notified_how, receipt_no, note,
  created_at, version`;

/** The whole life of a case: whom it concerns, who handles it where, what happened and which papers came of it (domain 1.10, 1.11). */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await db.raw('alter table cases rename to cases_before');
  await db.raw('drop index cases_state');
  if (schema.engine === 'postgres')
    for (const name of ['pkey', 'number_key', 'report_id_key'])
      await db.raw(`alter index cases_${name} rename to cases_before_${name}`);
  await schema.table(
    'cases',
    `id text primary key, number text not null unique, sample_id text not null references samples (id),
     report_id text unique references reports (id),
     state text not null check (state in ('opened', 'notified', 'handling', 'closed', 'revoked')), items text not null,
     product_class text not null, product_name text not null, batch_no text not null, producer text not null, producer_code text,
     producer_region text, sampled_unit text not null, sampled_code text, sampled_region text, level text not null,
     work_kind text not null, urgent text, supervision integer not null check (supervision in (0, 1, 2)), opened_at text not null,
     notified_on text, notified_to text, notified_how text, receipt_no text, note text, closed_at text,
     closed_by text references users (id), reopened integer not null,
     conclusion text check (conclusion in ('standing', 'overturned', 'confirmed', 'denied', 'unconfirmed')), created_at text not null,
     version integer not null`,
  );
  await db.raw(
    `insert into cases (${COLUMNS}, product_class, product_name, batch_no, producer, producer_code, producer_region, sampled_unit,
       sampled_code, sampled_region, level, work_kind, urgent, supervision, closed_at, closed_by, reopened, conclusion)
     select ${columnsOf('c')}, s.product_class, s.product_name, s.batch_no, s.producer, ${field(schema, 'producerCreditCode')},
       ${field(schema, 'producerRegion')}, g.sampled_unit, ${field(schema, 'sampledUnitCreditCode')},
       ${field(schema, 'sampledUnitRegion')}, g.level, g.work_kind, null, 0, null, null, 0, null
     from cases_before c join samples s on s.id = c.sample_id join samplings g on g.id = s.sampling_id`,
  );
  await db.raw('drop table cases_before');
  await schema.table(
    'case_recipients',
    `id text primary key, case_id text not null references cases (id),
     role text not null check (role in ('sampled-unit', 'producer', 'entrusted-producer', 'importer', 'agent')), name text not null,
     credit_code text, region text, organisation_id text references organisations (id),
     papers_on text, papers_to text, papers_how text, papers_no text,
     delivered_on text,
     delivered_how text check (delivered_how in ('direct', 'lien', 'mail', 'entrusted', 'announcement', 'electronic')), place text,
     receiver text, witness text, agent text, receipt_no text, proof_hash text, waived integer not null check (waived in (0, 1)),
     waived_on text, created_at text not null, version integer not null`,
  );
  await schema.table(
    'case_tracks',
    `id text primary key, case_id text not null references cases (id),
     kind text not null check (kind in ('production', 'circulation', 'online')), organisation_id text references organisations (id),
     unit_name text not null, region text,
     state text not null check (state in ('open', 'assigned', 'filled', 'passed', 'returned', 'cancelled')), handler text, phone text,
     started_on text, done_on text, created_at text not null, version integer not null`,
  );
  await schema.table(
    'case_events',
    `id text primary key, case_id text not null references cases (id), kind text not null, on_day text not null, at text not null,
     user_id text not null, params text not null, ref_entity text, ref_id text, created_at text not null, version integer not null`,
  );
  await schema.table(
    'case_documents',
    `id text primary key, case_id text not null references cases (id), track_id text references case_tracks (id),
     recipient_id text references case_recipients (id), kind text not null, number text not null, title text not null,
     file_hash text not null, content text not null, issued_on text not null, created_at text not null, version integer not null`,
  );
  for (const [name, columns] of indexes) await db.raw(`create index ${name} on ${columns}`);
  await concernEarlier(db);
  await schema.appendOnly('case_events');
}

const indexes = [
  ['cases_state', 'cases (state, id)'],
  ['cases_class', 'cases (product_class, state, id)'],
  ['cases_sample', 'cases (sample_id)'],
  ['cases_producer', 'cases (producer_code, opened_at)'],
  ['cases_producer_name', 'cases (producer, opened_at)'],
  ['cases_unit', 'cases (sampled_unit, opened_at)'],
  ['cases_unit_code', 'cases (sampled_code, opened_at)'],
  ['cases_region', 'cases (sampled_region, id)'],
  ['cases_product', 'cases (product_name, id)'],
  ['cases_opened', 'cases (opened_at, id)'],
  ['cases_supervision', 'cases (supervision, state, id)'],
  ['case_recipients_case', 'case_recipients (case_id, id)'],
  ['case_recipients_waiting', 'case_recipients (delivered_on, organisation_id, id)'],
  ['case_recipients_organisation', 'case_recipients (organisation_id, case_id)'],
  ['case_tracks_case', 'case_tracks (case_id, id)'],
  ['case_tracks_organisation', 'case_tracks (organisation_id, case_id)'],
  ['case_tracks_state', 'case_tracks (state, id)'],
  ['case_events_case', 'case_events (case_id, id)'],
  ['case_documents_case', 'case_documents (case_id, id)'],
] as const;

const columnsOf = (table: string): string =>
  COLUMNS.split(',')
    .map((name) => `${table}.${name.trim()}`)
    .join(', ');

/** A field of the sampling form; blank is none. */
const field = ({ engine }: Schema, name: string): string =>
  engine === 'sqlite'
    ? `nullif(json_extract(g.fields, '$.${name}'), '')`
    : `nullif(g.fields::jsonb #>> '{${name}}', '')`;

interface Earlier {
  id: string;
  producer: string;
  producer_code: string | null;
  producer_region: string | null;
  sampled_unit: string;
  sampled_code: string | null;
  sampled_region: string | null;
  notified_on: string | null;
  notified_to: string | null;
  notified_how: string | null;
  receipt_no: string | null;
  opened_at: string;
  created_at: string;
}

/** The cases of before get their two parties and their tracks; who delivers and who handles them is then assigned by hand. */
async function concernEarlier(db: Knex): Promise<void> {
  const rows: Earlier[] = await db('cases').select('*');
  for (const row of rows) {
    const common = { case_id: row.id, created_at: row.created_at, version: 1 };
    const papers = { papers_on: row.notified_on, papers_to: row.notified_to, papers_how: row.notified_how };
    const isOne = row.producer === row.sampled_unit;
    const seller = { name: row.sampled_unit, credit_code: row.sampled_code, region: row.sampled_region };
    const maker = { name: row.producer, credit_code: row.producer_code, region: row.producer_region };
    await db('case_recipients').insert([
      {
        id: newId(row.created_at),
        role: 'sampled-unit',
        ...common,
        ...papers,
        ...seller,
        papers_no: row.receipt_no,
        waived: 0,
      },
      ...(isOne
        ? []
        : [
            {
              id: newId(row.created_at),
              role: 'producer',
              ...common,
              ...papers,
              ...maker,
              papers_no: row.receipt_no,
              waived: 0,
            },
          ]),
    ]);
    const tracks = [
      { kind: 'production', unit_name: row.producer, region: row.producer_region },
      ...(isOne ? [] : [{ kind: 'circulation', unit_name: row.sampled_unit, region: row.sampled_region }]),
    ];
    await db('case_tracks').insert(
      tracks.map((track) => ({ id: newId(row.created_at), ...common, ...track, state: 'open' })),
    );
  }
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** An id that sorts by the moment of its row. */
function newId(at: string): string {
  let time = Date.parse(at);
  let head = '';
  for (let place = 0; place < 10; place++) {
    head = ALPHABET[time % 32] + head;
    time = Math.floor(time / 32);
  }
  return head + [...randomBytes(16)].map((byte) => ALPHABET[byte & 31]).join('');
}
