import chineseDays from 'chinese-days';
import type { Calendar } from '../core/deadlines.ts';

/** The State Council's arrangement is published year by year; later dates are counted by weekday and shown as provisional. */
const LOADED_UNTIL = '2026-12-31';

/** The Chinese working-day calendar with moved workdays (调休), from the chinese-days tables (State Council notices). */
export const chinaCalendar: Calendar = {
  isWorkday: (date) => chineseDays.isWorkday(date),
  loadedUntil: LOADED_UNTIL,
};
