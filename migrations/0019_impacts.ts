import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/**
 * What a bad calibration puts in doubt (GB/T 27025 7.10, domain 6.2): each use keeps its first and last day, so that the tests between
 * two checks are found by an index, and people's judgement of each of them.
 */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await (schema.engine === 'sqlite' ? forgetUsesSqlite(db) : forgetUsesPostgres(db));
  await schema.table(
    'instrument_uses',
    `number text not null, test_id text not null references tests(id), used_from text not null, used_to text not null,
     primary key (number, test_id)`,
  );
  await db.raw('create index instrument_uses_test on instrument_uses (test_id)');
  await db.raw('create index instrument_uses_days on instrument_uses (number, used_from, test_id, used_to)');
  await (schema.engine === 'sqlite' ? keepUsesSqlite(db) : keepUsesPostgres(db));
  await schema.table(
    'instrument_impacts',
    `id text primary key, instrument_id text not null references instruments(id),
     event_id text not null references instrument_events(id), test_id text not null references tests(id),
     judgement text not null check (judgement in ('unaffected', 'retest', 'amend')), reason text not null,
     judged_by text not null references users(id), judged_at text not null, created_at text not null, version integer not null,
     unique (event_id, test_id)`,
  );
}

async function forgetUsesSqlite(db: Knex): Promise<void> {
  await db.raw('drop trigger tests_instruments_new');
  await db.raw('drop trigger tests_instruments_change');
  await db.raw('drop table instrument_uses');
}

async function forgetUsesPostgres(db: Knex): Promise<void> {
  await db.raw('drop trigger tests_instruments on tests');
  await db.raw('drop function tests_instruments()');
  await db.raw('drop table instrument_uses');
}

/** The days of the record header; where it names none the day in China on which the record was begun. */
function usesSqlite(row: string, tables: string): string {
  const header = (name: string): string =>
    `case when json_extract(${row}.readings, '$.common.${name}') glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'
     then substr(json_extract(${row}.readings, '$.common.${name}'), 1, 10) end`;
  const begun = `coalesce(${header('started')}, date(${row}.started_at, '+8 hours'), date(${row}.created_at, '+8 hours'))`;
  return `insert or ignore into instrument_uses (number, test_id, used_from, used_to)
    select upper(trim(no)), id, begun, max(begun, coalesce(ended, begun)) from (
      select case when line.type = 'object' then cast(json_extract(line.value, '$.no') as text) end as no, ${row}.id as id,
        ${begun} as begun, ${header('finished')} as ended
      from ${tables}json_each(${row}.readings, '$.common.instruments') as line)
    where trim(no) <> ''`;
}

async function keepUsesSqlite(db: Knex): Promise<void> {
  await db.raw(
    `create trigger tests_instruments_new after insert on tests when new.readings is not null
     begin ${usesSqlite('new', '')}; end`,
  );
  await db.raw(
    `create trigger tests_instruments_change after update of readings on tests when new.readings is not old.readings
     begin delete from instrument_uses where test_id = new.id; ${usesSqlite('new', '')}; end`,
  );
  await db.raw(usesSqlite('tests', 'tests, '));
}

function usesPostgres(row: string, tables: string): string {
  const header = (name: string): string =>
    `substring(${row}.readings::jsonb #>> '{common,${name}}' from '^\\d{4}-\\d\\d-\\d\\d')`;
  const day = (column: string): string =>
    `to_char(${row}.${column}::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`;
  const begun = `coalesce(${header('started')}, ${day('started_at')}, ${day('created_at')})`;
  return `insert into instrument_uses (number, test_id, used_from, used_to)
    select distinct upper(trim(no #>> '{}')), ${row}.id, ${begun}, greatest(${begun}, ${header('finished')})
    from ${tables}jsonb_path_query(${row}.readings::jsonb, '$.common.instruments[*].no') as no
    where trim(no #>> '{}') <> '' on conflict do nothing`;
}

async function keepUsesPostgres(db: Knex): Promise<void> {
  await db.raw(
    `create function tests_instruments() returns trigger language plpgsql as $$
     begin
       if tg_op = 'UPDATE' then
         if new.readings is not distinct from old.readings then return null; end if;
         delete from instrument_uses where test_id = new.id;
       end if;
       ${usesPostgres('new', '')};
       return null;
     end $$`,
  );
  await db.raw(
    'create trigger tests_instruments after insert or update on tests for each row execute function tests_instruments()',
  );
  await db.raw(usesPostgres('tests', 'tests, '));
}
