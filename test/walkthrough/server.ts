import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../support/lab.ts';

export const root = join(import.meta.dirname, '..', '..');

export interface Server {
  url: string;
  /** The one-time code for the first set-up. */
  code: string;
  env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

const START_MS = 30_000;

/** Starts the program as an operator does, in a process of its own on a free port. */
export async function startServer(dataDir: string): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: url,
    LOG_LEVEL: 'warn',
  };
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'lib', 'main.ts')], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const killAtExit = () => child.kill('SIGKILL');
  process.once('exit', killAtExit);
  const code = await oneTimeCode(child);
  const stop = async () => {
    process.removeListener('exit', killAtExit);
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const [status] = await ended;
    if (status !== 0) throw new Error(`the server ended with ${String(status)}`);
  };
  return { url, code, env, stop };
}

function oneTimeCode(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const late = setTimeout(() => reject(new Error(`no set-up code within ${START_MS} ms: ${said}`)), START_MS);
    child.once('exit', (status) => reject(new Error(`the server ended with ${String(status)} before it was ready`)));
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const code = /one-time code:\s+(\S+)/.exec(said)?.[1];
      if (!code) return;
      clearTimeout(late);
      resolve(code);
    });
  });
}

/** Runs an operator's command on the same data; resolves to its exit code and what it printed. */
export async function lims(env: NodeJS.ProcessEnv, ...args: string[]): Promise<{ status: number; said: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'lib', 'cli.ts'), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status: status ?? 1, said };
}
