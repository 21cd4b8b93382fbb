import { refuseAll } from '../core/refusal.ts';
import type { Fonts } from './fonts.ts';
import { loadFonts } from './fonts.ts';

/** A character that no font at hand can draw, and the text in which it stands. */
export interface MissingGlyph {
  char: string;
  codepoint: string;
  where: string;
}

export type Script = 'base' | 'sub' | 'super';

const SUBSCRIPTS = pairs('₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ', '0123456789+−=()aeoxhklmnpst');
const SUPERSCRIPTS = pairs('⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ', '0123456789+−=()ni');
/** Boxes are drawn with the square that the font has; the tick is stroked over it. */
const LOOKALIKES = pairs('☐☑☒', '□□□');
/** Spaces of set width that the font lacks: the blank glyph with its own advance, thousandths of the type size. */
const SPACES = new Map([
  [0x2002, 500],
  [0x2003, 1000],
  [0x2004, 333],
  [0x2005, 250],
  [0x2006, 167],
  [0x2009, 200],
  [0x200a, 100],
  [0x202f, 200],
]);

/** U+0304 over a symbol (X̄, a mean): the macron of the font, set over the character before it. */
export const MACRON = 0x304;

function pairs(from: string, to: string): Map<number, number> {
  const targets = [...to];
  return new Map([...from].map((char, index) => [char.codePointAt(0) ?? 0, targets[index]?.codePointAt(0) ?? 0]));
}

/** Whether a character is set small and low, small and high, or on the line. */
export function script(codePoint: number): Script {
  if (SUBSCRIPTS.has(codePoint)) return 'sub';
  return SUPERSCRIPTS.has(codePoint) ? 'super' : 'base';
}

/** The code point whose outline is drawn for a character; the text layer of the PDF keeps the character itself. */
export function alias(codePoint: number): { codePoint: number; advance?: number } {
  const space = SPACES.get(codePoint);
  if (codePoint === MACRON) return { codePoint: 0xaf };
  if (space !== undefined) return { codePoint: 0x20, advance: space };
  return {
    codePoint: SUBSCRIPTS.get(codePoint) ?? SUPERSCRIPTS.get(codePoint) ?? LOOKALIKES.get(codePoint) ?? codePoint,
  };
}

/** `U+20BB7` for 𠮷. */
export function codepoint(char: string): string {
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/**
 * The characters of some texts that cannot be printed, each once, with the first place where it stands.
 * Line feeds, carriage returns and tabs are layout, not characters.
 */
export async function missingGlyphs(texts: { where: string; text: string }[]): Promise<MissingGlyph[]> {
  const fonts = await loadFonts();
  const found = new Map<string, MissingGlyph>();
  for (const { where, text } of texts) noteMissing(fonts, text, where, found);
  return [...found.values()];
}

/** Adds what a text lacks to a list; both weights must have a character. */
export function noteMissing(fonts: Fonts, text: string, where: string, found: Map<string, MissingGlyph>): void {
  for (const char of text) {
    if (char === '\n' || char === '\r' || char === '\t' || found.has(char)) continue;
    const codePoint = char.codePointAt(0) ?? 0;
    if (!isControl(codePoint) && fonts.regular.glyph(codePoint) && fonts.bold.glyph(codePoint)) continue;
    found.set(char, { char, codepoint: codepoint(char), where });
  }
}

/** The font gives control characters the blank glyph; on a paper they would vanish. */
function isControl(codePoint: number): boolean {
  return codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0);
}

/** Refuses (`paper.glyph`, one reason for each character) rather than print a box or nothing in place of a name. */
export function refuseMissing(found: MissingGlyph[]): void {
  refuseAll(
    found.map(({ char, codepoint, where }) => ({ id: 'paper.glyph', params: { char, codepoint, where } })),
    'precondition',
  );
}
