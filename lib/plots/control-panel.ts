import type { Panel, Scale } from './axis.ts';
import { markAt, markSize, placed, spreadOut, takeLine } from './frame.ts';
import { around, drawn, figure, label, onGround, type Taken, TYPE } from './scene.ts';
import type { ControlLimits, Item, Spot } from './types.ts';

/** One point of a control panel. */
export interface ControlRow {
  x: number;
  text: string;
  violations: { code: string }[];
  excluded: boolean;
  href?: string | undefined;
  hint: string;
}

/** Centre line, limits and zones of each version of limits, from half a step before its first point to the next version. */
export function limitLines(
  panel: Panel,
  scale: Scale,
  limits: ControlLimits[],
  x: (n: number) => number,
  count: number,
  zones = true,
): Item[] {
  const half = count > 1 ? (x(1) - x(0)) / 2 : 0;
  return limits.flatMap((one, n) => {
    const next = limits[n + 1];
    const x1 = n === 0 && one.from === 0 ? panel.left : Math.max(panel.left, x(one.from) - half);
    const x2 = next ? x(next.from) - half : panel.right;
    const [centre, upper, lower] = [drawn(one.centre), drawn(one.upper), drawn(one.lower)];
    if (centre === null || upper === null) return [];
    const line = (value: number, stroke: Extract<Item, { kind: 'line' }>['stroke']): Item[] =>
      value < scale.low || value > scale.high
        ? []
        : [{ kind: 'line', x1, x2, y1: scale.at(value), y2: scale.at(value), stroke }];
    const third = (limit: number, share: number) => centre + ((limit - centre) * share) / 3;
    const sides = [upper, ...(lower === null ? [] : [lower])];
    const zoned = zones ? sides : [];
    return [
      ...zoned.map((limit): Item => band(x1, x2, scale.at(third(limit, 2)), scale.at(limit))),
      ...zoned.flatMap((limit) => line(third(limit, 1), { tone: 'muted', thick: 0.7, dash: 'dotted' })),
      ...zoned.flatMap((limit) => line(third(limit, 2), { tone: 'warn', dash: 'dotted' })),
      ...sides.flatMap((limit) => line(limit, { tone: 'bad', thick: 1.5, dash: 'dashed' })),
      ...line(centre, { tone: 'ink', thick: 1.5 }),
    ];
  });
}

const band = (x1: number, x2: number, a: number, b: number): Item => ({
  kind: 'rect',
  x: x1,
  y: Math.min(a, b),
  width: Math.max(0, x2 - x1),
  height: Math.abs(a - b),
  fill: { tone: 'warn', strength: 0.14 },
});

/** The line through the points that count, their marks, and the codes of broken rules beside them. */
export function pointItems(panel: Panel, scale: Scale, rows: ControlRow[], taken: Taken): Item[] {
  const known = rows.flatMap((row) => {
    const value = drawn(row.text);
    return value === null ? [] : [{ ...row, value, ...placed(value, scale, panel) }];
  });
  const size = markSize((panel.right - panel.left) / known.length);
  const line: Spot[] = known.filter(({ excluded }) => !excluded).map(({ x, y }) => ({ x, y }));
  const marks = known.flatMap(({ x, text, value, excluded, violations, href, hint }) => {
    const broken = violations.length > 0 && !excluded;
    const look = excluded
      ? ({ shape: 'cross', tone: 'muted', size: 4 } as const)
      : broken
        ? ({ shape: 'triangle', tone: 'bad', size: 5 } as const)
        : ({ shape: 'circle', tone: 'series1', size } as const);
    return markAt(
      { x, ...look, hint, ...(href !== undefined && { href }) },
      { number: value, text },
      scale,
      panel,
      taken,
    );
  });
  takeLine(line, taken);
  const codes = known.flatMap(({ x, y, violations, excluded }): Item[] => {
    if (violations.length === 0 || excluded) return [];
    const text = violations.map(({ code }) => code).join(' ');
    const look = { tone: 'bad', bold: true } as const;
    const found = taken.place([8, 18, 30].flatMap((gap) => around({ x, y }, text, look, gap)));
    return found ? onGround(found) : [];
  });
  return [
    ...(line.length > 1
      ? [{ kind: 'polyline' as const, points: line, stroke: { tone: 'series1' as const, thick: 1.2 } }]
      : []),
    ...marks,
    ...codes,
  ];
}

/** The last limits with their values at the right edge, moved apart when they stand close. */
export function limitLabels(panel: Panel, scale: Scale, limits: ControlLimits | undefined, width: number): Item[] {
  if (!limits) return [];
  const lines = [
    { code: 'UCL', text: limits.upper, tone: 'bad' as const },
    { code: 'CL', text: limits.centre, tone: 'ink' as const },
    ...(limits.lower === undefined ? [] : [{ code: 'LCL', text: limits.lower, tone: 'bad' as const }]),
  ];
  const heights = spreadOut(
    lines.map(({ text }) => scale.at(drawn(text) ?? scale.low)),
    13,
    panel,
  );
  return lines.map(({ code, text, tone }, n) =>
    label(panel.right + 5, (heights[n] ?? 0) + 4, `${code} ${figure(text)}`, {
      size: TYPE.small,
      tone,
      room: width - panel.right,
    }),
  );
}
