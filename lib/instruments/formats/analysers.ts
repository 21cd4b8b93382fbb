import { column } from './columns.ts';
import { type Notation, valueOf } from './figures.ts';
import { broken, draft, flagWarnings, known, metaOf, present, rowKind, timed } from './layout.ts';
import { isEmpty, notationOf, type Row, splitRows } from './rows.ts';
import type { Draft, Injection, Layout, MetaLine, Source, Value, ValueFlag } from './types.ts';

/** Roche Cedex Bio HT: no header; rows of type 0 tell the analyser, others one result each. Newer files carry the batch before the role. */
export const cedex: Layout = {
  id: 'cedex',
  fits: ({ lines }) => {
    const rows = splitRows(lines.slice(0, 10), '\t').filter((row) => !isEmpty(row));
    return (
      /^\d{1,3}$/.test(rows[0]?.cells[0] ?? '') &&
      rows.some(({ cells }) => cells.includes('SAM') && cells.length >= 10 && isMoment(cells[1] ?? ''))
    );
  },
  read: ({ lines }) => {
    const rows = splitRows(lines, '\t').filter((row) => !isEmpty(row));
    const notation = notationOf(rows, '\t');
    const result = draft('', { software: 'Cedex Bio HT' });
    const open = new Map<string, Injection>();
    for (const row of rows) {
      const role = row.cells.findIndex((cell) => /^(SAM|CTL|QC|CAL|STD)$/i.test(cell));
      if (role < 0)
        result.meta.push({
          line: row.line,
          name: row.cells[0] ?? '',
          value: row.cells.slice(1).filter(Boolean).join(' '),
        });
      else add(row, role, notation, open, result);
    }
    flagWarnings(
      result.injections.flatMap(({ values }) => values),
      result.warnings,
    );
    return result;
  },
};

const isMoment = (cell: string): boolean =>
  /^\d{4}[-/.]\d\d[-/.]\d\d|^\d{14}$|^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}/.test(cell);

function add(row: Row, role: number, notation: Notation, open: Map<string, Injection>, result: Draft): void {
  const { cells, line } = row;
  const newer = role === 4;
  const [sample = '', batch = '', analyte = ''] = newer ? [cells[2], cells[3], cells[6]] : [cells[5], '', cells[2]];
  const after = newer ? 8 : role + 1;
  const [unit = '', flag = '', figure = ''] = [cells[after], cells[after + 1], cells[after + 2]];
  if (cells.length <= after + 2) broken(line, 'instrument-file.columns', { found: cells.length, wanted: after + 3 });
  const key = [sample, batch].join('\u0001');
  const injection: Injection = open.get(key) ?? {
    line,
    sampleName: sample,
    kind: rowKind(cells[role], sample),
    ...timed(cells[1] ?? '', line, result.warnings),
    ...known('file', batch),
    values: [],
  };
  if (!open.has(key)) result.injections.push(injection);
  open.set(key, injection);
  const flags: ValueFlag[] = flag === '' ? [] : ['abnormal'];
  injection.values.push(
    ...present([valueOf(figure, { name: analyte, field: 'amount', unit, line, flags, signal: flag }, notation)]),
  );
}

/** Workbook of Beckman HIAC PharmSpec (light obscuration): facts as `name : text`, then counts by particle size for each run. */
export const hiac: Layout = {
  id: 'hiac',
  fits: ({ cells }) =>
    cells?.slice(0, 10).some((row) => row.cells.some((cell) => /HIAC|PharmSpec/i.test(cell))) === true,
  read: (source: Source): Draft => {
    const rows = source.cells ?? [];
    const at = rows.findIndex(({ cells }) => cells.some((cell) => /particle size/i.test(cell)));
    const header = rows[at] ?? broken(rows[0]?.line ?? 1, 'instrument-file.no-table');
    const meta = rows.slice(0, at).flatMap(factsOf);
    const result = draft(rows[0]?.cells.find(Boolean) ?? '', { meta, software: 'PharmSpec' });
    const serial = metaOf(meta, 'Sensor Serial Number');
    const sample = metaOf(meta, 'Probe', 'Sample', 'Sample Name') ?? '';
    const moment = timed(metaOf(meta, 'Sample Date', 'Date') ?? '', at, result.warnings);
    const columns = header.cells.map((cell) => column(cell));
    const size = columns.findIndex(({ name }) => /particle size/i.test(name));
    const table = { line: header.line, title: '', header: header.cells, rows: [] as Row[] };
    let run: Injection | null = null;
    for (const row of rows.slice(at + 1)) {
      if (row.cells.some((cell) => /^(approver|reviewer|pass criteria|signature)/i.test(cell))) break;
      if (row.cells[0]) {
        run = {
          line: row.line,
          sampleName: sample,
          vial: row.cells[0],
          kind: rowKind(undefined, sample),
          ...moment,
          ...known('operator', metaOf(meta, 'Operator Name')),
          values: [],
        };
        result.injections.push(run);
      }
      if (run === null || !row.cells[size]) continue;
      const about = { name: `${row.cells[size]} ${columns[size]?.unit ?? ''}`.trim(), line: row.line };
      table.rows.push(row);
      const of = (i: number): Value | undefined => {
        const one = columns[i];
        if (one === undefined || i <= size || one.header === '') return undefined;
        const field = one.header
          .toLowerCase()
          .replace(/[^a-z]+/g, '-')
          .replace(/^-|-$/g, '');
        return valueOf(row.cells[i] ?? '', { ...about, field, unit: /\/mL/i.test(one.header) ? 'counts/mL' : '' });
      };
      run.values.push(...present(columns.map((_, i) => of(i))));
    }
    if (result.injections.every(({ values }) => values.length === 0)) broken(header.line, 'instrument-file.no-rows');
    flagWarnings(
      result.injections.flatMap(({ values }) => values),
      result.warnings,
    );
    return {
      ...result,
      tables: [table],
      ...(serial !== undefined && { instrument: [metaOf(meta, 'Sensor Model'), serial].filter(Boolean).join(' ') }),
      ...(moment.at !== undefined && { acquired: moment.at }),
    };
  },
};

/** `name`, `:`, `text` three or more to a row. */
function factsOf({ line, cells }: Row): MetaLine[] {
  return cells.flatMap((cell, i) => {
    if (cells[i + 1] !== ':' || cell === '') return [];
    const end = cells.findIndex((other, n) => n > i + 2 && other === ':');
    const value = cells
      .slice(i + 2, end < 0 ? undefined : end - 1)
      .filter(Boolean)
      .join(' ');
    return [{ line, name: cell, value: value === '-' ? '' : value }];
  });
}
