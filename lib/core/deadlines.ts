import { refuse } from './refusal.ts';

/**
 * Which days people work; `loadedUntil` is the last day for which the State Council's arrangement is known.
 * A calendar gives one answer for a day for as long as it lives: working days are counted once a year of it.
 */
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
  validDate(from);
  if (to <= from) return 0;
  let count = worked(calendar, to) - worked(calendar, from);
  for (let year = yearOf(from); year < yearOf(to); year += 1) count += counts(calendar, year).at(-1) ?? 0;
  return count;
}

/** Of each calendar and year: how many of its first n days are working days, n from 0 to all. */
const counted = new WeakMap<Calendar, Map<number, Uint16Array>>();

function counts(calendar: Calendar, year: number): Uint16Array {
  const years = counted.get(calendar) ?? new Map<number, Uint16Array>();
  counted.set(calendar, years);
  const known = years.get(year);
  if (known) return known;
  const first = Date.UTC(year, 0, 1);
  const days = (Date.UTC(year + 1, 0, 1) - first) / DAY;
  const made = new Uint16Array(days + 1);
  for (let n = 0; n < days; n += 1) made[n + 1] = (made[n] ?? 0) + (calendar.isWorkday(iso(first + n * DAY)) ? 1 : 0);
  years.set(year, made);
  return made;
}

/** Working days of its year up to and including the date. */
function worked(calendar: Calendar, date: string): number {
  const year = yearOf(date);
  return counts(calendar, year)[(time(date) - Date.UTC(year, 0, 1)) / DAY + 1] ?? 0;
}

const yearOf = (date: string): number => Number(date.slice(0, 4));

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
