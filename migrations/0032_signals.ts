import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/**
 * Statistics of nonconformity, signals and the risk list (domain 1.11, N14). The facts of each issued batch are kept in step by the database
 * itself: what was issued, and what stands of it after a re-inspection. Batches of internal quality control, the second batch of a
 * re-inspection and risk monitoring (which judges nothing, domain 1.2) are no facts of nonconformity.
 */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'batch_facts',
    `sample_id text primary key, report_id text not null, issued_on text not null, product_class text not null, work_kind text not null,
     level text not null, product_name text not null, producer text not null, producer_key text not null, producer_region text,
     seller text not null, region text, fails integer not null check (fails in (0, 1)),
     issued_fails integer not null check (issued_fails in (0, 1)), conclusion text`,
  );
  await schema.table(
    'item_facts',
    `sample_id text not null, seq integer not null, issued_on text not null, item_code text not null, item_name text not null,
     fails integer not null check (fails in (0, 1)), issued_fails integer not null check (issued_fails in (0, 1)),
     primary key (sample_id, seq)`,
  );
  await schema.table(
    'signal_runs',
    `id text primary key, on_day text not null, from_day text not null, run_by text not null references users (id),
     figures text not null, found integer not null, created_at text not null, version integer not null`,
  );
  await schema.table(
    'signals',
    `id text primary key, number text not null unique, run_id text not null references signal_runs (id),
     kind text not null check (kind in ('cusum', 'repeat')),
     family text not null check (family in ('producer-item', 'product-item', 'region-class')), stream text not null, parts text not null,
     product_class text not null, region text, sample_id text not null, signalled_on text not null, figures text not null,
     state text not null check (state in ('open', 'true', 'false')), reviewed_by text references users (id), reviewed_at text,
     reason text, created_at text not null, version integer not null, unique (kind, stream, sample_id)`,
  );
  await schema.table(
    'risks',
    `id text primary key, number text not null unique, source text not null check (source in ('signal', 'case', 'manual')),
     signal_id text unique references signals (id), case_id text references cases (id), product_class text not null,
     product_name text, producer text, region text, words text not null,
     level text not null check (level in ('high', 'medium', 'low')), state text not null check (state in ('listed', 'handling', 'closed')),
     listed_on text not null, listed_by text not null references users (id), due_on text, round integer not null, reopened integer not null,
     executors text not null, closed_on text, closed_by text references users (id), created_at text not null, version integer not null`,
  );
  await schema.table(
    'risk_measures',
    `id text primary key, risk_id text not null references risks (id), round integer not null, words text not null,
     owner_id text not null references users (id), due_on text not null,
     state text not null check (state in ('open', 'done', 'dropped')), done_on text, done_by text references users (id), outcome text,
     created_at text not null, version integer not null`,
  );
  await schema.table(
    'risk_steps',
    `id text primary key, risk_id text not null references risks (id), move text not null, on_day text not null, words text not null,
     file text, by_id text not null references users (id), created_at text not null, version integer not null`,
  );
  for (const [name, columns] of indexes) await db.raw(`create index ${name} on ${columns}`);
  await schema.appendOnly('risk_steps');
  await (schema.engine === 'sqlite' ? keepSqlite(db) : keepPostgres(db));
  await db.raw(`${intoBatches} ${words[schema.engine].batch('r')} where r.state = 'issued'`);
  await db.raw(`${intoItems} ${words[schema.engine].items}`);
}

const indexes = [
  ['batch_facts_issued', 'batch_facts (issued_on, fails)'],
  ['batch_facts_producer', 'batch_facts (producer_key, issued_on)'],
  ['batch_facts_product', 'batch_facts (product_name, issued_on)'],
  ['batch_facts_region', 'batch_facts (region, issued_on)'],
  ['item_facts_issued', 'item_facts (issued_on, item_name, fails)'],
  ['item_facts_fails', 'item_facts (fails, issued_on, sample_id)'],
  ['item_facts_item', 'item_facts (item_name, issued_on)'],
  ['signals_state', 'signals (state, id)'],
  ['signals_stream', 'signals (kind, stream, signalled_on)'],
  ['risks_state', 'risks (state, due_on, id)'],
  ['risks_region', 'risks (region, id)'],
  ['risks_case', 'risks (case_id)'],
  ['risk_measures_risk', 'risk_measures (risk_id, id)'],
  ['risk_measures_open', 'risk_measures (state, due_on)'],
  ['risk_steps_risk', 'risk_steps (risk_id, id)'],
] as const;

const intoBatches = `insert into batch_facts (sample_id, report_id, issued_on, product_class, work_kind, level, product_name, producer,
  producer_key, producer_region, seller, region, issued_fails, conclusion, fails)`;
const intoItems = 'insert into item_facts (sample_id, seq, issued_on, item_code, item_name, issued_fails, fails)';

/** In what the engines differ. `batch`: the facts of a report, `r` or the new row of a trigger; `items`: of the batches. */
interface Words {
  field(name: string): string;
  day(column: string): string;
  item: string;
  batch(report: string): string;
  items: string;
}

const makeWords = (engine: Pick<Words, 'field' | 'day' | 'item'>): Words => ({
  ...engine,
  batch: (report) =>
    `select ${report}.sample_id, ${report}.id, ${engine.day(`${report}.issued_at`)}, s.product_class, g.work_kind, g.level, s.product_name,
       s.producer, coalesce(${engine.field('producerCreditCode')}, s.producer), ${engine.field('producerRegion')}, g.sampled_unit,
       ${engine.field('sampledUnitRegion')}, case when ${report}.verdict = 'fails' then 1 else 0 end,
       (select max(c.conclusion) from cases c where c.sample_id = s.id),
       case when ${report}.verdict = 'fails'
         and not exists (select 1 from cases c where c.sample_id = s.id and c.conclusion = 'overturned') then 1 else 0 end
     from ${report === 'r' ? 'reports r join samples s on s.id = r.sample_id' : 'samples s'}
     join samplings g on g.id = s.sampling_id and g.work_kind <> 'FX'
       and not exists (select 1 from internal_samples i where i.sample_id = s.id)
       and not exists (select 1 from reinspections f where f.second_sample_id = s.id)`,
  items: `select t.sample_id, t.seq, b.issued_on, t.parameter_code, coalesce(${engine.item}, t.parameter_code),
       case when t.verdict = 'fails' then 1 else 0 end,
       case when t.verdict = 'fails' and b.fails = 1 then 1 else 0 end
     from batch_facts b join tests t on t.sample_id = b.sample_id where t.verdict in ('conforms', 'fails')`,
});

/** A field that is blank or struck out states nothing. */
const stated = (field: string) =>
  `case when trim(${field}) in ('', '/', '-', '—', '－') then null else trim(${field}) end`;

const words: Record<Schema['engine'], Words> = {
  sqlite: makeWords({
    field: (name) => stated(`json_extract(g.fields, '$.${name}')`),
    day: (column) => `date(${column}, '+8 hours')`,
    item: `json_extract(t.item, '$.name.zh')`,
  }),
  postgres: makeWords({
    field: (name) => stated(`g.fields::jsonb #>> '{${name}}'`),
    day: (column) => `to_char(${column}::timestamptz at time zone 'Asia/Shanghai', 'YYYY-MM-DD')`,
    item: `t.item::jsonb #>> '{name,zh}'`,
  }),
};

/** What a report brings and takes, as statements that both engines run in a trigger. */
const forget = (id: string) =>
  `delete from item_facts where sample_id in (select sample_id from batch_facts where ${id}); delete from batch_facts where ${id};`;

const bring = ({ batch, items }: Words) =>
  `${forget('sample_id = new.sample_id')}
   ${intoBatches} ${batch('new')} where s.id = new.sample_id;
   ${intoItems} ${items} and b.sample_id = new.sample_id;`;

/** What stands of a batch follows the conclusion of its case (domain 1.7). */
const conclude = `update batch_facts set conclusion = new.conclusion,
     fails = case when new.conclusion = 'overturned' then 0 else issued_fails end where sample_id = new.sample_id;
   update item_facts set fails = case when new.conclusion = 'overturned' then 0 else issued_fails end where sample_id = new.sample_id;`;

async function keepSqlite(db: Knex): Promise<void> {
  const on = (name: string, when: string, body: string) => db.raw(`create trigger ${name} ${when} begin ${body} end`);
  await on('reports_facts_new', `after insert on reports when new.state = 'issued'`, bring(words.sqlite));
  await on(
    'reports_facts_issued',
    `after update of state on reports when new.state = 'issued' and old.state <> 'issued'`,
    bring(words.sqlite),
  );
  await on(
    'reports_facts_withdrawn',
    `after update of state on reports when new.state = 'withdrawn' and old.state <> 'withdrawn'`,
    forget('report_id = new.id'),
  );
  await on('cases_facts', 'after update of conclusion on cases when new.conclusion is not old.conclusion', conclude);
}

async function keepPostgres(db: Knex): Promise<void> {
  await db.raw(
    `create function reports_facts() returns trigger language plpgsql as $$
     begin
       if tg_op = 'UPDATE' then
         if new.state = old.state then return null; end if;
       end if;
       if new.state = 'issued' then ${bring(words.postgres)} end if;
       if new.state = 'withdrawn' then ${forget('report_id = new.id')} end if;
       return null;
     end $$`,
  );
  await db.raw(
    'create trigger reports_facts after insert or update on reports for each row execute function reports_facts()',
  );
  await db.raw(
    `create function cases_facts() returns trigger language plpgsql as $$
     begin
       if new.conclusion is distinct from old.conclusion then ${conclude} end if;
       return null;
     end $$`,
  );
  await db.raw('create trigger cases_facts after update on cases for each row execute function cases_facts()');
}
