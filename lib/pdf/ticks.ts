import type { Ink, Paper } from './paper.ts';

type Line = [number, number][];

/** Strokes within the square of a box, as shares of its width and of the type size. */
const strokes: Record<string, Line[]> = {
  '☑': [
    [
      [0.24, 0.4],
      [0.44, 0.16],
      [0.86, 0.78],
    ],
  ],
  '☒': [
    [
      [0.26, 0.14],
      [0.74, 0.62],
    ],
    [
      [0.74, 0.14],
      [0.26, 0.62],
    ],
  ],
};

/** The font has no ticked box: the tick is stroked over the empty one. */
export function ticks(paper: Paper, text: string, x: number, base: number, ink: Ink): void {
  if (!text.includes('☑') && !text.includes('☒')) return;
  const size = ink.size ?? 9;
  let at = x;
  for (const char of text) {
    const wide = paper.measure(char, ink);
    for (const line of strokes[char] ?? []) {
      paper.stroke(
        line.map(([dx, dy]): [number, number] => [at + wide * dx, base - size * dy]),
        size * 0.11,
        ink.colour,
      );
    }
    at += wide;
  }
}
