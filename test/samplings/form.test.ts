import { join } from 'node:path';
import { expect } from 'chai';
import { readFields, samplingForm } from '../../lib/samplings/form.ts';
import { productClasses } from '../../lib/samplings/rows.ts';
import { sunscreen, tablet } from './arrange.ts';

const root = join(import.meta.dirname, '..', '..');
const drug = samplingForm(root, 'drug').form;
const problems = (fields: Record<string, string>, form = drug): [string, string | undefined][] =>
  readFields(form, fields, 'zh').problems.map(({ id, field }) => [id, field]);

describe('the forms of sampling', () => {
  for (const productClass of productClasses) {
    it(`${productClass}: every field of a group is defined, every defined field stands in a group`, () => {
      const { form, hash } = samplingForm(root, productClass);
      const grouped = form['x-groups'].flatMap(({ fields }) => fields);
      expect(grouped.toSorted()).to.deep.equal(Object.keys(form.properties).toSorted());
      expect(form.required.every((name) => name in form.properties)).to.equal(true);
      expect(hash).to.match(/^[0-9a-f]{64}$/);
    });
  }

  it('takes a complete form', () => expect(problems(tablet)).to.deep.equal([]));

  it('names each missing field by its label', () => {
    const { dosageForm, ...rest } = tablet;
    const [reason] = readFields(drug, rest, 'zh').problems;
    expect(dosageForm).to.equal('片剂');
    expect(reason).to.deep.include({ id: 'sampling.form-required', field: 'fields.dosageForm' });
    expect(reason?.params?.label).to.equal('剂型');
  });

  for (const [title, change, expected] of [
    ['a field that the form does not know (B085)', { role: 'x' }, ['sampling.form-unknown', 'fields.role']],
    ['a choice that is none', { drugKind: 'x' }, ['sampling.form-choice', 'fields.drugKind']],
    ['B031: 2026-02-30', { expiryDate: '2026-02-30' }, ['sampling.form-format', 'fields.expiryDate']],
    ['B038: 24:00', { startedAt: '24:00' }, ['sampling.form-format', 'fields.startedAt']],
    ['B077: a text that is too long', { dosageForm: '片'.repeat(41) }, ['sampling.form-length', 'fields.dosageForm']],
    ['B004: 1,234.5', { batchQuantity: '1,234.5' }, ['sampling.form-number', 'fields.batchQuantity']],
  ] as [string, Record<string, string>, [string, string]][]) {
    it(`refuses ${title}`, () => expect(problems({ ...tablet, ...change })).to.deep.equal([expected]));
  }

  it('8.3: lets a credit code of odd form pass; it is evidence', () => {
    expect(problems({ ...tablet, producerCreditCode: '12345' })).to.deep.equal([]);
  });

  it('B002: reads full-width decimals', () =>
    expect(readFields(drug, { ...tablet, unitPrice: '１２．５０' }, 'zh').fields.unitPrice).to.equal('12.50'));

  it('2.3: asks a contract manufacturer of goods made on contract', () => {
    expect(problems({ ...tablet, consigned: 'yes' })).to.deep.equal([['sampling.form-required', 'fields.consignee']]);
  });

  it('2.3: cosmetics are complete with use-before, or with production date and shelf life', () => {
    const { form } = samplingForm(root, 'cosmetic');
    const { shelfLife, ...open } = sunscreen;
    expect(problems(sunscreen, form)).to.deep.equal([]);
    expect(problems({ ...open, expiryDate: '2028-12-31' }, form)).to.deep.equal([]);
    expect(
      problems(open, form).map(([id]) => id),
      shelfLife,
    ).to.deep.equal(['sampling.form-either']);
  });

  it('2.3: a special cosmetic needs its registration number', () => {
    const { registrationNo, ...open } = sunscreen;
    expect(problems(open, samplingForm(root, 'cosmetic').form), registrationNo).to.deep.equal([
      ['sampling.form-required', 'fields.registrationNo'],
    ]);
  });
});
