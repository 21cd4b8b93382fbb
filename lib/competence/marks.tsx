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

/** A line to look for people by name or number; what is asked besides goes with it. */
export function SearchLine({
  ui,
  action,
  q,
  kept,
}: {
  ui: Ui;
  action: string;
  q: string;
  kept: Record<string, string | null>;
}): JSX.Element {
  const hidden = Object.entries(kept).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  return (
    <form class="d-flex gap-2 mb-3" action={action} method="get" role="search">
      {hidden.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input
        class="form-control flex-fill"
        type="search"
        name="q"
        value={q}
        maxLength={100}
        aria-label={ui.t('competence.search')}
        placeholder={ui.t('competence.search')}
        autocomplete="off"
      />
      <button class="btn flex-shrink-0">{ui.t('act.search')}</button>
      {q === '' ? null : (
        <a class="btn flex-shrink-0" href={action}>
          {ui.t('act.clear')}
        </a>
      )}
    </form>
  );
}
