import { refuse } from '../core/refusal.ts';

/** '2026-12-01T17:00' of a clock in China → UTC ISO. @throws Refusal `comparison.moment` */
export function utcOf(local: string, field: string): string {
  const stamp = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? Date.parse(`${local}:00+08:00`) : Number.NaN;
  return Number.isNaN(stamp) ? refuse('comparison.moment', { given: local }, field) : new Date(stamp).toISOString();
}

/** UTC ISO → '2026-12-01 17:00' of a clock in China. */
export const localTime = (utc: string): string =>
  new Date(Date.parse(utc) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
