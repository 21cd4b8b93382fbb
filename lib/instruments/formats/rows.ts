import { refuse } from '../../core/refusal.ts';
import { commaNotation } from './figures.ts';

export interface Row {
  line: number;
  cells: string[];
}

export interface Rows {
  delimiter: string;
  /** Rows in order; empty ones are kept (all cells ''), so that blocks can be told apart. */
  rows: Row[];
}

const DELIMITERS = ['\t', ';', ',', '|'] as const;

/** The sign that parts the cells: the one that gives most lines the same number of cells, above one. */
export function delimiterOf(lines: readonly string[]): string {
  const named = /^sep=(.)$/i.exec(lines[0] ?? '')?.[1];
  if (named) return named;
  const some = lines.filter((line) => line.trim() !== '').slice(0, 200);
  let best = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const counts = some.map((line) => outside(line, delimiter));
    const most = mode(counts.filter((count) => count > 0));
    const score =
      counts.filter((count) => count > 0 && count === most).length * 2 +
      Math.min(most, 50) / 50 -
      (delimiter === ',' ? 0.5 : 0);
    if (most > 0 && score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

/** How often a sign stands outside quotes. */
function outside(line: string, sign: string): number {
  let [count, quoted] = [0, false];
  for (const char of line) {
    if (char === '"') quoted = !quoted;
    else if (char === sign && !quoted) count += 1;
  }
  return count;
}

function mode(counts: number[]): number {
  const seen = new Map<number, number>();
  for (const count of counts) seen.set(count, (seen.get(count) ?? 0) + 1);
  return [...seen].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

/**
 * Cells of delimited text (RFC 4180, also with tabs, semicolons and bars): a quoted cell may hold the delimiter and line breaks.
 * @throws Refusal `instrument-file.quote` for a quote that is never closed
 */
export function splitRows(lines: readonly string[], delimiter: string, from = 0): Row[] {
  const rows: Row[] = [];
  for (let i = from; i < lines.length; i += 1) {
    let line = lines[i] ?? '';
    const start = i + 1;
    if (!line.includes('"')) {
      rows.push({ line: start, cells: line.split(delimiter).map((cell) => cell.trim()) });
      continue;
    }
    while (!balanced(line, delimiter)) {
      i += 1;
      if (i >= lines.length || i - start > 50) refuse('instrument-file.quote', { line: start }, 'file');
      line += `\n${lines[i]}`;
    }
    rows.push({ line: start, cells: cellsOf(line, delimiter) });
  }
  return rows;
}

/** Whether every cell that opens with a quote closes. */
function balanced(line: string, delimiter: string): boolean {
  return cellsOf(line, delimiter, true).at(-1) !== OPEN;
}

const OPEN = '\u0000open';

function cellsOf(line: string, delimiter: string, check = false): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at <= line.length) {
    const start = at + (/^[ ]*/.exec(line.slice(at, at + 64))?.[0].length ?? 0);
    if (line[start] !== '"') {
      const end = line.indexOf(delimiter, at);
      cells.push(line.slice(at, end < 0 ? undefined : end).trim());
      if (end < 0) return cells;
      at = end + delimiter.length;
      continue;
    }
    const end = closing(line, start + 1);
    if (end < 0) {
      cells.push(check ? OPEN : line.slice(start + 1));
      return cells;
    }
    const next = line.indexOf(delimiter, end);
    cells.push(
      (line.slice(start + 1, end).replaceAll('""', '"') + line.slice(end + 1, next < 0 ? undefined : next)).trim(),
    );
    if (next < 0) return cells;
    at = next + delimiter.length;
  }
  return cells;
}

function closing(line: string, from: number): number {
  for (let i = from; i < line.length; i += 1) {
    if (line[i] !== '"') continue;
    if (line[i + 1] === '"') i += 1;
    else return i;
  }
  return -1;
}

/** Rows of a file whose delimiter is found from its lines; a `sep=;` line is not a row. */
export function rowsOf(lines: readonly string[]): Rows {
  const delimiter = delimiterOf(lines);
  return { delimiter, rows: splitRows(lines, delimiter, /^sep=.$/i.test(lines[0] ?? '') ? 1 : 0) };
}

export const isEmpty = ({ cells }: Row): boolean => cells.every((cell) => cell === '');

/** How the figures of these rows are written. */
export const notationOf = (rows: readonly Row[], delimiter: string) => ({
  comma: commaNotation(
    rows.flatMap(({ cells }) => cells),
    delimiter,
  ),
});
