import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { render } from 'preact-render-to-string';
import { openPaper } from '../../lib/pdf/paper.ts';
import { drawScene, Picture, type Scene, sceneHeight } from '../../lib/plots/index.ts';
import { plotCss, plotTones } from '../../lib/plots/palette.ts';
import { contrast } from '../../lib/ui/palette.ts';
import { type Browser, openBrowser, type Page } from '../support/browser.ts';
import { pdfPicture, pdfText } from '../support/pdf.ts';
import { extremes } from './extremes.ts';
import { pictures } from './samples.ts';

const require = createRequire(import.meta.url);
const appCss = readFileSync(join(import.meta.dirname, '..', '..', 'lib', 'public', 'app.css'), 'utf8');
const tabler = readFileSync(require.resolve('@tabler/core/dist/css/tabler.min.css'), 'utf8');
const meta = { title: '图', number: 'T-1', author: '放心', created: '2026-11-21T00:00:00.000Z' };

async function printed(scenes: Scene[], grey?: true): Promise<Buffer> {
  const paper = await openPaper(meta);
  for (const scene of scenes) {
    const needs = sceneHeight(paper, scene, paper.inner);
    paper.room(needs);
    const used = drawScene(paper, scene, { x: paper.left, y: paper.y, width: paper.inner, ...(grey && { grey }) });
    expect(used).to.be.closeTo(needs, 0.001);
    paper.y += used + 12;
  }
  return paper.finish();
}

const texts = (scene: Scene): string[] => scene.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
const page = (scenes: [string, (width?: number) => Scene][], theme = 'light'): string =>
  `<!doctype html><html lang="zh-CN" data-bs-theme="${theme}"><meta name="viewport" content="width=device-width"><title>x</title>
  <style>${tabler}</style><style>${appCss}</style><body>${scenes
    .map(([, draw]) => render(<Picture scene={draw()} compact={draw(340)} lang="zh" />))
    .join('')}</body></html>`;

const drawAll = Object.entries(pictures).map(([name, draw]): [string, (width?: number) => Scene] => [
  name,
  (width) => draw({ lang: 'zh', ...(width !== undefined && { width }) }),
]);

describe('colours of pictures', () => {
  it('stand in app.css as the palette says', () => {
    const between = /\/\* plots:start \*\/\n([\s\S]*?)\n\/\* plots:end \*\//.exec(appCss)?.[1];
    expect(between).to.equal(plotCss());
  });

  it('are readable as text on the sheet in light, dark and grey (4.5); only the grid is faint', () => {
    const sheet = { light: '#ffffff', dark: plotTones.paper.dark, grey: '#ffffff' } as const;
    const weak = Object.entries(plotTones).flatMap(([tone, colours]) =>
      (['light', 'dark', 'grey'] as const)
        .filter((theme) => !['grid', 'paper'].includes(tone) && contrast(colours[theme], sheet[theme]) < 4.5)
        .map((theme) => `${tone} ${theme}: ${contrast(colours[theme], sheet[theme]).toFixed(2)}`),
    );
    expect(weak).to.deep.equal([]);
  });
});

describe('pictures drawn', function () {
  this.timeout(90_000);
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  async function open(width: number, html: string): Promise<Page> {
    const opened = await (await browser.newContext({ viewport: { width, height: 900 } })).newPage();
    await opened.setContent(html);
    return opened;
  }

  it('have the same words on the page and on the paper, each of the scene', async () => {
    const sheet = await open(1280, page(drawAll));
    const onPage = await sheet.$$eval('.plot-roomy svg', (all) =>
      all.map((svg) => [...svg.querySelectorAll('text')].map((text) => text.textContent ?? '')),
    );
    for (const [n, [name, draw]] of drawAll.entries()) {
      const scene = draw();
      expect(onPage[n], name).to.deep.equal(texts(scene));
      const paper = (await pdfText(await printed([scene]))).join('').normalize('NFKC').replace(/\s/g, '');
      const missing = [scene.title, ...texts(scene)].filter(
        (text) => !paper.includes(text.normalize('NFKC').replace(/\s/g, '')),
      );
      expect(missing, name).to.deep.equal([]);
    }
  });

  it('show the wide picture in a wide place and the compact one on a phone, no type below 10 px and nothing wider than the page', async () => {
    for (const [width, shown] of [
      [1280, 'plot-roomy'],
      [390, 'plot-tight'],
    ] as const) {
      const sheet = await open(width, page(drawAll));
      const found = await sheet.evaluate(() => ({
        visible: [...document.querySelectorAll('.plot svg')]
          .filter((svg) => svg.getBoundingClientRect().width > 0)
          .map((svg) => svg.parentElement?.className ?? ''),
        scale: Math.min(
          ...[...document.querySelectorAll<SVGSVGElement>('.plot svg')]
            .map((svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)
            .filter((scale) => scale > 0),
        ),
        spare: innerWidth - document.documentElement.scrollWidth,
      }));
      expect(found.visible).to.have.length(drawAll.length);
      expect(found.visible.every((name) => name.includes(shown))).to.equal(true);
      expect(found.scale * 11).to.be.at.least(10);
      expect(found.spare).to.be.at.least(0);
    }
  });

  it('have a name, a description, links that the keyboard reaches, hints of their own and the table below', async () => {
    const sheet = await open(1280, page(drawAll.filter(([name]) => name === 'history')));
    const svg = sheet.locator('.plot-roomy svg');
    expect(await svg.getAttribute('aria-label')).to.match(/^人参皂苷.*历轮 z 值\. 共 8 轮：满意 5，/);
    await sheet.keyboard.press('Tab');
    const focused = await sheet.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    expect(focused).to.equal('NIFDC-PT-2019-100 · 2019-01-15 · 0.31 · 满意');
    expect(await svg.locator('a title').first().textContent()).to.equal(focused);
    await sheet.locator('summary').click();
    expect(await sheet.locator('.plot-words tbody tr').count()).to.equal(8);
    expect(await sheet.locator('.plot-words').textContent())
      .to.include('NIFDC-PT-2023-104')
      .and.to.include('-3.87');
  });

  it('take the colours of the dark page', async () => {
    const seen = async (theme: string) => {
      const sheet = await open(800, page(drawAll.slice(0, 1), theme));
      return sheet.$eval('.plot-roomy text', (text) => getComputedStyle(text).fill);
    };
    expect(await seen('light')).to.equal('rgb(86, 98, 114)');
    expect(await seen('dark')).to.equal('rgb(163, 175, 191)');
  });

  it('print every extreme, and in pure grey when asked: no coloured point on the sheet', async () => {
    await printed(Object.values(extremes).map((draw) => draw({ lang: 'en' })));
    const scenes = ['control', 'ranked', 'heat', 'density'].map((name) => pictures[name]!({ lang: 'zh' }));
    const coloured = async (pdf: Buffer) => {
      const folder = mkdtempSync(join(tmpdir(), 'lims-plots-'));
      try {
        writeFileSync(join(folder, 'x.pdf'), pdf);
        execFileSync('pdftoppm', ['-r', '40', join(folder, 'x.pdf'), join(folder, 'p')]);
        const picture = readFileSync(join(folder, 'p-1.ppm'));
        const head = /^P6\s+\d+\s+\d+\s+255\s/.exec(picture.toString('latin1', 0, 40))?.[0].length ?? 0;
        let count = 0;
        for (let at = head; at + 2 < picture.length; at += 3) {
          const [r = 0, g = 0, b = 0] = picture.subarray(at, at + 3);
          if (Math.max(r, g, b) - Math.min(r, g, b) > 8) count += 1;
        }
        return count;
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    };
    expect(await coloured(await printed(scenes))).to.be.greaterThan(500);
    expect(await coloured(await printed(scenes, true))).to.equal(0);
  });

  it('give the same bytes for the same data', async () => {
    const scene = () => [pictures['control']!({ lang: 'zh' })];
    const [first, second] = [await printed(scene()), await printed(scene())];
    expect(first.equals(second)).to.equal(true);
    expect((await pdfPicture(first, 1, 1)).length).to.be.greaterThan(5000);
  });
});
