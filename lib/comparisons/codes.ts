import { checkCharacter } from '../core/barcode.ts';
import type { Ids } from '../kernel/clock.ts';

/** Digits and capitals without those that are misread for one another (0 O, 1 I L, 2 Z, 5 S, 8 B). */
const LETTERS = '34679ACDEFGHJKMNPQRTUVWXY';

/** So many letters drawn from the machine's secret randomness, each as likely as the others. */
function drawn(ids: Ids, length: number): string {
  let text = '';
  const even = 256 - (256 % LETTERS.length);
  while (text.length < length)
    for (const byte of Buffer.from(ids.secret(length * 2), 'base64url'))
      if (byte < even && text.length < length) text += LETTERS[byte % LETTERS.length] ?? '';
  return text;
}

/** The blind code of a unit: seven random letters and a check character (ISO/IEC 7064 MOD 37,36); says nothing of sample, round or order. */
export function blindCode(ids: Ids): string {
  const code = drawn(ids, 7);
  return `${code}${checkCharacter(code)}`;
}

/** Codes that differ from one another and from those in use. */
export function distinct(count: number, used: ReadonlySet<string>, draw: () => string): string[] {
  const found = new Set<string>();
  while (found.size < count) {
    const code = draw();
    if (!used.has(code)) found.add(code);
  }
  return [...found];
}

/** What stands for a laboratory in the reports of a round. */
export const labCode = (ids: Ids): string => drawn(ids, 4);

/** A list in an order that nobody can foresee. */
export function shuffled<T>(ids: Ids, list: readonly T[]): T[] {
  return list
    .map((one) => ({ one, key: ids.secret(12) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ one }) => one);
}
