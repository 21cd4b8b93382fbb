import { t } from '../messages/index.ts';
import { axisRoom, baseLine, footLabels, linearScale, type Panel, shownRange, valueAxis } from './axis.ts';
import { markAt, placed, widthOf, words } from './frame.ts';
import { drawKey, drawn, emptyScene, figure, label, lineKey, markKey, Taken, TYPE } from './scene.ts';
import type { CalibrationData, Item, PlotOptions, Scene } from './types.ts';

/**
 * A calibration: points, the fitted line with the samples read off it and the ends of its range, and the residuals in a panel of their
 * own below.
 */
export function calibrationLine(data: CalibrationData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const [a, b, c] = [drawn(data.line.intercept) ?? 0, drawn(data.line.slope) ?? 0, drawn(data.line.square) ?? 0];
  const curve = (x: number) => a + b * x + c * x * x;
  const points = data.points.flatMap((point) => {
    const [x, y] = [drawn(point.x), drawn(point.y)];
    return x === null || y === null ? [] : [{ ...point, at: x, response: y, residual: y - curve(x) }];
  });
  const table = {
    head: [data.axisX, data.axisY, t(lang, 'plot.residual'), t(lang, 'plot.remark')],
    rows: points.map(({ x, y, residual, excluded }) => [
      x,
      y,
      residual.toPrecision(3),
      excluded === undefined ? '' : `${t(lang, 'plot.excluded')}: ${excluded}`,
    ]),
  };
  const samples = (data.samples ?? []).flatMap((sample) => {
    const [x, y] = [drawn(sample.x), drawn(sample.y)];
    return x === null || y === null ? [] : [{ ...sample, at: x, response: y }];
  });
  const ends = [data.range?.low, data.range?.high].flatMap((end) => drawn(end) ?? []);
  table.rows.push(
    ...samples.map(({ name, x, y, beyond }) => [x, y, '', `${name}${beyond ? ` ${t(lang, 'plot.offCurve')}` : ''}`]),
  );
  if (points.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const panel: Panel = { left: 0, right: width - 16, top: 28, bottom: 230 };
  const second: Panel = { ...panel, top: 268, bottom: 350 };
  const scale = linearScale(
    [...points, ...samples].flatMap(({ at, response }) => [response, curve(at)]),
    [panel.bottom, panel.top],
  );
  const residuals = points.map(({ residual }) => residual);
  const size = Math.max(...residuals.map(Math.abs)) || 1;
  const { low, high } = shownRange(residuals, [0]);
  const scale2 = linearScale([Math.min(low, -size * 0.1), Math.max(high, size * 0.1)], [second.bottom, second.top], {
    most: 4,
  });
  panel.left = Math.max(axisRoom(scale), axisRoom(scale2));
  second.left = panel.left;
  const across = linearScale([...points, ...samples].map(({ at }) => at).concat(ends), [panel.left, panel.right], {
    most: width < 500 ? 5 : 8,
    room: 0.05,
  });
  const fitted = Array.from({ length: c === 0 ? 2 : 41 }, (_, n) => {
    const value = across.low + ((across.high - across.low) * n) / (c === 0 ? 1 : 40);
    return { x: across.at(value), y: scale.at(curve(value)) };
  }).filter(({ y }) => y >= panel.top - 2 && y <= panel.bottom + 2);
  const steps = Array.from({ length: 81 }, (_, n) => across.low + ((across.high - across.low) * n) / 80)
    .map((value) => ({ x: across.at(value), y: scale.at(curve(value)) }))
    .filter(({ y }) => y >= panel.top && y <= panel.bottom);
  const line = fitted.length >= 2 ? fitted : steps;
  const taken = new Taken();
  const look = (excluded: string | undefined) =>
    excluded === undefined
      ? ({ shape: 'circle', tone: 'series1' } as const)
      : ({ shape: 'cross', tone: 'bad' } as const);
  const zero = scale2.at(0);
  const key = drawKey(
    [
      markKey('circle', 'series1', t(lang, 'plot.used')),
      ...(points.some(({ excluded }) => excluded !== undefined)
        ? [markKey('cross', 'bad', t(lang, 'plot.excluded'))]
        : []),
      lineKey('ink', data.line.equation, { thick: 1.5 }),
      ...(samples.some(({ beyond }) => !beyond) ? [markKey('diamond', 'series2', t(lang, 'plot.sample'), true)] : []),
      ...(samples.some(({ beyond }) => beyond) ? [markKey('down', 'bad', t(lang, 'plot.offCurve'))] : []),
      ...(ends.length > 0 ? [lineKey('muted', t(lang, 'plot.curveRange'), { dash: 'dashed' })] : []),
    ],
    { left: 4, top: second.bottom + 44, right: width - 4 },
  );
  return {
    width,
    height: second.bottom + 46 + key.height,
    title: data.title,
    description: t(lang, 'plot.calibrationSays', {
      count: points.length,
      excluded: points.filter(({ excluded }) => excluded !== undefined).length,
      equation: data.line.equation,
    }).concat(
      samples.length === 0
        ? ''
        : t(lang, 'plot.samplesSay', { count: samples.length, beyond: samples.filter(({ beyond }) => beyond).length }),
    ),
    items: [
      ...valueAxis(panel, scale, data.axisY),
      ...(line.length > 1
        ? [{ kind: 'polyline' as const, points: line, stroke: { tone: 'ink' as const, thick: 1.5 } }]
        : []),
      ...points.map(
        (point): Item => ({
          kind: 'marker',
          x: across.at(point.at),
          y: placed(point.response, scale, panel).y,
          ...look(point.excluded),
          hint: words(`${figure(point.x)}, ${figure(point.y)}`, point.hint, point.excluded),
        }),
      ),
      ...ends.map(
        (end): Item => ({
          kind: 'line',
          x1: across.at(end),
          x2: across.at(end),
          y1: panel.top,
          y2: panel.bottom,
          stroke: { tone: 'muted', dash: 'dashed' },
        }),
      ),
      ...samples.map(
        ({ name, x, y, at, response, beyond }): Item => ({
          kind: 'marker',
          x: across.at(at),
          y: placed(response, scale, panel).y,
          ...(beyond
            ? { shape: 'down', tone: 'bad', size: 5 }
            : { shape: 'diamond', tone: 'series2', open: true, size: 4.5 }),
          hint: words(`${name} ${figure(x)}, ${figure(y)}`, beyond && t(lang, 'plot.offCurve')),
        }),
      ),
      baseLine(panel),
      ...valueAxis(second, scale2, t(lang, 'plot.residual')),
      { kind: 'line', x1: second.left, x2: second.right, y1: zero, y2: zero, stroke: { tone: 'ink', thick: 1.2 } },
      ...points.flatMap((point): Item[] => [
        ...(placed(point.residual, scale2, second).beyond === null
          ? [
              {
                kind: 'line' as const,
                x1: across.at(point.at),
                x2: across.at(point.at),
                y1: zero,
                y2: scale2.at(point.residual),
                stroke: { tone: 'muted' as const },
              },
            ]
          : []),
        ...markAt(
          {
            x: across.at(point.at),
            ...look(point.excluded),
            hint: `${figure(point.x)}: ${figure(point.residual.toPrecision(3))}`,
          },
          { number: point.residual, text: point.residual.toPrecision(3) },
          scale2,
          second,
          taken,
        ),
      ]),
      baseLine(second),
      ...footLabels(
        second,
        width,
        across.ticks.map(({ value, label: text }) => ({ x: across.at(value), label: text })),
      ),
      label(second.right, second.bottom + 34, data.axisX, {
        tone: 'muted',
        anchor: 'end',
        room: width - 20,
        size: TYPE.normal,
      }),
      ...key.items,
    ],
    table,
  };
}
