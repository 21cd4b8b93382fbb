import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** One hash chain per installation (LG-01, LG-02): unique seq and unique prev_hash, so that a fork cannot be stored. */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'audit',
    `seq integer primary key, alg text not null, utc text not null, action text not null, entity text not null,
     entity_id text not null, user_id text not null, body text not null, prev_hash text not null unique, hash text not null unique`,
  );
  await db.raw('create index audit_entity on audit (entity, entity_id, seq)');
  await db.raw('create index audit_user on audit (user_id, seq)');
  await schema.appendOnly('audit');
  await schema.table(
    'audit_head',
    'id integer primary key check (id = 1), seq integer not null, hash text not null, utc text not null',
  );
  await db.raw(
    `insert into audit_head (id, seq, hash, utc) values (1, 0, '${'0'.repeat(64)}', '1970-01-01T00:00:00.000Z')`,
  );
  // Signed heads of the chain; filled by the issue that brings the key.
  await schema.table(
    'checkpoints',
    `seq integer primary key, head text not null, utc text not null, origin text not null, app text not null,
     key_id text not null, signature text not null`,
  );
}
