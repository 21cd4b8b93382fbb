import {
  calibrationLine,
  contribution,
  controlChart,
  curvePlot,
  cusumChart,
  densityPlot,
  eventTimeline,
  ewmaChart,
  heatMap,
  heatMatrix,
  histogram,
  type PlotOptions,
  pareto,
  proportionTrend,
  rankedBars,
  readingsChart,
  type Scene,
  scoreHistory,
  tileMap,
  youden,
} from '../../lib/plots/index.ts';
import type { ControlChartData, Coverage, ScoreVerdict } from '../../lib/plots/types.ts';

/** Even numbers between 0 and 1 that are the same on every run (Park and Miller's generator). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

/** About standard normal (sum of twelve). */
export function normals(count: number, seed = 7): number[] {
  const next = chance(seed);
  return Array.from({ length: count }, () => Array.from({ length: 12 }, next).reduce((a, b) => a + b, -6));
}

const day = (n: number): string => new Date(Date.UTC(2026, 0, 5) + n * 86_400_000 * 3).toISOString().slice(0, 10);

export const control: ControlChartData = {
  title: '甘草酸质控样（批号 QC-2026-03）回收率单值控制图',
  axis: '回收率（%）',
  points: normals(42).map((z, n) => ({
    label: day(n),
    value: (n === 30 ? 104.9 : n === 12 ? 92.11 : 99.5 + z * 1.2).toFixed(2),
    spread: (Math.abs(z) * 1.1 + 0.1).toFixed(2),
    href: `/control/points/${n}`,
    ...(n === 30 && { violations: [{ code: '1-3s', words: '1 点超出 3s 控制限' }] }),
    ...(n === 31 && {
      violations: [
        { code: '2-2s', words: '连续 2 点超出同侧 2s' },
        { code: 'R4', words: '相邻两点差超过 4s' },
      ],
    }),
    ...(n === 12 && { excluded: '进样瓶漏液，已登记偏差' }),
  })),
  limits: [
    { from: 0, centre: '99.50', upper: '103.40', lower: '95.60', version: 'V1' },
    { from: 22, centre: '99.80', upper: '103.10', lower: '96.50', version: 'V2' },
  ],
  notes: [
    { at: 10, kind: 'lot', text: '对照品换批 110731-202122' },
    { at: 13, kind: 'calibration', text: '天平重新校准' },
    { at: 32, kind: 'note', text: '更换色谱柱' },
  ],
  spread: { axis: '极差（%）', limits: [{ from: 0, centre: '1.20', upper: '3.92' }] },
};

const ranked = (count: number) =>
  normals(count, 11).map((z, n) => ({
    code: `L${String(n + 1).padStart(2, '0')}`,
    score: n === 3 ? null : (n === 5 ? 14.72 : n === 9 ? 2.6 : n === 10 ? -3.1 : z * 0.9).toFixed(2),
    ...(n === 7 && { own: true as const }),
    href: `/labs/${n}`,
  }));

const verdicts: ScoreVerdict[] = [
  'satisfactory',
  'satisfactory',
  'questionable',
  'satisfactory',
  'unsatisfactory',
  'satisfactory',
  'none',
  'satisfactory',
];
const scores = ['0.31', '-1.20', '2.41', '-0.55', '-3.87', '0.92', null, '1.10'];

const groups: [string, number][] = [
  ['理化检验', 74],
  ['含量测定（高效液相色谱法）', 61],
  ['鉴别', 48],
  ['微生物限度与无菌', 22],
  ['重金属及有害元素、农药残留量', 39],
  ['生物测定', 12],
  ['药用包装材料', 18],
];
const states: Coverage[] = [
  'ok',
  'ok',
  'ok',
  'ok',
  'ok',
  'ok',
  'due',
  'due',
  'none',
  'ok',
  'ok',
  'failed',
  'ok',
  'ok',
  'due',
  'suspended',
  'ok',
];

const counties = '兰山区 罗庄区 河东区 沂南县 郯城县 沂水县 兰陵县 费县 平邑县 莒南县 蒙阴县 临沭县'.split(' ');

/** One typical picture of each chart, by name. */
export const pictures: Record<string, (options: PlotOptions) => Scene> = {
  control: (o) => controlChart(control, o),
  curve: (o) =>
    curvePlot(
      {
        title: '聚苯乙烯薄膜红外光谱',
        axis: 'ABSORBANCE',
        axisX: 'cm⁻¹',
        points: normals(900).map((noise, i) => [String(400 + i * 4), (0.5 + noise / 50).toFixed(4)] as const),
        reversed: true,
      },
      o,
    ),
  cusum: (o) =>
    cusumChart(
      {
        title: '天平日核查累积和图（k = 0.5σ，h = 5σ）',
        axis: '累积和（mg）',
        decision: '5.0',
        points: normals(40, 3).reduce<{ label: string; high: string; low: string; signal?: true }[]>((rows, z, n) => {
          const drift = n > 24 ? z + 1.1 : z;
          const high = Math.max(0, Number(rows.at(-1)?.high ?? 0) + drift - 0.5);
          const low = Math.max(0, Number(rows.at(-1)?.low ?? 0) - drift - 0.5);
          return rows.concat({
            label: day(n),
            high: high.toFixed(2),
            low: low.toFixed(2),
            ...(high > 5 && { signal: true as const }),
          });
        }, []),
      },
      o,
    ),
  ewma: (o) =>
    ewmaChart(
      {
        title: '质控样 EWMA 图（λ = 0.2，L = 2.7）',
        axis: '含量（mg/g）',
        centre: '20.0',
        points: normals(36, 5).reduce<
          { label: string; value: string; smoothed: string; lower: string; upper: string; signal?: true }[]
        >((rows, z, n) => {
          const value = 20 + z * 0.5 + (n > 25 ? 0.7 : 0);
          const smoothed = 0.2 * value + 0.8 * Number(rows.at(-1)?.smoothed ?? 20);
          const half = 2.7 * 0.5 * Math.sqrt((0.2 / 1.8) * (1 - 0.8 ** (2 * n + 2)));
          const signal = Math.abs(smoothed - 20) > half;
          return rows.concat({
            label: day(n),
            value: value.toFixed(2),
            smoothed: smoothed.toFixed(3),
            lower: (20 - half).toFixed(3),
            upper: (20 + half).toFixed(3),
            ...(signal && { signal: true as const }),
          });
        }, []),
      },
      o,
    ),
  ranked: (o) =>
    rankedBars(
      { title: 'NIFDC-PT-2026-118 三七中人参皂苷 Rg₁ 含量测定：各实验室 z 值', axis: 'z 值', bars: ranked(38) },
      o,
    ),
  rankedMany: (o) => rankedBars({ title: '各实验室 z 值（200 家）', axis: 'z 值', bars: ranked(200) }, o),
  youden: (o) =>
    youden(
      {
        title: '甘草苷含量：样品 A 与样品 B 的尤登图',
        axisA: '样品 A（mg/g）',
        axisB: '样品 B（mg/g）',
        pairs: normals(30, 21).map((z, n) => {
          const e = normals(30, 99)[n] ?? 0;
          return {
            code: `L${String(n + 1).padStart(2, '0')}`,
            a: (n === 6 ? 31.4 : 20 + z * 0.8 + e * 0.3).toFixed(2),
            b: (22 + z * 0.8 - e * 0.3).toFixed(2),
            ...(n === 12 && { own: true as const }),
          };
        }),
        ellipse: { along: '2.9', across: '1.1', words: '95 % 置信椭圆' },
      },
      o,
    ),
  density: (o) =>
    densityPlot(
      {
        title: '灰分测定结果分布（42 家）',
        axis: '总灰分（%）',
        values: normals(42, 33).map((z, n) => ({
          code: `L${n + 1}`,
          value: (n === 40 ? 9.83 : (n % 4 === 0 ? 4.6 : 3.9) + z * 0.14).toFixed(2),
          ...(n === 8 && { own: true as const }),
        })),
        assigned: { value: '3.95', words: '指定值' },
        within: '0.4',
      },
      o,
    ),
  history: (o) =>
    scoreHistory(
      {
        title: '人参皂苷 Rg₁ 含量测定：历轮 z 值',
        axis: 'z 值',
        rounds: verdicts.map((verdict, n) => ({
          label: `NIFDC-PT-${2019 + n}-${100 + n}`,
          at: `${2019 + n}-0${(n % 8) + 1}-15`,
          score: scores[n] ?? null,
          verdict,
          href: `/rounds/${n}`,
        })),
      },
      o,
    ),
  heat: (o) =>
    heatMap(
      {
        title: '检验参数受控情况（274 项）',
        groups: groups.map(([name, count], g) => ({
          name,
          href: `/capability?group=${g}`,
          tiles: Array.from({ length: count }, (_, n) => ({
            name: `${name} ${n + 1}：复方甘草酸苷注射液有关物质`,
            state: states[(n * 7 + g * 3) % states.length] ?? 'ok',
            href: `/parameters/${g}-${n}`,
            hint: '上轮 2026-03',
          })),
        })),
      },
      o,
    ),
  matrix: (o) =>
    heatMatrix(
      {
        title: '子领域 × 年度覆盖情况',
        columns: ['2021', '2022', '2023', '2024', '2025', '2026'],
        rows: groups.map(([name], g) => ({
          name,
          cells: [0, 1, 2, 3, 4, 5].map((c) =>
            (g + c) % 5 === 0 ? null : { state: states[(g * 5 + c * 2) % states.length] ?? 'ok' },
          ),
        })),
      },
      o,
    ),
  contribution: (o) =>
    contribution(
      {
        title: '重铬酸钾滴定液标定：不确定度贡献',
        parts: [
          { name: '标准溶液浓度', percent: '46.2' },
          { name: '滴定体积（含温度影响与终点判断重复性）', percent: '31.8' },
          { name: '称量', percent: '18.4' },
          { name: '摩尔质量', percent: '0.3' },
          { name: '重复性', percent: '5.1' },
          { name: '浓度与体积的相关', percent: '-1.8' },
        ],
      },
      o,
    ),
  histogram: (o) =>
    histogram(
      {
        title: '水分测定结果的分布',
        axis: '水分（%）',
        values: normals(86, 17).map((z) => (8.2 + z * 0.4).toFixed(2)),
        marks: [
          { value: '9.0', words: '限度' },
          { value: '8.15', words: '指定值' },
        ],
      },
      o,
    ),
  readings: (o) =>
    readingsChart(
      {
        title: '温度 18–26 ℃',
        axis: '温度（℃）',
        low: '18',
        high: '26',
        points: normals(60, 8).map((z, n) => {
          const value = n === 40 ? '27.4' : (22 + z).toFixed(1);
          return {
            at: new Date(Date.UTC(2026, 10, 1) + n * 8 * 3_600_000).toISOString().slice(0, 16),
            value,
            ...(n === 40 && { outside: true as const }),
          };
        }),
      },
      o,
    ),
  proportion: (o) =>
    proportionTrend(
      {
        title: '复核退回比例',
        axis: '退回比例',
        expected: '0.05',
        points: [3, 4, 2, 5, 6, 3, 4, 9, 11, 12, 10, 4].map((x, n) => ({
          label: `2026-${String(n + 1).padStart(2, '0')}`,
          n: 80,
          x,
          p: (x / 80).toFixed(4),
          lower: Math.max(0, x / 80 - 0.04).toFixed(4),
          upper: (x / 80 + 0.06).toFixed(4),
          ...(n > 8 && n < 11 && { signal: true as const }),
        })),
        cusum: {
          values: ['0', '0', '0', '0.4', '1.2', '0.2', '0', '2.7', '5.1', '8.3', '10.1', '9.4'],
          decision: '6.0',
        },
      },
      o,
    ),
  pareto: (o) =>
    pareto(
      {
        title: '不符合工作的原因',
        axis: '次数',
        causes: [
          { name: '原始记录信息不全', count: 34 },
          { name: '仪器使用记录与检验记录的起止时间不一致', count: 21 },
          { name: '对照品超过复验期', count: 9 },
          { name: '环境温湿度超限', count: 6 },
          { name: '计算或修约错误', count: 4 },
          { name: '其他', count: 3 },
        ],
      },
      o,
    ),
  calibration: (o) =>
    calibrationLine(
      {
        title: '镉标准曲线',
        axisX: '浓度（µg/L）',
        axisY: '吸光度',
        points: ['0.0', '0.5', '1.0', '2.0', '4.0', '8.0'].map((x, n) => ({
          x,
          y: (
            0.0021 +
            0.0412 * Number(x) +
            [0.0004, -0.0006, 0.0003, 0.0008, -0.0011, 0.0002][n]! +
            (n === 3 ? 0.02 : 0)
          ).toFixed(4),
          ...(n === 3 && { excluded: '移液有误' }),
        })),
        line: { intercept: '0.0021', slope: '0.0412', equation: 'y = 0.0021 + 0.0412x，r = 0.9998' },
      },
      o,
    ),
  events: (o) =>
    eventTimeline(
      {
        title: '核查处置 HC-2026-014',
        now: '2026-11-21T10:00',
        lanes: [
          {
            name: '风险控制',
            events: [
              { from: '2026-10-08', words: '收到不符合规定报告', state: 'bad', href: '/a' },
              { from: '2026-10-09', to: '2026-10-14', words: '封存库存，暂停销售', state: 'good' },
              { from: '2026-10-15', open: true, words: '召回', state: 'warn' },
            ],
          },
          {
            name: '产品溯源与原因排查',
            events: [
              { from: '2026-10-10', to: '2026-11-02', words: '向标示生产企业所在地药品监督管理部门发函协查' },
              { from: '2026-11-03', words: '收到复函' },
            ],
          },
          { name: '复检', events: [{ from: '2026-10-16', to: '2026-11-18', words: '省所复检', state: 'good' }] },
        ],
      },
      o,
    ),
  tiles: (o) =>
    tileMap(
      {
        title: '各县区抽检不合格率',
        axis: '不合格率（%）',
        tiles: counties.map((name, n) => ({
          name,
          column: n % 4,
          row: Math.floor(n / 4),
          value: n === 5 ? null : (((n * 37) % 60) / 10).toFixed(1),
          href: `/county/${n}`,
        })),
        notable: '5.0',
      },
      o,
    ),
};
