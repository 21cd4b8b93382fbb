import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

const MEANINGS = ['test', 'review', 'approve', 'issue', 'void', 'notify', 'release']
  .map((one) => `'${one}'`)
  .join(', ');

/** Every edition ever released stays readable: which, by whom, and from which it was made. */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'drafts',
    `id text primary key, kind text not null check (kind in ('parameter', 'specification')), code text not null,
     base_hash text references definitions (hash), body text not null,
     state text not null check (state in ('draft', 'proposed', 'released', 'returned', 'dropped')), note text,
     author_id text not null references users (id), proposed_at text, decided_by text references users (id), decided_at text,
     reason text, created_at text not null, version integer not null`,
  );
  await db.raw('create index drafts_state on drafts (state, id)');
  await schema.table(
    'releases',
    `id text primary key, kind text not null check (kind in ('parameter', 'form', 'specification')), code text not null,
     hash text not null references definitions (hash), origin text not null check (origin in ('program', 'institute')),
     base_hash text, draft_id text references drafts (id), note text, released_by text not null, released_at text not null`,
  );
  await db.raw('create index releases_code on releases (kind, code, id)');
  await db.raw('create index releases_origin on releases (origin, id)');
  await schema.appendOnly('releases');
  await schema.table('release_sets', 'id integer primary key check (id = 1), digest text not null');
  await db.raw(`insert into release_sets (id, digest) values (1, '')`);
  await schema.table(
    'confirmations',
    `id text primary key, kind text not null check (kind in ('parameter', 'specification')), code text not null,
     hash text not null references definitions (hash), seq integer, source text not null, page text, seen_by text not null,
     user_id text not null references users (id), at text not null, created_at text not null, version integer not null`,
  );
  await db.raw('create index confirmations_hash on confirmations (hash)');
  await admitMeaning(db, schema);
}

/** A release is signed: its meaning joins the closed list. SQLite changes a condition only with the whole table. */
async function admitMeaning(db: Knex, schema: Schema): Promise<void> {
  if (schema.engine === 'postgres') {
    await db.raw('alter table signatures drop constraint signatures_meaning_check');
    await db.raw(`alter table signatures add constraint signatures_meaning_check check (meaning in (${MEANINGS}))`);
    return;
  }
  await db.raw('alter table signatures rename to signatures_before');
  await db.raw('drop index signatures_record');
  await schema.table(
    'signatures',
    `id text primary key, entity text not null, entity_id text not null, record_hash text not null,
     meaning text not null check (meaning in (${MEANINGS})),
     user_id text not null references users (id), user_name text not null, role text not null, at text not null,
     set_id text not null, created_at text not null, version integer not null`,
  );
  await db.raw('insert into signatures select * from signatures_before');
  await db.raw('drop table signatures_before');
  await db.raw('create index signatures_record on signatures (entity, entity_id)');
}
