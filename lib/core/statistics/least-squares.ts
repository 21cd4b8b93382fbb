import { type Decimal, dec } from '../decimal.ts';
import { refuse } from '../refusal.ts';
import { type Factors, factorise, inverted, substituted } from './elimination.ts';
import { evenRows, measured, positiveText, sameLength } from './guard.ts';

/** A fitted model; coefficients in the order of the columns, the intercept first where there is one. */
export interface Fit {
  coefficients: number[];
  standardErrors: number[];
  residuals: number[];
  fitted: number[];
  residualSd: number;
  /** Weighted sum of squared residuals. */
  residualSs: number;
  df: number;
  /** Without intercept against Σy², as NIST StRD certifies. */
  r2: number;
  covariance: number[][];
}

interface Model {
  rows: Decimal[][];
  y: Decimal[];
  weights: Decimal[];
  intercept: boolean;
}

const ZERO = dec('0');
const ONE = dec('1');

/** A sum of squares this small beside the whole is the rest of 64-digit arithmetic, not a residual. */
const NOTHING = dec('1e-50');

interface Options {
  intercept?: boolean;
  weights?: readonly string[];
}

/**
 * y = b0 + b1 x + … + bd x^d by least squares. Carried in 64-digit decimals, so that even ill-conditioned sets (NIST Filip, degree 10) keep
 * all printed digits. `intercept: false` fits through zero; `weights` are proportional to 1/s².
 * @throws Refusal `statistics.few`, `statistics.lengths`, `statistics.dependent`, `statistics.no-spread`
 */
export function polynomial(x: readonly string[], y: readonly string[], degree: number, options: Options = {}): Fit {
  if (!Number.isInteger(degree) || degree < 1 || degree > 20)
    refuse('statistics.range', { name: 'd', value: String(degree), low: 1, high: 20 }, 'degree');
  const points = x.map((text, at) => measured(text, `x.${at}`));
  const powers = points.map((point) => Array.from({ length: degree }, (_, at) => point.pow(at + 1)));
  return leastSquares(modelOf(powers, y, options));
}

/** y = b0 + b1 x1 + b2 x2 + …; each row holds the x of one y. @throws Refusal as polynomial, and `statistics.uneven` */
export function multiple(rows: readonly (readonly string[])[], y: readonly string[], options: Options = {}): Fit {
  const columns = evenRows(rows);
  if (columns === 0) refuse('statistics.few', { n: 0, least: 1 }, 'x');
  return leastSquares(
    modelOf(
      rows.map((row, at) => row.map((text) => measured(text, `x.${at}`))),
      y,
      options,
    ),
  );
}

function modelOf(columns: Decimal[][], y: readonly string[], { intercept = true, weights }: Options): Model {
  sameLength(columns, y);
  if (weights) sameLength(weights, y);
  return {
    rows: columns.map((row) => (intercept ? [ONE, ...row] : row)),
    y: y.map((text, at) => measured(text, `y.${at}`)),
    weights: y.map((_, at) => (weights ? positiveText(weights[at] ?? '', 'w', `weights.${at}`) : ONE)),
    intercept,
  };
}

const dot = (a: readonly Decimal[], b: readonly Decimal[]): Decimal =>
  a.reduce((total, value, at) => total.plus(value.times(b[at] ?? ZERO)), ZERO);

function leastSquares({ rows, y, weights, intercept }: Model): Fit {
  const k = rows[0]?.length ?? 0;
  if (rows.length <= k) refuse('statistics.few', { n: rows.length, least: k + 1 }, 'x');
  const columns = Array.from({ length: k }, (_, j) => rows.map((row) => row[j] ?? ZERO));
  const weighed = columns.map((column) => column.map((value, at) => value.times(weights[at] ?? ONE)));
  const factors: Factors = factorise(weighed.map((one) => columns.map((other) => dot(one, other))));
  const coefficients = substituted(
    factors,
    weighed.map((column) => dot(column, y)),
  );
  const fitted = rows.map((row) => dot(row, coefficients));
  const residuals = y.map((value, at) => value.minus(fitted[at] ?? ZERO));
  const whole = intercept ? aboutMean(y, weights) : dot(y, timesEach(y, weights));
  if (whole.isZero()) refuse('statistics.no-spread', undefined, 'y');
  const rest = dot(residuals, timesEach(residuals, weights));
  const rss = rest.lt(whole.times(NOTHING)) ? ZERO : rest;
  const df = rows.length - k;
  const variance = rss.div(df);
  const covariance = inverted(factors).map((row) => row.map((value) => value.times(variance)));
  return {
    coefficients: coefficients.map(Number),
    standardErrors: covariance.map((row, at) => Number((row[at] ?? ZERO).abs().sqrt())),
    residuals: residuals.map(Number),
    fitted: fitted.map(Number),
    residualSd: Number(variance.sqrt()),
    residualSs: Number(rss),
    df,
    r2: Number(ONE.minus(rss.div(whole))),
    covariance: covariance.map((row) => row.map(Number)),
  };
}

const timesEach = (a: readonly Decimal[], b: readonly Decimal[]): Decimal[] =>
  a.map((value, at) => value.times(b[at] ?? ZERO));

function aboutMean(y: readonly Decimal[], weights: readonly Decimal[]): Decimal {
  const total = weights.reduce((sum, w) => sum.plus(w), ZERO);
  const centre = dot(y, weights).div(total);
  const off = y.map((value) => value.minus(centre));
  return dot(off, timesEach(off, weights));
}

/** Weights 1/s², scaled to a mean of 1 (Miller and Miller). @throws Refusal `statistics.not-positive` */
export function weightsFromSd(sds: readonly string[]): string[] {
  if (sds.length === 0) refuse('statistics.few', { n: 0, least: 1 }, 'weights');
  const raw = sds.map((text, at) => ONE.div(positiveText(text, 's', `weights.${at}`).pow(2)));
  const centre = raw.reduce((total, w) => total.plus(w), ZERO).div(sds.length);
  return raw.map((w) => w.div(centre).toSignificantDigits(20).toFixed());
}
