import { createRequire } from 'node:module';
import type * as Pinyin from 'pinyin-pro';

const require = createRequire(import.meta.url);
let pinyin: typeof Pinyin.pinyin | undefined;

/** What may be typed for one character: its syllable in pinyin, or the character itself. */
export type Letters = string;

/**
 * The letters for each UTF-16 unit of a text (a second half has none); 绿 is lv, as input methods take it. The dictionary is loaded
 * with the first search, not at start.
 */
export function lettersOf(text: string): Letters[] {
  pinyin ??= (require('pinyin-pro') as typeof Pinyin).pinyin;
  const letters = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'spaced', v: true });
  return Array.from(text).flatMap((char, i) => [
    letters[i] ?? char,
    ...Array.from({ length: char.length - 1 }, () => ''),
  ]);
}

/**
 * Where a word is spelled: each character by its whole syllable or the beginning of it, so that zlcy, zhongliangchayi and zhlcy all
 * are 重量差异. Answers the characters `from` up to `to`, or undefined.
 */
export function spelled(letters: readonly Letters[], word: string): { from: number; to: number } | undefined {
  for (let from = 0; from < letters.length; from += 1) {
    const to = spelledFrom(letters, from, word);
    if (to !== undefined) return { from, to };
  }
  return undefined;
}

function spelledFrom(letters: readonly Letters[], at: number, rest: string): number | undefined {
  if (rest === '') return at;
  const syllable = letters[at];
  if (syllable === undefined || syllable[0] !== rest[0]) return undefined;
  for (let length = common(syllable, rest); length > 0; length -= 1) {
    const end = spelledFrom(letters, at + 1, rest.slice(length));
    if (end !== undefined) return end;
  }
  return undefined;
}

function common(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
