import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Reference substances and consumables (domain 6.3): one row a lot, its ledger, its parents, and the standardisations of titrants. */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'materials',
    `id text primary key, number text not null unique,
     kind text not null check (kind in ('reference', 'standard', 'herb', 'crm', 'reagent', 'titrant', 'solution', 'media', 'strain',
       'column', 'controlled')),
     name text not null, maker text, catalogue_no text, lot_no text, content text,
     basis text check (basis in ('as-is', 'dried', 'anhydrous')), loss text, treatment text, purpose text, storage text,
     concentration text, unit text not null, balance text not null, made_on text, received_on text not null, opened_on text,
     expiry text, valid_to text, factor text, standardised_on text, passage integer, suitability text not null, blocked text,
     closed_on text, certificate text, made_by text references users (id), note text, created_at text not null,
     version integer not null`,
  );
  await db.raw('create index materials_kind on materials (kind, closed_on, id)');
  await schema.table(
    'material_parents',
    `id text primary key, material_id text not null references materials (id), parent_id text not null references materials (id),
     created_at text not null, version integer not null, unique (material_id, parent_id)`,
  );
  await db.raw('create index material_parents_parent on material_parents (parent_id)');
  await schema.table(
    'material_moves',
    `id text primary key, material_id text not null references materials (id), seq integer,
     kind text not null check (kind in ('receipt', 'issue', 'return', 'disposal', 'log')),
     state text not null check (state in ('waiting', 'done', 'declined')), amount text not null, used text, balance text,
     issue_id text references material_moves (id), purpose text not null, moved_on text not null,
     by_id text not null references users (id), second_id text references users (id), settled integer not null,
     created_at text not null, version integer not null, unique (material_id, seq)`,
  );
  await db.raw('create index material_moves_state on material_moves (state, material_id)');
  await schema.table(
    'standardisations',
    `id text primary key, material_id text not null references materials (id), round integer not null,
     part text not null check (part in ('first', 'second')), by_id text not null references users (id), done_on text not null,
     temperature text not null, base_id text not null references materials (id), purity text not null, titre text not null,
     readings text not null, factors text not null, mean text not null, deviation text not null, accepted integer not null,
     reasons text not null, factor text, agreement text, valid_to text, created_at text not null, version integer not null`,
  );
  await db.raw('create index standardisations_material on standardisations (material_id, id)');
}
