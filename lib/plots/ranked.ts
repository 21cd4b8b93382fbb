import { t } from '../messages/index.ts';
import { axisRoom, type Panel, valueAxis } from './axis.ts';
import { markAt, placed, verdictWords, widthOf, words } from './frame.ts';
import {
  boxKey,
  drawKey,
  drawn,
  emptyScene,
  figure,
  type KeyEntry,
  label,
  markKey,
  Taken,
  TYPE,
  textWidth,
} from './scene.ts';
import { allVerdicts, boundLines, scoreScale, scoreVerdict, zBounds } from './score-axis.ts';
import type { Item, PlotOptions, RankedBarsData, Rect, Scene, ScoreVerdict } from './types.ts';

const barLooks: Record<ScoreVerdict, Pick<Rect, 'fill' | 'stroke' | 'hatch'>> = {
  satisfactory: { fill: { tone: 'good', strength: 0.25 }, stroke: { tone: 'good' } },
  questionable: { fill: { tone: 'paper' }, stroke: { tone: 'warn' }, hatch: { lines: 'up', tone: 'warn' } },
  unsatisfactory: { fill: { tone: 'bad' }, stroke: { tone: 'bad' } },
  none: { stroke: { tone: 'muted', dash: 'dotted' } },
};

/** Bars of a pixel or two have no room for a border. */
const thinLook = (verdict: ScoreVerdict): Pick<Rect, 'fill'> => ({
  fill: { tone: barLooks[verdict].stroke?.tone ?? 'muted', ...(verdict === 'satisfactory' && { strength: 0.45 }) },
});

/** Scores of all laboratories from the smallest to the greatest, bounds as lines, the own one marked with an arrow and bold. */
export function rankedBars(data: RankedBarsData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const bounds = data.bounds ?? zBounds;
  const bars = data.bars
    .map((bar) => ({ ...bar, value: drawn(bar.score), verdict: scoreVerdict(bar.score, bounds) }))
    .sort(
      (a, b) => (a.value ?? Infinity) - (b.value ?? Infinity) || a.code.localeCompare(b.code, 'en', { numeric: true }),
    );
  const ranks = bars.map(({ value }) => (value === null ? null : bars.findIndex((other) => other.value === value) + 1));
  const table = {
    head: [t(lang, 'plot.rank'), t(lang, 'plot.code'), data.axis, t(lang, 'plot.verdict'), t(lang, 'plot.remark')],
    rows: bars.map(({ code, score, verdict, own }, n) => [
      ranks[n] === null ? '' : String(ranks[n]),
      code,
      score ?? t(lang, 'plot.noScore'),
      verdictWords(verdict, options),
      own ? t(lang, 'plot.own') : '',
    ]),
  };
  if (bars.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const act = drawn(bounds.act) ?? 3;
  const panel: Panel = { left: 0, right: width - 34, top: 28, bottom: 240 };
  const scale = scoreScale(
    bars.flatMap(({ value }) => value ?? []),
    act,
    panel,
  );
  panel.left = axisRoom(scale);
  const pitch = (panel.right - panel.left) / bars.length;
  const wide = Math.max(Math.min(pitch * 0.72, 34), Math.min(pitch, 1.5));
  const zero = scale.at(0);
  const taken = new Taken({ left: 0, right: width, top: 0, bottom: panel.bottom });
  const drawnBars = bars.flatMap((bar, n): Item[] => {
    const x = panel.left + pitch * (n + 0.5);
    const hint = words(
      `${bar.code} ${bar.score === null ? t(lang, 'plot.noScore') : figure(bar.score)}`,
      verdictWords(bar.verdict, options),
      bar.own && t(lang, 'plot.own'),
    );
    const carried = { hint, ...(bar.href !== undefined && { href: bar.href }) };
    if (bar.value === null)
      return [{ kind: 'marker', x, y: zero, shape: 'cross', tone: 'muted', size: Math.min(4, pitch / 2), ...carried }];
    const { y, beyond } = placed(bar.value, scale, panel);
    const box: Item = {
      kind: 'rect',
      x: x - wide / 2,
      width: wide,
      y: Math.min(y, zero),
      height: Math.max(Math.abs(zero - y), 0.8),
      ...(pitch < 6 ? thinLook(bar.verdict) : barLooks[bar.verdict]),
      ...carried,
    };
    if (beyond === null) return [box];
    const tip = {
      x,
      shape: beyond === 'above' ? ('triangle' as const) : ('down' as const),
      tone: 'bad' as const,
      hint,
    };
    return [
      box,
      ...markAt(tip, { number: bar.value, text: bar.score ?? '', clear: wide / 2 + 4 }, scale, panel, taken),
    ];
  });
  const own = bars.findIndex((bar) => bar.own);
  const key = drawKey(scoreKey(bars, own >= 0, options), {
    left: 4,
    top: panel.bottom + codeRoom(bars, pitch) + 10,
    right: width - 4,
  });
  const count = (verdict: ScoreVerdict) => bars.filter((bar) => bar.verdict === verdict).length;
  const said = t(lang, 'plot.rankedSays', {
    count: bars.length,
    good: count('satisfactory'),
    warn: count('questionable'),
    bad: count('unsatisfactory'),
    none: count('none'),
  });
  const ownBar = bars[own];
  const ownSaid =
    ownBar && ranks[own] !== null
      ? ` ${t(lang, 'plot.rankedOwn', { score: ownBar.score ?? '', rank: ranks[own] ?? 0 })}`
      : '';
  return {
    width,
    height: panel.bottom + codeRoom(bars, pitch) + 12 + key.height,
    title: data.title,
    description: said + ownSaid,
    items: [
      ...valueAxis(panel, scale, data.axis),
      ...boundLines(panel, scale, bounds),
      ...drawnBars,
      { kind: 'line', x1: panel.left, x2: panel.right, y1: zero, y2: zero, stroke: { tone: 'ink' } },
      ...(own >= 0 ? ownMark(panel.left + pitch * (own + 0.5), pitch, panel) : []),
      ...codes(bars, panel, pitch),
      ...key.items,
    ],
    table,
  };
}

function ownMark(x: number, pitch: number, panel: Panel): Item[] {
  const half = Math.min(Math.max(pitch / 2, 4), 24);
  return [
    {
      kind: 'rect',
      x: x - half,
      y: panel.top,
      width: 2 * half,
      height: panel.bottom - panel.top,
      fill: { tone: 'series4', strength: 0.14 },
    },
    { kind: 'marker', x, y: panel.top - 5, shape: 'down', tone: 'series4', size: 5 },
  ];
}

/** Codes stand upright under the bars when they fit, else turned; of many only each n-th and the own one. */
function codes(bars: { code: string; own?: true }[], panel: Panel, pitch: number): Item[] {
  const turned = isTurned(bars, pitch);
  const every = turned ? Math.ceil(14 / pitch) : 1;
  const own = bars.findIndex((bar) => bar.own);
  return bars.flatMap(({ code, own: mine }, n): Item[] => {
    const x = panel.left + pitch * (n + 0.5);
    const nearOwn = own >= 0 && n !== own && Math.abs(n - own) * pitch < 14;
    if (!mine && (n % every !== 0 || (turned && nearOwn))) return [];
    const look = {
      size: TYPE.small,
      tone: mine ? ('series4' as const) : ('muted' as const),
      ...(mine && { bold: true as const }),
    };
    return turned
      ? [label(x + 4, panel.bottom + 6, code, { ...look, anchor: 'end', upwards: true, room: 78 })]
      : [label(x, panel.bottom + 16, code, { ...look, anchor: 'middle' })];
  });
}

const isTurned = (bars: { code: string }[], pitch: number): boolean =>
  bars.some(({ code }) => textWidth(code, TYPE.small) + 4 > pitch);

const codeRoom = (bars: { code: string }[], pitch: number): number =>
  isTurned(bars, pitch) ? 10 + Math.min(78, Math.max(...bars.map(({ code }) => textWidth(code, TYPE.small)))) : 22;

function scoreKey(bars: { verdict: ScoreVerdict }[], own: boolean, options: PlotOptions): KeyEntry[] {
  const present = allVerdicts.filter((verdict) => bars.some((bar) => bar.verdict === verdict));
  return [
    ...present.map((verdict) =>
      verdict === 'none'
        ? markKey('cross', 'muted', verdictWords(verdict, options))
        : boxKey(barLooks[verdict], verdictWords(verdict, options)),
    ),
    ...(own ? [markKey('down', 'series4', t(options.lang, 'plot.own'))] : []),
  ];
}
