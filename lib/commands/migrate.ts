import type { Config } from '../kernel/config.ts';
import { openDatabase } from '../kernel/database.ts';
import { holdDataDir } from '../kernel/lock.ts';
import { migrate as runMigrations } from '../kernel/migrate.ts';
import { say } from './console.ts';

/** Brings the database up to date; no server may run on it meanwhile. */
export async function migrate(config: Config): Promise<number> {
  const release = holdDataDir(config.dataDir);
  const db = await openDatabase(config.database);
  try {
    const names = await runMigrations(db, config.migrations);
    if (names.length === 0) say('cmd.up-to-date');
    else say('cmd.migrated', { count: names.length, names: names.join(', ') });
    return 0;
  } finally {
    await db.close();
    release();
  }
}
