import { join } from 'node:path';
import { expect } from 'chai';
import { Refusal } from '../../lib/core/refusal.ts';
import { amountOf, balanceOf, inUnit, recallRate } from '../../lib/tracks/balance.ts';
import { dataInput } from '../../lib/tracks/pages.tsx';
import { trackRules } from '../../lib/tracks/rules.ts';

const root = join(import.meta.dirname, '..', '..');
const rules = trackRules({ config: { root } } as Parameters<typeof trackRules>[0]);
const units = { unit: '盒', packUnit: '件', perPack: '20' };
const refusalOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof Refusal) return error.reasons[0]?.id ?? '';
    throw error;
  }
  return 'none';
};

describe('the balance of the goods (1.11, section 2)', () => {
  /** [what, the figures, difference = total − sum, worked by hand]. */
  const table: [string, Record<string, string>, string][] = [
    [
      'all of it accounted for',
      { total: '1000', sold: '600', stock: '100', sealed: '200', recalled: '90', destroyed: '10' },
      '0',
    ],
    [
      'cartons of 20: 50 × 20 = 1000',
      { total: '50件', sold: '600', stock: '5件', sealed: '10件', recalled: '90', destroyed: '10盒' },
      '0',
    ],
    [
      'ten are missing',
      { total: '1000', sold: '600', stock: '100', sealed: '200', recalled: '80', destroyed: '10' },
      '10',
    ],
    [
      'ten too many',
      { total: '1000', sold: '610', stock: '100', sealed: '200', recalled: '90', destroyed: '10' },
      '-10',
    ],
    ['a tenth and two tenths are three tenths', { total: '0.3', sold: '0.1', stock: '0.2' }, '0'],
    ['with samples and what else became of it', { total: '100', sold: '90', sampled: '6', other: '4' }, '0'],
    ['full-width digits', { total: '１００', sold: '９９.５', stock: '0.5' }, '0'],
    [
      'one third of a kilogram is not rounded away',
      { total: '1', sold: '0.333', stock: '0.333', sealed: '0.333' },
      '0.001',
    ],
    [
      'a whole of 40 digits',
      { total: '1234567890123456789012345678901234567891', sold: '1234567890123456789012345678901234567890' },
      '1',
    ],
  ];
  for (const [what, figures, difference] of table)
    it(`${what}: difference ${difference}`, () => {
      const balance = balanceOf({ ...units, ...figures }, rules.balance);
      expect([balance?.difference, balance?.balanced]).to.deep.equal([difference, difference === '0']);
    });

  it('says nothing while the total or every part is missing, or one does not read', () => {
    expect(balanceOf({ ...units, sold: '1' }, rules.balance)).to.equal(null);
    expect(balanceOf({ ...units, total: '1' }, rules.balance)).to.equal(null);
    expect(balanceOf({ ...units, total: '1', sold: '1吨' }, rules.balance)).to.equal(null);
  });

  it('knows its own unit and a larger package of so many, nothing else', () => {
    expect(inUnit('12件', units).toFixed()).to.equal('240');
    expect(inUnit(' 12 盒 ', units).toFixed()).to.equal('12');
    expect(refusalOf(() => inUnit('12箱', units))).to.equal('track.unit-unknown');
    expect(refusalOf(() => inUnit('12件', { ...units, perPack: '' }))).to.equal('track.unit-unknown');
    expect(refusalOf(() => inUnit('若干', units))).to.match(/^number\./);
    for (const below of ['-1', '<5'])
      expect(
        refusalOf(() => amountOf(below)),
        below,
      ).to.equal('track.negative');
  });

  for (const [recalled, amount, rate] of [
    ['90', '120', '75.0'],
    ['1', '3', '33.3'],
    ['2', '3', '66.7'],
    ['0', '120', '0.0'],
    ['0', '0', null],
  ] as const)
    it(`recalled ${recalled} of ${amount} is ${rate ?? 'no percentage'}`, () =>
      expect(recallRate(recalled, amount)).to.equal(rate));
});

describe('the sections as data (lib/rules/tracks.json)', () => {
  const fields = [...rules.sections, ...rules.steps].flatMap((one) => one.fields.map((field) => ({ of: one, field })));

  it('has seven sections in the order of the form, each field with words in both languages and a mark', () => {
    expect(rules.sections.map(({ title }) => title.zh)).to.deep.equal([
      '启动情况',
      '产品控制情况',
      '原因排查',
      '行政处罚',
      '未行政处罚',
      '整改复查',
      '通报移送',
    ]);
    for (const { of, field } of fields) {
      expect([field.label.zh.length > 0, field.label.en.length > 0], `${of.id}.${field.key}`).to.deep.equal([
        true,
        true,
      ]);
      expect(['V', 'M1', 'M2', 'M3']).to.include(field.confidence);
    }
  });

  it('asks under a condition only for a field that the same form has, with values that it offers', () => {
    for (const { of, field } of fields) {
      const { required } = field;
      if (required === undefined || required === true) continue;
      const others = of.fields.filter(({ key }) => key === required.field);
      expect(others.length, `${of.id}.${field.key}`).to.be.above(0);
      const values = others.flatMap(({ options = [] }) => options.map(({ value }) => value));
      for (const value of required.is) if (value !== '*' && value !== '+') expect(values).to.include(value);
    }
  });

  it('sends what may be ticked more than once as a list', () => {
    const lists = fields
      .filter(({ field }) => field.kind === 'choices' || field.kind === 'goods')
      .map(({ field }) => field.key);
    expect(Object.keys(dataInput.properties)).to.have.members([...new Set(lists)]);
    const texts = fields
      .filter(({ field }) => !['choices', 'goods'].includes(field.kind))
      .map(({ field }) => field.key);
    expect(texts.filter((key) => lists.includes(key))).to.deep.equal([]);
  });

  it('1.11 names the causes of a producer and of a seller as the national system does', () => {
    const causes = (kind: 'production' | 'circulation') =>
      rules.sections
        .find(({ id }) => id === 'cause')
        ?.fields.find(({ key, tracks }) => key === 'causes' && tracks?.includes(kind))
        ?.options?.map(({ label }) => label.zh);
    expect(causes('production')).to.deep.equal([
      '人为添加',
      '原料问题',
      '生产工艺',
      '过程控制不严',
      '储运不当',
      '包装迁移',
      '标签标识',
      '其他',
    ]);
    expect(causes('circulation')).to.deep.equal(['生产', '运输', '销售（储存、使用）', '其他']);
  });
});
