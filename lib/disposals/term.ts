import { date, object, text } from '../kernel/shapes.ts';
import { type ClockRow, type Standing, standing } from '../kernel/terms.ts';
import type { Query } from '../kernel/types.ts';

/** A term as a page shows it. */
export interface Term extends Standing {
  rule: string;
  basis: string;
  startedOn: string;
  dueOn: string;
  running: boolean;
}

export const termFields = {
  rule: text(),
  basis: text(),
  startedOn: date,
  dueOn: date,
  provisional: { type: 'boolean' },
  running: { type: 'boolean' },
  state: text(),
  days: { type: 'integer' },
};

export const term = object(termFields, Object.keys(termFields));

/** How a clock stands today. */
export const termOf = (query: Query, clock: ClockRow): Term => ({
  rule: clock.rule,
  basis: clock.basis,
  startedOn: clock.started_on,
  dueOn: clock.due_on,
  running: clock.state === 'running',
  ...standing(query, clock.due_on),
  provisional: clock.provisional === 1,
});
