import { validDate } from '../core/deadlines.ts';
import { Refusal } from '../core/refusal.ts';

/** Year, month and day however they are set apart (2026-11-21, 2026/11/21, 2026.11.21), or together (20261121) → YYYY-MM-DD; anything else is no date: null. */
export function sheetDate(text: string): string | null {
  const [year = '', month = '', day = '', ...rest] = /^\d{8}$/.test(text)
    ? [text.slice(0, 4), text.slice(4, 6), text.slice(6)]
    : text.split(/\D+/).filter(Boolean);
  if (year.length !== 4 || day === '' || rest.length > 0) return null;
  try {
    return validDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
