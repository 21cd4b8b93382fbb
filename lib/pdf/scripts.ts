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
