import type { Reason } from '../../core/refusal.ts';
import { isManual } from './columns.ts';
import { figure, isNumber, sizeOf, valueOf } from './figures.ts';
import { broken, draft, flagWarnings, known, metaOf, present, rowKind, timed } from './layout.ts';
import type { Draft, Layout, MetaLine, Source, Value } from './types.ts';

interface Span {
  name: string;
  unit: string;
  /** Place of the column in the line, by the bars of the rule below the header. */
  from: number;
  to: number;
}

const FIELD: Record<string, string> = {
  rettime: 'rt',
  'exp. rt': 'expected-rt',
  type: 'type',
  width: 'width',
  area: 'area',
  height: 'height',
  'area %': 'area-percent',
  'height %': 'height-percent',
  amount: 'amount',
  'amt/area': 'factor',
  'amt/height': 'factor',
  'area ratio': 'area-ratio',
  'amt ratio': 'amount-ratio',
  symm: 'tailing',
  symmetry: 'tailing',
  plates: 'plates',
  resol: 'resolution',
  resolution: 'resolution',
  "k'": 'capacity',
  name: 'name',
  'compound name': 'name',
  grp: 'group',
  sig: 'signal-number',
  '#': 'peak',
  peak: 'peak',
  'peak #': 'peak',
};

/** Report.TXT of Agilent ChemStation: area percent, external and internal standard reports, one table of peaks for each signal. */
export const chemstation: Layout = {
  id: 'chemstation',
  fits: ({ lines }) => {
    const top = lines.slice(0, 60);
    return (
      top.some((line) => /^\s*Data File\s*:?\s/.test(line)) &&
      (top.some((line) => /^\s*(Acq\. (Operator|Instrument|Method)|Injection Date)\s*:/.test(line)) ||
        lines.some((line) =>
          /^\s*(Area Percent|External Standard|Internal Standard|Normalized Percent) Report/.test(line),
        ))
    );
  },
  read,
};

function read({ lines }: Source): Draft {
  const meta = metaLines(lines);
  const warnings: Reason[] = [];
  const values: Value[] = [];
  let signal = '';
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const named = /^\s*Signal \d+\s*:\s*(.*?),?\s*$/.exec(line);
    if (named) signal = (named[1] ?? '').replace(/,.*$/, '').trim();
    if (/^\s*-+\|[-|]*-*\|?-*\s*$/.test(line)) i = readPeaks(lines, i, signal, values, warnings);
  }
  if (!lines.some((line) => line.includes('*** End of Report ***')))
    warnings.push({ id: 'instrument-file.warn-end', params: { line: lines.length } });
  if (values.length === 0) warnings.push({ id: 'instrument-file.warn-no-peaks' });
  flagWarnings(values, warnings);
  const name = metaOf(meta, 'Sample Name') ?? '';
  const line = meta.find((one) => one.name === 'Sample Name')?.line ?? 1;
  const injected = timed(metaOf(meta, 'Injection Date') ?? '', line, warnings);
  const instrument = metaOf(meta, 'Acq. Instrument');
  return draft(name, {
    meta,
    software: 'Agilent ChemStation',
    ...(instrument !== undefined && { instrument }),
    ...(injected.at !== undefined && { acquired: injected.at }),
    injections: [
      {
        line,
        sampleName: name,
        kind: rowKind(metaOf(meta, 'Sample Type'), name),
        ...known('vial', metaOf(meta, 'Location')?.replace(/^Vial\s+/i, '')),
        ...injected,
        ...known('method', metaOf(meta, 'Method', 'Acq. Method', 'Analysis Method')),
        ...known('file', metaOf(meta, 'Data File')),
        ...known('operator', metaOf(meta, 'Acq. Operator')),
        values,
      },
    ],
    warnings,
  });
}

/** `Name : text` pairs, two on a line where the second stands behind blanks; a bracket left open takes the next line. */
function metaLines(lines: readonly string[]): MetaLine[] {
  const meta: MetaLine[] = [];
  const end = lines.findIndex((line) => /^\s*Signal \d+\s*:/.test(line));
  lines.slice(0, end < 0 ? lines.length : end).forEach((line, i) => {
    const file = /^\s*Data File\s*:?\s+(.+)$/.exec(line);
    if (file) meta.push({ line: i + 1, name: 'Data File', value: (file[1] ?? '').trim() });
    else
      for (const part of line.split(/\s{3,}(?=[A-Z#][\w.# ]*\s*:)/)) {
        const [, name, value = ''] = /^\s*([A-Za-z#][\w.&# ]*?)\s*:(?!\\)\s*(.*)$/.exec(part) ?? [];
        if (name !== undefined && !/^[A-Z]$/.test(name)) meta.push({ line: i + 1, name, value: value.trim() });
      }
    const last = meta.at(-1);
    if (last && last.line === i && /\(\s*$/.test(last.value)) last.value = last.value.replace(/\s*\(\s*$/, '');
  });
  return meta;
}

/**
 * The two lines above the rule name the columns and their units. Names stand in the order of the columns; where their number differs
 * the bars of the rule say which belongs to which. A unit belongs to the column over whose middle it stands.
 */
function columnsAt(lines: readonly string[], rule: number): Span[] {
  const bars = lines[rule] ?? '';
  const [upper = '', lower = ''] = [lines[rule - 2], lines[rule - 1]];
  let from = bars.length - bars.trimStart().length;
  const spans = bars
    .trim()
    .replace(/\|$/, '')
    .split('|')
    .map((dashes) => {
      const span = { from, to: from + dashes.length };
      from = span.to + 1;
      return span;
    });
  const names = upper.trim().split(/\s+/);
  const units = [...lower.matchAll(/\[[^\]]*\]|\S+/g)].map((found) => ({
    text: found[0],
    middle: found.index + found[0].length / 2,
  }));
  return spans.map((span, i) => {
    const own = units
      .filter(({ middle }) => middle >= span.from - 0.5 && middle < span.to + 0.5)
      .map(({ text }) => text);
    const bracket = own.find((text) => text.startsWith('['))?.slice(1, -1) ?? '';
    const rest = own.filter((text) => !text.startsWith('[') && text !== '#');
    const top = names.length === spans.length ? (names[i] ?? '') : upper.slice(span.from, span.to + 1).trim();
    return { ...span, name: [top, ...rest].filter(Boolean).join(' '), unit: bracket };
  });
}

function readPeaks(
  lines: readonly string[],
  rule: number,
  signal: string,
  values: Value[],
  warnings: Reason[],
): number {
  const columns = namesInOrder(lines, rule);
  let sum = { area: 0, count: 0 };
  for (let i = rule + 1; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const total = /^\s*Totals?\s*:?\s+(\S+)/.exec(line);
    if (total) {
      checkTotal(total[1] ?? '', sum, columns, i + 1, warnings);
      return i;
    }
    if (line.trim() === '' && sum.count === 0) continue;
    if (!/^\s*\d/.test(line)) return i - 1;
    const cells = peakCells(line, columns) ?? broken(i + 1, 'instrument-file.peak', { text: line.trim().slice(0, 80) });
    const peak = cellNamed(columns, cells, 'peak');
    const name = cellNamed(columns, cells, 'name').replace(/^\?$/, '');
    const flags = isManual(cellNamed(columns, cells, 'type'), 'agilent') ? (['manual-integration'] as const) : [];
    const about = { name, line: i + 1, signal, peak, flags: [...flags] };
    values.push(
      ...present(
        columns.map(({ field, unit }, n) =>
          ['peak', 'type', 'name', 'group', 'signal-number'].includes(field)
            ? undefined
            : valueOf(cells[n] ?? '', { ...about, field, unit }),
        ),
      ),
    );
    const area = figure(cellNamed(columns, cells, 'area')).text;
    sum = { area: sum.area + (sizeOf(area) || 0), count: sum.count + 1 };
  }
  return lines.length;
}

interface Named {
  field: string;
  unit: string;
  from: number;
  to: number;
}

const namesInOrder = (lines: readonly string[], rule: number): Named[] =>
  columnsAt(lines, rule).map(({ name, unit, from, to }) => ({
    field: FIELD[name.toLowerCase().replace(/\s+/g, ' ')] ?? (name.toLowerCase().replace(/\s+/g, '-') || 'peak'),
    unit: unit === '' && name.endsWith('%') ? '%' : unit,
    from,
    to,
  }));

const cellNamed = (columns: readonly Named[], cells: readonly string[], field: string): string =>
  cells[columns.findIndex((one) => one.field === field)] ?? '';

/** Cells by the blanks between them; the type may be missing or two words (`MM R`), the name may hold blanks: then the bars decide. */
function peakCells(line: string, columns: readonly Named[]): string[] | null {
  const words = line.trim().split(/\s+/);
  const typeAt = columns.findIndex(({ field }) => field === 'type');
  const merged =
    typeAt >= 0 && /^[A-Z+]{1,3}$/i.test(words[typeAt] ?? '') && /^[A-Z+]{1,2}$/i.test(words[typeAt + 1] ?? '')
      ? [...words.slice(0, typeAt), `${words[typeAt]} ${words[typeAt + 1]}`, ...words.slice(typeAt + 2)]
      : words;
  const nameLast = columns.at(-1)?.field === 'name';
  const cells =
    nameLast && merged.length >= columns.length
      ? [...merged.slice(0, columns.length - 1), merged.slice(columns.length - 1).join(' ')]
      : merged;
  const fits = (list: readonly string[]) =>
    list.length === columns.length && columns.every(({ field }, i) => holds(field, list[i] ?? ''));
  if (fits(cells)) return cells;
  const placed = columns.map(({ from, to }, i) =>
    line.slice(from, i === columns.length - 1 ? undefined : to + 1).trim(),
  );
  return fits(placed) && placed[0] !== '' ? placed : null;
}

const ALWAYS = ['peak', 'rt', 'area', 'height', 'area-percent', 'width'];

/** Whether a cell can stand in a column: a peak has all that was measured of it, only identification may be missing. */
function holds(field: string, cell: string): boolean {
  if (field === 'name' || field === 'type') return true;
  if (cell === '' || cell === '-') return !ALWAYS.includes(field);
  return isNumber(cell) || figure(cell).text === '';
}

/** The total of the table says whether a peak is missing; 0.1 % is left for its rounding. */
function checkTotal(
  printed: string,
  sum: { area: number; count: number },
  columns: readonly Named[],
  line: number,
  warnings: Reason[],
): void {
  const total = sizeOf(figure(printed).text);
  const area = columns.some(({ field }) => field === 'area') && !columns.some(({ field }) => field === 'amount');
  if (area && sum.count > 0 && Number.isFinite(total) && Math.abs(total - sum.area) > Math.abs(total) * 0.001 + 0.01)
    warnings.push({ id: 'instrument-file.warn-total', params: { line, total: printed } });
}
