import { t } from '../messages/index.ts';
import {
  axisRoom,
  baseLine,
  footLabels,
  instant,
  linearScale,
  logScale,
  type Panel,
  type Scale,
  shownRange,
  timeScale,
  valueAxis,
} from './axis.ts';
import { markAt, markSize, placed, widthOf, words } from './frame.ts';
import { boxKey, drawKey, drawn, emptyScene, figure, lineKey, markKey, Taken } from './scene.ts';
import type { Item, PlotOptions, ReadingsData, Scene } from './types.ts';

/** Readings over time with what is allowed as a band between broken lines; what lies outside is a filled triangle. */
export function readingsChart(data: ReadingsData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const outside = data.points.filter((point) => point.outside).length;
  const table = {
    head: [t(lang, 'plot.noTime'), data.axis, t(lang, 'plot.remark')],
    rows: data.points.map(({ at, value, outside: beyond }) => [
      shown(at),
      value,
      beyond ? t(lang, 'plot.beyondLimits') : '',
    ]),
  };
  const known = data.points.flatMap((point) => {
    const number = drawn(point.value);
    return number === null ? [] : [{ ...point, number }];
  });
  if (known.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const ends = [drawn(data.low), drawn(data.high)].filter((end) => end !== null);
  const panel: Panel = { left: 0, right: width - 12, top: 26, bottom: width < 500 ? 170 : 200 };
  const scale = scaleOf(
    known.map(({ number }) => number),
    ends,
    panel,
    data.log,
  );
  panel.left = axisRoom(scale);
  const instants = [data.from, data.to, ...known.map(({ at }) => at)].flatMap((at) =>
    at === undefined ? [] : [instant(at)],
  );
  const time = timeScale(instants, [panel.left + 8, panel.right - 8]);
  const taken = new Taken({ left: panel.left, right: width, top: 0, bottom: panel.bottom });
  const size = markSize((panel.right - panel.left) / known.length);
  const line = known.map(({ at, number }) => ({ x: time.at(instant(at)), y: placed(number, scale, panel).y }));
  const key = drawKey(
    [
      markKey('circle', 'series1', t(lang, 'plot.reading')),
      ...(outside > 0 ? [markKey('triangle', 'bad', t(lang, 'plot.beyondLimits'))] : []),
      ...(data.low === undefined
        ? []
        : [lineKey('bad', `${t(lang, 'plot.lowLimit')} ${figure(data.low)}`, { dash: 'dashed', thick: 1.5 })]),
      ...(data.high === undefined
        ? []
        : [lineKey('bad', `${t(lang, 'plot.highLimit')} ${figure(data.high)}`, { dash: 'dashed', thick: 1.5 })]),
      ...(ends.length > 0 ? [boxKey({ fill: { tone: 'good', strength: 0.1 } }, t(lang, 'plot.allowed'))] : []),
    ],
    { left: 4, top: panel.bottom + 28, right: width - 4 },
  );
  return {
    width,
    height: panel.bottom + 30 + key.height,
    title: data.title,
    description: t(lang, 'plot.readingsSays', { count: data.points.length, outside }),
    items: [
      ...allowed(data, scale, panel),
      ...valueAxis(panel, scale, data.axis),
      ...ends.map((end): Item => {
        const y = placed(end, scale, panel).y;
        return {
          kind: 'line',
          x1: panel.left,
          x2: panel.right,
          y1: y,
          y2: y,
          stroke: { tone: 'bad', thick: 1.5, dash: 'dashed' },
        };
      }),
      ...(line.length > 1
        ? [{ kind: 'polyline' as const, points: line, stroke: { tone: 'series1' as const, thick: 1.2 } }]
        : []),
      ...known.flatMap(({ at, value, number, outside: beyond, href }) =>
        markAt(
          {
            x: time.at(instant(at)),
            ...(beyond ? { shape: 'triangle', tone: 'bad', size: 5 } : { shape: 'circle', tone: 'series1', size }),
            hint: words(`${shown(at)} ${figure(value)}`, beyond && t(lang, 'plot.beyondLimits')),
            ...(href !== undefined && { href }),
          },
          { number, text: value },
          scale,
          panel,
          taken,
        ),
      ),
      baseLine(panel),
      ...footLabels(
        panel,
        width,
        time.ticks.map(({ value, label }) => ({ x: time.at(value), label })),
      ),
      ...key.items,
    ],
    table,
  };
}

const shown = (at: string): string => at.slice(0, 16).replace('T', ' ');

function scaleOf(values: number[], ends: number[], panel: Panel, log?: true): Scale {
  if (log) return logScale([...values, ...ends], [panel.bottom, panel.top]);
  const { low, high } = shownRange(values, ends);
  return linearScale([low, high], [panel.bottom, panel.top], { most: 5, room: 0.12 });
}

function allowed(data: ReadingsData, scale: Scale, panel: Panel): Item[] {
  const [low, high] = [drawn(data.low), drawn(data.high)];
  if (low === null && high === null) return [];
  const top = high === null ? panel.top : placed(high, scale, panel).y;
  const bottom = low === null ? panel.bottom : placed(low, scale, panel).y;
  const box = { x: panel.left, width: panel.right - panel.left, y: top, height: Math.max(0, bottom - top) };
  return [{ kind: 'rect', ...box, fill: { tone: 'good', strength: 0.1 } }];
}
