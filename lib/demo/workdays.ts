import { addDays, type Calendar } from '../core/deadlines.ts';

const MINUTE = 60_000;
const CHINA_OFFSET_MINUTES = 480;

/** The last `count` working days up to and with `today`, oldest first. */
export function workdaysUntil(calendar: Calendar, today: string, count: number): string[] {
  const days: string[] = [];
  for (let day = today; days.length < count; day = addDays(day, -1)) if (calendar.isWorkday(day)) days.unshift(day);
  return days;
}

/** UTC milliseconds of a time of day in China, in minutes after midnight. */
export const chinaMoment = (day: string, minutes: number): number =>
  Date.parse(`${day}T00:00:00Z`) + (minutes - CHINA_OFFSET_MINUTES) * MINUTE;
