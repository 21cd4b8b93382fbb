import { t } from '../messages/index.ts';
import { widthOf, words } from './frame.ts';
import { drawKey, emptyScene, type KeyEntry, label, TYPE, textWidth } from './scene.ts';
import type { Coverage, CoverageTile, HeatMapData, HeatMatrixData, Item, PlotOptions, Rect, Scene } from './types.ts';

const states = ['failed', 'suspended', 'due', 'ok', 'none'] as const;

/** Grounds of the states; in grey they differ by fullness, hatch and the mark inside. */
const grounds: Record<Coverage, Pick<Rect, 'fill' | 'stroke' | 'hatch'>> = {
  none: { stroke: { tone: 'muted', thick: 0.7, dash: 'dotted' } },
  ok: { fill: { tone: 'good', strength: 0.18 }, stroke: { tone: 'good', thick: 0.7 } },
  due: { fill: { tone: 'paper' }, stroke: { tone: 'warn' }, hatch: { lines: 'up', tone: 'warn' } },
  failed: { fill: { tone: 'bad' }, stroke: { tone: 'bad' } },
  suspended: { fill: { tone: 'paper' }, stroke: { tone: 'bad', thick: 1.5 } },
};

/** What stands inside a tile: a ring (under control), a triangle (failed), two bars (suspended). */
function inside(state: Coverage, x: number, y: number): Item[] {
  if (state === 'ok') return [{ kind: 'marker', x, y, shape: 'circle', tone: 'good', size: 2.6 }];
  if (state === 'failed') return [{ kind: 'marker', x, y: y + 0.5, shape: 'triangle', tone: 'paper', size: 4 }];
  if (state === 'suspended')
    return [-2.5, 2.5].map((dx) => ({
      kind: 'line',
      x1: x + dx,
      x2: x + dx,
      y1: y - 5,
      y2: y + 5,
      stroke: { tone: 'bad', thick: 2 },
    }));
  return [];
}

function tileAt(
  tile: CoverageTile,
  box: { x: number; y: number; width: number; height: number },
  options: PlotOptions,
): Item[] {
  const hint = words(tile.name, t(options.lang, `plot.coverage.${tile.state}`), tile.hint);
  return [
    { kind: 'rect', ...box, ...grounds[tile.state], hint, ...(tile.href !== undefined && { href: tile.href }) },
    ...inside(tile.state, box.x + box.width / 2, box.y + box.height / 2),
  ];
}

function keyEntries(present: Set<Coverage>, { lang }: PlotOptions): KeyEntry[] {
  return states
    .filter((state) => present.has(state))
    .map((state) => ({
      sample: { kind: 'rect', x: -8, y: -8, width: 16, height: 16, ...grounds[state] },
      words: t(lang, `plot.coverage.${state}`),
    }));
}

/** The key with the marks inside its boxes. */
function key(
  tiles: CoverageTile[],
  width: number,
  top: number,
  options: PlotOptions,
): { items: Item[]; height: number } {
  const present = new Set(tiles.map(({ state }) => state));
  const { items, height } = drawKey(keyEntries(present, options), { left: 2, top, right: width - 2 });
  const boxes = items.filter((item) => item.kind === 'rect');
  const shown = states.filter((state) => present.has(state));
  const marks = boxes.flatMap((box, n) => inside(shown[n] ?? 'none', box.x + box.width / 2, box.y + box.height / 2));
  return { items: [...items, ...marks], height };
}

function says(tiles: CoverageTile[], { lang }: PlotOptions): string {
  const count = (state: Coverage) => tiles.filter((tile) => tile.state === state).length;
  return t(lang, 'plot.coverageSays', {
    count: tiles.length,
    ok: count('ok'),
    due: count('due'),
    failed: count('failed'),
    suspended: count('suspended'),
    none: count('none'),
  });
}

/** Coverage of many parameters: a tile each, grouped by class, with how many of the class are under control. */
export function heatMap(data: HeatMapData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const tiles = data.groups.flatMap((group) => group.tiles);
  const table = {
    head: [t(lang, 'plot.group'), t(lang, 'plot.name'), t(lang, 'plot.state'), t(lang, 'plot.remark')],
    rows: data.groups.flatMap((group) =>
      group.tiles.map((tile) => [group.name, tile.name, t(lang, `plot.coverage.${tile.state}`), tile.hint ?? '']),
    ),
  };
  if (tiles.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const compact = width < 500;
  const pitch = 22;
  const names = compact ? 0 : Math.min(200, Math.max(...data.groups.map(({ name }) => textWidth(name))) + 12);
  const left = compact ? 1 : names + 58;
  const columns = Math.max(1, Math.floor((width - left - 1) / pitch));
  const head = key(tiles, width, 0, options);
  const items: Item[] = [...head.items];
  let y = head.height + 12;
  for (const group of data.groups) {
    const good = group.tiles.filter(({ state }) => state === 'ok').length;
    const count = t(lang, 'plot.groupCount', { ok: good, count: group.tiles.length });
    const link = group.href === undefined ? {} : { href: group.href };
    items.push(
      label(1, y + 15, group.name, { ...link, bold: true, room: compact ? width - 60 : names - 8 }),
      label(compact ? width - 2 : left - 10, y + 15, count, { tone: 'muted', size: TYPE.small, anchor: 'end' }),
    );
    if (compact) y += 22;
    group.tiles.forEach((tile, n) => {
      const box = {
        x: left + (n % columns) * pitch,
        y: y + Math.floor(n / columns) * pitch,
        width: pitch - 3,
        height: pitch - 3,
      };
      items.push(...tileAt(tile, box, options));
    });
    y += Math.max(1, Math.ceil(group.tiles.length / columns)) * pitch + 8;
  }
  return { width, height: y, title: data.title, description: says(tiles, options), items, table };
}

/** Coverage in rows and columns (sub-field × year): a wide tile in each cell that is planned; names of rows are cut where long. */
export function heatMatrix(data: HeatMatrixData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const named = data.rows.map((row) => ({
    ...row,
    cells: row.cells.map(
      (cell, n): CoverageTile | null => cell && { ...cell, name: `${row.name} ${data.columns[n] ?? ''}` },
    ),
  }));
  const tiles = named.flatMap(({ cells }) => cells.filter((cell) => cell !== null));
  const table = {
    head: [t(lang, 'plot.name'), ...data.columns],
    rows: named.map(({ name, cells }) => [
      name,
      ...cells.map((cell) => (cell ? words(t(lang, `plot.coverage.${cell.state}`), cell.hint) : '')),
    ]),
  };
  if (tiles.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const names = Math.min(width * 0.42, Math.max(...data.rows.map(({ name }) => textWidth(name))) + 10);
  const pitch = Math.min(64, (width - names - 2) / Math.max(1, data.columns.length));
  const head = key(tiles, width, 0, options);
  const every = Math.max(
    1,
    Math.ceil((Math.max(...data.columns.map((name) => textWidth(name, TYPE.small))) + 6) / pitch),
  );
  const items: Item[] = [...head.items];
  let y = head.height + 28;
  data.columns.forEach((name, n) => {
    if (n % every === 0)
      items.push(label(names + pitch * (n + 0.5), y - 6, name, { size: TYPE.small, tone: 'muted', anchor: 'middle' }));
  });
  for (const row of named) {
    items.push(label(1, y + 15, row.name, { room: names - 8, ...(row.href !== undefined && { href: row.href }) }));
    row.cells.forEach((cell, n) => {
      const box = { x: names + pitch * n + 1, y: y + 1, width: pitch - 3, height: 20 };
      if (cell) items.push(...tileAt(cell, box, options));
    });
    y += 24;
  }
  return { width, height: y + 2, title: data.title, description: says(tiles, options), items, table };
}
