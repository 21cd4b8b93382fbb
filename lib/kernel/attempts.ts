import { refuse } from '../core/refusal.ts';
import type { App } from './types.ts';

/** How long an account or an address that guessed too often has to wait. */
export const LOCK_MINUTES = 15;
const ADDRESS_LIMIT = 60;
const MOST_ADDRESSES = 10_000;

type Counts = Map<string, { count: number; until: number }>;

/** Wrong passwords by address: held in memory, a restart forgets them; the count by account stands in the database (SE-08). */
const wrongByAddress = new WeakMap<App, Counts>();

function countsOf(app: App): Counts {
  const counts = wrongByAddress.get(app) ?? new Map();
  wrongByAddress.set(app, counts);
  return counts;
}

/** @throws Refusal 'session.address' when an address has guessed wrong sixty times within a quarter of an hour */
export function checkAddress(app: App, ip: string): void {
  const entry = countsOf(app).get(ip);
  const isOver = entry !== undefined && entry.until > app.clock.now().getTime() && entry.count >= ADDRESS_LIMIT;
  if (isOver) refuse('session.address', {}, undefined, 'throttled');
}

export function countAddress(app: App, ip: string): void {
  const counts = countsOf(app);
  const now = app.clock.now().getTime();
  const entry = counts.get(ip);
  if (!entry || entry.until <= now) counts.set(ip, { count: 1, until: now + LOCK_MINUTES * 60_000 });
  else entry.count += 1;
  if (counts.size > MOST_ADDRESSES) counts.clear();
}

const turns = new Map<string, Promise<unknown>>();

/** One guess at an account after the other: sent side by side, all of them would look at the count before any of them was counted. */
export async function inTurn<T>(login: string, work: () => Promise<T>): Promise<T> {
  const mine = (turns.get(login) ?? Promise.resolve()).then(work, work);
  turns.set(login, mine);
  try {
    return await mine;
  } finally {
    if (turns.get(login) === mine) turns.delete(login);
  }
}
