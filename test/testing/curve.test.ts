import { expect } from 'chai';
import { evaluateRecord, type FormDefinition, type Readings, type TestItem } from '../../lib/forms/index.ts';
import { calibrationLine, type Scene } from '../../lib/plots/index.ts';
import { curveOf } from '../../lib/testing/curve.ts';
import { definitions } from '../forms/support.ts';

/** y = 2x + 1 with the residuals +0.1, −0.2, +0.1 (Σ 0, so the line is exact); samples at x = 2 and beyond the top. */
const levels = [
  { C_std: '1', A_std: '3.1' },
  { C_std: '2', A_std: '4.8' },
  { C_std: '3', A_std: '7.1' },
];

const item = (constants: Record<string, string>): TestItem => ({
  ...{ group: '检查', name: { zh: '含量', en: 'Content' }, parameter: 'X', limit: { kind: 'max', value: '100' } },
  ...{ limitText: '≤100', unit: 'mg/kg', places: 1, rule: 'half-even', compare: 'full', constants, method: '' },
});

const drawn = (constants: Record<string, string>, readings: Readings, code = 'calibration-curve') => {
  const form: FormDefinition = definitions().form(code);
  const outcome = evaluateRecord(form, item(constants), readings);
  return curveOf({ form, item: item(constants), readings, outcome }, 'zh');
};

const readings: Readings = {
  ...{ levels, detected: 'yes', C_0: '0', V: '10', D: '1' },
  samples: [
    { m: '1', A: '5' },
    { m: '1', A: '9' },
  ],
};

describe('the curve of a record as a picture', () => {
  it('has the line of the record, its residuals, the samples on it and the one beyond', () => {
    const data = drawn({ r_min: '0.9', levels: '3' }, readings);
    expect(data?.line).to.include({ slope: '2', intercept: '1' });
    expect(data?.range).to.deep.equal({ low: '1', high: '3' });
    expect(data?.samples?.map(({ x, y, beyond }) => [x, y, beyond])).to.deep.equal([
      ['2', '5', false],
      ['4', '9', true],
    ]);
    const scene: Scene = calibrationLine(data ?? never(), { lang: 'zh', width: 400 });
    expect(scene.table.rows.slice(0, 3).map(([, , residual]) => residual)).to.deep.equal(['0.100', '-0.200', '0.100']);
    const marks = scene.items.flatMap((one) => (one.kind === 'marker' && one.hint ? [one.shape] : []));
    expect(marks).to.include('diamond').and.include('down');
    const dashed = scene.items.filter(
      (one) => one.kind === 'line' && one.stroke.dash === 'dashed' && one.x1 === one.x2,
    );
    expect(dashed, 'both ends of the range').to.have.length(2);
    expect(scene.description).to.include('超出标准曲线范围 1 份');
  });

  it('is weighted or goes through zero as the item says', () => {
    // Through zero: Σxy ÷ Σx² = (3.1 + 9.6 + 21.3) ÷ 14 = 34 ÷ 14
    const zero = drawn({ fit: '0', r_min: '0.9', levels: '3' }, readings);
    expect(zero?.line.slope.slice(0, 8)).to.equal('2.428571');
    expect(zero?.line.intercept).to.equal('0');
    expect(zero?.line.equation).to.include('过原点');
    // 1/x: w = 1, 1/2, 1/3; x̄ = 3 ÷ (11/6), ȳ = (3.1 + 2.4 + 71/30) ÷ (11/6); Sxy ÷ Sxx = 1.9773 (by hand with fractions)
    const weighted = drawn({ fit: '1/x', r_min: '0.9', levels: '3' }, readings);
    expect(Number(weighted?.line.slope)).to.be.closeTo(weightedSlope(), 1e-12);
    expect(weighted?.line.equation).to.include('加权');
  });

  it('is not drawn where the form has none, or its slope cannot be calculated yet', () => {
    expect(drawn({}, {}, 'loss-on-drying')).to.equal(undefined);
    expect(drawn({ levels: '3' }, { levels: levels.slice(0, 1) })).to.equal(undefined);
  });
});

/** The weighted least squares of `levels` in exact fractions over 1/x: numerators by hand. */
function weightedSlope(): number {
  const w = [1, 1 / 2, 1 / 3];
  const x = [1, 2, 3];
  const y = [3.1, 4.8, 7.1];
  const total = w.reduce((a, b) => a + b);
  const [mx, my] = [x, y].map((list) => list.reduce((sum, one, i) => sum + one * (w[i] ?? 0), 0) / total);
  const cross = (a: number[], b: number[], ma = 0, mb = 0) =>
    a.reduce((sum, one, i) => sum + (w[i] ?? 0) * (one - ma) * ((b[i] ?? 0) - mb), 0);
  return cross(x, y, mx, my) / cross(x, x, mx, mx);
}

function never(): never {
  throw new Error('no curve');
}
