import { isText, type Typable } from './page.js';

/** Where the cells of a bench stand: rows of a table, and in each row the controls by column. */
type Place = { row: number; column: number };

/** Named controls of a form in reading order, without hidden ones. */
export function cellsOf(form: HTMLElement): Typable[] {
  return Array.from(form.querySelectorAll<Typable>('input[name],select[name],textarea[name]')).filter(
    (cell) =>
      !['hidden', 'submit', 'button', 'password', 'file'].includes(cell.type) &&
      !cell.disabled &&
      !(isText(cell) && cell.readOnly),
  );
}

function rowsOf(cell: Typable): { cells: Typable[][]; at: Place } | undefined {
  const table = cell.closest('table');
  if (!table) return undefined;
  const wanted = new Set(cellsOf(table));
  const cells = Array.from(table.rows)
    .map((row) => {
      const line: Typable[] = [];
      for (const [column, td] of Array.from(row.cells).entries()) {
        const control = td.querySelector<Typable>('input[name],select[name],textarea[name]');
        if (control && wanted.has(control)) line[column] = control;
      }
      return line;
    })
    .filter((row) => row.length > 0);
  const row = cells.findIndex((line) => line.includes(cell));
  return row < 0 ? undefined : { cells, at: { row, column: (cells[row] ?? []).indexOf(cell) } };
}

/** The next control in a direction; outside a table up and down go through the fields in order. */
export function neighbour(cell: Typable, form: HTMLElement, down: number, right: number): Typable | undefined {
  const grid = rowsOf(cell);
  if (!grid) {
    const all = cellsOf(form);
    return all[all.indexOf(cell) + (down || right)];
  }
  const { cells, at } = grid;
  if (down !== 0) {
    for (let row = at.row + down; row >= 0 && row < cells.length; row += down) {
      const found = cells[row]?.[at.column];
      if (found) return found;
    }
    return undefined;
  }
  const line = cells[at.row] ?? [];
  for (let column = at.column + right; column >= 0 && column < line.length; column += right) {
    const found = line[column];
    if (found) return found;
  }
  return undefined;
}

/** The control straight above, for "copy from above". */
export function above(cell: Typable, form: HTMLElement): Typable | undefined {
  return rowsOf(cell) ? neighbour(cell, form, -1, 0) : undefined;
}

/** Which control takes which value when a block of a spreadsheet is pasted at `cell`; what falls outside is left out. */
export function spread(cell: Typable, text: string): [Typable, string][] {
  const block = blockOf(text);
  const grid = rowsOf(cell);
  if (!grid) return [[cell, block[0]?.[0] ?? '']];
  return block.flatMap((line, down) => {
    const row = grid.cells[grid.at.row + down] ?? [];
    const controls = row.slice(grid.at.column).filter(Boolean);
    return line.flatMap((value, right): [Typable, string][] => {
      const control = controls[right];
      return control ? [[control, value]] : [];
    });
  });
}

/** Tab-separated lines as spreadsheets copy them; the last line end belongs to the last line. */
export function blockOf(text: string): string[][] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t').map((value) => value.trim()));
}

/** Whether an arrow leaves the text: all of it is selected, or the caret stands at that end. */
export function atEdge(cell: Typable, right: number): boolean {
  if (!isText(cell) || cell.selectionStart === null) return true;
  const { selectionStart: from, selectionEnd: to, value } = cell;
  if (from === 0 && to === value.length) return true;
  return from === to && (right > 0 ? to === value.length : from === 0);
}

/** `…spots.1.spot` → `…spots.2.spot`, and the same for ids, where the number stands between dashes. */
const raise = (text: string, from: number): string =>
  text.replace(new RegExp(`([.-])${from}([.-])`), `$1${from + 1}$2`);

/**
 * A grid of as many rows as the analyst needs grows by an empty one as soon as its last row is begun.
 * Returns the names of the new cells.
 */
export function grow(cell: Typable): string[] {
  const last = cell.closest('tr');
  const table = last?.closest<HTMLTableElement>('table[data-grow]');
  return table && last && !last.nextElementSibling ? addRow(table) : [];
}

/** Rows of a later stage up to the number that is due. Returns the names of the new cells. */
export function growTo(table: HTMLTableElement, rows: number): string[] {
  const names: string[] = [];
  while ((table.tBodies[0]?.rows.length ?? rows) < rows) {
    const added = addRow(table);
    if (added.length === 0) break;
    names.push(...added);
  }
  return names;
}

/** One empty row more, made after the last one. */
function addRow(table: HTMLTableElement): string[] {
  const rows = Array.from(table.tBodies[0]?.rows ?? []);
  const index = rows.length - 1;
  const last = rows[index];
  if (!last) return [];
  const row = last.cloneNode(true) as HTMLTableRowElement;
  const head = row.cells[0];
  if (head) head.textContent = (head.textContent ?? '').replace(String(index + 1), String(index + 2));
  for (const element of row.querySelectorAll('[id],[name],[aria-label],[aria-describedby]')) {
    for (const name of ['id', 'name', 'aria-describedby']) {
      const value = element.getAttribute(name);
      if (value) element.setAttribute(name, raise(value, index));
    }
    const label = element.getAttribute('aria-label');
    if (label) element.setAttribute('aria-label', label.replace(String(index + 1), String(index + 2)));
    element.removeAttribute('aria-invalid');
  }
  for (const td of row.cells) delete td.dataset.save;
  for (const note of row.querySelectorAll('.cell-problem')) note.remove();
  const cells = Array.from(row.querySelectorAll<Typable>('input[name],select[name],textarea[name]'));
  for (const control of cells) control.value = '';
  last.after(row);
  return cells.map((control) => control.name);
}
