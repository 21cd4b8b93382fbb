import { expect } from 'chai';
import { Refusal } from '../../lib/core/refusal.ts';
import { zh } from '../../lib/messages/papers.ts';
import { missingGlyphs } from '../../lib/pdf/glyphs.ts';
import { openPaper } from '../../lib/pdf/paper.ts';
import { textOf } from './read.ts';

const META = { title: 't', number: 'N-1', author: 'a', created: '2026-03-06T01:30:00.000Z' };

async function print(text: string): Promise<Buffer> {
  const paper = await openPaper(META);
  paper.text(text, 50, 50, { size: 12 });
  return paper.finish();
}

describe('glyphs', () => {
  it('has every character of the fixed wording', async () => {
    expect(await missingGlyphs(Object.entries(zh).map(([where, text]) => ({ where, text })))).to.deep.equal([]);
  });

  it('prints the signs of the trade and reads them back as themselves', async () => {
    for (const text of [
      'CO₂ H₂SO₄ 10⁻³ x² m³ a⁺',
      '≤≥±×℃μµ～【】〔〕°‰℉Ω',
      '☐未选☑已选',
      '苷芪芎嘌呤噻唑啶镕喆䗪',
      '①②Ⅰ—…“”‘’',
      'W̄ X̄',
    ]) {
      expect((await textOf(await print(text)))[0]).to.equal(text.replaceAll(' ', ''));
    }
  });

  it('names each character that no font has, with its code point and the first place', async () => {
    const found = await missingGlyphs([
      { where: '生产单位', text: '𠮷野\n制药' },
      { where: '被抽样单位', text: '𪚥𠮷' },
    ]);
    expect(found).to.deep.equal([
      { char: '𠮷', codepoint: 'U+20BB7', where: '生产单位' },
      { char: '𪚥', codepoint: 'U+2A6A5', where: '被抽样单位' },
    ]);
  });

  for (const text of ['𠮷', '𰻝', '😀', 'a\u200bb', '葛\u{e0100}', '\u0007']) {
    it(`refuses ${JSON.stringify(text)} rather than print a box or nothing`, async () => {
      const refusal = await print(`甲${text}`).then(
        () => null,
        (error: unknown) => error,
      );
      expect(refusal).to.be.instanceOf(Refusal);
      expect((refusal as Refusal).reasons[0]?.id).to.equal('paper.glyph');
      expect((refusal as Refusal).reasons[0]?.params?.where).to.contain('甲');
    });
  }

  it('B109: printer commands are text', async () => {
    expect((await textOf(await print('^XA~JA^FD')))[0]).to.equal('^XA~JA^FD');
  });
});
