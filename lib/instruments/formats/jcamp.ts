import { type Decimal, dec, toText } from '../../core/decimal.ts';
import { refuse } from '../../core/refusal.ts';
import { asdfLine, MOST_POINTS } from './asdf.ts';
import { isNumber, plainNumber } from './figures.ts';
import { broken, draft, rowKind, timed } from './layout.ts';
import type { Draft, Injection, Layout, MetaLine, Source, Spectrum } from './types.ts';

interface Field {
  line: number;
  /** Upper case without blanks and signs. */
  label: string;
  value: string;
  /** The lines below the label. */
  lines: { line: number; text: string }[];
}

/** JCAMP-DX 4.24 and 5: labelled data records with one spectrum or peak table (IR, UV, MS, IMS). */
export const jcamp: Layout = {
  id: 'jcamp',
  fits: ({ lines }) =>
    /^\s*##\s*TITLE\s*=/i.test(lines.find((line) => line.trim() !== '' && !line.trim().startsWith('$$')) ?? ''),
  read,
};

function fieldsOf(lines: readonly string[]): Field[] {
  const fields: Field[] = [];
  lines.forEach((line, i) => {
    const [, label, value = ''] = /^\s*##([^=]*)=(.*)$/.exec(line) ?? [];
    if (label !== undefined)
      fields.push({
        line: i + 1,
        label: label.toUpperCase().replace(/[\s\-/_]/g, ''),
        value: value.replace(/\$\$.*$/, '').trim(),
        lines: [],
      });
    else if (line.trim() !== '' && !line.trim().startsWith('$$'))
      fields.at(-1)?.lines.push({ line: i + 1, text: line });
  });
  return fields;
}

function read({ lines }: Source): Draft {
  const fields = fieldsOf(lines);
  const said = (label: string) => fields.find((field) => field.label === label)?.value ?? '';
  if (fields.some(({ label }) => label === 'NTUPLES'))
    broken(fields.find(({ label }) => label === 'NTUPLES')?.line ?? 1, 'instrument-file.ntuples');
  if (!fields.some(({ label }) => label === 'END')) refuse('instrument-file.no-end', { line: lines.length }, 'file');
  const data = fields.find(({ label }) => ['XYDATA', 'XYPOINTS', 'PEAKTABLE', 'PEAKASSIGNMENTS'].includes(label));
  if (data === undefined) return broken(1, 'instrument-file.no-table');
  const points = data.label === 'XYDATA' && data.value.includes('++') ? evenPoints(data, said) : pairPoints(data, said);
  checkCount(points, said, data);
  const title = said('TITLE');
  const meta: MetaLine[] = fields
    .filter(({ label }) => label !== data.label && label !== 'END')
    .map(({ line, label, value }) => ({ line, name: label, value }));
  const result = draft(title, { meta, software: said('SOFTWARE') || said('ORIGIN') || 'JCAMP-DX' });
  const at = timed(said('LONGDATE') || `${fullYear(said('DATE'))} ${said('TIME')}`.trim(), 1, result.warnings);
  const injection: Injection = {
    line: 1,
    sampleName: said('NAMES') || title,
    kind: rowKind(undefined, title),
    ...at,
    values: [],
  };
  const spectrum: Spectrum = { title, xUnit: said('XUNITS'), yUnit: said('YUNITS'), points };
  const instrument = said('SPECTROMETERDATASYSTEM') || said('INSTRUMENTALPARAMETERS');
  return {
    ...result,
    injections: [injection],
    spectrum,
    ...(instrument !== '' && { instrument }),
    ...(at.at !== undefined && { acquired: at.at }),
  };
}

/** ##DATE of version 4 is YY/MM/DD. */
const fullYear = (date: string): string =>
  /^\d\d\/\d\d\/\d\d$/.test(date) ? `${Number(date.slice(0, 2)) < 70 ? '20' : '19'}${date}` : date;

const factor = (text: string, line: number): Decimal => {
  const plain = text === '' ? '1' : plainNumber(text, false);
  return plain === null ? broken(line, 'instrument-file.factor', { text }) : dec(plain);
};

/** Evenly spaced points: the abscissae follow from FIRSTX, LASTX and NPOINTS; each line's own abscissa and, after differences, its first ordinate are checks. */
function evenPoints(data: Field, said: (label: string) => string): [string, string][] {
  const [xFactor, yFactor] = [factor(said('XFACTOR'), data.line), factor(said('YFACTOR'), data.line)];
  const { x, y, starts } = ordinates(data, yFactor);
  const [first, last] = [said('FIRSTX'), said('LASTX')].map((text) => plainNumber(text, false));
  const from = first === null || first === undefined ? x[0] && dec(x[0].text).times(xFactor) : dec(first);
  if (from === undefined) return broken(data.line, 'instrument-file.no-rows');
  const step = stepOf(from, last ?? null, y.length, said('DELTAX'));
  if (step === null) return broken(data.line, 'instrument-file.factor', { text: 'LASTX' });
  x.forEach(({ text, line }, i) => {
    const wanted = from.plus(step.times(starts[i] ?? 0));
    const off = dec(text).times(xFactor).minus(wanted).abs();
    if (off.gt(step.abs().times('1.01').plus(xFactor.abs().times('0.51'))))
      broken(line, 'instrument-file.abscissa', {
        found: text,
        wanted: toText(wanted.div(xFactor).toSignificantDigits(10)),
      });
  });
  return y.map((text, i): [string, string] => [toText(from.plus(step.times(i)).toSignificantDigits(12)), text]);
}

function stepOf(from: Decimal, last: string | null, count: number, delta: string): Decimal | null {
  if (last !== null && count > 1)
    return dec(last)
      .minus(from)
      .div(count - 1);
  const plain = plainNumber(delta, false);
  if (plain !== null) return dec(plain);
  return count === 1 ? dec('0') : null;
}

interface Start {
  text: string;
  line: number;
}

/** All ordinates times their factor, and for each line the place of its first one. @throws Refusal `instrument-file.ordinate` */
function ordinates(data: Field, yFactor: Decimal): { x: Start[]; y: string[]; starts: number[] } {
  const [x, y, starts]: [Start[], string[], number[]] = [[], [], []];
  let previous: { last: bigint; differences: boolean } | null = null;
  const one = yFactor.eq(1);
  for (const { line, text } of data.lines) {
    const read = asdfLine(text, line);
    if (read.plain !== null) {
      x.push({ text: plainX(read.x), line });
      starts.push(y.length);
      y.push(...read.plain.map((cell) => scaled(cell, yFactor, line)));
      previous = null;
      continue;
    }
    const list = read.y ?? [];
    const [first] = list;
    if (first === undefined) return broken(line, 'instrument-file.asdf', { text: text.trim().slice(0, 20) });
    x.push({ text: plainX(read.x), line });
    const check = previous?.differences === true;
    if (check && previous !== null && first !== previous.last)
      return broken(line, 'instrument-file.ordinate', { found: String(first), wanted: String(previous.last) });
    starts.push(check ? y.length - 1 : y.length);
    for (const value of check ? list.slice(1) : list)
      y.push(one ? String(value) : toText(dec(String(value)).times(yFactor)));
    if (y.length > MOST_POINTS)
      broken(line, 'instrument-file.count', { section: 'NPOINTS', wanted: MOST_POINTS, found: y.length });
    previous = { last: list.at(-1) ?? first, differences: read.differences };
  }
  return { x, y, starts };
}

const plainX = (text: string): string => plainNumber(text, false) ?? '0';

/** A point without a value is `?`. */
function scaled(cell: string, by: Decimal, line: number): string {
  if (cell === '?') return '';
  const plain = plainNumber(cell, false);
  if (plain === null) return broken(line, 'instrument-file.point');
  return by.eq(1) ? plain : toText(dec(plain).times(by));
}

/** Pairs `x, y` parted by semicolons, blanks or lines. */
function pairPoints(data: Field, said: (label: string) => string): [string, string][] {
  const [xFactor, yFactor] = [factor(said('XFACTOR'), data.line), factor(said('YFACTOR'), data.line)];
  return data.lines.flatMap(({ line, text }) => {
    const cells = text
      .replace(/\$\$.*$/, '')
      .trim()
      .split(/[\s,;]+/)
      .filter(Boolean);
    if (cells.length % 2 !== 0 || !cells.every((cell) => isNumber(cell))) return broken(line, 'instrument-file.point');
    return Array.from({ length: cells.length / 2 }, (_, i): [string, string] => [
      scaled(cells[2 * i] ?? '', xFactor, line),
      scaled(cells[2 * i + 1] ?? '', yFactor, line),
    ]);
  });
}

/** A cut file has fewer points than it says. FIRSTY shows a wrong factor or form. @throws Refusal `instrument-file.count`, `instrument-file.ordinate` */
function checkCount(points: [string, string][], said: (label: string) => string, data: Field): void {
  const wanted = plainNumber(said('NPOINTS'), false);
  if (wanted !== null && !dec(wanted).eq(points.length))
    broken(data.line, 'instrument-file.count', { section: 'NPOINTS', wanted, found: points.length });
  const [first, got] = [plainNumber(said('FIRSTY'), false), points[0]?.[1]];
  if (first === null || got === undefined || got === '') return;
  const [want, have] = [dec(first), dec(got)];
  if (
    want
      .minus(have)
      .abs()
      .gt(
        want
          .abs()
          .times('0.001')
          .plus(factor(said('YFACTOR'), data.line).abs()),
      )
  )
    broken(data.line, 'instrument-file.ordinate', { found: got, wanted: first });
}
