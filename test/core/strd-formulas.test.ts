import { expect } from 'chai';
import { dec, settle } from '../../lib/core/decimal.ts';
import { compile, evaluate } from '../../lib/core/formula.ts';
import { published } from './statistics/near.ts';

interface Univariate {
  name: string;
  y: string[];
  mean: string;
  sd: string;
}
interface Linear {
  name: string;
  x: string[] | string[][];
  y: string[];
  degree?: number;
  intercept: boolean;
  coefficients: string[];
  r2: string;
}

const value = (expr: string, scope: Record<string, string[]>): string => evaluate(compile(expr), scope);

/** Agrees in so many significant digits with the certified value (NIST prints fifteen). */
function certified(found: string, right: string, digits: number, what: string): void {
  const apart = settle(dec(found).minus(dec(right)).abs());
  const size = settle(dec(right).abs());
  expect(
    settle(apart.times(dec(`1e${digits}`))).lessThanOrEqualTo(size.isZero() ? dec('1') : size),
    `${what}: ${found} for ${right}`,
  ).to.equal(true);
}

const straight = published<Linear>('strd-linear.json').filter(
  (one): one is Linear & { x: string[] } => !Array.isArray(one.x[0]) && (one.degree ?? 1) === 1,
);

describe('the functions of the record forms against NIST StRD', () => {
  for (const { name, y, mean, sd } of published<Univariate>('strd-univariate.json'))
    it(`mean and sd of ${name} to fourteen digits`, () => {
      certified(value('mean(y)', { y }), mean, 14, 'mean');
      certified(value('sd(y)', { y }), sd, 14, 'sd');
    });

  for (const { name, x, y, coefficients, intercept, r2 } of straight)
    it(`the line of ${name} to fourteen digits`, () => {
      const [first = '', second = ''] = coefficients;
      if (intercept) {
        certified(value('intercept(x, y)', { x, y }), first, 14, 'intercept');
        certified(value('slope(x, y)', { x, y }), second, 14, 'slope');
        certified(value('r(x, y)^2', { x, y }), r2, 14, 'r²');
      } else certified(value('slope0(x, y)', { x, y }), first, 14, 'slope');
    });
});
