/** The launcher behind `npm test`: one PostgreSQL and one template for each engine, then mocha once over all tests. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildPostgresTemplate, buildSqliteTemplate, variables } from './support/engines.ts';
import { type PostgresServer, startPostgres } from './support/postgres.ts';

const root = join(import.meta.dirname, '..');
const mocha = join(dirname(createRequire(import.meta.url).resolve('mocha/package.json')), 'bin', 'mocha.js');
const folder = mkdtempSync(join(tmpdir(), 'lims-run-'));

let running: ChildProcess | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => running?.kill(signal));

/** Starts PostgreSQL, or says why it cannot; a migration that fails on it is an error, never a skip. */
async function preparePostgres(): Promise<PostgresServer | { reason: string }> {
  const server = await startPostgres().catch((error: unknown) => ({ reason: String(error) }));
  if ('reason' in server) {
    console.error(`\n!!! PostgreSQL cannot start, its tests will be skipped: ${server.reason}\n`);
    return server;
  }
  process.env[variables.postgres] = server.url;
  try {
    process.env[variables.postgresTemplate] = await buildPostgresTemplate('lims_template');
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Runs mocha on two workers, its output passed through as it comes; resolves to its exit code and the number of pending tests. */
function runMocha(specs: string[]): Promise<{ code: number; pending: number }> {
  const colour = process.stdout.isTTY ? ['--color'] : [];
  // Mocha requires test files where Node can; a module that the program imports later would then exist twice.
  const parameters = [
    '--import',
    'tsx',
    '--no-experimental-require-module',
    mocha,
    '--parallel',
    '--jobs',
    '2',
    ...colour,
    ...specs,
  ];
  return new Promise((resolve, reject) => {
    let tail = '';
    running = spawn(process.execPath, parameters, { cwd: root, stdio: ['inherit', 'pipe', 'inherit'] });
    running.stdout?.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString('utf8')).slice(-200_000);
      process.stdout.write(chunk);
    });
    running.once('error', reject);
    running.once('close', (code, signal) => {
      resolve({ code: code ?? (signal ? 130 : 1), pending: Number(/^\s*(\d+) pending/m.exec(tail)?.[1] ?? 0) });
    });
  });
}

async function main(): Promise<number> {
  process.env[variables.sqliteTemplate] = await buildSqliteTemplate(folder);
  const postgres = await preparePostgres();
  const specs = process.argv.slice(2);
  const run = runMocha(specs.length > 0 ? specs : ['test/**/*.test.ts', 'test/**/*.test.tsx']);
  if (!('reason' in postgres)) {
    const { code } = await run.finally(() => postgres.stop());
    return code;
  }
  const { code, pending } = await run;
  console.error(`\n!!! ${pending} skipped: PostgreSQL did not start (${postgres.reason})`);
  return code === 0 && process.env.CI ? 1 : code;
}

process.exitCode = await main().finally(() => rmSync(folder, { recursive: true, force: true }));
