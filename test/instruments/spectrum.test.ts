import { expect } from 'chai';
import type { Spectrum } from '../../lib/instruments/formats/index.ts';
import { spectrumScene } from '../../lib/instruments/spectrum.ts';
import type { Scene } from '../../lib/plots/index.ts';

const zh = { lang: 'zh' } as const;
const line = (scene: Scene) => scene.items.flatMap((item) => (item.kind === 'polyline' ? item.points : []));
const infrared: Spectrum = {
  title: 'Film',
  xUnit: '1/CM',
  yUnit: 'ABSORBANCE',
  points: [
    ['400', '0.10'],
    ['1000', '0.90'],
    ['4000', '0.20'],
  ],
};

describe('spectra as pictures', () => {
  it('draw wavenumbers from high to low and other abscissae from low to high', () => {
    const [low, , high] = line(spectrumScene(infrared, zh));
    expect(low?.x).to.be.greaterThan(high?.x ?? 0);
    const [first, , last] = line(spectrumScene({ ...infrared, xUnit: 'nm' }, zh));
    expect(first?.x).to.be.lessThan(last?.x ?? 0);
  });

  it('draw the greatest ordinate highest, name both axes, and keep the digits in the table', () => {
    const scene = spectrumScene(infrared, zh);
    const heights = line(scene).map(({ y }) => y);
    expect(Math.min(...heights)).to.equal(heights[1]);
    const words = scene.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));
    expect(words).to.include.members(['cm⁻¹', 'ABSORBANCE']);
    expect(scene.table.rows[0]).to.deep.equal(['400', '0.10']);
    expect(scene.description).to.contain('3');
  });

  it('thin out 200000 points without losing a narrow peak', () => {
    const points = Array.from({ length: 200_000 }, (_, i): [string, string] => [String(i), i === 77_777 ? '9' : '1']);
    const scene = spectrumScene({ title: 'long', xUnit: 'min', yUnit: 'mAU', points }, zh);
    expect(line(scene).length).to.be.lessThan(4000);
    const heights = line(scene).map(({ y }) => y);
    expect(Math.max(...heights) - Math.min(...heights)).to.be.greaterThan(150);
    expect(scene.table.rows.length).to.be.at.most(500);
  });

  it('say so when there is nothing to draw', () => {
    expect(spectrumScene({ ...infrared, points: [] }, zh).description).to.equal('暂无数据');
    expect(line(spectrumScene({ ...infrared, points: [['400', '0.1']] }, zh))).to.deep.equal([]);
  });
});
