import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/**
 * What was taken from a lot to make another, titrants standardised against another titrant, and which tests used which lot (domain 6.3);
 * the work that follows where a result was judged to be touched (GB/T 27025 7.10); indexes for the reminders of the home page.
 */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await db.raw('alter table material_moves add column child_id text references materials (id)');
  await db.raw(
    `alter table standardisations add column way text not null default 'direct' check (way in ('direct', 'comparison'))`,
  );
  await schema.table(
    'material_uses',
    `number text not null, test_id text not null references tests(id), used_from text not null, used_to text not null,
     primary key (number, test_id)`,
  );
  await db.raw('create index material_uses_test on material_uses (test_id)');
  await db.raw('create index material_uses_days on material_uses (number, used_from, test_id)');
  await (schema.engine === 'sqlite' ? keepUsesSqlite(db) : keepUsesPostgres(db));
  await schema.table(
    'nonconformities',
    `id text primary key, number text not null unique, instrument_id text not null references instruments(id),
     event_id text not null references instrument_events(id), test_id text not null references tests(id),
     asks text not null check (asks in ('retest', 'amend')), reason text not null,
     state text not null check (state in ('open', 'handled', 'closed', 'dropped')), raised_by text not null references users(id),
     measure text, handled_by text references users(id), handled_at text, remark text, closed_by text references users(id),
     closed_at text, created_at text not null, version integer not null, unique (event_id, test_id)`,
  );
  await db.raw('create index nonconformities_state on nonconformities (state, id)');
  await db.raw('create index nonconformities_test on nonconformities (test_id)');
  for (const [name, columns] of reminders) await db.raw(`create index ${name} on ${columns}`);
}

const reminders = [
  ['instruments_due', 'instruments (due_on)'],
  ['instrument_events_state', 'instrument_events (state)'],
  ['authorisations_to', 'authorisations (to_on)'],
  ['trainings_planned', 'trainings (done_on, planned_on)'],
  ['delegations_to', 'delegations (to_on)'],
  ['materials_valid', 'materials (closed_on, valid_to)'],
  ['sop_versions_state', 'sop_versions (state)'],
  ['capabilities_valid', 'capabilities (state, valid_to)'],
] as const;

/** As for instruments: the days of the record header; where it names none the day in China on which the record was begun. */
function usesSqlite(row: string, tables: string): string {
  const header = (name: string): string =>
    `case when json_extract(${row}.readings, '$.common.${name}') glob '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]*'
     then substr(json_extract(${row}.readings, '$.common.${name}'), 1, 10) end`;
  const begun = `coalesce(${header('started')}, date(${row}.started_at, '+8 hours'), date(${row}.created_at, '+8 hours'))`;
  return `insert or ignore into material_uses (number, test_id, used_from, used_to)
    select upper(trim(lot)), id, begun, max(begun, coalesce(ended, begun)) from (
      select case when line.type = 'object' then cast(json_extract(line.value, '$.lot') as text) end as lot, ${row}.id as id,
        ${begun} as begun, ${header('finished')} as ended
      from ${tables}json_each(${row}.readings, '$.common.materials') as line)
    where trim(lot) <> ''`;
}

async function keepUsesSqlite(db: Knex): Promise<void> {
  await db.raw(
    `create trigger tests_materials_new after insert on tests when new.readings is not null
     begin ${usesSqlite('new', '')}; end`,
  );
  await db.raw(
    `create trigger tests_materials_change after update of readings on tests when new.readings is not old.readings
     begin delete from material_uses where test_id = new.id; ${usesSqlite('new', '')}; end`,
  );
  await db.raw(usesSqlite('tests', 'tests, '));
}

function usesPostgres(row: string, tables: string): string {
  const header = (name: string): string =>
    `substring(${row}.readings::jsonb #>> '{common,${name}}' from '^\\d{4}-\\d\\d-\\d\\d')`;
  const day = (column: string): string =>
    `to_char(${row}.${column}::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`;
  const begun = `coalesce(${header('started')}, ${day('started_at')}, ${day('created_at')})`;
  return `insert into material_uses (number, test_id, used_from, used_to)
    select distinct upper(trim(lot #>> '{}')), ${row}.id, ${begun}, greatest(${begun}, ${header('finished')})
    from ${tables}jsonb_path_query(${row}.readings::jsonb, '$.common.materials[*].lot') as lot
    where trim(lot #>> '{}') <> '' on conflict do nothing`;
}

async function keepUsesPostgres(db: Knex): Promise<void> {
  await db.raw(
    `create function tests_materials() returns trigger language plpgsql as $$
     begin
       if tg_op = 'UPDATE' then
         if new.readings is not distinct from old.readings then return null; end if;
         delete from material_uses where test_id = new.id;
       end if;
       ${usesPostgres('new', '')};
       return null;
     end $$`,
  );
  await db.raw(
    'create trigger tests_materials after insert or update on tests for each row execute function tests_materials()',
  );
  await db.raw(usesPostgres('tests', 'tests, '));
}
