import { INK, type Ink, type Paper } from './paper.ts';
import type { TableStyle } from './table.ts';

/** One named value of a block. */
export interface Field {
  label: string;
  value: string;
  /** How many of the row's parts the field takes; 1 if absent. */
  span?: number;
  bold?: boolean;
}

/**
 * A ruled block of labels and values, `parts` fields to a row; a field that would not fit in its row begins the next one and the
 * last field of a row takes what is left.
 */
export function fields(paper: Paper, list: Field[], parts = 2, style: TableStyle & { label?: number } = {}): void {
  const { size = 9, pad = 3.6, least = 0, label = 64 } = style;
  let top = paper.y;
  const close = () => paper.frame({ x: paper.left, y: top, width: paper.inner, height: paper.y - top }, 0.9);
  for (const row of rowsOf(list, parts)) {
    const spans = row.reduce((sum, field) => sum + (field.span ?? 1), 0);
    const part = paper.inner / parts;
    const laid = row.map((field, index) => {
      const width = part * ((field.span ?? 1) + (index === row.length - 1 ? parts - spans : 0));
      const ink: Ink = { size, weight: field.bold ? 'bold' : 'regular' };
      return {
        field,
        width,
        ink,
        lines: paper.wrap(field.value, width - label - 8, ink),
        labels: paper.wrap(field.label, label - 6, { size }),
      };
    });
    const tall = Math.max(
      least,
      paper.leading(Math.max(...laid.map((cell) => Math.max(cell.lines.length, cell.labels.length))), size) + 2 * pad,
    );
    if (paper.y + tall > paper.bottom) {
      close();
      paper.next();
      top = paper.y;
    }
    let x = paper.left;
    for (const cell of laid) {
      paper.ground({ x, y: paper.y, width: label, height: tall });
      x += cell.width;
    }
    x = paper.left;
    paper.rule(x, paper.y, paper.right, paper.y);
    for (const cell of laid) {
      const middle = (lines: string[]) => paper.y + (tall - paper.leading(lines.length, size)) / 2;
      paper.lines(cell.labels, x + 3, middle(cell.labels), label - 6, { size, align: 'center', colour: INK.quiet });
      paper.lines(cell.lines, x + label + 4, middle(cell.lines), cell.width - label - 8, cell.ink);
      paper.rule(x + label, paper.y, x + label, paper.y + tall);
      if (x > paper.left) paper.rule(x, paper.y, x, paper.y + tall);
      x += cell.width;
    }
    paper.y += tall;
  }
  close();
}

function rowsOf(list: Field[], parts: number): Field[][] {
  const rows: Field[][] = [];
  let used = parts;
  for (const field of list) {
    const span = field.span ?? 1;
    if (used + span > parts) {
      rows.push([]);
      used = 0;
    }
    rows.at(-1)?.push(field);
    used += span;
  }
  return rows;
}
