import { addDays, addMonths } from '../core/deadlines.ts';
import { refuse } from '../core/refusal.ts';

/** A year or a quarter of it: `2026` or `2026Q3`. Days with both ends included, instants UTC ISO with `until` left out. */
export interface Period {
  name: string;
  year: number;
  /** 1 to 4; null: the whole year. */
  quarter: number | null;
  from: string;
  to: string;
  since: string;
  until: string;
}

const midnight = (day: string): string => new Date(`${day}T00:00:00+08:00`).toISOString();

function spanned(year: number, quarter: number | null): Period {
  const from = `${year}-${String(quarter === null ? 1 : quarter * 3 - 2).padStart(2, '0')}-01`;
  const next = addMonths(from, quarter === null ? 12 : 3);
  return {
    ...{ name: quarter === null ? String(year) : `${year}Q${quarter}`, year, quarter, from, to: addDays(next, -1) },
    ...{ since: midnight(from), until: midnight(next) },
  };
}

/** The period of a name; without one the year of today. @throws Refusal `quality.period` for anything else, or one that has not begun */
export function periodOf(name: string | undefined, today: string): Period {
  const [, year, quarter] = /^(20\d{2})(?:Q([1-4]))?$/.exec(name ?? today.slice(0, 4)) ?? [];
  const period = year === undefined ? null : spanned(Number(year), quarter === undefined ? null : Number(quarter));
  if (period === null || period.from > today)
    return refuse('quality.period', { period: (name ?? '').slice(0, 20), year: today.slice(0, 4) }, 'period');
  return period;
}

/** The year or the quarter before. */
export function before({ year, quarter }: Period): Period {
  if (quarter === null) return spanned(year - 1, null);
  return quarter === 1 ? spanned(year - 1, 4) : spanned(year, quarter - 1);
}

/** What can be chosen: this year and the two before it, and the quarters of the year that is looked at, as far as they have begun. */
export function choices({ year }: Period, today: string): string[] {
  const own = Number(today.slice(0, 4));
  const years = [...new Set([own - 2, own - 1, own, year])].sort((a, b) => a - b);
  const quarters = [1, 2, 3, 4].map((quarter) => spanned(year, quarter)).filter(({ from }) => from <= today);
  return [...years.map(String), ...quarters.map(({ name }) => name)];
}
