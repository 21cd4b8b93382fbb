const chinaFormat = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** UTC ISO time → `2026-11-21 09:30` in China, as laboratories write it. */
export function chinaTime(iso: string): string {
  return chinaFormat.format(new Date(iso));
}
