import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../support/lab.ts';
import { compare, type Line } from './measure.ts';

const root = join(import.meta.dirname, '..', '..');
const STEP_MS = 10;
const LONGEST_MS = 20_000;

/** Bare Koa over one opened better-sqlite3 file: what a process needs before it can answer at all. */
const BARE = `
import Koa from 'koa'; import Database from 'better-sqlite3';
const db = new Database(process.env.DATA_DIR + '/bare.db'); db.pragma('journal_mode = WAL');
const koa = new Koa(); koa.use((ctx) => { ctx.body = db.prepare('select 1 as ready').get(); });
koa.listen(Number(process.env.PORT), '127.0.0.1');`;

/** From the start of the process to its first answer. */
async function firstAnswer(dataDir: string, parameters: string[]): Promise<void> {
  const port = await freePort();
  const env = { ...process.env, DATA_DIR: dataDir, PORT: String(port), HOST: '127.0.0.1', LOG_LEVEL: 'silent' };
  const child = spawn(process.execPath, parameters, { cwd: root, env, stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    for (let waited = 0; waited < LONGEST_MS; waited += STEP_MS) {
      const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, STEP_MS));
    }
    throw new Error(`no answer within ${LONGEST_MS} ms from ${parameters.join(' ').slice(0, 60)}`);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
}

/** The start of the compiled program on a migrated database, beside a bare process of the same stack. */
export async function start(dataDir: string, tell: (line: Line) => void): Promise<void> {
  const main = join(root, 'dist', 'lib', 'main.js');
  if (!existsSync(main)) throw new Error('dist is missing: npm run build');
  tell(
    await compare({
      measure: 'start to /health/ready (compiled, migrated database)',
      engine: 'sqlite',
      times: 5,
      ours: () => firstAnswer(dataDir, [main]),
      floor: () => firstAnswer(dataDir, ['--input-type=module', '-e', BARE]),
    }),
  );
}
