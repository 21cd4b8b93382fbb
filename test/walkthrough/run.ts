/**
 * `npm run walkthrough -- --out DIR`: four batches of real input from the sampling form to the signed report, through real HTTP.
 * `--postgres` plays them on a PostgreSQL of the run's own; DATABASE_URL on the one that it names.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import SqliteDatabase from 'better-sqlite3';
import { readConfig } from '../../lib/kernel/config.ts';
import { openDatabase } from '../../lib/kernel/database.ts';
import { startPostgres } from '../support/postgres.ts';
import { type BatchFile, type Crew, playBatch } from './batch.ts';
import { type Person, person } from './client.ts';
import { Papers } from './papers.ts';
import { lims, type Server, startServer } from './server.ts';

const { values } = parseArgs({ options: { out: { type: 'string' }, postgres: { type: 'boolean', default: false } } });
if (!values.out) {
  console.error('usage: npm run walkthrough -- --out DIR [--postgres]');
  process.exit(2);
}

const started = performance.now();
const say = (step: string) =>
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s  ${step}`);

const INITIAL = 'first day at the bench';
const PASSWORD = 'autumn rain on the roof 7';
const staff = {
  cai1: { name: '孙采（示例）', roles: ['sampler'] },
  cai2: { name: '周样（示例）', roles: ['sampler'] },
  shou: { name: '钱收（示例）', roles: ['reception'] },
  zhuren: { name: '王主任（示例）', roles: ['department-head'] },
  jian1: { name: '李检（示例）', roles: ['analyst'] },
  jian2: { name: '吴验（示例）', roles: ['analyst'] },
  fuhe: { name: '郑核（示例）', roles: ['reviewer'] },
  qianfa: { name: '陈签（示例）', roles: ['signatory'] },
} as const;
type Login = keyof typeof staff;

/** The first set-up with the one-time code, then every user made by the administrator and with a password of his own. */
async function setUp({ url, code }: Server): Promise<{ crew: Crew }> {
  const stranger = await person(url);
  const institute = {
    name: '示例市药品检验所',
    address: '示例省示例市检验路1号',
    phone: '0351-0000000',
    cma: '示例000000000000',
  };
  await stranger.post('/setup', {
    code,
    institute,
    admin: { login: 'admin', name: '沈管（示例）', password: PASSWORD },
  });
  const admin = await person(url, 'admin', PASSWORD);
  const people = {} as Record<Login, Person & { id: string }>;
  for (const [login, { name, roles }] of Object.entries(staff)) {
    const { id } = await admin.post<{ id: string }>('/people', { login, name, roles, password: INITIAL });
    const newcomer = await person(url, login, INITIAL);
    await newcomer.post('/me/password', { old: INITIAL, password: PASSWORD, again: PASSWORD });
    people[login as Login] = { ...newcomer, password: PASSWORD, id };
  }
  say(`set up with the one-time code; ${Object.keys(staff).length} users made, each with a password of their own`);
  const { cai1, cai2, shou, zhuren, jian1, jian2, fuhe, qianfa } = people;
  const crew = {
    officers: [cai1.id, cai2.id],
    sampler: cai1,
    reception: shou,
    head: zhuren,
    analysts: [jian1, jian2],
    reviewer: fuhe,
    signatory: qianfa,
    stranger,
  } satisfies Crew;
  return { crew };
}

/** The trail as one JSON object a line, and on SQLite a consistent copy of the database. Returns what was left out. */
async function data(papers: Papers, env: NodeJS.ProcessEnv): Promise<string[]> {
  const { database } = readConfig(env);
  const db = await openDatabase(database);
  const events = await db
    .read('audit')
    .orderBy('seq')
    .finally(() => db.close());
  const lines = Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  papers.add('audit', 'audit.jsonl', lines);
  say(`${events.length} events of the trail written`);
  if (database.engine === 'postgres') return ['lims.db: the database is on PostgreSQL'];
  const copy = join(papers.folder, 'lims.db');
  rmSync(copy, { force: true });
  const source = new SqliteDatabase(database.file, { readonly: true });
  await source.backup(copy);
  source.close();
  papers.list('database', 'lims.db', readFileSync(copy));
  say('database copied');
  return [];
}

async function main(out: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lims-walkthrough-'));
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const papers = new Papers(out);
  const postgres = values.postgres ? await startPostgres() : undefined;
  if (postgres) process.env.DATABASE_URL = postgres.url;
  const server = await startServer(dataDir);
  say(`server up at ${server.url}`);
  const { crew } = await setUp(server);
  const folder = join(import.meta.dirname, '..', '..', 'lib', 'demo', 'batches');
  const names = readdirSync(folder);
  for (const name of names.sort()) {
    const file = JSON.parse(readFileSync(join(folder, name), 'utf8')) as BatchFile;
    await playBatch(name.replace(/\.json$/, ''), file, crew, papers, say);
  }
  const { status, said } = await lims(server.env, 'verify');
  if (status !== 0) throw new Error(`verify found faults:\n${said}`);
  say(`verify: ${said.trim().split('\n').at(-1) ?? ''}`);
  const omitted = await data(papers, server.env);
  await server.stop();
  await postgres?.stop();
  papers.close({ engine: readConfig(server.env).database.engine, omitted });
  say(`${papers.files.length} files in ${out}`);
}

await main(values.out).catch((error: unknown) => {
  console.error(`!!! ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(1);
});
process.exit(0);
