import type { Symbol } from './code.ts';
import { place } from './code.ts';
import type { Box, Paper } from './paper.ts';
import { INK, MM } from './paper.ts';

/** The widest and narrowest bar that our scanners read well, points. */
const MODULE = { widest: 0.33 * MM, narrowest: 0.17 * MM };

/** A Code 128 symbol at the right end of `box`, with its text below; the bars fill what the text leaves of the height. */
export function barcode(
  paper: Paper,
  symbol: Symbol,
  text: string,
  box: Box,
  align: 'left' | 'center' | 'right' = 'right',
): void {
  const module = Math.max(MODULE.narrowest, Math.min(MODULE.widest, box.width / symbol.wide));
  const width = module * symbol.wide;
  const x = box.x + (box.width - width) * { left: 0, center: 0.5, right: 1 }[align];
  const size = 7.5;
  paper.bars(place(symbol, { x, y: box.y, width, height: box.height - size * 1.42 }));
  paper.text(text, x, box.y + box.height - size * 1.42, { size, align: 'center' }, width);
}

/** A square symbol in a box with a caption below it. */
export function square(paper: Paper, symbol: Symbol, box: Box, caption: string): void {
  paper.bars(place(symbol, { ...box, height: box.width }));
  paper.text(caption, box.x, box.y + box.width, { size: 6.5, align: 'center', colour: INK.quiet }, box.width);
}

/** The place of a round seal: a dashed circle with the name of the seal. */
export function sealPlace(paper: Paper, x: number, y: number, radius: number, words: string[]): void {
  paper.dashedCircle(x, y, radius);
  const size = 8;
  words.forEach((word, index) =>
    paper.text(
      word,
      x - radius,
      y + (index - words.length / 2) * size * 1.42,
      { size, align: 'center', colour: '#9a9a9a' },
      2 * radius,
    ),
  );
}
