import { expect } from 'chai';
import {
  cChart,
  chartConstants,
  cusum,
  cusumArl,
  ewma,
  ewmaArl,
  individuals,
  leveyJennings,
  leveyJenningsFrom,
  pChart,
  printedConstants,
  uChart,
  xbarR,
  xbarS,
} from '../../../lib/core/statistics/charts.ts';
import { mean } from '../../../lib/core/statistics/numbers.ts';
import { randomFrom } from '../../../lib/core/statistics/random.ts';
import { refused } from '../expect-refusal.ts';
import { close } from './near.ts';

/** ISO 7870-2 table 2: n, d2, c4, A2, A3, D3, D4, B3, B4. */
const TABLE = [
  [2, 1.128, 0.7979, 1.88, 2.659, 0, 3.267, 0, 3.267],
  [3, 1.693, 0.8862, 1.023, 1.954, 0, 2.575, 0, 2.568],
  [4, 2.059, 0.9213, 0.729, 1.628, 0, 2.282, 0, 2.266],
  [5, 2.326, 0.94, 0.577, 1.427, 0, 2.114, 0, 2.089],
  [6, 2.534, 0.9515, 0.483, 1.287, 0, 2.004, 0.03, 1.97],
  [7, 2.704, 0.9594, 0.419, 1.182, 0.076, 1.924, 0.118, 1.882],
  [8, 2.847, 0.965, 0.373, 1.099, 0.136, 1.864, 0.185, 1.815],
  [9, 2.97, 0.9693, 0.337, 1.032, 0.184, 1.816, 0.239, 1.761],
  [10, 3.078, 0.9727, 0.308, 0.975, 0.223, 1.777, 0.284, 1.716],
  [25, 3.931, 0.9896, 0.153, 0.606, 0.459, 1.541, 0.565, 1.435],
];

/** NIST/SEMATECH 6.3.2.2: flow rate; 6.3.2.4: the EWMA of the same twenty and more. */
const FLOW = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1];
const DRIFT = [52, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, ...FLOW];

describe('control charts', () => {
  it('compute the constants of ISO 7870-2 for 2 to 25', () => {
    for (const [n = 0, d2 = 0, c4 = 0, A2 = 0, A3 = 0, D3 = 0, D4 = 0, B3 = 0, B4 = 0] of TABLE) {
      const printed = printedConstants(n);
      const expected: Record<string, number> = { d2, A2, A3, D3, D4, B3, B4 };
      for (const [name, value] of Object.entries(expected))
        close(printed[name as keyof typeof printed], value, 0.00100001, `${name} of ${n}`);
      close(printed.c4, c4, 0.00005);
    }
    close(chartConstants(2).d2, 2 / Math.sqrt(Math.PI), 1e-12);
    close(chartConstants(2).d3, Math.sqrt(2 - 4 / Math.PI), 1e-9);
    close(chartConstants(5).d3, 0.864, 0.0005);
    close(chartConstants(5).B6, 1.964, 0.0005);
    refused(() => chartConstants(1), 'statistics.range');
    refused(() => chartConstants(51), 'statistics.range');
  });

  it('give the flow rates of NIST their limits: 50.81, 45.8159 to 55.8041, range to 6.1347', () => {
    const { location, spread, ranges } = individuals(FLOW);
    close(location.centre, 50.81, 1e-9);
    close(location.upper, 55.8041, 0.0001);
    close(location.lower, 45.8159, 0.0001);
    close(spread.centre, 1.877778, 1e-6);
    close(spread.upper, 6.1347, 0.0001);
    expect([spread.lower, ranges.length]).to.deep.equal([0, 9]);
  });

  it('set means with ranges and means with deviations by hand-worked constants', () => {
    const groups = [
      [10, 12, 11, 9, 13],
      [11, 11, 12, 10, 11],
      [9, 10, 12, 13, 11],
    ];
    const byRange = xbarR(groups);
    expect(byRange.points.map(({ range }) => range)).to.deep.equal([4, 2, 4]);
    close(byRange.location.upper, 11 + 0.577 * (10 / 3), 1e-9);
    close(byRange.location.warnLower, 11 - (2 / 3) * 0.577 * (10 / 3), 1e-9);
    close(byRange.spread.upper, 2.114 * (10 / 3), 1e-9);
    expect(byRange.spread.lower).to.equal(0);
    const bySd = xbarS(groups);
    const spread = mean(bySd.points.map(({ sd }) => sd));
    close(bySd.location.lower, 11 - 1.427 * spread, 1e-9);
    close(bySd.spread.upper, 2.089 * spread, 1e-9);
    expect([byRange.n, bySd.n]).to.deep.equal([5, 5]);
  });

  it('take σ from within the groups: means about theory when in control', () => {
    const random = randomFrom(8);
    const groups = Array.from({ length: 400 }, () => Array.from({ length: 4 }, () => random.normal(100, 3)));
    for (const chart of [xbarR(groups), xbarS(groups)]) close(chart.location.sigma, 1.5, 0.04);
  });

  it('draw Levey and Jennings from a known pair, or from 20 points and more', () => {
    expect(leveyJennings({ mean: 100, sd: 2 })).to.deep.equal({
      centre: 100,
      sigma: 2,
      lower: 94,
      upper: 106,
      warnLower: 96,
      warnUpper: 104,
    });
    const twenty = Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? 1 : -1));
    close(leveyJenningsFrom(twenty).sigma, Math.sqrt(20 / 19), 1e-12);
    refused(() => leveyJenningsFrom(twenty.slice(1)), 'statistics.few');
    refused(() => leveyJenningsFrom(new Array(20).fill(5)), 'statistics.not-positive');
    refused(() => leveyJennings({ mean: 1, sd: 0 }), 'statistics.not-positive');
  });

  it('count with exact limits where numbers are small', () => {
    const { centre, upper, normalUpper, out } = cChart([2, 1, 0, 3, 9, 1, 2, 2, 1, 2]);
    expect([centre, upper]).to.deep.equal([2.3, 8]); // P(X > 8 | 2.3) = 0.0005, P(X > 7) = 0.0026
    close(normalUpper, 2.3 + 3 * Math.sqrt(2.3), 1e-9);
    expect(out.indexOf(true)).to.equal(4);
    const share = pChart([...new Array(9).fill({ found: 1, of: 50 }), { found: 6, of: 50 }]);
    close(share.centre, 0.03, 1e-12);
    expect(share.points.map(({ out: beyond }) => beyond)).to.deep.equal(new Array(10).fill(false));
    expect(share.points[0]?.upper).to.equal(6 / 50); // the 3 σ line at 0.102 would call 6 of 50 out: 0.3 % in truth
    const rate = uChart([
      { found: 2, units: 1 },
      { found: 30, units: 2.5 },
      { found: 1, units: 3 },
    ]);
    expect(rate.points.map(({ out: beyond }) => beyond)).to.deep.equal([false, true, true]);
    expect(cChart([0, 0, 0])).to.deep.include({ centre: 0, lower: 0, upper: 0, out: [false, false, false] });
    expect(pChart([{ found: 5, of: 5 }]).points[0]).to.deep.include({ rate: 1, upper: 1, out: false });
  });

  it('follow the EWMA of NIST point by point: 52.00 … 51.99, limits 47.4115 to 52.5884', () => {
    const points = ewma(DRIFT, { mean: 50, sd: 2.0539, lambda: 0.3, asymptotic: true });
    const printed = [
      50.6, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05, 49.38, 49.92,
      50.73, 51.23, 51.94, 51.99,
    ];
    points.forEach(({ value }, at) => {
      close(value, printed[at] ?? 0, 0.011);
    });
    close(points[0]?.upper ?? 0, 52.5884, 0.01); // NIST rounds √(0.3/1.7) up to 0.4216
    expect(points.some(({ out }) => out)).to.equal(false);
    const exact = ewma([50, 50, 50], { mean: 50, sd: 1, lambda: 0.3 });
    close(exact[0]?.upper ?? 0, 50 + 3 * 0.3, 1e-12);
    close(exact[1]?.upper ?? 0, 50 + 3 * 0.3 * Math.sqrt(1 + 0.49), 1e-12);
  });

  it('sum up a drift (CUSUM): the alarm, and where it began', () => {
    const values = [0, 0.2, -0.3, 1.6, 1.4, 1.8, 1.5, 1.7, 1.9];
    const points = cusum(values, { mean: 0, sd: 1 });
    close(points[3]?.high ?? 0, 1.1, 1e-12);
    close(points[7]?.high ?? 0, 5.5, 1e-12);
    expect(points.map(({ out }) => out)).to.deep.equal([null, null, null, null, null, null, null, 'high', 'high']);
    expect(points[7]?.run).to.equal(5);
    expect(
      cusum(
        values.map((value) => -value),
        { mean: 0, sd: 1 },
      )[7],
    ).to.include({ out: 'low', run: 5 });
    expect(cusum([0], { mean: 0, sd: 1, headStart: 2.5 })[0]).to.include({ high: 2, low: 2 });
  });

  it('follow the CUSUM of NIST (6.3.2.3): 3.01 at the thirteenth, alarm with 4.94 at the fourteenth', () => {
    const values = [
      324.925, 324.675, 324.725, 324.35, 325.35, 325.225, 324.125, 324.525, 325.225, 324.6, 324.625, 325.15, 328.325,
      327.25, 327.825, 328.5, 326.675, 327.775, 326.875, 328.35,
    ];
    const points = cusum(values, { mean: 325, sd: 1, k: 0.3175, h: 4.1959 });
    const printed: [at: number, high: number][] = [
      [4, 0.03],
      [12, 3.01],
      [13, 4.94],
      [14, 7.45],
      [19, 19.04],
    ];
    for (const [at, high] of printed) close(points[at]?.high ?? 0, high, 0.006, `point ${at + 1}`);
    expect(points.findIndex(({ out }) => out === 'high')).to.equal(13);
  });

  it('knows the mean run lengths of the tables (Montgomery 9.3; Lucas and Saccucci 1990)', () => {
    const four = [168, 26.6, 8.38, 3.34];
    const five = [465, 38, 10.4, 4.01];
    [0, 0.5, 1, 2].forEach((shift, at) => {
      close(cusumArl(shift, { h: 4 }) / (four[at] ?? 1), 1, 0.003);
      close(cusumArl(shift, { h: 5 }) / (five[at] ?? 1), 1, 0.003);
    });
    close(cusumArl(0, { h: 5, sides: 1 }) / 930.9, 1, 0.003);
    close(ewmaArl(0, { lambda: 0.1, width: 2.814 }), 500, 2);
    close(ewmaArl(0, { lambda: 0.2, width: 2.962 }), 500, 2);
    close(ewmaArl(1, { lambda: 0.1, width: 2.814 }), 10.3, 0.05);
    close(ewmaArl(-1, { lambda: 0.1, width: 2.814 }), ewmaArl(1, { lambda: 0.1, width: 2.814 }), 1e-6);
  });

  it('alarms after as many points as it says', () => {
    const random = randomFrom(99);
    const lengths = Array.from({ length: 400 }, () => {
      const values = Array.from({ length: 120 }, () => random.normal(1, 1));
      return cusum(values, { mean: 0, sd: 1, h: 4 }).findIndex(({ out }) => out !== null) + 1;
    });
    expect(lengths).not.to.include(0);
    close(mean(lengths), cusumArl(1, { h: 4 }), 0.8);
  });

  it('refuse what cannot be drawn', () => {
    refused(() => individuals([1]), 'statistics.few');
    refused(() => individuals([1, Number.NaN]), 'statistics.not-finite');
    refused(() => xbarR([[1, 2]]), 'statistics.few');
    refused(() => xbarR([[1, 2], [1]]), 'statistics.uneven');
    refused(() => xbarS([[1], [2]]), 'statistics.few');
    refused(() => pChart([]), 'statistics.few');
    refused(() => pChart([{ found: 6, of: 5 }]), 'statistics.range');
    refused(() => pChart([{ found: 0, of: 0 }]), 'statistics.not-positive');
    refused(() => cChart([]), 'statistics.few');
    refused(() => cChart([-1]), 'statistics.range');
    refused(() => ewma([], { mean: 0, sd: 1 }), 'statistics.few');
    refused(() => ewma([1], { mean: 0, sd: 1, lambda: 0 }), 'statistics.not-positive');
    refused(() => ewma([1], { mean: 0, sd: 1, lambda: 2 }), 'statistics.range');
    refused(() => ewma([1], { mean: Number.NaN, sd: 1 }), 'statistics.not-finite');
    refused(() => cusum([1], { mean: Number.NaN, sd: 1 }), 'statistics.not-finite');
    refused(() => cusumArl(Number.NaN), 'statistics.not-finite');
    refused(() => ewmaArl(Number.NaN), 'statistics.not-finite');
    refused(() => leveyJennings({ mean: Number.NaN, sd: 1 }), 'statistics.not-finite');
    refused(() => cusum([1], { mean: 0, sd: 0 }), 'statistics.not-positive');
    refused(() => cusumArl(0, { h: 0 }), 'statistics.not-positive');
  });
});
