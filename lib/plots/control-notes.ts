import type { Panel } from './axis.ts';
import { places } from './frame.ts';
import { label, TYPE, textWidth } from './scene.ts';
import type { ControlNote, Item } from './types.ts';

export const noteShapes = { lot: 'square', calibration: 'diamond', note: 'circle' } as const;

/** Where a note's line, mark and words stand: in a row from above, or without words where all rows are taken. */
export interface NotePlace {
  x: number;
  row: number | null;
  from: number;
  to: number;
  toLeft: boolean;
}

/**
 * The row of each note over the panel: the first in which its words are clear of others, its line of words below, and no line from
 * above runs through its words. Of more than three at one place only the mark is shown; the words are in the table.
 */
export function notePlaces(notes: ControlNote[], count: number, panel: { left: number; right: number }): NotePlace[] {
  const x = places({ ...panel, top: 0, bottom: 0 }, count);
  const half = count > 1 ? (x(1) - x(0)) / 2 : 0;
  const done: NotePlace[] = [];
  for (const { at, text } of notes) {
    const place = Math.max(x(Math.min(at, count - 1)) - half, panel.left);
    const long = Math.min(textWidth(text, TYPE.small), noteRoom(panel.right)) + 14;
    const toLeft = place + long > panel.right + 46 && place > panel.right / 2;
    const span = toLeft ? { from: place - long, to: place + 6 } : { from: place - 6, to: place + long };
    const fits = (row: number) =>
      done.every((other) => {
        if (other.row === null) return true;
        const through = other.row >= row && place > other.from - 4 && place < other.to + 4;
        const crossed = other.row <= row && other.x > span.from - 4 && other.x < span.to + 4;
        const beside = other.row === row && span.from < other.to + 6 && other.from < span.to + 6;
        return !through && !crossed && !beside;
      });
    done.push({ x: place, row: [0, 1, 2].find(fits) ?? null, ...span, toLeft });
  }
  return done;
}

const noteRoom = (right: number): number => right * 0.4;

/** Lines, marks and words of the notes. */
export function noteItems(notes: ControlNote[], noted: NotePlace[], main: Panel, second: Panel | null): Item[] {
  return notes.flatMap(({ kind, text }, n): Item[] => {
    const { x = main.left, row = null, toLeft = false } = noted[n] ?? {};
    const y = row === null ? main.top - 4 : main.top - notesHeight(noted) + row * 16;
    const stroke = { tone: 'muted', dash: 'dashdot' } as const;
    const look = { size: TYPE.small, tone: 'accent', room: noteRoom(main.right) } as const;
    return [
      { kind: 'line', x1: x, x2: x, y1: y + 5, y2: main.bottom, stroke },
      ...(second ? [{ kind: 'line' as const, x1: x, x2: x, y1: second.top, y2: second.bottom, stroke }] : []),
      { kind: 'marker', x, y, shape: noteShapes[kind], tone: 'accent', open: true, hint: text },
      ...(row === null
        ? []
        : [label(x + (toLeft ? -8 : 8), y + 4, text, { ...look, anchor: toLeft ? 'end' : 'start' })]),
    ];
  });
}

/** Room over the panel that the notes need. */
export const notesHeight = (noted: NotePlace[]): number =>
  (Math.max(-1, ...noted.map(({ row }) => row ?? -1)) + 1) * 16;
