import { refuse } from './refusal.ts';

/** Which days people work; `loadedUntil` is the last day for which the State Council's arrangement is known. */
export interface Calendar {
  isWorkday(date: string): boolean;
  loadedUntil: string;
}

/** The day on which a term ends; `provisional` when the calendar does not reach so far and the day may still move. */
export interface Due {
  date: string;
  provisional: boolean;
}

const DAY = 86_400_000;
const CHINA = 8 * 3_600_000;
const EARLIEST = '1990-01-01';
const LATEST = '2099-12-31';

/** A date YYYY-MM-DD that exists, 1990 up to `latest`. @throws Refusal `date.form`, `date.none`, `date.range` — 2026-02-30 never rolls to March */
export function validDate(text: string, latest: string = LATEST, field?: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return refuse('date.form', { text: text.slice(0, 20) }, field);
  const at = new Date(`${text}T00:00:00Z`);
  if (Number.isNaN(at.getTime()) || iso(at.getTime()) !== text) return refuse('date.none', { text }, field);
  return text < EARLIEST || text > latest ? refuse('date.range', { text, earliest: EARLIEST, latest }, field) : text;
}

/** The calendar date in China (UTC+8, no summer time) at a UTC instant. */
export function chinaDate(utcIso: string): string {
  const at = Date.parse(utcIso);
  return Number.isNaN(at) ? refuse('date.form', { text: utcIso.slice(0, 30) }) : iso(at + CHINA);
}

/** `n` calendar days later (or earlier), whatever day that is. */
export function addDays(from: string, n: number): string {
  return iso(time(from) + whole(n) * DAY);
}

/** The same day `n` months later, or the last day of a shorter month: 2024-02-29 + 12 is 2025-02-28. For expiry dates. */
export function addMonths(from: string, n: number): string {
  const at = new Date(time(from));
  const month = at.getUTCFullYear() * 12 + at.getUTCMonth() + whole(n);
  const [year, index] = [Math.floor(month / 12), ((month % 12) + 12) % 12];
  const last = new Date(Date.UTC(year, index + 1, 0)).getUTCDate();
  return iso(Date.UTC(year, index, Math.min(at.getUTCDate(), last)));
}

/** The end of a term of `n` working days. The day of the event does not count (民法典 201). */
export function addWorkingDays(calendar: Calendar, from: string, n: number): Due {
  let day = validDate(from);
  if (whole(n) < 0 || n > 2000) refuse('deadline.days', { n });
  for (let left = n; left > 0; ) {
    day = addDays(day, 1);
    if (calendar.isWorkday(day)) left -= 1;
  }
  return due(calendar, day);
}

/** The end of a term of `n` calendar days (7日): a last day of rest moves to the next working day (民法典 203). */
export function addCalendarDays(calendar: Calendar, from: string, n: number): Due {
  if (whole(n) < 0 || n > 10_000) refuse('deadline.days', { n });
  return rollForward(calendar, addDays(from, n));
}

/** The day itself if it is a working day, else the next one. */
export function rollForward(calendar: Calendar, date: string): Due {
  let day = validDate(date);
  while (!calendar.isWorkday(day)) day = addDays(day, 1);
  return due(calendar, day);
}

/** Working days after `from` up to and including `to`; 0 when `to` is not later. */
export function workingDaysBetween(calendar: Calendar, from: string, to: string): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (calendar.isWorkday(day)) count += 1;
  return count;
}

/** How a running clock stands today: late from the day after `due`, amber within the last `amberWorkingDays`. */
export function state(
  calendar: Calendar,
  due: string,
  today: string,
  amberWorkingDays: number,
): 'on-time' | 'amber' | 'late' {
  if (today > due) return 'late';
  return workingDaysBetween(calendar, today, due) <= amberWorkingDays ? 'amber' : 'on-time';
}

function due(calendar: Calendar, date: string): Due {
  return { date, provisional: date > calendar.loadedUntil };
}

function time(date: string): number {
  return Date.parse(`${validDate(date)}T00:00:00Z`);
}

function whole(n: number): number {
  return Number.isInteger(n) ? n : refuse('deadline.days', { n });
}

function iso(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
