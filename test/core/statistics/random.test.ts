import { expect } from 'chai';
import { normalCdf, tCdf } from '../../../lib/core/statistics/distributions.ts';
import { mean, sd, sorted } from '../../../lib/core/statistics/numbers.ts';
import { type Random, randomFrom } from '../../../lib/core/statistics/random.ts';
import { close } from './near.ts';

const many = (draw: (random: Random) => number, n = 20_000): number[] => {
  const random = randomFrom(20260101);
  return Array.from({ length: n }, () => draw(random));
};

/** Kolmogorov's distance of a sample from its distribution, times √n; above 1.95 once in 1000. */
const distance = (values: number[], cdf: (x: number) => number): number => {
  const off = sorted(values).map((value, at) => Math.abs(cdf(value) - (at + 0.5) / values.length));
  return Math.max(...off) * Math.sqrt(values.length);
};

describe('the seeded generator', () => {
  it('gives the same sequence for the same seed, and another for another', () => {
    const draw = (seed: number) => Array.from({ length: 5 }, randomFrom(seed).uniform);
    expect(draw(7)).to.deep.equal(draw(7));
    expect(draw(7)).not.to.deep.equal(draw(8));
  });

  it('draws what it says it draws', () => {
    expect(
      distance(
        many((random) => random.uniform()),
        (x) => x,
      ),
    ).to.be.below(1.95);
    expect(
      distance(
        many((random) => random.normal(10, 2)),
        (x) => normalCdf((x - 10) / 2),
      ),
    ).to.be.below(1.95);
    expect(
      distance(
        many((random) => random.student(3)),
        (x) => tCdf(x, 3),
      ),
    ).to.be.below(1.95);
    expect(
      distance(
        many((random) => random.student(1)),
        (x) => tCdf(x, 1),
      ),
    ).to.be.below(1.95);
    const triangle = (x: number) => (x < 0 ? (x + 1) ** 2 / 2 : 1 - (1 - x) ** 2 / 2);
    expect(
      distance(
        many((random) => random.triangular(1)),
        triangle,
      ),
    ).to.be.below(1.95);
    close(mean(many((random) => random.below(6))), 2.5, 0.05);
    close(sd(many((random) => random.triangular(3))), 3 / Math.sqrt(6), 0.02);
  });

  it('shuffles every order alike', () => {
    const random = randomFrom(5);
    const counts = new Map<string, number>();
    for (let i = 0; i < 6000; i++) {
      const order = random.shuffled(['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).to.equal(6);
    for (const count of counts.values()) close(count, 1000, 120);
  });
});
