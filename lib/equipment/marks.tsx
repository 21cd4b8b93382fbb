import type { JSX } from 'preact';
import { fieldId, Pill, type Ui } from '../ui/index.ts';
import type { Standing, StandingReason } from './due.ts';
import { limitText } from './limits.ts';
import type { Conclusion, EventState, InstrumentLimit, InstrumentState } from './rows.ts';

const looks = {
  stocked: { tone: 'grey', shape: '○' },
  acceptance: { tone: 'blue', shape: '◐' },
  enabled: { tone: 'green', shape: '✔' },
  limited: { tone: 'amber', shape: '◑' },
  stopped: { tone: 'red', shape: '✕' },
  downgraded: { tone: 'grey', shape: '◇' },
  scrapped: { tone: 'grey', shape: '✕' },
} as const;

/** 启用 ✔ green, 限用 ◑ yellow, 停用 ✕ red; an instrument that stopped by itself says why: 停用（超期）. */
export function StandingPill({ ui, state, why }: { ui: Ui; state: InstrumentState; why: StandingReason }): JSX.Element {
  if (why !== null) return <Pill tone="red" shape="✕" word={ui.t(`equipment.stopped.${why}`)} />;
  const { tone, shape } = looks[state];
  return <Pill tone={tone} shape={shape} word={ui.t(`equipment.state.${state}`)} struck={state === 'scrapped'} />;
}

export const standingTone = (standing: Standing): 'late' | 'amber' | undefined =>
  standing === 'red' ? 'late' : standing === 'yellow' ? 'amber' : undefined;

const ends = {
  fit: { tone: 'green', shape: '✔' },
  limited: { tone: 'amber', shape: '◑' },
  unfit: { tone: 'red', shape: '✕' },
} as const;

/** 待确认, 已撤回, or what the confirmation concluded. */
export function EventPill({
  ui,
  state,
  conclusion,
  kind,
}: {
  ui: Ui;
  state: EventState;
  conclusion: Conclusion | null;
  kind: string;
}): JSX.Element {
  if (conclusion) return <Pill {...ends[conclusion]} word={ui.t(`equipment.conclusion.${conclusion}`)} />;
  if (state === 'withdrawn') return <Pill tone="grey" shape="✕" word={ui.t('equipment.withdrawn')} struck />;
  if (kind === 'maintenance' || kind === 'repair') return <Pill tone="grey" shape="●" word={ui.t('equipment.noted')} />;
  return <Pill tone="violet" shape="◑" word={ui.t('equipment.unconfirmed')} />;
}

/** Until when, and how many days are left: the days in words only where they press. */
export function DueDay({ ui, due, days }: { ui: Ui; due: string | null; days: number | null }): JSX.Element {
  if (due === null || days === null) return <span class="quiet">—</span>;
  if (days < 0) return <Pill tone="orange" shape="!" word={`${due} ${ui.t('equipment.daysOver', { days: -days })}`} />;
  if (days <= 30) return <Pill tone="amber" shape="◔" word={`${due} ${ui.t('equipment.daysLeft', { days })}`} />;
  return <span>{due}</span>;
}

export function LimitList({ limits }: { limits: readonly InstrumentLimit[] | null }): JSX.Element | null {
  return limits === null || limits.length === 0 ? null : <span>{limits.map(limitText).join('；')}</span>;
}

/** Rows to fill in with their column heads, as `name.0.column`; rows left empty are passed over. */
export function GridField({
  ui,
  name,
  label,
  columns,
  rows,
}: {
  ui: Ui;
  name: string;
  label: string;
  columns: readonly { key: string; head: string; decimal?: boolean }[];
  rows: number;
}): JSX.Element {
  return (
    <div class="record-grid-frame equipment-grid" id={fieldId(name)}>
      <table class="record-grid">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{ui.t('equipment.row')}</th>
            {columns.map(({ key, head }) => (
              <th key={key} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: rows }, (_, row) => (
            <tr key={String(row)}>
              <th scope="row">{row + 1}</th>
              {columns.map(({ key, head, decimal }) => (
                <GridCell
                  key={key}
                  ui={ui}
                  name={`${name}.${row}.${key}`}
                  label={`${head} ${row + 1}`}
                  decimal={decimal}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function GridCell({
  ui,
  name,
  label,
  decimal,
}: {
  ui: Ui;
  name: string;
  label: string;
  decimal?: boolean | undefined;
}): JSX.Element {
  const problem = ui.problem(name);
  return (
    <td>
      <input
        id={fieldId(name)}
        name={name}
        class={`form-control${decimal ? ' decimal' : ''}${problem ? ' is-problem' : ''}`}
        aria-label={label}
        aria-invalid={problem ? 'true' : undefined}
        inputMode={decimal ? 'decimal' : undefined}
        maxLength={40}
        value={ui.value(name)}
        autocomplete="off"
      />
      {problem ? <p class="cell-problem field-problem">{problem}</p> : null}
    </td>
  );
}

export const limitColumns = (ui: Ui) => [
  { key: 'quantity', head: ui.t('equipment.quantity') },
  { key: 'low', head: ui.t('equipment.low'), decimal: true },
  { key: 'high', head: ui.t('equipment.high'), decimal: true },
  { key: 'unit', head: ui.t('equipment.unitOf') },
];
