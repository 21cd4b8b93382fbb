import type { JSX } from 'preact';
import type { ChartRule } from '../core/statistics/chart-rules.ts';
import { CheckField, FieldSet, type Option, Pill, Tabs, type Ui } from '../ui/index.ts';
import { allRules } from './charts.ts';
import type { AlarmState, AnomalyState, HoldState, LimitsState, LineState, PlanState, PointVerdict } from './rows.ts';

type Look = [tone: Parameters<typeof Pill>[0]['tone'], shape: Parameters<typeof Pill>[0]['shape'], struck?: true];

const verdicts: Record<PointVerdict, Look> = {
  baseline: ['grey', '○'],
  in: ['green', '✔'],
  warning: ['amber', '!'],
  out: ['red', '▲'],
};
const lines: Record<LineState, Look> = {
  due: ['grey', '○'],
  'under-way': ['blue', '◐'],
  ok: ['green', '✔'],
  'not-ok': ['red', '▲'],
  dropped: ['grey', '✕', true],
};
const plans: Record<PlanState, Look> = {
  draft: ['grey', '◌'],
  proposed: ['violet', '◑'],
  approved: ['green', '✔'],
  dropped: ['grey', '✕', true],
};
const limits: Record<LimitsState, Look> = {
  proposed: ['violet', '◑'],
  approved: ['green', '✔'],
  returned: ['orange', '↩'],
};
const alarms: Record<AlarmState, Look> = { open: ['red', '▲'], closed: ['green', '✔'] };
const anomalies: Record<AnomalyState, Look> = {
  open: ['orange', '!'],
  answered: ['violet', '◑'],
  closed: ['green', '✔'],
};
const holds: Record<HoldState, Look> = {
  open: ['amber', '‖'],
  released: ['green', '✔'],
  retest: ['orange', '↩'],
  redone: ['teal', '●'],
};

const pill = ([tone, shape, struck]: Look, word: string): JSX.Element => (
  <Pill tone={tone} shape={shape} word={word} struck={struck ?? false} />
);

export const VerdictPill = ({ ui, verdict }: { ui: Ui; verdict: PointVerdict }): JSX.Element =>
  pill(verdicts[verdict], ui.t(`control.verdict.${verdict}`));
export const LinePill = ({ ui, state }: { ui: Ui; state: LineState }): JSX.Element =>
  pill(lines[state], ui.t(`control.line.${state}`));
export const PlanPill = ({ ui, state }: { ui: Ui; state: PlanState }): JSX.Element =>
  pill(plans[state], ui.t(`control.planState.${state}`));
export const LimitsPill = ({ ui, state }: { ui: Ui; state: LimitsState }): JSX.Element =>
  pill(limits[state], ui.t(`control.limitsState.${state}`));
export const AlarmPill = ({ ui, state }: { ui: Ui; state: AlarmState }): JSX.Element =>
  pill(alarms[state], ui.t(`control.alarmState.${state}`));
export const AnomalyPill = ({ ui, state }: { ui: Ui; state: AnomalyState }): JSX.Element =>
  pill(anomalies[state], ui.t(`control.anomalyState.${state}`));
export const HoldPill = ({ ui, state }: { ui: Ui; state: HoldState }): JSX.Element =>
  pill(holds[state], ui.t(`control.hold.${state}`));

/** The parts of internal quality control. */
export function ControlTabs({ ui, at }: { ui: Ui; at: 'charts' | 'plans' | 'anomalies' }): JSX.Element {
  const parts = [
    { key: 'charts', href: '/control' },
    { key: 'plans', href: '/control/plans' },
    { key: 'anomalies', href: '/control/anomalies' },
  ] as const;
  return (
    <Tabs
      label={ui.t('nav.control')}
      tabs={parts.map(({ key, href }) => ({ href, label: ui.t(`control.${key}`), active: key === at }))}
    />
  );
}

/** The rules of a chart to tick, Westgard's and those of ISO 7870-2. */
export function RuleFields({ ui, chosen }: { ui: Ui; chosen: readonly ChartRule[] }): JSX.Element {
  return (
    <div class="mt-4">
      <FieldSet
        legend={ui.t('control.rules')}
        hint={ui.t('control.rulesHint')}
        problem={ui.problem('rules')}
        id="f-rules"
      >
        {allRules.map((rule) => (
          <CheckField
            key={rule}
            ui={ui}
            name="rules"
            value={rule}
            label={ui.t(`control.rule.${rule}`)}
            checked={chosen.includes(rule)}
            width="half"
          />
        ))}
      </FieldSet>
    </div>
  );
}

export const options = <T extends string>(values: readonly T[], label: (value: T) => string): Option[] =>
  values.map((value) => ({ value, label: label(value) }));
