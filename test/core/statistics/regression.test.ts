import { expect } from 'chai';
import fc from 'fast-check';
import { randomFrom } from '../../../lib/core/statistics/random.ts';
import {
  type Fit,
  inverse,
  line,
  lod,
  loq,
  multiple,
  polynomial,
  standardAdditions,
  weightsFromSd,
} from '../../../lib/core/statistics/regression.ts';
import { refused } from '../expect-refusal.ts';
import { agrees, close, published, texts } from './near.ts';

interface Certified {
  name: string;
  x: string[] | string[][];
  y: string[];
  degree?: number;
  intercept: boolean;
  coefficients: string[];
  standardErrors: string[];
  residualSd: string;
  r2: string;
}

const isRows = (x: string[] | string[][]): x is string[][] => Array.isArray(x[0]);

const fitted = ({ x, y, degree = 1, intercept }: Certified): Fit =>
  isRows(x) ? multiple(x, y, { intercept }) : polynomial(x, y, degree, { intercept });

/** Miller and Miller 5.4: fluorescein in pg/mL. */
const FLUORESCEIN = {
  x: texts([0, 2, 4, 6, 8, 10, 12]),
  y: ['2.1', '5.0', '9.0', '12.6', '17.3', '21.0', '24.7'],
};

describe('regression', () => {
  for (const one of published<Certified>('strd-linear.json'))
    it(`meets the certified values of NIST ${one.name} to eleven digits and more`, () => {
      const found = fitted(one);
      one.coefficients.forEach((right, at) => {
        agrees(found.coefficients[at] ?? 0, right, 11, `b${at}`);
        agrees(found.standardErrors[at] ?? 0, one.standardErrors[at] ?? '', 11, `s(b${at})`);
      });
      agrees(found.residualSd, one.residualSd, 11, 's');
      agrees(found.r2, one.r2, 11, 'r²');
      expect(found.df).to.equal(one.y.length - one.coefficients.length);
    });

  it('gives the fluorescein line of Miller and Miller, its limits and what is read off it', () => {
    const fit = line(FLUORESCEIN.x, FLUORESCEIN.y);
    const right = {
      slope: 1.9303571,
      intercept: 1.5178571,
      r: 0.9988796,
      sYX: 0.4328477,
      seSlope: 0.040900264,
      seIntercept: 0.294936001,
    };
    for (const [name, value] of Object.entries(right)) close(fit[name as keyof typeof right], value, 1e-7, name);
    close(lod(fit, 3), 0.6726958, 1e-6);
    close(lod(fit), 0.7399654, 1e-6);
    close(loq(fit), 2.242319, 1e-6);
    const read: [y0: number, replicates: number, x: number, u: number, half: number][] = [
      [2.9, 1, 0.7160037, 0.2645698, 0.6800982],
      [13.5, 1, 6.2072155, 0.2397542, 0.6163078],
      [23, 1, 11.1285846, 0.2631933, 0.6765598],
      [13.5, 4, 6.2072155, 0.1406134, 0.3614582],
    ];
    for (const [y0, replicates, x, u, half] of read) {
      const found = inverse(fit, y0, { replicates });
      close(found.x, x, 1e-6);
      close(found.u, u, 1e-6);
      close(found.half, half, 1e-6);
      close(found.high - found.low, 2 * half, 1e-6);
    }
    expect(fit.lackOfFit).to.equal(null);
  });

  it('weighs by 1/s² (Miller and Miller 5.10): x of 0.1 is 1.23, of 0.6 is 8.01', () => {
    const x = texts([0, 2, 4, 6, 8, 10]);
    const y = texts([0.009, 0.158, 0.301, 0.472, 0.577, 0.739]);
    const weights = weightsFromSd(texts([0.001, 0.004, 0.01, 0.013, 0.017, 0.022]));
    close(weights.map(Number).reduce((a, b) => a + b) / 6, 1, 1e-12);
    const fit = line(x, y, { weights });
    close(fit.slope, 0.073759966, 1e-9);
    close(fit.intercept, 0.009083908, 1e-9);
    const [low, high] = [inverse(fit, 0.1, { weight: 1.8 }), inverse(fit, 0.6, { weight: 0.18 })];
    close(low.x, 1.232594, 1e-6);
    close(high.x, 8.011339, 1e-6);
    expect(low.u).to.be.below(high.u);
    const scaled = line(x, y, { weights: weights.map((w) => String(Number(w) * 7)) });
    close(inverse(scaled, 0.1, { weight: 1.8 * 7 }).u, low.u, 1e-9);
    const even = line(x, y, { weights: texts([1, 1, 1, 1, 1, 1]) });
    close(inverse(even, 0.3).u, inverse(line(x, y), 0.3).u, 1e-12);
  });

  it('reads standard additions off the x axis (Miller and Miller 5.8: silver, 17.3 ± 1.9 µg/mL)', () => {
    const found = standardAdditions(texts([0, 5, 10, 15, 20, 25, 30]), [
      '0.32',
      '0.41',
      '0.52',
      '0.60',
      '0.70',
      '0.77',
      '0.89',
    ]);
    close(found.line.slope, 0.0186, 0.00005);
    close(found.line.intercept, 0.3218, 0.00005);
    close(found.x, 17.3, 0.05);
    close(found.u, 0.749, 0.002); // printed from rounded steps
    close(found.half, 1.9, 0.05);
  });

  it('runs through zero where told', () => {
    const fit = line(['1', '2', '3'], ['2.1', '3.9', '6.0'], { throughZero: true });
    close(fit.slope, 27.9 / 14, 1e-12);
    expect([fit.intercept, fit.seIntercept, fit.df]).to.deep.equal([0, 0, 2]);
    close(inverse(fit, 4).u, (fit.sYX / fit.slope) * Math.sqrt(1 + (4 / fit.slope) ** 2 / 14), 1e-12);
  });

  it('tests the fit against replicates: a bend is seen, a straight line passes 95 times in 100', () => {
    const levels = [1, 1, 2, 2, 3, 3, 4, 4, 5, 5];
    const bent = levels.map((x, at) => x * x + (at % 2 === 0 ? 0.1 : -0.1));
    expect(line(texts(levels), texts(bent)).lackOfFit).to.include({ df1: 3, df2: 5, passes: false });
    const random = randomFrom(12);
    const rounds = Array.from({ length: 300 }, () =>
      line(texts(levels), texts(levels.map((x) => 3 + 2 * x + random.normal()))),
    );
    close(rounds.filter(({ lackOfFit }) => !lackOfFit?.passes).length / 300, 0.05, 0.035);
  });

  it('covers the true content 95 times in 100', () => {
    const random = randomFrom(95);
    const x = [0, 2, 4, 6, 8, 10];
    const inside = Array.from({ length: 600 }, () => {
      const fit = line(texts(x), texts(x.map((value) => 1 + 5 * value + random.normal(0, 0.5))));
      const { low, high } = inverse(fit, 1 + 5 * 7 + random.normal(0, 0.5));
      return low <= 7 && 7 <= high;
    });
    close(inside.filter(Boolean).length / 600, 0.95, 0.03);
  });

  it('follows scale and shift, and not the order', () => {
    const pairs = fc.uniqueArray(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -999, max: 999 })), {
      minLength: 4,
      maxLength: 12,
      selector: ([x]) => x,
    });
    fc.assert(
      fc.property(pairs, fc.integer({ min: 1, max: 9 }), fc.integer({ min: -9, max: 9 }), (points, a, b) => {
        fc.pre(new Set(points.map(([, y]) => y)).size > 1);
        const before = line(texts(points.map(([x]) => x)), texts(points.map(([, y]) => y)));
        const turned = [...points].reverse();
        const after = line(texts(turned.map(([x]) => a * x)), texts(turned.map(([, y]) => y + b)));
        close(after.slope * a, before.slope, 1e-9);
        close(after.intercept - b, before.intercept, 1e-9);
        close(after.sYX, before.sYX, 1e-9);
        close(after.r, before.r, 1e-9);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses what determines no line', () => {
    refused(() => line(['1', '2'], ['1', '2']), 'statistics.few');
    refused(() => line([], []), 'statistics.few');
    refused(() => line(['1', '2', '3'], ['1', '2']), 'statistics.lengths');
    refused(() => line(['2', '2', '2'], ['1', '2', '3']), 'statistics.dependent');
    refused(() => line(['0', '0'], ['1', '2'], { throughZero: true }), 'statistics.dependent');
    refused(() => line(['1', '2', '3'], ['4', '4', '4']), 'statistics.no-spread');
    refused(() => line(['1', 'x', '3'], ['4', '5', '4']), 'number.word');
    refused(() => line(['1', '2', '3'], ['4', '5', '4'], { weights: ['1', '0', '1'] }), 'statistics.not-positive');
    refused(() => polynomial(['1', '2', '3'], ['1', '2', '4'], 0), 'statistics.range');
    refused(() => multiple([[], []], ['1', '2']), 'statistics.few');
    refused(() => multiple([['1', '2'], ['1']], ['1', '2']), 'statistics.uneven');
    refused(
      () =>
        multiple(
          [
            ['1', '2'],
            ['2', '4'],
            ['3', '6'],
            ['4', '8'],
          ],
          texts([1, 2, 4, 3]),
        ),
      'statistics.dependent',
    );
    refused(() => weightsFromSd(['0']), 'statistics.not-positive');
    refused(() => weightsFromSd([]), 'statistics.few');
    const flat = line(['1', '2', '3'], ['1', '2', '1']);
    refused(() => inverse(flat, 1), 'statistics.flat-line');
    refused(() => lod(flat), 'statistics.flat-line');
    const fit = line(FLUORESCEIN.x, FLUORESCEIN.y);
    refused(() => inverse(fit, Number.NaN), 'statistics.not-finite');
    refused(() => inverse(fit, 1, { replicates: 0 }), 'statistics.range');
    refused(() => inverse(fit, 1, { confidence: 1 }), 'statistics.probability');
  });
});
