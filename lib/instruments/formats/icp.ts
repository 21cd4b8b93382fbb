import { column } from './columns.ts';
import { isNumber, valueOf } from './figures.ts';
import { draft, flagWarnings, present, rowKind, timed } from './layout.ts';
import { isEmpty, notationOf, type Row, splitRows } from './rows.ts';
import { fitting, readTable } from './table.ts';
import { rowsIn } from './tables.ts';
import type { Draft, Injection, Layout, Source } from './types.ts';

/** `51  V  [ He ]`, `Al 396.152`, `As 193.759`, `Mg285.213`, `75As` */
const ELEMENT =
  /^(\d{1,3}\s+)?[A-Z][a-z]?\s*(\d{3}\.\d{2,4}.*|\[\s*\w.*\])$|^\d{1,3}\s*[A-Z][a-z]?(\s+->\s+\d+\s*[A-Z][a-z]?)?(\s*\[.*\])?$/;

/** Tables of ICP-MS and ICP-OES: Agilent (elements over Conc., RSD, CPS), Varian/Agilent (a row per element), Shimadzu ICPE (rows without a header). */
export const icp: Layout = {
  id: 'icp',
  fits: (source) => isIcpe(source.lines) || hasElements(rowsIn({ ...source, lines: source.lines.slice(0, 40) }).rows),
  read: (source) => (isIcpe(source.lines) ? readIcpe(source) : readElements(source)),
};

function hasElements(rows: readonly Row[]): boolean {
  return rows.slice(0, 40).some(({ cells }, i) => {
    if (cells.some((cell) => isNumber(cell))) return false;
    const columns = cells.map((cell) => column(cell));
    const sample = columns.some(({ role }) => role === 'sampleName' || role === 'sampleId');
    const elements = cells.filter((cell) => ELEMENT.test(cell)).length;
    const below = rows[i + 1]?.cells.map((cell) => column(cell)) ?? [];
    const grouped =
      elements >= 1 &&
      below.some(({ role }) => role === 'sampleName') &&
      below.some(({ field }) => field === 'amount' || field === 'intensity');
    const perElement =
      sample &&
      cells.some((cell) => /^(element|elem|element label)$/i.test(cell)) &&
      columns.some(({ field }) => field === 'amount' || field === 'intensity');
    return grouped || perElement || (sample && elements >= 1);
  });
}

function readElements(source: Source): Draft {
  const { rows, delimiter } = rowsIn(source);
  const result = readTable(rows, notationOf(rows, delimiter), {
    known: { flags: { role: 'comment' }, rjct: { role: 'comment' }, label: { role: 'sampleName' } },
  });
  return { ...result, software: 'ICP' };
}

const isIcpe = (lines: readonly string[]): boolean => {
  const some = lines.filter((line) => line.trim() !== '').slice(0, 20);
  return (
    some.length > 0 &&
    some.every((line) => {
      const cells = line.split('\t');
      return cells.length >= 40 && /^(QUANT|QUAL)/i.test((cells[7] ?? '').trim());
    })
  );
};

/** Columns of the ICPE-9000 text export, from 0. */
const ICPE = {
  method: 0,
  type: 1,
  name: 2,
  at: 3,
  element: 6,
  line: 8,
  unit: 10,
  result: 21,
  mean: 41,
  sd: 42,
  rsd: 43,
} as const;

function readIcpe({ lines }: Source): Draft {
  const rows = splitRows(lines, '\t').filter((row) => !isEmpty(row));
  const notation = notationOf(rows, '\t');
  const result = draft('', { software: 'Shimadzu ICPE' });
  const open = new Map<string, Injection>();
  for (const row of rows) {
    fitting({ ...row, cells: row.cells.slice(0, ICPE.rsd + 1) }, ICPE.rsd + 1);
    const cell = (at: number) => row.cells[at] ?? '';
    const key = [cell(ICPE.type), cell(ICPE.name), cell(ICPE.at)].join('\u0001');
    const injection: Injection = open.get(key) ?? {
      line: row.line,
      sampleName: cell(ICPE.name),
      kind: rowKind(cell(ICPE.type).replace(/\d+$/, ''), cell(ICPE.name)),
      ...timed(cell(ICPE.at), row.line, result.warnings),
      method: cell(ICPE.method),
      values: [],
    };
    if (!open.has(key)) result.injections.push(injection);
    open.set(key, injection);
    const about = { name: cell(ICPE.element), line: row.line, signal: cell(ICPE.line) };
    const unit = cell(ICPE.unit);
    injection.values.push(
      ...present([
        valueOf(cell(ICPE.result) || cell(ICPE.mean), { ...about, field: 'amount', unit }, notation),
        valueOf(cell(ICPE.mean), { ...about, field: 'mean', unit }, notation),
        valueOf(cell(ICPE.sd), { ...about, field: 'sd', unit }, notation),
        valueOf(cell(ICPE.rsd), { ...about, field: 'rsd', unit: '%' }, notation),
      ]),
    );
  }
  flagWarnings(
    result.injections.flatMap(({ values }) => values),
    result.warnings,
  );
  return result;
}
