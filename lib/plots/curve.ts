import { t } from '../messages/index.ts';
import { axisRoom, baseLine, footLabels, linearScale, type Panel, valueAxis } from './axis.ts';
import { widthOf } from './frame.ts';
import { drawn, emptyScene, figure, label, TYPE } from './scene.ts';
import type { CurveData, Item, PlotOptions, Scene, Spot } from './types.ts';

/** The table beside a picture gets as many points; the file holds them all. */
const MOST_ROWS = 500;

/** A line through measured points with both axes; where a pixel holds many points, their least and greatest are drawn. */
export function curvePlot(data: CurveData, options: PlotOptions): Scene {
  const width = widthOf(options);
  const { title, points } = data;
  const table = {
    head: [data.axisX, data.axis],
    rows: thinned(points, MOST_ROWS).map(([x, y]) => [x, y]),
  };
  const known = points.flatMap(([x, y]) => {
    const [at, value] = [drawn(x), drawn(y)];
    return at === null || value === null ? [] : [{ x: at, y: value }];
  });
  if (known.length === 0) return emptyScene({ title, table, width }, t(options.lang, 'plot.noData'));
  const panel: Panel = { left: 0, right: width - 12, top: 26, bottom: width < 500 ? 190 : 250 };
  const values = linearScale(extremes(known.map(({ y }) => y)), [panel.bottom, panel.top], { most: 5, room: 0.06 });
  panel.left = axisRoom(values);
  const ends: [number, number] = data.reversed ? [panel.right - 4, panel.left + 4] : [panel.left + 4, panel.right - 4];
  const abscissa = linearScale(extremes(known.map(({ x }) => x)), ends, { most: width < 500 ? 4 : 8, room: 0 });
  const spots = known.map(({ x, y }) => ({ x: abscissa.at(x), y: values.at(y) }));
  const ticks = abscissa.ticks.map(({ value, label: text }) => ({ x: abscissa.at(value), label: text }));
  const [first, last] = [points[0]?.[0] ?? '', points.at(-1)?.[0] ?? ''];
  return {
    width,
    height: panel.bottom + 42,
    title,
    description: t(options.lang, 'plot.curveSays', { count: points.length, from: figure(first), to: figure(last) }),
    items: [
      ...valueAxis(panel, values, data.axis),
      ...(spots.length > 1
        ? [{ kind: 'polyline', points: perPixel(spots), stroke: { tone: 'series1', thick: 1.3 } } satisfies Item]
        : spots.map(({ x, y }): Item => ({ kind: 'marker', x, y, shape: 'circle', tone: 'series1' }))),
      baseLine(panel),
      ...footLabels(
        panel,
        width,
        ticks.sort((a, b) => a.x - b.x),
      ),
      label(panel.right, panel.bottom + 34, data.axisX, { tone: 'muted', anchor: 'end', size: TYPE.small }),
    ],
    table,
  };
}

/** Least and greatest; a spread of a million numbers would not fit into one call of Math.min. */
const extremes = (numbers: readonly number[]): number[] => [
  numbers.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY),
  numbers.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY),
];

/** Of points that share a pixel: the first, the highest, the lowest, the last. */
function perPixel(spots: Spot[]): Spot[] {
  const kept: Spot[] = [];
  let group: Spot[] = [];
  const close = () => {
    if (group.length <= 4) kept.push(...group);
    else {
      const by = [...group.keys()].sort((a, b) => (group[a]?.y ?? 0) - (group[b]?.y ?? 0));
      const places = [...new Set([0, by[0] ?? 0, by.at(-1) ?? 0, group.length - 1])].sort((a, b) => a - b);
      kept.push(...places.flatMap((place) => group[place] ?? []));
    }
    group = [];
  };
  for (const spot of spots) {
    if (group[0] !== undefined && Math.floor(group[0].x) !== Math.floor(spot.x)) close();
    group.push(spot);
  }
  close();
  return kept;
}

function thinned<T>(list: readonly T[], most: number): T[] {
  const step = Math.ceil(list.length / most);
  return list.filter((_, i) => i % step === 0);
}
