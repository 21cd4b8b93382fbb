import { t } from '../messages/index.ts';
import { axisRoom, baseLine, footLabels, linearScale, type Panel, valueAxis } from './axis.ts';
import { places, widthOf, words } from './frame.ts';
import { drawKey, drawn, emptyScene, figure, lineKey, markKey } from './scene.ts';
import type { Item, PlotOptions, ProportionTrendData, Scene } from './types.ts';

const percent = (share: string): string => `${Number(((drawn(share) ?? 0) * 100).toPrecision(4))}`;

/** Shares over time with their exact intervals, the expected share as a line, and a second panel with the cumulative sum. */
export function proportionTrend(data: ProportionTrendData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const { points, cusum } = data;
  const table = {
    head: [
      t(lang, 'plot.noTime'),
      t(lang, 'plot.count'),
      t(lang, 'plot.tests'),
      data.axis,
      t(lang, 'plot.interval'),
      ...(cusum ? [t(lang, 'plot.cusum')] : []),
      t(lang, 'plot.signal'),
    ],
    rows: points.map(({ label: name, p, lower, upper, n, x, signal }, i) => [
      name,
      String(x),
      String(n),
      p,
      `${lower} – ${upper}`,
      ...(cusum ? [cusum.values[i] ?? ''] : []),
      signal ? t(lang, 'plot.yes') : '',
    ]),
  };
  if (points.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const panel: Panel = { left: 0, right: width - 12, top: 26, bottom: 200 };
  const second: Panel | null = cusum ? { ...panel, top: 234, bottom: 320 } : null;
  const shares = [data.expected, ...points.flatMap(({ p, upper }) => [p, upper])].map(
    (share) => (drawn(share) ?? 0) * 100,
  );
  const scale = linearScale([0, Math.max(...shares) || 1], [panel.bottom, panel.top], { room: 0 });
  const sums = cusum?.values.map((value) => drawn(value) ?? 0) ?? [];
  const scale2 =
    second && cusum
      ? linearScale([0, ...sums, drawn(cusum.decision) ?? 0], [second.bottom, second.top], { most: 4, room: 0.04 })
      : null;
  panel.left = Math.max(axisRoom(scale), scale2 ? axisRoom(scale2) : 0);
  if (second) second.left = panel.left;
  const x = places(panel, points.length);
  const y = (share: string) => scale.at((drawn(share) ?? 0) * 100);
  const pointsDrawn = points.flatMap((point, n): Item[] => {
    const { label: name, p, lower, upper, signal, href } = point;
    const bar = { kind: 'line' as const, stroke: { tone: 'series1' as const } };
    const [low, high] = [y(lower), y(upper)];
    return [
      { ...bar, x1: x(n), x2: x(n), y1: low, y2: high },
      ...[low, high].map((at) => ({ ...bar, x1: x(n) - 3, x2: x(n) + 3, y1: at, y2: at })),
      {
        kind: 'marker',
        x: x(n),
        y: y(p),
        shape: signal ? 'triangle' : 'circle',
        tone: signal ? 'bad' : 'series1',
        size: signal ? 5 : points.length > 80 ? 2 : 3.5,
        hint: words(
          `${name} ${percent(p)} % (${percent(lower)} – ${percent(upper)} %), ${point.x}/${point.n}`,
          signal && t(lang, 'plot.signal'),
        ),
        ...(href !== undefined && { href }),
      },
    ];
  });
  const across = (p: Panel, at: number, tone: 'ink' | 'bad'): Item => ({
    kind: 'line',
    x1: p.left,
    x2: p.right,
    y1: at,
    y2: at,
    stroke: { tone, thick: 1.5, ...(tone === 'bad' && { dash: 'dashed' }) },
  });
  const foot = second ?? panel;
  const key = drawKey(
    [
      markKey('circle', 'series1', `${data.axis}, ${t(lang, 'plot.interval')}`),
      ...(data.expected === undefined
        ? []
        : [lineKey('ink', `${t(lang, 'plot.expected')} ${percent(data.expected)} %`, { thick: 1.5 })]),
      ...(cusum
        ? [lineKey('bad', `${t(lang, 'plot.decision')} ${cusum.decision}`, { dash: 'dashed', thick: 1.5 })]
        : []),
      ...(points.some(({ signal }) => signal) ? [markKey('triangle', 'bad', t(lang, 'plot.signal'))] : []),
    ],
    { left: 4, top: foot.bottom + 28, right: width - 4 },
  );
  return {
    width,
    height: foot.bottom + 30 + key.height,
    title: data.title,
    description: t(lang, 'plot.proportionSays', {
      count: points.length,
      signals: points.filter(({ signal }) => signal).length,
    }),
    items: [
      ...valueAxis(panel, scale, `${data.axis} (%)`),
      ...(data.expected === undefined ? [] : [across(panel, y(data.expected), 'ink')]),
      ...pointsDrawn,
      baseLine(panel),
      ...(second && scale2 && cusum
        ? [
            ...valueAxis(second, scale2, t(lang, 'plot.cusum')),
            across(second, scale2.at(drawn(cusum.decision) ?? 0), 'bad'),
            ...(sums.length > 1
              ? [
                  {
                    kind: 'polyline' as const,
                    points: sums.map((sum, n) => ({ x: x(n), y: scale2.at(sum) })),
                    stroke: { tone: 'series1' as const, thick: 1.5 },
                  },
                ]
              : []),
            ...sums.map(
              (sum, n): Item => ({
                kind: 'marker',
                x: x(n),
                y: scale2.at(sum),
                shape: points[n]?.signal ? 'triangle' : 'square',
                tone: points[n]?.signal ? 'bad' : 'series1',
                size: points[n]?.signal ? 4.5 : 2.6,
                hint: `${points[n]?.label ?? ''} ${figure(cusum.values[n] ?? '')}`,
              }),
            ),
            baseLine(second),
          ]
        : []),
      ...footLabels(
        foot,
        width,
        points.map((point, n) => ({ x: x(n), label: point.label })),
      ),
      ...key.items,
    ],
    table,
  };
}
