import type { JSX } from 'preact';
import { Pill, Tabs, type Ui } from '../ui/index.ts';
import type { AuthorisationStanding } from './facts.ts';
import type { Document } from './rows.ts';

const looks = {
  'in-force': { tone: 'green', shape: '●' },
  'not-yet': { tone: 'blue', shape: '◷' },
  suspended: { tone: 'amber', shape: '‖' },
  expired: { tone: 'orange', shape: '!' },
  ended: { tone: 'grey', shape: '✕' },
  left: { tone: 'grey', shape: '✕' },
} as const;

/** 有效, 暂停, 已到期 … */
export function StandingPill({ ui, standing }: { ui: Ui; standing: AuthorisationStanding }): JSX.Element {
  const { tone, shape } = looks[standing];
  return <Pill tone={tone} shape={shape} word={ui.t(`competence.standing.${standing}`)} />;
}

const views = {
  matrix: '/competence',
  people: '/competence/people',
  expiring: '/competence/expiring',
  delegations: '/competence/delegations',
} as const;

/** The pages about people side by side. */
export function CompetenceTabs({ ui, active }: { ui: Ui; active: keyof typeof views }): JSX.Element {
  return (
    <Tabs
      label={ui.t('nav.competence')}
      tabs={(Object.keys(views) as (keyof typeof views)[]).map((view) => ({
        href: views[view],
        label: ui.t(`competence.tab.${view}`),
        active: view === active,
      }))}
    />
  );
}

/** The name of a file that leads to it. */
export function DocumentLink({ document, folder }: { document: Document | null; folder: string }): JSX.Element | null {
  return document ? <a href={`${folder}/${document.hash}`}>{document.name}</a> : null;
}
