import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ClockRule, loadRules, type TextRule } from '../../lib/kernel/rules.ts';
import { productClasses } from '../../lib/samplings/index.ts';

const root = join(import.meta.dirname, '..', '..');
const read = <T>(name: string): T => JSON.parse(readFileSync(join(root, 'lib', 'rules', `${name}.json`), 'utf8')) as T;
const { clocks } = read<{ clocks: ClockRule[] }>('clocks');
const { texts } = read<{ texts: TextRule[] }>('texts');
const rules = loadRules(root);

/** Pairs of rules that would both hold for a class on one day. */
function overlaps<T extends ClockRule | TextRule>(all: readonly T[], keyOf: (rule: T) => string): string[] {
  return all.flatMap((one, i) =>
    all
      .slice(i + 1)
      .filter(
        (other) =>
          keyOf(one) === keyOf(other) &&
          one.productClasses.some((name) => other.productClasses.includes(name)) &&
          one.validFrom <= (other.validTo ?? '9999') &&
          other.validFrom <= (one.validTo ?? '9999'),
      )
      .map((other) => `${one.id} ${one.validFrom} / ${other.id} ${other.validFrom}`),
  );
}

describe('dated rules (domain 0.1)', () => {
  it('no two clocks of an event and no two texts of an id hold for one class on one day', () => {
    expect(overlaps(clocks, ({ event, until }) => `${event} ${until}`)).to.deep.equal([]);
    expect(overlaps(texts, ({ id }) => id)).to.deep.equal([]);
  });

  it('each names its basis, its confidence, whole days and a span that is one', () => {
    for (const rule of [...clocks, ...texts]) {
      expect(rule.basis, rule.id).to.match(/\S/);
      expect(rule.confidence, rule.id).to.be.oneOf(['V', 'M1', 'M2', 'M3']);
      expect(rule.validFrom, rule.id).to.match(/^\d{4}-\d{2}-\d{2}$/);
      if (rule.validTo !== null) expect(rule.validTo >= rule.validFrom, rule.id).to.equal(true);
      for (const name of rule.productClasses) expect(productClasses).to.include(name);
    }
    for (const { id, amount } of clocks) expect(Number.isInteger(amount) && amount > 0, id).to.equal(true);
  });

  it('1.3 D2 E2 C2 D3 E3 C3: the clocks of receipt and of a nonconforming report, by class', () => {
    const of = (event: string) =>
      productClasses.map((name) => {
        const rule = rules.clock(event, name, '2026-11-23');
        return [name, rule?.id, rule?.amount, rule?.unit];
      });
    expect(of('received')).to.have.deep.members([
      ['drug', 'D2', 25, 'working'],
      ['tcm', 'D2', 25, 'working'],
      ['device', 'E2', 40, 'working'],
      ['cosmetic', 'C2', 30, 'working'],
    ]);
    expect(of('nonconforming-issued')).to.have.deep.members([
      ['drug', 'D3', 2, 'working'],
      ['tcm', 'D3', 2, 'working'],
      ['device', 'E3', 2, 'working'],
      ['cosmetic', 'C3', 2, 'working'],
    ]);
  });

  it('every class has the sentences that a report may need', () => {
    const needed = [
      'conclusion-part-conforms',
      'conclusion-fails',
      'conclusion-risk',
      'objection',
      'objection-contract',
    ];
    for (const name of productClasses)
      for (const id of needed) expect(rules.text(id, name, '2026-11-23')?.text, `${id} ${name}`).to.match(/\S/);
  });

  it('0.3 a text cites no article of the implementing regulations that were replaced in 2026', () => {
    for (const { id, text, basis } of texts) expect(text + basis, id).to.not.match(/实施条例》?第/);
  });

  it('before its first day, for another class or another name there is no rule: undefined, never the nearest', () => {
    expect(rules.clock('nonconforming-issued', 'cosmetic', '2023-02-28')).to.equal(undefined);
    expect(rules.clock('nonconforming-issued', 'cosmetic', '2023-03-01')?.id).to.equal('C3');
    expect(rules.clock('nonconforming-issued', 'food', '2026-11-23')).to.equal(undefined);
    expect(rules.clock('published', 'drug', '2026-11-23')).to.equal(undefined);
    expect(rules.text('objection', 'drug', '2019-11-30')).to.equal(undefined);
    expect(rules.text('no-such-text', 'drug', '2026-11-23')).to.equal(undefined);
  });
});
