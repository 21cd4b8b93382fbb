import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Database, openDatabase } from '../../lib/kernel/database.ts';
import { verifyTrail } from '../../lib/kernel/verify.ts';
import { batchFile } from '../scenario.ts';
import { freePort } from '../support/lab.ts';

/** 10 rounds in every run; `CRASH_ROUNDS=100 npx mocha test/kernel/crash.test.ts` is the long version. */
const ROUNDS = Number(process.env.CRASH_ROUNDS ?? 10);
const CLIENTS = 8;
const PASSWORD = 'autumn rain on the roof 7';
/** A start that takes longer hangs; how fast it is, the bench says. */
const START_MS = 30_000;

interface Started {
  process: ChildProcess;
  output: () => string;
  exited: Promise<void>;
}

interface SignedIn {
  cookie: string;
  csrf: string;
}

const root = join(import.meta.dirname, '..', '..');

/** The build, as it is delivered, unless a source is newer than it (a single file run by hand). */
function program(): string[] {
  const built = join(root, 'dist', 'lib', 'main.js');
  const changed = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
      (path) => statSync(join(root, folder, path)).mtimeMs,
    );
  const isFresh = existsSync(built) && Math.max(...changed('lib'), ...changed('migrations')) < statSync(built).mtimeMs;
  return isFresh ? [built] : ['--import', 'tsx', join(root, 'lib', 'main.ts')];
}

describe(`kill -9 under load, ${ROUNDS} rounds on one data folder`, function () {
  this.timeout(60_000 + ROUNDS * 15_000);
  let dataDir: string;
  let url: string;
  let port: number;
  let server: Started;
  let officers: string[];
  const callers: SignedIn[] = [];
  /** Numbers whose registration was acknowledged, over all rounds. */
  const acknowledged = new Set<string>();
  let serial = 0;

  before(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'lims-crash-'));
    port = await freePort();
    url = `http://127.0.0.1:${port}`;
    server = await start();
    await setUp();
  });
  after(async () => {
    server.process.kill('SIGTERM');
    await server.exited;
    rmSync(dataDir, { recursive: true, force: true });
  });

  async function start(): Promise<Started> {
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATA_DIR: dataDir,
      PORT: String(port),
      LOG_LEVEL: 'warn',
    };
    const child = spawn(process.execPath, program(), { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const started = { process: child, output: () => text, exited };
    const from = Date.now();
    for (;;) {
      const ready = await fetch(`${url}/health/ready`).catch(() => undefined);
      if (ready?.status === 200) return started;
      if (child.exitCode !== null || Date.now() - from > START_MS) throw new Error(`the server did not start: ${text}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const send = (path: string, body: object, by?: SignedIn, key?: string) =>
    fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(by && { cookie: by.cookie, 'x-csrf-token': by.csrf }),
        ...(key && { 'idempotency-key': key }),
      },
      body: JSON.stringify(body),
    });

  async function signIn(login: string, password: string): Promise<SignedIn> {
    const answer = await send('/session', { login, password });
    expect(answer.status).to.equal(200);
    const { csrf } = (await answer.json()) as { csrf: string };
    return { csrf, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
  }

  /** The first set-up with the code that the server printed: two samplers with passwords of their own. */
  async function setUp(): Promise<void> {
    // The code is printed after the server listens.
    while (!/one-time code: +\S+/.test(server.output())) await new Promise((resolve) => setTimeout(resolve, 20));
    const [, code = ''] = /one-time code: +(\S+)/.exec(server.output()) ?? [];
    const users = ['sun', 'zhou'].map((login) => ({
      login,
      name: login,
      password: `${PASSWORD}!`,
      roles: ['sampler'],
    }));
    const made = await send('/setup', {
      code,
      institute: { name: '示例所' },
      admin: { login: 'boss', name: '沈', password: PASSWORD },
      users,
    });
    expect(made.status, await made.text()).to.equal(200);
    const first = await signIn('sun', `${PASSWORD}!`);
    expect(
      (await send('/me/password', { old: `${PASSWORD}!`, password: PASSWORD, again: PASSWORD }, first)).status,
    ).to.equal(200);
    for (let i = 0; i < CLIENTS; i += 1) callers.push(await signIn('sun', PASSWORD));
    const listed = await fetch(`${url}/api/v1/samplings/new`, { headers: { cookie: callers[0]?.cookie ?? '' } });
    officers = ((await listed.json()) as { officers: { id: string }[] }).officers.map(({ id }) => id);
  }

  const { productClass, ...sampling } = batchFile('paracetamol-tablet').sampling;
  const registration = (number: string) => ({
    ...sampling,
    class: productClass,
    number,
    officers,
    portions: sampling.portions.map((portion, i) => ({ ...portion, sealNo: `${number}-S${i}` })),
  });

  /** One caller at work until the server is gone; answers what was in flight then. */
  async function work(by: SignedIn): Promise<string> {
    for (;;) {
      serial += 1;
      const number = `CRASH-${String(serial).padStart(6, '0')}`;
      const status = await send('/samplings', registration(number), by, `key-${number}`).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 0) return number;
      expect(status).to.equal(201);
      acknowledged.add(number);
    }
  }

  const counts = async (db: Database, number: string): Promise<{ rows: number; portions: number }> => {
    const rows: { id: string }[] = await db.read('samplings').where({ number }).select('id');
    const portions = await db
      .read('portions')
      .whereIn(
        'sampling_id',
        rows.map(({ id }) => id),
      )
      .select('id');
    return { rows: rows.length, portions: portions.length };
  };

  async function inspect(inFlight: string[]): Promise<void> {
    const db = await openDatabase({ engine: 'sqlite', file: join(dataDir, 'lims.db') });
    try {
      expect(await db.read.raw('pragma integrity_check')).to.deep.equal([{ integrity_check: 'ok' }]);
      expect(await db.read.raw('pragma foreign_key_check')).to.deep.equal([]);
      const stored: { number: string; n: number }[] = await db
        .read('samplings')
        .join('portions', 'portions.sampling_id', 'samplings.id')
        .groupBy('samplings.id')
        .select('samplings.number')
        .count({ n: '*' });
      const known = new Map(stored.map(({ number, n }) => [number, n]));
      expect(known.size, 'no number twice').to.equal(stored.length);
      expect(
        [...acknowledged].filter((number) => known.get(number) !== sampling.portions.length),
        'acknowledged but not whole',
      ).to.deep.equal([]);
      expect(
        stored.filter(({ n }) => n !== sampling.portions.length),
        'half a batch',
      ).to.deep.equal([]);
      expect(Number((await db.read('samplings').count({ n: '*' }))[0]?.n), 'a sampling without any portion').to.equal(
        stored.length,
      );
      expect((await verifyTrail(db.read)).faults).to.deep.equal([]);
      // FT-18: whoever got no answer sends the same again; it is made now, or it was, but never twice.
      for (const [i, number] of inFlight.entries()) {
        const again = await send('/samplings', registration(number), callers[i], `key-${number}`);
        expect(again.status, number).to.equal(201);
        expect(await counts(db, number)).to.deep.equal({ rows: 1, portions: sampling.portions.length });
        acknowledged.add(number);
      }
    } finally {
      await db.close();
    }
  }

  it('FT-01 LG-proof-7 loses no acknowledged registration, keeps none by halves, and the trail is whole', async () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const before = acknowledged.size;
      const wait = 200 + Math.random() * 1300;
      const working = Promise.all(callers.map(work));
      await new Promise((resolve) => setTimeout(resolve, wait));
      server.process.kill('SIGKILL');
      const inFlight = await working;
      await server.exited;
      server = await start();
      await inspect(inFlight);
      expect(acknowledged.size, `round ${round} after ${Math.round(wait)} ms`).to.be.greaterThan(before);
    }
  });

  it('FT-13 a second server on the same folder refuses to start and names the one that holds it', async () => {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' };
    const second = spawn(process.execPath, program(), { cwd: root, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let text = '';
    second.stderr.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')));
    const code = await new Promise((resolve) => second.once('exit', resolve));
    expect(code).not.to.equal(0);
    expect(text).to.include(`is in use by process ${server.process.pid}`);
  });

  it('FT-11 SIGTERM lets what is in flight finish, ends with 0 and lets go of the folder', async () => {
    let stopping = false;
    const statuses: number[] = [];
    const working = callers.map(async (by) => {
      while (!stopping) {
        serial += 1;
        const number = `CRASH-${String(serial).padStart(6, '0')}`;
        const status = await send('/samplings', registration(number), by, `key-${number}`).then(
          (answer) => answer.status,
          () => 0,
        );
        if (status === 0) return;
        statuses.push(status);
        acknowledged.add(number);
      }
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    server.process.kill('SIGTERM');
    await server.exited;
    stopping = true;
    await Promise.all(working);
    expect(server.process.exitCode).to.equal(0);
    expect(new Set(statuses)).to.deep.equal(new Set([201]));
    server = await start();
    await inspect([]);
  });
});
