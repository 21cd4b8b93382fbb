const CHINA = 8 * 3_600_000;

/** UTC ISO time → `2026-11-21 09:30` in China (UTC+8, no summer time since 1992), as laboratories write it. */
export function chinaTime(iso: string): string {
  return new Date(Date.parse(iso) + CHINA).toISOString().slice(0, 16).replace('T', ' ');
}
