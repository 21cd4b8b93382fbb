import { expect } from 'chai';
import { randomFrom } from '../../lib/core/statistics/random.ts';
import {
  atLeast,
  bernoulliArl,
  bernoulliCourse,
  bernoulliCusum,
  bernoulliDelay,
  bernoulliDesign,
  bernoulliWeight,
  binomialLimits,
  raised,
  simulatedSignals,
} from '../../lib/core/statistics/surveillance.ts';

describe('伯努利累积和', () => {
  it('weighs a failure by the whole number next to 1/γ', () => {
    // γ = ln(0.99/0.95) / ln(0.05·0.99 / (0.01·0.95)) = 0.041243 / 1.650645 = 0.024986.
    expect(bernoulliWeight(0.01, 0.05)).to.equal(40);
    expect(raised(0.5, 3)).to.equal(0.75);
  });

  it('has the run length of a chain that is solved by hand', () => {
    // m = 2, h = 2: two failures in a row. L = (1 + p)/p²; p = 1/2: 6, p = 0.1: 110.
    expect(bernoulliArl(0.5, { m: 2, h: 2 })).to.be.closeTo(6, 1e-9);
    expect(bernoulliArl(0.1, { m: 2, h: 2 })).to.be.closeTo(110, 1e-9);
    // h no more than one failure adds: the first one.
    expect(bernoulliArl(0.02, { m: 5, h: 4 })).to.be.closeTo(50, 1e-9);
    // m = 3, h = 3: F, then F within two results. L0 = 1/p + L2; L2 = 1 + q L1; L1 = 1 + q L0 (p ends both).
    const [p, q] = [0.2, 0.8];
    expect(bernoulliArl(p, { m: 3, h: 3 })).to.be.closeTo((1 / p + 1 + q) / (1 - q * q), 1e-9);
  });

  for (const { p0, arl0 } of [
    { p0: 0.002, arl0: 4000 },
    { p0: 0.01, arl0: 2000 },
    { p0: 0.05, arl0: 1500 },
  ])
    it(`p₀ ${p0}: the smallest h that reaches ARL₀ ${arl0}, and simulation says the same`, () => {
      const design = bernoulliDesign({ p0, ratio: 8, arl0 });
      expect(design.arl0).to.be.at.least(arl0);
      if (design.h > design.m) expect(bernoulliArl(p0, { m: design.m, h: design.h - 1 })).to.be.below(arl0);
      const { uniform } = randomFrom(11);
      const results = 4_000_000;
      const signals = simulatedSignals(uniform, p0, design, results);
      const expected = results / design.arl0;
      expect(Math.abs(signals - expected), `${signals} of ${expected}`).to.be.below(4 * Math.sqrt(expected));
    });

  it('states exactly how many signals come within n results, and when a raised share is found', () => {
    // Two failures in a row among three, p = 1/2: FF?, PFF, and FF then anew: chance 3/8, mean 3/8.
    const course = bernoulliCourse(0.5, { m: 2, h: 2 }, 3);
    expect(course.chance.at(-1)).to.be.closeTo(3 / 8, 1e-12);
    expect(course.expected.at(-1)).to.be.closeTo(3 / 8, 1e-12);
    expect(bernoulliDelay(1, { m: 2, h: 2 }, 0.95)).to.equal(2);
    expect(bernoulliDelay(0.001, { m: 2, h: 2 }, 0.95, 50)).to.equal(null);
  });

  it('starts anew after a signal, and one failure alone is none', () => {
    const points = bernoulliCusum([true, true, false, true], { m: 3, h: 4 });
    expect(points.map(({ value, out }) => [value, out])).to.deep.equal([
      [2, false],
      [4, true],
      [0, false],
      [2, false],
    ]);
    const { m, h } = bernoulliDesign({ p0: 0.05, ratio: 8, arl0: 1 });
    expect(h).to.be.at.least(m);
  });

  it('has exact binomial limits and tails', () => {
    // n = 20, p = 0.1: P(X ≥ 8) = 0.000416, P(X ≥ 7) = 0.00239; the upper 0.1 % limit is 7.
    expect(binomialLimits(20, 0.1, 0.002)).to.deep.equal({ low: 0, high: 7 });
    expect(binomialLimits(10, 0, 0.002)).to.deep.equal({ low: 0, high: 0 });
    expect(atLeast(2, 2, 0.1)).to.be.closeTo(0.01, 1e-12);
    expect(atLeast(0, 5, 0.1)).to.equal(1);
  });
});
