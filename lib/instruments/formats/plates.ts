import { type Notation, plainNumber, valueOf } from './figures.ts';
import { broken, draft, flagWarnings, metaOf, present, rowKind, timed } from './layout.ts';
import { isEmpty, notationOf, type Row, rowsOf, splitRows } from './rows.ts';
import type { Draft, Injection, Layout, MetaLine, Source, Value } from './types.ts';

/** Plate readers of BioTek/Agilent Gen5: facts, layout of samples, results as a matrix of wells (one line for each read of a row). */
export const gen5: Layout = {
  id: 'gen5',
  fits: ({ lines }) =>
    lines
      .slice(0, 20)
      .some((line) => /^(Software Version|Experiment File Path|Protocol File Path)\s*:?[\t,]/i.test(line)) &&
    lines.some((line) => /^(Reader Type|Procedure Details|Reading Type|Plate Number)/i.test(line)),
  read: ({ lines }) => {
    const { rows, delimiter } = rowsOf(lines);
    const tab = lines.some((line) => line.includes('\t')) ? '\t' : delimiter;
    const cells = splitRows(lines, tab);
    const notation = notationOf(cells, tab);
    const meta = metaOfGen5(cells.length > 0 ? cells : rows);
    const names = new Map<string, string>();
    const wells = new Map<string, Injection>();
    for (const block of blocksOf(cells)) readBlock(block, notation, names, wells);
    if (wells.size === 0) broken(lines.length, 'instrument-file.no-wells');
    for (const [well, name] of names) {
      const found = wells.get(well);
      if (found) Object.assign(found, { sampleName: name, kind: rowKind(undefined, name.replace(/\d+$/, '')) });
    }
    return finished(
      meta,
      [...wells.values()],
      'Gen5',
      metaOf(meta, 'Reader Type'),
      `${metaOf(meta, 'Date') ?? ''} ${metaOf(meta, 'Time') ?? ''}`,
    );
  },
};

const metaOfGen5 = (rows: readonly Row[]): MetaLine[] =>
  rows.flatMap(({ line, cells }) => {
    const name = (cells[0] ?? '').replace(/:$/, '');
    return name.length > 1 && cells.slice(1).filter(Boolean).length === 1
      ? [{ line, name, value: cells.find((cell, i) => i > 0 && cell !== '') ?? '' }]
      : [];
  });

interface Block {
  layout: boolean;
  header: Row;
  rows: Row[];
}

/** A block is a row of column numbers (1 2 3 …) with rows A, B, C … below it. */
function blocksOf(rows: readonly Row[]): Block[] {
  const blocks: Block[] = [];
  let part = '';
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i];
    if (row === undefined) continue;
    if (
      /^(layout|results|procedure details)$/i.test(row.cells[0] ?? '') &&
      row.cells.slice(1).every((cell) => cell === '')
    )
      part = row.cells[0] ?? '';
    if (row.cells[0] !== '' || row.cells[1] !== '1' || row.cells[2] !== '2') continue;
    const below: Row[] = [];
    while (rows[i + 1] !== undefined && !isEmpty(rows[i + 1] ?? row)) {
      i += 1;
      below.push(rows[i] ?? row);
    }
    blocks.push({ layout: /layout/i.test(part), header: row, rows: below });
  }
  return blocks;
}

function readBlock(block: Block, notation: Notation, names: Map<string, string>, wells: Map<string, Injection>): void {
  const width = block.header.cells.findLastIndex((cell) => cell !== '');
  let letter = '';
  for (const row of block.rows) {
    letter = row.cells[0] || letter;
    if (!/^[A-Z]{1,2}$/.test(letter)) continue;
    const label = row.cells.slice(width + 1).find(Boolean) ?? '';
    if (row.cells.length < width + 1)
      broken(row.line, 'instrument-file.columns', { found: row.cells.length, wanted: width + 1 });
    for (let i = 1; i <= width; i += 1) {
      const well = `${letter}${block.header.cells[i]}`;
      const cell = row.cells[i] ?? '';
      if (cell === '') continue;
      if (block.layout) {
        if (/well id/i.test(label) || (label === '' && !names.has(well)) || /name/i.test(label)) names.set(well, cell);
        continue;
      }
      add(wells, well, row.line, cell, label, notation);
    }
  }
}

function add(
  wells: Map<string, Injection>,
  well: string,
  line: number,
  cell: string,
  label: string,
  notation: Notation,
): void {
  const injection = wells.get(well) ?? { line, sampleName: '', vial: well, kind: 'unknown' as const, values: [] };
  wells.set(well, injection);
  const wavelength = /^(read )?\d*:?\s*\d{3}(\/\d{3})?$/i.test(label) || label === '';
  const value = valueOf(
    cell,
    { name: label, field: wavelength ? 'absorbance' : 'value', line, signal: label },
    notation,
  );
  if (value) injection.values.push(value);
}

function finished(
  meta: MetaLine[],
  injections: Injection[],
  software: string,
  instrument: string | undefined,
  printed: string,
): Draft {
  const result = draft(metaOf(meta, 'Plate Number', 'Plate') ?? '', { meta, injections, software });
  const at = timed(printed.trim(), 1, result.warnings).at;
  flagWarnings(
    injections.flatMap(({ values }) => values),
    result.warnings,
  );
  return { ...result, ...(instrument !== undefined && { instrument }), ...(at !== undefined && { acquired: at }) };
}

/** Export of Molecular Devices SoftMax Pro: `##BLOCKS=`, plates as one line per read (TimeFormat) or as a matrix (PlateFormat), `~End`. */
export const softmax: Layout = {
  id: 'softmax',
  fits: ({ lines }) => /^##BLOCKS\s*=\s*\d+/.test(lines[0] ?? ''),
  read: ({ lines }: Source): Draft => {
    const rows = splitRows(lines, '\t', 1);
    const wells = new Map<string, Injection>();
    const meta: MetaLine[] = [];
    const notation = notationOf(rows, '\t');
    for (let i = 0; i < rows.length; i += 1) {
      const head = rows[i];
      if (head === undefined || !/^Plate:$/i.test(head.cells[0] ?? '')) continue;
      const end = rows.findIndex(({ cells }, n) => n > i && /^~End/i.test(cells[0] ?? ''));
      if (end < 0) broken(head.line, 'instrument-file.no-end');
      meta.push({ line: head.line, name: 'Plate', value: head.cells[1] ?? '' });
      readPlate(head, rows.slice(i + 1, end), notation, wells);
      i = end;
    }
    if (wells.size === 0) broken(lines.length, 'instrument-file.no-wells');
    const saved = /Date Last Saved:\s*([^;]+)/i.exec(lines.findLast((line) => line.trim() !== '') ?? '')?.[1] ?? '';
    return finished(meta, [...wells.values()], 'SoftMax Pro', undefined, saved);
  },
};

function readPlate(head: Row, rows: readonly Row[], notation: Notation, wells: Map<string, Injection>): void {
  const plate = head.cells[1] ?? '';
  const mode = (head.cells[5] ?? '').toLowerCase();
  const waves = (head.cells[15] ?? '').split(/\s+/).filter(Boolean);
  const header =
    rows.find(({ cells }) => /^temperature/i.test(cells[1] ?? '')) ?? broken(head.line, 'instrument-file.no-table');
  const width = header.cells.findLastIndex((cell) => cell !== '') + 1;
  const time = /^TimeFormat$/i.test(head.cells[3] ?? '');
  const body = rows.filter((row) => row.line > header.line && !isEmpty(row));
  const field =
    mode === 'absorbance' ? 'absorbance' : mode === 'fluorescence' || mode === 'luminescence' ? 'intensity' : 'value';
  body.forEach((row, n) => {
    // The tab that ends each line of the program is no cell; a line without its last wells has lost them.
    const cells = row.cells.slice(0, Math.max(width, row.cells.findLastIndex((cell) => cell !== '') + 1));
    const whole = row.cells.length >= header.cells.length || cells.at(-1) !== '';
    if (cells.length !== width || !whole)
      broken(row.line, 'instrument-file.columns', {
        found: row.cells.findLastIndex((cell) => cell !== '') + 1,
        wanted: width,
      });
    for (let i = 2; i < width; i += 1) {
      const title = header.cells[i] ?? '';
      if (title === '') continue;
      const letter = String.fromCharCode(65 + n);
      const well = time ? title : `${letter}${title}`;
      const block = time ? n : Math.floor((i - 2) / (Number(plainNumber(head.cells[17] ?? '', false)) + 1 || 13));
      const signal = waves[block] === undefined ? '' : `${waves[block]} nm`;
      const key = `${plate}\u0001${well}`;
      const injection = wells.get(key) ?? {
        line: row.line,
        sampleName: '',
        vial: well,
        kind: 'unknown' as const,
        file: plate,
        values: [],
      };
      wells.set(key, injection);
      injection.values.push(
        ...present<Value>([valueOf(cells[i] ?? '', { name: signal, field, line: row.line, signal }, notation)]),
      );
    }
  });
}
