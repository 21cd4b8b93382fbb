import { zh } from '../messages/papers.ts';

export type Word = keyof typeof zh;

/** Fixed wording of the papers; papers are printed in Chinese. `{name}` is replaced by a parameter. */
export function say(word: Word, params: Record<string, string | number> = {}): string {
  return zh[word].replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

/** 2026年3月5日 of a date 'YYYY-MM-DD'; an empty text stays empty. */
export function longDate(date: string | undefined): string {
  if (!date) return '';
  const [year, month, day] = date.split('-').map(Number);
  return say('paper.date', { year: year ?? '', month: month ?? '', day: day ?? '' });
}

/** `2026-03-05 14:22:10 +08:00`: China time of a UTC ISO time, with its zone (EU GMP Annex 11). */
export function chinaTime(at: string | undefined): string {
  if (!at) return '';
  const local = new Date(Date.parse(at) + 8 * 3_600_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)} +08:00`;
}

/** What a signature declares; the same closed list as the signature records. */
export type Meaning = 'test' | 'review' | 'approve' | 'issue' | 'void' | 'notify';
