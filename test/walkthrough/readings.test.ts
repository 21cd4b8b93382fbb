import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Answers, itemsFor, loadCatalogue, testItem } from '../../lib/catalogue/index.ts';
import { evaluateRecord, type Readings, validateReadings } from '../../lib/forms/index.ts';
import { readFields, samplingForm } from '../../lib/samplings/form.ts';
import type { ProductClass } from '../../lib/samplings/rows.ts';

interface Walkthrough {
  sampling: {
    productClass: ProductClass;
    quantity: string;
    portions: { qty: string }[];
    fields: Record<string, string>;
  };
  specification: string;
  answers?: Answers;
  readings: Record<string, Readings>;
  expect: Record<string, { result: string; rounded?: string; verdict: string }> & {
    conclusion: string;
    failing?: number[];
  };
}

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'lib', 'demo', 'batches');
const files = readdirSync(folder);
const catalogue = loadCatalogue(root);

for (const name of files) {
  const batch = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Walkthrough;
  const specification = catalogue.specification(batch.specification);
  const items = itemsFor(specification, batch.answers ?? {});
  describe(`walkthrough ${name}`, () => {
    it('has a sampling record that the form takes', () => {
      const { form } = samplingForm(root, batch.sampling.productClass);
      expect(readFields(form, batch.sampling.fields, 'zh').problems).to.deep.equal([]);
    });

    it('has portions that make up the quantity', () => {
      const total = batch.sampling.portions.reduce((sum, { qty }) => sum + BigInt(qty), 0n);
      expect(total).to.equal(BigInt(batch.sampling.quantity));
    });

    for (const item of items) {
      it(`${item.seq} ${item.name.en}: ${batch.expect[item.seq]?.result ?? ''}`, () => {
        const parameter = catalogue.parameter(item.parameter);
        const form = catalogue.form(parameter.form);
        const readings = batch.readings[item.seq] ?? {};
        const outcome = evaluateRecord(form, testItem(parameter, item, specification), readings);
        const wanted = batch.expect[item.seq];
        expect(validateReadings(form, readings)).to.deep.equal([]);
        expect(outcome.problems).to.deep.equal([]);
        expect(outcome.missing.map(({ field }) => field)).to.deep.equal(['common.portion']);
        expect(outcome.result?.text).to.equal(wanted?.result);
        expect(outcome.result?.rounded).to.equal(wanted?.rounded ?? outcome.result?.rounded);
        expect(outcome.verdict?.verdict).to.equal(wanted?.verdict);
      });
    }

    it('fails exactly the items that it names', () => {
      const failing = items.filter(({ seq }) => batch.expect[seq]?.verdict === 'fails').map(({ seq }) => seq);
      expect(failing).to.deep.equal(batch.expect.failing ?? []);
      expect(batch.expect.conclusion).to.equal(failing.length > 0 ? 'fails' : 'conforms');
    });
  });
}
