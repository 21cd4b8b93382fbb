import { addDays, type Calendar, type Due, rollForward, validDate } from './deadlines.ts';
import { refuse } from './refusal.ts';

/** 工作日, 日 (calendar days, a last day of rest moves on), 小时. */
export const termUnits = ['working', 'calendar', 'hour'] as const;
export type TermUnit = (typeof termUnits)[number];

/** A term: so many of a unit. */
export interface Term {
  amount: number;
  unit: TermUnit;
}

/**
 * A time that does not count, by its days in China or its instants: testing, re-inspection, supplementing of papers. Without `to` it still
 * goes on.
 */
export interface Pause {
  from: string;
  to?: string;
}

/** When a term began: the day in China, and the instant (UTC ISO) for terms of hours. */
export interface Start {
  on: string;
  at?: string;
}

/** The end of a term; `at` the instant for terms of hours. */
export interface End extends Due {
  at?: string;
}

const MOST = 5000;
const HOUR = 3_600_000;

/**
 * The end of a term. The day of the event does not count (民法典 §201); days after the day of a pause up to the day on which it ended do not
 * count either, so that the day of resumption is, like that of the start, not counted. A term of calendar days whose last day is a day of rest
 * ends on the next working day (民法典 §203). Hours run through nights and holidays.
 * @returns null while a pause goes on: there is no end yet
 * @throws Refusal `clock.amount` for anything but a whole number from 0 to 2000, `clock.instant` for hours without an instant, `clock.pause`
 * for a pause that ends before it begins
 */
export function termEnd(calendar: Calendar, term: Term, start: Start, pauses: readonly Pause[] = []): End | null {
  const { amount, unit } = term;
  if (!Number.isInteger(amount) || amount < 0 || amount > 2000) return refuse('clock.amount', { amount });
  for (const { from, to } of pauses) if (to !== undefined && to < from) refuse('clock.pause', { from, to });
  if (pauses.some(({ to }) => to === undefined)) return null;
  return unit === 'hour' ? hoursEnd(calendar, amount, start, pauses) : daysEnd(calendar, amount, unit, start, pauses);
}

function daysEnd(
  calendar: Calendar,
  amount: number,
  unit: 'working' | 'calendar',
  { on }: Start,
  pauses: readonly Pause[],
): End {
  let day = validDate(on);
  const isPaused = (date: string) => pauses.some(({ from, to = '' }) => from < date && date <= to);
  for (let left = amount, steps = 0; left > 0; steps += 1) {
    if (steps > MOST) return refuse('clock.amount', { amount });
    day = addDays(day, 1);
    if (!isPaused(day) && (unit === 'calendar' || calendar.isWorkday(day))) left -= 1;
  }
  return unit === 'calendar' ? rollForward(calendar, day) : { date: day, provisional: day > calendar.loadedUntil };
}

function hoursEnd(calendar: Calendar, amount: number, { at }: Start, pauses: readonly Pause[]): End {
  const from = Date.parse(at ?? '');
  if (Number.isNaN(from)) return refuse('clock.instant', { at: at ?? '' });
  let end = from + amount * HOUR;
  for (const pause of [...pauses].sort((a, b) => (a.from < b.from ? -1 : 1))) {
    const [begun, over] = [Date.parse(pause.from), Date.parse(pause.to ?? '')];
    if (Number.isNaN(begun) || Number.isNaN(over)) return refuse('clock.instant', { at: pause.from });
    if (begun < end && over > from) end += over - Math.max(begun, from);
  }
  const date = chinaDay(end);
  return { date, at: new Date(end).toISOString(), provisional: date > calendar.loadedUntil };
}

const CHINA = 8 * HOUR;
const chinaDay = (instant: number): string => new Date(instant + CHINA).toISOString().slice(0, 10);
