import { keyOf } from './sheet-model.js';
import type { RowNow } from './sheet-post.js';

interface Others {
  /** Something of this cell is on its way, or was answered after `since` (ms of the page): what was asked then may be older. */
  isBusy(key: string, since: number): boolean;
  /** Puts a value that somebody else saved into a cell that nobody types in here; true when it was shown. */
  take(key: string, value: string): boolean;
  row(row: RowNow): void;
  told(count: number): void;
}

const EVERY_MS = 8_000;

/** Asks now and then what others changed since, while the page is looked at. @returns asks at once */
export function watchOthers(root: HTMLElement, id: string, others: Others): () => Promise<void> {
  let seen = Number(root.dataset.seen ?? 0);

  async function ask(): Promise<void> {
    if (document.hidden || !navigator.onLine) return;
    const asked = performance.now();
    try {
      const response = await fetch(`/api/v1/runs/${id}/changes?since=${seen}`, {
        credentials: 'same-origin',
        headers: { Accept: 'application/json' },
      });
      if (!response.ok) return;
      const answer = (await response.json()) as {
        seen: number;
        cells: { row: string; field: string; value: string; own: boolean }[];
        rows: RowNow[];
      };
      seen = answer.seen;
      const shown = answer.cells.filter(({ row, field, value, own }) => {
        const key = keyOf(row, field);
        return !others.isBusy(key, asked) && others.take(key, value) && !own;
      });
      for (const row of answer.rows) others.row(row);
      if (shown.length > 0) others.told(shown.length);
    } catch {
      // Out of reach: asked again in a while.
    }
  }

  setInterval(() => void ask(), EVERY_MS);
  return ask;
}
