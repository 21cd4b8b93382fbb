import { expect } from 'chai';
import fc from 'fast-check';
import type { Face } from '../../lib/pdf/fonts.ts';
import { loadFonts } from '../../lib/pdf/fonts.ts';
import { widthOf, wrap } from '../../lib/pdf/text.ts';

describe('wrap', () => {
  let face: Face;
  before(async () => {
    face = (await loadFonts()).regular;
  });

  it('measures a Chinese character as one em and a lowered figure as smaller than a figure', () => {
    expect(widthOf(face, '药品', 10)).to.equal(20);
    expect(widthOf(face, '₂', 10)).to.be.below(widthOf(face, '2', 10));
    expect(widthOf(face, 'X̄', 10)).to.equal(widthOf(face, 'X', 10));
  });

  it('never begins a line with a closing mark nor ends one with an opening mark', () => {
    expect(wrap(face, '甲乙丙丁，戊', 10, 40)).to.deep.equal(['甲乙丙', '丁，戊']);
    expect(wrap(face, '甲乙丙（丁）', 10, 40)).to.deep.equal(['甲乙丙', '（丁）']);
  });

  it('keeps a number with its unit and a word whole, but cuts what is wider than the line', () => {
    expect(wrap(face, '含量为98.2%合格', 10, 45)).to.deep.equal(['含量为', '98.2%合', '格']);
    expect(wrap(face, 'C₄₂H₆₂O₁₆ CO₂', 10, 58)).to.deep.equal(['C₄₂H₆₂O₁₆', 'CO₂']);
    expect(wrap(face, 'abcdefghijklmnopqrstuvwxyz', 10, 40).length).to.be.above(2);
  });

  it('keeps line feeds and empty texts as lines', () => {
    expect(wrap(face, '甲\r\n\n乙', 10, 40)).to.deep.equal(['甲', '', '乙']);
    expect(wrap(face, '', 10, 40)).to.deep.equal(['']);
  });

  it('loses no character and keeps to the width, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'甲乙，。（）ab1.%₂⁻ 《》mg/L'), { maxLength: 60 }),
        fc.integer({ min: 12, max: 90 }),
        (chars, width) => {
          const text = chars.join('');
          const lines = wrap(face, text, 10, width);
          expect(lines.join('').replaceAll(' ', '')).to.equal(text.replaceAll(' ', ''));
          for (const line of lines) expect(widthOf(face, line, 10)).to.be.at.most(Math.max(width, 10) + 0.01);
        },
      ),
    );
  });
});
