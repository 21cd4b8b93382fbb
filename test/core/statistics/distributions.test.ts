import { expect } from 'chai';
import fc from 'fast-check';
import * as distributions from '../../../lib/core/statistics/distributions.ts';
import { gaussLegendre, lnGamma } from '../../../lib/core/statistics/special.ts';
import { refused } from '../expect-refusal.ts';
import { agrees, close, published } from './near.ts';

const {
  binomialCdf,
  binomialInterval,
  chi2Cdf,
  chi2Inverse,
  fCdf,
  fInverse,
  normalCdf,
  normalInverse,
  poissonCdf,
  poissonInterval,
  tCdf,
  tInverse,
} = distributions;

type Function = (...args: number[]) => number;
const functions: Record<string, Function> = {
  binomialCdf,
  chi2Cdf,
  chi2Inverse,
  fCdf,
  fInverse,
  normalCdf,
  normalInverse,
  poissonCdf,
  tCdf,
  tInverse,
};

describe('distributions', () => {
  for (const { f, args, value } of published<{ f: string; args: number[]; value: string }>('distributions.json'))
    it(`${f}(${args.join(', ')}) has ten digits and more`, () => {
      agrees(functions[f]?.(...args) ?? Number.NaN, value, 10);
    });

  it('agrees with printed tables', () => {
    const table: [found: number, printed: number, places: number][] = [
      [normalInverse(0.975), 1.96, 2],
      [normalInverse(0.995), 2.5758, 4],
      [tInverse(0.975, 4), 2.776, 3],
      [tInverse(0.95, 20), 1.725, 3],
      [chi2Inverse(0.95, 9), 16.919, 3],
      [chi2Inverse(0.05, 20), 10.851, 3],
      [fInverse(0.95, 9, 10), 3.02, 2],
      [fInverse(0.99, 5, 24), 3.895, 3],
    ];
    for (const [found, printed, places] of table) close(found, printed, 0.51 * 10 ** -places);
  });

  it('gives the exact intervals of Clopper and Pearson, and of Garwood', () => {
    const half = binomialInterval(10, 20);
    close(half.low, 0.2719578, 1e-7); // R: binom.test(10, 20)
    close(half.high, 0.7280422, 1e-7);
    expect(binomialInterval(0, 20).low).to.equal(0);
    agrees(binomialInterval(0, 20).high, 1 - 0.025 ** (1 / 20), 12);
    expect(binomialInterval(20, 20).high).to.equal(1);
    const five = poissonInterval(5);
    close(five.low, 1.623486, 1e-6); // R: poisson.test(5)
    close(five.high, 11.66833, 1e-5);
    agrees(poissonInterval(0).high, -Math.log(0.025), 12);
    expect(poissonInterval(0).low).to.equal(0);
  });

  it('comes back from every inverse', () => {
    const p = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
    const df = fc.double({ min: 0.5, max: 500, noNaN: true });
    fc.assert(
      fc.property(p, df, df, (share, a, b) => {
        close(normalCdf(normalInverse(share)), share, 1e-13);
        close(tCdf(tInverse(share, a), a), share, 1e-12);
        close(chi2Cdf(chi2Inverse(share, a), a), share, 1e-12);
        close(fCdf(fInverse(share, a, b), a, b), share, 1e-11);
      }),
      { numRuns: 60 },
    );
  });

  it('has the gamma function and the nodes of Gauss and Legendre right', () => {
    agrees(lnGamma(0.5), Math.log(Math.PI) / 2, 14);
    agrees(lnGamma(11), Math.log(3_628_800), 14);
    agrees(lnGamma(171), 706.5730622457874, 14);
    const nodes = gaussLegendre(5);
    agrees(
      nodes.reduce((total, { x, w }) => total + w * x ** 8, 0),
      2 / 9,
      14,
    );
  });

  it('refuses what is no probability and no degrees of freedom', () => {
    for (const p of [0, 1, -0.1, Number.NaN]) refused(() => normalInverse(p), 'statistics.probability');
    refused(() => tInverse(1, 3), 'statistics.probability');
    refused(() => tCdf(1, 0), 'statistics.not-positive');
    refused(() => chi2Cdf(1, -1), 'statistics.not-positive');
    refused(() => fInverse(0.5, 1, 0), 'statistics.not-positive');
    refused(() => binomialCdf(1, 2, 1.5), 'statistics.range');
    refused(() => poissonCdf(1, -1), 'statistics.range');
    refused(() => binomialInterval(3, 2), 'statistics.range');
    refused(() => poissonInterval(-1), 'statistics.range');
    refused(() => binomialInterval(1, 2, 95), 'statistics.probability');
    for (const cdf of [
      normalCdf,
      (x: number) => tCdf(x, 2),
      (x: number) => chi2Cdf(x, 2),
      (x: number) => fCdf(x, 2, 2),
    ])
      refused(() => cdf(Number.NaN), 'statistics.not-finite');
    refused(() => binomialCdf(Number.NaN, 2, 0.5), 'statistics.not-finite');
    refused(() => poissonCdf(Number.NaN, 2), 'statistics.not-finite');
    expect([binomialCdf(-1, 5, 0.5), binomialCdf(5, 5, 0.5), poissonCdf(-1, 2)]).to.deep.equal([0, 1, 0]);
  });
});
