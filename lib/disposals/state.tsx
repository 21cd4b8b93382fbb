import type { JSX } from 'preact';
import { Pill, type ShapeName, type ToneName, type Ui } from '../ui/index.ts';
import type { CaseState, TrackRow } from './rows.ts';

const looks: Record<CaseState, { tone: ToneName; shape: ShapeName }> = {
  opened: { tone: 'red', shape: '▲' },
  notified: { tone: 'amber', shape: '◔' },
  handling: { tone: 'blue', shape: '●' },
  closed: { tone: 'green', shape: '✔' },
  revoked: { tone: 'grey', shape: '○' },
};

export function CaseStatePill({ ui, state }: { ui: Ui; state: CaseState }): JSX.Element {
  return <Pill {...looks[state]} word={ui.t(`case.state.${state}`)} />;
}

const trackLooks: Record<TrackRow['state'], { tone: ToneName; shape: ShapeName }> = {
  open: { tone: 'amber', shape: '◔' },
  assigned: { tone: 'blue', shape: '●' },
  filled: { tone: 'violet', shape: '◆' },
  passed: { tone: 'green', shape: '✔' },
  returned: { tone: 'orange', shape: '!' },
  cancelled: { tone: 'grey', shape: '○' },
};

export function TrackStatePill({ ui, state }: { ui: Ui; state: TrackRow['state'] }): JSX.Element {
  return <Pill {...trackLooks[state]} word={ui.t(`case.trackState.${state}`)} />;
}
