import { expect } from 'chai';
import { Refusal } from '../../lib/core/refusal.ts';
import { type Budget, type BudgetLine, evaluateBudget } from '../../lib/core/uncertainty.ts';
import { monteCarlo, toleranceOf } from '../../lib/core/uncertainty-monte-carlo.ts';

const budget = (model: string, lines: BudgetLine[], over: Partial<Budget> = {}): Budget => ({
  equation: model,
  lines,
  correlations: [],
  coverage: { way: 't', p: '0.95' },
  reporting: { digits: 2, rule: 'up' },
  ...over,
});
const four = (kind: BudgetLine['kind'], spread: string): BudgetLine[] =>
  ['a', 'b', 'c', 'd'].map((symbol) => ({ symbol, estimate: '0', kind, spread }));
const run = { trials: 200_000, seed: 20260301 };
const sum = 'a+b+c+d';

describe('uncertainty: propagation of distributions', () => {
  it('agrees with the law of propagation where model and inputs are linear and normal (JCGM 101, 9.2.2)', () => {
    const normal = budget(sum, four('standard', '1'));
    const mc = monteCarlo(normal, run);
    expect(Number(evaluateBudget(normal).u)).to.equal(2);
    expect(Number(mc.u)).to.be.closeTo(2, 0.02);
    expect(Number(mc.symmetric.high)).to.be.closeTo(3.92, 0.04);
    expect(Number(mc.symmetric.low)).to.be.closeTo(-3.92, 0.04);
    expect(mc.verdict).to.equal('confirmed');
  });

  it('finds the narrower interval of four rectangular inputs: ±3.88, where GUM says ±3.92 (JCGM 101, 9.2.3)', () => {
    const mc = monteCarlo(budget(sum, four('rectangular', '1.7320508075688772')), { ...run, trials: 1_000_000 });
    expect(Number(mc.symmetric.high)).to.be.closeTo(3.88, 0.02);
    expect(Number(mc.u)).to.be.closeTo(2, 0.01);
    expect(mc.tolerance).to.equal('0.05');
    expect(mc.verdict).to.equal('confirmed');
  }).timeout(20_000);

  it('does not confirm the law where one rectangular input rules (JCGM 101, 9.2.4)', () => {
    const lines = four('rectangular', '1.7320508075688772').map((line, i) =>
      i === 3 ? { ...line, spread: '17.320508075688775' } : line,
    );
    const mc = monteCarlo(budget(sum, lines), run);
    expect(Number(mc.u)).to.be.closeTo(10.1, 0.1);
    expect(Number(mc.symmetric.high)).to.be.closeTo(17.0, 0.1); // GUM: 19.9
    expect(mc.verdict).to.equal('not-confirmed');
  });

  it('sees what a square does at zero: the law of propagation says nothing is uncertain, the draws do', () => {
    const mc = monteCarlo(
      budget('x^2 + y', [
        { symbol: 'x', estimate: '0', kind: 'standard', spread: '1' },
        { symbol: 'y', estimate: '0', kind: 'standard', spread: '0.1' },
      ]),
      run,
    );
    expect(Number(mc.y)).to.be.closeTo(1, 0.02);
    expect(Number(mc.u)).to.be.closeTo(Math.SQRT2, 0.03);
    expect(Number(mc.shortest.low)).to.be.lessThan(Number(mc.symmetric.low) + 0.05);
    expect(mc.verdict).to.equal('not-confirmed');
  });

  it('draws correlated inputs together', () => {
    const lines = ['a', 'b'].map((symbol): BudgetLine => ({ symbol, estimate: '5', kind: 'standard', spread: '1' }));
    const joined = budget('a - b', lines, {
      correlations: [{ a: 'a', b: 'b', r: '0.9' }],
      coverage: { way: 'k', k: '2' },
    });
    const mc = monteCarlo(joined, run);
    expect(Number(mc.u)).to.be.closeTo(Number(evaluateBudget(joined).u), 0.005);
  });

  for (const [kind, factor] of [
    ['triangular', ''],
    ['u-shaped', ''],
    ['trapezoidal', '0.5'],
    ['rectangular', ''],
    ['certificate', '2'],
  ] as const) {
    it(`draws a ${kind} component with its standard uncertainty`, () => {
      const one = budget('x', [{ symbol: 'x', estimate: '10', kind, spread: '3', factor }]);
      expect(Number(monteCarlo(one, run).u)).to.be.closeTo(Number(evaluateBudget(one).u), 0.02);
    });
  }

  it('draws readings from t: s/√n widened by √(ν/(ν−2))', () => {
    const one = budget('x', [
      { symbol: 'x', kind: 'readings', readings: '9.9 10.1 10.0 10.2 9.8 10.3 9.7 10.0 10.1 9.9 10.0' },
    ]);
    const u = Number(evaluateBudget(one).u);
    expect(Number(monteCarlo(one, run).u) / u).to.be.closeTo(Math.sqrt(10 / 8), 0.01);
  });

  it('gives the same figures for the same seed, others for another', () => {
    const one = budget(sum, four('standard', '1'));
    const few = { trials: 10_000, seed: 7 };
    expect(monteCarlo(one, few)).to.deep.equal(monteCarlo(one, few));
    expect(monteCarlo(one, { ...few, seed: 8 }).y).to.not.equal(monteCarlo(one, few).y);
  });

  it('leaves it open where only the chance of the draws is beyond the tolerance', () => {
    const one = budget(sum, four('standard', '1'));
    const few = monteCarlo(one, { trials: 10_000, seed: 3 });
    expect(Number(few.noise)).to.be.closeTo(0.053, 0.015); // √(p(1 − p)/n) ÷ density, of a normal distribution with σ = 2
    const verdicts = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => monteCarlo(one, { trials: 10_000, seed }).verdict);
    expect(verdicts).to.include('undecided').and.not.to.include('not-confirmed');
  });

  it('takes half a unit of the last reported digit of u as tolerance', () => {
    expect(toleranceOf('0.0321', 1)).to.equal('0.005');
    expect(['2', '0.0321', '50', '0.0996'].map((u) => toleranceOf(u, 2))).to.deep.equal([
      '0.05',
      '0.0005',
      '0.5',
      '0.005',
    ]);
  });

  const x: BudgetLine = { symbol: 'x', estimate: '10', kind: 'standard', spread: '1' };
  for (const [id, wrong, trials] of [
    ['uncertainty.trials', budget('x', [x]), 10],
    ['uncertainty.trials', budget('x', [x]), 2_000_000],
    ['uncertainty.mc-dof', budget('x', [{ symbol: 'x', kind: 'readings', readings: '1.0 1.1' }]), 10_000],
    ['uncertainty.mc-domain', budget('sqrt(x)', [{ ...x, estimate: '0.5' }]), 10_000],
    ['uncertainty.float', budget('x > 9 ? x : 2*x', [x]), 10_000],
  ] as const) {
    it(`refuses ${id}`, () => {
      expect(() => monteCarlo(wrong, { trials, seed: 1 })).to.throw(Refusal, id);
    });
  }
});
