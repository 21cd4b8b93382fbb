import type { Symbol } from '../pdf/code.ts';
import { code128, dataMatrix } from '../pdf/code.ts';
import type { LabelSurface } from '../pdf/label.ts';
import { labelPng, labelsPdf } from '../pdf/label.ts';
import { MM } from '../pdf/paper.ts';

/** What the label of a lot shows; the barcode is its number only (domain 2.16). */
export interface MaterialLabel {
  number: string;
  kind: string;
  name: string;
  /** Lot, F or content, who made it when, opened, storage: as they stand, each on its line. */
  lines: string[];
  /** In bold: the date a person looks for. */
  validTo: string;
}

const SIZE: [number, number] = [60 * MM, 40 * MM];
const DPI = 300;
const LEFT = 2.5 * MM;
const INNER = SIZE[0] - 2 * LEFT;
const MATRIX = 9.5 * MM;
const LEAST = 5.5;
/** Base lines: the last of the small lines, and the date that a person looks for. */
const LAST_LINE = 65.5;
const END_LINE = 75;

/** The label, 60 × 40 mm. @throws Refusal `paper.glyph`, `paper.code`, `paper.wide` */
export async function materialLabelPdf(
  label: MaterialLabel,
  meta: { author: string; created: string; title: string },
): Promise<Buffer> {
  return labelsPdf({ ...meta, number: label.number, size: SIZE }, [await prepared(label)]);
}

/** The same as PNG of 300 dpi. */
export async function materialLabelPng(label: MaterialLabel): Promise<Buffer> {
  return labelPng(SIZE, DPI, await prepared(label));
}

async function prepared(label: MaterialLabel): Promise<(surface: LabelSurface) => void> {
  const symbols = { bars: await code128(label.number), matrix: await dataMatrix(label.number) };
  return (surface) => draw(surface, label, symbols);
}

function draw(surface: LabelSurface, label: MaterialLabel, { bars, matrix }: { bars: Symbol; matrix: Symbol }): void {
  surface.text(label.number, LEFT, 12.5, 10, 'bold');
  surface.text(label.kind, LEFT + INNER - surface.measure(label.kind, 8.5, 'bold'), 12.5, 8.5, 'bold');
  surface.rule(LEFT, 16.5, LEFT + INNER, 16.5);
  let base = 26;
  for (const line of broken(surface, label.name, 9, INNER)) {
    surface.text(line.text, LEFT, base, line.size, 'bold');
    base += line.size * 1.15;
  }
  const beside = INNER - MATRIX - MM;
  const step = Math.min(8, (LAST_LINE - base) / Math.max(1, label.lines.length - 1));
  for (const text of label.lines) {
    surface.text(text, LEFT, base, fitted(surface, text, Math.min(6.8, step * 0.86), beside));
    base += step;
  }
  surface.text(label.validTo, LEFT, END_LINE, fitted(surface, label.validTo, 8, beside, 'bold'), 'bold');
  surface.symbol(matrix, label.number, { x: LEFT + INNER - MATRIX, y: 46, width: MATRIX, height: MATRIX });
  surface.symbol(bars, label.number, { x: LEFT, y: 80, width: INNER, height: 22 });
  surface.text(label.number, LEFT + (INNER - surface.measure(label.number, 8)) / 2, 110, 8);
}

const fitted = (
  surface: LabelSurface,
  text: string,
  size: number,
  width: number,
  weight: 'regular' | 'bold' = 'regular',
): number => Math.min(size, (size * width) / surface.measure(text, size, weight));

/** A name on one line, else on two; smaller where two are still too long, never cut. */
function broken(surface: LabelSurface, text: string, size: number, width: number): { text: string; size: number }[] {
  if (fitted(surface, text, size, width, 'bold') >= size * 0.85)
    return [{ text, size: fitted(surface, text, size, width, 'bold') }];
  const chars = [...text];
  const cut = Math.ceil(chars.length / 2);
  const halves = [chars.slice(0, cut).join(''), chars.slice(cut).join('')];
  const fits = Math.min(...halves.map((half) => fitted(surface, half, size * 0.85, width, 'bold')));
  return halves.map((half) => ({ text: half, size: Math.max(Math.min(fits, size * 0.85), Math.min(LEAST, fits)) }));
}
