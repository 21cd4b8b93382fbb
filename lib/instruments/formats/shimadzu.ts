import type { Reason } from '../../core/refusal.ts';
import { column, isManual } from './columns.ts';
import { type Notation, plainNumber, sizeOf, valueOf } from './figures.ts';
import { broken, draft, flagWarnings, known, metaOf, present, rowKind, timed } from './layout.ts';
import { delimiterOf, notationOf, type Row, splitRows } from './rows.ts';
import type { Draft, Injection, Layout, MetaLine, Source, Spectrum, TableText, Value } from './types.ts';

interface Section {
  line: number;
  title: string;
  rows: Row[];
}

/** ASCII export of Shimadzu LCsolution, GCsolution, LabSolutions and GCMSsolution: `[Section]` blocks; a new `[Header]` is a new injection. */
export const shimadzu: Layout = {
  id: 'shimadzu',
  fits: ({ lines }) =>
    lines.slice(0, 40).some((line) => /^"?\[(Header|File Information|Sample Information)\]"?/i.test(line.trim())) &&
    lines.some((line) =>
      /^"?\[(Header|Sample Information|Peak Table|Compound Results|LC Chromatogram|GC Chromatogram|MC Peak Table|MS )/i.test(
        line.trim(),
      ),
    ),
  read,
};

function read({ lines }: Source): Draft {
  const delimiter = delimiterOf(lines.filter((line) => !line.startsWith('[')));
  const sections = sectionsOf(lines, delimiter);
  const warnings: Reason[] = [];
  const tables: TableText[] = [];
  const curves: Spectrum[] = [];
  const injections: Injection[] = [];
  const allMeta: MetaLine[] = [];
  const notation = notationOf(
    sections.flatMap(({ rows }) => rows),
    delimiter,
  );
  for (const file of filesOf(sections)) {
    const meta = file.filter(isPairs).flatMap(pairs);
    allMeta.push(...meta);
    const values = file.flatMap((section) => tableOf(section, notation, tables));
    curves.push(...file.flatMap((section) => curveOf(section, notation, warnings)));
    injections.push(injectionOf(file, meta, values, warnings));
  }
  flagWarnings(
    injections.flatMap(({ values }) => values),
    warnings,
  );
  const [spectrum, ...moreSpectra] = curves;
  const software = [metaOf(allMeta, 'Application Name'), metaOf(allMeta, 'Version')].filter(Boolean).join(' ');
  const instrument = metaOf(allMeta, 'Instrument Name', 'Instrument');
  const acquired = injections[0]?.at;
  return draft(injections[0]?.sampleName ?? '', {
    meta: allMeta,
    software: software || 'Shimadzu LabSolutions',
    ...(instrument !== undefined && { instrument }),
    ...(acquired !== undefined && { acquired }),
    injections,
    tables,
    warnings,
    ...(spectrum !== undefined && { spectrum }),
    ...(moreSpectra.length > 0 && { moreSpectra }),
  });
}

function sectionsOf(lines: readonly string[], delimiter: string): Section[] {
  const sections: Section[] = [];
  for (const row of splitRows(lines, delimiter)) {
    const title = /^\[(.+)\]$/.exec(row.cells[0] ?? '')?.[1];
    if (title !== undefined) sections.push({ line: row.line, title, rows: [] });
    else sections.at(-1)?.rows.push(row);
  }
  return sections;
}

function filesOf(sections: readonly Section[]): Section[][] {
  const files: Section[][] = [];
  for (const section of sections) {
    if (files.length === 0 || /^header$/i.test(section.title)) files.push([]);
    files.at(-1)?.push(section);
  }
  return files;
}

const isPairs = ({ title }: Section): boolean =>
  /^(header|file information|sample information|original files|file description|configuration)/i.test(title);

const pairs = ({ rows }: Section): MetaLine[] =>
  rows.flatMap(({ line, cells }) =>
    (cells[0] ?? '') === '' ? [] : [{ line, name: cells[0] ?? '', value: cells.slice(1).filter(Boolean).join(', ') }],
  );

/** A table of peaks or compounds; the count that stands over it must be right. @throws Refusal `instrument-file.count`, `instrument-file.columns` */
function tableOf(section: Section, notation: Notation, tables: TableText[]): Value[] {
  const isTable = /peak table|compound results|quantitative results|group results|results/i.test(section.title);
  if (!isTable || /chromatogram|spectrum|similarity/i.test(section.title)) return [];
  const count = section.rows.find(({ cells }) => /^# of (peaks|ids|groups|compounds)/i.test(cells[0] ?? ''));
  const at = section.rows.findIndex(({ cells }) => cells.filter(Boolean).length >= 3);
  const wanted = Number(count?.cells[1] ?? Number.NaN);
  const header = section.rows[at];
  if (header === undefined) {
    if (wanted > 0) broken(section.line, 'instrument-file.count', { section: section.title, wanted, found: 0 });
    return [];
  }
  const names = header.cells.slice(0, lastFilled(header.cells));
  const body = section.rows.slice(at + 1).filter(({ cells }) => cells.some(Boolean));
  for (const row of body)
    if (row.cells.length < names.length || row.cells.slice(names.length).some(Boolean))
      broken(row.line, 'instrument-file.columns', { found: row.cells.length, wanted: names.length });
  if (Number.isFinite(wanted) && wanted !== body.length)
    broken(header.line, 'instrument-file.count', { section: section.title, wanted, found: body.length });
  tables.push({ line: header.line, title: section.title, header: names, rows: body });
  const signal = /\((.+)\)$/.exec(section.title)?.[1] ?? '';
  const compounds = /compound|quantitative/i.test(section.title);
  return body.flatMap((row) => peakValues(names, row, signal, notation, compounds));
}

const lastFilled = (cells: readonly string[]): number => cells.findLastIndex((cell) => cell !== '') + 1;

function peakValues(
  names: readonly string[],
  row: Row,
  signal: string,
  notation: Notation,
  compounds: boolean,
): Value[] {
  const cellOf = (name: RegExp) => row.cells[names.findIndex((one) => name.test(one))] ?? '';
  const manual = isManual(cellOf(/^(mark|type|integration)$/i), 'shimadzu');
  const about = {
    name: cellOf(/^(name|compound)$/i),
    line: row.line,
    signal: compounds ? `${signal} (ID)`.trim() : signal,
    peak: cellOf(/^(peak#|id#)$/i),
    flags: manual ? (['manual-integration'] as const).slice() : [],
  };
  const seen = new Set<string>();
  return present(
    names.map((header, i) => {
      if (/^(peak#|id#|name|unit|mark|type|curve|3rd|2nd|1st|constant|group)$/i.test(header)) return undefined;
      const { field, unit, name } = column(header);
      const own = field === 'value' || seen.has(field) ? name.toLowerCase() : field;
      seen.add(field);
      const measured = unit || (field === 'amount' ? cellOf(/^unit$/i) : '');
      return valueOf(row.cells[i] ?? '', { ...about, field: own, unit: measured }, notation);
    }),
  );
}

function injectionOf(file: readonly Section[], meta: MetaLine[], values: Value[], warnings: Reason[]): Injection {
  const line = meta.find(({ name }) => name === 'Sample Name')?.line ?? file[0]?.line ?? 1;
  const name = metaOf(meta, 'Sample Name') ?? '';
  const id = metaOf(meta, 'Sample ID');
  const idLine = meta.find((one) => one.name === 'Sample ID');
  if (idLine && id === undefined) warnings.push({ id: 'instrument-file.warn-no-id', params: { line: idLine.line } });
  return {
    line,
    sampleName: name,
    kind: rowKind(metaOf(meta, 'Sample Type')?.replace(/^\d+:/, ''), name),
    ...known('sampleId', id),
    ...known('vial', metaOf(meta, 'Vial#', 'Vial #')),
    ...timed(metaOf(meta, 'Acquired', 'Analysis Date', 'Date Acquired') ?? '', line, warnings),
    ...known('method', metaOf(meta, 'Method File', 'Method')),
    ...known('file', metaOf(meta, 'Data File Name', 'Data File')),
    ...known('operator', metaOf(meta, 'Operator Name', 'Analyzed by')),
    values,
  };
}

/** A chromatogram or spectrum; fewer points than it says is a cut curve: shown, with a warning. */
function curveOf(section: Section, notation: Notation, warnings: Reason[]): Spectrum[] {
  if (!/chromatogram|spectrum/i.test(section.title)) return [];
  const said = (name: RegExp) => section.rows.find(({ cells }) => name.test(cells[0] ?? ''));
  const at = section.rows.findIndex(
    ({ cells }) => /^(r\.?\s?time|wavelength|m\/z|ret\.?time)/i.test(cells[0] ?? '') && /intens/i.test(cells[1] ?? ''),
  );
  if (at < 0) return [];
  const points = section.rows.slice(at + 1).flatMap(({ line, cells }): [string, string][] => {
    if (!cells.some(Boolean)) return [];
    const [x, y] = [plainNumber(cells[0] ?? '', notation.comma), plainNumber(cells[1] ?? '', notation.comma)];
    return x === null || y === null ? broken(line, 'instrument-file.point') : [[x, y]];
  });
  const wanted = sizeOf(said(/^# of points/i)?.cells[1] ?? '');
  if (Number.isFinite(wanted) && wanted !== points.length)
    warnings.push({
      id: 'instrument-file.warn-points',
      params: { line: section.line, wanted, found: points.length },
    });
  const factor = said(/^intensity multiplier/i)?.cells[1] ?? '';
  const unit = said(/^intensity units/i)?.cells[1] ?? '';
  const xUnit = column(section.rows[at]?.cells[0] ?? '').unit;
  return [{ title: section.title, xUnit, yUnit: factor === '' || factor === '1' ? unit : `${factor} ${unit}`, points }];
}
