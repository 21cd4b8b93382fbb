import type { Symbol } from '../pdf/code.ts';
import { code128, dataMatrix } from '../pdf/code.ts';
import type { LabelSurface } from '../pdf/label.ts';
import { labelPng, labelsPdf } from '../pdf/label.ts';
import { MM } from '../pdf/paper.ts';
import { say } from '../pdf/words.ts';

/** What the label of one portion shows; dates 'YYYY-MM-DD'. Barcode: the portion's code only. */
export interface SampleLabel {
  code: string;
  sampleNo: string;
  role: 'test' | 'check' | 'retain';
  n: number;
  total: number;
  productName: string;
  batchNo: string;
  storage?: string;
  receivedOn: string;
  dueOn?: string;
  /** Retained and check portions: where it stands and until when it is kept. */
  place?: string;
  keepUntil?: string;
  urgent?: boolean;
}

const SIZE: [number, number] = [60 * MM, 40 * MM];
const DPI = 300;

/** 样品标签, 60 × 40 mm, one for each page (GB/T 27025 7.4.2). @throws Refusal `paper.glyph`, `paper.code`, `paper.wide` */
export async function sampleLabelsPdf(
  labels: SampleLabel[],
  meta: { author: string; created: string },
): Promise<Buffer> {
  const draws = await Promise.all(labels.map(prepared));
  return labelsPdf({ ...meta, title: say('paper.label.title'), number: labels[0]?.sampleNo ?? '', size: SIZE }, draws);
}

/** One label as PNG, 709 × 472 pixels at 300 dpi. @throws Refusal as above */
export async function sampleLabelPng(label: SampleLabel): Promise<Buffer> {
  return labelPng(SIZE, DPI, await prepared(label));
}

async function prepared(label: SampleLabel): Promise<(surface: LabelSurface) => void> {
  const bars = await code128(label.code);
  const matrix = await dataMatrix(label.code);
  return (surface) => draw(surface, label, { bars, matrix });
}

/** The same code twice: bars for the scanners at the counter, a matrix for cameras and for curved or small vessels. */
interface Symbols {
  bars: Symbol;
  matrix: Symbol;
}

const LEFT = 2.5 * MM;
const INNER = SIZE[0] - 2 * LEFT;

const MATRIX = 9.5 * MM;
/** Width of the lines beside the matrix. */
const BESIDE = INNER - MATRIX - MM;

function draw(surface: LabelSurface, label: SampleLabel, { bars, matrix }: Symbols): void {
  const role =
    say('paper.label.portion', { role: say(`paper.role.${label.role}`), n: label.n, total: label.total }) +
    (label.urgent ? ` ${say('paper.label.urgent')}` : '');
  surface.text(label.sampleNo, LEFT, 12.5, 10.5, 'bold');
  surface.text(role, LEFT + INNER - surface.measure(role, 9, 'bold'), 12.5, 9, 'bold');
  surface.rule(LEFT, 16.5, LEFT + INNER, 16.5);
  const name = fitted(surface, label.productName, 9, 6.5);
  name.lines.forEach((line, index) => surface.text(line, LEFT, 26.5 + index * name.size * 1.2, name.size, 'bold'));
  const details = [
    [[say('paper.batch'), label.batchNo]],
    [[say('paper.label.storage'), label.storage]],
    [
      [say('paper.label.received'), label.receivedOn],
      label.keepUntil ? [say('paper.label.until'), label.keepUntil] : [say('paper.label.due'), label.dueOn],
    ],
    [[say('paper.label.place'), label.place]],
  ];
  let base = name.lines.length > 1 ? 43.5 : 36;
  for (const line of details) {
    const text = line
      .filter(([, value]) => value)
      .map(([title, value]) => say('paper.colon', { label: title ?? '', value: value ?? '' }))
      .join('　');
    if (text === '') continue;
    surface.text(text, LEFT, base, shrunk(surface, text, 7, BESIDE), 'regular');
    base += 8.6;
  }
  surface.symbol(matrix, label.code, { x: LEFT + INNER - MATRIX, y: 45, width: MATRIX, height: MATRIX });
  surface.text(say('paper.label.states'), LEFT, 73.5, 6.5);
  surface.symbol(bars, label.code, { x: LEFT, y: 77, width: INNER, height: 25 });
  surface.text(label.code, LEFT + (INNER - surface.measure(label.code, 8.5)) / 2, 110, 8.5);
}

function shrunk(surface: LabelSurface, text: string, size: number, width = INNER): number {
  return Math.min(size, (size * width) / surface.measure(text, size));
}

/** A name on one line, else on two smaller ones; what is still too long is set smaller, never cut. */
function fitted(surface: LabelSurface, name: string, size: number, least: number): { lines: string[]; size: number } {
  if (surface.measure(name, size, 'bold') <= INNER) return { lines: [name], size };
  const chars = [...name];
  const half = chars.findIndex(
    (_, index) => surface.measure(chars.slice(0, index + 1).join(''), least + 0.5, 'bold') > INNER,
  );
  if (half < 0) return { lines: [name], size: shrunk(surface, name, size) * 0.99 };
  const cut = Math.max(half, Math.ceil(chars.length / 2));
  const lines = [chars.slice(0, cut).join(''), chars.slice(cut).join('')];
  const widest = Math.max(...lines.map((line) => surface.measure(line, 1, 'bold')));
  return { lines, size: Math.min(least + 0.5, (INNER / widest) * 0.99) };
}
