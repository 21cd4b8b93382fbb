import type { JSX } from 'preact';
import { Pill, Tabs, type Ui } from '../ui/index.ts';
import type { Standing } from './rows.ts';

const looks = {
  held: { tone: 'green', shape: '●' },
  applied: { tone: 'blue', shape: '◔' },
  'not-yet': { tone: 'blue', shape: '◷' },
  suspended: { tone: 'orange', shape: '‖' },
  expired: { tone: 'orange', shape: '!' },
  cancelled: { tone: 'grey', shape: '✕' },
} as const;

/** 已获证, 暂停, 已到期 … */
export function StandingPill({ ui, standing }: { ui: Ui; standing: Standing }): JSX.Element {
  const { tone, shape } = looks[standing];
  return <Pill tone={tone} shape={shape} word={ui.t(`capability.state.${standing}`)} />;
}

const tabs = [
  { href: '/capability', key: 'capability.annex' },
  { href: '/capability/coverage', key: 'capability.coverage' },
  { href: '/capability/projects', key: 'capability.projects' },
] as const;

/** The annex, what stands behind it, and what is to come into it. */
export function CapabilityTabs({ ui, at }: { ui: Ui; at: (typeof tabs)[number]['href'] }): JSX.Element {
  return (
    <Tabs
      label={ui.t('nav.capability')}
      tabs={tabs.map(({ href, key }) => ({ href, label: ui.t(key), active: href === at }))}
    />
  );
}
