import { expect } from 'chai';
import { factorsF, homogeneity, stability } from '../../../lib/core/statistics/homogeneity.ts';
import { mandelCritical, precision } from '../../../lib/core/statistics/precision.ts';
import { randomFrom } from '../../../lib/core/statistics/random.ts';
import { refused } from '../expect-refusal.ts';
import { close, texts } from './near.ts';

/** ASTM E691 glucose in serum, NIST GLUCOSE.DAT (public domain): materials A and B. */
const A = [
  [41.03, 41.45, 41.37],
  [41.17, 42.0, 41.15],
  [41.01, 40.68, 42.66],
  [39.37, 42.37, 42.63],
  [41.88, 41.19, 41.32],
  [43.28, 40.5, 42.28],
  [41.08, 41.27, 39.02],
  [43.36, 42.65, 41.72],
];
const B = [
  [78.28, 78.18, 78.49],
  [77.78, 80.38, 79.54],
  [79.18, 79.72, 80.81],
  [84.08, 78.6, 81.92],
  [78.16, 79.58, 78.33],
  [78.66, 79.27, 81.75],
  [79.76, 81.45, 77.35],
  [80.44, 80.8, 79.8],
];

describe('precision between laboratories', () => {
  it('gives the published glucose table of ASTM E691', () => {
    const b = precision(B, 0.005);
    const figures = {
      mean: 79.679583,
      sMeans: 1.002751,
      sr: 1.494854,
      sR: 1.579631,
      sL: 0.510536,
      r: 4.18559,
      R: 4.422967,
    };
    for (const [name, right] of Object.entries(figures)) close(b[name as keyof typeof figures], right, 2e-6, name);
    const h = [-1.3592, -0.445, 0.2231, 1.8487, -0.9869, 0.2132, -0.1591, 0.6653];
    const k = [0.1058, 0.8876, 0.5555, 1.8466, 0.5187, 1.0948, 1.3784, 0.3388];
    b.cells.forEach((cell, at) => {
      close(cell.h, h[at] ?? 0, 0.00006);
      close(cell.k, k[at] ?? 0, 0.00006);
    });
    close(b.critical.h, 2.15, 0.005);
    close(b.critical.k, 2.06, 0.005);
  });

  it('sets s_R to s_r where the variance between laboratories would be negative', () => {
    const a = precision(A);
    expect([a.sL, a.sR]).to.deep.equal([0, a.sr]);
    close(a.sr, 1.063224, 1e-6);
  });

  it('takes laboratories with different numbers of replicates (ISO 5725-2 7.4.5)', () => {
    const random = randomFrom(31);
    const rounds = Array.from({ length: 200 }, () =>
      precision(
        Array.from({ length: 20 }, (_, at) => {
          const own = random.normal(10, 2);
          return Array.from({ length: 2 + (at % 3) }, () => random.normal(own, 1));
        }),
      ),
    );
    const average = (of: (one: (typeof rounds)[number]) => number) =>
      rounds.reduce((total, one) => total + of(one), 0) / rounds.length;
    close(
      average(({ sr }) => sr ** 2),
      1,
      0.03,
    );
    close(
      average(({ sL }) => sL ** 2),
      4,
      0.3,
    );
  });

  it('has the critical values of Mandel', () => {
    close(mandelCritical(8, 3, 0.005).h, 2.15, 0.005);
    close(mandelCritical(10, 2, 0.05).h, 1.8, 0.01); // ISO 5725-2 table 7
    close(mandelCritical(10, 2, 0.01).k, 2.32, 0.01);
  });

  it('refuses too little, and gives 0 for laboratories that agree', () => {
    refused(() => precision(A.slice(0, 2)), 'statistics.few');
    refused(() => precision([[1], [2], [3]]), 'statistics.few');
    refused(() => mandelCritical(2, 2), 'statistics.range');
    const same = precision([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(same.cells.map(({ h, k }) => [h, k])).to.deep.equal([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
  });
});

describe('homogeneity and stability', () => {
  it('has F1 and F2 of ISO 13528 table B.1', () => {
    const printed: [g: number, f1: number, f2: number][] = [
      [7, 2.1, 1.43],
      [8, 2.01, 1.25],
      [9, 1.94, 1.11],
      [10, 1.88, 1.01],
      [11, 1.83, 0.93],
      [12, 1.79, 0.86],
      [13, 1.75, 0.8],
      [14, 1.72, 0.75],
      [15, 1.69, 0.71],
      [16, 1.67, 0.68],
      [17, 1.64, 0.64],
      [18, 1.62, 0.62],
      [19, 1.6, 0.59],
      [20, 1.59, 0.57],
    ];
    for (const [g, f1, f2] of printed) {
      close(factorsF(g).f1, f1, 0.0051, `F1 ${g}`);
      close(factorsF(g).f2, f2, 0.0051, `F2 ${g}`);
    }
  });

  /** Items whose means are 1 … 10 by turns and whose duplicates differ by `by`. */
  const items = (by: number) => Array.from({ length: 10 }, (_, at) => texts([at + 1 - by / 2, at + 1 + by / 2]));

  it('splits the spread as the standard does: s_s² = s_x² − s_w²/2', () => {
    const found = homogeneity(items(2), '10');
    close(found.sx, Math.sqrt(55 / 6), 1e-12);
    close(found.sw, Math.SQRT2, 1e-12);
    close(found.ss, Math.sqrt(55 / 6 - 1), 1e-12);
    expect(found).to.include({ g: 10, m: 2, mean: 5.5, limit: 3, passes: true });
    close(found.f.value, (2 * 55) / 6 / 2, 1e-12);
    expect(found.f).to.include({ df1: 9, df2: 10, passes: false });
    expect(homogeneity(items(2), '9').passes).to.equal(false);
    expect(homogeneity(items(2), '9').expanded.passes).to.equal(true);
  });

  it('lets a tie at 0.3 σpt pass, which binary numbers would not', () => {
    const pairs = [
      ['0.4', '0.4'],
      ['0.7', '0.7'],
      ['1.0', '1.0'],
    ]; // s_s is 0.3 exactly
    expect(homogeneity(pairs, '1')).to.deep.include({ passes: true, cochran: null });
    expect(homogeneity(pairs, '0.9999999999').passes).to.equal(false);
    expect(homogeneity(pairs, '1').f).to.deep.include({ value: null, p: 0, passes: false });
    expect(stability(['10.3', '10.3'], ['10.0', '10.0'], '1')).to.deep.include({ passes: true, difference: 0.3 });
    expect(stability(['10.3', '10.30000001'], ['10.0', '10.0'], '1').passes).to.equal(false);
  });

  it('finds the one item whose duplicates differ', () => {
    const rows = items(0.2);
    rows[4] = ['1', '9'];
    expect(homogeneity(rows, '10').cochran).to.deep.include({ outlier: true, suspects: [4] });
  });

  it('is right about items that do not differ: the F test fails 5 in 100', () => {
    const random = randomFrom(17);
    const rounds = Array.from({ length: 300 }, () =>
      homogeneity(
        Array.from({ length: 10 }, () => texts([random.normal(50, 1), random.normal(50, 1)])),
        '3',
      ),
    );
    close(rounds.filter(({ f }) => !f.passes).length / 300, 0.05, 0.04);
    expect(rounds.every(({ expanded }) => expanded.passes)).to.equal(true);
  });

  it('compares before and after, with the doubt of both means and with t', () => {
    const found = stability(['10.0', '10.2', '10.4'], ['9.8', '10.0', '10.2'], '0.5');
    expect(found).to.include({ first: 10.2, second: 10, limit: 0.15, passes: false, passesExtended: true });
    close(found.extendedLimit, 0.15 + 2 * Math.sqrt((2 * 0.04) / 3), 1e-12);
    close(found.t.value, 0.2 / Math.sqrt(0.04 * (2 / 3)), 1e-12);
    expect(found.t).to.include({ df: 4, passes: true });
    expect(stability(['1', '1'], ['1', '1'], '1').t).to.include({ value: null, p: 1, passes: true });
    expect(stability(['1', '1'], ['2', '2'], '9').t).to.include({ value: null, p: 0, passes: false });
  });

  it('refuses what cannot be judged', () => {
    refused(() => homogeneity(items(1).slice(0, 2), '1'), 'statistics.few');
    refused(() => homogeneity([['1'], ['2'], ['3']], '1'), 'statistics.few');
    refused(() => homogeneity([['1', '2'], ['2', '3'], ['3']], '1'), 'statistics.uneven');
    refused(() => homogeneity(items(1), '0'), 'statistics.not-positive');
    refused(
      () =>
        homogeneity(
          [
            ['a', '2'],
            ['2', '3'],
            ['3', '4'],
          ],
          '1',
        ),
      'number.word',
    );
    refused(() => stability(['1'], ['1', '2'], '1'), 'statistics.few');
    refused(() => stability(['1', '2'], ['<1', '2'], '1'), 'statistics.censored');
  });
});
