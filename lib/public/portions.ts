/** The live sum of the portions of a sampling. Whole numbers of the last decimal place are added, never floats. */

interface Amount {
  /** 12.50 → 1250n */
  digits: bigint;
  places: number;
}

export interface Sum {
  sum: string;
  /** By how much the sum differs from the whole; absent while the whole is not known. */
  off?: string;
  side: 'open' | 'equal' | 'less' | 'more';
}

/** What was typed, in half-width characters without blanks around it. */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/^[\s\u200b\u3000]+|[\s\u200b\u3000]+$/g, '');
}

function readAmount(text: string): Amount | undefined {
  const [, whole = '', decimals = ''] = /^\+?(\d*)\.?(\d*)$/.exec(halfWidth(text)) ?? [];
  if (whole + decimals === '') return undefined;
  return { digits: BigInt(whole + decimals), places: decimals.length };
}

const scaled = ({ digits, places }: Amount, to: number): bigint => digits * 10n ** BigInt(to - places);

function write(digits: bigint, places: number): string {
  const text = digits.toString().padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** Portions against the sampled quantity, as typed; undefined when nothing is typed or something is no number. */
export function sumOf(parts: readonly string[], whole: string): Sum | undefined {
  const typed = parts.filter((part) => halfWidth(part) !== '');
  const amounts = typed.map(readAmount).filter((amount) => amount !== undefined);
  const wanted = readAmount(whole);
  if (typed.length === 0 || amounts.length < typed.length) return undefined;
  const places = Math.max(wanted?.places ?? 0, ...amounts.map((amount) => amount.places));
  const sum = amounts.reduce((total, amount) => total + scaled(amount, places), 0n);
  if (!wanted) return { sum: write(sum, places), side: 'open' };
  const off = sum - scaled(wanted, places);
  const side = off === 0n ? 'equal' : off < 0n ? 'less' : 'more';
  return { sum: write(sum, places), off: write(off < 0n ? -off : off, places), side };
}
