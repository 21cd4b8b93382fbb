import { type Letters, lettersOf, spelled } from './pinyin.ts';

/** Where a word of the question was found. */
export type Field = 'code' | 'name' | 'alias' | 'standard' | 'method';

/** What can be searched: a code, and the texts by which people know it. */
export interface Sought {
  code: string;
  texts: { field: Exclude<Field, 'code'>; text: string }[];
}

/** A matched part: the characters `from` up to `to` of `text`. */
export interface Mark {
  field: Field;
  text: string;
  from: number;
  to: number;
}

/** An entry that fits, with the parts that made it fit. */
export interface Hit {
  code: string;
  marks: Mark[];
}

/** A text as the search compares it: without punctuation, case and width; `at` leads each character back to where it stood. */
interface Indexed {
  field: Field;
  text: string;
  bare: string;
  at: number[];
  /** How each character is spelled in pinyin; absent where nothing is Chinese. */
  letters?: Letters[];
}

interface Entry {
  code: string;
  texts: Indexed[];
}

export type Index = readonly Entry[];

/** How well a word fits, the best first; within a rank the shorter text is the closer one. */
interface Fit {
  rank: number;
  mark: Mark;
}

const HAN = /\p{Script=Han}/u;
const SKIPPED = /[^\p{L}\p{N}]/u;
const WORD = /[a-z0-9]/i;

/** Makes the index of a list, with the pinyin of every Chinese name (zlcy, zhongliangchayi, zhlcy for 重量差异). */
export function indexOf(entries: readonly Sought[]): Index {
  return entries.map(({ code, texts }) => ({
    code,
    texts: [{ field: 'code' as const, text: code }, ...texts].map(indexed),
  }));
}

/**
 * The entries that hold the question as a whole, or each of its words: by code first, then by name, by standard number, by pinyin and
 * last by method. An empty question finds all, in the given order.
 */
export function find(index: Index, question: string): Hit[] {
  const whole = bareOf(question).bare;
  if (whole === '') return index.map(({ code }) => ({ code, marks: [] }));
  const words = [...new Set(question.split(/\s+/).map((word) => bareOf(word).bare))].filter(Boolean);
  return index
    .flatMap((entry) => {
      const found = fitOf(entry, whole, words);
      return found ? [{ code: entry.code, ...found }] : [];
    })
    .sort((a, b) => a.rank - b.rank || a.length - b.length)
    .map(({ code, marks }) => ({ code, marks }));
}

function fitOf(
  entry: Entry,
  whole: string,
  words: readonly string[],
): { rank: number; length: number; marks: Mark[] } | undefined {
  const one = best(entry, whole);
  if (one) return { rank: one.rank, length: one.mark.text.length, marks: [one.mark] };
  if (words.length < 2) return undefined;
  const each = words.flatMap((word) => best(entry, word) ?? []);
  if (each.length < words.length) return undefined;
  return {
    rank: Math.max(...each.map(({ rank }) => rank)) + 0.5,
    length: Math.max(...each.map(({ mark }) => mark.text.length)),
    marks: each.map(({ mark }) => mark),
  };
}

function best({ texts }: Entry, word: string): Fit | undefined {
  let found: Fit | undefined;
  for (const text of texts) {
    const fit = fits(text, word);
    if (fit && (!found || fit.rank < found.rank)) found = fit;
  }
  return found;
}

/** 0 the code itself, 1 a whole name, 2 and 3 its beginning, 4 a standard number, 5 and 6 within a text, 7 to 9 by pinyin, 10 by method. */
function fits(text: Indexed, word: string): Fit | undefined {
  const { field, bare } = text;
  if (field === 'standard') return numbered(text, word);
  const start = bare.indexOf(word);
  if (start >= 0) {
    const later = field === 'alias' ? 1 : 0;
    if (field === 'method') return { rank: 10, mark: marked(text, start, word.length) };
    if (bare === word) return { rank: field === 'code' ? 0 : 1, mark: marked(text, 0, word.length) };
    if (start === 0) return { rank: 2 + later, mark: marked(text, 0, word.length) };
    const at = wordStart(text, word) ?? start;
    return { rank: at === start && !begins(text, at) ? 6 : 5, mark: marked(text, at, word.length) };
  }
  if (!text.letters || field === 'method') return undefined;
  const part = spelled(text.letters, word);
  if (!part) return undefined;
  const later = part.from > 0 ? 2 : field === 'alias' ? 1 : 0;
  return { rank: 7 + later, mark: marked(text, part.from, part.to - part.from) };
}

/** The first place where the word begins a word of the text. */
function wordStart(text: Indexed, word: string): number | undefined {
  for (let at = text.bare.indexOf(word); at >= 0; at = text.bare.indexOf(word, at + 1)) if (begins(text, at)) return at;
  return undefined;
}

/** Chinese has no spaces: each of its characters begins a word. */
function begins({ text, bare, at }: Indexed, start: number): boolean {
  const origin = at[start] ?? 0;
  return !(WORD.test(bare[start] ?? '') && WORD.test(text[origin - 1] ?? ''));
}

/** A standard or chapter by its number, from its first digit that counts: 0512 and 512 are found in 通则0512, and not in GB 10512. */
function numbered(text: Indexed, word: string): Fit | undefined {
  for (let at = text.bare.indexOf(word); at >= 0; at = text.bare.indexOf(word, at + 1)) {
    const mark = marked(text, at, word.length);
    if (/^\d/.test(word) && /[1-9]\d*$/.test(text.text.slice(0, mark.from))) continue;
    const isWhole = /\d$/.test(word) && !/^\d/.test(text.text.slice(mark.to));
    return { rank: isWhole ? 4 : 6, mark };
  }
  return undefined;
}

function marked({ field, text, at }: Indexed, start: number, length: number): Mark {
  const from = at[start] ?? 0;
  const last = at[start + length - 1] ?? from;
  return { field, text, from, to: last + ((text.codePointAt(last) ?? 0) > 0xffff ? 2 : 1) };
}

function indexed({ field, text }: { field: Field; text: string }): Indexed {
  const { bare, at } = bareOf(text);
  const spell = (field === 'name' || field === 'alias') && HAN.test(text);
  return { field, text, bare, at, ...(spell && { letters: lettersOf(bare) }) };
}

function bareOf(text: string): { bare: string; at: number[] } {
  let bare = '';
  const at: number[] = [];
  let place = 0;
  for (const char of text) {
    for (const plain of char.normalize('NFKC').toLowerCase())
      if (!SKIPPED.test(plain)) {
        bare += plain;
        for (let i = 0; i < plain.length; i += 1) at.push(place);
      }
    place += char.length;
  }
  return { bare, at };
}
