import { t } from '../messages/index.ts';
import { axisRoom, footLabels, linearScale, type Panel, quantile, type Scale, shownRange, valueAxis } from './axis.ts';
import { placed, widthOf, words } from './frame.ts';
import {
  around,
  drawKey,
  drawn,
  emptyScene,
  figure,
  type KeyEntry,
  label,
  lineKey,
  markKey,
  onGround,
  Taken,
  TYPE,
} from './scene.ts';
import type { Item, PlotOptions, Scene, Spot, YoudenData } from './types.ts';

/**
 * A Youden plot: two samples of each laboratory against each other, medians as lines, the 45° line and an ellipse along it. Both
 * axes have one unit and one length of it, so that an angle is an angle. Every laboratory stands by its code where there is room.
 */
export function youden(data: YoudenData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const table = {
    head: [t(lang, 'plot.code'), data.axisA, data.axisB, t(lang, 'plot.remark')],
    rows: data.pairs.map(({ code, a, b, own }) => [code, a, b, own ? t(lang, 'plot.own') : '']),
  };
  const pairs = data.pairs.flatMap((pair) => {
    const [a, b] = [drawn(pair.a), drawn(pair.b)];
    return a === null || b === null ? [] : [{ ...pair, x: a, y: b }];
  });
  if (pairs.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const median = (values: number[]) =>
    quantile(
      [...values].sort((a, b) => a - b),
      0.5,
    );
  const middle = {
    x: drawn(data.centre?.a) ?? median(pairs.map(({ x }) => x)),
    y: drawn(data.centre?.b) ?? median(pairs.map(({ y }) => y)),
  };
  const side = Math.min(width - 60, 400);
  const left = Math.max(56, (width - side) / 2);
  const panel: Panel = { left, right: left + side, top: 28, bottom: 28 + side };
  const { scaleX, scaleY } = scales(pairs, middle, Number(data.ellipse?.along ?? 0), panel);
  const taken = new Taken({ left: panel.left, right: panel.right, top: panel.top, bottom: panel.bottom });
  const at = pairs.map((pair) => {
    const across = { top: panel.left, bottom: panel.right };
    const x = pair.x > scaleX.high ? across.bottom - 14 : pair.x < scaleX.low ? across.top + 14 : scaleX.at(pair.x);
    const { y, beyond } = placed(pair.y, scaleY, panel);
    const cut = beyond !== null || pair.x > scaleX.high || pair.x < scaleX.low;
    taken.mark(x, y, 5);
    return { ...pair, at: { x, y }, cut };
  });
  // The own mark is drawn last: no other covers it.
  const marks = at
    .toSorted((a, b) => Number(a.own ?? false) - Number(b.own ?? false))
    .map(
      ({ code, a, b, own, href, at: spot, cut }): Item => ({
        kind: 'marker',
        ...spot,
        shape: own ? 'diamond' : cut ? 'square' : 'circle',
        tone: own ? 'series4' : 'series1',
        ...(!own && { open: true as const }),
        size: own ? 6 : 4,
        hint: words(
          `${code} ${figure(a)}, ${figure(b)}`,
          own && t(lang, 'plot.own'),
          cut && t(lang, 'plot.outside', { value: `${figure(a)}, ${figure(b)}` }),
        ),
        ...(href !== undefined && { href }),
      }),
    );
  const said = at
    .toSorted((a, b) => Number(b.own ?? false) - Number(a.own ?? false) || Number(b.cut) - Number(a.cut))
    .flatMap(({ code, own, cut, a, b, at: spot }) => {
      const whole = `${code} (${figure(a)}, ${figure(b)})`;
      return own ? ownLabel(spot, cut ? whole : code, taken) : otherLabel(spot, cut ? [whole, code] : [code], taken);
    });
  const key = drawKey(keyOf(data, at, options), { left: 4, top: panel.bottom + 46, right: width - 4 });
  return {
    width,
    height: panel.bottom + 48 + key.height,
    title: data.title,
    description: t(lang, 'plot.youdenSays', { count: pairs.length }),
    items: [
      ...valueAxis(panel, scaleY, '').filter(({ kind }) => kind === 'text'),
      label(panel.left - axisRoom(scaleY), panel.top - 12, data.axisB, { tone: 'muted', room: width - panel.left }),
      label(panel.right, panel.bottom + 34, data.axisA, { tone: 'muted', anchor: 'end', room: panel.right - 4 }),
      ...footLabels(
        panel,
        width,
        scaleX.ticks.map(({ value, label: text }) => ({ x: scaleX.at(value), label: text })),
      ),
      { kind: 'rect', x: panel.left, y: panel.top, width: side, height: side, stroke: { tone: 'muted' } },
      ...lines(panel, scaleX, scaleY, middle),
      ...ellipse(data, middle, scaleX, scaleY, panel),
      ...marks,
      ...said,
      ...key.items,
    ],
    table,
  };
}

function otherLabel(spot: Spot, texts: string[], taken: Taken): Item[] {
  const found = taken.place(texts.flatMap((text) => around(spot, text, { tone: 'muted' })));
  return found ? [found] : [];
}

/** The own code is always said: in a crowd it stands farther off, with a line to its mark. */
function ownLabel(spot: Spot, text: string, taken: Taken): Item[] {
  const look = { tone: 'series4', bold: true } as const;
  for (const gap of [9, 24, 44, 66, 90, 120]) {
    const found = taken.place(around(spot, text, look, gap));
    if (!found) continue;
    const toward = { x: found.x, y: found.y - (found.y > spot.y ? TYPE.small : 0) };
    const leader: Item = {
      kind: 'line',
      x1: spot.x,
      y1: spot.y,
      x2: toward.x,
      y2: toward.y,
      stroke: { tone: 'series4' },
    };
    return gap > 9 ? [leader, ...onGround(found)] : [found];
  }
  return [];
}

/** Both scales span the same number of units. */
function scales(
  pairs: { x: number; y: number }[],
  middle: { x: number; y: number },
  reach: number,
  panel: Panel,
): { scaleX: Scale; scaleY: Scale } {
  const range = (values: number[], centre: number) => {
    const { low, high } = shownRange(values, [centre - reach * 0.75, centre + reach * 0.75]);
    return Math.max(high - centre, centre - low);
  };
  const half =
    Math.max(
      range(
        pairs.map(({ x }) => x),
        middle.x,
      ),
      range(
        pairs.map(({ y }) => y),
        middle.y,
      ),
    ) ||
    Math.abs(middle.x) * 0.1 ||
    1;
  const span = (centre: number) => [centre - half * 1.08, centre + half * 1.08];
  return {
    scaleX: linearScale(span(middle.x), [panel.left, panel.right], { most: 5, room: 0 }),
    scaleY: linearScale(span(middle.y), [panel.bottom, panel.top], { most: 5, room: 0 }),
  };
}

function lines(panel: Panel, scaleX: Scale, scaleY: Scale, middle: { x: number; y: number }): Item[] {
  const [x, y] = [scaleX.at(middle.x), scaleY.at(middle.y)];
  return [
    { kind: 'line', x1: x, x2: x, y1: panel.top, y2: panel.bottom, stroke: { tone: 'ink', dash: 'dashed' } },
    { kind: 'line', x1: panel.left, x2: panel.right, y1: y, y2: y, stroke: { tone: 'ink', dash: 'dashed' } },
    {
      kind: 'line',
      x1: panel.left,
      x2: panel.right,
      y1: panel.bottom,
      y2: panel.top,
      stroke: { tone: 'muted', dash: 'dotted' },
    },
  ];
}

/** The ellipse along the 45° line, cut at the panel by leaving its points at the edge. */
function ellipse(
  { ellipse: given }: YoudenData,
  middle: { x: number; y: number },
  scaleX: Scale,
  scaleY: Scale,
  panel: Panel,
): Item[] {
  const [along, across] = [drawn(given?.along), drawn(given?.across)];
  if (along === null || across === null) return [];
  const points = Array.from({ length: 73 }, (_, n) => {
    const angle = (n / 72) * 2 * Math.PI;
    const [u, v] = [(along * Math.cos(angle)) / Math.SQRT2, (across * Math.sin(angle)) / Math.SQRT2];
    return {
      x: Math.min(Math.max(scaleX.at(middle.x + u - v), panel.left), panel.right),
      y: Math.min(Math.max(scaleY.at(middle.y + u + v), panel.top), panel.bottom),
    };
  });
  return [{ kind: 'polyline', points, stroke: { tone: 'series3', thick: 1.5 } }];
}

function keyOf(data: YoudenData, at: { own?: true; cut: boolean }[], { lang }: PlotOptions): KeyEntry[] {
  return [
    markKey('circle', 'series1', t(lang, 'plot.others'), true),
    ...(at.some(({ own }) => own) ? [markKey('diamond', 'series4', t(lang, 'plot.own'))] : []),
    ...(at.some(({ cut, own }) => cut && !own) ? [markKey('square', 'series1', t(lang, 'plot.beyond'), true)] : []),
    lineKey('ink', t(lang, 'plot.median'), { dash: 'dashed' }),
    lineKey('muted', t(lang, 'plot.diagonal'), { dash: 'dotted' }),
    ...(data.ellipse ? [lineKey('series3', data.ellipse.words, { thick: 1.5 })] : []),
  ];
}
