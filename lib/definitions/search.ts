import { createRequire } from 'node:module';
import type * as Pinyin from 'pinyin-pro';

const require = createRequire(import.meta.url);
let pinyin: typeof Pinyin.pinyin | undefined;

/** What can be searched: a code, and the names by which people know it (Chinese, English, aliases). */
export interface Named {
  code: string;
  names: string[];
}

/** An entry as the search compares it: without punctuation, case and width. */
interface Indexed {
  code: string;
  key: string;
  names: string[];
  initials: string[];
}

export type Index = readonly Indexed[];

const HAN = /\p{Script=Han}/u;

/** Makes the index of a list, with the pinyin initials of every Chinese name (zlcy for 重量差异). */
export function indexOf(entries: readonly Named[]): Index {
  return entries.map(({ code, names }) => ({
    code,
    key: bare(code),
    names: names.map(bare),
    initials: names.filter((name) => HAN.test(name)).map(initials),
  }));
}

/** The codes that hold every word of the question: by code first, then by name, then by initials; an empty question finds all. */
export function find(index: Index, question: string): string[] {
  const words = question.split(/\s+/).map(bare).filter(Boolean);
  return index
    .map((entry) => ({ code: entry.code, ranks: words.map((word) => rank(entry, word)) }))
    .filter(({ ranks }) => ranks.every((one) => one < NOWHERE))
    .map(({ code, ranks }) => ({ code, rank: Math.max(0, ...ranks) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ code }) => code);
}

const NOWHERE = 5;

function rank(entry: Indexed, word: string): number {
  if (entry.key === word) return 0;
  if (entry.key.startsWith(word) || entry.names.some((name) => name.startsWith(word))) return 1;
  if (entry.names.some((name) => name.includes(word)) || entry.key.includes(word)) return 2;
  if (entry.initials.some((text) => text.startsWith(word))) return 3;
  return entry.initials.some((text) => text.includes(word)) ? 4 : NOWHERE;
}

/** The dictionary is loaded with the first search and not at start. */
function initials(name: string): string {
  pinyin ??= (require('pinyin-pro') as typeof Pinyin).pinyin;
  return bare(pinyin(name, { pattern: 'first', toneType: 'none', type: 'array', nonZh: 'consecutive' }).join(''));
}

function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}
