import { hostname } from 'node:os';
import { chinaDate } from '../core/deadlines.ts';
import type { App } from './types.ts';

/** What the program does by itself once a day. */
export interface DailyWork {
  name: string;
  run(app: App): Promise<void>;
}

/** The hour in China at which the day of the program begins: nobody works, and the results of yesterday are all there. */
const HOUR = 5;
const POLL = 5 * 60_000;
/** Work that was claimed and not finished after this time is taken over: its process has died, or it failed. */
const PATIENCE = 60 * 60_000;

/** The day whose work is due: until five in the morning that of yesterday. */
const dueDay = ({ clock }: Pick<App, 'clock'>): string =>
  chinaDate(new Date(clock.now().getTime() - HOUR * 3_600_000).toISOString());

/** Takes the work of a day for this process: true for one of however many ask. */
async function claim({ db, clock }: App, name: string, on_day: string): Promise<boolean> {
  const now = clock.now();
  const mine = { claimed_at: now.toISOString(), claimed_by: `${hostname()}/${process.pid}` };
  const first: object[] = await db
    .write('daily_runs')
    .insert({ name, on_day, ...mine })
    .onConflict(['name', 'on_day'])
    .ignore()
    .returning('name');
  if (first.length > 0) return true;
  const taken = await db
    .write('daily_runs')
    .where({ name, on_day })
    .whereNull('done_at')
    .where('claimed_at', '<', new Date(now.getTime() - PATIENCE).toISOString())
    .update({ ...mine, failed: null });
  return taken > 0;
}

async function doOnce(app: App, { name, run }: DailyWork): Promise<void> {
  const on_day = dueDay(app);
  if (!(await claim(app, name, on_day))) return;
  const row = () => app.db.write('daily_runs').where({ name, on_day });
  try {
    await run(app);
    await row().update({ done_at: app.clock.now().toISOString() });
    app.log.info({ work: name, day: on_day }, 'daily work done');
  } catch (error) {
    app.log.error({ err: error, work: name, day: on_day }, 'daily work failed; it is tried again in an hour');
    await row().update({ failed: String(error).slice(0, 500) });
  }
}

/**
 * Does the daily works now, where nobody did them today, and at five in the morning (China) of each day that follows. Several processes on
 * one database do each of them once.
 * @returns `tick` looks whether anything is due; `stop` ends it once what runs is done
 */
export function workDaily(
  app: App,
  works: readonly DailyWork[],
): { tick: () => Promise<void>; stop: () => Promise<void> } {
  let running = Promise.resolve();
  let isStopped = false;
  const all = async () => {
    for (const work of works)
      if (!isStopped)
        await doOnce(app, work).catch((error: unknown) =>
          app.log.warn({ err: error, work: work.name }, 'daily work could not be looked up'),
        );
  };
  const tick = () => {
    running = running.then(all);
    return running;
  };
  void tick();
  const timer = setInterval(() => void tick(), POLL);
  timer.unref();
  const stop = () => {
    isStopped = true;
    clearInterval(timer);
    return running;
  };
  return { tick, stop };
}
