import { askReason, showKeys } from './dialog.js';
import { chinaTime, make, say, word } from './page.js';
import { drawFoot, drawRow } from './sheet-draw.js';
import { openKeys } from './sheet-keys.js';
import { type Cell, keyOf, mark, read, readModel, storedIn, write } from './sheet-model.js';
import { openOrigin } from './sheet-origin.js';
import type { Item } from './sheet-post.js';
import { openQueue } from './sheet-queue.js';
import { openTroubles } from './sheet-troubles.js';
import { watchOthers } from './sheet-watch.js';
import { onWeighing } from './weighing.js';

/**
 * The sheet of a run: each cell is saved by itself as soon as it is left or pasted, and shows what became of it. What has not arrived stays
 * in this browser and goes when the network is back; what somebody else wrote meanwhile is shown beside it and never overwritten unasked.
 */
for (const root of document.querySelectorAll<HTMLElement>('[data-sheet]')) sheet(root);

function sheet(root: HTMLElement): void {
  const id = root.dataset.sheet ?? '';
  const words = JSON.parse(root.dataset.words ?? '{}') as Record<string, string>;
  const say2 = (key: string, params: Record<string, string | number> = {}): string =>
    (words[key] ?? key).replace(/\{(\w+)\}/g, (hole, name: string) => String(params[name] ?? hole));
  const model = readModel(root);
  const saved = new Map<string, string>();
  for (const cell of model.cells.values()) saved.set(cell.key, storedIn(cell));
  const troubles = openTroubles(root);
  const answered = new Map<string, number>();
  const undos: string[][] = [];
  let telling = false;

  const queue = openQueue(`/api/v1/runs/${id}/cells-set`, `sheet:${document.body.dataset.user ?? ''}:${id}`, saved, {
    sending: (item) => show(item, 'saving'),
    offline: (item) => show(item, 'offline'),
    saved: accept,
    refused: (item, sentence) => {
      queue.hold(item);
      trouble(item, 'refused', sentence);
    },
    reason: (items) => void askAll(items),
    stale: takenBy,
    rows: (rows) => {
      for (const row of rows) drawRow(model, row, say2);
    },
    changed: tellSoon,
  });
  const origin = openOrigin(root, id);
  openKeys(root, model, {
    base: queue.base,
    enter,
    undo,
    active: (cell) => {
      origin.look(cell);
      troubles.look(cell);
    },
    word: say2,
    restore: (cell) => {
      write(cell, queue.base(cell.key));
      settleMark(cell);
    },
  });

  root.addEventListener('submit', (event) => event.preventDefault());
  root.addEventListener('change', ({ target }) => {
    const cell = model.of(target);
    if (cell) void enter([[cell, read(cell)]]);
  });
  root.addEventListener('input', ({ target }) => {
    const cell = model.of(target);
    if (cell) mark(cell, read(cell) === queue.base(cell.key) ? undefined : 'waiting');
  });
  root
    .querySelector('[data-keys]')
    ?.addEventListener('click', () => showKeys([word('keysMove'), word('keysEdit'), word('keysPage')]));
  window.addEventListener('beforeunload', (event) => {
    const cell = model.of(document.activeElement);
    if (cell && read(cell) !== queue.base(cell.key)) void enter([[cell, read(cell)]]);
    if (queue.count > 0) event.preventDefault();
  });

  restore();
  const askOthers = watchOthers(root, id, {
    isBusy: (key, since) => queue.isBusy(key) || (answered.get(key) ?? -1) >= since,
    take: (key, value) => {
      const cell = model.cells.get(key);
      if (!cell || saved.get(key) === value) return false;
      const wasTyped = read(cell) !== saved.get(key);
      saved.set(key, value);
      if (!wasTyped) {
        write(cell, value);
        mark(cell, value === '' ? undefined : 'saved');
      }
      return !wasTyped;
    },
    row: (row) => drawRow(model, row, say2),
    told: (count) => say(say2('changedByOther', { count })),
  });
  onWeighing(root, (control, weight) => {
    const cell = model.of(control);
    if (!cell) return;
    troubles.clear(cell.key);
    if (weight.state === 'reading') mark(cell, 'saving');
    else if (weight.state === 'left') settleMark(cell);
    else if (weight.state === 'refused') troubles.add(cell, 'refused', weight.sentence, []);
    else {
      queue.drop(cell.key);
      write(cell, weight.value);
      accept({ ...cell, value: weight.value, from: saved.get(cell.key) ?? '' }, weight.value);
      void askOthers();
    }
    tellSoon();
  });
  tellSoon();

  /** Values of cells, typed or pasted: those that differ go to the server. What was saved before is replaced only with a reason, asked once. */
  async function enter(values: readonly (readonly [Cell, string])[]): Promise<void> {
    const changed = values.filter(([cell, value]) => value !== queue.base(cell.key));
    for (const [cell, value] of values) if (value === queue.base(cell.key)) takeBack(cell);
    if (changed.length === 0) return;
    const replaced = changed.filter(([cell]) => queue.base(cell.key) !== '');
    let reason: string | undefined;
    if (replaced.length > 0) {
      reason = await askWhy(replaced.map(([cell, value]) => ({ from: queue.base(cell.key), value })));
      if (reason === undefined) {
        for (const [cell] of changed) {
          write(cell, queue.base(cell.key));
          settleMark(cell);
        }
        return;
      }
    }
    put(
      changed.map(([cell, value]) => {
        const from = queue.base(cell.key);
        return {
          row: cell.row,
          field: cell.field,
          value,
          from,
          ...(reason !== undefined && from !== '' && { reason }),
        };
      }),
    );
    undos.push(changed.map(([cell]) => cell.key));
  }

  function put(items: Item[]): void {
    for (const item of items) {
      troubles.clear(keyOf(item.row, item.field));
      show(item, 'waiting');
    }
    queue.put(items);
  }

  function takeBack(cell: Cell): void {
    if (queue.drop(cell.key)) troubles.clear(cell.key);
    if (troubles.has(cell.key)) troubles.clear(cell.key);
    settleMark(cell);
    tellSoon();
  }

  function settleMark(cell: Cell): void {
    mark(cell, saved.get(cell.key) === '' ? undefined : 'saved');
  }

  const askWhy = (changes: { from: string; value: string }[]): Promise<string | undefined> => {
    const [only] = changes;
    return askReason(
      word('reasonTitle'),
      changes.length === 1 && only
        ? word('changedTitle', { from: only.from, to: only.value || '—' })
        : say2('changes', { count: changes.length }),
    );
  };

  /** The server asks why: a saved value is replaced that this page did not know of. */
  async function askAll(items: Item[]): Promise<void> {
    const reason = await askWhy(items);
    if (reason !== undefined) return put(items.map((item) => ({ ...item, reason })));
    for (const item of items) {
      const cell = model.cells.get(keyOf(item.row, item.field));
      if (cell) {
        write(cell, saved.get(cell.key) ?? '');
        settleMark(cell);
      }
    }
  }

  function accept(item: Item, value: string): void {
    const key = keyOf(item.row, item.field);
    const cell = model.cells.get(key);
    const known = saved.get(key);
    // An answer that was fetched again may be older than what the page has read since.
    const isOlder = known !== item.from && known !== value && known !== item.value;
    if (!isOlder) saved.set(key, value);
    answered.set(key, performance.now());
    const isCurrent = cell !== undefined && (read(cell) === item.value || item.undo === true);
    if (!isOlder && isCurrent && !queue.isBusy(key) && read(cell) !== value) write(cell, value);
    settle(key);
    origin.changed(item.row);
  }

  function settle(key: string): void {
    troubles.clear(key);
    const cell = model.cells.get(key);
    if (cell && !queue.isBusy(key)) mark(cell, saved.get(key) === '' ? undefined : 'saved');
  }

  /** Both values side by side; nothing is overwritten unasked. */
  function takenBy(item: Item, current: string, by?: string, at?: string): void {
    const key = keyOf(item.row, item.field);
    const cell = model.cells.get(key);
    saved.set(key, current);
    if (current === item.value || item.undo || !cell) {
      if (cell && !queue.isBusy(key)) write(cell, current);
      if (item.undo) say(word('stale', { theirs: current || '—', mine: item.value || '—' }), 'problem');
      settle(key);
      return;
    }
    queue.hold({ ...item, from: current });
    const values = { theirs: current || '—', mine: item.value || '—' };
    const sentence = by && at ? word('staleBy', { ...values, by, at: chinaTime(at) }) : word('stale', values);
    const mine = make('button', { type: 'button', class: 'btn btn-sm' }, word('keepMine'));
    const theirs = make('button', { type: 'button', class: 'btn btn-sm' }, word('keepTheirs'));
    mine.addEventListener('click', () => void enter([[cell, item.value]]));
    theirs.addEventListener('click', () => {
      write(cell, saved.get(key) ?? '');
      takeBack(cell);
    });
    trouble(item, 'stale', sentence, [mine, theirs]);
  }

  function show(item: Item, state: 'saving' | 'offline' | 'waiting'): void {
    const cell = model.cells.get(keyOf(item.row, item.field));
    if (cell) mark(cell, state);
  }

  function trouble(item: Item, state: 'refused' | 'stale', sentence: string, acts: Node[] = []): void {
    const cell = model.cells.get(keyOf(item.row, item.field));
    if (!cell) {
      say(sentence, 'problem');
      return;
    }
    if (read(cell) !== item.value) write(cell, item.value);
    troubles.add(cell, state, `${item.value || '—'}：${sentence}`, acts);
    tellSoon();
  }

  /** Takes the last act back: what has not gone is dropped, what was saved is put back by the server as an event of its own. */
  function undo(): void {
    const keys = undos.pop();
    if (!keys) {
      say(say2('nothingToUndo'));
      return;
    }
    const items: Item[] = [];
    for (const key of keys) {
      const cell = model.cells.get(key);
      if (!cell) continue;
      const hadGone = !queue.drop(key);
      troubles.clear(key);
      if (hadGone && read(cell) === queue.base(key))
        items.push({ row: cell.row, field: cell.field, value: '', from: queue.base(key), undo: true });
      else {
        write(cell, queue.base(key));
        settleMark(cell);
      }
    }
    if (items.length > 0) put(items);
    else say(say2('undoneBefore'));
    model.cells.get(keys[0] ?? '')?.control.focus();
  }

  function tellSoon(): void {
    if (telling) return;
    telling = true;
    requestAnimationFrame(() => {
      telling = false;
      drawFoot(root, model, queue, saved, troubles.size, say2);
    });
  }

  /** What had not arrived when the page went away: sent now, or both values shown where somebody else was faster. */
  function restore(): void {
    if (root.dataset.open === undefined) return;
    const left = queue.left();
    const again: Item[] = [];
    for (const item of [...left.held, ...left.waiting]) {
      const key = keyOf(item.row, item.field);
      const cell = model.cells.get(key);
      const now = saved.get(key);
      if (!cell || now === item.value) continue;
      write(cell, item.value);
      if (now === item.from || queue.isBusy(key)) again.push(item);
      else takenBy(item, now ?? '');
    }
    if (again.length > 0) put(again);
    queue.send();
  }
}
