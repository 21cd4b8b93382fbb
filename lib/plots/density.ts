import { t } from '../messages/index.ts';
import { baseLine, footLabels, linearScale, type Panel, quantile, shownRange } from './axis.ts';
import { widthOf, words } from './frame.ts';
import {
  around,
  boxKey,
  drawKey,
  drawn,
  emptyScene,
  figure,
  type KeyEntry,
  label,
  lineKey,
  onGround,
  Taken,
  TYPE,
} from './scene.ts';
import type { DensityData, Item, PlotOptions, Scene, Spot } from './types.ts';

/** Silverman's rule with the robust spread: 0.9·min(s, IQR/1.34)·n^(−1/5); 0 when all values are equal. */
export function bandwidthOf(values: number[]): number {
  const n = values.length;
  if (n < 2) return 0;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const s = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const sorted = [...values].sort((a, b) => a - b);
  const iqr = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.34;
  return 0.9 * (iqr > 0 ? Math.min(s, iqr) : s) * n ** -0.2;
}

/** The density of Gaussian kernels at a place; its integral over all places is 1. */
export function kernelDensity(values: number[], bandwidth: number, at: number): number {
  const sum = values.reduce((total, value) => total + Math.exp(-0.5 * ((at - value) / bandwidth) ** 2), 0);
  return sum / (values.length * bandwidth * Math.sqrt(2 * Math.PI));
}

const STEPS = 240;

/**
 * The distribution of a round (ISO 13528:2022, 10.3): kernel density with its modes, each result as a stroke below, the assigned value
 * with the allowed deviation, the own result. Fewer than five results or no spread: no curve, only the results.
 */
export function densityPlot(data: DensityData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const table = {
    head: [t(lang, 'plot.code'), data.axis, t(lang, 'plot.remark')],
    rows: [
      ...data.values.map(({ code, value, own }) => [code, value, own ? t(lang, 'plot.own') : '']),
      ...(data.assigned ? [['', data.assigned.value, data.assigned.words]] : []),
    ],
  };
  const known = data.values.flatMap((one) => {
    const number = drawn(one.value);
    return number === null ? [] : [{ ...one, number }];
  });
  if (known.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const numbers = known.map(({ number }) => number);
  const bandwidth = drawn(data.bandwidth) ?? bandwidthOf(numbers);
  const curved = known.length >= 5 && bandwidth > 0;
  const assigned = drawn(data.assigned?.value);
  const within = drawn(data.within);
  const must = assigned === null ? [] : [assigned - (within ?? 0), assigned + (within ?? 0)];
  const range = shownRange(numbers, must);
  const reach = curved ? 2.5 * bandwidth : 0;
  const panel: Panel = { left: 12, right: width - 12, top: 64, bottom: curved ? 230 : 120 };
  const scale = linearScale([range.low - reach, range.high + reach], [panel.left, panel.right], {
    most: width < 500 ? 5 : 9,
    room: 0.02,
  });
  const curve = curved
    ? Array.from({ length: STEPS + 1 }, (_, n) => {
        const value = scale.low + ((scale.high - scale.low) * n) / STEPS;
        return { value, density: kernelDensity(numbers, bandwidth, value) };
      })
    : [];
  const peak = Math.max(...curve.map(({ density }) => density), 0);
  const height = (density: number) => panel.bottom - 22 - (density / peak) * (panel.bottom - panel.top - 30);
  const modes = curve.filter(
    ({ density }, n) =>
      n > 0 &&
      density > (curve[n - 1]?.density ?? 0) &&
      density >= (curve[n + 1]?.density ?? Infinity) &&
      density > peak * 0.05,
  );
  const digits = Math.max(0, ...known.map(({ value }) => value.split('.')[1]?.length ?? 0));
  const shownBandwidth = data.bandwidth ?? bandwidth.toPrecision(3);
  const taken = new Taken({ left: 0, right: width, top: 0, bottom: panel.bottom });
  const spots: Spot[] = curve.map(({ value, density }) => ({ x: scale.at(value), y: height(density) }));
  const own = known.find((one) => one.own);
  const heads = headLines(data, own, assigned, scale.at, panel, taken, options);
  const named = modes.flatMap(({ value, density }): Item[] => {
    const found = taken.place(
      around(
        { x: scale.at(value), y: height(density) },
        t(lang, 'plot.mode', { value: figure(value.toFixed(digits)) }),
        { tone: 'series1' },
        10,
      ),
    );
    return found ? onGround(found) : [];
  });
  const key = drawKey(keyOf(data, { own: own !== undefined, curved, shownBandwidth }, options), {
    left: 4,
    top: panel.bottom + 42,
    right: width - 4,
  });
  return {
    width,
    height: panel.bottom + 44 + key.height,
    title: data.title,
    description: curved
      ? t(lang, 'plot.densitySays', { count: known.length, modes: modes.length, bandwidth: shownBandwidth })
      : t(lang, 'plot.densityFew', { count: known.length }),
    items: [
      ...allowed(assigned, within, scale, panel),
      ...(curved
        ? [
            {
              kind: 'polygon' as const,
              points: [{ x: panel.left, y: panel.bottom - 22 }, ...spots, { x: panel.right, y: panel.bottom - 22 }],
              fill: { tone: 'series1' as const, strength: 0.14 },
            },
            { kind: 'polyline' as const, points: spots, stroke: { tone: 'series1' as const, thick: 2 } },
          ]
        : []),
      ...heads,
      ...modes.map(
        ({ value, density }): Item => ({
          kind: 'marker',
          x: scale.at(value),
          y: height(density),
          shape: 'circle',
          tone: 'series1',
          open: true,
          size: 3,
        }),
      ),
      ...named,
      ...known.flatMap((one) => rug(one, scale, panel, options)),
      baseLine(panel),
      ...footLabels(
        panel,
        width,
        scale.ticks.map(({ value, label: text }) => ({ x: scale.at(value), label: text })),
      ),
      label(panel.right, panel.bottom + 34, data.axis, { tone: 'muted', anchor: 'end', room: width - 16 }),
      ...key.items,
    ],
    table,
  };
}

type Across = { low: number; high: number; at(value: number): number };

function allowed(assigned: number | null, within: number | null, scale: Across, panel: Panel): Item[] {
  if (assigned === null || within === null) return [];
  const [from, to] = [Math.max(assigned - within, scale.low), Math.min(assigned + within, scale.high)];
  const box = {
    x: scale.at(from),
    width: Math.max(0, scale.at(to) - scale.at(from)),
    y: panel.top - 8,
    height: panel.bottom - panel.top + 8,
  };
  return [
    {
      kind: 'rect',
      ...box,
      fill: { tone: 'good', strength: 0.1 },
      stroke: { tone: 'good', thick: 0.7, dash: 'dotted' },
    },
  ];
}

/** The assigned value and the own result: a line through the panel with its words over it, in two rows. */
function headLines(
  data: DensityData,
  own: { number: number; value: string } | undefined,
  assigned: number | null,
  at: (value: number) => number,
  panel: Panel,
  taken: Taken,
  { lang }: PlotOptions,
): Item[] {
  const head = (number: number, text: string, row: number, tone: 'ink' | 'series4', dash?: 'dashed'): Item[] => {
    const x = Math.min(Math.max(at(number), panel.left), panel.right);
    const y = 14 + row * 18;
    taken.add({ left: x - 2, right: x + 2, top: y, bottom: panel.bottom });
    const end = x > (panel.left + panel.right) / 2;
    return [
      { kind: 'line', x1: x, x2: x, y1: y - 8, y2: panel.bottom, stroke: { tone, thick: 1.5, ...(dash && { dash }) } },
      label(end ? x - 6 : x + 6, y, text, {
        tone,
        bold: true,
        anchor: end ? 'end' : 'start',
        room: (panel.right - panel.left) / 2,
      }),
    ];
  };
  return [
    ...(assigned === null || !data.assigned
      ? []
      : head(assigned, `${data.assigned.words} ${figure(data.assigned.value)}`, 0, 'ink')),
    ...(own ? head(own.number, `${t(lang, 'plot.own')} ${figure(own.value)}`, 1, 'series4', 'dashed') : []),
  ];
}

/** One result under the curve; beyond the axis a small arrow head at the edge. */
function rug(
  one: { code: string; value: string; number: number; own?: true },
  scale: Across,
  panel: Panel,
  { lang }: PlotOptions,
): Item[] {
  const hint = words(`${one.code} ${figure(one.value)}`, one.own && t(lang, 'plot.own'));
  const beyond = one.number > scale.high ? 1 : one.number < scale.low ? -1 : 0;
  if (beyond === 0) {
    const x = scale.at(one.number);
    return [
      {
        kind: 'line',
        x1: x,
        x2: x,
        y1: panel.bottom - 15,
        y2: panel.bottom - 2,
        stroke: { tone: one.own ? 'series4' : 'ink', thick: one.own ? 3 : 1.2 },
        hint,
      },
    ];
  }
  const x = beyond > 0 ? panel.right : panel.left;
  const back = x - beyond * 14;
  return [
    {
      kind: 'polyline',
      points: [
        { x: back, y: panel.bottom - 9 },
        { x, y: panel.bottom - 9 },
      ],
      stroke: { tone: 'bad', thick: 1.5 },
      hint,
    },
    {
      kind: 'polygon',
      points: [
        { x, y: panel.bottom - 9 },
        { x: x - beyond * 6, y: panel.bottom - 13 },
        { x: x - beyond * 6, y: panel.bottom - 5 },
      ],
      fill: { tone: 'bad' },
      hint,
    },
    label(back - beyond * 3, panel.bottom - 5, figure(one.value), {
      tone: 'bad',
      bold: true,
      size: TYPE.small,
      anchor: beyond > 0 ? 'end' : 'start',
    }),
  ];
}

function keyOf(
  data: DensityData,
  has: { own: boolean; curved: boolean; shownBandwidth: string },
  { lang }: PlotOptions,
): KeyEntry[] {
  return [
    ...(has.curved
      ? [
          lineKey(
            'series1',
            `${t(lang, 'plot.density')} (${t(lang, 'plot.bandwidth', { value: has.shownBandwidth })})`,
            { thick: 2 },
          ),
        ]
      : []),
    {
      sample: { kind: 'line', x1: 0, x2: 0, y1: -6, y2: 6, stroke: { tone: 'ink', thick: 1.2 } },
      words: t(lang, 'plot.rug'),
    },
    ...(data.assigned ? [lineKey('ink', data.assigned.words, { thick: 1.5 })] : []),
    ...(has.own ? [lineKey('series4', t(lang, 'plot.own'), { dash: 'dashed', thick: 1.5 })] : []),
    ...(data.assigned && data.within
      ? [
          boxKey(
            { fill: { tone: 'good', strength: 0.1 }, stroke: { tone: 'good', dash: 'dotted' } },
            t(lang, 'plot.within'),
          ),
        ]
      : []),
  ];
}
