import { t } from '../messages/index.ts';
import type { Panel, Scale } from './axis.ts';
import { figure, label, type Taken, TYPE, textWidth } from './scene.ts';
import type { Item, Marker, PlotOptions, ScoreVerdict, Spot } from './types.ts';

export const widthOf = ({ width = 720 }: PlotOptions): number => width;

/** Places of n points side by side; one alone stands in the middle. */
export function places({ left, right }: Panel, count: number): (index: number) => number {
  const margin = Math.min(14, (right - left) / (2 * Math.max(count, 1)));
  const [from, to] = [left + margin, right - margin];
  return (index) => (count === 1 ? (left + right) / 2 : from + (index / (count - 1)) * (to - from));
}

/** Heights of labels moved apart until each has `least` pixels, in their order, inside the panel. */
export function spreadOut(heights: number[], least: number, { top, bottom }: Panel): number[] {
  const order = heights.map((y, index) => ({ y, index })).sort((a, b) => a.y - b.y);
  let floor = top;
  for (const one of order) {
    one.y = Math.max(one.y, floor);
    floor = one.y + least;
  }
  let ceiling = bottom;
  for (const one of order.toReversed()) {
    one.y = Math.min(one.y, ceiling);
    ceiling = one.y - least;
  }
  const result = [...heights];
  for (const { y, index } of order) result[index] = y;
  return result;
}

/** Half the width of a mark on a line of points that stand `pitch` pixels apart. */
export const markSize = (pitch: number): number => Math.min(3.5, Math.max(1.5, pitch * 0.3));

/** Takes the place of a line of points, so that labels keep off it. */
export function takeLine(points: Spot[], taken: Taken): void {
  points.forEach((to, n) => {
    const from = points[n - 1] ?? to;
    const steps = Math.min(60, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 4));
    for (let i = 1; i < steps; i += 1)
      taken.mark(from.x + ((to.x - from.x) * i) / steps, from.y + ((to.y - from.y) * i) / steps, 1);
  });
}

/** Joins the words of a hint; empty parts are left out. */
export const words = (...parts: (string | false | undefined | null)[]): string => parts.filter(Boolean).join(' · ');

/** Where a value stands in a panel: what lies beyond the axis stands at its edge. */
export function placed(
  value: number,
  scale: Scale,
  { top, bottom }: Panel,
): { y: number; beyond: 'above' | 'below' | null } {
  if (value > scale.high) return { y: top + 14, beyond: 'above' };
  if (value < scale.low) return { y: bottom - 14, beyond: 'below' };
  return { y: scale.at(value), beyond: null };
}

/** A mark, and for what lies beyond the axis an arrow to the edge with the value, `clear` pixels beside it. */
export function markAt(
  mark: Omit<Marker, 'kind' | 'y'>,
  value: { number: number; text: string; clear?: number },
  scale: Scale,
  panel: Panel,
  taken: Taken,
): Item[] {
  const { y, beyond } = placed(value.number, scale, panel);
  const drawn: Marker = { kind: 'marker', ...mark, y };
  taken.mark(mark.x, y, (mark.size ?? 4) + 1);
  if (beyond === null) return [drawn];
  const up = beyond === 'above' ? -1 : 1;
  const tip = y + up * 13;
  const text = figure(value.text);
  const clear = value.clear ?? 7;
  const right = mark.x + clear + textWidth(text, TYPE.small) < panel.right;
  const said = taken.place([
    label(mark.x + (right ? clear : -clear), y + 4, text, {
      size: TYPE.small,
      bold: true,
      tone: mark.tone,
      anchor: right ? 'start' : 'end',
    }),
    label(mark.x + (right ? clear : -clear), y + 4 - up * 14, text, {
      size: TYPE.small,
      bold: true,
      tone: mark.tone,
      anchor: right ? 'start' : 'end',
    }),
  ]);
  return [
    {
      kind: 'polyline',
      points: [
        { x: mark.x, y },
        { x: mark.x, y: tip },
      ],
      stroke: { tone: mark.tone, thick: 1.5 },
    },
    {
      kind: 'polyline',
      points: [
        { x: mark.x - 3.5, y: tip - up * 5 },
        { x: mark.x, y: tip },
        { x: mark.x + 3.5, y: tip - up * 5 },
      ],
      stroke: { tone: mark.tone, thick: 1.5 },
    },
    drawn,
    ...(said ? [said] : []),
  ];
}

/** The looks of the verdicts on a score: shape, colour and fill differ together. */
export const verdictLooks: Record<ScoreVerdict, Pick<Marker, 'shape' | 'tone' | 'open'>> = {
  satisfactory: { shape: 'circle', tone: 'good' },
  questionable: { shape: 'diamond', tone: 'warn', open: true },
  unsatisfactory: { shape: 'triangle', tone: 'bad' },
  none: { shape: 'cross', tone: 'muted' },
};

export const verdictWords = (verdict: ScoreVerdict, { lang }: PlotOptions): string => t(lang, `plot.band.${verdict}`);
