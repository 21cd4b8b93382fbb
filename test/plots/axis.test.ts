import { expect } from 'chai';
import { instant, linearScale, logScale, niceStep, shownRange, timeScale } from '../../lib/plots/axis.ts';

const labels = (scale: { ticks: { label: string }[] }) => scale.ticks.map(({ label }) => label);

describe('axes', () => {
  it('have steps of 1, 2 or 5 and as many decimals as the step needs', () => {
    for (const [span, most, step] of [
      [10, 5, 2],
      [10, 4, 5],
      [0.3, 6, 0.05],
      [7, 7, 1],
      [1234, 5, 500],
    ] as const)
      expect(niceStep(span, most), `${span} in ${most}`).to.be.closeTo(step, step * 1e-9);
    expect(labels(linearScale([0, 0.3], [0, 100], { room: 0 }))).to.deep.equal([
      '0.00',
      '0.05',
      '0.10',
      '0.15',
      '0.20',
      '0.25',
      '0.30',
    ]);
    expect(labels(linearScale([-2, 2], [0, 100], { room: 0, most: 4 }))).to.deep.equal(['−2', '−1', '0', '1', '2']);
  });

  it('give equal values, one value and no value a span', () => {
    for (const values of [[5, 5], [0], [], [-3]]) {
      const scale = linearScale(values, [0, 100]);
      expect(scale.high, `${values}`).to.be.greaterThan(scale.low);
      expect(scale.at(values[0] ?? 0.5)).to.be.closeTo(50, 1e-9);
    }
  });

  it('show what lies far out only when little else does', () => {
    expect(shownRange([1, 2, 3, 2, 1, 2, 1000]).high).to.be.lessThan(20);
    expect(shownRange([1, 2, 3, 2, 1, 2, -1000]).low).to.be.greaterThan(-20);
    expect(shownRange([1, 2, 3, 2, 1, 2, 4])).to.deep.equal({ low: 1, high: 4 });
    expect(shownRange([1, 1000])).to.deep.equal({ low: 1, high: 1000 });
    expect(shownRange([1, 1000], [0, 5]).high, 'limits are the measure').to.be.lessThan(1000);
  });

  it('are logarithmic by powers of ten', () => {
    const scale = logScale([0.1, 1000, 0, -5], [0, 400]);
    expect(labels(scale)).to.deep.equal(['0.1', '1', '10', '100', '1000']);
    expect(scale.at(10) - scale.at(1)).to.be.closeTo(scale.at(100) - scale.at(10), 1e-9);
  });

  it('tick time at days, months or years, never denser than there is room', () => {
    const between = (from: string, to: string) => labels(timeScale([instant(from), instant(to)], [0, 400]));
    expect(between('2026-11-01', '2026-11-05')).to.deep.equal([
      '2026-11-01',
      '2026-11-02',
      '2026-11-03',
      '2026-11-04',
      '2026-11-05',
    ]);
    expect(between('2026-01-10', '2026-11-21')).to.deep.equal(['2026-04', '2026-07', '2026-10']);
    expect(between('2019-02-01', '2026-11-21')).to.deep.equal(['2020', '2022', '2024', '2026']);
    expect(instant('2026-11-21T08:30') - instant('2026-11-21')).to.equal(8.5 * 3_600_000);
    expect(instant('2026-11-21T08:30:00.000Z')).to.equal(instant('2026-11-21T08:30'));
  });
});
