import { expect } from 'chai';
import fc from 'fast-check';
import { checkCharacter, hasCheck, printable, reads } from '../../lib/core/barcode.ts';
import { refused } from './expect-refusal.ts';

describe('reads', () => {
  it('knows our own codes', () => {
    expect(reads('Y2026-00001')).to.deep.equal({
      code: 'Y2026-00001',
      kind: 'batch',
      batch: 'Y2026-00001',
      doubled: false,
    });
    expect(reads('Y2026-00001-P2')).to.deep.equal({
      code: 'Y2026-00001-P2',
      kind: 'portion',
      batch: 'Y2026-00001',
      portion: 2,
      doubled: false,
    });
    expect(reads('Y2026-100000-P120')).to.include({ kind: 'portion', portion: 120 });
    expect(reads('R2026-00007')).to.deep.equal({ code: 'R2026-00007', kind: 'report', doubled: false });
    expect(reads('R2026-00007-G1').kind).to.equal('report');
    expect(reads('E-0012').kind).to.equal('equipment');
  });

  for (const text of ['Y2026-0001', 'Y2026-00001-P0', 'Y2026-00001-P', 'SX1', '6901028075015', 'E-12'])
    it(`leaves ${text} to the registry`, () =>
      expect(reads(text)).to.deep.equal({ code: text, kind: 'other', doubled: false }));

  const dressed = [
    'Y2026-00001\r',
    'Y2026-00001\r\n',
    'Y2026-00001\n',
    'Y2026-00001\t',
    '\u001dY2026-00001',
    ' y2026-00001 ',
    'Y2026-00001\u3000',
    'Y2026-00001\u0000',
  ];
  for (const text of dressed)
    it(`undresses ${JSON.stringify(text)} (B103)`, () =>
      expect(reads(text)).to.include({ code: 'Y2026-00001', doubled: false }));

  const doubled: [text: string, code: string][] = [
    ['SX1SX1', 'SX1'], // B100
    ['Y2026-00001Y2026-00001', 'Y2026-00001'],
    ['y2026-00001-p1y2026-00001-p1\r', 'Y2026-00001-P1'],
    ['Y2026-00001\rY2026-00001\r', 'Y2026-00001'],
    ['12345678\r12345678\r', '12345678'],
  ];
  for (const [text, code] of doubled)
    it(`reads ${JSON.stringify(text)} once (B100)`, () => expect(reads(text)).to.include({ code, doubled: true }));

  it('does not halve figures that may truly repeat', () =>
    expect(reads('12341234')).to.include({ code: '12341234', doubled: false }));

  it('refuses what none of our labels carries', () => {
    refused(() => reads(''), 'scan.empty');
    refused(() => reads(' \r\n'), 'scan.empty');
    refused(() => reads('Ａ1'), 'scan.charset');
    refused(() => reads('^XA'), 'scan.charset'); // B109
    refused(() => reads('药2026'), 'scan.charset');
    refused(() => reads('A/B'), 'scan.charset');
    refused(() => reads('SX1\rSX2'), 'scan.charset');
    refused(() => reads(`A${'1'.repeat(64)}`), 'scan.long');
    expect(refused(() => reads('A_B'), 'scan.charset').reasons[0]).to.deep.equal({
      id: 'scan.charset',
      field: 'code',
      params: { character: '_', code: 'A_B' },
    });
  });

  it('reads any code of ours the same, doubled, dressed or in lower case', () => {
    const code = fc
      .tuple(
        fc.constantFrom('Y', 'Q', 'H', 'Z'),
        fc.integer({ min: 2000, max: 2099 }),
        fc.integer({ min: 10000, max: 999999 }),
      )
      .map(([letter, year, serial]) => `${letter}${year}-${serial}`);
    fc.assert(
      fc.property(code, (text) => {
        expect(reads(`${text.toLowerCase()}\r\n`).code).to.equal(text);
        expect(reads(text + text)).to.include({ code: text, doubled: true, kind: 'batch' });
      }),
    );
  });
});

describe('printable', () => {
  it('allows digits, capitals and the dash', () => {
    expect(['Y2026-00001', 'A', '0'].map(printable)).to.deep.equal([true, true, true]);
    expect(['', 'a', 'A B', 'A_B', '药', 'A'.repeat(65), 'A\n'].map(printable)).to.deep.equal(Array(7).fill(false));
  });
});

describe('the check character (ISO/IEC 7064 MOD 37,36)', () => {
  it('agrees with the example of the GRid standard, A1-2425G-ABC1234002-M', () => {
    expect(checkCharacter('A1-2425G-ABC1234002')).to.equal('M');
    expect(hasCheck('A1-2425G-ABC1234002-M')).to.equal(true);
    expect(hasCheck('A12425GABC1234002M')).to.equal(true);
  });

  it('finds every single wrong character', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9A-Z]{2,16}$/),
        fc.nat(),
        fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
        (body, at, other) => {
          const code = body + checkCharacter(body);
          const index = at % code.length;
          const wrong = code.slice(0, index) + other + code.slice(index + 1);
          expect(hasCheck(code)).to.equal(true);
          expect(hasCheck(wrong)).to.equal(wrong === code);
        },
      ),
    );
  });

  it('refuses other characters', () => {
    refused(() => checkCharacter('a1'), 'scan.charset');
    expect(hasCheck('a1')).to.equal(false);
    expect(hasCheck('A')).to.equal(false);
  });
});
