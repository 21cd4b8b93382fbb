import type { JSX } from 'preact';
import { Pill, type Ui } from '../ui/index.ts';
import type { CaseState } from './rows.ts';

export function CaseStatePill({ ui, state }: { ui: Ui; state: CaseState }): JSX.Element {
  return state === 'opened' ? (
    <Pill tone="red" shape="▲" word={ui.t('case.opened')} />
  ) : (
    <Pill tone="green" shape="✔" word={ui.t('case.notified')} />
  );
}
