import { join } from 'node:path';
import { expect } from 'chai';
import { judgeCreditCode } from '../../lib/samplings/credit-code.ts';
import { numberFormats, warningsOf } from '../../lib/samplings/evidence.ts';
import type { ProductClass } from '../../lib/samplings/rows.ts';

const formats = numberFormats(join(import.meta.dirname, '..', '..'));
const warned = (productClass: ProductClass, fields: Record<string, string>): string[] =>
  warningsOf(formats, { productClass, sampledOn: '2026-11-20', fields, portions: [{ role: 'check' }] }).map(
    ({ id, field }) => `${id} ${field}`,
  );

describe('warnings about what stands on the goods (domain 8.3-8.7)', () => {
  it('8.3: knows the check character of a credit code', () => {
    expect(judgeCreditCode('91350100M000100Y43')).to.equal('valid');
    expect(judgeCreditCode('91350100M000100Y44')).to.equal('check');
    expect(judgeCreditCode('91350100M000100I43')).to.equal('form');
    expect(judgeCreditCode('350100100012345')).to.equal('valid');
  });

  const known: [ProductClass, string, string[]][] = [
    [
      'drug',
      'approvalNo',
      [
        '国药准字Z20073307',
        '国药准字H14020001',
        '国药准字HC20200001',
        'H20160001',
        'Y20190000001',
        '京药制字H20050001',
        '川药制备字Z20200000001',
        '/',
      ],
    ],
    [
      'device',
      'registrationNo',
      [
        '国械注准20203140001',
        '粤械注准20192140001',
        '国械注进20182220001',
        '鲁械备20210001',
        '浙杭械备20210001号',
        '国食药监械(准)字2014第3640001号',
      ],
    ],
    [
      'cosmetic',
      'registrationNo',
      [
        '浙G妆网备字2023001147',
        '国妆网备进字（沪）2018001583',
        '国妆特字G20240001',
        '国妆特进字J20190001',
        '粤G妆网备字2021 000123号',
      ],
    ],
    ['cosmetic', 'producerLicenceNo', ['粤妆20170110']],
    ['drug', 'traceCode', ['81234567890123456789']],
  ];
  for (const [productClass, field, texts] of known) {
    for (const text of texts)
      it(`8.4-8.6: passes ${productClass} ${field} ${text}`, () =>
        expect(warned(productClass, { [field]: text })).to.deep.equal([]));
  }

  const odd: [ProductClass, string, string[]][] = [
    ['drug', 'approvalNo', ['国药准字X20073307', '国药准字Z2007330', '卫药健字123']],
    ['device', 'registrationNo', ['国械注准20202140001', '粤械注准20193140001', '国械注准2020314']],
    ['cosmetic', 'registrationNo', ['浙G妆网备字20230011', '国妆特字']],
  ];
  for (const [productClass, field, texts] of odd) {
    for (const text of texts) {
      it(`8.3: warns of ${productClass} ${field} ${text}`, () =>
        expect(warned(productClass, { [field]: text })).to.deep.equal([`warning.number-form fields.${field}`]));
    }
  }

  it('8.7: warns of goods that were past their date, and of a missing part for re-inspection', () => {
    const evidence = {
      productClass: 'drug' as const,
      sampledOn: '2026-11-20',
      fields: { expiryDate: '2026-11-19' },
      portions: [{ role: 'test' as const }],
    };
    expect(warningsOf(formats, evidence).map(({ id }) => id)).to.deep.equal([
      'warning.expired',
      'warning.no-check-portion',
    ]);
  });
});
