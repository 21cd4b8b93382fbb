/** A scanner is a keyboard that types very fast and ends with Enter. Pure: keys and times in, codes out. */
export interface Burst {
  /** Characters in a row that no hand types as fast. */
  text: string;
  /** Time of the last character, ms. */
  at: number;
  /** Began with the scanner's prefix key: it is a scan however fast it came. */
  prefixed: boolean;
}

/** Between two characters of a scanner; a fast typist needs 60 ms and more. */
export const GAP_MS = 35;
/** Shorter bursts are typing. */
export const SHORTEST = 5;
/** Two reads of one code within this time are one (B100). */
export const DOUBLE_MS = 300;

export const none: Burst = { text: '', at: Number.NEGATIVE_INFINITY, prefixed: false };

/** One more key; `prefix` starts a burst without being part of it. */
export function feed(burst: Burst, key: string, at: number, prefix: string): Burst {
  if (key === prefix) return { text: '', at, prefixed: true };
  if (key.length !== 1) return none;
  const goesOn = at - burst.at <= GAP_MS;
  return goesOn ? { ...burst, text: burst.text + key, at } : { text: key, at, prefixed: false };
}

/** The code that an Enter at `at` completes, or undefined when it was typing. */
export function complete(burst: Burst, at: number): string | undefined {
  const isScan =
    at - burst.at <= GAP_MS && (burst.text.length >= SHORTEST || (burst.prefixed && burst.text.length > 0));
  return isScan ? clean(burst.text) : undefined;
}

/** A figure, as a balance that types like a keyboard sends it into a cell for numbers: no code of ours or of goods looks so. */
export const isFigure = (text: string): boolean => /^[<>+-]?(\d{1,7}|\d+\.\d+)$/.test(text);

/** Without the marks that scanners add (CR, LF, TAB, group separator), in capitals (B103); ours are `[0-9A-Z-]`, links stay as they are. */
export function clean(text: string): string {
  const bare = text.replace(/[\u0000-\u001F\u007F]/g, '').trim();
  return /^https?:/i.test(bare) ? bare : bare.toUpperCase();
}

/** `SX1SX1` → `SX1`: two reads joined without an Enter between them (B100). */
export function halve(code: string): { code: string; doubled: boolean } {
  const half = code.slice(0, code.length / 2);
  const doubled = code.length >= 2 * SHORTEST && code.length % 2 === 0 && half + half === code;
  return doubled ? { code: half, doubled } : { code, doubled };
}
