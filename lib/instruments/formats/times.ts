import { validDate } from '../../core/deadlines.ts';
import { Refusal } from '../../core/refusal.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * A date with or without a time as instruments print them → `YYYY-MM-DD[THH:MM[:SS]]`, local. Day and month are told apart by a number
 * above 12, by the month's name, or by AM/PM (used with month first); where both orders are possible the answer is null: nobody guesses.
 */
export function localTime(printed: string): string | null {
  const text = printed
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\.(?= |$)/, '');
  const packed = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/.exec(text);
  if (packed)
    return joined(
      packed[1],
      packed[2],
      packed[3],
      packed[4] && `${packed[4]}:${packed[5]}${packed[6] ? `:${packed[6]}` : ''}`,
    );
  const year = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ,]+(.*))?$/.exec(text);
  if (year) return joined(year[1], year[2], year[3], year[4]);
  const named = namedMonth(text);
  if (named) return named;
  const [, first = '', second = '', last = '', rest] =
    /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[ ,T]+(.*))?$/.exec(text) ?? [];
  if (last === '') return null;
  if (Number(first) > 12) return joined(last, second, first, rest);
  if (Number(second) > 12 || first === second || /[AP]M/i.test(rest ?? '')) return joined(last, first, second, rest);
  return null;
}

/** True when it is a date whose day and month cannot be told apart. */
export const twoWays = (printed: string): boolean =>
  /^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b/.test(printed.trim()) && localTime(printed) === null;

/** 24-Jul-2023 22:22:05 · July 24, 2023 · Thu Jun 06 17:25:48 2024 */
function namedMonth(text: string): string | null {
  const month = (word: string) => String(MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1);
  const dayFirst = /^(?:[A-Za-z]{3,9},? )?(\d{1,2})[- ]([A-Za-z]{3,9})[-, ]+(\d{4}|\d{2})(?:[ ,T]+(.*))?$/.exec(text);
  if (dayFirst) return joined(century(dayFirst[3]), month(dayFirst[2] ?? ''), dayFirst[1], dayFirst[4]);
  const clock = /^[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d{1,2}:\d{2}(?::\d{2})?) (\d{4})$/.exec(text);
  if (clock) return joined(clock[4], month(clock[1] ?? ''), clock[2], clock[3]);
  const monthFirst = /^(?:[A-Za-z]{3,9},? )?([A-Za-z]{3,9}) (\d{1,2}),? (\d{4})(?:[ ,]+(.*))?$/.exec(text);
  return monthFirst ? joined(monthFirst[3], month(monthFirst[1] ?? ''), monthFirst[2], monthFirst[4]) : null;
}

const century = (year = ''): string => (year.length === 2 ? `20${year}` : year);

function joined(year = '', month = '', day = '', rest?: string): string | null {
  const date = realDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  if (date === null) return null;
  const time = clockTime(rest?.trim() ?? '');
  return time === '' ? date : `${date}T${time}`;
}

/** 3:36 PM → 15:36; 16:56 → 16:56; a zone or fraction behind it is left out. */
function clockTime(text: string): string {
  const [, hour = '', minute = '', second, half = ''] =
    /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AP]M)?/i.exec(text) ?? [];
  if (minute === '' || Number(minute) > 59 || Number(hour) > 23) return '';
  const twelve = half === '' ? Number(hour) : (Number(hour) % 12) + (/p/i.test(half) ? 12 : 0);
  return `${String(twelve).padStart(2, '0')}:${minute}${second === undefined ? '' : `:${second}`}`;
}

function realDate(text: string): string | null {
  try {
    return validDate(text);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
