import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** 能力附表: what the institute is qualified for, by scheme, with the words of the annex (domain 6.6). */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'capabilities',
    `id text primary key, scheme text not null check (scheme in ('CMA', 'CNAS')), annex_no text, parameter_code text not null,
     object text, item text not null, standards text not null, scope text, note text, certificate text, approved_on text, valid_to text,
     site text not null, state text not null check (state in ('applied', 'held', 'suspended', 'cancelled')), project text,
     created_at text not null, version integer not null, unique (scheme, parameter_code, site)`,
  );
  await db.raw('create index capabilities_parameter on capabilities (parameter_code)');
}
