import { expect } from 'chai';
import {
  bandwidthOf,
  calibrationLine,
  contribution,
  controlChart,
  cusumChart,
  densityPlot,
  histogram,
  kernelDensity,
  pareto,
  proportionTrend,
  rankedBars,
  readingsChart,
  scoreHistory,
  scoreVerdict,
  youden,
} from '../../lib/plots/index.ts';
import type { Item, Marker, Rect, Scene } from '../../lib/plots/types.ts';
import { control, normals, pictures } from './samples.ts';

const zh = { lang: 'zh' } as const;
const marks = (scene: Scene): Marker[] => scene.items.filter((item) => item.kind === 'marker');
const hinted = (scene: Scene, start: string): Item[] => scene.items.filter(({ hint }) => hint?.startsWith(start));
const rects = (items: Item[]): Rect[] => items.filter((item) => item.kind === 'rect');
const said = (scene: Scene): string[] => scene.items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));

/** From pixels back to values by two labels of the axis at the left of a picture (`top`: only labels above it). */
function readOff(scene: Scene, below = Infinity): (y: number) => number {
  const ticks = scene.items.flatMap((item) =>
    item.kind === 'text' && item.anchor === 'end' && item.y < below && /^−?\d+(\.\d+)?$/.test(item.text)
      ? [{ y: item.y - 4, value: Number(item.text.replace('−', '-')) }]
      : [],
  );
  const [first, last] = [ticks[0]!, ticks.at(-1)!];
  return (y) => first.value + ((y - first.y) / (last.y - first.y)) * (last.value - first.value);
}

describe('control charts', () => {
  const scene = controlChart(control, zh);

  it('put every point where its value says, left to right', () => {
    const panelEnd = Math.min(
      ...scene.items.flatMap((item) => (item.kind === 'text' && item.text === '极差（%）' ? [item.y] : [])),
    );
    const at = readOff(scene, panelEnd);
    const points = marks(scene).filter(({ hint, y }) => hint?.startsWith('2026-') && y < panelEnd);
    expect(points).to.have.length(42);
    points.forEach((point, n) =>
      expect(at(point.y), `point ${n}`).to.be.closeTo(Number(control.points[n]!.value), 0.02),
    );
    expect(points.map(({ x }) => x)).to.deep.equal(points.map(({ x }) => x).sort((a, b) => a - b));
  });

  it('mark a broken rule by a filled triangle, its code and the sentence; an excluded point is a cross off the line', () => {
    const broken = marks(scene).filter(({ shape, hint }) => shape === 'triangle' && hint);
    expect(broken.map(({ hint }) => hint)).to.deep.equal([
      '2026-04-05 104.90 · 1 点超出 3s 控制限',
      `2026-04-08 ${control.points[31]!.value} · 连续 2 点超出同侧 2s · 相邻两点差超过 4s`,
    ]);
    expect(said(scene)).to.include.members(['1-3s', '2-2s R4']);
    const [excluded] = marks(scene).filter(({ shape, hint }) => shape === 'cross' && hint);
    expect(excluded?.hint).to.equal('2026-02-10 92.11 · 剔除，不计入: 进样瓶漏液，已登记偏差');
    const lines = scene.items.filter((item) => item.kind === 'polyline');
    expect(lines[0]?.points).to.have.length(41);
    expect(lines[0]?.points.some(({ x }) => x === excluded?.x)).to.equal(false);
  });

  it('draw a new version of limits as a step and print the last limits with their digits', () => {
    const limits = scene.items.filter(
      (item) => item.kind === 'line' && item.stroke.dash === 'dashed' && item.stroke.tone === 'bad',
    );
    expect(limits.length).to.be.at.least(5); // upper and lower of two versions, upper of the ranges
    expect(said(scene)).to.include.members([
      'UCL 103.10',
      'CL 99.80',
      'LCL 96.50',
      '控制限 V1',
      '控制限 V2',
      'UCL 3.92',
    ]);
  });

  it('say the notes over the chart and in the table', () => {
    expect(said(scene)).to.include.members(['对照品换批 110731-202122', '天平重新校准', '更换色谱柱']);
    expect(scene.table.rows[10]?.at(-1)).to.equal('更换批号: 对照品换批 110731-202122');
    expect(scene.table.rows[30]?.slice(0, 5)).to.deep.equal(['2026-04-05', '104.90', '96.50', '99.80', '103.10']);
    expect(scene.table.rows.map(([, value]) => value)).to.deep.equal(control.points.map(({ value }) => value));
    expect(scene.description).to.equal('共 42 点；违反判异准则 2 点；剔除 1 点。');
  });

  it('cut what lies far out with an arrow and its value, so that the others stay apart', () => {
    const values = ['10.1', '9.8', '1043.22', '10.4', '9.9', '10.0', '10.2'];
    const far = controlChart(
      {
        title: 'x',
        axis: 'y',
        points: values.map((value, n) => ({ label: `${n}`, value })),
        limits: [{ from: 0, centre: '10', upper: '13', lower: '7' }],
      },
      zh,
    );
    expect(said(far)).to.include('1043.22');
    const [lowest, highest] = [hinted(far, '1 9.8'), hinted(far, '3 10.4')].map(([mark]) => (mark as Marker).y);
    expect(lowest! - highest!).to.be.greaterThan(10);
  });

  it('show 500 points, and say that there is none', () => {
    const many = controlChart(
      {
        title: 'x',
        axis: 'y',
        points: normals(500).map((z, n) => ({ label: `${n}`, value: z.toFixed(2) })),
        limits: [],
      },
      zh,
    );
    expect(marks(many).filter(({ hint }) => hint)).to.have.length(500);
    expect(many.description).to.include('尚未建立控制限');
    expect(said(controlChart({ title: 'x', axis: 'y', points: [], limits: [] }, zh))).to.deep.equal(['暂无数据']);
  });
});

describe('scores', () => {
  it('take a tie at 2 as satisfactory, at 3 as unsatisfactory, at En 1 as satisfactory; as decimals', () => {
    const verdicts = ['2', '-2.00', '2.0000000000000000001', '2.9999999999999999999', '3', '-3.0', null, 'n/a'].map(
      (score) => scoreVerdict(score),
    );
    expect(verdicts).to.deep.equal([
      'satisfactory',
      'satisfactory',
      'questionable',
      'questionable',
      'unsatisfactory',
      'unsatisfactory',
      'none',
      'none',
    ]);
    const en = { warn: '1', act: '1' };
    expect(['1', '-1.0', '1.00001'].map((score) => scoreVerdict(score, en))).to.deep.equal([
      'satisfactory',
      'satisfactory',
      'unsatisfactory',
    ]);
  });

  const bars = [
    { code: 'A', score: '2.50' },
    { code: 'B', score: '-3.20' },
    { code: 'C', score: null },
    { code: 'D', score: '0.10', own: true as const },
  ];
  const scene = rankedBars({ title: 'z', axis: 'z', bars }, zh);

  it('stand from the smallest to the greatest, with the length that the score says', () => {
    const at = readOff(scene);
    const drawn = ['B', 'D', 'A'].map((code) => rects(hinted(scene, `${code} `))[0]!);
    expect(drawn.map(({ x }) => x)).to.deep.equal(drawn.map(({ x }) => x).sort((a, b) => a - b));
    expect(at(drawn[0]!.y + drawn[0]!.height)).to.be.closeTo(-3.2, 0.02);
    expect(at(drawn[2]!.y)).to.be.closeTo(2.5, 0.02);
    expect(scene.table.rows.map(([rank, code, score, verdict]) => [rank, code, score, verdict])).to.deep.equal([
      ['1', 'B', '-3.20', '不满意'],
      ['2', 'D', '0.10', '满意'],
      ['3', 'A', '2.50', '有问题'],
      ['', 'C', '无分值', '未评定'],
    ]);
    expect(scene.description).to.equal(
      '共 4 个实验室：满意 1，有问题 1，不满意 1，未评定 1。本实验室分值 0.10，自小到大第 2 位。'.replace(
        '。本',
        '。 本',
      ),
    );
  });

  it('name only the own laboratory by colour, weight and an arrow, and no one else by name', () => {
    const own = scene.items.filter((item) => item.kind === 'text' && item.bold);
    expect(own.map((item) => item.kind === 'text' && item.text)).to.deep.equal(['D']);
    expect(marks(scene).filter(({ shape }) => shape === 'down')).to.have.length(2); // over the bar and in the key
  });

  it('over the years: a mark each by its verdict, a cross where there is no number', () => {
    const rounds = [
      { label: 'R1', at: '2024-03-01', score: '-0.50', verdict: 'satisfactory' as const },
      { label: 'R2', at: '2025-03-01', score: '2.30', verdict: 'questionable' as const },
      { label: 'R3', at: '2026-03-01', score: '-4.00', verdict: 'unsatisfactory' as const },
      { label: 'R4', at: '2026-09-01', score: null, verdict: 'none' as const },
    ];
    const history = scoreHistory({ title: 'z', axis: 'z', rounds }, zh);
    const shown = marks(history).filter(({ hint }) => hint);
    expect(shown.map(({ shape }) => shape)).to.deep.equal(['circle', 'diamond', 'triangle', 'cross']);
    const at = readOff(history);
    expect(shown.slice(0, 3).map(({ y }) => Math.round(at(y) * 100) / 100)).to.deep.equal([-0.5, 2.3, -4]);
    // 365 days and 184 days.
    expect((shown[2]!.x - shown[1]!.x) / (shown[3]!.x - shown[2]!.x)).to.be.closeTo(365 / 184, 0.01);
  });
});

describe('Youden plots', () => {
  const pairs = [
    { code: 'A', a: '10', b: '20' },
    { code: 'B', a: '11', b: '21', own: true as const },
    { code: 'C', a: '12', b: '22' },
  ];
  const scene = youden(
    { title: 'Y', axisA: 'a', axisB: 'b', pairs, ellipse: { along: '2', across: '1', words: '95 %' } },
    zh,
  );

  it('have one unit of length on both axes, and points of one bias along the 45° line', () => {
    const [a, b, c] = pairs.map(({ code }) => marks(scene).find(({ hint }) => hint?.startsWith(`${code} `))!);
    expect(b!.x - a!.x).to.be.closeTo(a!.y - b!.y, 0.01);
    expect(c!.x - b!.x).to.be.closeTo(b!.x - a!.x, 0.01);
    expect(b!.shape).to.equal('diamond');
    expect(said(scene)).to.include.members(['A', 'B', 'C']);
  });

  it('draw the ellipse with its long axis along 45° and the medians through its middle', () => {
    const ellipse = scene.items.find((item) => item.kind === 'polyline')!;
    const middle = marks(scene).find(({ hint }) => hint?.startsWith('B '))!;
    const spots = ellipse.kind === 'polyline' ? ellipse.points : [];
    const reach = (spot: { x: number; y: number }) => Math.hypot(spot.x - middle.x, spot.y - middle.y);
    const far = spots.reduce((best, spot) => (reach(spot) > reach(best) ? spot : best));
    const near = spots.reduce((best, spot) => (reach(spot) < reach(best) ? spot : best));
    expect(reach(far) / reach(near)).to.be.closeTo(2, 0.01);
    expect(Math.abs((far.y - middle.y) / (far.x - middle.x))).to.be.closeTo(1, 0.01);
  });
});

describe('densities', () => {
  it('hold one in all, and have the bandwidth of the published rule', () => {
    const values = normals(60);
    const h = bandwidthOf(values);
    const step = 0.01;
    let sum = 0;
    for (let at = -10; at < 10; at += step) sum += kernelDensity(values, h, at) * step;
    expect(sum).to.be.closeTo(1, 1e-6);
    // n = 5: s = 1.5811, IQR/1.34 = 1.4925, 5^(−1/5) = 0.72478; 0.9 × 1.4925 × 0.72478.
    expect(bandwidthOf([1, 2, 3, 4, 5])).to.be.closeTo(0.97359, 1e-4);
    expect(bandwidthOf([2, 2, 2])).to.equal(0);
  });

  it('find two modes where there are two, at their places', () => {
    const values = [...normals(30, 3).map((z) => 5 + z * 0.1), ...normals(30, 5).map((z) => 7 + z * 0.1)];
    const scene = densityPlot(
      { title: 'd', axis: 'x', values: values.map((value, n) => ({ code: `${n}`, value: value.toFixed(2) })) },
      zh,
    );
    const modes = said(scene)
      .flatMap((text) => /^众数 (.+)$/.exec(text)?.[1] ?? [])
      .map(Number);
    expect(modes).to.have.length(2);
    expect(modes[0]).to.be.closeTo(5, 0.1);
    expect(modes[1]).to.be.closeTo(7, 0.1);
    expect(scene.description).to.include('有 2 个峰');
    expect(scene.items.filter(({ kind, hint }) => kind === 'line' && hint)).to.have.length(60);
  });

  it('are not drawn from four results', () => {
    const scene = densityPlot(
      { title: 'd', axis: 'x', values: ['1', '2', '3', '4'].map((value) => ({ code: value, value })) },
      zh,
    );
    expect(scene.items.some(({ kind }) => kind === 'polygon')).to.equal(false);
    expect(scene.description).to.include('不足以估计分布');
  });
});

describe('other charts', () => {
  it('cusum: the lower sum stands below zero, signals are triangles only on the side that signals', () => {
    const scene = cusumChart(
      {
        title: 'c',
        axis: 'S',
        decision: '4',
        points: [
          { label: '1', high: '1', low: '2' },
          { label: '2', high: '0', low: '5', signal: true },
        ],
      },
      zh,
    );
    const at = readOff(scene);
    const shown = marks(scene).filter(({ hint }) => hint);
    expect(shown.map(({ y }) => Math.round(at(y)))).to.deep.equal([1, 0, -2, -5]);
    expect(shown.map(({ shape }) => shape)).to.deep.equal(['circle', 'circle', 'square', 'triangle']);
  });

  it('histogram: every value is in one class, a value on a bound in the class above', () => {
    const scene = histogram({ title: 'h', axis: 'x', values: ['0', '1', '1', '2', '3', '4'], classes: 4 }, zh);
    expect(scene.table.rows).to.deep.equal([
      ['0 – 1', '1'],
      ['1 – 2', '2'],
      ['2 – 3', '1'],
      ['3 – 4', '1'],
      ['4 – 5', '1'],
    ]);
    const counted = (s: Scene) => s.table.rows.reduce((sum, [, count]) => sum + Number(count), 0);
    expect(counted(histogram({ title: 'h', axis: 'x', values: normals(500).map((z) => z.toFixed(2)) }, zh))).to.equal(
      500,
    );
  });

  it('pareto: sorted, with the running share to 100', () => {
    const scene = pareto(
      {
        title: 'p',
        axis: '次数',
        causes: [
          { name: 'a', count: 1 },
          { name: 'b', count: 3 },
        ],
      },
      zh,
    );
    expect(scene.table.rows).to.deep.equal([
      ['b', '3', '75.0'],
      ['a', '1', '100.0'],
    ]);
  });

  it('contributions: largest first, the bars as long as their per cent', () => {
    const scene = contribution(
      {
        title: 'u',
        parts: [
          { name: 'a', percent: '20' },
          { name: 'b', percent: '80' },
        ],
      },
      zh,
    );
    const [b, a] = rects(scene.items);
    expect(b!.width / a!.width).to.be.closeTo(4, 0.01);
    expect(said(scene)).to.include.members(['80 %', '20 %']);
  });

  it('proportions: the interval is drawn from its lower to its upper bound', () => {
    const scene = proportionTrend(
      { title: 'p', axis: 'p', points: [{ label: '1', p: '0.10', lower: '0.02', upper: '0.30', n: 20, x: 2 }] },
      zh,
    );
    const at = readOff(scene);
    const bar = scene.items.find(
      (item) => item.kind === 'line' && item.stroke.tone === 'series1' && item.x1 === item.x2,
    );
    expect(bar?.kind === 'line' && [at(bar.y1), at(bar.y2)].map((share) => Math.round(share))).to.deep.equal([2, 30]);
  });

  it('calibrations: residuals are measured minus fitted', () => {
    const scene = calibrationLine(
      {
        title: 'c',
        axisX: 'x',
        axisY: 'y',
        points: [
          { x: '1', y: '2.5' },
          { x: '2', y: '3.5', excluded: '离群' },
        ],
        line: { intercept: '0', slope: '2', equation: 'y = 2x' },
      },
      zh,
    );
    expect(scene.table.rows).to.deep.equal([
      ['1', '2.5', '0.500', ''],
      ['2', '3.5', '-0.500', '剔除，不计入: 离群'],
    ]);
  });

  it('readings: the band of the allowed stands between the limits, what lies outside is a triangle', () => {
    const points = [
      { at: '2026-11-20T08:00', value: '20.0' },
      { at: '2026-11-20T16:00', value: '27.5', outside: true as const },
      { at: '2026-11-21T00:00', value: '22.0' },
    ];
    const scene = readingsChart({ title: 'r', axis: '℃', low: '18', high: '26', points }, zh);
    const at = readOff(scene);
    const band = rects(scene.items)[0]!;
    expect([at(band.y), at(band.y + band.height)].map((value) => Math.round(value * 10) / 10)).to.deep.equal([26, 18]);
    const shown = marks(scene).filter(({ hint }) => hint);
    expect(shown.map(({ shape, y }) => [shape, Math.round(at(y) * 10) / 10])).to.deep.equal([
      ['circle', 20],
      ['triangle', 27.5],
      ['circle', 22],
    ]);
    expect(shown[1]!.hint).to.equal('2026-11-20 16:00 27.5 · 超限');
  });

  it('every point that can be opened carries its address', () => {
    for (const name of ['control', 'ranked', 'history', 'heat', 'tiles', 'events']) {
      const linked = pictures[name]!(zh).items.filter(({ href }) => href !== undefined);
      expect(linked.length, name).to.be.greaterThan(0);
    }
  });
});
