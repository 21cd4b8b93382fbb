import { validDate } from '../core/deadlines.ts';
import { Refusal } from '../core/refusal.ts';

const CHINA = 8 * 3_600_000;
const MINUTE = 60_000;

/** UTC ISO time → the clock of the laboratory, YYYY-MM-DDTHH:MM (China, UTC+8). */
export const benchTime = (utcIso: string): string => new Date(Date.parse(utcIso) + CHINA).toISOString().slice(0, 16);

/** The clock of the laboratory → UTC ISO time. */
export const utcTime = (at: string): string => new Date(Date.parse(`${at}:00.000Z`) - CHINA).toISOString();

/** So many minutes later on the same clock. */
export const later = (at: string, minutes: number): string =>
  new Date(Date.parse(`${at}:00.000Z`) + minutes * MINUTE).toISOString().slice(0, 16);

const LOCAL = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[T ]+(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/;
const ZONED = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** A moment as people, loggers and sensors write it → the clock of the laboratory; null when it is none. Without a zone it is China time. */
export function momentOf(text: string): string | null {
  if (ZONED.test(text)) return Number.isNaN(Date.parse(text)) ? null : benchTime(new Date(text).toISOString());
  const [, year = '', month = '', day = '', hour = '', minute = ''] = LOCAL.exec(text.trim()) ?? [];
  if (year === '' || Number(hour) > 23 || Number(minute) > 59) return null;
  try {
    const date = validDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
    return `${date}T${hour.padStart(2, '0')}:${minute}`;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
