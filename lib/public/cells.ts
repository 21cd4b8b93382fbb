import { cellsOf } from './grid.js';
import { make, type Typable } from './page.js';

export type Mark = 'waiting' | 'saving' | 'saved' | 'refused' | 'stale' | 'offline';

/** The cells of a record by their names: reading, writing and marking them. */
export interface Cells {
  isCell(element: Element): element is Typable;
  names(): string[];
  read(name: string): string;
  write(name: string, value: string): void;
  /** The state of a cell beside it, with a sentence and buttons beneath; `undefined` takes the mark away. */
  mark(name: string, state: Mark | undefined, sentence?: string, acts?: Node[]): void;
}

export function cellsIn(form: HTMLFormElement): Cells {
  const controls = (name: string): Typable[] => cellsOf(form).filter((cell) => cell.name === name);
  return {
    isCell: (element): element is Typable => form.contains(element) && cellsOf(form).includes(element as Typable),
    names: () => [...new Set(cellsOf(form).map((cell) => cell.name))],
    read: (name) => readFrom(controls(name)),
    write: (name, value) => {
      for (const cell of controls(name)) {
        if (cell instanceof HTMLInputElement && cell.type === 'checkbox') cell.checked = value === 'on';
        else if (cell instanceof HTMLInputElement && cell.type === 'radio') cell.checked = cell.value === value;
        else cell.value = value;
      }
    },
    mark: (name, state, sentence = '', acts = []) => {
      for (const cell of controls(name).slice(0, 1)) markOne(cell, state, sentence, acts);
    },
  };
}

function markOne(cell: Typable, state: Mark | undefined, sentence: string, acts: Node[]): void {
  const box = cell.closest<HTMLElement>('td, .field, .record-field') ?? cell.parentElement;
  if (!box) return;
  // What the server wrote beneath the cell when the page was drawn is no longer so.
  box.querySelector('.invalid-feedback')?.remove();
  if (state) box.dataset.save = state;
  else delete box.dataset.save;
  if (!box.querySelector('.save-mark'))
    (box.querySelector('label') ?? box).append(make('span', { class: 'save-mark', 'aria-hidden': 'true' }));
  box.querySelector('.cell-problem')?.remove();
  if (sentence !== '')
    box.append(make('div', { class: 'cell-problem', role: 'alert' }, make('div', {}, sentence), ...acts));
  cell.setAttribute('aria-invalid', String(state === 'refused' || state === 'stale'));
}

/** The value of the controls of one name: a text, `on` for a tick, the chosen one of a group. */
export function readFrom(controls: Typable[]): string {
  const [first] = controls;
  if (first instanceof HTMLInputElement && first.type === 'checkbox') return first.checked ? 'on' : '';
  if (first instanceof HTMLInputElement && first.type === 'radio')
    return controls.find((cell) => (cell as HTMLInputElement).checked)?.value ?? '';
  return first?.value ?? '';
}
