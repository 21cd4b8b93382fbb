import { t } from '../messages/index.ts';
import {
  axisRoom,
  baseLine,
  decimalsOf,
  footLabels,
  linearScale,
  niceStep,
  type Panel,
  quantile,
  valueAxis,
} from './axis.ts';
import { widthOf, words } from './frame.ts';
import { boxKey, drawKey, drawn, emptyScene, figure, label, lineKey, TYPE, textWidth } from './scene.ts';
import type { ContributionData, HistogramData, Item, ParetoData, PlotOptions, Scene } from './types.ts';

/** What each component adds to the variance, largest first, as horizontal bars with the per cent beside them. */
export function contribution(data: ContributionData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const parts = data.parts
    .map((part) => ({ ...part, value: drawn(part.percent) ?? 0 }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const table = {
    head: [t(lang, 'plot.name'), t(lang, 'plot.percent')],
    rows: parts.map(({ name, percent }) => [name, percent]),
  };
  const [first] = parts;
  if (!first) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const names = Math.min(width * 0.4, Math.max(...parts.map(({ name }) => textWidth(name))) + 10);
  const figures = Math.max(...parts.map(({ percent }) => textWidth(`${percent} %`, TYPE.small))) + 10;
  const least = Math.min(0, ...parts.map(({ value }) => value));
  const most = Math.max(1e-9, ...parts.map(({ value }) => value));
  const from = names + (least < 0 ? figures : 0);
  const at = (value: number) => from + ((value - least) / (most - least)) * (width - figures - from);
  const items = parts.flatMap(({ name, percent, value, hint }, n): Item[] => {
    const y = 4 + n * 26;
    const [x1, x2] = [at(Math.min(0, value)), at(Math.max(0, value))];
    return [
      label(names - 8, y + 14, name, { anchor: 'end', room: names - 10 }),
      {
        kind: 'rect',
        x: x1,
        y,
        width: Math.max(x2 - x1, 1),
        height: 18,
        fill: { tone: value < 0 ? 'paper' : 'series1', strength: 0.75 },
        stroke: { tone: 'series1' },
        ...(value < 0 && { hatch: { lines: 'up' as const, tone: 'series1' as const } }),
        hint: words(`${name} ${figure(percent)} %`, hint),
      },
      label(value < 0 ? x1 - 6 : x2 + 6, y + 13, `${figure(percent)} %`, {
        size: TYPE.small,
        anchor: value < 0 ? 'end' : 'start',
      }),
    ];
  });
  const height = parts.length * 26 + 4;
  return {
    width,
    height,
    title: data.title,
    description: t(lang, 'plot.contributionSays', { count: parts.length, name: first.name, percent: first.percent }),
    items: [...items, { kind: 'line', x1: at(0), x2: at(0), y1: 0, y2: height - 4, stroke: { tone: 'muted' } }],
    table,
  };
}

/** Values in classes of equal width with round bounds; lines for limits or the assigned value. */
export function histogram(data: HistogramData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const values = data.values.flatMap((text) => drawn(text) ?? []);
  const marks = (data.marks ?? []).flatMap((mark) => {
    const number = drawn(mark.value);
    return number === null ? [] : [{ ...mark, number }];
  });
  const { bounds, counts, digits } = classesOf(values, data.classes);
  const name = (n: number) =>
    `${figure((bounds[n] ?? 0).toFixed(digits))} – ${figure((bounds[n + 1] ?? 0).toFixed(digits))}`;
  const table = {
    head: [t(lang, 'plot.class'), t(lang, 'plot.count')],
    rows: [
      ...counts.map((count, n) => [name(n), String(count)]),
      ...marks.map(({ words: said, value }) => [said, value]),
    ],
  };
  if (values.length === 0)
    return emptyScene({ title: data.title, table: { ...table, rows: [] }, width }, t(lang, 'plot.noData'));
  const panel: Panel = { left: 0, right: width - 10, top: marks.length > 0 ? 30 + marks.length * 16 : 28, bottom: 240 };
  const scale = linearScale([0, Math.max(...counts)], [panel.bottom, panel.top], { most: 5, room: 0 });
  scale.ticks = scale.ticks.filter(({ value }) => Number.isInteger(value));
  panel.left = axisRoom(scale);
  const across = linearScale([...bounds, ...marks.map(({ number }) => number)], [panel.left, panel.right], {
    most: width < 500 ? 5 : 9,
    room: 0.03,
  });
  const boxes = counts.flatMap((count, n): Item[] => {
    const [x1, x2] = [across.at(bounds[n] ?? 0), across.at(bounds[n + 1] ?? 0)];
    if (count === 0) return [];
    return [
      {
        kind: 'rect',
        x: x1,
        width: x2 - x1,
        y: scale.at(count),
        height: panel.bottom - scale.at(count),
        fill: { tone: 'series1', strength: 0.3 },
        stroke: { tone: 'series1' },
        hint: `${name(n)}: ${count}`,
      },
    ];
  });
  const heads = marks.flatMap(({ number, value, words: said }, n): Item[] => {
    const x = across.at(number);
    const y = 30 + n * 16;
    const end = x > (panel.left + panel.right) / 2;
    return [
      { kind: 'line', x1: x, x2: x, y1: y - 10, y2: panel.bottom, stroke: { tone: 'bad', thick: 1.5, dash: 'dashed' } },
      label(end ? x - 5 : x + 5, y, `${said} ${figure(value)}`, {
        tone: 'bad',
        size: TYPE.small,
        anchor: end ? 'end' : 'start',
        room: (panel.right - panel.left) / 2,
      }),
    ];
  });
  return {
    width,
    height: panel.bottom + 42,
    title: data.title,
    description: t(lang, 'plot.histogramSays', { count: values.length, classes: counts.length }),
    items: [
      ...valueAxis({ ...panel, top: 22 }, scale, t(lang, 'plot.count')),
      ...boxes,
      ...heads,
      baseLine(panel),
      ...footLabels(
        panel,
        width,
        across.ticks.map(({ value, label: text }) => ({ x: across.at(value), label: text })),
      ),
      label(panel.right, panel.bottom + 36, data.axis, { tone: 'muted', anchor: 'end', room: width - 12 }),
    ],
    table,
  };
}

/** Classes of a round width: Freedman and Diaconis, for up to 15 values Sturges; all equal: one class around the value. */
function classesOf(values: number[], wanted?: number): { bounds: number[]; counts: number[]; digits: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const [low = 0, high = 0] = [sorted[0], sorted.at(-1)];
  const span = high - low || Math.abs(high) * 0.1 || 1;
  const iqr = quantile(sorted, 0.75) - quantile(sorted, 0.25);
  const rule =
    values.length > 15 && iqr > 0 ? span / ((2 * iqr) / Math.cbrt(values.length)) : Math.log2(values.length + 1) + 1;
  const step = niceStep(span, Math.min(Math.max(wanted ?? rule * 1.5, 1), 40));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.floor(high / step + 1e-9) + 1, first + 1);
  const counts = Array.from({ length: last - first }, () => 0);
  for (const value of values) {
    const n = Math.min(Math.floor(value / step + 1e-9) - first, counts.length - 1);
    counts[n] = (counts[n] ?? 0) + 1;
  }
  return {
    bounds: Array.from({ length: counts.length + 1 }, (_, n) => (first + n) * step),
    counts,
    digits: decimalsOf(step),
  };
}

/** Causes by how often they happened, with the running share of all as a line (80 % marked). */
export function pareto(data: ParetoData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const causes = [...data.causes].sort((a, b) => b.count - a.count);
  const total = causes.reduce((sum, { count }) => sum + count, 0);
  let running = 0;
  const shares = causes.map(({ count }) => {
    running += count;
    return total === 0 ? 0 : (running / total) * 100;
  });
  const table = {
    head: [t(lang, 'plot.name'), data.axis, t(lang, 'plot.cumulative')],
    rows: causes.map(({ name, count }, n) => [name, String(count), (shares[n] ?? 0).toFixed(1)]),
  };
  const [first] = causes;
  if (!first || total === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  // Horizontal bars: names of causes are sentences, and a phone is upright.
  const names = width * (width < 500 ? 0.36 : 0.34);
  const right = width - 12;
  const x = (share: number) => names + (share / 100) * (right - names);
  const top = 44;
  const y = (n: number) => top + n * 26;
  const bottom = y(causes.length);
  const barEnd = (count: number) => names + (count / total) * (right - names);
  const items = causes.flatMap(({ name, count, href }, n): Item[] => {
    return [
      label(names - 8, y(n) + 17, name, { anchor: 'end', room: names - 10, ...(href !== undefined && { href }) }),
      {
        kind: 'rect',
        x: names,
        width: Math.max(barEnd(count) - names, 1),
        y: y(n) + 4,
        height: 18,
        fill: { tone: 'series1', strength: 0.35 },
        stroke: { tone: 'series1' },
        hint: `${name}: ${count}`,
      },
      label(names + 6, y(n) + 17, String(count), { size: TYPE.small, bold: true }),
    ];
  });
  const line = shares.map((share, n) => ({ x: x(share), y: y(n) + 13 }));
  const key = drawKey(
    [
      boxKey({ fill: { tone: 'series1', strength: 0.35 }, stroke: { tone: 'series1' } }, data.axis),
      lineKey('bad', t(lang, 'plot.cumulative'), { dash: 'dashdot', thick: 1.5 }),
    ],
    { left: 4, top: 0, right: width - 4 },
  );
  return {
    width,
    height: bottom + 6,
    title: data.title,
    description: t(lang, 'plot.paretoSays', { count: total, name: first.name, most: first.count }),
    items: [
      ...key.items,
      ...[0, 20, 40, 60, 80, 100].flatMap((share): Item[] => [
        {
          kind: 'line',
          x1: x(share),
          x2: x(share),
          y1: top,
          y2: bottom,
          stroke: share === 80 ? { tone: 'bad', dash: 'dotted' } : { tone: 'grid' },
        },
        label(x(share), top - 5, `${share}`, { size: TYPE.small, tone: 'muted', anchor: 'middle' }),
      ]),
      ...items,
      ...(line.length > 1
        ? [
            {
              kind: 'polyline' as const,
              points: line,
              stroke: { tone: 'bad' as const, thick: 1.5, dash: 'dashdot' as const },
            },
          ]
        : []),
      ...line.map(
        (spot, n): Item => ({
          kind: 'marker',
          ...spot,
          shape: 'square',
          tone: 'bad',
          open: true,
          size: 3,
          hint: `${causes[n]?.name ?? ''}: ${(shares[n] ?? 0).toFixed(1)} %`,
        }),
      ),
    ],
    table,
  };
}
