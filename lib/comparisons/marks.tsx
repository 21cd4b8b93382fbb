import type { ComponentChildren, JSX } from 'preact';
import { lookUp } from '../messages/index.ts';
import { Pill, type Ui } from '../ui/index.ts';
import type { ActionState, ComparisonState, ParticipantState } from './rows.ts';
import { localTime } from './times.ts';

const states = {
  draft: { tone: 'grey', shape: '◌' },
  checked: { tone: 'blue', shape: '◔' },
  inviting: { tone: 'violet', shape: '◑' },
  dispatched: { tone: 'blue', shape: '◐' },
  gathered: { tone: 'amber', shape: '‖' },
  scored: { tone: 'violet', shape: '◕' },
  published: { tone: 'green', shape: '✔' },
  filed: { tone: 'grey', shape: '■' },
  cancelled: { tone: 'grey', shape: '✕' },
} as const;

const participants = {
  invited: { tone: 'grey', shape: '○' },
  joined: { tone: 'blue', shape: '◐' },
  absent: { tone: 'grey', shape: '✕' },
  delivered: { tone: 'teal', shape: '●' },
} as const;

const actions = {
  requested: { tone: 'orange', shape: '!' },
  replied: { tone: 'violet', shape: '◑' },
  settled: { tone: 'green', shape: '✔' },
} as const;

const verdicts = {
  satisfactory: { tone: 'green', shape: '✔' },
  right: { tone: 'green', shape: '✔' },
  questionable: { tone: 'amber', shape: '!' },
  'partly-right': { tone: 'amber', shape: '!' },
  unsatisfactory: { tone: 'red', shape: '▲' },
  wrong: { tone: 'red', shape: '▲' },
  none: { tone: 'grey', shape: '…' },
} as const;

export type VerdictName = keyof typeof verdicts;

export const StateMark = ({ ui, state }: { ui: Ui; state: ComparisonState }): JSX.Element => (
  <Pill {...states[state]} word={lookUp(ui.lang, `state.${state}`)} />
);
export const ParticipantMark = ({ ui, state }: { ui: Ui; state: ParticipantState }): JSX.Element => (
  <Pill {...participants[state]} word={lookUp(ui.lang, `state.${state}`)} />
);
export const ActionMark = ({ ui, state }: { ui: Ui; state: ActionState }): JSX.Element => (
  <Pill {...actions[state]} word={lookUp(ui.lang, `state.${state}`)} />
);
export const VerdictMark = ({ ui, verdict }: { ui: Ui; verdict: VerdictName }): JSX.Element => (
  <Pill {...verdicts[verdict]} word={ui.t(`comparison.verdict.${verdict}`)} />
);
/** Passed, passed by the wider criterion, or failed. */
export function PassMark({ ui, passes, expanded }: { ui: Ui; passes: boolean; expanded: boolean }): JSX.Element {
  if (!passes) return <Pill tone="red" shape="▲" word={ui.t('comparison.passes.no')} />;
  return expanded ? (
    <Pill tone="amber" shape="!" word={ui.t('comparison.passes.expanded')} />
  ) : (
    <Pill tone="green" shape="✔" word={ui.t('comparison.passes.yes')} />
  );
}

/** A name and a moment: 王主任 2026-12-01 09:30. */
export const signedText = (signed: { by: string; at: string } | null): ComponentChildren =>
  signed === null ? null : `${signed.by} ${localTime(signed.at)}`;
