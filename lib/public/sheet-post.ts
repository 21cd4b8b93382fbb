import { csrf, postJson, type Refused, randomKey, refusedOf } from './page.js';

/** One cell on its way: `from` is what the typist saw. */
export interface Item {
  row: string;
  field: string;
  value: string;
  from: string;
  reason?: string;
  undo?: true;
}

/** How a row stands after a save. */
export interface RowNow {
  row: string;
  result: string | null;
  verdict: string | null;
  complete: boolean;
  missing: number;
  problems: string[];
}

type Problems = Refused['problems'];

export interface CellAnswer {
  row: string;
  field: string;
  saved: boolean;
  value?: string;
  problems?: Problems;
  current?: string;
  by?: string;
  at?: string;
}

/** Cells that went together under one key. The same parcel is sent again until it is answered, so nothing is written twice. */
export interface Parcel {
  key: string;
  cells: Item[];
}

/** What is kept of a sheet in this browser while it has not arrived. */
export interface Kept {
  parcels: Parcel[];
  waiting: Item[];
  held: Item[];
  /** When the page that kept it was last alive; 0 once it was left. */
  beat: number;
}

/** How often a page says that it still lives, ms. */
export const BEAT_MS = 20_000;
const TIMEOUT_MS = 30_000;

/** A name for this window that lives through its reloads. */
export function tabName(): string {
  const known = sessionStorage.getItem('sheet-tab') ?? randomKey().slice(0, 12);
  sessionStorage.setItem('sheet-tab', known);
  return known;
}

/** What this window left when it was reloaded, and what other windows left that are gone. */
export function leftBehind(store: string, own: string): Kept[] {
  const names = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? '');
  return names
    .filter((name) => name.startsWith(`${store}:`))
    .flatMap((name) => {
      const kept = JSON.parse(localStorage.getItem(name) ?? 'null') as Kept | null;
      if (!kept || (name !== own && Date.now() - kept.beat < 4 * BEAT_MS)) return [];
      localStorage.removeItem(name);
      return [kept];
    });
}

/** @returns what the server says, or that it cannot be asked just now */
export async function post(
  url: string,
  { key, cells }: Parcel,
): Promise<{ cells: CellAnswer[]; rows: RowNow[] } | Refused | 'offline' | 'locked'> {
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), TIMEOUT_MS);
  try {
    const response = await postJson(url, { cells }, { 'Idempotency-Key': key }, timer.signal);
    if (response.ok) return (await response.json()) as { cells: CellAnswer[]; rows: RowNow[] };
    if (response.status >= 500 || response.status === 429 || response.status === 408) return 'offline';
    const refused = await refusedOf(response);
    return refused.problems.some(({ id }) => id.startsWith('session.')) ? 'locked' : refused;
  } catch {
    return 'offline';
  } finally {
    clearTimeout(timeout);
  }
}

/** Sent on the way out: the browser finishes it without the page. */
export function last(url: string, { key, cells }: Parcel): void {
  void fetch(url, {
    method: 'POST',
    credentials: 'same-origin',
    keepalive: true,
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json',
      'X-CSRF-Token': csrf(),
      'Idempotency-Key': key,
    },
    body: JSON.stringify({ cells }),
  }).catch(() => undefined);
}
