import {
  calibrationLine,
  contribution,
  controlChart,
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
import { normals } from './samples.ts';

type Draw = (options: PlotOptions) => Scene;
const axis = '含量（mg/g）';
const long = '复方甘草酸苷注射液（20ml:40mg）某某市某某医药有限公司某某分公司';

const chart =
  (title: string, values: string[], limits = true): Draw =>
  (o) =>
    controlChart(
      {
        title,
        axis,
        points: values.map((value, n) => ({ label: `2026-${String((n % 12) + 1).padStart(2, '0')}-01 ${n}`, value })),
        limits: limits ? [{ from: 0, centre: '10.0', upper: '13.0', lower: '7.0' }] : [],
      },
      o,
    );
const ranked =
  (title: string, scores: (string | null)[]): Draw =>
  (o) =>
    rankedBars(
      {
        title,
        axis: 'z',
        bars: scores.map((score, n) => ({ code: `L${n}`, score, ...(n === 0 && { own: true as const }) })),
      },
      o,
    );
const density =
  (title: string, values: string[], more = {}): Draw =>
  (o) =>
    densityPlot(
      {
        title,
        axis,
        values: values.map((value, n) => ({ code: `L${n}`, value, ...(n === 0 && { own: true as const }) })),
        ...more,
      },
      o,
    );

/** What breaks pictures: none, one, all equal, many, far out, below zero, long names. */
export const extremes: Record<string, Draw> = {
  controlNone: chart('0 点', []),
  controlOne: chart('1 点', ['10.2']),
  controlOneFree: chart('1 点无限', ['0'], false),
  controlEqual: chart(
    '全部相等',
    Array.from({ length: 12 }, () => '10.0'),
  ),
  controlMany: chart(
    '500 点',
    normals(500).map((z) => (10 + z).toFixed(2)),
  ),
  controlFar: chart('极端值', ['10.1', '9.8', '1043.22', '10.4', '-882.1', '9.9', '10.0', '10.2']),
  controlNegative: chart(
    '负值',
    normals(20).map((z) => (-10 + z).toFixed(1)),
    false,
  ),
  controlNotes: (o) =>
    controlChart(
      {
        title: '备注很多',
        axis,
        points: normals(20).map((z, n) => ({
          label: `${n}`,
          value: (10 + z).toFixed(1),
          ...(n > 8 && n < 14 && { violations: [{ code: 'R5', words: '规则 5' }] }),
        })),
        limits: [
          { from: 0, centre: '10.0', upper: '10.1', lower: '9.9' },
          { from: 3, centre: '10', upper: '13', lower: '7', version: '2' },
        ],
        notes: [0, 1, 2, 3, 4, 5, 18, 19].map((at) => ({ at, kind: 'lot' as const, text: long })),
      },
      o,
    ),
  cusumOne: (o) => cusumChart({ title: '1 点', axis, decision: '5', points: [{ label: '1', high: '0', low: '0' }] }, o),
  cusumNone: (o) => cusumChart({ title: '0 点', axis, decision: '5', points: [] }, o),
  ewmaOne: (o) =>
    ewmaChart(
      { title: '1 点', axis, centre: '5', points: [{ label: '1', value: '5', smoothed: '5', lower: '4', upper: '6' }] },
      o,
    ),
  rankedNone: ranked('0 家', []),
  rankedOne: ranked('1 家', ['0.00']),
  rankedNoScore: ranked('全无分值', [null, null]),
  rankedFar: ranked('极端', ['-1234.5', '0.1', '0.2', '0.3', '0.4', '-0.1', '-0.2', '998877.6']),
  ranked500: ranked(
    '500 家',
    normals(500).map((z) => z.toFixed(3)),
  ),
  youdenOne: (o) =>
    youden({ title: '1 家', axisA: 'A', axisB: 'B', pairs: [{ code: 'L1', a: '1.0', b: '1.0', own: true }] }, o),
  youdenZero: (o) =>
    youden(
      {
        title: '全为 0',
        axisA: 'A',
        axisB: 'B',
        pairs: [
          { code: 'L1', a: '0', b: '0' },
          { code: 'L2', a: '0', b: '0' },
        ],
      },
      o,
    ),
  youdenMany: (o) =>
    youden(
      {
        title: '500 家',
        axisA: long,
        axisB: `B ${long}`,
        pairs: normals(500).map((z, n) => ({
          code: `L${n}`,
          a: z.toFixed(2),
          b: (z * z).toFixed(2),
          ...(n === 250 && { own: true as const }),
        })),
      },
      o,
    ),
  densityOne: density('1 个', ['1.2'], { assigned: { value: '1.25', words: '指定值' } }),
  densityEqual: density(
    '全部相等',
    Array.from({ length: 9 }, () => '5.0'),
    { assigned: { value: '5.0', words: long }, within: '0.5' },
  ),
  densityFar: density('极端', ['100000', '1.1', '1.2', '1.3', '1.0', '1.1', '0.9', '-5000']),
  density500: density(
    '500 个',
    normals(500).map((z) => z.toFixed(2)),
  ),
  historyOne: (o) =>
    scoreHistory(
      {
        title: '1 轮',
        axis: 'En',
        bounds: { warn: '1', act: '1' },
        rounds: [{ label: 'A', at: '2026-01-01', score: '1', verdict: 'satisfactory' }],
      },
      o,
    ),
  historyFar: (o) =>
    scoreHistory(
      {
        title: '极端',
        axis: 'z',
        rounds: ['0.1', '55.2', '-80.3'].map((score, n) => ({
          label: `R${n}`,
          at: `2026-0${n + 1}-01`,
          score,
          verdict: 'unsatisfactory' as const,
        })),
      },
      o,
    ),
  heatNone: (o) => heatMap({ title: '无', groups: [] }, o),
  heat680: (o) =>
    heatMap(
      {
        title: '680 项',
        groups: [
          { name: long, tiles: Array.from({ length: 680 }, (_, n) => ({ name: `P${n}`, state: 'ok' as const })) },
        ],
      },
      o,
    ),
  matrixWide: (o) =>
    heatMatrix(
      {
        title: '40 年',
        columns: Array.from({ length: 40 }, (_, n) => `${1990 + n}`),
        rows: [{ name: long, cells: Array.from({ length: 40 }, () => ({ state: 'due' as const })) }],
      },
      o,
    ),
  contributionOne: (o) => contribution({ title: '1 个', parts: [{ name: long, percent: '100' }] }, o),
  contributionNegative: (o) =>
    contribution(
      {
        title: '负',
        parts: [
          { name: 'a', percent: '-20' },
          { name: 'b', percent: '120' },
        ],
      },
      o,
    ),
  histogramOne: (o) => histogram({ title: '1 个', axis, values: ['3'] }, o),
  histogramEqual: (o) =>
    histogram({ title: '相等', axis, values: ['-3', '-3', '-3'], marks: [{ value: '-3', words: long }] }, o),
  histogram500: (o) => histogram({ title: '500', axis, values: normals(500).map((z) => z.toFixed(3)) }, o),
  proportionNone: (o) =>
    proportionTrend(
      { title: '全 0', axis: '比例', points: [{ label: '2026-01', p: '0', lower: '0', upper: '0', n: 0, x: 0 }] },
      o,
    ),
  readingsOne: (o) => readingsChart({ title: '1 个', axis, points: [{ at: '2026-11-21T08:00', value: '22' }] }, o),
  readingsNone: (o) => readingsChart({ title: '0 个', axis, points: [], low: '1' }, o),
  readingsDay: (o) =>
    readingsChart(
      {
        title: '1 天',
        axis,
        high: '25',
        from: '2026-11-20T09:00',
        to: '2026-11-21T09:00',
        points: [8, 10, 12, 16].map((h) => ({
          at: `2026-11-20T${String(h + 2).padStart(2, '0')}:00`,
          value: h === 16 ? '99' : '22',
        })),
      },
      o,
    ),
  readingsLog: (o) =>
    readingsChart(
      {
        title: '菌落数',
        axis: 'CFU/g',
        log: true,
        high: '1000',
        points: ['3', '0', '250', '48000'].map((value, n) => ({
          at: `2026-0${n + 1}-01`,
          value,
          ...(n === 3 && { outside: true as const }),
        })),
      },
      o,
    ),
  paretoMany: (o) =>
    pareto(
      { title: '多', axis: '次数', causes: Array.from({ length: 20 }, (_, n) => ({ name: `${long}${n}`, count: n })) },
      o,
    ),
  calibrationTwo: (o) =>
    calibrationLine(
      {
        title: '两点',
        axisX: 'x',
        axisY: 'y',
        points: [
          { x: '1', y: '1' },
          { x: '2', y: '2' },
        ],
        line: { intercept: '0', slope: '1', equation: 'y = x' },
      },
      o,
    ),
  calibrationFalling: (o) =>
    calibrationLine(
      {
        title: '下降',
        axisX: 'x',
        axisY: 'y',
        points: [
          { x: '-3', y: '30' },
          { x: '2', y: '-20' },
          { x: '4', y: '-35' },
        ],
        line: { intercept: '0', slope: '-10', square: '0.1', equation: long },
      },
      o,
    ),
  eventsOne: (o) =>
    eventTimeline(
      { title: '1 件', now: '2026-11-21', lanes: [{ name: long, events: [{ from: '2026-11-21', words: long }] }] },
      o,
    ),
  eventsMany: (o) =>
    eventTimeline(
      {
        title: '多',
        now: '2026-11-21',
        lanes: [
          {
            name: 'a',
            events: Array.from({ length: 30 }, (_, n) => ({
              from: `2026-1${n % 2}-${String((n % 28) + 1).padStart(2, '0')}`,
              words: `${n} ${long}`,
            })),
          },
          { name: 'b', events: [] },
        ],
      },
      o,
    ),
  tilesEqual: (o) =>
    tileMap(
      { title: '相等', axis, tiles: [0, 1, 2].map((n) => ({ name: long, column: n * 3, row: 0, value: '-1.50' })) },
      o,
    ),
};
