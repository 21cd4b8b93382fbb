import { broken, draft } from './layout.ts';
import { notationOf, type Row, rowsOf } from './rows.ts';
import { isPeakTable, readTable, type TablePlan } from './table.ts';
import type { Draft, FormatId, Layout, Source } from './types.ts';

/** Rows of the file, of a workbook or of delimited text. */
export function rowsIn(source: Source): { rows: Row[]; delimiter: string } {
  return source.cells ? { rows: source.cells, delimiter: '\t' } : rowsOf(source.lines);
}

/** A named table: the programs whose header is always the same are known by words of it. */
function named(id: FormatId, words: readonly RegExp[], plan: TablePlan, software: string, title = ''): Layout {
  const at = (source: Source) =>
    rowsIn(source).rows.findIndex(({ cells }) => words.every((word) => cells.some((cell) => word.test(cell))));
  return {
    id,
    fits: (source) =>
      at({ ...source, lines: source.lines.slice(0, 40), ...(source.cells && { cells: source.cells.slice(0, 40) }) }) >=
      0,
    read: (source) => {
      const { rows, delimiter } = rowsIn(source);
      const header = at(source);
      return { ...readTable(rows, notationOf(rows, delimiter), { ...plan, header }), software, title };
    },
  };
}

const NANODROP: TablePlan = {
  known: {
    '260/280': { field: 'ratio', name: '260/280' },
    '260/230': { field: 'ratio', name: '260/230' },
    'cursor pos.': { field: 'wavelength', unit: 'nm' },
    'cursor abs.': { field: 'absorbance' },
    well: { role: 'vial' },
    'plate id': { role: 'comment' },
  },
};

const ANALYTE = (unit: string) => ({ field: 'amount', unit });

/** Units that the Flex2 leaves out of its header (manual of the analyser: mmol/L for ions and amino acids, g/L for sugars, mmHg for gases). */
const NOVABIO: TablePlan = {
  known: {
    gln: ANALYTE('mmol/L'),
    glu: ANALYTE('mmol/L'),
    gluc: ANALYTE('g/L'),
    lac: ANALYTE('g/L'),
    'nh4+': ANALYTE('mmol/L'),
    'na+': ANALYTE('mmol/L'),
    'k+': ANALYTE('mmol/L'),
    'ca++': ANALYTE('mmol/L'),
    'hco3-': ANALYTE('mmol/L'),
    po2: { field: 'pressure', unit: 'mmHg' },
    pco2: { field: 'pressure', unit: 'mmHg' },
    'vessel id': { role: 'vial' },
    'batch id': { role: 'comment' },
    'cell type': { role: 'comment' },
    'chemistry flow time': { role: 'comment' },
    'chemistry cartridge lot number': { role: 'comment' },
  },
};

const VI_CELL: TablePlan = { known: { 'analysis by': { role: 'operator' }, 'cell type': { role: 'comment' } } };

export const knownTables: Layout[] = [
  named('nanodrop', [/^(260\/280|a260)\s*$/i, /^(sample id|sample name)\s*$/i], NANODROP, 'NanoDrop'),
  named('qubit', [/qubit.*conc|original sample conc/i, /test name|sample id/i], {}, 'Qubit'),
  named('novabio', [/^gluc$/i, /^lac$/i, /^sample id$/i], NOVABIO, 'BioProfile FLEX2'),
  named('vi-cell', [/^sample id$/i, /viability/i, /average (cells|diameter)|avg/i], VI_CELL, 'Vi-CELL'),
];

/** Peak tables of Agilent OpenLab, MassHunter, Waters Empower and others whose header says Area and RT. */
export const chromatographyTable: Layout = {
  id: 'chromatography-table',
  fits: (source) =>
    rowsIn({ ...source, lines: source.lines.slice(0, 60) }).rows.some(({ cells }) => isPeakTable(cells)),
  read: (source) => {
    const { rows, delimiter } = rowsIn(source);
    return readTable(rows, notationOf(rows, delimiter));
  },
};

/** Any table with a header and at least two columns. */
export const anyTable: Layout = {
  id: 'table',
  fits: (source) => {
    const { rows } = rowsIn(source);
    const wide = rows.filter(({ cells }) => cells.filter((cell) => cell !== '').length >= 2);
    return (
      wide.length >= 2 && wide.length >= rows.filter(({ cells }) => cells.some((cell) => cell !== '')).length * 0.4
    );
  },
  read: (source): Draft => {
    const { rows, delimiter } = rowsIn(source);
    if (rows.length === 0) return draft(broken(1, 'instrument-file.no-table'));
    return readTable(rows, notationOf(rows, delimiter));
  },
};
