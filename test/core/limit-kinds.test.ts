import { expect } from 'chai';
import { type Judged, judge, type Limit, limitText } from '../../lib/core/limits.ts';
import { refused } from './expect-refusal.ts';

type Mode = 'rounded' | 'full';
type Case = [limit: Limit, result: Partial<Judged>, mode: Mode, verdict: string, why: string];

const number = (exact: string, rounded = exact): Partial<Judged> => ({ exact, rounded });
const units = (...individuals: string[]): Partial<Judged> => ({ individuals });
const whole = (result: Partial<Judged>): Judged => ({ exact: '', rounded: '', ...result });

const claim: Limit = { kind: 'label-claim', low: '90.0', high: '110.0' };
const impurity: Limit = { kind: 'label-claim', high: '0.1' };
const content: Limit = { kind: 'label-claim', low: '90.0', openLow: true };
const spf: Limit = { kind: 'declared', declared: '5.0', below: '10', above: '20', by: 'percent', on: 'label' };
const ph: Limit = { kind: 'declared', declared: '6.5', below: '0.5', above: '0.5', by: 'absolute', on: 'filing' };
const total: Limit = { kind: 'derived', by: 'sum', limit: { kind: 'max', value: '0.5' } };
const spread: Limit = { kind: 'derived', by: 'spread', limit: { kind: 'max', value: '0.3', open: true } };
const mean: Limit = { kind: 'derived', by: 'mean', limit: { kind: 'range', low: '1.2', high: '1.6' } };
const median: Limit = { kind: 'derived', by: 'median', limit: { kind: 'min', value: '7.0' } };
const extremes = (by: 'max' | 'min'): Limit => ({ kind: 'derived', by, limit: { kind: 'max', value: '10' } });
const condoms: Limit = { kind: 'attribute', accept: '10', n: '315', aql: '1.5' };
const colour: Limit = { kind: 'one-of', values: ['白色', '类白色', '微黄色'] };
const look: Limit = { kind: 'criteria', criteria: ['白色片', '无可见斑点', '气微'] };
const lead: Limit = { kind: 'not-deeper', than: '标准铅溶液2.0ml制成的对照液', value: '0.001' };
const exactly: Limit = { kind: 'equals', value: '6.0' };

describe('the further kinds of limit', () => {
  const cases: Case[] = [
    [claim, number('89.95', '90.0'), 'rounded', 'conforms', 'verdict.within'],
    [claim, number('89.95', '90.0'), 'full', 'fails', 'verdict.below'],
    [claim, number('110.06', '110.1'), 'rounded', 'fails', 'verdict.above'],
    [impurity, number('0.14', '0.1'), 'rounded', 'conforms', 'verdict.within'],
    [impurity, number('0.14', '0.1'), 'full', 'fails', 'verdict.above'],
    [content, number('90.0'), 'rounded', 'fails', 'verdict.not-above'],
    [spf, number('4.5'), 'full', 'conforms', 'verdict.within'],
    [spf, number('4.49', '4.5'), 'full', 'fails', 'verdict.below'],
    [spf, number('4.49', '4.5'), 'rounded', 'conforms', 'verdict.within'],
    [spf, number('6.0'), 'full', 'conforms', 'verdict.within'],
    [spf, number('6.001', '6.0'), 'full', 'fails', 'verdict.above'],
    [ph, number('6.00'), 'full', 'conforms', 'verdict.within'],
    [ph, number('7.05', '7.0'), 'full', 'fails', 'verdict.above'],
    // 0.249 + 0.254 = 0.503: rounded once to 0.5, not the sum of 0.2 and 0.3 nor of 0.25 and 0.25.
    [total, units('0.249', '0.254'), 'rounded', 'conforms', 'verdict.within'],
    [total, units('0.249', '0.254'), 'full', 'fails', 'verdict.above'],
    [total, units('0.249', '0.302'), 'rounded', 'fails', 'verdict.above'],
    [spread, units('7.1', '7.4', '7.2'), 'full', 'fails', 'verdict.not-below'],
    [spread, units('7.1', '7.39', '7.2'), 'full', 'conforms', 'verdict.within'],
    [mean, units('1.1', '1.2', '1.4'), 'full', 'conforms', 'verdict.within'],
    [mean, units('1.1', '1.1', '1.2'), 'full', 'fails', 'verdict.below'],
    [median, units('6.0', '7.1', '9.0'), 'full', 'conforms', 'verdict.within'],
    [median, units('6.0', '6.9', '9.0'), 'full', 'fails', 'verdict.below'],
    [extremes('max'), units('9', '11', '10'), 'full', 'fails', 'verdict.above'],
    [extremes('min'), units('9', '11', '10'), 'full', 'conforms', 'verdict.within'],
    [condoms, number('10'), 'full', 'conforms', 'verdict.attribute-within'],
    [condoms, number('11'), 'full', 'fails', 'verdict.attribute-beyond'],
    [colour, { stated: '类白色' }, 'full', 'conforms', 'verdict.one-of'],
    [colour, { rounded: '微黄色' }, 'full', 'conforms', 'verdict.one-of'],
    [colour, { stated: '黄色' }, 'full', 'fails', 'verdict.none-of'],
    [colour, { stated: '类白' }, 'full', 'fails', 'verdict.none-of'],
    [look, { met: [true, true, true] }, 'full', 'conforms', 'verdict.criteria-met'],
    [look, { met: [true, false, true] }, 'full', 'fails', 'verdict.criteria-unmet'],
    [look, { conforms: true }, 'full', 'conforms', 'verdict.stated-conforms'],
    [look, { conforms: false }, 'full', 'fails', 'verdict.stated-fails'],
    [lead, { conforms: true }, 'full', 'conforms', 'verdict.stated-conforms'],
    [lead, { conforms: false }, 'full', 'fails', 'verdict.stated-fails'],
    [exactly, number('5.96', '6.0'), 'rounded', 'conforms', 'verdict.within'],
    [exactly, number('5.96', '6.0'), 'full', 'fails', 'verdict.below'],
    [exactly, number('6.00'), 'full', 'conforms', 'verdict.within'],
    [exactly, number('6.04', '6.0'), 'full', 'fails', 'verdict.above'],
  ];
  for (const [limit, result, mode, verdict, why] of cases)
    it(`${limitText(limit, null, 'en')}: ${JSON.stringify(result)} ${mode} ${verdict}`, () => {
      const answer = judge(limit, whole(result), mode);
      expect([answer.verdict, answer.reason.id]).to.deep.equal([verdict, why]);
    });

  it('say which criteria are not met', () =>
    expect(judge(look, whole({ met: [false, true, false] }), 'full').reason.params).to.deep.equal({
      values: '白色片；气微',
    }));

  it('take a censored value only where it decides', () => {
    const of = (limit: Limit, qualifier: '<' | 'ND') =>
      judge(limit, whole({ ...number('0.05'), qualifier }), 'full').verdict;
    expect([of(impurity, '<'), of(impurity, 'ND'), of(claim, '<'), of(claim, 'ND')]).to.deep.equal([
      'conforms',
      'conforms',
      'fails',
      'fails',
    ]);
  });

  it('refuse what cannot be judged', () => {
    refused(() => judge(colour, whole({}), 'full'), 'limit.statement');
    refused(() => judge(look, whole({}), 'full'), 'limit.statement');
    refused(() => judge(look, whole({ met: [true] }), 'full'), 'limit.criteria');
    refused(() => judge(lead, whole({}), 'full'), 'limit.statement');
    refused(() => judge(total, whole({}), 'full'), 'limit.individuals');
    refused(() => judge(condoms, whole({}), 'full'), 'number.empty');
  });
});

describe('the sentence of a limit', () => {
  const cases: [limit: Limit, unit: string | null, zh: string, en: string][] = [
    [claim, '%', '应为标示量的90.0%～110.0%', '90.0%～110.0% of the labelled amount'],
    [impurity, null, '不得过标示量的0.1%', '≤0.1% of the labelled amount'],
    [content, '%', '应大于标示量的90.0%', '>90.0% of the labelled amount'],
    [{ ...content, openLow: false }, '%', '不得少于标示量的90.0%', '≥90.0% of the labelled amount'],
    [{ ...impurity, openHigh: true }, '%', '应小于标示量的0.1%', '<0.1% of the labelled amount'],
    [spf, '%', '标签标示值5.0%，应为4.5%～6.0%', 'declared on the label: 5.0%, allowed 4.5%～6.0%'],
    [ph, null, '注册（备案）值6.5，应为6.0～7.0', 'filed: 6.5, allowed 6.0～7.0'],
    [total, '%', '总量≤0.5%', 'total ≤0.5%'],
    [spread, 'N', '极差<0.3 N', 'spread <0.3 N'],
    [mean, null, '平均值1.2～1.6', 'mean 1.2～1.6'],
    [median, 'N', '中位数≥7.0 N', 'median ≥7.0 N'],
    [extremes('max'), 'mm', '最大值≤10 mm', 'largest ≤10 mm'],
    [extremes('min'), 'mm', '最小值≤10 mm', 'smallest ≤10 mm'],
    [condoms, null, 'AQL 1.5，n＝315，Ac＝10，Re＝11', 'AQL 1.5, n = 315, Ac = 10, Re = 11'],
    [
      { kind: 'attribute', accept: '0', n: '5' },
      null,
      '检验5件，不合格品数不得过0',
      'not more than 0 nonconforming of 5',
    ],
    [{ kind: 'attribute', accept: '2' }, null, '不合格品数不得过2', 'not more than 2 nonconforming'],
    [colour, null, '应为白色、类白色或微黄色', 'equal to 白色, 类白色 or 微黄色'],
    [{ kind: 'one-of', values: ['白色'] }, null, '应为白色', 'equal to 白色'],
    [look, null, '白色片；无可见斑点；气微', '白色片; 无可见斑点; 气微'],
    [
      lead,
      '%',
      '与标准铅溶液2.0ml制成的对照液比较，不得更深（0.001%）',
      'not deeper than 标准铅溶液2.0ml制成的对照液 (0.001%)',
    ],
    [{ kind: 'not-deeper', than: '对照管' }, null, '与对照管比较，不得更深', 'not deeper than 对照管'],
    [exactly, null, '应为6.0', 'equal to 6.0'],
    [{ kind: 'not-detected', at: 'LOD', per: '1g' }, null, '1g不得检出', 'not detected in 1g'],
    [{ kind: 'not-detected', at: 'LOD' }, null, '不得检出', 'not detected'],
    [{ kind: 'min', value: '80', as: 'Q' }, '%', '限度（Q）为标示量的80%', 'Q = 80% of the labelled amount'],
    [{ kind: 'max', value: '15.0', as: 'acceptance' }, null, 'A+2.2S≤15.0', 'A+2.2S≤15.0'],
    ...(
      [
        [undefined, '崩解', 'disintegrate'],
        ['disintegrate', '崩解', 'disintegrate'],
        ['disperse', '溶散', 'disperse'],
        ['dissolve', '溶化', 'dissolve'],
        ['melt', '融变', 'melt'],
      ] as const
    ).map(([as, zh, en]): [Limit, null, string, string] => [
      { kind: 'longest', minutes: '30', retestUnits: 3, ...(as ? { as } : {}) },
      null,
      `应在30分钟内全部${zh}`,
      `all ${en} within 30 min`,
    ]),
  ];
  for (const [limit, unit, zh, en] of cases)
    it(zh, () => expect([limitText(limit, unit, 'zh'), limitText(limit, unit, 'en')]).to.deep.equal([zh, en]));
});
