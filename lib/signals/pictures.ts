import { binomialLimits } from '../core/statistics/surveillance.ts';
import type { Lang } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { axisRoom, baseLine, footLabels, linearScale, type Panel, valueAxis } from '../plots/axis.ts';
import { pareto, proportionTrend, tileMap } from '../plots/index.ts';
import { drawKey, emptyScene, label, lineKey, markKey, TYPE, textWidth } from '../plots/scene.ts';
import type { Item, Scene, Spot } from '../plots/types.ts';
import { batchesAddress } from './addresses.ts';
import type { Group } from './facts.ts';
import type { Statistics, StatisticsLine } from './statistics.ts';

interface Drawn {
  lang: Lang;
  width: number;
}

const share = (percent: string | null): string => String(Number(percent ?? 0) / 100);

/** Shares by period with exact intervals; a period beyond the binomial limits of its number of batches is marked. */
export const trendScene = ({ periods, total, filters }: Statistics, { lang, width }: Drawn): Scene =>
  proportionTrend(
    {
      title: t(lang, 'signal.trend'),
      axis: t(lang, 'signal.rate'),
      points: periods
        .filter(({ n }) => n > 0)
        .map(({ label: name, from, to, n, k, rate, low, high, standing }) => ({
          ...{ label: name, p: share(rate), lower: share(low), upper: share(high), n, x: k },
          href: batchesAddress({ ...filters, sinceDay: from, untilDay: to }),
          ...(standing === 'high' && { signal: true as const }),
        })),
      ...(total.rate !== null && { expected: share(total.rate) }),
    },
    { lang, width },
  );

export const paretoScene = (
  groups: readonly Group[],
  { title, href }: { title: string; href: (group: Group) => string },
  { lang, width }: Drawn,
): Scene =>
  pareto(
    {
      title,
      axis: t(lang, 'signal.failures'),
      causes: groups.map((group) => ({ name: group.name, count: group.k, href: href(group) })),
    },
    { lang, width },
  );

/** Regions of the data as tiles in the order of their names: no map is drawn that the data do not give. */
export function regionScene({ regions, filters, least }: Statistics, { lang, width }: Drawn): Scene {
  const known = regions.flatMap((line) => (line.key === null ? [] : [{ ...line, key: line.key }]));
  const ordered = [...known].sort((a, b) => a.key.localeCompare(b.key, 'zh'));
  const names = shortened(ordered.map(({ key }) => key));
  const columns = width < 500 ? 3 : 6;
  return tileMap(
    {
      title: t(lang, 'signal.regions'),
      axis: t(lang, 'signal.rateAxis'),
      tiles: ordered.map(({ key, n, k, rate, low, high, standing }, i) => ({
        name: names[i] ?? key,
        ...{ column: i % columns, row: Math.floor(i / columns), value: n < least ? null : rate },
        href: batchesAddress({ ...filters, region: key }),
        hint: `${key} ${k}/${n} (${low ?? ''}–${high ?? ''} %) ${t(lang, `signal.standing.${standing}`)}`,
      })),
    },
    { lang, width },
  );
}

/** Names without what they all begin with. */
function shortened(names: readonly string[]): string[] {
  const [first = '', ...others] = names;
  if (others.length === 0) return [...names];
  let same = 0;
  while (same < first.length && others.every((name) => name[same] === first[same])) same++;
  return names.map((name) => name.slice(same) || name);
}

/** Share against number of batches, with the exact binomial limits of the share of all: small numbers may vary widely. */
export function funnelScene({ lines, total, alpha, least }: Statistics, { lang, width }: Drawn): Scene {
  const title = t(lang, 'signal.funnel');
  const shown = lines.filter(({ n }) => n >= least);
  const table = {
    head: [t(lang, 'plot.name'), t(lang, 'signal.n'), t(lang, 'signal.k'), t(lang, 'signal.rateAxis')],
    rows: shown.map(({ name, n, k, rate }) => [name, String(n), String(k), rate ?? '']),
  };
  if (shown.length === 0 || total.n === 0) return emptyScene({ title, table, width }, t(lang, 'signal.few'));
  const most = Math.max(...shown.map(({ n }) => n));
  const [first, last] = [Math.log(least * 0.9), Math.log(most * 1.15)];
  const limits = Array.from({ length: 80 }, (_, i) => Math.round(Math.exp(first + ((last - first) * i) / 79)))
    .filter((n, i, all) => n > 0 && n !== all[i - 1])
    .map((n) => ({ n, ...binomialLimits(n, total.k / total.n, alpha) }));
  const heights = [...shown.map(({ n, k }) => (100 * k) / n), ...limits.map(({ n, high }) => (100 * high) / n)];
  const panel: Panel = { left: 0, right: width - 14, top: 26, bottom: 250 };
  const up = linearScale([0, Math.min(100, Math.max(...heights))], [panel.bottom, panel.top], { room: 0 });
  panel.left = axisRoom(up);
  const x = (n: number) => panel.left + ((Math.log(n) - first) / (last - first)) * (panel.right - panel.left);
  const bound = (side: 'low' | 'high'): Spot[] =>
    limits.map((at) => ({ x: x(at.n), y: up.at((100 * at[side]) / at.n) }));
  const key = drawKey(
    [
      lineKey('ink', `${t(lang, 'signal.allRate')} ${total.rate ?? ''} %`, { thick: 1.5 }),
      lineKey('bad', t(lang, 'signal.limits', { percent: String(100 * (1 - alpha)) }), { dash: 'dashed' }),
      markKey('triangle', 'bad', t(lang, 'signal.standing.high')),
      markKey('circle', 'series1', t(lang, 'signal.standing.within')),
    ],
    { left: 4, top: panel.bottom + 42, right: width - 4 },
  );
  const middle = up.at((100 * total.k) / total.n);
  const ticks = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000].filter((n) => n >= least && n <= most * 1.15);
  const broken = (points: Spot[]): Item => ({
    ...{ kind: 'polyline', points, stroke: { tone: 'bad', dash: 'dashed' } },
  });
  return {
    width,
    height: panel.bottom + 44 + key.height,
    title,
    description: t(lang, 'signal.funnelSays', {
      count: shown.length,
      high: shown.filter(({ standing }) => standing === 'high').length,
    }),
    items: [
      ...valueAxis(panel, up, t(lang, 'signal.rateAxis')),
      { kind: 'line', x1: panel.left, x2: panel.right, y1: middle, y2: middle, stroke: { tone: 'ink', thick: 1.5 } },
      broken(bound('high')),
      broken(bound('low')),
      ...shown.map((line): Item => mark(line, x(line.n), up.at((100 * line.k) / line.n))),
      ...named(shown, x, (line) => up.at((100 * line.k) / line.n), width),
      baseLine(panel),
      ...footLabels(
        panel,
        width,
        ticks.map((n) => ({ x: x(n), label: String(n) })),
      ),
      label(panel.right, panel.bottom + 34, t(lang, 'signal.n'), { tone: 'muted', anchor: 'end' }),
      ...key.items,
    ],
    table,
  };
}

const mark = ({ name, n, k, rate, standing }: StatisticsLine, x: number, y: number): Item => ({
  ...{ kind: 'marker', x, y, shape: standing === 'high' ? 'triangle' : standing === 'low' ? 'down' : 'circle' },
  ...{ tone: standing === 'within' ? 'series1' : 'bad', size: standing === 'within' ? 3.5 : 5 },
  hint: `${name} ${k}/${n} ${rate ?? ''} %`,
});

/** What lies outside is named beside its mark. */
const named = (
  lines: readonly StatisticsLine[],
  x: (n: number) => number,
  y: (line: StatisticsLine) => number,
  width: number,
): Item[] =>
  lines
    .filter(({ standing }) => standing === 'high')
    .slice(0, 5)
    .map((line) => {
      const isRight = x(line.n) > width * 0.55;
      return label(x(line.n) + (isRight ? -9 : 9), y(line) + 4, line.name, {
        ...{ size: TYPE.small, anchor: isRight ? 'end' : 'start', room: width * 0.4 },
      });
    });

const ROWS = 10;
const COLUMNS = 8;

/** Product by item: how many batches failed, as a figure on a ground that grows darker. */
export function heatScene({ heat, filters }: Statistics, { lang, width }: Drawn): Scene {
  const title = t(lang, 'signal.heat');
  const products = ranked(heat.map(({ product, k }) => ({ key: product, name: product, k }))).slice(0, ROWS);
  const items = ranked(heat.map(({ item, k }) => ({ key: item, name: item, k }))).slice(0, width < 500 ? 4 : COLUMNS);
  const count = (product: string, item: string) =>
    heat.find((cell) => cell.product === product && cell.item === item)?.k ?? 0;
  const table = {
    head: [t(lang, 'field.product'), ...items.map(({ name }) => name)],
    rows: products.map(({ key, name }) => [name, ...items.map((item) => String(count(key, item.key) || ''))]),
  };
  if (heat.length === 0) return emptyScene({ title, table, width }, t(lang, 'signal.noFailures'));
  const most = Math.max(...heat.map(({ k }) => k));
  const names = Math.min(width * 0.34, Math.max(...products.map(({ name }) => textWidth(name))) + 10);
  const pitch = (width - names - 2) / items.length;
  const top = 30;
  const tall = 28;
  return {
    width,
    height: top + products.length * tall + 6,
    title,
    description: t(lang, 'signal.heatSays', { products: products.length, items: items.length, most }),
    items: [
      ...items.map(({ name }, i) =>
        label(names + pitch * (i + 0.5), top - 10, name, {
          ...{ size: TYPE.small, tone: 'muted', anchor: 'middle', room: pitch - 4 },
        }),
      ),
      ...products.flatMap(({ key, name }, row): Item[] => [
        label(names - 8, top + row * tall + 18, name, { anchor: 'end', room: names - 10 }),
        ...items.flatMap((item, column) => cell(count(key, item.key), { column, row, key, item: item.key })),
      ]),
    ],
    table,
  };

  function cell(k: number, at: { column: number; row: number; key: string; item: string }): Item[] {
    const box = { x: names + pitch * at.column + 1, y: top + at.row * tall + 1, width: pitch - 2, height: tall - 2 };
    if (k === 0) return [{ kind: 'rect', ...box, stroke: { tone: 'grid' } }];
    const href = batchesAddress({ ...filters, product: at.key, item: at.item, failed: true });
    return [
      {
        ...{ kind: 'rect', ...box, fill: { tone: 'series1', strength: 0.12 + (0.4 * k) / most } },
        ...{ stroke: { tone: 'series1' }, href, hint: String(k) },
      },
      label(box.x + box.width / 2, box.y + 18, String(k), { anchor: 'middle', bold: true, href }),
    ];
  }
}

function ranked(
  cells: readonly { key: string; name: string; k: number }[],
): { key: string; name: string; k: number }[] {
  const sums = new Map<string, { key: string; name: string; k: number }>();
  for (const { key, name, k } of cells) sums.set(key, { key, name, k: (sums.get(key)?.k ?? 0) + k });
  return [...sums.values()].sort((a, b) => b.k - a.k || a.name.localeCompare(b.name, 'zh'));
}
