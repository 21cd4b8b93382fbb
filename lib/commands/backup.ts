import { existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { perform } from '../kernel/action.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Config } from '../kernel/config.ts';
import { pending } from '../kernel/migrate.ts';
import { systemUser } from '../kernel/session.ts';
import type { Act } from '../kernel/types.ts';
import { openApp } from '../open.ts';
import { both, consoleOrigin, openExisting, print, say } from './console.ts';
import { copyFiles, fileHash, sync } from './copy.ts';
import { BadCopy, filesOf, inspect, type Manifest, manifestOf } from './manifest.ts';

/**
 * Copies a database at one moment, also under load, and the files that it names; verifies the copy before it gets its name
 * (FT-15, DI-18). What is found under that name is therefore whole.
 * @throws BadCopy when the copy does not verify: the source is then damaged
 */
export async function copyOf(config: Config, from: string, file: string): Promise<Manifest> {
  const temporary = `${file}.part`;
  mkdirSync(dirname(file), { recursive: true });
  rmSync(temporary, { force: true });
  const source = new SqliteDatabase(from, { readonly: true, fileMustExist: true });
  try {
    await source.backup(temporary);
    source.close();
    const { events, head, rows, files } = await inspect(temporary);
    const stored = join(config.dataDir, 'files');
    await copyFiles(stored, filesOf(file), files);
    sync(temporary);
    const { size: bytes } = statSync(temporary);
    const at = systemClock.now().toISOString();
    const manifest: Manifest = {
      program: config.version,
      at,
      sha256: await fileHash(temporary),
      bytes,
      events,
      head,
      rows,
      files,
    };
    writeFileSync(manifestOf(file), `${JSON.stringify(manifest, null, 2)}\n`);
    sync(manifestOf(file));
    renameSync(temporary, file);
    sync(dirname(file));
    return manifest;
  } finally {
    source.close();
    for (const rest of ['', '-wal', '-shm']) rmSync(temporary + rest, { force: true });
  }
}

/** Backs up beside a running server; the act stands in the trail of the original. */
export async function backup(config: Config, [name]: string[]): Promise<number> {
  if (name === undefined) {
    say('cmd.backup.usage');
    return 2;
  }
  const file = resolve(name);
  if (config.database.engine === 'postgres') {
    say('cmd.backup.postgres', { files: join(config.dataDir, 'files') });
    print(`  pg_dump --format=custom --file=${file} "$DATABASE_URL"`);
    return 2;
  }
  if (existsSync(file)) {
    say('cmd.backup.exists', { file });
    return 1;
  }
  try {
    const manifest = await copyOf(config, config.database.file, file);
    await remember(config, file, manifest);
    const { bytes, sha256, events, files } = manifest;
    say('cmd.backup.done', { file, bytes, sha256, events, count: files.length, manifest: manifestOf(file) });
    return 0;
  } catch (error) {
    if (!(error instanceof BadCopy)) throw error;
    say('cmd.backup.bad', { why: both(error.key, error.params) });
    return 1;
  }
}

/** A database that a newer program is about to migrate is left as it is: the backup before an upgrade changes nothing. */
async function remember(config: Config, file: string, { sha256, events, files }: Manifest): Promise<void> {
  const db = await openExisting(config);
  const waiting = await pending(db, config.migrations).finally(() => db.close());
  if (waiting.length > 0) return;
  const app = await openApp(config);
  const note = `${basename(file)} sha256:${sha256} events:${events} files:${files.length}`;
  const event = { entity: 'settings', id: 'backup', note };
  const spec = { name: 'backup.make', needs: 'public' as const, run: async (act: Act) => act.record(event) };
  await perform(spec, { app, user: systemUser, origin: consoleOrigin('backup') }, {}).finally(() => app.db.close());
}
