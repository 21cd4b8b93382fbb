import { expect } from 'chai';
import fc from 'fast-check';
import { format, read } from '../../lib/core/numbering.ts';
import { refused } from './expect-refusal.ts';

const HOUSE = '{class}{year}-{serial:5}';

describe('format', () => {
  const cases: [pattern: string, parts: Record<string, string | number>, text: string][] = [
    [HOUSE, { class: 'Y', year: 2026, serial: 1 }, 'Y2026-00001'],
    [HOUSE, { class: 'Q', year: '2026', serial: 99999 }, 'Q2026-99999'],
    [HOUSE, { class: 'Y', year: 2026, serial: 100000 }, 'Y2026-100000'], // B110: grows, no wrap-around
    ['R{year}-{serial:5}', { year: 2026, serial: 42 }, 'R2026-00042'],
    ['{number}-P{n:1}', { number: 'Y2026-00001', n: 12 }, 'Y2026-00001-P12'],
    ['{number}-G{revision:1}', { number: 'R2026-00001', revision: 1 }, 'R2026-00001-G1'],
  ];
  for (const [pattern, parts, text] of cases) it(`${text}`, () => expect(format(pattern, parts)).to.equal(text));

  it('refuses a missing part', () => {
    expect(
      refused(() => format(HOUSE, { class: 'Y', serial: 1 }), 'numbering.missing').reasons[0]?.params,
    ).to.deep.equal({ name: 'year', pattern: HOUSE });
    refused(() => format(HOUSE, { class: '', year: 2026, serial: 1 }), 'numbering.missing');
    refused(() => format('{constructor}', {}), 'numbering.missing');
  });

  it('refuses what a barcode cannot carry', () => {
    for (const value of ['y', '药', 'A B', 'A_'])
      refused(() => format(HOUSE, { class: value, year: 2026, serial: 1 }), 'numbering.value');
    for (const serial of [-1, 1.5, 'A'])
      refused(() => format(HOUSE, { class: 'Y', year: 2026, serial }), 'numbering.value');
  });
});

describe('read', () => {
  it('gives the parts back', () => {
    expect(read(HOUSE, 'Y2026-00001')).to.deep.equal({ class: 'Y', year: '2026', serial: '00001' });
    expect(read(HOUSE, 'Y2026-100000')).to.deep.equal({ class: 'Y', year: '2026', serial: '100000' });
    expect(read('{number}-P{n:1}', 'Y2026-00001-P12')).to.deep.equal({ number: 'Y2026-00001', n: '12' });
  });

  for (const text of [
    '',
    'Y2026-0001',
    'Y2026-000001',
    'Y26-00001',
    'y2026-00001',
    'Y2026-00001 ',
    'Y2026-00001-P1',
    '2026-00001',
    'Y2026_00001',
  ])
    it(`does not take ${JSON.stringify(text)} for a house number`, () => expect(read(HOUSE, text)).to.equal(null));

  it('takes the signs of a pattern literally', () => {
    expect(read('A.({serial:2})', 'A.(07)')).to.deep.equal({ serial: '07' });
    expect(read('A.({serial:2})', 'AB(07)')).to.equal(null);
  });

  it('undoes format, and no two parts give one number', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('Y', 'Q', 'H', 'ZY'),
        fc.integer({ min: 1990, max: 2099 }),
        fc.integer({ min: 1, max: 999_999 }),
        (letters, year, serial) => {
          const text = format(HOUSE, { class: letters, year, serial });
          const parts = read(HOUSE, text);
          expect(parts && { ...parts, serial: Number(parts['serial']) }).to.deep.equal({
            class: letters,
            year: String(year),
            serial,
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});
