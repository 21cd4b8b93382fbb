import { validDate } from '../core/deadlines.ts';
import { Refusal, refuse } from '../core/refusal.ts';

const LOCAL = /^(\d{4}-\d{2}-\d{2})[T ]([01]\d|2[0-3]):([0-5]\d)$/;

/** A moment as the form sends it, China time → UTC ISO. @throws Refusal `proficiency.moment` */
export function utcOf(text: string, field: string): string {
  const [, day = '', hour = '', minute = ''] = LOCAL.exec(text.trim()) ?? [];
  try {
    if (day !== '') return new Date(`${validDate(day)}T${hour}:${minute}:00+08:00`).toISOString();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
  return refuse('proficiency.moment', { text }, field);
}

const HOUR = 3_600_000;

/** Whole hours from now until a moment; negative when it has passed. */
export const hoursUntil = (now: string, at: string): number => Math.floor((Date.parse(at) - Date.parse(now)) / HOUR);
