import { join } from 'node:path';
import pino from 'pino';
import { loadCatalogue } from './catalogue/index.ts';
import { applyRules } from './clocks/index.ts';
import { holdReasons, submitted } from './control/index.ts';
import type { Reason } from './core/refusal.ts';
import { caseWithin } from './disposals/index.ts';
import { keepProgram } from './editions/index.ts';
import { balancesOf, fileFlags, filesOf } from './instruments/index.ts';
import { investigationHolds, investigationReasons, investigationSubmitted } from './investigations/index.ts';
import { loadAssets } from './kernel/assets.ts';
import { chinaCalendar } from './kernel/calendar.ts';
import { type Clock, systemClock, ulids } from './kernel/clock.ts';
import type { Config } from './kernel/config.ts';
import { openDatabase } from './kernel/database.ts';
import { fileStore } from './kernel/files.ts';
import { migrate } from './kernel/migrate.ts';
import { loadRules } from './kernel/rules.ts';
import type { App } from './kernel/types.ts';
import { testers, testReasons } from './validity/index.ts';
import { runHolds, runSubmitted, runsOf } from './worksheets/index.ts';

/** Several slices hold results back, each for its own reasons. */
const together =
  (...asked: NonNullable<App['holdReasons']>[]): NonNullable<App['holdReasons']> =>
  async (db, testIds, move) => {
    const found = new Map<string, Reason[]>();
    for (const ask of asked)
      for (const [id, reasons] of await ask(db, testIds, move)) found.set(id, [...(found.get(id) ?? []), ...reasons]);
    return found;
  };

const oneAfterTheOther =
  (...effects: NonNullable<App['submitted']>[]): NonNullable<App['submitted']> =>
  async (act, testIds) => {
    for (const effect of effects) await effect(act, testIds);
  };

/** Opens everything the program runs on: database (migrated), catalogue, rules, files. Tests hand in their clock. */
export async function openApp(config: Config, clock: Clock = systemClock): Promise<App> {
  const log = pino(
    { level: config.logLevel, redact: ['password', '*.password'] },
    pino.destination({ fd: 2, sync: true }),
  );
  // What can refuse the start comes before the database is open.
  const program = loadCatalogue(config.root, join(config.dataDir, 'definitions.checked'));
  const db = await openDatabase(config.database);
  const ran = await migrate(db, config.migrations);
  if (ran.length > 0) log.info({ migrations: ran }, 'migrated');
  const app: App = {
    config,
    db,
    clock,
    ids: ulids(clock),
    catalogue: program,
    program,
    calendar: chinaCalendar,
    rules: loadRules(config.root),
    files: fileStore(join(config.dataDir, 'files')),
    assets: loadAssets(config.root),
    log,
    testReasons: async (own, reader, id, asked) => [
      ...(await testReasons(own, reader, id, asked)),
      ...(await investigationReasons(own, reader, id, asked)),
    ],
    testers,
    holdReasons: together(holdReasons, runHolds, investigationHolds),
    runsOf,
    fileFlags,
    filesOf,
    balances: balancesOf,
    seesCase: async (query, id) => (await caseWithin(query, id)) !== undefined,
    submitted: oneAfterTheOther(submitted, runSubmitted, investigationSubmitted),
  };
  await keepProgram(app).catch(async (error: unknown) => {
    await db.close();
    throw error;
  });
  await applyRules(app, db.read);
  return app;
}
