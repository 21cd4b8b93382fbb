import type { Face } from './fonts.ts';
import { MACRON, script } from './scripts.ts';

/** Size of raised and lowered characters and their shift from the base line, as shares of the type size. */
export const SCRIPT = { scale: 0.64, sub: -0.13, super: 0.36 } as const;

/** These never begin a line (closing marks, units, raised and lowered figures) and these never end one: the rules of Chinese setting (GB/T 15834). */
const NEVER_FIRST = new Set('，。、；：！？）〕】》」』”’…—～·%‰℃°′″,.;:!?)]}~');
const NEVER_LAST = new Set('（〔【《「『“‘([{±≤≥＜＞<>¥$№');

/** Width of one line of text in points. Unknown characters count as one em; the paper refuses them at the end. */
export function widthOf(face: Face, text: string, size: number): number {
  let thousandths = 0;
  for (const char of text) thousandths += advance(face, char.codePointAt(0) ?? 0);
  return (thousandths * size) / 1000;
}

function advance(face: Face, codePoint: number): number {
  if (codePoint === MACRON) return 0;
  const own = face.glyph(codePoint)?.advance ?? 1000;
  return script(codePoint) === 'base' ? own : own * SCRIPT.scale;
}

/**
 * Breaks a text into lines no wider than `width` points. Line feeds are kept as breaks; Latin words and numbers with their
 * units stay whole unless one alone is wider than the line.
 */
export function wrap(face: Face, text: string, size: number, width: number): string[] {
  return text
    .replaceAll('\r', '')
    .replaceAll('\t', '  ')
    .split('\n')
    .flatMap((line) => wrapLine(face, line, size, width));
}

function wrapLine(face: Face, text: string, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const flush = () => {
    lines.push(line.trimEnd());
    line = '';
    used = 0;
  };
  for (const atom of atoms(text)) {
    const needs = widthOf(face, atom.trimEnd(), size);
    if (used + needs > width && line !== '') flush();
    if (needs <= width) {
      line += atom;
      used += widthOf(face, atom, size);
      continue;
    }
    for (const char of atom) {
      const wide = widthOf(face, char, size);
      if (used + wide > width && line !== '') flush();
      line += char;
      used += wide;
    }
  }
  if (line !== '' || lines.length === 0) flush();
  return lines;
}

/** The pieces of a text between which a line may end. */
function atoms(text: string): string[] {
  const pieces: string[] = [];
  let piece = '';
  let previous = '';
  for (const char of text) {
    if (piece !== '' && mayBreak(previous, char)) {
      pieces.push(piece);
      piece = '';
    }
    piece += char;
    previous = char;
  }
  if (piece !== '') pieces.push(piece);
  return pieces;
}

function mayBreak(before: string, after: string): boolean {
  if (after === ' ') return false;
  if (before === ' ') return true;
  if (NEVER_FIRST.has(after) || NEVER_LAST.has(before)) return false;
  const latin = isLatin(after);
  if (script(after.codePointAt(0) ?? 0) !== 'base') return false;
  return !(latin && isLatin(before));
}

/** Letters, figures and the signs that belong to one number or word. */
function isLatin(char: string): boolean {
  const codePoint = char.codePointAt(0) ?? 0;
  return (
    codePoint < 0x2000 || script(codePoint) !== 'base' || char === '×' || char === '−' || char === '‑' || char === '–'
  );
}
