import { isManual } from './columns.ts';
import { plainNumber, valueOf } from './figures.ts';
import { broken, draft, flagWarnings, known, present, rowKind, timed } from './layout.ts';
import { splitRows } from './rows.ts';
import type { Draft, Layout, Source, Value } from './types.ts';

const FIELD: Record<string, string> = {
  'R.T.': 'rt',
  Height: 'height',
  Area: 'area',
  'Corr. Height': 'height',
  'Corr. Area': 'area',
  'Pct Max': 'percent-of-largest',
  'Pct Total': 'area-percent',
  '% max.': 'percent-of-largest',
  '% of total': 'area-percent',
  First: 'first-scan',
  Max: 'top-scan',
  Last: 'last-scan',
};

/** RESULTS.CSV of Agilent MSD ChemStation and MassHunter: `[contents]`, then a section for each integrated signal with `1=, …` lines. */
export const chemstationResults: Layout = {
  id: 'chemstation-results',
  fits: ({ lines }) =>
    /^\[contents\]/i.test(lines.find((line) => line.trim() !== '')?.trim() ?? '') &&
    lines.some((line) => /^Header=,/i.test(line)),
  read,
};

function read({ lines }: Source): Draft {
  const rows = splitRows(lines, ',');
  const result = draft('', { software: 'Agilent MassHunter / MSD ChemStation' });
  const values: Value[] = [];
  let [file, signal, acquired] = ['', '', ''];
  let header: string[] = [];
  let sections = 0;
  let wanted = Number.NaN;
  for (const { line, cells } of rows) {
    const [first = '', ...rest] = cells;
    const section = /^\[(.+)\]?$/.exec(first)?.[1]?.replace(/\]$/, '');
    if (section !== undefined) {
      header = [];
      signal = section.replace(/^INT /, '').replace(/:.*$/, '');
      if (!/^contents$/i.test(section)) sections += 1;
    } else if (/^count=/i.test(first)) wanted = Number(plainNumber(first.slice(6), false) ?? Number.NaN);
    else if (/^Name=$/i.test(first)) file = rest.join(',');
    else if (/^Time=$/i.test(first)) acquired ||= rest.join(',');
    else if (/^Header=$/i.test(first)) {
      header = rest;
      result.tables.push({ line, title: signal, header: rest, rows: [] });
    } else if (/^\d+=$/.test(first) && header.length > 0) {
      if (rest.length !== header.length)
        broken(line, 'instrument-file.columns', { found: rest.length, wanted: header.length });
      result.tables.at(-1)?.rows.push({ line, cells: rest });
      values.push(...peakOf(header, rest, line, signal));
    }
  }
  if (Number.isFinite(wanted) && wanted !== sections)
    broken(1, 'instrument-file.count', { section: 'contents', wanted, found: sections });
  const name = /([^\\/]+?)(\.D)?$/i.exec(file)?.[1] ?? '';
  const at = timed(acquired, 1, result.warnings);
  result.injections.push({
    line: 1,
    sampleName: name,
    kind: rowKind(undefined, name),
    ...at,
    ...known('file', file),
    values,
  });
  flagWarnings(values, result.warnings);
  return { ...result, title: name, ...(at.at !== undefined && { acquired: at.at }) };
}

function peakOf(header: readonly string[], cells: readonly string[], line: number, signal: string): Value[] {
  const said = (name: RegExp) => cells[header.findIndex((one) => name.test(one))] ?? '';
  const manual = isManual(said(/^pk\s+ty$/i), 'agilent');
  const about = {
    name: '',
    line,
    signal,
    peak: said(/^peak$/i),
    flags: manual ? (['manual-integration'] as const).slice() : [],
  };
  return present(
    header.map((title, i) =>
      /^(peak|pk\s+ty)$/i.test(title)
        ? undefined
        : valueOf(cells[i] ?? '', { ...about, field: FIELD[title] ?? title, ...(title === 'R.T.' && { unit: 'min' }) }),
    ),
  );
}
