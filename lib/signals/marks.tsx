import type { JSX } from 'preact';
import { Pill, Tabs, type Ui } from '../ui/index.ts';
import type { RiskLevel, RiskState, SignalState } from './rows.ts';
import type { Standing } from './statistics.ts';

/** The three rooms of the slice. */
export function Sections({ ui, here }: { ui: Ui; here: 'statistics' | 'alerts' | 'risks' }): JSX.Element {
  const rooms = [
    ['statistics', '/signals'],
    ['alerts', '/signals/alerts'],
    ['risks', '/signals/risks'],
  ] as const;
  return (
    <Tabs
      label={ui.t('nav.signals')}
      tabs={rooms.map(([name, href]) => ({ href, label: ui.t(`signal.section.${name}`), active: name === here }))}
    />
  );
}

/** Where a share stands against that of all. */
export function Against({ ui, value }: { ui: Ui; value: Standing }): JSX.Element {
  const word = ui.t(`signal.standing.${value}`);
  if (value === 'high') return <Pill tone="red" shape="▲" word={word} />;
  if (value === 'low') return <Pill tone="teal" shape="◇" word={word} />;
  return <span class="quiet">{word}</span>;
}

const signals = {
  open: { tone: 'amber', shape: '◔' },
  true: { tone: 'red', shape: '▲' },
  false: { tone: 'grey', shape: '✕' },
} as const;

export function SignalPill({ ui, state }: { ui: Ui; state: SignalState }): JSX.Element {
  return <Pill {...signals[state]} word={ui.t(`signal.state.${state}`)} />;
}

const risks = {
  listed: { tone: 'red', shape: '▲' },
  handling: { tone: 'amber', shape: '◑' },
  closed: { tone: 'green', shape: '✔' },
} as const;

export function RiskPill({ ui, state }: { ui: Ui; state: RiskState }): JSX.Element {
  return <Pill {...risks[state]} word={ui.t(`risk.state.${state}`)} />;
}

const weights = {
  high: { tone: 'red', shape: '▲' },
  medium: { tone: 'amber', shape: '◑' },
  low: { tone: 'grey', shape: '○' },
} as const;

export function LevelPill({ ui, level }: { ui: Ui; level: RiskLevel }): JSX.Element {
  return <Pill {...weights[level]} word={ui.t(`risk.level.${level}`)} />;
}
