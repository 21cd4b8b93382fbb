import { expect } from 'chai';
import fc from 'fast-check';
import { bandwidth, density } from '../../../lib/core/statistics/density.ts';
import { normalPdf } from '../../../lib/core/statistics/distributions.ts';
import { randomFrom } from '../../../lib/core/statistics/random.ts';
import { refused } from '../expect-refusal.ts';
import { close } from './near.ts';

const area = (points: { x: number; y: number }[]): number =>
  points
    .slice(1)
    .reduce((total, { x, y }, at) => total + ((y + (points[at]?.y ?? 0)) / 2) * (x - (points[at]?.x ?? 0)), 0);

describe('kernel density', () => {
  it('takes the width that ISO 13528 10.3 advises', () => {
    expect(bandwidth({ sigma: 2 })).to.equal(1.5);
    close(bandwidth({ robustSd: 2, n: 32 }), 0.9, 1e-12);
    refused(() => bandwidth({ sigma: 0 }), 'statistics.not-positive');
    refused(() => bandwidth({ robustSd: 0, n: 5 }), 'statistics.not-positive');
    refused(() => bandwidth({}), 'statistics.not-positive');
  });

  it('of one result is the kernel itself', () => {
    const { points, modes } = density([5], 2, { steps: 120 });
    for (const { x, y } of points) close(y, normalPdf((x - 5) / 2) / 2, 1e-14);
    expect(modes).to.have.length(1);
    close(modes[0]?.x ?? 0, 5, 1e-9);
    close(modes[0]?.share ?? 0, 1, 1e-12);
  });

  it('encloses all of the results, whatever they are', () => {
    const list = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(list, fc.double({ min: 0.5, max: 10, noNaN: true }), (values, width) => {
        const { points, modes } = density(values, width, { steps: 1000 });
        close(area(points), 1, 0.005);
        close(
          modes.reduce((total, { share }) => total + share, 0),
          1,
          1e-9,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('finds both groups of a round and how many results each holds', () => {
    const random = randomFrom(1);
    const values = Array.from({ length: 60 }, (_, at) => random.normal(at < 45 ? 10 : 20, 1));
    const { modes } = density(values, 0.75 * 1.5, { steps: 400 });
    expect(modes).to.have.length(2);
    close(modes[0]?.x ?? 0, 10, 0.5);
    close(modes[1]?.x ?? 0, 20, 0.7);
    close(modes[1]?.share ?? 0, 0.25, 0.005);
  });

  it('keeps its modes when one result lies a million widths away', () => {
    const { modes } = density([10, 10.1, 9.9, 10.05, 1e6], 0.5);
    expect(modes.map(({ x }) => Math.round(x))).to.deep.equal([10, 1_000_000]);
    close(modes[0]?.share ?? 0, 0.8, 1e-9);
    expect(modes.map(({ dip }) => dip === null)).to.deep.equal([false, true]);
    close(modes[0]?.dip ?? 1, 0, 0.02);
  });

  it('refuses no results, no width and an empty range', () => {
    refused(() => density([], 1), 'statistics.few');
    refused(() => density([1], 0), 'statistics.not-positive');
    refused(() => density([1], 1, { low: 3, high: 3 }), 'statistics.not-positive');
    refused(() => density([1], 1, { steps: 0 }), 'statistics.range');
    refused(() => density([Number.POSITIVE_INFINITY], 1), 'statistics.not-finite');
  });
});
