import { chinaDate } from '../core/deadlines.ts';
import { cusum, ewma } from '../core/statistics/charts.ts';
import { toNumber, toNumbers, toText } from '../core/statistics/numbers.ts';
import { type Lang, t } from '../messages/index.ts';
import { controlChart } from '../plots/control.ts';
import { cusumChart, ewmaChart } from '../plots/drift.ts';
import type { ControlLimits, ControlNote, ControlPoint, Scene } from '../plots/types.ts';
import { ruleCode } from './holds.ts';
import type { Broken, LimitsRow, PointRow } from './rows.ts';
import type { practiceOf } from './rules.ts';
import type { ChartSheet } from './show.ts';

type Options = { lang: Lang; width?: number };
type Drift = ReturnType<typeof practiceOf>['drift'];

/** Figures have no more digits on pages and pictures than anybody reads; they are kept and judged with all of them. */
export const short = (text: string): string => toText(toNumber(text), 5);

/** A single reading as it was typed; a mean with six digits. */
export const pointText = ({ subgroup }: { subgroup: number }, value: string): string =>
  subgroup === 1 ? value : toText(toNumber(value), 6);

export const axisOf = ({ quantity, unit }: Pick<ChartSheet['chart'], 'quantity' | 'unit'>): string =>
  unit === null ? quantity : `${quantity} / ${unit}`;

/** The code of a rule and its sentence without the code before it. */
const broken = (rule: Broken, lang: Lang) => {
  const said = t(lang, `control.rule.${rule}`);
  return { code: ruleCode(rule), words: said.replace(/^[^:：]*[:：]\s*/, '') };
};

/** The picture that was asked for: the chart itself, or drift as CUSUM or EWMA about the limits in force. */
export function sceneOf(sheet: ChartSheet, drift: Drift, options: Options): Scene {
  const current = approved(sheet).at(-1);
  if (sheet.view === 'chart' || !current || counted(sheet, current).length === 0) return chartScene(sheet, options);
  return sheet.view === 'cusum'
    ? cusumScene(sheet, current, drift, options)
    : ewmaScene(sheet, current, drift, options);
}

const approved = ({ limits }: Pick<ChartSheet, 'limits'>): LimitsRow[] =>
  limits.filter(({ state }) => state === 'approved');

function pointOf(point: PointRow, sheet: ChartSheet, lang: Lang): ControlPoint {
  const own = point.violations.filter((rule) => rule !== 'spread').map((rule) => broken(rule, lang));
  const spread = point.violations.filter((rule) => rule === 'spread').map((rule) => broken(rule, lang));
  const record = point.test_id === null ? undefined : sheet.records[point.test_id];
  return {
    label: chinaDate(point.at),
    value: pointText(sheet.chart, point.value),
    hint: [`#${point.seq}`, record, sheet.names[point.analyst_id ?? '']].filter(Boolean).join(' '),
    ...(point.test_id !== null && { href: `/tests/${point.test_id}` }),
    ...(own.length > 0 && { violations: own }),
    ...(point.excluded !== null && { excluded: point.excluded }),
    ...(point.spread !== null && { spread: short(point.spread) }),
    ...(spread.length > 0 && { spreadViolations: spread }),
  };
}

/** The chart with zones, versions of limits, broken rules and notes. The first version is drawn over its own baseline too. */
export function chartScene(sheet: ChartSheet, options: Options): Scene {
  const { chart, points, notes } = sheet;
  const { lang } = options;
  const first = points[0]?.seq ?? 1;
  const versions = approved(sheet);
  const lines = (pick: (row: LimitsRow) => Omit<ControlLimits, 'from' | 'version'> | null): ControlLimits[] => {
    const found = versions.flatMap((row, i): ControlLimits[] => {
      const own = pick(row);
      const from = i === 0 && row.basis === 'baseline' ? 0 : Math.max(0, row.from_seq - first);
      return own && from <= points.length - 1 ? [{ from, version: String(row.n), ...own }] : [];
    });
    // Versions that end before the first point shown are not drawn.
    const last = found.filter(({ from }) => from === 0).at(-1);
    return found.filter((one) => one.from > 0 || one === last);
  };
  const limits = lines(({ centre, lower, upper }) => ({
    centre: short(centre),
    lower: short(lower),
    upper: short(upper),
  }));
  const spread = lines(({ spread_centre: centre, spread_lower: lower, spread_upper: upper }) =>
    centre === null || upper === null
      ? null
      : {
          centre: short(centre),
          upper: short(upper),
          ...(lower !== null && toNumber(lower) > 0 && { lower: short(lower) }),
        },
  );
  const marks = notes.flatMap(({ after_seq, kind, words }): ControlNote[] => {
    const at = after_seq + 1 - first;
    return at < 0 || at > points.length ? [] : [{ at, kind: kind === 'column' ? 'note' : kind, text: words }];
  });
  return controlChart(
    {
      title: `${chart.number} ${chart.title}`,
      axis: axisOf(chart),
      points: points.map((point) => pointOf(point, sheet, lang)),
      limits,
      notes: marks,
      ...(chart.kind !== 'levey-jennings' && {
        spread: { axis: t(lang, `control.spread.${chart.kind}`), limits: spread },
      }),
    },
    options,
  );
}

const counted = ({ points }: ChartSheet, { n }: LimitsRow): PointRow[] =>
  points.filter(({ excluded, limits_n }) => excluded === null && limits_n === n);

function cusumScene(sheet: ChartSheet, limits: LimitsRow, { cusumK: k, cusumH: h }: Drift, options: Options): Scene {
  const points = counted(sheet, limits);
  const sums = cusum(toNumbers(points.map(({ value }) => value)), {
    mean: toNumber(limits.centre),
    sd: toNumber(limits.sigma),
    k,
    h,
  });
  return cusumChart(
    {
      title: `${sheet.chart.number} ${t(options.lang, 'control.view.cusum')} (k = ${k}, h = ${h})`,
      axis: t(options.lang, 'control.cusumAxis'),
      points: points.map((point, i) => ({
        label: chinaDate(point.at),
        high: toText(sums[i]?.high ?? 0, 4),
        low: toText(sums[i]?.low ?? 0, 4),
        ...(sums[i]?.out && { signal: true as const }),
      })),
      decision: String(h),
    },
    options,
  );
}

function ewmaScene(
  sheet: ChartSheet,
  limits: LimitsRow,
  { ewmaLambda: lambda, ewmaWidth: width }: Drift,
  options: Options,
): Scene {
  const points = counted(sheet, limits);
  const smooth = ewma(toNumbers(points.map(({ value }) => value)), {
    mean: toNumber(limits.centre),
    sd: toNumber(limits.sigma),
    lambda,
    width,
  });
  return ewmaChart(
    {
      title: `${sheet.chart.number} ${t(options.lang, 'control.view.ewma')} (λ = ${lambda}, L = ${width})`,
      axis: axisOf(sheet.chart),
      centre: short(limits.centre),
      points: points.map((point, i) => {
        const own = smooth[i];
        return {
          label: chinaDate(point.at),
          value: point.value,
          smoothed: toText(own?.value ?? 0, 5),
          lower: toText(own?.lower ?? 0, 5),
          upper: toText(own?.upper ?? 0, 5),
          ...(own?.out && { signal: true as const }),
        };
      }),
    },
    options,
  );
}
