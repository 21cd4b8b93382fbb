import type { Knex } from 'knex';
import type { Schema } from '../lib/kernel/migrate.ts';

/** Uncertainty budgets with their versions, each for a parameter from one day to another (domain 3.9). */
export async function up(db: Knex, schema: Schema): Promise<void> {
  await schema.table(
    'uncertainty_budgets',
    `id text primary key, number text not null unique, parameter_code text not null, title text not null,
     state text not null check (state in ('draft', 'proposed', 'confirmed', 'superseded', 'dropped')),
     body text not null, computed text, simulated text, replaces_id text references uncertainty_budgets (id),
     author_id text not null references users (id), proposed_at text, confirmed_by text references users (id), confirmed_at text,
     valid_from text, valid_to text, reason text, created_at text not null, version integer not null`,
  );
  await db.raw('create index uncertainty_budgets_parameter on uncertainty_budgets (parameter_code, state, valid_from)');
  // One budget of a parameter is in force.
  await db.raw(
    "create unique index uncertainty_budgets_in_force on uncertainty_budgets (parameter_code) where state = 'confirmed'",
  );
  await db.raw('create index uncertainty_budgets_state on uncertainty_budgets (state, id)');
}
