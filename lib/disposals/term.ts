import { state as termState, workingDaysBetween } from '../core/deadlines.ts';
import { date, object, text } from '../kernel/shapes.ts';
import type { Query } from '../kernel/types.ts';
import type { ClockRow } from './rows.ts';

/** A term as a page shows it. */
export interface Term {
  rule: string;
  basis: string;
  startedOn: string;
  dueOn: string;
  provisional: boolean;
  running: boolean;
  state: 'on-time' | 'amber' | 'late';
  days: number;
}

export const term = object(
  {
    rule: text(),
    basis: text(),
    startedOn: date,
    dueOn: date,
    provisional: { type: 'boolean' },
    running: { type: 'boolean' },
    state: text(),
    days: { type: 'integer' },
  },
  ['rule', 'basis', 'startedOn', 'dueOn', 'provisional', 'running', 'state', 'days'],
);

/** How a clock stands today. */
export function termOf({ app, today }: Query, clock: ClockRow): Term {
  const isLate = today > clock.due_on;
  const days = isLate
    ? workingDaysBetween(app.calendar, clock.due_on, today)
    : workingDaysBetween(app.calendar, today, clock.due_on);
  return {
    rule: clock.rule,
    basis: clock.basis,
    startedOn: clock.started_on,
    dueOn: clock.due_on,
    provisional: clock.provisional === 1,
    running: clock.state === 'running',
    state: termState(app.calendar, clock.due_on, today, app.rules.amberWorkingDays),
    days,
  };
}
