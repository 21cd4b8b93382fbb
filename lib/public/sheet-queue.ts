import { type Refused, randomKey } from './page.js';
import { keyOf } from './sheet-model.js';
import {
  BEAT_MS,
  type CellAnswer,
  type Item,
  type Kept,
  last,
  leftBehind,
  type Parcel,
  post,
  type RowNow,
  tabName,
} from './sheet-post.js';

/** What the page does with answers. */
export interface Told {
  sending(item: Item): void;
  offline(item: Item): void;
  saved(item: Item, value: string): void;
  refused(item: Item, sentence: string): void;
  reason(items: Item[]): void;
  stale(item: Item, current: string, by?: string, at?: string): void;
  rows(rows: RowNow[]): void;
  changed(): void;
}

export interface Queue {
  /** What the next change of a cell starts from: what is under way, else what is saved. */
  base(key: string): string;
  put(items: Item[]): void;
  /** Takes back what has not gone yet; false when there was nothing. */
  drop(key: string): boolean;
  /** A cell that was refused or taken: kept, not sent, until somebody decides. */
  hold(item: Item): void;
  isBusy(key: string): boolean;
  /** What earlier pages of this sheet left behind; their parcels are under way again already. */
  left(): { waiting: Item[]; held: Item[] };
  send(): void;
  readonly count: number;
  readonly isOffline: boolean;
}

const MOST = 50;
const LANES = 4;
const waits = [400, 1_000, 2_000, 4_000];

/** Sends cells in parcels, at most four at a time and those of one row one after the other; what has not arrived stays in this browser. */
export function openQueue(url: string, store: string, saved: Map<string, string>, told: Told): Queue {
  const waiting = new Map<string, Item>();
  const held = new Map<string, Item>();
  const parcels: Parcel[] = [];
  const flying = new Set<Parcel>();
  const busyRows = new Set<string>();
  const under = new Map<string, Item>();
  const tab = tabName();
  let isOffline = false;
  let isLocked = false;
  let fails = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let isKeeping = false;

  const own = `${store}:${tab}`;
  const snapshot = (beat: number): Kept => ({
    parcels,
    waiting: [...waiting.values()],
    held: [...held.values()],
    beat,
  });

  function keepNow(beat = Date.now()): void {
    isKeeping = false;
    if (parcels.length + waiting.size + held.size === 0) localStorage.removeItem(own);
    else localStorage.setItem(own, JSON.stringify(snapshot(beat)));
  }

  /** Before the script gives way, however many cells were put. */
  function keep(): void {
    if (isKeeping) return;
    isKeeping = true;
    queueMicrotask(keepNow);
  }

  function pack(): Parcel | undefined {
    const cells: Item[] = [];
    for (const [key, item] of waiting) {
      if (cells.length === MOST) break;
      if (busyRows.has(item.row)) continue;
      cells.push({ ...item, from: saved.get(key) ?? '' });
    }
    if (cells.length === 0) return undefined;
    const parcel = { key: randomKey(), cells };
    for (const item of cells) waiting.delete(keyOf(item.row, item.field));
    take(parcel);
    return parcel;
  }

  function take(parcel: Parcel): void {
    parcels.push(parcel);
    for (const item of parcel.cells) {
      busyRows.add(item.row);
      under.set(keyOf(item.row, item.field), item);
    }
    keep();
  }

  function done(parcel: Parcel): void {
    parcels.splice(parcels.indexOf(parcel), 1);
    for (const item of parcel.cells) under.delete(keyOf(item.row, item.field));
    busyRows.clear();
    for (const other of parcels) for (const item of other.cells) busyRows.add(item.row);
    keep();
  }

  function send(): void {
    clearTimeout(retry);
    if (isLocked) return;
    while (flying.size < (isOffline ? 1 : LANES)) {
      const parcel = parcels.find((one) => !flying.has(one)) ?? pack();
      if (!parcel) break;
      void fly(parcel);
    }
    told.changed();
  }

  async function fly(parcel: Parcel): Promise<void> {
    flying.add(parcel);
    for (const item of parcel.cells) told.sending(item);
    const answer = await post(url, parcel);
    flying.delete(parcel);
    if (answer === 'offline' || answer === 'locked') {
      for (const item of parcel.cells) told.offline(item);
      isOffline = answer === 'offline';
      isLocked = answer === 'locked';
      if (isLocked) document.dispatchEvent(new Event('lims:lock'));
      else {
        clearTimeout(retry);
        retry = setTimeout(send, waits[Math.min(fails, waits.length - 1)]);
        fails += 1;
      }
      told.changed();
      return;
    }
    isOffline = false;
    fails = 0;
    done(parcel);
    if ('problems' in answer) refuseAll(parcel, answer);
    else settle(parcel, answer);
    send();
  }

  /** The whole parcel was refused and nothing of it written: each cell tries by itself, and one that is alone says why. */
  function refuseAll(parcel: Parcel, { problems, title }: Refused): void {
    const [only, ...others] = parcel.cells;
    if (!only) return;
    if (others.length > 0)
      for (const item of parcel.cells) {
        if (!waiting.has(keyOf(item.row, item.field))) take({ key: randomKey(), cells: [item] });
      }
    else told.refused(only, problems.map(({ text }) => text).join(' ') || title);
  }

  function settle(parcel: Parcel, { cells, rows }: { cells: CellAnswer[]; rows: RowNow[] }): void {
    const unexplained: Item[] = [];
    for (const [i, answer] of cells.entries()) {
      const item = parcel.cells[i];
      if (!item) continue;
      const problems = answer.problems ?? [];
      if (answer.saved) told.saved(item, answer.value ?? item.value);
      else if (answer.current !== undefined) told.stale(item, answer.current, answer.by, answer.at);
      else if (problems.some(({ field }) => field === 'reason')) unexplained.push(item);
      else told.refused(item, problems.map(({ text }) => text).join(' '));
    }
    told.rows(rows);
    if (unexplained.length > 0) told.reason(unexplained);
  }

  window.addEventListener('online', send);
  window.addEventListener('offline', () => {
    isOffline = true;
    told.changed();
  });
  document.addEventListener('lims:unlocked', () => {
    isLocked = false;
    send();
  });
  // Whoever leaves for good: what is still here goes once more under its key, and stays until it is answered.
  window.addEventListener('pagehide', () => {
    while (pack());
    keepNow(0);
    for (const parcel of parcels) last(url, parcel);
  });
  setInterval(() => {
    if (parcels.length + waiting.size + held.size > 0) keepNow();
  }, BEAT_MS);

  return {
    base: (key) => under.get(key)?.value ?? saved.get(key) ?? '',
    put: (items) => {
      for (const item of items) {
        const key = keyOf(item.row, item.field);
        held.delete(key);
        waiting.set(key, item);
      }
      keep();
      send();
    },
    drop: (key) => {
      const had = waiting.delete(key);
      held.delete(key);
      keep();
      return had;
    },
    hold: (item) => {
      held.set(keyOf(item.row, item.field), item);
      keep();
    },
    isBusy: (key) => waiting.has(key) || under.has(key) || held.has(key),
    left: () => {
      const found = leftBehind(store, own);
      for (const parcel of found.flatMap((kept) => kept.parcels)) take(parcel);
      return { waiting: found.flatMap((kept) => kept.waiting), held: found.flatMap((kept) => kept.held) };
    },
    send,
    get count() {
      return waiting.size + under.size;
    },
    get isOffline() {
      return isOffline || isLocked;
    },
  };
}
