import { t } from '../messages/index.ts';
import { widthOf, words } from './frame.ts';
import { boxKey, drawKey, drawn, emptyScene, figure, label, markKey, TYPE } from './scene.ts';
import type { Item, PlotOptions, Scene, TileMapData } from './types.ts';

/** Regions as tiles where they lie on the map, each with its name and value; a darker ground is a greater value. */
export function tileMap(data: TileMapData, options: PlotOptions): Scene {
  const { lang } = options;
  const width = widthOf(options);
  const notable = drawn(data.notable);
  const tiles = data.tiles.map((tile) => ({ ...tile, number: drawn(tile.value) }));
  const table = {
    head: [t(lang, 'plot.name'), data.axis, t(lang, 'plot.remark')],
    rows: tiles.map(({ name, value, hint }) => [name, value ?? t(lang, 'plot.noValue'), hint ?? '']),
  };
  const known = tiles
    .flatMap((tile) => (tile.number === null ? [] : [{ ...tile, number: tile.number }]))
    .sort((a, b) => a.number - b.number);
  if (tiles.length === 0) return emptyScene({ title: data.title, table, width }, t(lang, 'plot.noData'));
  const [least, greatest] = [known[0], known.at(-1)];
  const columns = Math.max(...tiles.map(({ column }) => column)) + 1;
  const rows = Math.max(...tiles.map(({ row }) => row)) + 1;
  const pitch = Math.min(96, width / columns);
  const tall = Math.min(pitch, 52);
  const left = (width - pitch * columns) / 2;
  const span = (greatest?.number ?? 0) - (least?.number ?? 0);
  const top = 24;
  const key = drawKey(
    [
      ...(least && greatest ? [shadeKey(0, figure(least.value ?? '')), shadeKey(1, figure(greatest.value ?? ''))] : []),
      ...(known.length < tiles.length
        ? [boxKey({ stroke: { tone: 'muted', dash: 'dotted' } }, t(lang, 'plot.noValue'))]
        : []),
      ...(data.notable === undefined
        ? []
        : [markKey('triangle', 'bad', t(lang, 'plot.notable', { value: figure(data.notable) }))]),
    ],
    { left: 4, top: top + rows * (tall + 2) + 8, right: width - 4 },
  );
  return {
    width,
    height: top + rows * (tall + 2) + 10 + key.height,
    title: data.title,
    description: t(lang, 'plot.tileMapSays', {
      count: tiles.length,
      known: known.length,
      low: least?.value ?? t(lang, 'plot.none'),
      high: greatest?.value ?? t(lang, 'plot.none'),
    }),
    items: [
      label(2, 13, data.axis, { tone: 'muted', room: width - 4 }),
      ...tiles.flatMap(({ name, column, row, value, number, href, hint }): Item[] => {
        const box = { x: left + column * pitch + 1, y: top + row * (tall + 2), width: pitch - 2, height: tall };
        const middle = box.x + box.width / 2;
        const marked = notable !== null && number !== null && number >= notable;
        const share = number === null ? 0 : span > 0 ? (number - (least?.number ?? 0)) / span : 0.5;
        return [
          {
            kind: 'rect',
            ...box,
            ...(number === null
              ? { stroke: { tone: 'muted' as const, dash: 'dotted' as const } }
              : { fill: shade(share), stroke: { tone: 'series1' as const, thick: marked ? 2 : 0.7 } }),
            hint: words(name, value === null ? t(lang, 'plot.noValue') : figure(value), hint),
            ...(href !== undefined && { href }),
          },
          label(middle, box.y + tall / 2 - 3, name, { size: TYPE.small, anchor: 'middle', room: box.width - 4 }),
          label(middle, box.y + tall / 2 + 14, value === null ? t(lang, 'plot.none') : figure(value), {
            anchor: 'middle',
            bold: true,
            room: box.width - 4,
          }),
          ...(marked
            ? [
                {
                  kind: 'marker' as const,
                  x: box.x + box.width - 8,
                  y: box.y + tall - 8,
                  shape: 'triangle' as const,
                  tone: 'bad' as const,
                  size: 4,
                },
              ]
            : []),
        ];
      }),
      ...key.items,
    ],
    table,
  };
}

/** Light enough that the ink on it stays readable at the dark end. */
const shade = (share: number) => ({ tone: 'series1' as const, strength: 0.06 + 0.36 * share });

const shadeKey = (share: number, said: string) =>
  boxKey({ fill: shade(share), stroke: { tone: 'series1', thick: 0.7 } }, said);
