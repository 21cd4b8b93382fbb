import { expect } from 'chai';
import fc from 'fast-check';
import { lettersOf, spelled } from '../../lib/definitions/pinyin.ts';
import { find, indexOf, type Sought } from '../../lib/definitions/search.ts';
import { validityOn } from '../../lib/definitions/validity.ts';

const entry = (
  code: string,
  names: string[],
  more: { aliases?: string[]; standard?: string; method?: string } = {},
) => ({
  code,
  texts: [
    ...names.map((text) => ({ field: 'name' as const, text })),
    ...(more.aliases ?? []).map((text) => ({ field: 'alias' as const, text })),
    ...(more.standard ? [{ field: 'standard' as const, text: more.standard }] : []),
    ...(more.method ? [{ field: 'method' as const, text: more.method }] : []),
  ],
});

const entries: Sought[] = [
  entry('D-CHK-WV', ['重量差异', 'Weight variation'], { standard: '《中国药典》2025年版四部 通则0101' }),
  entry('D-CHK-MF', ['装量差异', 'Variation of fill'], { aliases: ['最低装量'] }),
  entry('D-CHK-HM', ['重金属', 'Heavy metals'], { standard: '《中国药典》2025年版四部 通则0821' }),
  entry('D-ASSAY-HPLC', ['含量测定（HPLC外标法）', 'Assay (HPLC, external standard)'], {
    standard: '《中国药典》2025年版四部 通则0512',
    method: '高效液相色谱法',
  }),
  entry('C-PR-MIT', ['5-羟甲基糠醛', 'HMF'], { standard: 'GB 10512-2008' }),
  entry('M-MASK-PFE', ['颗粒过滤效率', 'Particle filtration'], { standard: 'YY 0469-2011 5.6.2' }),
  entry('T-CPM-CHLO', ['绿原酸', 'Chlorogenic acid'], { standard: 'GB/T 8170-2008' }),
];
const index = indexOf(entries);
const codes = (question: string) => find(index, question).map(({ code }) => code);

describe('definitions: search', () => {
  const questions: [string, string[], why: string][] = [
    ['D-CHK-WV', ['D-CHK-WV'], 'the code'],
    ['d chk wv', ['D-CHK-WV'], 'the code without its signs'],
    ['重量', ['D-CHK-WV'], 'the beginning of the name'],
    ['weight VARIATION', ['D-CHK-WV'], 'English in any case'],
    ['zlcy', ['D-CHK-WV', 'D-CHK-MF'], 'initials'],
    ['zhongliangchayi', ['D-CHK-WV'], 'full pinyin'],
    ['zhuangliang', ['D-CHK-MF'], 'the beginning of full pinyin'],
    ['zhongl', ['D-CHK-WV'], 'a syllable that is still being typed'],
    ['zhlcy', ['D-CHK-WV', 'D-CHK-MF'], 'two letters of the first syllable, then initials'],
    ['lvyuansuan', ['T-CPM-CHLO'], 'v for ü'],
    ['zjs', ['D-CHK-HM'], 'initials; 重 is read zhong'],
    ['zdzl', ['D-CHK-MF'], 'initials of an alias'],
    ['最低装量', ['D-CHK-MF'], 'an alias'],
    ['hplc 含量', ['D-ASSAY-HPLC'], 'two words in any order'],
    ['含量测定(ＨＰＬＣ', ['D-ASSAY-HPLC'], 'full-width letters and brackets'],
    ['hlcdhplc', ['D-ASSAY-HPLC'], 'initials and letters mixed'],
    ['5qjjkq', ['C-PR-MIT'], 'a digit within a chemical name'],
    ['0512', ['D-ASSAY-HPLC'], 'a chapter; GB 10512 is another standard'],
    ['512', ['D-ASSAY-HPLC'], 'a chapter without its zero'],
    ['通则0512', ['D-ASSAY-HPLC'], 'a chapter as it is printed'],
    ['YY 0469', ['M-MASK-PFE'], 'a standard with its space'],
    ['yy0469', ['M-MASK-PFE'], 'a standard without'],
    ['GB/T 8170', ['T-CPM-CHLO'], 'a standard with its stroke'],
    ['高效液相', ['D-ASSAY-HPLC'], 'the method'],
    ['重量 金属', [], 'words of two different entries'],
    ['xyz', [], 'nothing'],
  ];
  for (const [question, expected, why] of questions) {
    it(`“${question}” finds ${expected.join(', ') || 'nothing'} (${why})`, () =>
      expect(codes(question)).to.deep.equal(expected));
  }

  it('puts the code before the name, a standard number before a part of a word, that before pinyin, and the method last', () => {
    const ranked = indexOf([
      entry('E', ['其他'], { method: 'PF' }),
      entry('A', ['皮肤', 'skin']),
      entry('D', ['乙'], { standard: 'YY 0469' }),
      entry('C', ['甲', 'xpf']),
      entry('B', ['值 pf', 'x']),
      entry('PF', ['酸碱度', 'acidity']),
    ]);
    expect(find(ranked, 'pf').map(({ code }) => code)).to.deep.equal(['PF', 'B', 'C', 'A', 'E']);
    const numbers = indexOf([entry('A', ['x0469y']), entry('B', ['乙'], { standard: 'YY 0469-2011' })]);
    expect(find(numbers, '0469').map(({ code }) => code)).to.deep.equal(['B', 'A']);
  });

  it('puts a whole name before a longer one, and a word before a part of a word', () => {
    const ranked = indexOf([
      entry('A', ['graphite']),
      entry('B', ['pH值差']),
      entry('C', ['x pH']),
      entry('D', ['pH']),
    ]);
    expect(find(ranked, 'ph').map(({ code }) => code)).to.deep.equal(['D', 'B', 'C', 'A']);
  });

  const marked: [string, string][] = [
    ['zlcy', '重量差异'],
    ['zhuangl', '装量'],
    ['(ＨＰＬＣ', 'HPLC'],
    ['5qj', '5-羟甲'],
    ['0469', '0469'],
    ['gbt8170', 'GB/T 8170'],
  ];
  for (const [question, part] of marked) {
    it(`marks “${part}” for “${question}”`, () => {
      const [mark] = find(index, question)[0]?.marks ?? [];
      expect(mark?.text.slice(mark.from, mark.to)).to.equal(part);
    });
  }

  it('finds all for an empty question or one of signs only, in the given order', () => {
    for (const question of ['', '  ', '（）、·'])
      expect(codes(question)).to.deep.equal(entries.map(({ code }) => code));
  });

  it('takes any text, finds only what is there, and marks only what stands in the text', () => {
    const byCode = new Map(entries.map((one) => [one.code, [one.code, ...one.texts.map(({ text }) => text)]]));
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.stringMatching(/^[a-z0-9 ]{0,8}$/)),
        (question) => {
          const found = find(index, question);
          expect(new Set(found.map(({ code }) => code)).size).to.equal(found.length);
          for (const { code, marks } of found)
            for (const { text, from, to } of marks) {
              expect(byCode.get(code)).to.include(text);
              expect(from).to.be.lessThan(to);
              expect(to).to.be.at.most(text.length);
            }
        },
      ),
    );
  });
});

describe('definitions: pinyin', () => {
  it('gives each character its syllable, and letters beyond the common plane their place', () =>
    expect(lettersOf('绿𠮷重量h5')).to.deep.equal(['lv', '𠮷', '', 'zhong', 'liang', 'h', '5']));

  it('says from where to where a word is spelled', () => {
    const letters = lettersOf('最低装量');
    expect(spelled(letters, 'zl')).to.deep.equal({ from: 2, to: 4 });
    expect(spelled(letters, 'zuidizhuangliang')).to.deep.equal({ from: 0, to: 4 });
    expect(spelled(letters, 'zuidix')).to.equal(undefined);
    expect(spelled([], 'z')).to.equal(undefined);
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
