import { t } from '../messages/index.ts';
import { axisRoom, baseLine, footLabels, linearScale, type Panel, shownRange, valueAxis } from './axis.ts';
import { noteItems, notePlaces, noteShapes, notesHeight } from './control-notes.ts';
import { type ControlRow, limitLabels, limitLines, pointItems } from './control-panel.ts';
import { places, widthOf, words } from './frame.ts';
import {
  boxKey,
  drawKey,
  drawn,
  emptyScene,
  figure,
  label,
  lineKey,
  markKey,
  onGround,
  Taken,
  TYPE,
  textWidth,
} from './scene.ts';
import type { ControlChartData, ControlLimits, ControlPoint, Item, PlotOptions, Scene } from './types.ts';

/**
 * A control chart of individuals or means (ISO 7870-2): centre line, zones of a third of the way to the limits, versions of limits as
 * steps, broken rules as filled triangles with the rule's code, notes over the chart, and a second panel for range or standard
 * deviation. Excluded points are crosses outside the line.
 */
export function controlChart(data: ControlChartData, options: PlotOptions): Scene {
  const width = widthOf(options);
  const table = controlTable(data, options);
  if (data.points.length === 0) return emptyScene({ title: data.title, table, width }, t(options.lang, 'plot.noData'));
  const limitTexts = [...data.limits, ...(data.spread?.limits ?? [])];
  const right =
    width - Math.ceil(Math.max(8, ...limitTexts.flatMap(sideTexts).map((text) => textWidth(text, TYPE.small) + 12)));
  const compact = width < 500;
  const sample = { left: 0, right, top: 0, bottom: 100 };
  const spreads = data.points.map(({ spread }) => spread);
  const left = Math.max(
    axisRoom(
      scaleFor(
        data.points.map(({ value }) => value),
        data.limits,
        sample,
      ),
    ),
    data.spread ? axisRoom(scaleFor(spreads, data.spread.limits, sample, 3)) : 0,
  );
  const noted = notePlaces(data.notes ?? [], data.points.length, { left, right });
  const top = 28 + notesHeight(noted);
  const main: Panel = { left, right, top, bottom: top + (compact ? 190 : 220) };
  const second: Panel | null = data.spread
    ? { left, right, top: main.bottom + 34, bottom: main.bottom + 34 + (compact ? 84 : 96) }
    : null;
  const scale = scaleFor(
    data.points.map(({ value }) => value),
    data.limits,
    main,
  );
  const scale2 = second && scaleFor(spreads, data.spread?.limits ?? [], second, 3);
  const x = places(main, data.points.length);
  const taken = new Taken({ left, right: width, top: main.top - 12, bottom: width * 4 });
  const items: Item[] = [
    ...valueAxis(main, scale, ''),
    label(2, 14, data.axis, { tone: 'muted', room: width - 4 }),
    ...limitLines(main, scale, data.limits, x, data.points.length),
    ...noteItems(data.notes ?? [], noted, main, second),
    ...pointItems(
      main,
      scale,
      data.points.map((point, n) => mainRow(point, x(n), options)),
      taken,
    ),
    ...limitLabels(main, scale, data.limits.at(-1), width),
    ...versionLabels(data.limits, main, scale, x, taken, options),
  ];
  if (second && scale2 && data.spread)
    items.push(
      baseLine(main),
      ...valueAxis(second, scale2, data.spread.axis),
      ...limitLines(second, scale2, data.spread.limits, x, data.points.length, false),
      ...pointItems(
        second,
        scale2,
        data.points.map((point, n) => spreadRow(point, x(n))),
        taken,
      ),
      ...limitLabels(second, scale2, data.spread.limits.at(-1), width),
    );
  const foot = second ?? main;
  items.push(
    baseLine(foot),
    ...footLabels(
      foot,
      width,
      data.points.map((point, n) => ({ x: x(n), label: point.label })),
    ),
  );
  const key = drawKey(keyOf(data, options), { left: 4, top: foot.bottom + 28, right: width - 4 });
  items.push(...key.items);
  return {
    width,
    height: foot.bottom + 30 + key.height,
    title: data.title,
    description: description(data, options),
    items,
    table,
  };
}

const sideTexts = ({ upper, centre, lower }: ControlLimits): string[] => [
  `UCL ${figure(upper)}`,
  `CL ${figure(centre)}`,
  ...(lower === undefined ? [] : [`LCL ${figure(lower)}`]),
];

function scaleFor(texts: (string | undefined)[], limits: ControlLimits[], panel: Panel, most = 6) {
  const values = texts.flatMap((text) => drawn(text) ?? []);
  const must = limits.flatMap(({ upper, centre, lower }) =>
    [upper, centre, lower].flatMap((text) => drawn(text) ?? []),
  );
  const { low, high } = shownRange(values, must);
  return linearScale([low, high], [panel.bottom, panel.top], { most });
}

const mainRow = (point: ControlPoint, x: number, options: PlotOptions): ControlRow => ({
  x,
  text: point.value,
  violations: point.violations ?? [],
  excluded: point.excluded !== undefined,
  href: point.href,
  hint: words(
    `${point.label} ${figure(point.value)}`,
    point.hint,
    ...(point.violations ?? []).map(({ words: sentence }) => sentence),
    point.excluded !== undefined && `${t(options.lang, 'plot.excluded')}: ${point.excluded}`,
  ),
});

const spreadRow = (point: ControlPoint, x: number): ControlRow => ({
  x,
  text: point.spread ?? '',
  violations: point.spreadViolations ?? [],
  excluded: point.excluded !== undefined,
  href: point.href,
  hint: words(
    `${point.label} ${figure(point.spread ?? '')}`,
    ...(point.spreadViolations ?? []).map(({ words: sentence }) => sentence),
  ),
});

function versionLabels(
  limits: ControlLimits[],
  panel: Panel,
  scale: { at(value: number): number },
  x: (n: number) => number,
  taken: Taken,
  { lang }: PlotOptions,
): Item[] {
  if (limits.length < 2) return [];
  return limits.flatMap(({ from, upper, version }) => {
    if (version === undefined) return [];
    const text = t(lang, 'plot.limitsFrom', { version });
    const y = scale.at(drawn(upper) ?? 0) - 4;
    const start = Math.max(x(from), panel.left + 4);
    const found = taken.place(
      [0, 40, 80].flatMap((shift) =>
        [y, y + 16].map((at) => label(start + shift, at, text, { size: TYPE.small, tone: 'bad' })),
      ),
    );
    return found ? onGround(found) : [];
  });
}

function keyOf(data: ControlChartData, { lang }: PlotOptions) {
  const has = (test: (point: ControlPoint) => boolean) => data.points.some(test);
  const kinds = new Set((data.notes ?? []).map(({ kind }) => kind));
  return [
    markKey('circle', 'series1', t(lang, 'plot.inControl')),
    ...(has((p) => (p.violations?.length ?? 0) + (p.spreadViolations?.length ?? 0) > 0)
      ? [markKey('triangle', 'bad', t(lang, 'plot.violation'))]
      : []),
    ...(has((p) => p.excluded !== undefined) ? [markKey('cross', 'muted', t(lang, 'plot.excluded'))] : []),
    ...(data.limits.length > 0
      ? [
          lineKey('ink', t(lang, 'plot.centre'), { thick: 1.5 }),
          lineKey('bad', `${t(lang, 'plot.actLimit')} (3σ)`, { dash: 'dashed', thick: 1.5 }),
          boxKey(
            { fill: { tone: 'warn', strength: 0.14 }, stroke: { tone: 'warn', dash: 'dotted' } },
            `${t(lang, 'plot.warnLimit')} (2σ–3σ)`,
          ),
        ]
      : []),
    ...(['lot', 'calibration', 'note'] as const)
      .filter((kind) => kinds.has(kind))
      .map((kind) => markKey(noteShapes[kind], 'accent', t(lang, `plot.${kind}`), true)),
  ];
}

function description(data: ControlChartData, { lang }: PlotOptions): string {
  const violations = data.points.filter(
    (p) => (p.violations?.length ?? 0) + (p.spreadViolations?.length ?? 0) > 0,
  ).length;
  const excluded = data.points.filter((p) => p.excluded !== undefined).length;
  const said = t(lang, 'plot.controlSays', { count: data.points.length, violations, excluded });
  return data.limits.length === 0 ? `${said} ${t(lang, 'plot.noLimits')}` : said;
}

function controlTable(data: ControlChartData, { lang }: PlotOptions): Scene['table'] {
  const limitsAt = (n: number) => data.limits.filter(({ from }) => from <= n).at(-1);
  const noteAt = (n: number) =>
    (data.notes ?? []).filter(({ at }) => at === n).map(({ kind, text }) => `${t(lang, `plot.${kind}`)}: ${text}`);
  return {
    head: [
      t(lang, 'plot.order'),
      data.axis,
      t(lang, 'plot.lower'),
      t(lang, 'plot.centre'),
      t(lang, 'plot.upper'),
      ...(data.spread ? [data.spread.axis] : []),
      t(lang, 'plot.remark'),
    ],
    rows: data.points.map((point, n) => {
      const limits = limitsAt(n);
      const remarks = [
        ...[...(point.violations ?? []), ...(point.spreadViolations ?? [])].map(
          ({ code, words: said }) => `${code} ${said}`,
        ),
        ...(point.excluded === undefined ? [] : [`${t(lang, 'plot.excluded')}: ${point.excluded}`]),
        ...noteAt(n),
      ];
      return [
        point.label,
        point.value,
        limits?.lower ?? '',
        limits?.centre ?? '',
        limits?.upper ?? '',
        ...(data.spread ? [point.spread ?? ''] : []),
        remarks.join('; '),
      ];
    }),
  };
}
