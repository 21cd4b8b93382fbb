import type { Hatch, Item, Label, Marker, Rect, Scene, Spot, Tone } from './types.ts';

/** Type sizes of all pictures, pixels. */
export const TYPE = { normal: 12, small: 11 } as const;

/** Width of a line of text in pixels, a little generous: page and paper have different fonts. */
export function textWidth(text: string, size: number = TYPE.normal): number {
  let em = 0;
  for (const char of text) em += charWidth(char);
  return em * size;
}

function charWidth(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code === 0x304) return 0;
  if (code >= 0x2e80 || '—…−±×≥≤'.includes(char)) return 1;
  if (/[ilj.,:;|'!() ]/.test(char)) return 0.32;
  if (/[mwMW%@]/.test(char)) return 0.88;
  if (/[A-Z]/.test(char)) return 0.68;
  return 0.58;
}

/** The text, or as much of it as fits with an ellipsis at the end; '' when not even that fits. */
export function cut(text: string, width: number, size: number = TYPE.normal): string {
  if (textWidth(text, size) <= width) return text;
  const chars = [...text];
  while (chars.length > 0 && textWidth(`${chars.join('').trimEnd()}…`, size) > width) chars.pop();
  return chars.length === 0 ? '' : `${chars.join('').trimEnd()}…`;
}

/** A number for drawing from decimal text; null for what is no number (a result below the limit, an empty cell). */
export function drawn(text: string | null | undefined): number | null {
  if (text === null || text === undefined || text.trim() === '') return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Decimal text as it stands in a picture: a true minus sign, the digits as they came. */
export function figure(text: string): string {
  return text.replace(/^-/, '−');
}

/** A line of text; cut to `room` pixels with the whole as its hint. */
export function label(x: number, y: number, text: string, more: Partial<Label> & { room?: number } = {}): Label {
  const { room, ...rest } = more;
  const shown = room === undefined ? text : cut(text, room, rest.size);
  const hint = rest.hint ?? (shown === text ? undefined : text);
  return { kind: 'text', x, y, tone: 'ink', ...rest, text: shown, ...(hint !== undefined && { hint }) };
}

/** The box that an upright label covers. */
export function labelBox({ x, y, text, anchor = 'start', size = TYPE.normal, upwards }: Label): Box {
  const width = textWidth(text, size);
  const before = { start: 0, middle: width / 2, end: width }[anchor];
  if (upwards) return { left: x - size * 0.8, right: x + size * 0.25, top: y + before - width, bottom: y + before };
  return { left: x - before, right: x - before + width, top: y - size * 0.8, bottom: y + size * 0.25 };
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Places on a picture that are taken, so that no label covers another or a mark. */
export class Taken {
  private readonly boxes: Box[] = [];

  private readonly within: Box | undefined;

  constructor(within?: Box) {
    this.within = within;
  }

  add(box: Box): void {
    this.boxes.push(box);
  }

  /** A mark's own place: no label is to cover it. */
  mark(x: number, y: number, half = 4): void {
    this.add({ left: x - half, right: x + half, top: y - half, bottom: y + half });
  }

  free(box: Box): boolean {
    const { within } = this;
    if (within && (box.left < within.left || box.right > within.right)) return false;
    if (within && (box.top < within.top || box.bottom > within.bottom)) return false;
    return !this.boxes.some(
      (other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom,
    );
  }

  /** The first of several positions of a label that is free; it is then taken. None: null. */
  place(candidates: Label[]): Label | null {
    const found = candidates.find((candidate) => this.free(labelBox(candidate)));
    if (found) this.add(labelBox(found));
    return found ?? null;
  }
}

/** Four places for a mark's label: right, left, above, below. */
export function around(mark: Spot, text: string, more: Partial<Label> = {}, gap = 7): Label[] {
  const size = more.size ?? TYPE.small;
  const at = (x: number, y: number, anchor: Label['anchor']): Label => label(x, y, text, { size, ...more, anchor });
  return [
    at(mark.x, mark.y - gap, 'middle'),
    at(mark.x + gap, mark.y + size * 0.35, 'start'),
    at(mark.x - gap, mark.y + size * 0.35, 'end'),
    at(mark.x, mark.y + gap + size * 0.8, 'middle'),
  ];
}

/** The label on a ground of its own, where lines would run through it. */
export function onGround(text: Label): Item[] {
  const { left, right, top, bottom } = labelBox(text);
  return [
    {
      kind: 'rect',
      x: left - 1,
      y: top,
      width: right - left + 2,
      height: bottom - top,
      fill: { tone: 'paper', strength: 0.85 },
    },
    text,
  ];
}

/** The outline of a mark; a circle has none (draw it as a circle), a cross has two strokes. */
export function markerOutline({ x, y, shape, size = 4 }: Marker): Spot[][] {
  const at = (dx: number, dy: number): Spot => ({ x: x + dx * size, y: y + dy * size });
  switch (shape) {
    case 'square':
      return [[at(-0.9, -0.9), at(0.9, -0.9), at(0.9, 0.9), at(-0.9, 0.9)]];
    case 'triangle':
      return [[at(0, -1.2), at(1.1, 0.8), at(-1.1, 0.8)]];
    case 'down':
      return [[at(0, 1.2), at(1.1, -0.8), at(-1.1, -0.8)]];
    case 'diamond':
      return [[at(0, -1.25), at(1.25, 0), at(0, 1.25), at(-1.25, 0)]];
    case 'cross':
      return [
        [at(-0.9, -0.9), at(0.9, 0.9)],
        [at(-0.9, 0.9), at(0.9, -0.9)],
      ];
    case 'circle':
      return [];
  }
}

const HATCH_STEP = 5;

/** The strokes of a hatched box, cut at its edges. */
export function hatchStrokes({ x, y, width, height }: Rect, lines: Hatch): [Spot, Spot][] {
  const strokes: [Spot, Spot][] = [];
  const add = (kind: 'up' | 'down') => {
    for (let c = HATCH_STEP; c < width + height; c += HATCH_STEP) {
      const from = { x: Math.min(c, width), y: Math.max(0, c - width) };
      const to = { x: Math.max(0, c - height), y: Math.min(c, height) };
      const flip = (spot: Spot): Spot => ({ x: x + spot.x, y: kind === 'up' ? y + spot.y : y + height - spot.y });
      strokes.push([flip(from), flip(to)]);
    }
  };
  if (lines !== 'down') add('up');
  if (lines !== 'up') add('down');
  return strokes;
}

/** One entry of a key: a sample of the drawing (around 0, 0, about 16 wide) and its words. */
export interface KeyEntry {
  sample: Item;
  words: string;
}

export const markKey = (shape: Marker['shape'], tone: Tone, words: string, open?: true): KeyEntry => ({
  sample: { kind: 'marker', x: 0, y: 0, shape, tone, ...(open && { open }) },
  words,
});

export const lineKey = (
  tone: Tone,
  words: string,
  more: { dash?: 'dashed' | 'dotted' | 'dashdot'; thick?: number } = {},
) =>
  ({
    sample: { kind: 'line', x1: -8, y1: 0, x2: 8, y2: 0, stroke: { tone, ...more } },
    words,
  }) satisfies KeyEntry;

export const boxKey = (box: Pick<Rect, 'fill' | 'hatch' | 'stroke'>, words: string): KeyEntry => ({
  sample: { kind: 'rect', x: -7, y: -5, width: 14, height: 10, ...box },
  words,
});

/** The key in rows from (left, top) down; returns what it draws and its height. */
export function drawKey(
  entries: KeyEntry[],
  { left, top, right }: { left: number; top: number; right: number },
): { items: Item[]; height: number } {
  const items: Item[] = [];
  let x = left;
  let y = top + 9;
  for (const { sample, words } of entries) {
    const room = Math.min(textWidth(words, TYPE.small), right - left - 20);
    if (x > left && x + 20 + room > right) {
      x = left;
      y += 18;
    }
    items.push(
      moved(sample, x + 8, y),
      label(x + 20, y + 4, words, { size: TYPE.small, tone: 'muted', room: room + 1 }),
    );
    x += 20 + room + 16;
  }
  return { items, height: entries.length === 0 ? 0 : y + 9 - top };
}

function moved(item: Item, dx: number, dy: number): Item {
  switch (item.kind) {
    case 'line':
      return { ...item, x1: item.x1 + dx, x2: item.x2 + dx, y1: item.y1 + dy, y2: item.y2 + dy };
    case 'polyline':
    case 'polygon':
      return { ...item, points: item.points.map(({ x, y }) => ({ x: x + dx, y: y + dy })) };
    default:
      return { ...item, x: item.x + dx, y: item.y + dy };
  }
}

/** A picture without data: the sentence that says so, in an empty frame. */
export function emptyScene(scene: Pick<Scene, 'title' | 'table' | 'width'>, words: string): Scene {
  const height = 120;
  return {
    ...scene,
    height,
    description: words,
    items: [
      {
        kind: 'rect',
        x: 1,
        y: 1,
        width: scene.width - 2,
        height: height - 2,
        stroke: { tone: 'grid', dash: 'dashed' },
      },
      label(scene.width / 2, height / 2 + 4, words, { tone: 'muted', anchor: 'middle', room: scene.width - 24 }),
    ],
  };
}
