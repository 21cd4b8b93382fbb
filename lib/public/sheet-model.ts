import { readFrom } from './cells.js';
import { make, type Typable } from './page.js';

export type Mark = 'waiting' | 'saving' | 'saved' | 'refused' | 'stale' | 'offline';

/** One cell of a sheet and where it stands. */
export interface Cell {
  key: string;
  row: string;
  field: string;
  /** `sample`, a kind of quality control, or `shared`. */
  kind: string;
  box: HTMLElement;
  control: Typable;
  grid: (Cell | undefined)[][];
  line: number;
  column: number;
}

/** What a cell is known by wherever it is kept. */
export const keyOf = (row: string, field: string): string => `${row} ${field}`;

/** The cells of a sheet: found by their key or their control, and by their place in the grid. */
export interface Model {
  cells: Map<string, Cell>;
  of(target: EventTarget | null): Cell | undefined;
  rowOf(row: string): HTMLTableRowElement | undefined;
}

/** Reads the grids once; nothing is asked of the layout. */
export function readModel(root: HTMLElement): Model {
  const cells = new Map<string, Cell>();
  const byControl = new WeakMap<EventTarget, Cell>();
  const rows = new Map<string, HTMLTableRowElement>();
  for (const table of root.querySelectorAll<HTMLTableElement>('table[data-sheet-grid]')) {
    const grid: (Cell | undefined)[][] = [];
    for (const [line, tr] of Array.from(table.tBodies[0]?.rows ?? []).entries()) {
      const { row = '', kind = 'shared' } = tr.dataset;
      if (kind !== 'shared') rows.set(row, tr);
      const found = Array.from(tr.cells).map((box, column): Cell | undefined => {
        const control = box.firstElementChild;
        if (!(control instanceof HTMLInputElement || control instanceof HTMLSelectElement)) return undefined;
        const field = control.name.split('.').slice(2).join('.');
        const cell = { key: keyOf(row, field), row, field, kind, box, control, grid, line, column };
        cells.set(cell.key, cell);
        byControl.set(control, cell);
        return cell;
      });
      grid.push(found);
    }
  }
  return {
    cells,
    of: (target) => (target ? byControl.get(target) : undefined),
    rowOf: (row) => rows.get(row),
  };
}

/** The next cell in a direction; what is not typed in is passed over. */
export function nextOf({ grid, line, column }: Cell, down: number, right: number): Cell | undefined {
  let at = line;
  let across = column;
  for (;;) {
    at += down;
    across += right;
    const found = grid[at];
    if (!found || across < 0 || across >= Math.max(found.length, 1)) return undefined;
    const cell = found[across];
    if (cell) return cell;
  }
}

const marks = new Map<HTMLElement, Mark | undefined>();
let frame = 0;

/** The state of a cell beside its value; many of them are drawn at once, in the next frame. */
export function mark({ box, control }: Cell, state: Mark | undefined): void {
  marks.set(box, state);
  const isWrong = state === 'refused' || state === 'stale';
  if (isWrong !== control.hasAttribute('aria-invalid')) {
    if (isWrong) control.setAttribute('aria-invalid', 'true');
    else control.removeAttribute('aria-invalid');
  }
  if (frame === 0) frame = requestAnimationFrame(draw);
}

function draw(): void {
  frame = 0;
  for (const [box, state] of marks) {
    if (state) box.dataset.mark = state;
    else delete box.dataset.mark;
  }
  marks.clear();
}

export const read = ({ control }: Cell): string => readFrom([control]);

/** What the server wrote into the control when the page was drawn, not what the browser put back. */
export function storedIn({ control }: Cell): string {
  if (control instanceof HTMLInputElement) return control.defaultValue;
  if (control instanceof HTMLSelectElement)
    return Array.from(control.options).find((option) => option.defaultSelected)?.value ?? '';
  return control.defaultValue;
}

/** Writes a value as far as the control can show it; false when it cannot. */
export function write({ control }: Cell, value: string): boolean {
  const before = control.value;
  if (control instanceof HTMLSelectElement) {
    const option = Array.from(control.options).find((one) => one.value === value || one.text === value);
    if (!option) return false;
    control.value = option.value;
    return true;
  }
  const asTyped = control.type === 'date' || control.type === 'datetime-local' ? dateText(value) : value;
  control.value = asTyped;
  if (control.value === asTyped) return true;
  control.value = before;
  return false;
}

/** `2026/3/5 9:05` as spreadsheets copy it → `2026-03-05T09:05`. */
function dateText(text: string): string {
  const [, year = '', month = '', day = '', hour, minute] =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?/.exec(text.trim()) ?? [];
  if (year === '') return text;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return hour === undefined ? date : `${date}T${hour.padStart(2, '0')}:${minute}`;
}

/** Asks to choose one of several ways. */
export function pick(title: string, ways: Record<string, string>, cancel: string): Promise<string | undefined> {
  const before = document.activeElement;
  const form = make('form', { method: 'dialog', 'data-draft': 'off' }, make('h2', {}, title));
  const dialog = make('dialog', { 'aria-label': title }, form);
  return new Promise((resolve) => {
    let chosen: string | undefined;
    const foot = make('div', { class: 'dialog-foot dialog-ways' });
    for (const [way, label] of Object.entries(ways)) {
      const button = make('button', { class: 'btn' }, label);
      button.addEventListener('click', () => {
        chosen = way;
      });
      foot.append(button);
    }
    const away = make('button', { type: 'button', class: 'btn' }, cancel);
    away.addEventListener('click', () => dialog.close());
    foot.append(away);
    form.append(foot);
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (before instanceof HTMLElement) before.focus();
      resolve(chosen);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
