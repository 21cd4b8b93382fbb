import type { JSX } from 'preact';
import { Pill, type Ui } from '../ui/index.ts';
import type { Significance, State } from './rows.ts';

const looks = {
  found: { tone: 'red', shape: '▲' },
  evaluated: { tone: 'amber', shape: '◔' },
  corrected: { tone: 'amber', shape: '◑' },
  analysed: { tone: 'blue', shape: '◐' },
  carried: { tone: 'violet', shape: '◕' },
  verified: { tone: 'teal', shape: '◉' },
  closed: { tone: 'green', shape: '✔' },
  dropped: { tone: 'grey', shape: '✕' },
} as const;

/** 待评价 … 已关闭 as word, shape and colour. */
export function ImprovementPill({ ui, state }: { ui: Ui; state: State }): JSX.Element {
  return <Pill {...looks[state]} word={ui.t(`improvement.state.${state}`)} struck={state === 'dropped'} />;
}

const weights = {
  minor: { tone: 'grey', shape: '○' },
  major: { tone: 'amber', shape: '◑' },
  critical: { tone: 'red', shape: '▲' },
} as const;

/** 一般, 较重, 严重; a dash before the evaluation. */
export function Weight({ ui, value }: { ui: Ui; value: Significance | null }): JSX.Element {
  return value === null ? (
    <span class="quiet">—</span>
  ) : (
    <Pill {...weights[value]} word={ui.t(`improvement.significance.${value}`)} />
  );
}

/** A finding that repeats an earlier one. */
export function Repeated({ ui }: { ui: Ui }): JSX.Element {
  return <Pill tone="orange" shape="↩" word={ui.t('improvement.repeated')} />;
}
