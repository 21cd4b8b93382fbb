import { refuseAll } from '../core/refusal.ts';
import type { Fonts } from './fonts.ts';
import { loadFonts } from './fonts.ts';

/** A character that no font at hand can draw, and the text in which it stands. */
export interface MissingGlyph {
  char: string;
  codepoint: string;
  where: string;
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
    'invalid',
  );
}
