import type { Knex } from 'knex';
import type { Database } from '../kernel/database.ts';

/**
 * Reads at one moment of the database, also while a server writes to it: without it, a row changed between reading the trail
 * and reading the table would look like a forgery. Takes no write lock.
 */
export async function snapshot<T>({ engine, read }: Database, run: (db: Knex) => Promise<T>): Promise<T> {
  if (engine === 'postgres') return read.transaction(run, { isolationLevel: 'repeatable read', readOnly: true });
  // The reader's pool holds one connection, so this deferred transaction is the one that `run` reads in.
  await read.raw('begin');
  try {
    return await run(read);
  } finally {
    await read.raw('rollback');
  }
}
