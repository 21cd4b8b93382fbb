import { roundPlaces } from '../core/rounding.ts';

/** A score as it is printed: two decimals (GB/T 8170), a true minus; the verdict was judged on all its digits. */
export function shortScore(value: string): string {
  const rounded = roundPlaces(value, 2).replace(/^-0\.00$/, '0.00');
  return rounded.replace('-', '−');
}

/** What a note says, its figures in at most five significant digits. */
export const shortParams = (params: Record<string, string | number>): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(params).map(([key, value]) => [key, typeof value === 'string' ? shortFigure(value) : value]),
  );

/** A figure of the statistics with at most five significant digits; a value that somebody typed stays as it is. */
export function shortFigure(value: string): string {
  const number = Number(value);
  if (!Number.isFinite(number) || value.replace(/\D/g, '').length <= 6) return value;
  return String(Number(number.toPrecision(5)));
}
