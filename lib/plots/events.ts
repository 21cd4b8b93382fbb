import { t } from '../messages/index.ts';
import { baseLine, footLabels, instant, type Panel, timeScale } from './axis.ts';
import { widthOf, words } from './frame.ts';
import { cut, emptyScene, label, TYPE, textWidth } from './scene.ts';
import type { EventTimelineData, Item, PlotOptions, Rect, Scene } from './types.ts';

type LaneEvent = EventTimelineData['lanes'][number]['events'][number];

const looks: Record<'good' | 'warn' | 'bad' | 'plain', Pick<Rect, 'fill' | 'stroke' | 'hatch'>> = {
  plain: { fill: { tone: 'accent', strength: 0.2 }, stroke: { tone: 'accent' } },
  good: { fill: { tone: 'good', strength: 0.3 }, stroke: { tone: 'good' } },
  warn: { fill: { tone: 'paper' }, stroke: { tone: 'warn' }, hatch: { lines: 'up', tone: 'warn' } },
  bad: { fill: { tone: 'bad' }, stroke: { tone: 'bad' } },
};
const ROW = 24;

/** What happened in several tracks over time: bars for spans (open ones with a broken end), diamonds for moments, today as a line. */
export function eventTimeline(data: EventTimelineData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const events = data.lanes.flatMap((lane) => lane.events);
  const table = {
    head: [t(lang, 'plot.lane'), t(lang, 'plot.from'), t(lang, 'plot.to'), t(lang, 'plot.remark')],
    rows: data.lanes.flatMap((lane) =>
      lane.events.map(({ from, to, open, words: said }) => [
        lane.name,
        shown(from),
        open ? t(lang, 'plot.running') : shown(to ?? from),
        said,
      ]),
    ),
  };
  if (events.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const compact = width < 500;
  const names = compact ? 0 : Math.min(width * 0.25, Math.max(...data.lanes.map(({ name }) => textWidth(name))) + 14);
  const panel: Panel = { left: names + 2, right: width - 14, top: 26, bottom: 0 };
  const time = timeScale(
    [...events.flatMap(({ from, to }) => [instant(from), instant(to ?? from)]), instant(data.now)],
    [panel.left + 8, panel.right - 8],
  );
  const today = time.at(instant(data.now));
  const items: Item[] = [];
  let y = panel.top;
  data.lanes.forEach((lane, n) => {
    if (n > 0) items.push({ kind: 'line', x1: 0, x2: width, y1: y, y2: y, stroke: { tone: 'grid' } });
    items.push(label(2, y + 17, lane.name, { bold: true, room: compact ? width - 10 : names - 12 }));
    if (compact) y += 22;
    const laid = layRows(lane.events, time.at, data.now, { names, width });
    for (const one of laid.events) items.push(...eventItems(one, y + one.row * ROW, time.at, data.now, options));
    y += Math.max(1, laid.rows) * ROW + 6;
  });
  panel.bottom = y;
  const said = `${t(lang, 'plot.today')} ${shown(data.now).slice(0, 10)}`;
  const end = today > width / 2;
  return {
    width,
    height: panel.bottom + 26,
    title: data.title,
    description: t(lang, 'plot.timelineSays', { count: events.length, open: events.filter(({ open }) => open).length }),
    items: [
      ...time.ticks.map(
        ({ value }): Item => ({
          kind: 'line',
          x1: time.at(value),
          x2: time.at(value),
          y1: panel.top,
          y2: panel.bottom,
          stroke: { tone: 'grid' },
        }),
      ),
      {
        kind: 'line',
        x1: today,
        x2: today,
        y1: panel.top - 10,
        y2: panel.bottom,
        stroke: { tone: 'bad', dash: 'dashed', thick: 1.5 },
      },
      label(end ? today - 5 : today + 5, 13, said, { size: TYPE.small, tone: 'bad', anchor: end ? 'end' : 'start' }),
      ...items,
      baseLine(panel),
      ...footLabels(
        panel,
        width,
        time.ticks.map(({ value, label: text }) => ({ x: time.at(value), label: text })),
      ),
    ],
    table,
  };
}

const shown = (at: string): string => at.slice(0, 16).replace('T', ' ');

const endOf = (event: LaneEvent, now: string): string => (event.open ? now : (event.to ?? event.from));

interface Laid extends LaneEvent {
  row: number;
  text: string;
  textX: number;
  anchor: 'start' | 'end';
}

/** Rows of a lane: an event with its words needs a row where nothing stands yet. Words stand right of it (not across the line of today), or left where there is more room. */
function layRows(
  events: LaneEvent[],
  at: (ms: number) => number,
  now: string,
  { names, width }: { names: number; width: number },
): { events: Laid[]; rows: number } {
  const rows: { from: number; to: number }[][] = [];
  const today = at(instant(now));
  const laid = events.map((event): Laid => {
    const [x1, x2] = [at(instant(event.from)), at(instant(endOf(event, now)))];
    const needs = textWidth(event.words, TYPE.small) + 1;
    const right = (x2 < today - 24 ? today : width) - x2 - 14;
    const left = x1 - names - 14;
    const toLeft = needs > right && left > right;
    const text = cut(event.words, Math.max(toLeft ? left : right, 0), TYPE.small);
    const long = textWidth(text, TYPE.small) + 14;
    const span = toLeft ? { from: x1 - long, to: x2 + 8 } : { from: x1 - 8, to: x2 + long };
    let row = rows.findIndex((taken) => taken.every(({ from, to }) => span.to < from || to < span.from));
    if (row < 0) row = rows.push([]) - 1;
    rows[row]?.push(span);
    return { ...event, row, text, textX: toLeft ? x1 - 9 : x2 + 9, anchor: toLeft ? 'end' : 'start' };
  });
  return { events: laid, rows: rows.length };
}

function eventItems(event: Laid, y: number, at: (ms: number) => number, now: string, { lang }: PlotOptions): Item[] {
  const [x1, x2] = [at(instant(event.from)), at(instant(endOf(event, now)))];
  const state = event.state ?? 'plain';
  const moment = event.to === undefined && !event.open;
  const hint = words(
    event.words,
    moment
      ? shown(event.from)
      : `${shown(event.from)} – ${event.open ? t(lang, 'plot.running') : shown(event.to ?? '')}`,
  );
  const carried = { hint, ...(event.href !== undefined && { href: event.href }) };
  const tone = looks[state].stroke?.tone ?? 'accent';
  const shape = ({ plain: 'diamond', good: 'circle', warn: 'square', bad: 'triangle' } as const)[state];
  const mark: Item = moment
    ? {
        kind: 'marker',
        x: x1,
        y: y + 13,
        shape,
        tone,
        size: 5,
        ...(state === 'warn' && { open: true as const }),
        ...carried,
      }
    : { kind: 'rect', x: x1, y: y + 6, width: Math.max(x2 - x1, 3), height: 14, ...looks[state], ...carried };
  const openEnd: Item[] = event.open
    ? [
        {
          kind: 'polyline',
          points: [
            { x: x2 - 4, y: y + 8 },
            { x: x2 + 3, y: y + 13 },
            { x: x2 - 4, y: y + 18 },
          ],
          stroke: { tone, thick: 2 },
        },
      ]
    : [];
  return [
    mark,
    ...openEnd,
    ...(event.text === ''
      ? []
      : [
          label(event.textX, y + 17, event.text, {
            size: TYPE.small,
            anchor: event.anchor,
            ...(event.text !== event.words && { hint: event.words }),
          }),
        ]),
  ];
}
