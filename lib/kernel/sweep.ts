import type { App } from './types.ts';

const DAY = 24 * 3_600_000;
const ANSWERS_KEPT_DAYS = 7;

/** Takes away what is no record of the laboratory and has had its time: answers kept for repeated calls (FT-05), sessions that ended. */
export async function sweep({ db, clock, log }: App): Promise<void> {
  const now = clock.now().getTime();
  const ago = (milliseconds: number) => new Date(now - milliseconds).toISOString();
  try {
    await db
      .write('idempotency')
      .where('created_at', '<', ago(ANSWERS_KEPT_DAYS * DAY))
      .delete();
    await db.write('sessions').where('ends_at', '<', ago(0)).delete();
  } catch (error) {
    log.warn({ err: error }, 'old answers and sessions were not taken away');
  }
}

/** Sweeps now and every day. @returns the function that stops it */
export function sweepDaily(app: App): () => void {
  void sweep(app);
  const timer = setInterval(() => void sweep(app), DAY);
  timer.unref();
  return () => clearInterval(timer);
}
