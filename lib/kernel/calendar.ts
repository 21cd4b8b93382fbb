import { createRequire } from 'node:module';
import type ChineseDays from 'chinese-days';
import type { Calendar } from '../core/deadlines.ts';

/** The State Council's arrangement is published year by year; later dates are counted by weekday and shown as provisional. */
const LOADED_UNTIL = '2026-12-31';

const require = createRequire(import.meta.url);
let tables: typeof ChineseDays | undefined;

/** The tables, read with the first question and not at start. */
function loaded(): typeof ChineseDays {
  tables ??= (require('chinese-days') as { default: typeof ChineseDays }).default;
  return tables;
}

/** Days that were asked for: the tables answer each one slowly. */
const known = new Map<string, boolean>();

/** The Chinese working-day calendar with moved workdays (调休), from the chinese-days tables (State Council notices). */
export const chinaCalendar: Calendar = {
  isWorkday: (date) => {
    const asked = known.get(date);
    if (asked !== undefined) return asked;
    const answer = loaded().isWorkday(date);
    known.set(date, answer);
    return answer;
  },
  loadedUntil: LOADED_UNTIL,
};
