import { expect } from 'chai';
import fc from 'fast-check';
import {
  bartlett,
  cochran,
  cochranCritical,
  dixon,
  dixonCritical,
  gesd,
  grubbs,
  grubbsCritical,
  grubbsDouble,
  grubbsDoubleCritical,
} from '../../../lib/core/statistics/outliers.ts';
import { randomFrom } from '../../../lib/core/statistics/random.ts';
import { refused } from '../expect-refusal.ts';
import { close } from './near.ts';

/** NIST/SEMATECH 1.3.5.17.1 (Tietjen and Moore 1972): uranium by mass spectrometer. */
const URANIUM = [199.31, 199.53, 200.19, 200.82, 201.92, 201.95, 202.18, 245.57];

/** Rosner (1983), NIST/SEMATECH 1.3.5.17.3. */
const ROSNER = [
  -0.25, 0.68, 0.94, 1.15, 1.2, 1.26, 1.26, 1.34, 1.38, 1.43, 1.49, 1.49, 1.55, 1.56, 1.58, 1.65, 1.69, 1.7, 1.76, 1.77,
  1.81, 1.91, 1.94, 1.96, 1.99, 2.06, 2.09, 2.1, 2.14, 2.15, 2.23, 2.24, 2.26, 2.35, 2.37, 2.4, 2.47, 2.54, 2.62, 2.64,
  2.9, 2.92, 2.92, 2.93, 3.21, 3.26, 3.3, 3.59, 3.68, 4.3, 4.64, 5.34, 5.42, 6.01,
];

/** NIST GEAR.DAT: ten batches of ten gear diameters (1.3.5.7). */
const GEAR = [
  [1.006, 0.996, 0.998, 1.0, 0.992, 0.993, 1.002, 0.999, 0.994, 1.0],
  [0.998, 1.006, 1.0, 1.002, 0.997, 0.998, 0.996, 1.0, 1.006, 0.988],
  [0.991, 0.987, 0.997, 0.999, 0.995, 0.994, 1.0, 0.999, 0.996, 0.996],
  [1.005, 1.002, 0.994, 1.0, 0.995, 0.994, 0.998, 0.996, 1.002, 0.996],
  [0.998, 0.998, 0.982, 0.99, 1.002, 0.984, 0.996, 0.993, 0.98, 0.996],
  [1.009, 1.013, 1.009, 0.997, 0.988, 1.002, 0.995, 0.998, 0.981, 0.996],
  [0.99, 1.004, 0.996, 1.001, 0.998, 1.0, 1.018, 1.01, 0.996, 1.002],
  [0.998, 1.0, 1.006, 1.0, 1.002, 0.996, 0.998, 0.996, 1.002, 1.006],
  [1.002, 0.998, 0.996, 0.995, 0.996, 1.004, 1.004, 0.998, 0.999, 0.991],
  [0.991, 0.995, 0.984, 0.994, 0.997, 0.997, 0.991, 0.998, 1.004, 0.997],
];

describe('outlier tests', () => {
  it('find the eighth uranium value (Grubbs 2.4688), with either critical value', () => {
    const found = grubbs(URANIUM);
    close(found.statistic, 2.468765, 1e-6);
    close(found.critical, 2.126645, 1e-6);
    expect(found).to.deep.include({ outlier: true, suspects: [7] });
    close(grubbs(URANIUM, { end: 'high' }).critical, 2.031652, 1e-6);
    expect(grubbs(URANIUM, { end: 'low' })).to.deep.include({ outlier: false, suspects: [0] });
  });

  it('compute the critical values of Grubbs that ISO 5725-2 tables (two-sided)', () => {
    const five: Record<number, number> = {
      3: 1.1543,
      4: 1.4813,
      5: 1.715,
      6: 1.8871,
      7: 2.02,
      8: 2.1266,
      9: 2.215,
      10: 2.29,
      12: 2.4116,
      15: 2.5483,
      20: 2.7082,
      25: 2.8217,
      30: 2.9085,
    };
    for (const [n, printed] of Object.entries(five)) close(grubbsCritical(Number(n)), printed, 0.001, `n = ${n}`);
    close(grubbsCritical(8, 0.01), 2.274, 0.001);
    close(grubbsCritical(20, 0.05, 1), 2.557, 0.001); // GB/T 4883 table A.2, one-sided
  });

  it('compute the critical values of the two-value test (ISO 5725-2 table 5), exactly', () => {
    const printed: [n: number, five: number, one: number][] = [
      [4, 0.0002, 0],
      [5, 0.009, 0.0018],
      [6, 0.0349, 0.0116],
      [7, 0.0708, 0.0308],
      [8, 0.1101, 0.0563],
      [10, 0.1864, 0.115],
      [15, 0.3367, 0.253],
      [20, 0.4391, 0.3585],
    ];
    for (const [n, five, one] of printed) {
      close(grubbsDoubleCritical(n, 0.05), five, 0.0001, `5 %, n = ${n}`);
      close(grubbsDoubleCritical(n, 0.01), one, 0.00012, `1 %, n = ${n}`);
    }
  });

  it('find two outlying values that hide each other', () => {
    const values = [10, 10.1, 9.9, 10.05, 9.95, 10.02, 12.9, 13];
    expect(grubbs(values).outlier).to.equal(false);
    expect(grubbsDouble(values, 'high')).to.deep.include({ outlier: true, suspects: [6, 7] });
    expect(grubbsDouble(values, 'low').outlier).to.equal(false);
  });

  it('give Dixon Q of the nitrite values of Miller and Miller: 0.7 against 0.829', () => {
    const found = dixon([0.403, 0.41, 0.401, 0.38]);
    close(found.statistic, 0.7, 1e-9);
    close(found.critical, 0.829, 0.001);
    expect(found).to.deep.include({ outlier: false, suspects: [3], ratio: 'r10' });
  });

  it('compute the critical values of Dixon (1953, one-sided 5 %) and Rorabacher (1991, two-sided 95 %)', () => {
    const oneSided: [number, number][] = [
      [3, 0.941],
      [4, 0.765],
      [5, 0.642],
      [6, 0.56],
      [7, 0.507],
      [8, 0.554],
      [10, 0.477],
      [11, 0.576],
      [13, 0.521],
      [14, 0.546],
      [20, 0.45],
      [25, 0.406],
    ];
    for (const [n, printed] of oneSided) close(dixonCritical(n, 0.05, 1), printed, 0.004, `n = ${n}`); // the old tables are good to 3 or 4 in the third place
    const twoSided: [number, number][] = [
      [3, 0.97],
      [4, 0.829],
      [5, 0.71],
      [6, 0.625],
      [7, 0.568],
      [8, 0.526],
      [9, 0.493],
      [10, 0.466],
    ];
    for (const [n, printed] of twoSided) close(dixonCritical(n, 0.05, 2, 'r10'), printed, 0.003, `n = ${n}`);
  });

  it('raise false alarms as often as they say', () => {
    const random = randomFrom(42);
    const rounds = Array.from({ length: 4000 }, () => Array.from({ length: 8 }, () => random.normal()));
    const rate = (test: (values: number[]) => { outlier: boolean }) =>
      rounds.filter((values) => test(values).outlier).length / rounds.length;
    close(
      rate((values) => grubbs(values)),
      0.05,
      0.012,
    );
    close(
      rate((values) => dixon(values)),
      0.05,
      0.012,
    );
    close(
      rate((values) => dixon(values, { ratio: 'r22' })),
      0.05,
      0.015,
    );
    close(
      rate((values) => grubbsDouble(values, 'high')),
      0.025,
      0.009,
    );
    const groups = Array.from({ length: 3000 }, () =>
      Array.from({ length: 6 }, () => (random.normal() ** 2 + random.normal() ** 2) / 2),
    );
    close(groups.filter((variances) => cochran(variances, 3).outlier).length / groups.length, 0.05, 0.012);
  });

  it('compute the critical values of Cochran (ISO 5725-2 table 4)', () => {
    const printed: [p: number, n: number, five: number, one: number][] = [
      [8, 2, 0.68, 0.794],
      [8, 3, 0.516, 0.615],
      [15, 2, 0.471, 0.575],
      [10, 2, 0.602, 0.718],
    ];
    for (const [p, n, five, one] of printed) {
      close(cochranCritical(p, n), five, 0.001);
      close(cochranCritical(p, n, 0.01), one, 0.001);
    }
    expect(cochran([1, 1, 1, 30, 1], 2)).to.deep.include({ suspects: [3], outlier: true });
  });

  it('find the three outliers of Rosner, though the second step alone would stop', () => {
    const { steps, outliers } = gesd(ROSNER, 10);
    const r = [3.118, 2.942, 3.179, 2.81, 2.815, 2.848, 2.279, 2.31, 2.101, 2.067];
    const lambda = [3.158, 3.151, 3.143, 3.136, 3.128, 3.12, 3.111, 3.103, 3.094, 3.085];
    steps.forEach((step, at) => {
      close(step.r, r[at] ?? 0, 0.0011, `R${at + 1}`);
      close(step.lambda, lambda[at] ?? 0, 0.0011, `λ${at + 1}`);
    });
    expect(outliers.map((at) => ROSNER[at])).to.deep.equal([6.01, 5.42, 5.34]);
    expect(gesd([1, 1, 1, 1, 9], 3).outliers).to.deep.equal([4]);
  });

  it('give Bartlett of the gears: T 20.786, critical 16.919', () => {
    const found = bartlett(GEAR);
    close(found.statistic, 20.78587, 0.00002);
    close(found.critical, 16.919, 0.0005);
    expect(found).to.include({ df: 9, equal: false });
    close(found.p, 0.0136, 0.0001);
  });

  it('follow scale and shift, and not the order', () => {
    const list = fc.uniqueArray(fc.integer({ min: -5000, max: 5000 }), { minLength: 5, maxLength: 12 });
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 20 }), fc.integer({ min: -99, max: 99 }), (values, a, b) => {
        const moved = values.map((value) => a * value + b).reverse();
        const groups = [values.slice(0, 2), values.slice(2)];
        const movedGroups = groups.map((group) => group.map((value) => a * value + b).reverse());
        close(grubbs(moved).statistic, grubbs(values).statistic, 1e-9);
        close(dixon(moved, { ratio: 'r10' }).statistic, dixon(values, { ratio: 'r10' }).statistic, 1e-9);
        close(grubbsDouble(moved, 'low').statistic, grubbsDouble(values, 'low').statistic, 1e-9);
        close(gesd(moved, 2).steps[1]?.r ?? 0, gesd(values, 2).steps[1]?.r ?? 0, 1e-9);
        close(bartlett(movedGroups).statistic, bartlett(groups).statistic, 1e-6);
      }),
      { numRuns: 50 },
    );
  });

  it('refuse what they cannot judge', () => {
    refused(() => grubbs([1, 2]), 'statistics.few');
    refused(() => grubbs([2, 2, 2]), 'statistics.no-spread');
    refused(() => grubbs([1, 2, Number.NaN]), 'statistics.not-finite');
    refused(() => grubbs([1, 2, 4], { alpha: 5 }), 'statistics.probability');
    refused(() => grubbsCritical(2), 'statistics.range');
    refused(() => grubbsDouble([1, 2, 3], 'high'), 'statistics.few');
    refused(() => grubbsDouble([1, 1, 1, 1], 'high'), 'statistics.no-spread');
    refused(() => dixon([1, 2]), 'statistics.few');
    refused(() => dixon([3, 3, 3]), 'statistics.no-spread');
    refused(() => dixonCritical(2), 'statistics.range');
    refused(() => cochran([1], 2), 'statistics.few');
    refused(() => cochran([0, 0], 2), 'statistics.no-spread');
    refused(() => cochranCritical(5, 1), 'statistics.range');
    refused(() => gesd([1, 2], 1), 'statistics.few');
    refused(() => gesd([1, 2, 3], 2), 'statistics.range');
    refused(() => bartlett([[1, 2]]), 'statistics.few');
    refused(
      () =>
        bartlett([
          [1, 2],
          [3, 3],
        ]),
      'statistics.no-spread',
    );
    refused(() => bartlett([[1, 2], [3]]), 'statistics.few');
  });
});
