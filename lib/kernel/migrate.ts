import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Knex } from 'knex';
import { systemClock } from './clock.ts';
import type { Database } from './database.ts';

interface Migration {
  up(db: Knex, schema: Schema): Promise<void>;
}

/** Hands a migration the few words in which the two engines differ. */
export interface Schema {
  engine: Database['engine'];
  table(name: string, body: string): Promise<void>;
  /** Makes a table append-only: a guard rail, the hash chain is the evidence. */
  appendOnly(name: string): Promise<void>;
}

const schemaFor = (db: Knex, engine: Database['engine']): Schema => ({
  engine,
  // STRICT: without it SQLite turns '0.050' into 0.05 and 'abc' into a silent text in an integer column.
  table: async (name, body) => {
    await db.raw(`create table ${name} (${body})${engine === 'sqlite' ? ' strict' : ''}`);
  },
  appendOnly: async (name) => {
    if (engine === 'sqlite') {
      for (const verb of ['update', 'delete']) {
        await db.raw(
          `create trigger ${name}_no_${verb} before ${verb} on ${name} begin select raise(abort, '${name} is append-only'); end`,
        );
      }
      return;
    }
    await db.raw(
      `create function ${name}_refuse() returns trigger language plpgsql as $$ begin raise exception '${name} is append-only'; end $$`,
    );
    await db.raw(
      `create trigger ${name}_no_change before update or delete on ${name} for each row execute function ${name}_refuse()`,
    );
    await db.raw(
      `create trigger ${name}_no_truncate before truncate on ${name} for each statement execute function ${name}_refuse()`,
    );
  },
});

/** Names are kept without extension, so that the .ts sources and the .js build agree about what has run. */
function migrationNames(directory: string): { name: string; file: string }[] {
  return readdirSync(directory)
    .filter((file) => /^\d{4}_\w+\.(ts|js)$/.test(file))
    .sort()
    .map((file) => ({ name: file.replace(/\.(ts|js)$/, ''), file: join(directory, file) }));
}

/**
 * Runs the migrations that have not run, each in one transaction, and returns their names.
 * @throws Error when the database carries a migration this program does not know (it is newer)
 */
export async function migrate(db: Database, directory: string): Promise<string[]> {
  const all = migrationNames(directory);
  if (!(await db.write.schema.hasTable('migrations'))) {
    await schemaFor(db.write, db.engine).table('migrations', 'name text primary key, at text not null');
  }
  const done = new Set<string>(await db.write('migrations').pluck('name'));
  const unknown = [...done].filter((name) => !all.some((migration) => migration.name === name));
  if (unknown.length > 0) throw new Error(`the database is newer than this program: it has ${unknown.join(', ')}`);
  const ran: string[] = [];
  for (const { name, file } of all) {
    if (done.has(name)) continue;
    const migration = (await import(pathToFileURL(file).href)) as Migration;
    await db.write.transaction(async (trx) => {
      await migration.up(trx, schemaFor(trx, db.engine));
      await trx('migrations').insert({ name, at: systemClock.now().toISOString() });
    });
    ran.push(name);
  }
  return ran;
}

/** The migrations that this program has and the database has not run yet. */
export async function pending(db: Database, directory: string): Promise<string[]> {
  const done = new Set<string>(await db.read('migrations').pluck('name'));
  return migrationNames(directory)
    .map(({ name }) => name)
    .filter((name) => !done.has(name));
}
