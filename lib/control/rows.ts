import type { ChartRule } from '../core/statistics/chart-rules.ts';
import type { Row } from '../kernel/types.ts';
import type { Criterion, Judgement, Measured } from './judge.ts';

export const planStates = ['draft', 'proposed', 'approved', 'dropped'] as const;
export type PlanState = (typeof planStates)[number];
export const lineStates = ['due', 'under-way', 'ok', 'not-ok', 'dropped'] as const;
export type LineState = (typeof lineStates)[number];
export const anomalyStates = ['open', 'answered', 'closed'] as const;
export type AnomalyState = (typeof anomalyStates)[number];
export const limitsStates = ['proposed', 'approved', 'returned'] as const;
export type LimitsState = (typeof limitsStates)[number];
export const chartStates = ['active', 'closed'] as const;
export type ChartState = (typeof chartStates)[number];
export const alarmStates = ['open', 'closed'] as const;
export type AlarmState = (typeof alarmStates)[number];
export const holdStates = ['open', 'released', 'retest', 'redone'] as const;
export type HoldState = (typeof holdStates)[number];

/** How a parameter is watched (GB/T 27025 7.7.1; domain 5.4): 标准物质/质控样, 留样再测, 盲样, 人员/仪器/方法比对, 加标回收, 平行样. */
export const methods = [
  'reference',
  'retained',
  'blind',
  'person',
  'instrument',
  'method',
  'recovery',
  'parallel',
] as const;
export type Method = (typeof methods)[number];

/** What the bench must not know beforehand: these lines are seen only by those who may read internal samples. */
export const hiddenMethods: readonly Method[] = ['retained', 'blind', 'person', 'instrument', 'method'];

export const chartKinds = ['xbar-r', 'xbar-s', 'individuals', 'levey-jennings'] as const;
export type ChartKind = (typeof chartKinds)[number];
/** What of a signed record feeds a chart; forms mark their fields so. */
export const feeds = ['control', 'recovery', 'blank', 'duplicate'] as const;
export type Feed = (typeof feeds)[number];
export const noteKinds = ['lot', 'calibration', 'column', 'note'] as const;
export type NoteKind = (typeof noteKinds)[number];

export interface PlanRow extends Row {
  number: string;
  year: number;
  title: string;
  state: PlanState;
  author_id: string;
  decided_by: string | null;
  decided_at: string | null;
  returned_reason: string | null;
  created_at: string;
}

export interface LineRow extends Row {
  plan_id: string;
  parameter_code: string;
  method: Method;
  /** Until when it is to be done, YYYY-MM-DD. */
  planned_on: string;
  criterion: Criterion;
  responsible_id: string | null;
  remark: string | null;
  state: LineState;
  /** The internal sample by which it is carried out. */
  sample_id: string | null;
  /** The earlier record that a re-test is compared with. */
  reference_test_id: string | null;
  data: Measured | null;
  judgement: Judgement | null;
  done_on: string | null;
  judged_by: string | null;
  dropped_reason: string | null;
  created_at: string;
}

export interface AnomalyRow extends Row {
  line_id: string;
  situation: string;
  responsible_id: string;
  due_on: string;
  measures: string | null;
  answered_at: string | null;
  state: AnomalyState;
  resolved: 0 | 1 | null;
  closing: string | null;
  closed_by: string | null;
  closed_at: string | null;
  created_at: string;
}

export interface ChartRow extends Row {
  number: string;
  title: string;
  kind: ChartKind;
  /** What is drawn: 加标回收率, 质控样含量 … */
  quantity: string;
  unit: string | null;
  /** Readings of a point. */
  subgroup: number;
  material_lot: string | null;
  instrument: string | null;
  feed: Feed | null;
  rules: ChartRule[];
  /** Parameters whose results depend on it. */
  codes: string[];
  state: ChartState;
  created_by: string;
  created_at: string;
}

export interface LimitsRow extends Row {
  chart_id: string;
  n: number;
  state: LimitsState;
  /** They hold for points from this one on. */
  from_seq: number;
  basis: 'baseline' | 'given';
  centre: string;
  sigma: string;
  lower: string;
  upper: string;
  spread_centre: string | null;
  spread_lower: string | null;
  spread_upper: string | null;
  /** How many points they rest on; 0 where they were given. */
  points: number;
  reason: string;
  proposed_by: string;
  decided_by: string | null;
  decided_at: string | null;
  created_at: string;
}

/** A rule that a point broke; `spread`: the limit of the range or standard deviation. */
export type Broken = ChartRule | 'spread';
export type PointVerdict = 'baseline' | 'in' | 'warning' | 'out';

export interface PointRow extends Row {
  chart_id: string;
  seq: number;
  /** UTC ISO. */
  at: string;
  readings: string[];
  /** What is plotted: the reading or the mean. */
  value: string;
  spread: string | null;
  /** The version of the limits by which it was judged; it keeps it for ever. */
  limits_n: number | null;
  z: string | null;
  verdict: PointVerdict;
  violations: Broken[];
  excluded: string | null;
  excluded_by: string | null;
  source: 'hand' | 'file' | 'bench';
  test_id: string | null;
  /** The row of quality control of a run that gave it. */
  row_id?: string | null;
  instrument: string | null;
  lot: string | null;
  analyst_id: string | null;
  note: string | null;
  recorded_by: string;
  created_at: string;
}

export interface NoteRow extends Row {
  chart_id: string;
  after_seq: number;
  on_day: string;
  kind: NoteKind;
  words: string;
  by_id: string;
  created_at: string;
}

export interface AlarmRow extends Row {
  chart_id: string;
  point_id: string;
  rules: Broken[];
  /** Time of the last point in control: every result signed after it is held. '' where there was none. */
  since: string;
  state: AlarmState;
  cause: string | null;
  measure: string | null;
  closed_by: string | null;
  closed_at: string | null;
  created_at: string;
}

export interface HoldRow extends Row {
  alarm_id: string;
  test_id: string;
  state: HoldState;
  decided_by: string | null;
  decided_at: string | null;
  created_at: string;
}
