import { next } from '../core/machine.ts';
import { type Reason, refuseAll } from '../core/refusal.ts';
import { type ChartRule, PATTERNS, WESTGARD } from '../core/statistics/chart-rules.ts';
import { actorOf } from '../kernel/access.ts';
import type { Act } from '../kernel/types.ts';
import { type ChartMove, chartMachine } from './machine.ts';
import type { ChartKind, ChartRow, Feed } from './rows.ts';
import { practiceOf } from './rules.ts';
import { blank, heldRow } from './store.ts';

export const allRules: readonly ChartRule[] = [...WESTGARD, ...PATTERNS];

export interface ChartInput {
  chartTitle: string;
  chartKind: ChartKind;
  /** Codes of the parameters, separated by blanks or commas. */
  codes: string;
  plottedQuantity: string;
  unit?: string;
  subgroup?: number;
  materialLot?: string;
  instrument?: string;
  feedKind?: Feed;
  rules?: ChartRule[];
}

const orNull = (text: string | undefined): string | null => text?.normalize('NFKC').trim() || null;

/** Codes as typed → known ones. @throws Refusal `control.parameter` for each that the catalogue does not know */
export function codesOf(act: Pick<Act, 'app'>, typed: string, field = 'codes'): string[] {
  const codes = [...new Set(typed.split(/[\s,;，；、]+/).filter((code) => code !== ''))].map((code) =>
    code.toUpperCase(),
  );
  const unknown = codes.filter((code) => !act.app.catalogue.parameters.has(code));
  refuseAll([
    ...(codes.length === 0 ? [{ id: 'control.parameter-missing', field }] : []),
    ...unknown.map((code): Reason => ({ id: 'control.parameter', field, params: { code: code.slice(0, 40) } })),
  ]);
  return codes;
}

/** Subgroups of X̄ charts have 2 to 10 readings, the others one. */
function sizeOf({ chartKind, subgroup = 1 }: ChartInput): { size: number; faults: Reason[] } {
  const many = chartKind === 'xbar-r' || chartKind === 'xbar-s';
  if (!many) return { size: 1, faults: [] };
  const ok = subgroup >= 2 && subgroup <= 10;
  return {
    size: subgroup,
    faults: ok ? [] : [{ id: 'control.subgroup', field: 'subgroup', params: { count: subgroup } }],
  };
}

/**
 * Opens a chart; its first twenty points make the baseline.
 * @throws Refusal `control.parameter`, `control.parameter-missing`, `control.subgroup`, `control.words`
 */
export async function openChart(act: Act, input: ChartInput): Promise<ChartRow> {
  const { size, faults } = sizeOf(input);
  refuseAll([...blank(input.chartTitle, 'chartTitle'), ...blank(input.plottedQuantity, 'plottedQuantity'), ...faults]);
  const codes = codesOf(act, input.codes);
  const chart = await act.insert<ChartRow>('control_charts', {
    number: await act.number('control-chart', 'KZ{year}-{serial:4}'),
    title: input.chartTitle.trim(),
    kind: input.chartKind,
    quantity: input.plottedQuantity.trim(),
    unit: orNull(input.unit),
    subgroup: size,
    material_lot: orNull(input.materialLot),
    instrument: orNull(input.instrument)?.toUpperCase() ?? null,
    feed: input.feedKind ?? null,
    rules: input.rules && input.rules.length > 0 ? input.rules : practiceOf(act.app).rules.default,
    codes,
    state: 'active',
    created_by: act.user.id,
  });
  await act
    .db('control_chart_parameters')
    .insert(codes.map((parameter_code) => ({ chart_id: chart.id, parameter_code })));
  return chart;
}

/** Other rules for the points to come; what was judged stays. @throws Refusal `control.no-rules`, `control.words` */
export async function changeRules(
  act: Act,
  { id, version, rules = [], reason }: { id: string; version: number; rules?: ChartRule[]; reason: string },
): Promise<ChartRow> {
  const chart = await heldRow<ChartRow>(act, 'control_charts', id, version);
  next(chartMachine, 'change', chart, actorOf(act.user));
  refuseAll([
    ...(rules.some((rule) => rule !== '1-2s') ? [] : [{ id: 'control.no-rules', field: 'rules' }]),
    ...blank(reason, 'reason'),
  ]);
  return act.update<ChartRow>(
    'control_charts',
    chart,
    { rules: allRules.filter((rule) => rules.includes(rule)) },
    { reason },
  );
}

/** Closes a chart or opens it again. @throws Refusal `control.words`, `machine.state` */
export async function moveChart(
  act: Act,
  {
    id,
    version,
    chartMove,
    reason,
  }: { id: string; version: number; chartMove: Exclude<ChartMove, 'change'>; reason: string },
): Promise<ChartRow> {
  const chart = await heldRow<ChartRow>(act, 'control_charts', id, version);
  refuseAll(blank(reason, 'reason'));
  const state = next(chartMachine, chartMove, chart, actorOf(act.user));
  return act.update<ChartRow>('control_charts', chart, { state }, { reason });
}
