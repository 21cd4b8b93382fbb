import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillWithDemo } from '../demo/index.ts';
import type { Config } from '../kernel/config.ts';
import type { Slice } from '../kernel/routes.ts';
import type { App } from '../kernel/types.ts';
import { isFresh } from '../people/index.ts';
import { print, say } from './console.ts';

/** How the program is served; handed in by cli.ts, which stands above the slices. */
export interface Serving<R extends { app: App; url: string; stop(): Promise<void> }> {
  slices: Slice[];
  serve(config: Config): Promise<R>;
  stopOnSignal(running: R): void;
}

/** Serves a new demo institute from a folder that is thrown away at the end (a PostgreSQL database must be new and stays). */
export async function demo<R extends { app: App; url: string; stop(): Promise<void> }>(
  config: Config,
  { slices, serve, stopOnSignal }: Serving<R>,
): Promise<number | undefined> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lims-demo-'));
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const database: Config['database'] =
    config.database.engine === 'postgres' ? config.database : { engine: 'sqlite', file: join(dataDir, 'lims.db') };
  const running = await serve({ ...config, dataDir, database });
  if (!(await isFresh(running.app))) {
    say('cmd.demo.not-fresh');
    await running.stop();
    return 1;
  }
  say('cmd.demo.building');
  const started = performance.now();
  const { cast, ...loaded } = await fillWithDemo(running.app, slices);
  say('cmd.demo.built', { ...loaded, seconds: ((performance.now() - started) / 1000).toFixed(1) });
  for (const { login, name, roles } of cast.users) print(`  ${login.padEnd(10)} ${name}\t${roles.join(', ')}`);
  say('cmd.demo.open', { url: running.url, password: cast.password });
  stopOnSignal(running);
  return undefined;
}
