import chineseDays from 'chinese-days';
import type { Calendar } from '../core/deadlines.ts';

/** The State Council's arrangement is published year by year; later dates are counted by weekday and shown as provisional. */
const LOADED_UNTIL = '2026-12-31';

/** Days that were asked for: a list of 50 terms counts thousands of days, and the tables answer each one slowly. */
const known = new Map<string, boolean>();

/** The Chinese working-day calendar with moved workdays (调休), from the chinese-days tables (State Council notices). */
export const chinaCalendar: Calendar = {
  isWorkday: (date) => {
    const asked = known.get(date);
    if (asked !== undefined) return asked;
    const answer = chineseDays.isWorkday(date);
    known.set(date, answer);
    return answer;
  },
  loadedUntil: LOADED_UNTIL,
};
