import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

const states = "('stocked', 'acceptance', 'enabled', 'limited', 'stopped', 'downgraded', 'scrapped')";

/** 仪器设备: the ledger (domain 6.1), each state with its times, calibrations and repairs with their confirmation (6.2), and which tests used what. */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'instruments',
    `id text primary key, number text not null unique, name text not null, maker text, model text, serial text, software text,
     range text, accuracy text, traceability text not null, interval_months integer, custodian text, department text, room text,
     value text, purchased_on text, accepted_on text, enabled_on text, mandatory integer not null check (mandatory in (0, 1)),
     serves text not null, factors text, note text, state text not null check (state in ${states}), limits text, cause text,
     due_on text, created_at text not null, version integer not null`,
  );
  await schema.table(
    'instrument_states',
    `id text primary key, instrument_id text not null references instruments(id), state text not null check (state in ${states}),
     limits text, cause text, reason text, from_at text not null, to_at text, by_id text not null, created_at text not null,
     version integer not null`,
  );
  await db.raw('create index instrument_states_instrument on instrument_states (instrument_id, from_at)');
  await schema.table(
    'instrument_events',
    `id text primary key, instrument_id text not null references instruments(id), kind text not null, done_on text not null,
     unit text not null, certificate_no text, result text, range text, points text not null, file text, note text, stated_to text,
     origin text not null check (origin in ('typed', 'ledger')),
     state text not null check (state in ('recorded', 'confirmed', 'withdrawn')), recorded_by text not null, checks text,
     conclusion text, limits text, due_on text, remark text, confirmed_by text, confirmed_at text,
     created_at text not null, version integer not null`,
  );
  await db.raw('create index instrument_events_instrument on instrument_events (instrument_id, done_on)');
  await schema.table(
    'instrument_uses',
    'number text not null, test_id text not null references tests(id), primary key (number, test_id)',
  );
  await db.raw('create index instrument_uses_test on instrument_uses (test_id)');
  await (schema.engine === 'sqlite' ? keepUsesSqlite(db) : keepUsesPostgres(db));
}

/** Numbers of the record header are compared without case and blanks around them. */
const numbersSqlite = (row: string): string =>
  `insert or ignore into instrument_uses (number, test_id)
   select upper(trim(no)), ${row}.id from (
     select case when type = 'object' then cast(json_extract(value, '$.no') as text) end as no
     from json_each(${row}.readings, '$.common.instruments'))
   where trim(no) <> ''`;

async function keepUsesSqlite(db: Knex): Promise<void> {
  await db.raw(
    `create trigger tests_instruments_new after insert on tests when new.readings is not null
     begin ${numbersSqlite('new')}; end`,
  );
  await db.raw(
    `create trigger tests_instruments_change after update of readings on tests when new.readings is not old.readings
     begin delete from instrument_uses where test_id = new.id; ${numbersSqlite('new')}; end`,
  );
  await db.raw(
    `insert or ignore into instrument_uses (number, test_id)
     select upper(trim(no)), id from (
       select tests.id as id, case when line.type = 'object' then cast(json_extract(line.value, '$.no') as text) end as no
       from tests, json_each(tests.readings, '$.common.instruments') as line)
     where trim(no) <> ''`,
  );
}

async function keepUsesPostgres(db: Knex): Promise<void> {
  const numbers = (row: string): string =>
    `select distinct upper(trim(no #>> '{}')), ${row}.id
     from jsonb_path_query(${row}.readings::jsonb, '$.common.instruments[*].no') as no where trim(no #>> '{}') <> ''`;
  await db.raw(
    `create function tests_instruments() returns trigger language plpgsql as $$
     begin
       if tg_op = 'UPDATE' then
         if new.readings is not distinct from old.readings then return null; end if;
         delete from instrument_uses where test_id = new.id;
       end if;
       insert into instrument_uses (number, test_id) ${numbers('new')} on conflict do nothing;
       return null;
     end $$`,
  );
  await db.raw(
    'create trigger tests_instruments after insert or update on tests for each row execute function tests_instruments()',
  );
  await db.raw(
    `insert into instrument_uses (number, test_id)
     select distinct upper(trim(no #>> '{}')), tests.id
     from tests, jsonb_path_query(tests.readings::jsonb, '$.common.instruments[*].no') as no where trim(no #>> '{}') <> ''`,
  );
}
