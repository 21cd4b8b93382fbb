import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/**
 * Which case is in whose sight and when its next duty ends, kept by the database itself, so that a list of cases is read by one index however
 * many there are; re-inspection (FY) as a kind of work; and what the program does once a day.
 */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'daily_runs',
    `name text not null, on_day text not null, claimed_at text not null, claimed_by text not null, done_at text, failed text,
     primary key (name, on_day)`,
  );
  await admitReinspections(db, schema);
  await db.raw('alter table reinspections add column documents text');
  await admitProgram(db, schema);
  const binary = schema.engine === 'postgres' ? ' collate "C"' : '';
  await schema.table(
    'case_scopes',
    `organisation_id text not null, case_id text not null, state text not null, next_due text${binary}, clock_id text,
     primary key (organisation_id, case_id)`,
  );
  await db.raw('create index case_scopes_state on case_scopes (organisation_id, state, case_id)');
  await db.raw('create index case_scopes_due on case_scopes (organisation_id, next_due, case_id)');
  await db.raw('create index case_scopes_case on case_scopes (case_id)');
  await (schema.engine === 'sqlite' ? keepSqlite(db) : keepPostgres(db));
  await db.raw(INTO_SCOPES(schema.engine, 'true', 'true'));
}

/** What duties of a case run on beside the case itself, each with the column of the case. */
const PARTS = [
  'case_recipients',
  'case_tracks',
  'track_seizures',
  'track_recalls',
  'track_penalties',
  'track_transfers',
  'reinspections',
  'objections',
] as const;

/** The end and the id of the duty of the case `c` that ends next, as one text; the index of states and days would go through all clocks. */
const NEXT = (engine: Schema['engine']): string =>
  `(select min((k.due_on || ' ' || k.id)${engine === 'postgres' ? ' collate "C"' : ''}) from (
     select 'cases' as entity, c.id as id ${PARTS.map((table) => `union all select '${table}', p.id from ${table} p where p.case_id = c.id`).join(' ')}
   ) o join clocks k on k.entity = o.entity and k.entity_id = o.id
   where coalesce(k.kind, '') = 'duty' and coalesce(k.state, '') = 'running')`;

/** Whether an authority `o` has the case `c` in its sight: it handles a track or serves a party, or stands above the place. */
const SIGHT = (engine: Schema['engine']): string => {
  const holds = (place: string) =>
    engine === 'sqlite' ? `coalesce(instr(${place}, o.region), 0) > 0` : `coalesce(strpos(${place}, o.region), 0) > 0`;
  const above = (place: string) => `(o.level <> 'county' and o.region <> '' and ${holds(place)})`;
  const concerned = (table: string) =>
    `exists (select 1 from ${table} p where p.case_id = c.id and (p.organisation_id = o.id or ${above('p.region')}))`;
  return [
    above('c.sampled_region'),
    above('c.producer_region'),
    ...['case_tracks', 'case_recipients'].map(concerned),
  ].join(' or ');
};

/** The lines of some cases and some authorities; the institute's own people are nobody's organisation: ''. */
const INTO_SCOPES = (engine: Schema['engine'], cases: string, organisations: string): string =>
  `insert into case_scopes (organisation_id, case_id, state, next_due, clock_id)
   select o.id, c.id, c.state, substr(c.key, 1, 10), substr(c.key, 12)
   from (select c.*, ${NEXT(engine)} as key from cases c where ${cases}) c
   join (select id, level, region, kind from organisations union all select '', 'county', '', 'institute') o
     on (o.kind = 'institute' or (o.kind = 'authority' and (${SIGHT(engine)})))
   where ${organisations}`;

const refresh = (engine: Schema['engine'], id: string): string =>
  `delete from case_scopes where case_id = ${id}; ${INTO_SCOPES(engine, `c.id = ${id}`, 'true')};`;

const refreshOrganisation = (engine: Schema['engine'], id: string): string =>
  `delete from case_scopes where organisation_id = ${id}; ${INTO_SCOPES(engine, 'true', `o.id = ${id}`)};`;

const refreshDue = (engine: Schema['engine'], id: string): string =>
  `update case_scopes set (next_due, clock_id) = (select substr(c.key, 1, 10), substr(c.key, 12)
     from (select ${NEXT(engine)} as key from cases c where c.id = ${id}) c) where case_id = ${id};`;

/** The case that a clock `row` belongs to; null for one of something else. */
const caseOf = (row: string): string =>
  `(case ${row}.entity when 'cases' then ${row}.entity_id
   ${PARTS.map((table) => `when '${table}' then (select case_id from ${table} where id = ${row}.entity_id)`).join(' ')} end)`;

const OURS = (row: string): string =>
  `${row}.kind = 'duty' and ${row}.entity in (${['cases', ...PARTS].map((one) => `'${one}'`).join(', ')})`;

async function keepSqlite(db: Knex): Promise<void> {
  const on = (name: string, when: string, body: string) => db.raw(`create trigger ${name} ${when} begin ${body} end`);
  await on('cases_scopes_new', 'after insert on cases', refresh('sqlite', 'new.id'));
  await on(
    'cases_scopes_changed',
    'after update of state, sampled_region, producer_region on cases',
    refresh('sqlite', 'new.id'),
  );
  for (const table of ['case_tracks', 'case_recipients']) {
    await on(`${table}_scopes_new`, `after insert on ${table}`, refresh('sqlite', 'new.case_id'));
    await on(
      `${table}_scopes_changed`,
      `after update of organisation_id, region on ${table} when new.organisation_id is not old.organisation_id or new.region is not old.region`,
      refresh('sqlite', 'new.case_id'),
    );
  }
  const organisation = refreshOrganisation('sqlite', 'new.id');
  await on('organisations_scopes_new', 'after insert on organisations', organisation);
  await on(
    'organisations_scopes_changed',
    `after update of kind, level, region on organisations
     when new.kind <> old.kind or new.level <> old.level or new.region <> old.region`,
    organisation,
  );
  await on('clocks_scopes_new', `after insert on clocks when ${OURS('new')}`, refreshDue('sqlite', caseOf('new')));
  await on(
    'clocks_scopes_changed',
    `after update of state, due_on on clocks when ${OURS('new')}`,
    refreshDue('sqlite', caseOf('new')),
  );
}

/** The case is held while its line is written anew: of two that change its clocks at once the second sees what the first wrote. */
async function keepPostgres(db: Knex): Promise<void> {
  const make = (name: string, body: string, declared = '') =>
    db.raw(
      `create function ${name}() returns trigger language plpgsql as $$ ${declared} begin ${body} return null; end $$`,
    );
  const on = (name: string, when: string, makes: string) =>
    db.raw(`create trigger ${name} ${when} execute function ${makes}()`);
  const hold = (id: string) => `perform 1 from cases where id = ${id} for no key update;`;
  await make('case_scopes_case', `${hold('new.id')} ${refresh('postgres', 'new.id')}`);
  await make('case_scopes_part', `${hold('new.case_id')} ${refresh('postgres', 'new.case_id')}`);
  await make('case_scopes_organisation', refreshOrganisation('postgres', 'new.id'));
  await make(
    'case_scopes_clock',
    `concerned := ${caseOf('new')}; if concerned is not null then ${hold('concerned')} ${refreshDue('postgres', 'concerned')} end if;`,
    'declare concerned text;',
  );
  await on('cases_scopes_new', 'after insert on cases for each row', 'case_scopes_case');
  await on(
    'cases_scopes_changed',
    `after update on cases for each row when (new.state <> old.state
       or new.sampled_region is distinct from old.sampled_region or new.producer_region is distinct from old.producer_region)`,
    'case_scopes_case',
  );
  for (const table of ['case_tracks', 'case_recipients']) {
    await on(`${table}_scopes_new`, `after insert on ${table} for each row`, 'case_scopes_part');
    await on(
      `${table}_scopes_changed`,
      `after update on ${table} for each row when (new.organisation_id is distinct from old.organisation_id
         or new.region is distinct from old.region)`,
      'case_scopes_part',
    );
  }
  await on('organisations_scopes_new', 'after insert on organisations for each row', 'case_scopes_organisation');
  await on(
    'organisations_scopes_changed',
    `after update on organisations for each row
     when (new.kind <> old.kind or new.level <> old.level or new.region <> old.region)`,
    'case_scopes_organisation',
  );
  await on('clocks_scopes_new', `after insert on clocks for each row when (${OURS('new')})`, 'case_scopes_clock');
  await on(
    'clocks_scopes_changed',
    `after update on clocks for each row when (${OURS('new')} and (new.state <> old.state or new.due_on <> old.due_on))`,
    'case_scopes_clock',
  );
}

/** The second batch of a re-inspection is a kind of work of its own: 复验/复检 (domain 1.2). */
async function admitReinspections(db: Knex, schema: Schema): Promise<void> {
  const [before, now] = [`'SA', 'WT')`, `'SA', 'WT', 'FY')`];
  if (schema.engine === 'sqlite') return remake(db, 'samplings', (sql) => sql.replace(before, now));
  await db.raw('alter table samplings drop constraint samplings_work_kind_check');
  await db.raw(
    `alter table samplings add constraint samplings_work_kind_check check (work_kind in ('JD', 'PJ', 'FX', 'ZX', ${now})`,
  );
}

/** The signals are also computed every day by the program itself; such a run has nobody's name. */
async function admitProgram(db: Knex, schema: Schema): Promise<void> {
  if (schema.engine === 'sqlite')
    return remake(db, 'signal_runs', (sql) => sql.replace('run_by text not null', 'run_by text'));
  await db.raw('alter table signal_runs alter column run_by drop not null');
}

/**
 * SQLite changes a condition only with the whole table. What refers to the table goes on doing so: the references are checked when the
 * migration is committed, by which time every row stands there again.
 */
async function remake(db: Knex, table: string, change: (sql: string) => string): Promise<void> {
  const made: { type: string; name: string; sql: string | null }[] = await db('sqlite_master')
    .where({ tbl_name: table })
    .select('type', 'name', 'sql');
  const old = made.find(({ type }) => type === 'table')?.sql ?? '';
  const sql = change(old);
  if (sql === old) throw new Error(`${table} is not as it was expected`);
  await db.raw('pragma defer_foreign_keys = on');
  await db.raw(`create table ${table}_before as select * from ${table}`);
  await db.raw(`drop table ${table}`);
  await db.raw(sql);
  await db.raw(`insert into ${table} select * from ${table}_before`);
  await db.raw(`drop table ${table}_before`);
  for (const one of made) if (one.type !== 'table' && one.sql !== null) await db.raw(one.sql);
}
