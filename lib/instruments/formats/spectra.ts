import { column } from './columns.ts';
import { plainNumber, valueOf } from './figures.ts';
import { broken, draft, flagWarnings, known, present, rowKind, timed } from './layout.ts';
import { isEmpty, notationOf, rowsOf, splitRows } from './rows.ts';
import type { Draft, Injection, Layout, MetaLine, Source, Value } from './types.ts';

/** Thermo VISIONlite: seven facts (file, sample, user, time, instrument, serial number, software version), then nm or min against A. */
export const visionlite: Layout = {
  id: 'visionlite',
  fits: ({ lines }) => isScan(lines) || isFixed(lines[0] ?? ''),
  read: (source) => (isFixed(source.lines[0] ?? '') ? readFixed(source) : readScan(source)),
};

const AXES = /^"?(nm|min|s|sec|cm-1)"?[,;\t]\s*"?(A|%T|ABS|E|%R)"?\s*$/i;
const isScan = (lines: readonly string[]): boolean => AXES.test((lines[1] ?? '').trim());
const isFixed = (line: string): boolean =>
  /^"?Sample Name"?\s*[,;\t]/i.test(line) && /\d+(\.\d+)?\s*nm\s*\[?(A|%T)?\]?/i.test(line);

const FACTS = ['file', 'sample', 'user', 'time', 'instrument', 'serial number', 'software version'] as const;

function readScan({ lines }: Source): Draft {
  const { rows, delimiter } = rowsOf(lines);
  const [head, axes] = rows;
  const facts = head?.cells ?? [];
  if (facts.filter(Boolean).length < FACTS.length)
    broken(1, 'instrument-file.header', { found: facts.filter(Boolean).length, wanted: FACTS.length });
  const notation = notationOf(rows.slice(2), delimiter);
  const points = rows.slice(2).flatMap((row): [string, string][] => {
    if (isEmpty(row)) return [];
    const [x, y] = [plainNumber(row.cells[0] ?? '', notation.comma), plainNumber(row.cells[1] ?? '', notation.comma)];
    return x === null || y === null ? broken(row.line, 'instrument-file.point') : [[x, y]];
  });
  if (points.length === 0) broken(2, 'instrument-file.no-rows');
  const [file = '', sample = '', user = '', time = '', instrument = '', serial = '', version = ''] = facts;
  const result = draft(sample, {
    software: `VISIONlite ${version}`.trim(),
    instrument: [instrument, serial].filter(Boolean).join(' '),
  });
  const at = timed(time, 1, result.warnings);
  const meta: MetaLine[] = FACTS.map((name, i) => ({ line: 1, name, value: facts[i] ?? '' }));
  const injection: Injection = {
    line: 1,
    sampleName: sample,
    kind: rowKind(undefined, sample),
    ...at,
    file,
    ...known('operator', user),
    values: [],
  };
  const [xUnit = '', yUnit = ''] = axes?.cells ?? [];
  return {
    ...result,
    meta,
    injections: [injection],
    spectrum: { title: sample || file, xUnit, yUnit, points },
    ...(at.at !== undefined && { acquired: at.at }),
  };
}

/** Fixed wavelengths: a row for each sample, a column `500 nm [A]` for each wavelength. */
function readFixed({ lines }: Source): Draft {
  const { rows, delimiter } = rowsOf(lines);
  const notation = notationOf(rows.slice(1), delimiter);
  const header = rows[0]?.cells ?? [];
  const result = draft('', { software: 'VISIONlite' });
  const body = rows.slice(1).filter((row) => !isEmpty(row));
  if (body.length === 0) broken(1, 'instrument-file.no-rows');
  for (const { line, cells } of body) {
    if (cells.length < header.length)
      broken(line, 'instrument-file.columns', { found: cells.length, wanted: header.length });
    const name = cells[0] ?? '';
    const values = header.slice(1).map((title, i): Value | undefined => {
      const [, wavelength = '', mode = ''] =
        /^(\d+(?:[.,]\d+)?)\s*nm\s*\[?\s*([A%T]*)/i.exec(title.replace(/\s+/g, ' ')) ?? [];
      const field = wavelength === '' ? column(title).field : /T/.test(mode) ? 'transmittance' : 'absorbance';
      const signal = wavelength === '' ? '' : `${wavelength} nm`;
      return valueOf(cells[i + 1] ?? '', { name: signal || title, field, line, signal, unit: mode }, notation);
    });
    result.injections.push({ line, sampleName: name, kind: rowKind(undefined, name), values: present(values) });
  }
  result.tables.push({ line: 1, title: '', header, rows: body });
  flagWarnings(
    result.injections.flatMap(({ values }) => values),
    result.warnings,
  );
  return result;
}

/** Thermo Genesys 30: facts by tabs, then wavelength against ABS and %T; `Length` says how many points there are. */
export const genesys: Layout = {
  id: 'genesys',
  fits: ({ lines }) =>
    /^(Scan|Fixed|Kinetic)s?\t/i.test(lines[0] ?? '') &&
    lines.slice(0, 12).some((line) => /^wavelength\s*\(nm\)/i.test(line.trim())),
  read: ({ lines }) => {
    const rows = splitRows(lines, '\t');
    const at = rows.findIndex(({ cells }) => /^wavelength/i.test(cells[0] ?? ''));
    const meta = rows
      .slice(0, at)
      .flatMap(({ line, cells }) => (cells[0] ? [{ line, name: cells[0], value: cells[1] ?? '' }] : []));
    const body = rows.slice(at + 1).filter((row) => !isEmpty(row));
    const notation = notationOf(body, '\t');
    const title = meta[0]?.value ?? '';
    const header = (rows[at]?.cells ?? []).filter(Boolean);
    const columns = body.map(({ line, cells }) => {
      const numbers = header.map((_, i) => plainNumber(cells[i] ?? '', notation.comma));
      return numbers.includes(null) ? broken(line, 'instrument-file.point') : numbers.map((text) => text ?? '');
    });
    const wanted = meta.find(({ name }) => /^length$/i.test(name))?.value ?? '';
    if (wanted !== '' && Number(wanted) !== body.length)
      broken(at + 1, 'instrument-file.count', { section: 'Length', wanted: Number(wanted), found: body.length });
    const curves = header.slice(1).map((yUnit, i) => ({
      title,
      xUnit: 'nm',
      yUnit,
      points: columns.map((cells): [string, string] => [cells[0] ?? '', cells[i + 1] ?? '']),
    }));
    const result = draft(title, { meta, software: 'Genesys' });
    const [, day = '', hour = ''] = /_(\d{8})_(\d{6})/.exec(title) ?? [];
    const moment = timed(`${day}${hour}`, 1, result.warnings).at;
    const [spectrum, ...moreSpectra] = curves;
    const injection: Injection = {
      line: 1,
      sampleName: '',
      kind: 'unknown',
      file: title,
      ...(moment !== undefined && { at: moment }),
      values: [],
    };
    return {
      ...result,
      injections: [injection],
      ...(moment !== undefined && { acquired: moment }),
      ...(spectrum !== undefined && { spectrum }),
      ...(moreSpectra.length > 0 && { moreSpectra }),
    };
  },
};
