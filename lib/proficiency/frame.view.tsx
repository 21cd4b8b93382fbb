import type { JSX } from 'preact';
import { Pill, Tabs, type Ui } from '../ui/index.ts';
import type { PlanState, RoundState, Verdict } from './rows.ts';

const tabs = [
  ['/proficiency', 'proficiency.rounds'],
  ['/proficiency/plans', 'proficiency.plans'],
  ['/proficiency/subfields', 'proficiency.subfieldsTab'],
  ['/proficiency/correctives', 'proficiency.correctives'],
  ['/proficiency/providers', 'proficiency.providers'],
] as const;

export function ProficiencyTabs({ ui, at }: { ui: Ui; at: (typeof tabs)[number][0] }): JSX.Element {
  return (
    <Tabs
      label={ui.t('nav.proficiency')}
      tabs={tabs.map(([href, label]) => ({ href, label: ui.t(label), active: href === at }))}
    />
  );
}

const roundLooks = {
  planned: { tone: 'grey', shape: '◌' },
  registered: { tone: 'blue', shape: '○' },
  received: { tone: 'blue', shape: '◔' },
  testing: { tone: 'blue', shape: '◐' },
  results: { tone: 'violet', shape: '◑' },
  reviewed: { tone: 'violet', shape: '◕' },
  late: { tone: 'orange', shape: '!' },
  submitted: { tone: 'blue', shape: '●' },
  reported: { tone: 'violet', shape: '◉' },
  evaluated: { tone: 'green', shape: '✔' },
  appealed: { tone: 'amber', shape: '?' },
  archived: { tone: 'grey', shape: '■' },
  withdrawn: { tone: 'grey', shape: '✕' },
} as const;

/** 计划, 已报名 … 已归档. */
export function RoundPill({ ui, state }: { ui: Ui; state: RoundState }): JSX.Element {
  return <Pill {...roundLooks[state]} word={ui.t(`proficiency.state.${state}`)} />;
}

const verdictLooks = {
  satisfactory: { tone: 'green', shape: '✔' },
  questionable: { tone: 'amber', shape: '?' },
  unsatisfactory: { tone: 'red', shape: '▲' },
} as const;

/** 满意, 可疑, 不满意; nothing while it is not judged. */
export function VerdictPill({ ui, verdict }: { ui: Ui; verdict: Verdict | 'none' | null }): JSX.Element {
  if (verdict === null || verdict === 'none') return <span class="quiet">—</span>;
  return <Pill {...verdictLooks[verdict]} word={ui.t(`proficiency.verdict.${verdict}`)} />;
}

const planLooks = {
  draft: { tone: 'grey', shape: '◌' },
  proposed: { tone: 'violet', shape: '◑' },
  approved: { tone: 'green', shape: '✔' },
} as const;

export function PlanPill({ ui, state }: { ui: Ui; state: PlanState }): JSX.Element {
  return <Pill {...planLooks[state]} word={ui.t(`proficiency.planState.${state}`)} />;
}

const termLooks = {
  'on-time': { tone: 'grey', shape: '◷' },
  amber: { tone: 'amber', shape: '◔' },
  late: { tone: 'orange', shape: '!' },
} as const;

/** What is left until a deadline: in hours below three days, then in days. */
export function Deadline({
  ui,
  hours,
  term,
}: {
  ui: Ui;
  hours: number;
  term: 'on-time' | 'amber' | 'late';
}): JSX.Element {
  const most = 96;
  const word =
    term === 'late'
      ? ui.t('proficiency.pastBy', { hours: Math.max(1, -hours) })
      : Math.abs(hours) < most
        ? ui.t('proficiency.hoursLeft', { hours })
        : ui.t('proficiency.daysLeft', { days: Math.floor(hours / 24) });
  return <Pill {...termLooks[term]} word={word} />;
}

/** A term in days: 整改 180 日. */
export function DaysLeft({
  ui,
  days,
  term,
}: {
  ui: Ui;
  days: number;
  term: 'on-time' | 'amber' | 'late';
}): JSX.Element {
  const word = days < 0 ? ui.t('proficiency.daysPast', { days: -days }) : ui.t('proficiency.daysLeft', { days });
  return <Pill {...termLooks[term]} word={word} />;
}
