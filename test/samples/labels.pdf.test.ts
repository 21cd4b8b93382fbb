import { expect } from 'chai';
import { Refusal } from '../../lib/core/refusal.ts';
import { sampleLabelPng, sampleLabelsPdf } from '../../lib/samples/labels.pdf.ts';
import { codesIn, codesOf, piecesOf, textOf } from '../pdf/read.ts';
import { LABEL, RETAINED } from './label.samples.ts';

const META = { author: '某某市药品检验所', created: '2026-02-26T02:00:00.000Z' };

describe('sample labels', () => {
  it('one page of 60 × 40 mm for each portion, read by a scanner', async () => {
    const pdf = await sampleLabelsPdf([LABEL, RETAINED], META);
    const pages = await textOf(pdf);
    expect(pages[0])
      .to.contain('Y2026-00012检验用1/3急')
      .and.to.contain(LABEL.productName)
      .and.to.contain('时限：2026-03-26')
      .and.to.contain('☐待检');
    expect(pages[1])
      .to.contain('留样3/3')
      .and.to.contain(RETAINED.productName)
      .and.to.contain('留样至：2028-12-31')
      .and.to.contain('位置：留样库A-03-12');
    // The bars and the matrix carry the same code.
    expect(await codesOf(pdf, 1)).to.deep.equal([LABEL.code, LABEL.code]);
    expect(await codesOf(pdf, 2)).to.deep.equal([RETAINED.code, RETAINED.code]);
  });

  it('keeps every text inside the label, however long the name', async () => {
    for (const length of [1, 18, 19, 40, 80]) {
      const [pieces] = await piecesOf(
        await sampleLabelsPdf(
          [{ ...LABEL, productName: '名'.repeat(length), storage: '遮光，密封，在阴凉干燥处（不超过20℃）保存，防冻' }],
          META,
        ),
      );
      for (const piece of pieces ?? []) expect(piece.x + piece.width).to.be.at.most((60 * 72) / 25.4 - 6);
    }
  });

  it('PNG of 709 × 472 pixels at 300 dpi with the same code', async () => {
    const png = await sampleLabelPng(RETAINED);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).to.deep.equal([709, 472]);
    expect(await codesIn(png)).to.deep.equal([RETAINED.code, RETAINED.code]);
    expect(png.equals(await sampleLabelPng(RETAINED))).to.equal(true);
  });

  it('refuses what cannot be printed or scanned, on paper and as picture', async () => {
    for (const [label, id] of [
      [{ ...LABEL, productName: '𠮷' }, 'paper.glyph'],
      [{ ...LABEL, code: 'A'.repeat(40) }, 'paper.wide'],
      [{ ...LABEL, code: '样品1' }, 'paper.code'],
    ] as const) {
      for (const print of [() => sampleLabelsPdf([label], META), () => sampleLabelPng(label)]) {
        const refusal = await print().then(
          () => null,
          (error: unknown) => error,
        );
        expect(refusal).to.be.instanceOf(Refusal);
        expect((refusal as Refusal).reasons[0]?.id).to.equal(id);
      }
    }
  });
});
