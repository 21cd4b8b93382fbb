import type { JSX } from 'preact';
import type { Ui } from './context.ts';
import { Pill } from './state.tsx';

export interface DueProps {
  ui: Ui;
  /** `YYYY-MM-DD` */
  date: string;
  state: 'on-time' | 'amber' | 'late';
  /** Working days until the date; the days since, when late. */
  days: number;
  provisional?: boolean;
}

const looks = {
  'on-time': { tone: 'grey', shape: '◷' },
  amber: { tone: 'amber', shape: '◔' },
  late: { tone: 'orange', shape: '!' },
} as const;

/** A due date as the working days that are left, in words; the date itself is the title. */
export function Due({ ui, date, state, days, provisional }: DueProps): JSX.Element {
  const look = looks[state];
  const title = provisional ? `${ui.t('due.on', { date })} · ${ui.t('due.provisional')}` : ui.t('due.on', { date });
  return (
    <time class="due" dateTime={date} title={title}>
      <Pill tone={look.tone} shape={look.shape} word={words(ui, state, days)} />
      {provisional ? (
        <span class="due-mark">
          <span aria-hidden="true">?</span>
          <span class="visually-hidden">{ui.t('due.provisional')}</span>
        </span>
      ) : null}
    </time>
  );
}

function words(ui: Ui, state: DueProps['state'], days: number): string {
  if (state === 'late' && days === 0) return ui.t('due.overdue');
  if (state === 'late') return ui.t('due.late', { days: Math.abs(days) });
  return days === 0 ? ui.t('due.today') : ui.t('due.left', { days });
}
