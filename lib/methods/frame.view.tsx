import type { JSX } from 'preact';
import { Pill, Tabs, type Ui } from '../ui/index.ts';
import type { EditionStanding } from './choose.ts';
import type { WatchState } from './watch.ts';

const tabs = [
  { href: '/methods', key: 'methods.register' },
  { href: '/methods/watch', key: 'methods.watch' },
  { href: '/methods/sops', key: 'methods.sops' },
  { href: '/methods/verifications', key: 'methods.verifications' },
] as const;

/** The four lists of the methods, side by side. */
export function MethodTabs({ ui, at }: { ui: Ui; at: (typeof tabs)[number]['href'] }): JSX.Element {
  return (
    <Tabs
      label={ui.t('nav.methods')}
      tabs={tabs.map(({ href, key }) => ({ href, label: ui.t(key), active: href === at }))}
    />
  );
}

const editionLooks = {
  'in-force': { tone: 'green', shape: '●' },
  coming: { tone: 'blue', shape: '◷' },
  ended: { tone: 'grey', shape: '✕' },
} as const;

/** 现行, 即将实施, 已废止 */
export const EditionPill = ({ ui, standing }: { ui: Ui; standing: EditionStanding }): JSX.Element => (
  <Pill {...editionLooks[standing]} word={ui.t(`methods.standing.${standing}`)} />
);

const watchLooks = {
  never: { tone: 'orange', shape: '!' },
  late: { tone: 'red', shape: '▲' },
  soon: { tone: 'amber', shape: '◔' },
  done: { tone: 'green', shape: '✔' },
} as const;

export const WatchPill = ({ ui, state }: { ui: Ui; state: WatchState }): JSX.Element => (
  <Pill {...watchLooks[state]} word={ui.t(`methods.watch.${state}`)} />
);
