import { expect } from 'chai';
import fc from 'fast-check';
import {
  autocorrelation,
  describe as describeValues,
  mean,
  median,
  moments,
  quantile,
  sd,
  toNumber,
  toNumbers,
  toText,
  variance,
} from '../../../lib/core/statistics/numbers.ts';
import { refused } from '../expect-refusal.ts';
import { agrees, published } from './near.ts';

interface Univariate {
  name: string;
  y: string[];
  mean: string;
  sd: string;
  autocorrelation: string;
}

/** NumAcc2 to 4 by their printed rule. */
const accuracy = (name: string, whole: string): Univariate => ({
  name,
  y: [`${whole}.2`, ...Array.from({ length: 1000 }, (_, at) => `${whole}.${at % 2 === 0 ? 1 : 3}`)],
  mean: `${whole}.2`,
  sd: '0.1',
  autocorrelation: '-0.999',
});

const cases = [
  ...published<Univariate>('strd-univariate.json'),
  accuracy('NumAcc2', '1'),
  accuracy('NumAcc3', '1000000'),
  accuracy('NumAcc4', '10000000'),
];

describe('statistics of numbers', () => {
  for (const { name, y, ...certified } of cases)
    it(`meets the certified values of NIST ${name} to nine digits and more`, () => {
      const values = toNumbers(y);
      agrees(mean(values), certified.mean, 14, 'mean');
      agrees(sd(values), certified.sd, 12, 'sd');
      agrees(autocorrelation(values), certified.autocorrelation, 12, 'lag 1');
      const exact = moments(y);
      agrees(Number(exact.mean), certified.mean, 14, 'exact mean');
      agrees(Number(exact.sd), certified.sd, 14, 'exact sd');
      agrees(Number(exact.autocorrelation), certified.autocorrelation, 14, 'exact lag 1');
    });

  it('reads quartiles by either rule, and says which gives what', () => {
    const values = [1, 2, 3, 4];
    expect([0.25, 0.5, 0.75].map((p) => quantile(values, p, 7))).to.deep.equal([1.75, 2.5, 3.25]);
    expect([0.25, 0.5, 0.75].map((p) => quantile(values, p, 6))).to.deep.equal([1.25, 2.5, 3.75]);
    expect([quantile([7], 0.25, 6), quantile([1, 2], 0.01, 6), quantile([1, 2], 1)]).to.deep.equal([7, 1, 2]);
  });

  it('describes a list, with no spread for a single value and no CV about 0', () => {
    expect(describeValues(['2', '4', '4', '4', '5', '5', '7', '9'])).to.deep.include({ n: 8, mean: 5, min: 2, max: 9 });
    expect(describeValues(['5'])).to.deep.include({ n: 1, mean: 5, sd: null, cv: null });
    expect(describeValues(['-1', '1'])).to.deep.include({ mean: 0, cv: null, sd: Math.SQRT2 });
  });

  it('follows scale and shift, and not the order', () => {
    const list = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), { minLength: 3, maxLength: 30 });
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 1000 }), fc.integer({ min: -1000, max: 1000 }), (values, a, b) => {
        const moved = values.map((value) => a * value + b).reverse();
        agrees(mean(moved) + 1e9, a * mean(values) + b + 1e9, 12);
        agrees(sd(moved) + 1, a * sd(values) + 1, 10);
        agrees(median(moved) + 1e9, a * median(values) + b + 1e9, 12);
      }),
    );
  });

  it('reads typed values and refuses what is none, naming the field', () => {
    expect(toNumbers(['１２．５０', '1.5e3', '-0.7'])).to.deep.equal([12.5, 1500, -0.7]);
    expect(refused(() => toNumbers(['1', 'NaN'], 'x'), 'number.word').reasons[0]?.field).to.equal('x.1');
    refused(() => toNumber(''), 'number.empty');
    refused(() => toNumber('∞'), 'number.form');
    refused(() => toNumber('1e400'), 'number.long');
    expect(refused(() => toNumber('<0.05', 'x'), 'statistics.censored').reasons[0]?.field).to.equal('x');
  });

  it('writes a computed number as plain decimal text', () => {
    expect([toText(1e-7), toText(123456789012345680000, 5), toText(-0), toText(1 / 3, 4)]).to.deep.equal([
      '0.0000001',
      '123460000000000000000',
      '0',
      '0.3333',
    ]);
    refused(() => toText(Number.NaN), 'statistics.not-finite');
  });

  it('refuses what has no answer', () => {
    refused(() => mean([]), 'statistics.few');
    refused(() => median([]), 'statistics.few');
    refused(() => variance([1]), 'statistics.few');
    refused(() => moments(['1']), 'statistics.few');
    refused(() => describeValues([]), 'statistics.few');
    refused(() => mean([1, Number.NaN]), 'statistics.not-finite');
    refused(() => sd([1, Number.POSITIVE_INFINITY]), 'statistics.not-finite');
    refused(() => autocorrelation([3, 3, 3]), 'statistics.no-spread');
    refused(() => autocorrelation([1, 2, 3], 3), 'statistics.range');
    refused(() => quantile([1], 1.1), 'statistics.range');
    expect(sd([4, 4, 4])).to.equal(0);
  });
});
