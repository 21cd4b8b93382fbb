import type { Reason } from '../../core/refusal.ts';
import { column, isManual } from './columns.ts';
import { commaNotation, type Notation, plainNumber, sizeOf, valueOf } from './figures.ts';
import { broken, draft, flagWarnings, known, metaOf, present, rowKind, timed } from './layout.ts';
import { type Row, splitRows } from './rows.ts';
import type { Draft, Layout, MetaLine, Source, Spectrum, TableText, Value } from './types.ts';

const PARTS =
  /^(Sample Information|Injection Information|Injection Details|Raw Data Header Information|Raw Data Information|Signal Parameter Information|Chromatogram Data Information|Chromatogram|Raw Data|Chromatogram Data|Integration Results|Peak Results|Peak Analysis|Peak Table)\s*:?$/i;

/** ASCII export of Thermo (Dionex) Chromeleon 6 and 7: parts with `name<tab>text`, a table of peaks, raw data; often with decimal commas. */
export const chromeleon: Layout = {
  id: 'chromeleon',
  fits: ({ lines }) => {
    const parts = lines.slice(0, 400).filter((line) => PARTS.test((line.split('\t')[0] ?? '').trim())).length;
    return parts >= 2 || (parts >= 1 && lines.some((line) => /chromeleon/i.test(line)));
  },
  read,
};

interface Part {
  line: number;
  title: string;
  rows: Row[];
}

function read({ lines }: Source): Draft {
  const rows = splitRows(lines, '\t');
  const parts: Part[] = [{ line: 1, title: '', rows: [] }];
  for (const row of rows) {
    const title = PARTS.exec(row.cells[0] ?? '')?.[1];
    if (title !== undefined && row.cells.slice(1).every((cell) => cell === ''))
      parts.push({ line: row.line, title, rows: [] });
    else parts.at(-1)?.rows.push(row);
  }
  const notation = { comma: commaNotation(figuresOf(parts), '\t') };
  const meta = parts.filter(({ title }) => !isTable(title)).flatMap(pairs);
  const warnings: Reason[] = [];
  const tables: TableText[] = [];
  const signal = metaOf(meta, 'Channel', 'Channel Name') ?? '';
  const values = parts
    .filter(({ title }) => /integration|peak/i.test(title))
    .flatMap((part) => peaksOf(part, notation, signal, tables));
  const spectrum = parts
    .filter(({ title }) => /^(raw data|chromatogram data|chromatogram)$/i.test(title))
    .map((part) => curveOf(part, notation, meta, signal, warnings))
    .find(Boolean);
  flagWarnings(values, warnings);
  const name = metaOf(meta, 'Sample', 'Sample Name', 'Injection', 'Injection Name') ?? '';
  const line = meta.find(({ value }) => value === name)?.line ?? 1;
  const printed =
    metaOf(meta, 'Inject Time', 'Injection Time', 'Injection Date') ??
    [metaOf(meta, 'Date'), metaOf(meta, 'Time')].filter(Boolean).join(' ');
  const at = timed(printed, line, warnings);
  const instrument = metaOf(meta, 'Instrument', 'Instrument Name', 'Timebase', 'Driver Name');
  if (values.length === 0) warnings.push({ id: 'instrument-file.warn-no-peaks' });
  return draft(name, {
    meta,
    software: 'Chromeleon',
    ...(instrument !== undefined && { instrument }),
    ...(at.at !== undefined && { acquired: at.at }),
    injections: [
      {
        line,
        sampleName: name,
        kind: rowKind(metaOf(meta, 'Type', 'Sample Type', 'Injection Type'), name),
        ...known('sampleId', metaOf(meta, 'Sample ID', 'Sample Identifier')),
        ...known('vial', metaOf(meta, 'Sample Position', 'Position', 'Vial Number')),
        ...at,
        ...known(
          'method',
          metaOf(meta, 'QNT method', 'Quantif. Method', 'Processing Method', 'PGM file', 'Instrument Method'),
        ),
        ...known('file', metaOf(meta, 'Filepath', 'Injection URL')),
        ...known('operator', metaOf(meta, 'Operator', 'Run Operator')),
        values,
      },
    ],
    tables,
    warnings,
    ...(spectrum !== undefined && { spectrum }),
  });
}

const isTable = (title: string): boolean => /integration|peak|^raw data$|^chromatogram( data)?$/i.test(title);

/** Dates have points too: only cells of tables and of numeric facts say how decimals are parted. */
const figuresOf = (parts: readonly Part[]): string[] =>
  parts.flatMap(({ title, rows }) =>
    isTable(title)
      ? rows.flatMap(({ cells }) => cells)
      : rows
          .filter(({ cells }) => /time m(in|ax)|volume|factor|weight|amount/i.test(cells[0] ?? ''))
          .flatMap(({ cells }) => cells.slice(1)),
  );

const pairs = ({ rows }: Part): MetaLine[] =>
  rows.flatMap(({ line, cells }) => {
    const name = (cells[0] ?? '').replace(/:$/, '').trim();
    return name === '' ? [] : [{ line, name, value: cells.slice(1).filter(Boolean).join(' ') }];
  });

function peaksOf(part: Part, notation: Notation, signal: string, tables: TableText[]): Value[] {
  const at = part.rows.findIndex(({ cells }) => cells.some((cell) => /^(ret.*time|area)\b/i.test(cell)));
  const header = part.rows[at];
  if (header === undefined) return [];
  const width = header.cells.findLastIndex((cell) => cell !== '') + 1;
  const units =
    part.rows[at + 1]?.cells.some((cell) => /^(min|mAU.*|%|n\.a\.)$/.test(cell)) &&
    !/^\d/.test(part.rows[at + 1]?.cells[0] ?? '')
      ? part.rows[at + 1]
      : undefined;
  const columns = header.cells.slice(0, width).map((cell, i) => {
    const one = column(cell);
    return { ...one, unit: one.unit || (units?.cells[i] ?? '').replace(/^n\.a\.$/, '') };
  });
  const body = part.rows
    .slice(at + (units ? 2 : 1))
    .filter(({ cells }) => cells.some(Boolean) && !/^(total|sum)s?:?$/i.test(cells.find(Boolean) ?? ''));
  tables.push({ line: header.line, title: part.title, header: header.cells.slice(0, width), rows: body });
  return body.flatMap((row) => {
    if (row.cells.length < width)
      broken(row.line, 'instrument-file.columns', { found: row.cells.length, wanted: width });
    const cell = (name: RegExp) => row.cells[columns.findIndex((one) => name.test(one.name))] ?? '';
    const manual =
      isManual(cell(/^(type|peak type|integration type|manip|man)/i).replace('*', 'M'), 'any') ||
      /\*/.test(cell(/^type$/i));
    const about = {
      name: cell(/^(peak ?name|component|name)$/i).replace(/^n\.a\.$/, ''),
      line: row.line,
      signal,
      peak: cell(/^(no\.?|peak no\.?|peak|#)$/i),
      flags: manual ? (['manual-integration'] as const).slice() : [],
    };
    return present(
      columns.map(({ field, unit, name, header: title }, i) =>
        title === '' || /^(no\.?|peak no\.?|peak|#|peak ?name|component|name|type|peak type)$/i.test(name)
          ? undefined
          : valueOf(row.cells[i] ?? '', { ...about, field: field === 'value' ? name : field, unit }, notation),
      ),
    );
  });
}

function curveOf(
  part: Part,
  notation: Notation,
  meta: readonly MetaLine[],
  signal: string,
  warnings: Reason[],
): Spectrum | undefined {
  const at = part.rows.findIndex(
    ({ cells }) => /^time/i.test(cells[0] ?? '') && cells.some((cell) => /^value/i.test(cell)),
  );
  const header = part.rows[at];
  if (header === undefined) return undefined;
  const y = header.cells.findIndex((cell) => /^value/i.test(cell));
  const points = part.rows.slice(at + 1).flatMap(({ line, cells }): [string, string][] => {
    if (!cells.some(Boolean)) return [];
    const [time, value] = [plainNumber(cells[0] ?? '', notation.comma), plainNumber(cells[y] ?? '', notation.comma)];
    return time === null || value === null ? broken(line, 'instrument-file.point') : [[time, value]];
  });
  const wanted = sizeOf(metaOf(meta, 'Data Points', 'Number of data points') ?? '');
  if (Number.isFinite(wanted) && wanted !== points.length)
    warnings.push({ id: 'instrument-file.warn-points', params: { line: header.line, wanted, found: points.length } });
  return {
    title: signal,
    xUnit: column(header.cells[0] ?? '').unit,
    yUnit: column(header.cells[y] ?? '').unit,
    points,
  };
}
