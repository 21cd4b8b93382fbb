import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { perform } from '../kernel/action.ts';
import type { Config } from '../kernel/config.ts';
import { systemUser } from '../kernel/session.ts';
import type { Act } from '../kernel/types.ts';
import { openApp } from '../open.ts';
import { both, consoleOrigin, say } from './console.ts';
import { copyFiles, fileHash, sync } from './copy.ts';
import { BadCopy, compare, filesOf, type Inspected, inspect, manifestOf, readManifest } from './manifest.ts';

/**
 * Brings a backup into an empty folder as lims.db and files/. The copy gets its name only after its bytes, its chain, its rows
 * and its files were found to be what the manifest says.
 * @throws BadCopy naming what is wrong; the folder is then empty again
 */
export async function restoreInto(dataDir: string, file: string): Promise<Inspected> {
  const manifest = readManifest(file);
  mkdirSync(dataDir, { recursive: true });
  const temporary = join(dataDir, 'lims.db.part');
  try {
    if ((await fileHash(file)) !== manifest.sha256) throw new BadCopy('cmd.why.hash');
    copyFileSync(file, temporary);
    const found = await inspect(temporary);
    compare(found, manifest);
    await copyFiles(filesOf(file), join(dataDir, 'files'), found.files);
    sync(temporary);
    renameSync(temporary, join(dataDir, 'lims.db'));
    sync(dataDir);
    return found;
  } catch (error) {
    for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name), { recursive: true });
    throw error;
  }
}

/** Restores a backup into the (empty) data folder and records it in the trail. */
export async function restore(config: Config, [name]: string[]): Promise<number> {
  if (name === undefined) return refused('cmd.restore.usage', {}, 2);
  if (config.database.engine === 'postgres') return refused('cmd.restore.postgres', {}, 2);
  const file = resolve(name);
  const { dataDir: dir } = config;
  if (!existsSync(file) || !existsSync(manifestOf(file))) return refused('cmd.restore.no-backup', { file });
  if (existsSync(dir) && readdirSync(dir).length > 0) return refused('cmd.restore.not-empty', { dir });
  try {
    const { events, audited, head, files } = await restoreInto(dir, file);
    await remember(config, file, head);
    say('cmd.restore.done', { dir, events, rows: audited, head, count: files.length });
    return 0;
  } catch (error) {
    if (error instanceof BadCopy) return refused('cmd.restore.bad', { why: both(error.key, error.params) });
    throw error;
  }
}

function refused(key: Parameters<typeof say>[0], params: Parameters<typeof say>[1], code = 1): number {
  say(key, params);
  return code;
}

/** The first event after a restore says where the data came from; a newer program migrates them here. */
async function remember(config: Config, file: string, head: string): Promise<void> {
  const app = await openApp(config);
  const event = { entity: 'settings', id: 'backup', note: `${file} head:${head}` };
  const spec = { name: 'backup.restore', needs: 'public' as const, run: async (act: Act) => act.record(event) };
  await perform(spec, { app, user: systemUser, origin: consoleOrigin('restore') }, {}).finally(() => app.db.close());
}
