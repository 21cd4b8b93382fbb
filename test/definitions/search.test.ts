import { expect } from 'chai';
import fc from 'fast-check';
import { find, indexOf } from '../../lib/definitions/search.ts';
import { validityOn } from '../../lib/definitions/validity.ts';

const index = indexOf([
  { code: 'D-CHK-WV', names: ['重量差异', 'Weight variation'] },
  { code: 'D-CHK-MF', names: ['装量差异', 'Variation of fill', '最低装量'] },
  { code: 'D-CHK-HM', names: ['重金属', 'Heavy metals'] },
  { code: 'D-ASSAY-HPLC', names: ['含量测定（HPLC外标法）', 'Assay (HPLC, external standard)'] },
  { code: 'C-PR-MIT', names: ['5-羟甲基糠醛', 'HMF'] },
]);

describe('definitions: search', () => {
  const questions: [string, string[]][] = [
    ['D-CHK-WV', ['D-CHK-WV']],
    ['d chk wv', ['D-CHK-WV']],
    ['重量', ['D-CHK-WV']],
    ['weight VARIATION', ['D-CHK-WV']],
    ['zlcy', ['D-CHK-WV', 'D-CHK-MF']],
    ['zjs', ['D-CHK-HM']],
    ['zdzl', ['D-CHK-MF']],
    ['最低装量', ['D-CHK-MF']],
    ['hplc 含量', ['D-ASSAY-HPLC']],
    ['含量测定(ＨＰＬＣ', ['D-ASSAY-HPLC']],
    ['hlcdhplc', ['D-ASSAY-HPLC']],
    ['5qjjkq', ['C-PR-MIT']],
    ['重量 金属', []],
    ['xyz', []],
  ];
  for (const [question, codes] of questions) {
    it(`“${question}” finds ${codes.join(', ') || 'nothing'}`, () =>
      expect(find(index, question)).to.deep.equal(codes));
  }

  it('puts the code before the name, and the name before the initials', () => {
    const ranked = indexOf([
      { code: 'A', names: ['皮肤', 'skin'] },
      { code: 'B', names: ['值 pf', 'x'] },
      { code: 'PF', names: ['酸碱度', 'acidity'] },
    ]);
    expect(find(ranked, 'pf')).to.deep.equal(['PF', 'B', 'A']);
  });

  it('finds all for an empty question or one of signs only, in the given order', () => {
    for (const question of ['', '  ', '（）、·']) expect(find(index, question)).to.have.length(5);
  });

  it('takes any text, and finds only what is there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (question) => {
        const found = find(index, question);
        expect(new Set(found).size).to.equal(found.length);
        for (const code of found) expect(index.some((entry) => entry.code === code)).to.equal(true);
      }),
    );
  });
});

describe('definitions: validity', () => {
  const vectors: [string, { validFrom?: string; validTo?: string }, string][] = [
    ['2026-11-30', { validTo: '2026-11-30' }, 'in-force'],
    ['2026-12-01', { validTo: '2026-11-30' }, 'ended'],
    ['2026-11-30', { validFrom: '2026-12-01' }, 'not-yet'],
    ['2026-12-01', { validFrom: '2026-12-01' }, 'in-force'],
    ['2026-12-01', {}, 'in-force'],
  ];
  for (const [today, term, validity] of vectors) {
    it(`${JSON.stringify(term)} is ${validity} on ${today}`, () => expect(validityOn(today, term)).to.equal(validity));
  }
});
