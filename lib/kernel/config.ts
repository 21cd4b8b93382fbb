import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Place } from './database.ts';

/** The program's settings, from the environment only; secrets may come by file (NAME_FILE). */
export interface Config {
  root: string;
  /** Where compiled migrations or their sources lie: the sources when run by a transpiler, the build otherwise. */
  migrations: string;
  dataDir: string;
  database: Place;
  host: string;
  port: number;
  publicUrl: string;
  logLevel: string;
  version: string;
  /** Minutes without a key or a click after which the session locks (the typed work stays). */
  idleMinutes: number;
}

/** The nearest folder upwards that holds package.json: lib/ and dist/lib/ lie at different depths. */
export function projectRoot(from = dirname(fileURLToPath(import.meta.url))): string {
  if (existsSync(join(from, 'package.json'))) return from;
  const parent = dirname(from);
  if (parent === from) throw new Error('package.json of the program was not found');
  return projectRoot(parent);
}

function secret(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const file = env[`${name}_FILE`];
  return file ? readFileSync(file, 'utf8').trim() : env[name];
}

function port(text: string | undefined): number {
  const value = Number(text ?? '3000');
  if (!/^\d{1,5}$/.test(text ?? '3000') || value > 65535)
    throw new Error(`PORT must be a number from 0 to 65535, not '${text}'`);
  return value;
}

function database(url: string | undefined, dataDir: string): Place {
  if (!url) return { engine: 'sqlite', file: join(dataDir, 'lims.db') };
  if (!/^postgres(ql)?:\/\//.test(url)) throw new Error('DATABASE_URL must be a postgres:// address');
  return { engine: 'postgres', url };
}

/**
 * Reads the configuration.
 * @throws Error naming the variable that is wrong
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const root = projectRoot();
  const dataDir = resolve(env.DATA_DIR ?? join(root, 'data'));
  const host = env.HOST ?? '127.0.0.1';
  const wantedPort = port(env.PORT);
  const publicUrl = (env.PUBLIC_URL ?? `http://${host}:${wantedPort}`).replace(/\/$/, '');
  if (!/^https?:\/\/[^/]+$/.test(publicUrl)) throw new Error('PUBLIC_URL must be http(s)://host[:port] without a path');
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const here = dirname(fileURLToPath(import.meta.url));
  return Object.freeze({
    root,
    migrations: join(here, '..', '..', 'migrations'),
    dataDir,
    database: database(secret(env, 'DATABASE_URL'), dataDir),
    host,
    port: wantedPort,
    publicUrl,
    logLevel: env.LOG_LEVEL ?? 'info',
    version,
    idleMinutes: 30,
  });
}
