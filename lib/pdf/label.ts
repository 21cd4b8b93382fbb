import { refuse } from '../core/refusal.ts';
import { Bitmap } from './bitmap.ts';
import type { Symbol } from './code.ts';
import { place } from './code.ts';
import type { Weight } from './fonts.ts';
import { loadFonts } from './fonts.ts';
import type { MissingGlyph } from './glyphs.ts';
import { noteMissing, refuseMissing } from './glyphs.ts';
import type { Box, PaperMeta } from './paper.ts';
import { MM, openPaper } from './paper.ts';
import { widthOf } from './text.ts';

/** What a label is drawn on, paper or picture; units are points, y grows downwards, text stands on its base line. */
export interface LabelSurface {
  text(text: string, x: number, base: number, size: number, weight?: Weight): void;
  measure(text: string, size: number, weight?: Weight): number;
  /** The bars of a symbol, quiet zone included, fill the box. Refuses `paper.wide` when a bar would be too thin to scan. */
  symbol(symbol: Symbol, text: string, box: Box): void;
  rule(x1: number, y1: number, x2: number, y2: number): void;
}

/** Bars thinner than this do not scan from a 300 dpi label (two dots). */
const THINNEST = 0.165 * MM;

/** One label on each page. */
export async function labelsPdf(meta: PaperMeta, labels: ((surface: LabelSurface) => void)[]): Promise<Buffer> {
  const paper = await openPaper({ ...meta, margins: { top: 0, right: 0, bottom: 0, left: 0 } });
  const surface: LabelSurface = {
    text: (text, x, base, size, weight) => paper.text(text, x, base - 1.07 * size, { size, weight }),
    measure: (text, size, weight) => paper.measure(text, { size, weight }),
    symbol: (symbol, text, box) => {
      refuseThin(symbol, text, box);
      paper.bars(place(symbol, box));
    },
    rule: (x1, y1, x2, y2) => paper.rule(x1, y1, x2, y2, 0.5),
  };
  labels.forEach((draw, index) => {
    if (index > 0) paper.next();
    draw(surface);
  });
  return paper.finish();
}

/** One label as PNG; width and height in points. */
export async function labelPng(
  size: [number, number],
  dpi: number,
  draw: (surface: LabelSurface) => void,
): Promise<Buffer> {
  const fonts = await loadFonts();
  const scale = dpi / 72;
  const bitmap = new Bitmap(Math.round(size[0] * scale), Math.round(size[1] * scale));
  const missing = new Map<string, MissingGlyph>();
  draw({
    text: (text, x, base, em, weight = 'regular') => {
      noteMissing(fonts, text, text, missing);
      bitmap.text(fonts[weight], text, x * scale, base * scale, em * scale);
    },
    measure: (text, em, weight = 'regular') => widthOf(fonts[weight], text, em),
    symbol: (symbol, text, box) => {
      refuseThin(symbol, text, box);
      bitmap.symbol(symbol, {
        x: box.x * scale,
        y: box.y * scale,
        width: box.width * scale,
        height: box.height * scale,
      });
    },
    rule: (x1, y1, x2, y2) =>
      bitmap.fill({
        x: x1 * scale,
        y: y1 * scale,
        width: Math.max(1, (x2 - x1) * scale),
        height: Math.max(2, (y2 - y1) * scale),
      }),
  });
  refuseMissing([...missing.values()]);
  return bitmap.png(dpi);
}

function refuseThin(symbol: Symbol, text: string, box: Box): void {
  if (box.width / symbol.wide < THINNEST) refuse('paper.wide', { code: text });
}
