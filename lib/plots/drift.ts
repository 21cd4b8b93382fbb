import { t } from '../messages/index.ts';
import { axisRoom, baseLine, footLabels, linearScale, type Panel, shownRange, valueAxis } from './axis.ts';
import { markAt, markSize, placed, places, widthOf, words } from './frame.ts';
import { drawKey, drawn, emptyScene, figure, lineKey, markKey, Taken } from './scene.ts';
import type { CusumData, EwmaData, Item, PlotOptions, Scene } from './types.ts';

/** A tabular cusum (ISO 7870-4): C+ upwards, C− downwards, the decision interval as broken lines, signals as triangles. */
export function cusumChart(data: CusumData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const table = {
    head: [t(lang, 'plot.order'), t(lang, 'plot.cusumHigh'), t(lang, 'plot.cusumLow'), t(lang, 'plot.signal')],
    rows: data.points.map(({ label: name, high, low, signal }) => [name, high, low, signal ? t(lang, 'plot.yes') : '']),
  };
  if (data.points.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const decision = drawn(data.decision) ?? 0;
  const highs = data.points.map(({ high }) => drawn(high) ?? 0);
  const lows = data.points.map(({ low }) => -(drawn(low) ?? 0));
  const { low, high } = shownRange([...highs, ...lows], [decision, -decision]);
  const panel: Panel = { left: 0, right: width - 12, top: 26, bottom: 230 };
  const scale = linearScale([low, high], [panel.bottom, panel.top]);
  panel.left = axisRoom(scale);
  const x = places(panel, data.points.length);
  const taken = new Taken({ left: panel.left, right: width, top: 0, bottom: panel.bottom });
  const size = markSize((panel.right - panel.left) / data.points.length);
  const sums = (
    values: number[],
    tone: 'series1' | 'series4',
    shape: 'circle' | 'square',
    side: 'high' | 'low',
  ): Item[] => [
    ...trace(
      values.map((value, n) => ({ x: x(n), y: placed(value, scale, panel).y })),
      { tone, ...(side === 'low' && { dash: 'dashed' as const }) },
    ),
    ...data.points.flatMap((point, n) => {
      const value = values[n] ?? 0;
      const broken = point.signal === true && Math.abs(value) > decision;
      const text = side === 'low' && value !== 0 ? `-${point.low}` : point[side];
      return markAt(
        {
          x: x(n),
          shape: broken ? 'triangle' : shape,
          tone: broken ? 'bad' : tone,
          size: broken ? 5 : size,
          ...(side === 'low' && !broken && { open: true as const }),
          hint: words(`${point.label} ${figure(text)}`, broken && t(lang, 'plot.signal')),
          ...(point.href !== undefined && { href: point.href }),
        },
        { number: value, text },
        scale,
        panel,
        taken,
      );
    }),
  ];
  const across = (value: number, thick: number, dash?: 'dashed'): Item => ({
    kind: 'line',
    x1: panel.left,
    x2: panel.right,
    y1: scale.at(value),
    y2: scale.at(value),
    stroke: { tone: dash ? 'bad' : 'ink', thick, ...(dash && { dash }) },
  });
  const key = drawKey(
    [
      markKey('circle', 'series1', t(lang, 'plot.cusumHigh')),
      markKey('square', 'series4', t(lang, 'plot.cusumLow'), true),
      lineKey('bad', `${t(lang, 'plot.decision')} ±${data.decision}`, { dash: 'dashed', thick: 1.5 }),
      markKey('triangle', 'bad', t(lang, 'plot.signal')),
    ],
    { left: 4, top: panel.bottom + 28, right: width - 4 },
  );
  return {
    width,
    height: panel.bottom + 30 + key.height,
    title: data.title,
    description: t(lang, 'plot.cusumSays', {
      count: data.points.length,
      signals: data.points.filter(({ signal }) => signal).length,
      decision: data.decision,
    }),
    items: [
      ...valueAxis(panel, scale, data.axis),
      across(0, 1.2),
      across(decision, 1.5, 'dashed'),
      across(-decision, 1.5, 'dashed'),
      ...sums(highs, 'series1', 'circle', 'high'),
      ...sums(lows, 'series4', 'square', 'low'),
      baseLine(panel),
      ...footLabels(
        panel,
        width,
        data.points.map((point, n) => ({ x: x(n), label: point.label })),
      ),
      ...key.items,
    ],
    table,
  };
}

/** An EWMA chart (ISO 7870-6): the smoothed line with its own limits, single results as small open marks behind it. */
export function ewmaChart(data: EwmaData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const table = {
    head: [
      t(lang, 'plot.order'),
      t(lang, 'plot.single'),
      t(lang, 'plot.smoothed'),
      t(lang, 'plot.lower'),
      t(lang, 'plot.upper'),
      t(lang, 'plot.signal'),
    ],
    rows: data.points.map((p) => [p.label, p.value, p.smoothed, p.lower, p.upper, p.signal ? t(lang, 'plot.yes') : '']),
  };
  if (data.points.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const numbers = data.points.map((p) => ({
    value: drawn(p.value) ?? 0,
    smoothed: drawn(p.smoothed) ?? 0,
    lower: drawn(p.lower) ?? 0,
    upper: drawn(p.upper) ?? 0,
  }));
  const centre = drawn(data.centre) ?? 0;
  const { low, high } = shownRange(
    numbers.flatMap(({ value, smoothed }) => [value, smoothed]),
    numbers.flatMap(({ lower, upper }) => [lower, upper, centre]),
  );
  const panel: Panel = { left: 0, right: width - 12, top: 26, bottom: 230 };
  const scale = linearScale([low, high], [panel.bottom, panel.top]);
  panel.left = axisRoom(scale);
  const x = places(panel, data.points.length);
  const taken = new Taken({ left: panel.left, right: width, top: 0, bottom: panel.bottom });
  const size = markSize((panel.right - panel.left) / data.points.length);
  const key = drawKey(
    [
      markKey('circle', 'series1', t(lang, 'plot.smoothed')),
      markKey('square', 'muted', t(lang, 'plot.single'), true),
      lineKey('bad', t(lang, 'plot.actLimit'), { dash: 'dashed', thick: 1.5 }),
      lineKey('ink', `${t(lang, 'plot.centre')} ${figure(data.centre)}`, { thick: 1.5 }),
      markKey('triangle', 'bad', t(lang, 'plot.signal')),
    ],
    { left: 4, top: panel.bottom + 28, right: width - 4 },
  );
  return {
    width,
    height: panel.bottom + 30 + key.height,
    title: data.title,
    description: t(lang, 'plot.ewmaSays', {
      count: data.points.length,
      signals: data.points.filter(({ signal }) => signal).length,
    }),
    items: [
      ...valueAxis(panel, scale, data.axis),
      {
        kind: 'line',
        x1: panel.left,
        x2: panel.right,
        y1: scale.at(centre),
        y2: scale.at(centre),
        stroke: { tone: 'ink', thick: 1.5 },
      },
      ...trace(
        numbers.map(({ upper }, n) => ({ x: x(n), y: scale.at(upper) })),
        { tone: 'bad', thick: 1.5, dash: 'dashed' },
      ),
      ...trace(
        numbers.map(({ lower }, n) => ({ x: x(n), y: scale.at(lower) })),
        { tone: 'bad', thick: 1.5, dash: 'dashed' },
      ),
      ...data.points.flatMap((point, n) =>
        markAt(
          {
            x: x(n),
            shape: 'square',
            tone: 'muted',
            open: true,
            size: size * 0.75,
            hint: `${point.label} ${figure(point.value)}`,
          },
          { number: numbers[n]?.value ?? 0, text: point.value },
          scale,
          panel,
          taken,
        ),
      ),
      ...trace(
        numbers.map(({ smoothed }, n) => ({ x: x(n), y: placed(smoothed, scale, panel).y })),
        { tone: 'series1', thick: 1.8 },
      ),
      ...data.points.flatMap((point, n) =>
        markAt(
          {
            x: x(n),
            shape: point.signal ? 'triangle' : 'circle',
            tone: point.signal ? 'bad' : 'series1',
            size: point.signal ? 5 : size,
            hint: words(
              `${point.label} ${t(lang, 'plot.smoothed')} ${figure(point.smoothed)}`,
              point.signal && t(lang, 'plot.signal'),
            ),
            ...(point.href !== undefined && { href: point.href }),
          },
          { number: numbers[n]?.smoothed ?? 0, text: point.smoothed },
          scale,
          panel,
          taken,
        ),
      ),
      baseLine(panel),
      ...footLabels(
        panel,
        width,
        data.points.map((point, n) => ({ x: x(n), label: point.label })),
      ),
      ...key.items,
    ],
    table,
  };
}

/** A line through at least two spots. */
function trace(points: { x: number; y: number }[], stroke: Extract<Item, { kind: 'polyline' }>['stroke']): Item[] {
  return points.length > 1 ? [{ kind: 'polyline', points, stroke }] : [];
}
