import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'samplings',
    `id text primary key, number text not null unique,
     product_class text not null check (product_class in ('drug', 'tcm', 'device', 'cosmetic')),
     work_kind text not null check (work_kind in ('JD', 'PJ', 'FX', 'ZX', 'SA', 'WT')),
     level text not null check (level in ('national', 'provincial', 'municipal', 'county')),
     product_name text not null, batch_no text not null, spec text not null, producer text not null, sampled_unit text not null,
     sampled_on text not null, quantity text not null, unit text not null, officers text not null,
     state text not null check (state in ('draft', 'sampled', 'received', 'refused', 'void')),
     fields text not null, form_hash text not null references definitions (hash), created_by text not null references users (id),
     created_at text not null, version integer not null`,
  );
  await db.raw('create index samplings_list on samplings (state, id)');
  await db.raw('create index samplings_mine on samplings (created_by, id)');
  // A sample is three sealed portions with separate custody, not one object; each seal number is used once (N17).
  await schema.table(
    'portions',
    `id text primary key, sampling_id text not null references samplings (id), sample_id text,
     role text not null check (role in ('test', 'check', 'retain')), n integer not null, total integer not null,
     qty text not null, unit text not null, seal_no text not null unique, code text unique, place text not null,
     state text not null check (state in ('sealed', 'received', 'in-test', 'retained', 'refused')),
     created_at text not null, version integer not null, unique (sampling_id, n)`,
  );
  await db.raw('create index portions_sample on portions (sample_id)');
}
