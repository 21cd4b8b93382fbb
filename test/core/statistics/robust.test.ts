import { expect } from 'chai';
import fc from 'fast-check';
import { mean, sd } from '../../../lib/core/statistics/numbers.ts';
import { randomFrom } from '../../../lib/core/statistics/random.ts';
import {
  algorithmA,
  algorithmS,
  consensusUncertainty,
  factorsS,
  hampel,
  mad,
  madE,
  medianMade,
  medianNiqr,
  nIqr,
  qHampel,
  qMethod,
  qn,
} from '../../../lib/core/statistics/robust.ts';
import { refused } from '../expect-refusal.ts';
import { agrees, close, published } from './near.ts';

interface Case {
  name: string;
  x: string[];
  median: number;
  madE: number;
  nIqr7: number;
  nIqr6: number;
  mean: number;
  sd: number;
  u: number;
  q: number;
  hampel: number;
  qn: number;
}

const CREOSOTE = [24.14, 20.155, 19.5, 20.3, 20.705, 17.57, 20.1, 20.94, 21.185];

describe('robust statistics', () => {
  for (const { name, x, ...right } of published<Case>('robust.json'))
    it(`meets the answers of ${name}`, () => {
      const values = x.map(Number);
      const found = algorithmA(values);
      expect(found.converged).to.equal(true);
      agrees(found.mean, right.mean, 10, 'x*');
      agrees(found.sd, right.sd, 10, 's*');
      agrees(consensusUncertainty(found.sd, found.n), right.u, 10, 'u');
      agrees(medianMade(values).mean, right.median, 12, 'median');
      agrees(madE(values), right.madE, 10, 'MADe');
      agrees(nIqr(values, 7), right.nIqr7, 10, 'nIQR 7');
      agrees(medianNiqr(values, 6).sd, right.nIqr6, 10, 'nIQR 6');
      agrees(qHampel(values).sd, right.q, 10, 'Q');
      agrees(qHampel(values).mean, right.hampel, 10, 'Hampel');
      agrees(qn(values), right.qn, 7, 'Qn'); // robustbase takes differences in single precision
    });

  it('reproduces the twelve results of CNAS practice: x* 10.032, s* 0.1266, u 0.0457', () => {
    const values = [10.02, 10.11, 9.95, 10.05, 9.98, 10.2, 10, 9.9, 10.08, 10.03, 11.4, 9.1];
    const { mean: centre, sd: spread } = algorithmA(values);
    close(centre, 10.032, 0.0005);
    close(spread, 0.1266, 0.00005);
    close(consensusUncertainty(spread, 12), 0.0457, 0.00005);
  });

  it('shows every turn: the creosote example of ISO 5725-5 reads 20.412 and 1.039 at the fourth', () => {
    const { iterations } = algorithmA(CREOSOTE);
    close(iterations[0]?.mean ?? 0, 20.3, 1e-12);
    close(iterations[0]?.sd ?? 0, 1.483 * 0.64, 1e-12);
    close(iterations[4]?.mean ?? 0, 20.41187, 0.000006);
    close(iterations[4]?.sd ?? 0, 1.0388, 0.00006);
    for (const { mean: centre, sd: spread, low, high } of iterations) {
      close(low, centre - 1.5 * spread, 1e-12);
      close(high, centre + 1.5 * spread, 1e-12);
    }
  });

  it('has the factors of Algorithm S (ISO 5725-5) and the creosote ranges', () => {
    const eta = [1.645, 1.517, 1.444, 1.395, 1.359, 1.332, 1.31, 1.292, 1.277, 1.264];
    const xi = [1.097, 1.054, 1.039, 1.032, 1.027, 1.024, 1.021, 1.019, 1.018, 1.017];
    eta.forEach((printed, at) => {
      close(factorsS(at + 1).eta, printed, 0.001);
      close(factorsS(at + 1).xi, xi[at] ?? 0, 0.001);
    });
    const found = algorithmS([0.28, 0.49, 0.4, 0, 0.35, 1.98, 0.8, 0.32, 0.95], 1);
    expect(found.converged).to.equal(true);
    agrees(found.sd, 0.6857549, 5);
    const turns = [0.4, 0.5173051, 0.6108318, 0.6596431, 0.6764283, 0.6823968, 0.6845424];
    turns.forEach((turn, at) => {
      close(found.iterations[at] ?? 0, turn, 1e-6);
    });
  });

  it('takes replicates into the Q method: repeatability beside reproducibility', () => {
    const random = randomFrom(11);
    const rounds = Array.from({ length: 60 }, () =>
      qMethod(
        Array.from({ length: 30 }, () => {
          const own = random.normal(50, 2);
          return [random.normal(own, 1), random.normal(own, 1)];
        }),
      ),
    );
    close(mean(rounds.map(({ reproducibility }) => reproducibility)), Math.sqrt(5), 0.15);
    close(mean(rounds.map(({ repeatability }) => repeatability ?? 0)), 1, 0.06);
    expect(qMethod([[1], [2], [4]]).repeatability).to.equal(null);
  });

  const list = fc.array(fc.integer({ min: -10_000, max: 10_000 }), { minLength: 5, maxLength: 25 });
  const scale = fc.integer({ min: 1, max: 50 });
  const shift = fc.integer({ min: -500, max: 500 });
  const estimates: Record<string, (values: number[]) => { mean: number; sd: number }> = {
    'Algorithm A': algorithmA,
    'Q and Hampel': qHampel,
    'median and nIQR': medianNiqr,
    'median and MADe': medianMade,
    Qn: (values) => ({ mean: mean(values), sd: qn(values) }),
  };
  for (const [name, estimate] of Object.entries(estimates))
    it(`${name} follows scale and shift, and not the order`, () => {
      fc.assert(
        fc.property(list, scale, shift, (values, a, b) => {
          const before = estimate(values);
          const after = estimate(values.map((value) => a * value + b).reverse());
          close(after.mean, a * before.mean + b, 1e-5 * (1 + a * before.sd));
          close(after.sd, a * before.sd, 1e-6 * (1 + a * before.sd));
        }),
        { numRuns: 60, seed: 13528 },
      );
    });

  it('stands up to wild results: each method to a seventh, Q and Hampel to two fifths; mean and s to none', () => {
    const random = randomFrom(3);
    const good = Array.from({ length: 30 }, () => random.normal(100, 1));
    const wild = (count: number) => [...good, ...Array.from({ length: count }, (_, at) => 1e6 * (at + 1))];
    const holds = (estimate: (values: number[]) => { mean: number; sd: number }, count: number) => {
      expect(Math.abs(estimate(wild(count)).mean - 100), estimate.name).to.be.below(1);
      expect(estimate(wild(count)).sd, estimate.name).to.be.within(0.4, 3);
    };
    for (const estimate of [algorithmA, qHampel, medianNiqr, medianMade]) holds(estimate, 5);
    holds(qHampel, 12);
    expect(mean(wild(1))).to.be.above(1e4);
    expect(sd(wild(1))).to.be.above(1e5);
  });

  it('is right about the normal: Algorithm A unbiased, s* about σ, 96 % efficient (Huber 1981: 0.964 at 1.5)', () => {
    const random = randomFrom(20);
    const rounds = Array.from({ length: 3000 }, () => {
      const values = Array.from({ length: 40 }, () => random.normal());
      return { robust: algorithmA(values, { tolerance: 1e-6 }), plain: mean(values) };
    });
    close(mean(rounds.map(({ robust }) => robust.mean)), 0, 0.01);
    close(mean(rounds.map(({ robust }) => robust.sd)), 1, 0.015);
    const efficiency = sd(rounds.map(({ plain }) => plain)) ** 2 / sd(rounds.map(({ robust }) => robust.mean)) ** 2;
    close(efficiency, 0.964, 0.02);
  });

  it('begins elsewhere when more than half agree and MADe is 0', () => {
    const values = [5, 5, 5, 5, 5, 6, 7, 4];
    expect(mad(values)).to.equal(0);
    expect(algorithmA(values).sd).to.be.above(0.3);
    expect(algorithmA([5, 5, 5, 5]).sd).to.equal(0);
    expect(algorithmA([5, 5, 5, 5])).to.deep.include({ mean: 5, converged: true });
    expect(algorithmA([1, 2])).to.deep.include({ mean: 1.5, converged: true });
    expect(qHampel([5, 5, 5])).to.deep.include({ mean: 5, sd: 0 });
    expect(algorithmS([0, 0, 0], 1).sd).to.equal(0);
    expect(hampel([1, 2, 3, 900], 1)).to.equal(2);
  });

  it('refuses fewer than two values and what is not finite', () => {
    for (const estimate of [algorithmA, qHampel, medianNiqr, medianMade, qn]) {
      refused(() => estimate([]), 'statistics.few');
      refused(() => estimate([1]), 'statistics.few');
      refused(() => estimate([1, 2, Number.NaN]), 'statistics.not-finite');
    }
    refused(() => algorithmS([], 1), 'statistics.few');
    refused(() => algorithmS([1], 0), 'statistics.not-positive');
    refused(() => algorithmS([-1], 1), 'statistics.range');
    refused(() => consensusUncertainty(1, 0), 'statistics.few');
    refused(() => consensusUncertainty(Number.NaN, 5), 'statistics.range');
    refused(() => qMethod([[1, 2]]), 'statistics.few');
  });
});
