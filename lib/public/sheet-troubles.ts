import { make } from './page.js';
import { type Cell, mark } from './sheet-model.js';

/** The cells that were not saved, each named with its sentence above the foot. */
export interface Troubles {
  add(cell: Cell, state: 'refused' | 'stale', sentence: string, acts: Node[]): void;
  clear(key: string): void;
  has(key: string): boolean;
  /** Brings the sentence of a cell into view. */
  look(cell: Cell): void;
  readonly size: number;
}

export function openTroubles(root: HTMLElement): Troubles {
  const lines = new Map<string, { cell: Cell; line: HTMLElement }>();
  const list = root.querySelector<HTMLElement>('[data-troubles]');

  function clear(key: string): void {
    const found = lines.get(key);
    if (!found) return;
    found.line.remove();
    found.cell.box.removeAttribute('title');
    lines.delete(key);
    if (list) list.hidden = lines.size === 0;
  }

  return {
    add: (cell, state, sentence, acts) => {
      clear(cell.key);
      mark(cell, state);
      cell.box.title = sentence;
      const go = make('button', { type: 'button', class: 'link' }, cell.control.getAttribute('aria-label') ?? '');
      go.addEventListener('click', () => cell.control.focus());
      const line = make('li', {}, go, make('span', {}, sentence), ...acts);
      lines.set(cell.key, { cell, line });
      list?.append(line);
      if (list) list.hidden = false;
    },
    clear,
    has: (key) => lines.has(key),
    look: ({ key }) => lines.get(key)?.line.scrollIntoView({ block: 'nearest' }),
    get size() {
      return lines.size;
    },
  };
}
