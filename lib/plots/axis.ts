import { figure, label, TYPE, textWidth } from './scene.ts';
import type { Item } from './types.ts';

export interface Tick {
  value: number;
  label: string;
}

/** From values to pixels. */
export interface Scale {
  low: number;
  high: number;
  ticks: Tick[];
  at(value: number): number;
}

/** Pixels of the two ends: of the low value, of the high value. */
export type Ends = [number, number];

/** The round step (1, 2 or 5 times a power of ten) that parts a span into at most `most` pieces. */
export function niceStep(span: number, most: number): number {
  const rough = span / Math.max(most, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Decimals that a step needs: 0.05 → 2, 20 → 0. */
export function decimalsOf(step: number): number {
  return Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
}

/** A scale over the values, with round ticks; equal values get room on both sides. `room`: share of the span left free at each end. */
export function linearScale(values: number[], ends: Ends, options: { most?: number; room?: number } = {}): Scale {
  const { most = 6, room = 0.06 } = options;
  let low = values.length === 0 ? 0 : Math.min(...values);
  let high = values.length === 0 ? 1 : Math.max(...values);
  if (high - low <= Math.abs(high) * 1e-12) {
    const half = high === 0 ? 1 : Math.abs(high) * 0.1;
    [low, high] = [low - half, high + half];
  } else [low, high] = [low - (high - low) * room, high + (high - low) * room];
  const step = niceStep(high - low, most);
  const digits = decimalsOf(step);
  const ticks: Tick[] = [];
  for (let n = Math.ceil(low / step - 1e-9); n * step <= high + step * 1e-9; n += 1) {
    const value = n * step;
    ticks.push({ value, label: tickLabel(value, digits) });
  }
  return { low, high, ticks, at: between(low, high, ends) };
}

/** A logarithmic scale of positive values: whole powers of ten, with 2 and 5 where few powers are seen. */
export function logScale(values: number[], ends: Ends): Scale {
  const positive = values.filter((value) => value > 0);
  const [least, greatest] = positive.length === 0 ? [1, 10] : [Math.min(...positive), Math.max(...positive)];
  const low = Math.log10(least) - 0.1;
  const high = Math.log10(greatest) + 0.1;
  const factors = high - low > 3 ? [1] : [1, 2, 5];
  const ticks: Tick[] = [];
  for (let power = Math.floor(low); power <= high; power += 1)
    for (const factor of factors) {
      const value = factor * 10 ** power;
      if (Math.log10(value) < low || Math.log10(value) > high) continue;
      ticks.push({ value, label: tickLabel(value, Math.max(0, -power)) });
    }
  const place = between(low, high, ends);
  return { low: 10 ** low, high: 10 ** high, ticks, at: (value) => place(Math.log10(Math.max(value, 10 ** low))) };
}

const DAY = 86_400_000;
const HOUR = 3_600_000;

/** Days or instants (`2026-11-21`, `2026-11-21T08:30`) as milliseconds; NaN for what is no time. */
export function instant(at: string): number {
  return Date.parse(at.length === 10 ? `${at}T00:00Z` : /[Z+]/.test(at.slice(10)) ? at : `${at}Z`);
}

/** A scale of time with ticks at hours, days, months, quarters or years, at most one every `spacing` pixels. */
export function timeScale(instants: number[], ends: Ends, spacing = 76): Scale {
  const known = instants.filter(Number.isFinite);
  let low = known.length === 0 ? 0 : Math.min(...known);
  let high = known.length === 0 ? DAY : Math.max(...known);
  if (high - low < HOUR) [low, high] = [low - DAY / 2, high + DAY / 2];
  const most = Math.max(1, Math.floor(Math.abs(ends[1] - ends[0]) / spacing));
  return { low, high, ticks: timeTicks(low, high, most), at: between(low, high, ends) };
}

function timeTicks(low: number, high: number, most: number): Tick[] {
  const days = (high - low) / DAY;
  const iso = (ms: number, length: number) => new Date(ms).toISOString().slice(0, length);
  const hourStep = days > 2 ? undefined : [1, 2, 3, 6, 12].find((hours) => (days * 24) / hours <= most);
  if (hourStep !== undefined) {
    const step = hourStep * HOUR;
    const first = Math.ceil(low / step);
    return Array.from({ length: Math.max(0, Math.floor(high / step) - first + 1) }, (_, n) => {
      const value = (first + n) * step;
      return { value, label: value % DAY === 0 ? iso(value, 10) : iso(value, 16).slice(11) };
    });
  }
  const dayStep = [1, 2, 5, 7, 14].find((step) => days / step <= most);
  if (dayStep !== undefined) {
    const first = Math.ceil(low / DAY);
    const count = Math.max(0, Math.floor((Math.floor(high / DAY) - first) / dayStep) + 1);
    return Array.from({ length: count }, (_, n) => {
      const value = (first + n * dayStep) * DAY;
      return { value, label: iso(value, 10) };
    });
  }
  const step = [1, 2, 3, 6, 12, 24, 60, 120].find((months) => days / 30.4 / months <= most) ?? 240;
  const start = new Date(low);
  const ticks: Tick[] = [];
  let month = Math.ceil((start.getUTCFullYear() * 12 + start.getUTCMonth()) / step) * step;
  for (; ; month += step) {
    const value = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (value > high) return ticks;
    if (value >= low) ticks.push({ value, label: iso(value, step % 12 === 0 ? 4 : 7) });
  }
}

function between(low: number, high: number, [from, to]: Ends): (value: number) => number {
  return (value) => from + ((value - low) / (high - low)) * (to - from);
}

function tickLabel(value: number, digits: number): string {
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 1e-5)) return figure(value.toExponential(1).replace(/\.0e/, 'e'));
  const text = value.toFixed(digits);
  return figure(Number(text) === 0 ? text.replace('-', '') : text);
}

/**
 * What part of the values an axis shows when a few lie so far out that they would press all others into a line: the values
 * of `must` (limits) and the middle of the data are always inside. Values outside are drawn at the edge with an arrow.
 */
export function shownRange(values: number[], must: number[] = []): { low: number; high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const all = [...sorted, ...must];
  const whole = { low: Math.min(...all, Infinity), high: Math.max(...all, -Infinity) };
  if (all.length === 0) return { low: 0, high: 1 };
  if (sorted.length < 6 && must.length < 2) return whole;
  const [q1, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const reach = 3 * (q3 - q1);
  const measure = Math.max(...must) - Math.min(...must);
  // Few values have no middle to go by: the limits are the measure.
  const core =
    sorted.length < 6
      ? { low: Math.min(...must) - measure, high: Math.max(...must) + measure }
      : { low: Math.min(...must, q1 - reach), high: Math.max(...must, q3 + reach) };
  const span = core.high - core.low;
  if (!(span > 0)) return whole;
  return {
    low: whole.low < core.low - span * 0.5 ? core.low - span * 0.1 : Math.min(whole.low, ...must),
    high: whole.high > core.high + span * 0.5 ? core.high + span * 0.1 : Math.max(whole.high, ...must),
  };
}

/** The quantile of sorted values by linear interpolation (Hyndman and Fan's type 7). */
export function quantile(sorted: number[], share: number): number {
  if (sorted.length === 0) return 0;
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return below + (above - below) * (at - Math.floor(at));
}

/** The part of a picture where values are drawn, pixels. */
export interface Panel {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Room that the labels of a value axis need at its left. */
export function axisRoom({ ticks }: Scale): number {
  return Math.ceil(Math.max(24, ...ticks.map((tick) => textWidth(tick.label, TYPE.small))) + 8);
}

/** Grid lines, labels at the left and the name of the axis over its upper end. */
export function valueAxis(panel: Panel, scale: Scale, name: string): Item[] {
  const inside = scale.ticks.filter(({ value }) => value >= scale.low && value <= scale.high);
  return [
    ...inside.map(
      ({ value }): Item => ({
        kind: 'line',
        x1: panel.left,
        x2: panel.right,
        y1: scale.at(value),
        y2: scale.at(value),
        stroke: { tone: 'grid' },
      }),
    ),
    ...inside.map(({ value, label: words }) =>
      label(panel.left - 6, scale.at(value) + 4, words, { size: TYPE.small, tone: 'muted', anchor: 'end' }),
    ),
    ...(name === '' ? [] : [label(2, panel.top - 10, name, { tone: 'muted', room: panel.right - 2 })]),
  ];
}

/** Labels under the panel, as many as stand clear of each other; the ends of short texts stay inside the picture. */
export function footLabels(panel: Panel, width: number, ticks: { x: number; label: string }[]): Item[] {
  const items: Item[] = [];
  let end = -Infinity;
  for (const { x, label: words } of ticks) {
    const half = textWidth(words, TYPE.small) / 2;
    const middle = Math.min(Math.max(x, half + 1), width - half - 1);
    if (middle - half < end + 10) continue;
    end = middle + half;
    items.push(
      { kind: 'line', x1: x, x2: x, y1: panel.bottom, y2: panel.bottom + 4, stroke: { tone: 'muted' } },
      label(middle, panel.bottom + 17, words, { size: TYPE.small, tone: 'muted', anchor: 'middle' }),
    );
  }
  return items;
}

/** The line on which the panel stands. */
export function baseLine(panel: Panel): Item {
  return {
    kind: 'line',
    x1: panel.left,
    x2: panel.right,
    y1: panel.bottom,
    y2: panel.bottom,
    stroke: { tone: 'muted' },
  };
}
