import type { Ink, Paper } from './paper.ts';

export interface Column {
  title: string;
  /** Share of the table's width. */
  share: number;
  align?: 'left' | 'center';
}

export interface Cell {
  text: string;
  bold?: boolean;
  align?: 'left' | 'center';
  /** Ems by which the text stands in. */
  indent?: number;
}

/** A row of cells, or a heading that spans the table and never stands last on a page. */
export type Row = { cells: (Cell | string)[] } | { heading: string; again: string };

export interface TableStyle {
  size?: number;
  /** Space above and below the text of a cell, points. */
  pad?: number;
  /** Least height of a row, points: room for handwriting. */
  least?: number;
}

interface Laid {
  lines: string[];
  ink: Ink;
  x: number;
  width: number;
}

/**
 * A ruled table from the cursor on. Its head is repeated on every page; a row goes whole to the next page unless it is taller
 * than a page; a heading stays with its first row and is repeated (`again`) where its rows go on.
 */
export function table(paper: Paper, columns: Column[], rows: Row[], style: TableStyle = {}): void {
  const { size = 9, pad = 4, least = 0 } = style;
  const total = columns.reduce((sum, column) => sum + column.share, 0);
  const widths = columns.map((column) => (column.share / total) * paper.inner);
  const height = (laid: Laid[]) =>
    Math.max(least, paper.leading(Math.max(...laid.map((cell) => cell.lines.length)), size) + 2 * pad);
  const head = lay(columns.map((column) => ({ text: column.title, bold: true, align: 'center' })));
  const headHeight = height(head);
  let top = paper.y;
  let group: { heading: string; again: string } | undefined;
  let fresh = false;

  function lay(cells: (Cell | string)[]): Laid[] {
    let x = paper.left;
    return widths.map((width, index) => {
      const given = cells[index] ?? '';
      const cell: Cell = typeof given === 'string' ? { text: given } : given;
      const ink: Ink = {
        size,
        weight: cell.bold ? 'bold' : 'regular',
        align: cell.align ?? columns[index]?.align ?? 'left',
      };
      const indent = (cell.indent ?? 0) * size;
      const laid = {
        ink,
        x: x + 4 + indent,
        width: width - 8 - indent,
        lines: paper.wrap(cell.text, width - 8 - indent, ink),
      };
      x += width;
      return laid;
    });
  }

  function draw(laid: Laid[], tall: number): void {
    for (const cell of laid) {
      const free = tall - paper.leading(cell.lines.length, size);
      paper.lines(cell.lines, cell.x, paper.y + free / 2, cell.width, cell.ink);
    }
    let x = paper.left;
    for (const width of widths.slice(0, -1)) {
      x += width;
      paper.rule(x, paper.y, x, paper.y + tall);
    }
    advance(tall);
  }

  function advance(tall: number): void {
    paper.y += tall;
    paper.rule(paper.left, paper.y, paper.right, paper.y);
  }

  function begin(): void {
    top = paper.y;
    paper.ground({ x: paper.left, y: paper.y, width: paper.inner, height: headHeight });
    draw(head, headHeight);
    fresh = true;
  }

  function close(): void {
    paper.frame({ x: paper.left, y: top, width: paper.inner, height: paper.y - top }, 0.9);
  }

  function turn(): void {
    close();
    paper.next();
    begin();
    if (group) heading(group.again);
  }

  function heading(text: string): void {
    const tall = Math.max(least, paper.leading(1, size) + 2 * pad);
    paper.text(text, paper.left + 4, paper.y + (tall - paper.leading(1, size)) / 2, { size, weight: 'bold' });
    advance(tall);
  }

  /** A row taller than a page is cut between lines. */
  function split(laid: Laid[]): void {
    let from = 0;
    const longest = Math.max(...laid.map((cell) => cell.lines.length));
    while (from < longest) {
      const fit = Math.max(1, Math.floor((paper.bottom - paper.y - 2 * pad) / paper.leading(1, size)));
      const part = laid.map((cell) => ({ ...cell, lines: cell.lines.slice(from, from + fit) }));
      draw(part, paper.leading(Math.min(fit, longest - from), size) + 2 * pad);
      from += fit;
      if (from < longest) turn();
    }
  }

  const laidRows = rows.map((row) => ('cells' in row ? lay(row.cells) : row));
  const firstRow = laidRows.find((row) => Array.isArray(row));
  paper.room(headHeight + Math.min(firstRow ? height(firstRow) : 0, (paper.bottom - paper.margins.top) / 2));
  begin();
  laidRows.forEach((row, index) => {
    if (!Array.isArray(row)) {
      const following = laidRows[index + 1];
      const needs = paper.leading(1, size) + 2 * pad + (Array.isArray(following) ? height(following) : 0);
      group = undefined;
      if (!fresh && paper.y + needs > paper.bottom) turn();
      heading(row.heading);
      group = row;
      return;
    }
    const tall = height(row);
    const page = paper.bottom - paper.margins.top - headHeight - (group ? paper.leading(1, size) + 2 * pad : 0);
    if (paper.y + tall > paper.bottom && !fresh && (tall <= page || paper.bottom - paper.y < paper.leading(4, size)))
      turn();
    if (tall > paper.bottom - paper.y) split(row);
    else draw(row, tall);
    fresh = false;
  });
  close();
}
