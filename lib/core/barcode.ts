import { refuse } from './refusal.ts';

/** What a scanned string denotes. `batch` is the 检品编号 that a portion belongs to. Codes that are not ours are `other`. */
export interface Scan {
  code: string;
  kind: 'batch' | 'portion' | 'report' | 'equipment' | 'other';
  batch?: string;
  portion?: number;
  doubled: boolean;
}

const LONGEST = 64;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Our own codes: R2026-00001 a report (also R2026-00001-G1), E-0001 equipment, Y2026-00001 a batch, Y2026-00001-P1 its portion. */
const REPORT = /^R\d{4}-\d{5,}(-G\d+)?$/;
const EQUIPMENT = /^E-\d{4,}$/;
const BATCH = /^[A-Z]\d{4}-\d{5,}$/;
const PORTION = /^([A-Z]\d{4}-\d{5,})-P([1-9]\d*)$/;

/**
 * Reads what a scanner typed (B100-B103): the CR, LF, TAB and GS that it adds are dropped, lower case is raised,
 * a code that was scanned twice in a row is read once. Whether the code is registered is for the caller to find.
 * @throws Refusal `scan.empty`, `scan.long`, `scan.charset` {character}
 */
export function reads(text: string): Scan {
  const pieces = text
    .toUpperCase()
    .split(/[\s\u001d\u0000]+/)
    .filter((piece) => piece !== '');
  const [first, ...rest] = pieces;
  if (!first) return refuse('scan.empty', undefined, 'code');
  const repeated = rest.every((piece) => piece === first);
  const whole = repeated ? first : pieces.join(' ');
  const code = halved(whole);
  if (code.length > LONGEST) return refuse('scan.long', { most: LONGEST }, 'code');
  const strange = /[^0-9A-Z-]/u.exec(code);
  if (strange) return refuse('scan.charset', { character: strange[0] === ' ' ? '␠' : strange[0], code }, 'code');
  return { code, ...denotes(code), doubled: code !== whole || (repeated && rest.length > 0) };
}

/** True when the text may stand in one of our barcodes: every scanner and every keyboard layout types these characters alike. */
export function printable(code: string): boolean {
  return code.length <= LONGEST && /^[0-9A-Z-]+$/.test(code);
}

/** The check character of a code, ISO/IEC 7064 MOD 37,36; dashes do not count. @throws Refusal `scan.charset` */
export function checkCharacter(code: string): string {
  const remainder = fold(code);
  return ALPHABET[(37 - remainder) % 36] ?? '';
}

/** True when the last character of the code is its check character. */
export function hasCheck(code: string): boolean {
  return printable(code) && code.length > 1 && checkCharacter(code.slice(0, -1)) === code.slice(-1);
}

function denotes(code: string): Pick<Scan, 'kind' | 'batch' | 'portion'> {
  if (REPORT.test(code)) return { kind: 'report' };
  if (EQUIPMENT.test(code)) return { kind: 'equipment' };
  if (BATCH.test(code)) return { kind: 'batch', batch: code };
  const [, batch, portion] = PORTION.exec(code) ?? [];
  return batch && portion ? { kind: 'portion', batch, portion: Number(portion) } : { kind: 'other' };
}

/** Half of a text that is the same code twice. Figures alone may truly repeat (a seal 12341234), so a letter is asked for. */
function halved(text: string): string {
  const half = text.slice(0, text.length / 2);
  return half.length >= 3 && half + half === text && /[A-Z]/.test(half) ? half : text;
}

/** The running product of the hybrid system MOD 37,36: ((((36 + a₁)|₃₆ × 2)|₃₇ + a₂)|₃₆ × 2)|₃₇ … */
function fold(code: string): number {
  let product = 36;
  for (const character of code.replace(/-/g, '')) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) refuse('scan.charset', { character, code }, 'code');
    product = (((product + value) % 36 || 36) * 2) % 37;
  }
  return product;
}
