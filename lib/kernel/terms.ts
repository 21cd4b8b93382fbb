import type { Knex } from 'knex';
import { addCalendarDays, addWorkingDays, type Due, state, workingDaysBetween } from '../core/deadlines.ts';
import type { ClockRule } from './rules.ts';
import type { TableName } from './tables.ts';
import type { Act, App, Row } from './types.ts';

/** A running term (时限): due 'YYYY-MM-DD' by its rule, and the legal basis that stood when it started. */
export interface ClockRow extends Row {
  entity: TableName;
  entity_id: string;
  rule: string;
  basis: string;
  owner_role: string;
  started_on: string;
  due_on: string;
  provisional: 0 | 1;
  state: 'running' | 'done' | 'cancelled';
  done_at: string | null;
  created_at: string;
}

/** How a due date stands on a day: late, near, or in time, by how many working days, and whether the calendar reaches that far. */
export interface Standing {
  state: 'on-time' | 'amber' | 'late';
  days: number;
  provisional: boolean;
}

/** The day on which a term of this rule ends. */
export function dueBy(app: App, rule: ClockRule, startedOn: string): Due {
  const count = rule.counting === 'working' ? addWorkingDays : addCalendarDays;
  return count(app.calendar, startedOn, rule.days);
}

/** Starts the clock of a rule for an object. */
export async function startClock(
  act: Act,
  entity: TableName,
  entityId: string,
  rule: ClockRule,
  startedOn: string,
): Promise<Due> {
  const due = dueBy(act.app, rule, startedOn);
  await act.insert<ClockRow>('clocks', {
    entity,
    entity_id: entityId,
    rule: rule.id,
    basis: rule.basis,
    owner_role: rule.ownerRole,
    started_on: startedOn,
    due_on: due.date,
    provisional: due.provisional ? 1 : 0,
    state: 'running',
    done_at: null,
  });
  return due;
}

/** The clocks of an object, the oldest first. */
export const clocksOf = (db: Knex, entity: TableName, entityId: string): Promise<ClockRow[]> =>
  db('clocks').where({ entity, entity_id: entityId }).orderBy('id');

/** Ends the running clocks of an object: what they waited for has happened, or will not. */
export async function stopClocks(
  act: Act,
  entity: TableName,
  entityId: string,
  how: 'done' | 'cancelled' = 'done',
  reason?: string,
): Promise<void> {
  for (const clock of await clocksOf(act.db, entity, entityId)) {
    if (clock.state !== 'running') continue;
    await act.update<ClockRow>('clocks', clock, { state: how, done_at: act.now }, { reason });
  }
}

/** How a due date stands today by the working-day calendar. */
export function standing({ app, today }: { app: App; today: string }, dueOn: string): Standing {
  const now = state(app.calendar, dueOn, today, app.rules.amberWorkingDays);
  const [from, to] = now === 'late' ? [dueOn, today] : [today, dueOn];
  return {
    state: now,
    days: workingDaysBetween(app.calendar, from, to),
    provisional: dueOn > app.calendar.loadedUntil,
  };
}
