import { expect } from 'chai';
import { chpCount, cosmeticCount, type Dilution } from '../../lib/forms/counts.ts';
import { refusal } from './refusal.ts';

const plates = (...rows: [factor: string, ...plates: string[]][]): Dilution[] =>
  rows.map(([factor, ...counts]) => ({ factor, plates: counts }));

describe('count colonies', () => {
  const chp: [what: string, dilutions: Dilution[], text: string, rounded: string][] = [
    ['the highest mean below 300 × its factor', plates(['10', '156', '148'], ['100', '16', '18']), '1.5×10³', '1500'],
    ['below 100 as counted', plates(['10', '4', '5'], ['100', '0', '0']), '45', '45'],
    ['nothing grown', plates(['10', '0', '0'], ['100', '0', '0']), '<10', '10'],
    ['only the lowest dilution with a mean below 1', plates(['10', '1', '0'], ['100', '0', '0']), '<10', '10'],
    ['a crowded dilution is left out', plates(['10', '>300', '>300'], ['100', '45', '41']), '4.3×10³', '4300'],
    ['300 is no longer below the ceiling', plates(['10', '300', '300'], ['100', '28', '30']), '2.9×10³', '2900'],
    ['half to even', plates(['10', '25', '24']), '2.4×10²', '240'],
  ];
  for (const [what, dilutions, text, rounded] of chp) {
    it(`ChP 1105: ${what}`, () => {
      expect(chpCount(dilutions, '300')).to.deep.include({ text, rounded });
    });
  }

  it('ChP 1105: every dilution too crowded is refused', () => {
    expect(refusal(() => chpCount(plates(['10', '>300', '>300'], ['100', '310', '320']), '300'))).to.equal(
      'record.plates-over',
    );
    expect(refusal(() => chpCount(plates(['0', '1', '1']), '300'))).to.equal('record.dilution');
  });

  const cosmetic: [what: string, dilutions: Dilution[], text: string][] = [
    ['one inside 30~300', plates(['10', '205', '205'], ['100', '24', '24']), '2.0×10³'],
    ['two inside, ratio up to 2: both averaged', plates(['10', '280', '290'], ['100', '40', '44']), '3.5×10³'],
    ['two inside, ratio above 2: the lower', plates(['10', '150', '150'], ['100', '40', '40']), '1.5×10³'],
    ['all above: the highest dilution', plates(['10', '900', '900'], ['100', '310', '330']), '3.2×10⁴'],
    ['all below: the lowest dilution', plates(['10', '9', '10'], ['100', '1', '0']), '95'],
    ['none inside: the nearest', plates(['10', '305', '305'], ['100', '20', '20']), '3.0×10³'],
    ['nothing grown', plates(['10', '0', '0'], ['100', '0', '0']), '<10'],
  ];
  for (const [what, dilutions, text] of cosmetic) {
    it(`cosmetics: ${what}`, () => {
      expect(cosmeticCount(dilutions, '30', '300').text).to.equal(text);
    });
  }
});
