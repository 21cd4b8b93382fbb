import type { Reason } from '../../core/refusal.ts';
import { type Column, column, isManual } from './columns.ts';
import { isNumber, type Notation, plainNumber, valueOf } from './figures.ts';
import { broken, draft, flagWarnings, known, metaOf, present, rowKind, timed } from './layout.ts';
import { isEmpty, notationOf, type Row, rowsOf } from './rows.ts';
import type { Draft, Injection, Layout, MetaLine, Source, Spectrum, TableText, Value } from './types.ts';

const WATERS =
  /^(sample ?name|sampleset ?(name|id)?|sample set name|acq method set|acq\.? method|processing method|channel name|date acquired|date processed|result id|int ?type|proc\.? chnl\.? descr\.?|injection id|system name)\s*:?$/i;

/**
 * Text export of Waters Empower: a row of headers and a row of facts for each injection, then its peaks under their own header, or raw
 * points (.arw); also as `name<tab>text` lines. Int Type in lower case tells an integration that somebody changed.
 */
export const empower: Layout = {
  id: 'empower',
  fits: ({ lines }) => {
    const cells = lines
      .slice(0, 40)
      .flatMap((line) => line.split(/[\t,]/).map((cell) => cell.trim().replace(/^"|"$/g, '')));
    const found = new Set(
      cells.filter((cell) => WATERS.test(cell)).map((cell) => cell.toLowerCase().replace(/[\s:]/g, '')),
    );
    return found.has('samplename') && found.size >= 3 && !flat(lines);
  },
  read,
};

/** One header for sample and peak: any table reads it. */
const flat = (lines: readonly string[]): boolean =>
  rowsOf(lines.slice(0, 40)).rows.some(({ cells }) => {
    const columns = cells.map((cell) => column(cell));
    return (
      cells.some((cell) => /^sample ?name$/i.test(cell)) &&
      columns.some(({ field }) => field === 'area' || field === 'rt')
    );
  });

interface State {
  meta: MetaLine[];
  own: MetaLine[];
  peaks: Column[] | null;
  injections: Injection[];
  tables: TableText[];
  curves: Spectrum[];
  warnings: Reason[];
}

function read({ lines }: Source): Draft {
  const { rows, delimiter } = rowsOf(lines);
  const notation = notationOf(rows, delimiter);
  const state: State = { meta: [], own: [], peaks: null, injections: [], tables: [], curves: [], warnings: [] };
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i];
    if (row === undefined || isEmpty(row)) continue;
    if (isInfoHeader(row) && rows[i + 1] !== undefined) {
      inject(state, pairsOf(row, rows[i + 1] ?? row));
      i += 1;
    } else if (isPeakHeader(row)) {
      state.peaks = row.cells.map((cell) => column(cell));
      state.tables.push({ line: row.line, title: '', header: row.cells, rows: [] });
    } else if (state.peaks !== null && isPeakRow(row)) addPeak(state, row, notation);
    else if (isPoint(row)) addPoint(state, row, notation);
    else addPair(state, row);
  }
  if (state.injections.length === 0) broken(1, 'instrument-file.no-rows');
  flagWarnings(
    state.injections.flatMap(({ values }) => values),
    state.warnings,
  );
  const [spectrum, ...moreSpectra] = state.curves;
  const first = state.injections[0];
  const instrument = metaOf(state.meta, 'System Name', 'SystemName', 'Instrument Name');
  return draft(first?.sampleName ?? '', {
    meta: state.meta,
    software: 'Waters Empower',
    ...(instrument !== undefined && { instrument }),
    ...(first?.at !== undefined && { acquired: first.at }),
    injections: state.injections,
    tables: state.tables,
    warnings: state.warnings,
    ...(spectrum !== undefined && { spectrum }),
    ...(moreSpectra.length > 0 && { moreSpectra }),
  });
}

const isInfoHeader = ({ cells }: Row): boolean =>
  cells.filter((cell) => WATERS.test(cell) && !cell.endsWith(':')).length >= 2 && !cells.some((cell) => isNumber(cell));

const isPeakHeader = ({ cells }: Row): boolean =>
  !cells.some((cell) => isNumber(cell)) &&
  cells.map((cell) => column(cell).field).filter((field) => ['area', 'rt', 'height'].includes(field)).length >= 2;

const isPeakRow = ({ cells }: Row): boolean =>
  cells.filter((cell) => isNumber(cell) || isNumber(cell, { comma: true })).length >= 2;

const isPoint = ({ cells }: Row): boolean => cells.filter(Boolean).length === 2 && isPeakRow({ line: 0, cells });

const pairsOf = (header: Row, row: Row): MetaLine[] =>
  header.cells.flatMap((name, i) => (name === '' ? [] : [{ line: row.line, name, value: row.cells[i] ?? '' }]));

function inject(state: State, own: MetaLine[]): void {
  state.meta.push(...own);
  state.own = own;
  state.peaks = null;
  const name = metaOf(own, 'SampleName', 'Sample Name') ?? '';
  const line = own[0]?.line ?? 1;
  state.injections.push({
    line,
    sampleName: name,
    kind: rowKind(metaOf(own, 'Sample Type', 'SampleType'), name),
    ...known('sampleId', metaOf(own, 'Sample ID', 'SampleID', 'LIMS ID', 'Label')),
    ...known('vial', metaOf(own, 'Vial')),
    ...timed((metaOf(own, 'Date Acquired') ?? '').replace(/ [A-Z]{3,4}$/, ''), line, state.warnings),
    ...known('method', metaOf(own, 'Acq Method Set', 'Method Set', 'Processing Method')),
    ...known('file', metaOf(own, 'Result Id', 'Injection Id')),
    ...known('operator', metaOf(own, 'Acquired By', 'User')),
    values: [],
  });
}

/** `Sample Name:<tab>text`: a new sample name opens the next injection. */
function addPair(state: State, { line, cells }: Row): void {
  const [first = '', ...rest] = cells.filter(Boolean);
  const [, name = first, inline = ''] = /^([^:]{1,40}):\s*(.*)$/.exec(first) ?? [];
  const pair = { line, name, value: inline || rest.join(' ') };
  if (/^sample ?name$/i.test(name)) inject(state, [pair]);
  else if (WATERS.test(name) && state.injections.length > 0) {
    const [own, open] = [[...state.own, pair], state.injections.pop()];
    inject(state, own);
    state.meta.splice(-own.length, own.length, pair);
    const renewed = state.injections.at(-1);
    if (renewed && open) Object.assign(renewed, { line: open.line, values: open.values });
  } else state.meta.push(pair);
}

function addPeak(state: State, row: Row, notation: Notation): void {
  const columns = state.peaks ?? [];
  if (row.cells.length < columns.findLastIndex(({ header }) => header !== '') + 1)
    broken(row.line, 'instrument-file.columns', { found: row.cells.length, wanted: columns.length });
  state.tables.at(-1)?.rows.push(row);
  const cell = (wanted: (one: Column) => boolean) => row.cells[columns.findIndex(wanted)] ?? '';
  const about = {
    name: cell(({ role, header }) => role === 'compound' || /^(peak )?name$/i.test(header)),
    line: row.line,
    peak: columns[0]?.header === '' || columns[0]?.role === 'peak' ? (row.cells[0] ?? '') : '',
    signal: metaOf(state.own, 'Channel Name', 'Channel', 'Proc. Chnl. Descr.') ?? '',
    flags: isManual(
      cell(({ role }) => role === 'integration'),
      'empower',
    )
      ? (['manual-integration'] as const).slice()
      : [],
  };
  const values: (Value | undefined)[] = columns.map(({ role, header, field, name, unit }, i) =>
    header === '' || /^(peak )?name$/i.test(header) || ['compound', 'integration', 'peak'].includes(role ?? '')
      ? undefined
      : valueOf(row.cells[i] ?? '', { ...about, field: field === 'value' ? name : field, unit }, notation),
  );
  if (state.injections.length === 0) broken(row.line, 'instrument-file.no-sample');
  state.injections.at(-1)?.values.push(...present(values));
}

function addPoint(state: State, row: Row, notation: Notation): void {
  const [x = '', y = ''] = row.cells.filter(Boolean).map((cell) => plainNumber(cell, notation.comma) ?? '');
  const title = state.injections.at(-1)?.sampleName ?? '';
  const open = state.curves.length < state.injections.length ? undefined : state.curves.at(-1);
  if (open) open.points.push([x, y]);
  else
    state.curves.push({
      title,
      xUnit: 'min',
      yUnit: metaOf(state.own, 'Detector Units', 'DetUnits') ?? '',
      points: [[x, y]],
    });
}
