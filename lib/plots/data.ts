/** What a chart of measured values says over its axis. All values enter as decimal text and are printed as they came. */
export interface Titled {
  title: string;
  /** What the value axis shows, with its unit. */
  axis: string;
}

export interface PlotPoint {
  /** What stands under the point: a date (2026-11-21), a run number, a code. */
  label: string;
  value: string;
  href?: string;
  /** More words for the pointer, after label and value. */
  hint?: string;
}

/** Limits that hold from a point on (index from 0); zones are thirds of the way from centre to limit. */
export interface ControlLimits {
  from: number;
  centre: string;
  upper: string;
  /** Absent where there is none (a range chart of few readings). */
  lower?: string;
  /** The version of the limits, as printed over the step. */
  version?: string;
}

export interface ControlPoint extends PlotPoint {
  /** The rules broken at this point: a short code for the picture and the sentence. */
  violations?: { code: string; words: string }[];
  /** Why the point does not count. */
  excluded?: string;
  /** Range or standard deviation of the subgroup, for the second panel. */
  spread?: string;
  /** Rules broken in the second panel. */
  spreadViolations?: { code: string; words: string }[];
}

export interface ControlNote {
  /** Index of the point before which it happened. */
  at: number;
  kind: 'lot' | 'calibration' | 'note';
  text: string;
}

export interface ControlChartData extends Titled {
  points: ControlPoint[];
  /** In order of `from`; may be empty (no limits yet). */
  limits: ControlLimits[];
  notes?: ControlNote[];
  /** Second panel: its axis and limits. */
  spread?: { axis: string; limits: ControlLimits[] };
}

export interface CusumData extends Titled {
  /** C+ and C− (both as amounts ≥ 0; C− is drawn below zero) of each point. */
  points: { label: string; high: string; low: string; href?: string; signal?: true }[];
  /** Decision interval h, in the unit of the sums. */
  decision: string;
}

export interface EwmaData extends Titled {
  points: {
    label: string;
    value: string;
    smoothed: string;
    lower: string;
    upper: string;
    href?: string;
    signal?: true;
  }[];
  centre: string;
}

export interface RankedBarsData extends Titled {
  /** Scores as decimal text; null: no score (not submitted, not evaluated). */
  bars: { code: string; score: string | null; own?: true; href?: string }[];
  /** 2 and 3 for z scores if absent; 1 and 1 for En. */
  bounds?: { warn: string; act: string };
}

export interface YoudenData {
  title: string;
  axisA: string;
  axisB: string;
  pairs: { code: string; a: string; b: string; own?: true; href?: string }[];
  /** Medians if absent are computed. */
  centre?: { a: string; b: string };
  /** Half axes of the ellipse along and across the 45° line, in the unit of the axes (both samples one unit), and what it holds ('95 %'). */
  ellipse?: { along: string; across: string; words: string };
}

export interface DensityData extends Titled {
  values: { code: string; value: string; own?: true }[];
  assigned?: { value: string; words: string };
  /** Standard deviation of the Gaussian kernel; 0,9·min(s, IQR/1,34)·n^(−1/5) if absent. */
  bandwidth?: string;
  /** Allowed deviation either side of the assigned value, drawn as a band. */
  within?: string;
}

export type ScoreVerdict = 'satisfactory' | 'questionable' | 'unsatisfactory' | 'none';

export interface ScoreHistoryData extends Titled {
  /** In order of time. `score` null: no number (qualitative, or not evaluated). */
  rounds: { label: string; at: string; score: string | null; verdict: ScoreVerdict; href?: string; hint?: string }[];
  bounds?: { warn: string; act: string };
}

export type Coverage = 'none' | 'ok' | 'due' | 'failed' | 'suspended';

export interface CoverageTile {
  /** Full name (parameter, unit): shown by the pointer and in the table. */
  name: string;
  state: Coverage;
  href?: string;
  hint?: string;
}

export interface HeatMapData {
  title: string;
  groups: { name: string; href?: string; tiles: CoverageTile[] }[];
}

export interface HeatMatrixData {
  title: string;
  columns: string[];
  /** One cell for each column; null: nothing planned there. */
  rows: { name: string; href?: string; cells: (Omit<CoverageTile, 'name'> | null)[] }[];
}

export interface ContributionData {
  title: string;
  /** Share of the variance in per cent, decimal text; may be negative with correlations. */
  parts: { name: string; percent: string; hint?: string }[];
}

export interface HistogramData extends Titled {
  values: string[];
  /** Lines across: assigned value, limits. */
  marks?: { value: string; words: string }[];
  /** Number of classes; by Freedman and Diaconis (Sturges for few values) if absent. */
  classes?: number;
}

export interface ProportionTrendData extends Titled {
  /** `p` and its interval as shares 0 to 1; `n` tests of which `x` count. */
  points: {
    label: string;
    p: string;
    lower: string;
    upper: string;
    n: number;
    x: number;
    href?: string;
    signal?: true;
  }[];
  /** The share expected, as a line. */
  expected?: string;
  /** Cumulative sum (one-sided) of the same points with its decision interval. */
  cusum?: { values: string[]; decision: string };
}

export interface ParetoData {
  title: string;
  axis: string;
  causes: { name: string; count: number; href?: string }[];
}

export interface CalibrationData {
  title: string;
  axisX: string;
  axisY: string;
  points: { x: string; y: string; excluded?: string; hint?: string }[];
  /** y = intercept + slope·x (+ square·x²). */
  line: { intercept: string; slope: string; square?: string; equation: string };
  /** What was read off the line; `beyond`: outside its range. */
  samples?: { name: string; x: string; y: string; beyond?: boolean }[];
  /** Lowest and highest standard. */
  range?: { low?: string; high?: string };
}

export interface EventTimelineData {
  title: string;
  /** Days or instants; `to` absent: one moment. An open end runs to `now`. */
  lanes: {
    name: string;
    events: { from: string; to?: string; open?: true; words: string; state?: 'good' | 'warn' | 'bad'; href?: string }[];
  }[];
  now: string;
}

export interface TileMapData {
  title: string;
  axis: string;
  /** Column and row of the tile (from 0) and its value; null: no value. */
  tiles: { name: string; column: number; row: number; value: string | null; href?: string; hint?: string }[];
  /** Value from which a tile is marked with a triangle. */
  notable?: string;
}

export interface ReadingsData extends Titled {
  /** In order of time; `at` a day or an instant. `outside`: beyond the limits, as the caller judged it. */
  points: { at: string; value: string; outside?: true; href?: string }[];
  low?: string;
  high?: string;
  /** What is shown even where nothing was read. */
  from?: string;
  to?: string;
  /** A logarithmic axis (counts of colonies). */
  log?: true;
}

/** A curve of measured points (spectrum, chromatogram), decimal texts in the order of the file. */
export interface CurveData extends Titled {
  axisX: string;
  points: readonly (readonly [x: string, y: string])[];
  /** The greater abscissa stands at the left, as infrared spectra are drawn by wavenumber. */
  reversed?: true;
}
