import { atEdge, blockOf } from './grid.js';
import { isComposing, isText, say, word } from './page.js';
import { type Cell, type Model, nextOf, pick, read, write } from './sheet-model.js';

/** What the keys of a sheet ask of it. */
export interface Acts {
  /** The value that stands in a cell, saved or on its way. */
  base(key: string): string;
  enter(values: readonly (readonly [Cell, string])[]): Promise<void>;
  undo(): void;
  active(cell: Cell): void;
  restore(cell: Cell): void;
  word(key: string, params?: Record<string, string | number>): string;
}

/** Arrows, Enter, Tab, F2, Esc, fill, undo and pasted blocks, by one listener each for all cells. */
export function openKeys(root: HTMLElement, model: Model, acts: Acts): void {
  let range: Cell[] = [];
  let anchor: Cell | undefined;

  root.addEventListener('focusin', ({ target }) => {
    const cell = model.of(target);
    if (!cell) return;
    if (isText(target)) target.select();
    acts.active(cell);
  });
  root.addEventListener('pointerdown', () => choose([]));
  root.addEventListener('keydown', onKey);
  root.addEventListener('paste', (event) => {
    const cell = model.of(event.target);
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!cell || !/[\t\n]/.test(text.replace(/\r?\n$/, ''))) return;
    event.preventDefault();
    void paste(cell, blockOf(text));
  });

  function choose(cells: Cell[]): void {
    for (const { box } of range) box.classList.remove('picked');
    range = cells;
    for (const { box } of range) box.classList.add('picked');
    if (cells.length === 0) anchor = undefined;
  }

  function onKey(event: KeyboardEvent): void {
    const cell = model.of(event.target);
    if (!cell || isComposing(event)) return;
    const { control } = cell;
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !event.altKey) {
      if (key === 'd') {
        event.preventDefault();
        void fill(cell);
      } else if (key === 'z' && read(cell) === acts.base(cell.key)) {
        event.preventDefault();
        acts.undo();
      }
      return;
    }
    if (event.altKey) return;
    const isOwn =
      control instanceof HTMLSelectElement || (control instanceof HTMLInputElement && control.type !== 'text');
    if (event.key === 'Enter') go(event, cell, event.shiftKey ? -1 : 1, 0);
    else if (event.key === 'Tab') tab(event, cell, event.shiftKey ? -1 : 1);
    else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !isOwn) {
      const down = event.key === 'ArrowDown' ? 1 : -1;
      if (event.shiftKey) extend(event, cell, down);
      else go(event, cell, down, 0);
    } else if (event.key === 'ArrowRight' && !event.shiftKey && !isOwn && atEdge(control, 1)) go(event, cell, 0, 1);
    else if (event.key === 'ArrowLeft' && !event.shiftKey && !isOwn && atEdge(control, -1)) go(event, cell, 0, -1);
    else if (event.key === 'F2' && isText(control)) {
      event.preventDefault();
      const end = control.value.length;
      if (control.selectionStart !== null) control.setSelectionRange(end, end);
    } else if (event.key === 'Escape') {
      choose([]);
      acts.restore(cell);
      if (isText(control)) control.select();
    }
  }

  function go(event: KeyboardEvent, cell: Cell, down: number, right: number): void {
    event.preventDefault();
    choose([]);
    const next = nextOf(cell, down, right);
    if (next) next.control.focus();
    else void acts.enter([[cell, read(cell)]]);
  }

  /** To the right, and at the end of a row to the start of the next; beyond the grid the page takes over. */
  function tab(event: KeyboardEvent, cell: Cell, right: number): void {
    const beside = nextOf(cell, 0, right) ?? firstOf(cell, right);
    if (!beside) {
      void acts.enter([[cell, read(cell)]]);
      return;
    }
    event.preventDefault();
    choose([]);
    beside.control.focus();
  }

  function firstOf({ grid, line }: Cell, step: number): Cell | undefined {
    for (let at = line + step; at >= 0 && at < grid.length; at += step) {
      const found = (grid[at] ?? []).filter((one) => one !== undefined);
      const first = step > 0 ? found[0] : found[found.length - 1];
      if (first) return first;
    }
    return undefined;
  }

  /** Shift with an arrow takes more cells of the column, for Ctrl+D. */
  function extend(event: KeyboardEvent, cell: Cell, down: number): void {
    const next = nextOf(cell, down, 0);
    event.preventDefault();
    if (!next) return;
    anchor ??= cell;
    const start = anchor;
    const [from, to] = [Math.min(start.line, next.line), Math.max(start.line, next.line)];
    choose(column(start).filter(({ line }) => line >= from && line <= to));
    anchor = start;
    next.control.focus();
  }

  const column = ({ grid, column: at }: Cell): Cell[] =>
    grid.flatMap((line) => {
      const found = line[at];
      return found ? [found] : [];
    });

  /** The value from above; with several cells taken, the value of the first in all of them. Controls and samples are never mixed. */
  async function fill(cell: Cell): Promise<void> {
    const [first, ...others] = range;
    const source = first && others.length > 0 ? first : nextOf(cell, -1, 0);
    if (!source) return;
    const value = read(source);
    const targets = (others.length > 0 ? others : [cell]).filter(
      (one) => (one.kind === 'sample') === (source.kind === 'sample'),
    );
    await enterAll(targets.map((one) => [one, value] as const));
  }

  async function paste(cell: Cell, block: string[][]): Promise<void> {
    const below = cell.grid.slice(cell.line);
    const reach = below.slice(0, block.length);
    const isMixed = cell.kind === 'sample' && reach.some((line) => line.some((one) => one && one.kind !== 'sample'));
    const way = isMixed
      ? await pick(
          acts.word('pasteTitle', { count: block.length }),
          { samples: acts.word('pasteSamples'), all: acts.word('pasteAll') },
          word('cancel'),
        )
      : 'all';
    if (way === undefined) return;
    const lines = way === 'samples' ? below.filter((line) => line.some((one) => one?.kind === 'sample')) : below;
    const pairs: (readonly [Cell, string])[] = [];
    let outside = 0;
    for (const [down, values] of block.entries())
      for (const [right, value] of values.entries()) {
        const target = lines[down]?.[cell.column + right];
        if (target) pairs.push([target, value]);
        else if (value !== '') outside += 1;
      }
    outside += await enterAll(pairs);
    if (outside > 0) say(acts.word('outside', { count: outside }), 'problem');
  }

  /** Writes the values first, so that they are seen at once; a list or a date that cannot show one keeps what it has. */
  async function enterAll(pairs: readonly (readonly [Cell, string])[]): Promise<number> {
    const shown = pairs.filter(([cell, value]) => write(cell, value));
    await acts.enter(shown.map(([cell]) => [cell, read(cell)] as const));
    return pairs.length - shown.length;
  }
}
