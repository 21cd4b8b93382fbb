import type { Reason } from '../../core/refusal.ts';
import { column } from './columns.ts';
import { type Notation, valueOf } from './figures.ts';
import { broken, draft, flagWarnings, known, present, rowKind, timed } from './layout.ts';
import { isEmpty, notationOf, type Row, splitRows } from './rows.ts';
import type { Draft, Injection, Layout, Source, TableText, Value } from './types.ts';

/** Columns of a compound that come first under their field; the others keep their header as the field. */
const SKIPPED =
  /^(data filename|sample name|sample id|sample type|vial#|tray|date acquired|cal\. point|qc check results|mark|level#)$/i;

/** Quantitative browser of Shimadzu LabSolutions: a block for each compound (`ID#`, `Name`), a row for each data file, statistics below. */
export const shimadzuBrowser: Layout = {
  id: 'shimadzu-browser',
  fits: ({ lines }) =>
    /^ID#\t/.test(lines.find((line) => line.trim() !== '') ?? '') &&
    lines.some((line) => /^\t?Data Filename\t/i.test(line)),
  read: ({ lines }: Source): Draft => {
    const rows = splitRows(lines, '\t');
    const notation = notationOf(rows, '\t');
    const warnings: Reason[] = [];
    const injections = new Map<string, Injection>();
    const tables: TableText[] = [];
    let compound = '';
    let header: Row | null = null;
    for (const row of rows) {
      const [first = '', second = ''] = row.cells;
      if (/^ID#$/i.test(first)) header = null;
      else if (/^Name$/i.test(first)) compound = second;
      else if (row.cells.some((cell) => /^Data Filename$/i.test(cell))) {
        header = row;
        tables.push({ line: row.line, title: compound, header: row.cells, rows: [] });
      } else if (header && !isEmpty(row)) {
        tables.at(-1)?.rows.push(row);
        if (row.cells[header.cells.findIndex((cell) => /^Data Filename$/i.test(cell))] && first !== '')
          add(header, row, compound, notation, injections, warnings);
      }
    }
    if (injections.size === 0) broken(1, 'instrument-file.no-rows');
    const list = [...injections.values()];
    flagWarnings(
      list.flatMap(({ values }) => values),
      warnings,
    );
    return draft('', { software: 'Shimadzu LabSolutions', injections: list, tables, warnings });
  },
};

function add(
  header: Row,
  row: Row,
  compound: string,
  notation: Notation,
  injections: Map<string, Injection>,
  warnings: Reason[],
): void {
  const width = header.cells.findLastIndex((cell) => cell !== '') + 1;
  if (row.cells.length < width) broken(row.line, 'instrument-file.columns', { found: row.cells.length, wanted: width });
  const cell = (name: RegExp) => row.cells[header.cells.findIndex((one) => name.test(one))] ?? '';
  const file = cell(/^Data Filename$/i);
  const values = compoundValues(header, row, compound, notation);
  const open = injections.get(file);
  if (open) {
    open.values.push(...values);
    return;
  }
  const name = cell(/^Sample Name$/i);
  injections.set(file, {
    line: row.line,
    sampleName: name,
    kind: rowKind(cell(/^Sample Type$/i), name),
    ...known('sampleId', cell(/^Sample ID$/i)),
    ...known('vial', cell(/^Vial#$/i)),
    ...timed(cell(/^Date Acquired$/i), row.line, warnings),
    file,
    values,
  });
}

function compoundValues(header: Row, row: Row, compound: string, notation: Notation): Value[] {
  const seen = new Set<string>();
  return present(
    header.cells.map((title, i) => {
      if (title === '' || SKIPPED.test(title)) return undefined;
      const { field, unit } = column(title);
      const own = field === 'value' || seen.has(field) ? title : field;
      seen.add(own);
      return valueOf(row.cells[i] ?? '', { name: compound, field: own, unit, line: row.line }, notation);
    }),
  ).filter(({ flags, field }) => !flags.includes('not-measured') || ['amount', 'area', 'rt', 'height'].includes(field));
}
