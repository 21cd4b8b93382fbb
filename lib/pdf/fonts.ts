import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { alias } from './scripts.ts';

/** One drawable glyph: its number in the font file and its advance in thousandths of the type size. */
export interface Glyph {
  id: number;
  advance: number;
}

/** The outline of a glyph as fontkit gives it: y grows upwards, units of the em (1000). */
export interface Outline {
  commands: { command: string; args: number[] }[];
}

/** What this program uses of a font that fontkit has parsed. */
export interface ParsedFont {
  postscriptName: string;
  unitsPerEm: number;
  layout: unknown;
  hasGlyphForCodePoint(codePoint: number): boolean;
  glyphForCodePoint(codePoint: number): { id: number; advanceWidth: number; path: Outline };
}

/** The part of pdfkit's embedded font that a paper writes to. Its glyph list is filled by the paper, one entry for each character. */
export interface EmbeddedFont {
  id: string;
  font: ParsedFont;
  subset: { glyphs: number[] };
  unicode: number[][];
  widths: number[];
  ref(): PDFKit.PDFKitReference;
}

export type Weight = 'regular' | 'bold';

/** A parsed font with a cache of its glyphs by code point. */
export interface Face {
  parsed: ParsedFont;
  /** The glyph of a code point, or null when the font has none. */
  glyph(codePoint: number): Glyph | null;
  /** The outline of a character, y upwards, in the units of the font. */
  outline(codePoint: number): Outline['commands'];
}

export interface Fonts {
  PDFDocument: new (options: PDFKit.PDFDocumentOptions) => PDFKit.PDFDocument;
  regular: Face;
  bold: Face;
}

let loading: Promise<Fonts> | undefined;

/** pdfkit and the two weights of Noto Sans Hans (OFL), opened on first use and kept for the life of the process. */
export function loadFonts(): Promise<Fonts> {
  loading ??= open();
  return loading;
}

async function open(): Promise<Fonts> {
  const module = (await import('pdfkit')) as unknown as { default: Fonts['PDFDocument'] };
  const folder = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '..', 'fonts');
  const PDFDocument = module.default;
  return {
    PDFDocument,
    regular: face(parse(PDFDocument, join(folder, 'NotoSansHans-Regular.otf'))),
    bold: face(parse(PDFDocument, join(folder, 'NotoSansHans-Bold.otf'))),
  };
}

/** pdfkit parses the file; the parsed font is then shared by every later document. */
function parse(PDFDocument: Fonts['PDFDocument'], file: string): ParsedFont {
  const scratch = new PDFDocument({ autoFirstPage: false, font: '' });
  return embed(scratch, readFileSync(file)).font;
}

/** Adds a font to a document and returns the embedded font that pdfkit made of it. */
export function embed(document: PDFKit.PDFDocument, source: Buffer | ParsedFont): EmbeddedFont {
  document.font(source as Buffer);
  return (document as unknown as { _font: EmbeddedFont })._font;
}

function face(parsed: ParsedFont): Face {
  const cache = new Map<number, Glyph | null>();
  const look = (codePoint: number): Glyph | null => {
    const drawn = alias(codePoint);
    if (!parsed.hasGlyphForCodePoint(drawn.codePoint)) return null;
    const glyph = parsed.glyphForCodePoint(drawn.codePoint);
    return { id: glyph.id, advance: drawn.advance ?? (glyph.advanceWidth * 1000) / parsed.unitsPerEm };
  };
  return {
    parsed,
    glyph(codePoint) {
      const known = cache.get(codePoint);
      if (known !== undefined) return known;
      const found = look(codePoint);
      cache.set(codePoint, found);
      return found;
    },
    outline: (codePoint) => parsed.glyphForCodePoint(alias(codePoint).codePoint).path.commands,
  };
}
