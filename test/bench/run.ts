/** `npm run bench`: what each act costs, beside its floor in the same run. Written to .bench/<commit>.json so that two commits can be compared. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../lib/kernel/database.ts';
import { freshDatabase, variables } from '../support/engines.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { catalogue } from './catalogue.ts';
import { type Floor, openFloor } from './floor.ts';
import { closeCalls } from './http.ts';
import { impact } from './impact.ts';
import { lists } from './lists.ts';
import { heading, type Line, row } from './measure.ts';
import { papers } from './papers.ts';
import { registers } from './registers.ts';
import { reviews } from './reviews.ts';
import { runs } from './runs.ts';
import { openScene } from './scene.ts';
import { start } from './start.ts';
import { writes } from './writes.ts';

const root = join(import.meta.dirname, '..', '..');
const lines: Line[] = [];
const tell = (line: Line): void => {
  lines.push(line);
  console.log(row(line));
};

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString('utf8')
      .trim();
  } catch {
    return 'uncommitted';
  }
}

async function atTwoSizes(engine: Engine, floor: Floor | undefined): Promise<void> {
  const small = await openScene(await freshDatabase(engine));
  const large = await openScene(await freshDatabase(engine));
  try {
    await lists(small, large, floor, tell);
    await registers(small, large, floor, tell);
  } finally {
    await small.close();
    await large.close();
  }
}

async function onSqlite(folder: string, floor: Floor): Promise<void> {
  const scene = await openScene(await freshDatabase('sqlite'));
  try {
    await writes(scene, floor, tell);
    await papers(scene, floor, folder, tell);
    await runs(scene, floor, tell);
    await impact(scene, tell);
    await reviews(scene, tell);
  } finally {
    await scene.close();
  }
  await atTwoSizes('sqlite', floor);
  const fresh = await freshDatabase('sqlite');
  await start(fresh.dataDir, tell).finally(() => fresh.drop());
}

/** The same work on PostgreSQL, like for like with peers on it; the bare floor is SQLite's and is not repeated. */
async function onPostgres(): Promise<void> {
  const server: PostgresServer | undefined = await startPostgres().catch((error: unknown) => {
    console.error(`!!! PostgreSQL does not start and is not measured: ${String(error)}`);
    return undefined;
  });
  if (!server) return;
  process.env[variables.postgres] = server.url;
  try {
    const scene = await openScene(await freshDatabase('postgres'));
    try {
      await writes(scene, undefined, tell);
      await runs(scene, undefined, tell);
    } finally {
      await scene.close();
    }
    await atTwoSizes('postgres', undefined);
  } finally {
    await server.stop();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'lims-bench-'));
const floor = await openFloor(folder);
console.log(heading);
try {
  await catalogue(folder, tell);
  await onSqlite(folder, floor);
  await onPostgres();
} finally {
  closeCalls();
  await floor.close();
  rmSync(folder, { recursive: true, force: true });
}
mkdirSync(join(root, '.bench'), { recursive: true });
const out = join(root, '.bench', `${commit()}.json`);
writeFileSync(
  out,
  `${JSON.stringify({ commit: commit(), node: process.version, cpu: cpus()[0]?.model, cores: cpus().length, at: new Date().toISOString(), lines }, null, 2)}\n`,
);
console.log(`\n${out}`);
