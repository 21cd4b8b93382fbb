import { expect } from 'chai';
import { heatMap } from '../../lib/plots/index.ts';
import { cut, labelBox, textWidth } from '../../lib/plots/scene.ts';
import type { Item, Label, PlotOptions, Scene } from '../../lib/plots/types.ts';
import { extremes } from './extremes.ts';
import { pictures } from './samples.ts';

const spots = (item: Item): { x: number; y: number }[] => {
  switch (item.kind) {
    case 'line':
      return [
        { x: item.x1, y: item.y1 },
        { x: item.x2, y: item.y2 },
      ];
    case 'polyline':
    case 'polygon':
      return item.points;
    case 'rect':
      return [item, { x: item.x + item.width, y: item.y + item.height }];
    case 'text': {
      const { left, right, top, bottom } = labelBox(item);
      return [
        { x: left, y: top },
        { x: right, y: bottom },
      ];
    }
    default:
      return [item];
  }
};

const numbers = (item: Item): number[] => [
  ...spots(item).flatMap(({ x, y }) => [x, y]),
  ...(item.kind === 'rect' ? [item.width, item.height] : []),
];

export const texts = (scene: Scene): Label[] => scene.items.filter((item) => item.kind === 'text');

/** Pairs of labels that cover each other by more than a hair. */
const covered = (scene: Scene): string[] => {
  const boxes = texts(scene).map((text) => ({ text: text.text, ...labelBox(text) }));
  return boxes.flatMap((a, n) =>
    boxes
      .slice(n + 1)
      .filter((b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
      .map((b) => `${a.text} | ${b.text}`),
  );
};

const widths: PlotOptions[] = [{ lang: 'zh' }, { lang: 'zh', width: 340 }, { lang: 'en', width: 480 }];
const all = { ...pictures, ...extremes };

describe('pictures as data', () => {
  for (const [name, draw] of Object.entries(all))
    for (const options of widths) {
      const scene = draw(options);
      const place = `${name} ${options.lang} ${options.width ?? 720}`;

      it(`${place}: every number is one, and nothing stands outside the frame`, () => {
        expect(scene.items.flatMap(numbers).every(Number.isFinite)).to.equal(true);
        const outside = scene.items.filter((item) =>
          spots(item).some(({ x, y }) => x < -1.5 || y < -1.5 || x > scene.width + 1.5 || y > scene.height + 1.5),
        );
        expect(outside, JSON.stringify(outside.slice(0, 3))).to.have.length(0);
        const upsideDown = scene.items.filter((item) => item.kind === 'rect' && (item.width < 0 || item.height < 0));
        expect(upsideDown).to.have.length(0);
      });

      it(`${place}: labels are at least 11 px and none covers another`, () => {
        expect(texts(scene).filter(({ size = 12 }) => size < 11)).to.deep.equal([]);
        expect(covered(scene)).to.deep.equal([]);
      });

      it(`${place}: says the same in a sentence and in a table of even rows`, () => {
        expect(scene.title).not.to.equal('');
        expect(scene.description).not.to.match(/^$|undefined|NaN|\{/);
        const odd = scene.table.rows.filter((row) => row.length !== scene.table.head.length);
        expect(odd).to.deep.equal([]);
        expect(new Set(scene.table.head).size, 'heads differ').to.equal(scene.table.head.length);
        expect(scene.table.rows.flat().join(), 'cells').not.to.match(/undefined|NaN/);
      });
    }

  it('tells no colour alone: each state of the coverage differs in fill, hatch, border or the mark inside', () => {
    const looks = (['none', 'ok', 'due', 'failed', 'suspended'] as const).map((state) => {
      const scene = heatMap({ title: 'x', groups: [{ name: 'g', tiles: [{ name: 'p', state }] }] }, { lang: 'zh' });
      const at = scene.items.findIndex((item) => item.hint?.startsWith('p'));
      const grey = (item: Item) =>
        JSON.stringify(item, (key, value: unknown) =>
          ['tone', 'x', 'y', 'hint', 'x1', 'x2', 'y1', 'y2'].includes(key) ? 0 : value,
        );
      return scene.items.slice(at).map(grey).join();
    });
    expect(new Set(looks).size).to.equal(5);
  });

  it('cuts a long name with an ellipsis and keeps the whole as its hint', () => {
    const name = '某某市某某医药有限公司某某分公司检验科（含量测定、有关物质、溶出度）';
    const scene = heatMap({ title: 'x', groups: [{ name, tiles: [{ name: 'p', state: 'ok' }] }] }, { lang: 'zh' });
    const said = texts(scene).find(({ hint }) => hint === name);
    expect(said?.text).to.match(/^某某市.*…$/);
    expect(textWidth(cut(name, 100), 12)).to.be.at.most(100);
    expect(cut('Rg1', 100)).to.equal('Rg1');
    expect(cut(name, 3)).to.equal('');
  });
});
