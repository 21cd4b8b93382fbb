import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { readConfig } from '../../lib/kernel/config.ts';
import type { Engine, Place } from '../../lib/kernel/database.ts';
import { openApp } from '../../lib/open.ts';

export const engines: readonly Engine[] = ['sqlite', 'postgres'];

/** A database of a test's own: migrated, with the definitions of the program and nothing else. */
export interface FreshDatabase {
  engine: Engine;
  place: Place;
  /** An empty folder of the test's own; on SQLite it holds lims.db, the name that the program looks for. */
  dataDir: string;
  /** DATA_DIR, and DATABASE_URL on PostgreSQL: what a started server reads. */
  env: Record<string, string>;
  /** Removes database and folder; close your own connections first. */
  drop(): Promise<void>;
}

/** The variables by which the launcher hands the server and the templates to its workers. */
export const variables = {
  postgres: 'TEST_POSTGRES_URL',
  sqliteTemplate: 'TEST_SQLITE_TEMPLATE',
  postgresTemplate: 'TEST_POSTGRES_TEMPLATE',
} as const;

/** Whether this run can test on the engine: SQLite always, PostgreSQL when the launcher (or you) named a server. */
export function available(engine: Engine): boolean {
  return engine === 'sqlite' || Boolean(process.env[variables.postgres]);
}

/** Declares one describe for each engine; on an engine that is not there its tests stand as pending, and the title says why. */
export function eachEngine(title: string, body: (engine: Engine) => void): void {
  for (const engine of engines) {
    if (available(engine)) describe(`${title} [${engine}]`, () => body(engine));
    else
      describe.skip(`${title} [${engine}] SKIPPED: no PostgreSQL (${variables.postgres} is not set)`, () =>
        body(engine));
  }
}

/** Makes a database from the run's template. */
export async function freshDatabase(engine: Engine): Promise<FreshDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lims-test-'));
  const removeFolder = () => rmSync(dataDir, { recursive: true, force: true });
  if (engine === 'sqlite') {
    const file = join(dataDir, 'lims.db');
    copyFileSync(await sqliteTemplate(), file);
    return { engine, place: { engine, file }, dataDir, env: { DATA_DIR: dataDir }, drop: async () => removeFolder() };
  }
  const name = `t_${process.pid}_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${name} template ${await postgresTemplate()}`);
  const url = addressOf(name);
  const drop = async () => {
    removeFolder();
    await administer(`drop database ${name} with (force)`);
  };
  return { engine, place: { engine, url }, dataDir, env: { DATA_DIR: dataDir, DATABASE_URL: url }, drop };
}

let ownSqlite: Promise<string> | undefined;
let ownPostgres: Promise<string> | undefined;

/** The launcher's template, or one of this process when a single file is run without the launcher. */
function sqliteTemplate(): Promise<string> {
  const given = process.env[variables.sqliteTemplate];
  if (given && existsSync(given)) return Promise.resolve(given);
  ownSqlite ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lims-template-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    return buildSqliteTemplate(folder);
  })();
  return ownSqlite;
}

function postgresTemplate(): Promise<string> {
  const given = process.env[variables.postgresTemplate];
  if (given) return Promise.resolve(given);
  ownPostgres ??= buildPostgresTemplate(`template_${process.pid}`);
  return ownPostgres;
}

/** Fills a new SQLite file in the folder and returns its path; the write-ahead log is folded in, so one file is the whole. */
export async function buildSqliteTemplate(folder: string): Promise<string> {
  await filled({ DATA_DIR: folder });
  return join(folder, 'lims.db');
}

/** Fills a new database on the server of TEST_POSTGRES_URL and returns its name. */
export async function buildPostgresTemplate(name: string): Promise<string> {
  await administer(`drop database if exists ${name} with (force)`);
  await administer(`create database ${name}`);
  const folder = mkdtempSync(join(tmpdir(), 'lims-template-'));
  await filled({ DATA_DIR: folder, DATABASE_URL: addressOf(name) });
  rmSync(folder, { recursive: true, force: true });
  return name;
}

/** What every installation has after its first start: the tables, and the definitions that came with the program. */
async function filled(env: Record<string, string>): Promise<void> {
  const app = await openApp(readConfig({ LOG_LEVEL: 'silent', ...env }));
  await app.db.close();
}

function addressOf(database: string): string {
  const url = new URL(process.env[variables.postgres] ?? '');
  url.pathname = `/${database}`;
  return url.href;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env[variables.postgres] });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
