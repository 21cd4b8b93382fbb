import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type SqliteDatabase from 'better-sqlite3';
import knexFactory, { type Knex } from 'knex';
import SqliteClient from 'knex/lib/dialects/better-sqlite3/index.js';
import SqliteTransaction from 'knex/lib/dialects/sqlite3/execution/sqlite-transaction.js';

export type Engine = 'sqlite' | 'postgres';
export type Place = { engine: 'sqlite'; file: string } | { engine: 'postgres'; url: string };

/** One writer and a separate reader: on SQLite a plain read must not wait behind an open transaction (pool of one). */
export interface Database {
  engine: Engine;
  write: Knex;
  read: Knex;
  close(): Promise<void>;
}

/** A deferred BEGIN that later wants to write fails at once with SQLITE_BUSY; IMMEDIATE takes the write lock first. */
class ImmediateTransaction extends SqliteTransaction {
  override begin(connection: unknown): Promise<unknown> {
    return this.query(connection, 'BEGIN IMMEDIATE;');
  }
}

class Sqlite extends SqliteClient {
  override transaction(...args: unknown[]): unknown {
    return new ImmediateTransaction(this, ...args);
  }
}

/** SQLite before this version can corrupt a WAL database when two connections meet in a checkpoint. */
const OLDEST_SQLITE = [3, 51, 3];

const pragmas = [
  'journal_mode = WAL',
  'synchronous = FULL', // the compiled-in default of WAL mode is NORMAL: a power cut would lose acknowledged commits
  'foreign_keys = ON',
  'recursive_triggers = ON', // else INSERT OR REPLACE slips past the append-only triggers
  'trusted_schema = OFF',
  'busy_timeout = 5000',
  'wal_autocheckpoint = 1000',
  'cell_size_check = ON',
];

const wanted: Record<string, unknown> = { journal_mode: 'wal', synchronous: 2, foreign_keys: 1, recursive_triggers: 1 };

const STATEMENTS = 400;

/** Keeps prepared statements by their text: knex hands over text each time, and preparing it again costs more than running it. */
function keepStatements(connection: SqliteDatabase.Database): void {
  const prepare = connection.prepare.bind(connection) as (sql: string) => SqliteDatabase.Statement;
  const kept = new Map<string, SqliteDatabase.Statement>();
  const keeping = (sql: string): SqliteDatabase.Statement => {
    const known = kept.get(sql);
    if (known) return known;
    const statement = prepare(sql);
    if (!/^\s*(select|insert|update|delete|begin|commit|savepoint|release|rollback)\b/i.test(sql)) return statement;
    if (kept.size >= STATEMENTS) kept.clear();
    kept.set(sql, statement);
    return statement;
  };
  connection.prepare = keeping as typeof connection.prepare;
}

function prepareConnection(connection: SqliteDatabase.Database): void {
  for (const pragma of pragmas) connection.pragma(pragma);
  for (const [name, value] of Object.entries(wanted)) {
    const actual = connection.pragma(name, { simple: true });
    if (actual !== value) throw new Error(`SQLite refuses ${name}=${String(value)} (it is ${String(actual)})`);
  }
  const version = String(connection.prepare('select sqlite_version() as v').pluck().get());
  const parts = version.split('.').map(Number);
  const older = OLDEST_SQLITE.findIndex((part, i) => (parts[i] ?? 0) !== part);
  if (older >= 0 && (parts[older] ?? 0) < (OLDEST_SQLITE[older] ?? 0)) throw new Error(`SQLite ${version} is too old`);
  keepStatements(connection);
}

function sqliteKnex(file: string): Knex {
  return knexFactory({
    client: Sqlite as unknown as typeof Knex.Client,
    connection: { filename: file },
    useNullAsDefault: true,
    pool: {
      min: 1,
      max: 1,
      afterCreate: (connection: SqliteDatabase.Database, done: (error: Error | null, connection: unknown) => void) => {
        try {
          prepareConnection(connection);
          done(null, connection);
        } catch (error) {
          done(error as Error, connection);
        }
      },
    },
  });
}

async function postgresKnex(url: string): Promise<Knex> {
  // Only who uses PostgreSQL loads its client.
  const { default: pg } = await import('pg');
  // A DATE read as a JS Date in UTC+8 becomes the day before; all our dates are text, and so are 64-bit counts.
  pg.types.setTypeParser(1082, (text) => text);
  pg.types.setTypeParser(20, Number);
  return knexFactory({ client: 'pg', connection: url, pool: { min: 0, max: 10 } });
}

/**
 * Opens the embedded SQLite file or a PostgreSQL database. The first SQLite connection checks that the durable settings took.
 * @throws Error when SQLite is too old or refuses a setting
 */
export async function openDatabase(place: Place): Promise<Database> {
  if (place.engine === 'postgres') {
    const pool = await postgresKnex(place.url);
    await pool.raw('select 1');
    return { engine: 'postgres', write: pool, read: pool, close: () => pool.destroy() };
  }
  mkdirSync(dirname(place.file), { recursive: true });
  const write = sqliteKnex(place.file);
  await write.raw('select 1');
  const read = sqliteKnex(place.file);
  const close = async () => {
    await read.destroy();
    await write.raw('pragma wal_checkpoint(truncate)').catch(() => undefined);
    await write.destroy();
  };
  return { engine: 'sqlite', write, read, close };
}
