import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Rooms with their limits, what was read in them, and what became of readings outside (domain 6.4). */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'rooms',
    `id text primary key, code text not null unique, name text not null, kind text, limits text not null, basis text not null,
     active integer not null check (active in (0, 1)), created_at text not null, version integer not null`,
  );
  await schema.table(
    'sensors',
    `id text primary key, room_id text not null references rooms (id), name text not null, token_hash text not null unique,
     active integer not null check (active in (0, 1)), created_at text not null, version integer not null`,
  );
  await db.raw('create index sensors_room on sensors (room_id)');
  await schema.table(
    'room_readings',
    `id text primary key, room_id text not null references rooms (id), source text not null, at text not null,
     quantity text not null check (quantity in ('temperature', 'humidity', 'pressure')), value text not null,
     outside integer not null check (outside in (0, 1)), by_id text references users (id), recorded_at text not null,
     unique (room_id, source, quantity, at)`,
  );
  await db.raw('create index room_readings_time on room_readings (room_id, at)');
  await schema.appendOnly('room_readings');
  await schema.table(
    'excursions',
    `id text primary key, room_id text not null references rooms (id), source text not null,
     quantity text not null check (quantity in ('temperature', 'humidity', 'pressure')), began text not null, ended text,
     worst text not null, bounds text not null, state text not null check (state in ('open', 'assessed', 'closed', 'deviated')),
     impact text, cause text, judgement text, assessed_by text references users (id), assessed_at text, measures text,
     decided_by text references users (id), decided_at text, deviation_no text unique, deviation_to text,
     created_at text not null, version integer not null`,
  );
  await db.raw('create index excursions_room on excursions (room_id, began)');
  await db.raw('create index excursions_state on excursions (state, began)');
}
