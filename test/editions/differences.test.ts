import { expect } from 'chai';
import { compare } from '../../lib/editions/differences.ts';
import { labelsOf, sectionsOf } from '../../lib/editions/facts.ts';

const item = (name: string, limit: object, limitText: string, more: object = {}) => ({
  seq: 1,
  group: '检查',
  name: { zh: name, en: name },
  parameter: 'D-X',
  limit,
  limitText,
  unit: '%',
  ...more,
});
const range = (low: string, high: string) => ({ kind: 'range', low, high });
const specification = (items: object[], more: object = {}) => ({
  code: 'S',
  product: { zh: '片', en: 'Tablets' },
  compare: 'rounded',
  items,
  ...more,
});
const assay = item('含量测定', range('90.0', '110.0'), '应为90.0%～110.0%');
const water = item('水分', { kind: 'max', value: '5.0' }, '不得过5.0%');
const told = (
  before: object,
  after: object,
  lang: 'zh' | 'en' = 'zh',
  kind: 'specification' | 'parameter' = 'specification',
) => compare(sectionsOf(kind, before, lang), sectionsOf(kind, after, lang), lang).sentences;

describe('differences between editions in words', () => {
  const cases: [string, object, object, string[]][] = [
    ['nothing', specification([assay]), specification([assay]), []],
    [
      'a limit',
      specification([assay]),
      specification([item('含量测定', range('95.0', '105.0'), '应为90.0%～110.0%')]),
      ['含量测定：限度由 90.0%～110.0% 改为 95.0%～105.0%'],
    ],
    ['a new item', specification([assay]), specification([assay, water]), ['新增项目 水分：不得过5.0%']],
    ['an item less', specification([assay, water]), specification([assay]), ['删除项目 水分：不得过5.0%']],
    ['another order', specification([assay, water]), specification([water, assay]), ['项目顺序改变：水分、含量测定']],
    [
      'a date',
      specification([assay]),
      specification([assay], { validFrom: '2026-01-01' }),
      ['增加实施日期 2026-01-01'],
    ],
    [
      'a date less',
      specification([assay], { validTo: '2026-01-01' }),
      specification([assay]),
      ['删除废止日期 2026-01-01'],
    ],
    [
      'a word of a list',
      specification([assay]),
      specification([assay], { compare: 'full' }),
      ['判定方法由 修约值比较 改为 全数值比较'],
    ],
    [
      'the line for one strength',
      specification([
        item('含量', range('90.0', '110.0'), 'x', { when: { strength: ['50mg'] } }),
        item('含量', range('90.0', '110.0'), 'x', { when: { strength: ['100mg'] } }),
      ]),
      specification([
        item('含量', range('90.0', '110.0'), 'x', { when: { strength: ['50mg'] } }),
        item('含量', range('93.0', '107.0'), 'x', { when: { strength: ['100mg'] } }),
      ]),
      ['含量 (100mg)：限度由 90.0%～110.0% 改为 93.0%～107.0%'],
    ],
  ];
  for (const [what, before, after, sentences] of cases) {
    it(`says ${what}`, () => expect(told(before, after)).to.deep.equal(sentences));
  }

  it('says it in English too', () => {
    expect(
      told(
        specification([assay]),
        specification([item('含量测定', range('95.0', '105.0'), '应为95.0%～105.0%')]),
        'en',
      )[0],
    ).to.equal('含量测定: Limit changed from 90.0%～110.0% to 95.0%～105.0%');
  });

  it('names a reading of an example by its label, and the expected result', () => {
    const parameter = (result: string, m: string) => ({
      code: 'D-X',
      examples: [
        {
          note: '甲',
          item: { limit: { kind: 'max', value: '5.0' } },
          readings: { m: '1.0000' },
          expect: { result: '1.0' },
        },
        { note: '乙', item: { limit: { kind: 'max', value: '5.0' } }, readings: { m }, expect: { result } },
      ],
    });
    const form = { properties: { m: { type: 'string', 'x-label': { zh: '供试品量', en: 'Sample' } } } };
    const labels = labelsOf(form as never, 'zh');
    const of = (body: object) => sectionsOf('parameter', body, 'zh', () => labels);
    expect(compare(of(parameter('2.0', '1.0010')), of(parameter('2.1', '1.0020')), 'zh').sentences).to.deep.equal([
      '示例 2：供试品量由 1.0010 改为 1.0020',
      '示例 2：应得结果由 2.0 改为 2.1',
    ]);
  });

  it('lays old and new side by side, changed lines marked, nothing left out', () => {
    const { rows } = compare(
      sectionsOf('specification', specification([assay]), 'zh'),
      sectionsOf('specification', specification([assay, water]), 'zh'),
      'zh',
    );
    expect(
      rows.filter(({ changed }) => changed).every(({ section, old }) => section === '水分' && old === null),
    ).to.equal(true);
    expect(rows.find(({ label }) => label === '产品名称（中文）')).to.include({ old: '片', new: '片', changed: false });
  });
});
