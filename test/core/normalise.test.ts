import { expect } from 'chai';
import fc from 'fast-check';
import { dec, isNotDetected, normalise, settle, toText } from '../../lib/core/decimal.ts';
import { refused } from './expect-refusal.ts';

describe('normalise: what an analyst may type', () => {
  const accepted: [typed: string, decimal: string, qualifier: string, case_: string][] = [
    ['12.50', '12.50', '=', 'B001 the trailing zero is data'],
    ['１２．５', '12.5', '=', 'B002 full width'],
    ['－０．５', '-0.5', '=', 'full-width sign'],
    ['−5', '-5', '=', 'mathematical minus'],
    ['<0.05', '0.05', '<', 'B005 below the limit of quantitation'],
    ['< 0.05', '0.05', '<', 'blank after the sign'],
    ['＜０．０５', '0.05', '<', 'full-width sign of inequality'],
    ['>300', '300', '>', 'above the range'],
    ['.5', '0.5', '=', 'B026 bare point in front'],
    ['5.', '5', '=', 'B026 bare point behind'],
    ['+3.1', '3.1', '=', 'plus sign'],
    ['007', '7', '=', 'leading zeros'],
    ['0.000', '0.000', '=', 'a zero keeps its decimals'],
    ['-0.0', '0.0', '=', 'no negative zero'],
    ['0', '0', '=', 'zero'],
    ['9007199254740993', '9007199254740993', '=', 'B022 beyond the integers of JS'],
    ['\u3000 12.5\u200b\ufeff', '12.5', '=', 'outer blanks of every kind'],
    ['101.3', '101.3', '=', 'B017'],
    ['-5', '-5', '=', 'B016 the range is the parameter’s matter'],
  ];
  for (const [typed, decimal, qualifier, label] of accepted)
    it(`${JSON.stringify(typed)} is ${qualifier}${decimal} (${label})`, () =>
      expect(normalise(typed)).to.include({ decimal, qualifier }));

  it('keeps the text as typed beside the number', () => {
    expect(normalise(' １２．５０ ')).to.deep.equal({ text: '１２．５０', decimal: '12.50', qualifier: '=' });
    expect(normalise('1.50e-2', { exponent: true })).to.deep.equal({
      text: '1.50e-2',
      decimal: '0.0150',
      qualifier: '=',
    });
  });

  const refusedTexts: [typed: string, id: string][] = [
    ['', 'number.empty'],
    [' \u3000\u200b\t', 'number.empty'], // B010
    ['1,234.5', 'number.grouping'], // B004
    ['12,345', 'number.grouping'],
    ['1,5', 'number.form'],
    ['1，5', 'number.form'],
    ['0x10', 'number.notation'], // B011
    ['0b1', 'number.notation'],
    ['0o7', 'number.notation'],
    ['1_000', 'number.notation'],
    ['1e3', 'number.exponent'], // B013
    ['NaN', 'number.word'], // B014
    ['Infinity', 'number.word'],
    ['null', 'number.word'],
    ['undefined', 'number.word'],
    ['阴性', 'number.word'], // B008
    ['NEGATIVE', 'number.word'],
    ['符合规定', 'number.word'],
    ['未检出', 'number.not-detected'], // B007
    ['5±0.2', 'number.range'], // B023
    ['3.1~3.3', 'number.range'],
    ['3.1～3.3', 'number.range'],
    ['10-12', 'number.range'],
    ['½', 'number.character'], // B025
    ['①', 'number.character'],
    ['Ⅻ', 'number.character'],
    ['٣', 'number.character'],
    ['1½', 'number.character'],
    ['1.2.3', 'number.form'], // B026
    ['--5', 'number.form'],
    ['5-', 'number.form'],
    ['.', 'number.form'],
    ['-', 'number.form'],
    ['<', 'number.form'],
    ['<<5', 'number.form'],
    ['≤5', 'number.form'],
    ['1 234', 'number.form'],
    ['5%', 'number.form'],
    ['5mg', 'number.form'],
    ['=5', 'number.form'],
    ['1'.repeat(42), 'number.long'],
  ];
  for (const [typed, id] of refusedTexts)
    it(`${JSON.stringify(typed)} is refused: ${id}`, () => void refused(() => normalise(typed), id));

  it('names the field and shows the text, shortened', () => {
    const [reason] = refused(() => normalise('x'.repeat(500), {}, 'readings.m'), 'number.word').reasons;
    expect(reason?.field).to.equal('readings.m');
    expect(String(reason?.params?.['text'])).to.have.length(41);
  });

  it('reads exponents where the parameter allows them', () => {
    const read = (typed: string) => normalise(typed, { exponent: true }).decimal;
    expect(['1e3', '1.5E3', '1.50e1', '15e-3', '-2.5e2', '0e5', '1e-6'].map(read)).to.deep.equal([
      '1000',
      '1500',
      '15.0',
      '0.015',
      '-250',
      '0',
      '0.000001',
    ]);
    refused(() => read('1e99'), 'number.long');
    refused(() => read('1e'), 'number.form');
  });

  it('agrees with the number typed, for any plain decimal', () => {
    const decimal = fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.stringMatching(/^\d{1,12}$/));
    fc.assert(
      fc.property(decimal, ([whole, decimals]) => {
        const typed = `${whole}.${decimals}`;
        expect(normalise(typed).decimal).to.equal(whole === 0n ? `0.${decimals}` : typed);
        expect(normalise(wide(typed)).decimal).to.equal(normalise(typed).decimal);
      }),
      { numRuns: 200 },
    );
  });

  it('never lets anything through that is not a plain decimal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 12 }), (typed) => {
        try {
          expect(normalise(typed).decimal).to.match(/^-?\d+(\.\d+)?$/);
        } catch (error) {
          expect(error).to.have.property('name', 'Refusal');
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('isNotDetected', () => {
  for (const typed of ['未检出', '未检测到', 'ND', 'nd', 'n.d.', 'N.D.', 'ＮＤ', 'not detected', ' 未检出\u3000'])
    it(`knows ${JSON.stringify(typed)}`, () => expect(isNotDetected(typed)).to.equal(true));
  for (const typed of ['', '0', '阴性', '未', 'none', '-', '<0.05', '不得检出'])
    it(`does not guess at ${JSON.stringify(typed)}`, () => expect(isNotDetected(typed)).to.equal(false));
});

describe('dec and toText', () => {
  it('are decimal, not binary', () => {
    expect(toText(dec('0.1').plus(dec('0.2')))).to.equal('0.3');
    expect(toText(dec('1').div(3))).to.equal(`0.${'3'.repeat(64)}`);
  });

  it('never print an exponent', () => {
    expect(toText(dec('1e-12'))).to.equal('0.000000000001');
    expect(toText(dec('14e22'))).to.equal(`14${'0'.repeat(22)}`);
    expect(toText(dec('-0'))).to.equal('0');
  });

  for (const text of ['', ' 1', '0x1', 'NaN', 'Infinity', '1,0', '--1', '1e99999'])
    it(`refuse ${JSON.stringify(text)}`, () =>
      void refused(() => dec(text), text === '' ? 'number.empty' : 'number.form'));
});

describe('settle', () => {
  it('takes away the noise of an endless quotient', () => {
    expect(settle(dec('1').div(3).times(3)).toFixed()).to.equal('1');
    expect(settle(dec('2').div(3).times(3)).toFixed()).to.equal('2');
  });

  it('leaves every measured value alone', () => {
    const long = '1234567890.123456789012345678901234567891';
    expect(settle(dec(long)).toFixed()).to.equal(long);
  });
});

/** ASCII in full width. */
function wide(text: string): string {
  return [...text].map((character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)).join('');
}
