import type { EmbeddedFont, Face, Fonts, Weight } from './fonts.ts';
import { embed, loadFonts } from './fonts.ts';
import type { MissingGlyph } from './glyphs.ts';
import { noteMissing, refuseMissing } from './glyphs.ts';
import { MACRON, script } from './scripts.ts';
import { SCRIPT, widthOf, wrap } from './text.ts';
import { ticks } from './ticks.ts';

/** Points in a millimetre. */
export const MM = 72 / 25.4;
export const A4: [number, number] = [210 * MM, 297 * MM];
/** Greys of the papers: ink, quiet text, rules, the ground of label cells. */
export const INK = { text: '#111111', quiet: '#555555', rule: '#222222', faint: '#bbbbbb', ground: '#f3f5f7' } as const;
export const LINE = 1.42;

export interface PaperMeta {
  title: string;
  /** The number that identifies the paper; it becomes the subject of the file. */
  number: string;
  author: string;
  /** UTC ISO time of the frozen data: the creation date of the file, so that a second print has the same bytes. */
  created: string;
  /** Width and height in points; A4 upright if absent. */
  size?: [number, number];
  margins?: { top: number; right: number; bottom: number; left: number };
}

export interface Ink {
  size?: number;
  weight?: Weight;
  colour?: string;
  align?: 'left' | 'center' | 'right';
}

/** Where things stand on the page; y grows downwards, points. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Opens a paper with one empty page. The same calls with the same meta give the same bytes. */
export async function openPaper(meta: PaperMeta): Promise<Paper> {
  return new Paper(await loadFonts(), meta);
}

/** One PDF under way: text set by our own rules of line breaking, rules, boxes, pages and the furniture of every page. */
export class Paper {
  readonly width: number;
  readonly height: number;
  readonly margins: { top: number; right: number; bottom: number; left: number };
  /** The cursor: where the next block begins. */
  y: number;
  private readonly fonts: Fonts;
  /** For pictures (lib/plots): paths with pdfkit's own operators, between save and restore. */
  readonly document: PDFKit.PDFDocument;
  private readonly embedded = new Map<Weight, EmbeddedFont>();
  private readonly cids = new Map<string, string>();
  private readonly missing = new Map<string, MissingGlyph>();
  private readonly furniture: ((page: number, pages: number) => void)[] = [];

  constructor(fonts: Fonts, meta: PaperMeta) {
    const size = meta.size ?? A4;
    this.fonts = fonts;
    [this.width, this.height] = size;
    this.margins = meta.margins ?? { top: 22 * MM, right: 18 * MM, bottom: 20 * MM, left: 20 * MM };
    this.y = this.margins.top;
    const created = new Date(meta.created);
    const info = {
      Title: meta.title,
      Subject: meta.number,
      Author: meta.author,
      Producer: 'Fangxin LIMS',
      Creator: 'Fangxin LIMS',
      CreationDate: created,
      ModDate: created,
    };
    this.document = new fonts.PDFDocument({
      size,
      margin: 0,
      font: '',
      info,
      bufferPages: true,
      autoFirstPage: true,
      pdfVersion: '1.7',
      lang: 'zh-CN',
      displayTitle: true,
    });
  }

  get left(): number {
    return this.margins.left;
  }
  get right(): number {
    return this.width - this.margins.right;
  }
  get inner(): number {
    return this.right - this.left;
  }
  get bottom(): number {
    return this.height - this.margins.bottom;
  }

  face(weight: Weight = 'regular'): Face {
    return this.fonts[weight];
  }
  measure(text: string, ink: Ink = {}): number {
    return widthOf(this.face(ink.weight), text, ink.size ?? 9);
  }
  wrap(text: string, width: number, ink: Ink = {}): string[] {
    return wrap(this.face(ink.weight), text, ink.size ?? 9, width);
  }

  /** Height of a block of so many lines at a type size. */
  leading(lines: number, size = 9): number {
    return lines * size * LINE;
  }

  /** One line of text; x and y are the upper left corner of the line, aligned inside `width` if one is given. */
  text(text: string, x: number, y: number, ink: Ink = {}, width = 0): void {
    const { size = 9, weight = 'regular', colour = INK.text, align = 'left' } = ink;
    if (text === '') return;
    noteMissing(this.fonts, text, excerpt(text), this.missing);
    const spare = align === 'left' ? 0 : width - this.measure(text, ink);
    const from = align === 'center' ? x + spare / 2 : x + spare;
    const base = y + ((LINE - 1) / 2 + 0.86) * size;
    const font = this.font(weight);
    this.document.fillColor(colour);
    this.document.addContent(
      `BT 1 0 0 -1 ${round(from)} ${round(base)} Tm ${this.encode(text, weight, font, size)} ET`,
    );
    ticks(this, text, from, base, ink);
  }

  /** A block of text wrapped to a width; returns its height. */
  block(text: string, x: number, y: number, width: number, ink: Ink = {}): number {
    const lines = this.wrap(text, width, ink);
    this.lines(lines, x, y, width, ink);
    return this.leading(lines.length, ink.size);
  }

  lines(lines: string[], x: number, y: number, width: number, ink: Ink = {}): void {
    lines.forEach((line, index) => this.text(line, x, y + this.leading(index, ink.size), ink, width));
  }

  rule(x1: number, y1: number, x2: number, y2: number, thick = 0.5, colour: string = INK.rule): void {
    this.document.lineWidth(thick).strokeColor(colour).moveTo(x1, y1).lineTo(x2, y2).stroke();
  }

  /** A line through several points. */
  stroke(points: [number, number][], thick: number, colour: string = INK.text): void {
    this.document.lineWidth(thick).strokeColor(colour);
    points.forEach(([x, y], index) => {
      if (index === 0) this.document.moveTo(x, y);
      else this.document.lineTo(x, y);
    });
    this.document.stroke();
  }

  frame(box: Box, thick = 0.5, colour: string = INK.rule): void {
    this.document.lineWidth(thick).strokeColor(colour).rect(box.x, box.y, box.width, box.height).stroke();
  }

  ground(box: Box, colour: string = INK.ground): void {
    this.document.fillColor(colour).rect(box.x, box.y, box.width, box.height).fill();
  }

  /** Several boxes of one colour in one path: the bars of a code. */
  bars(boxes: Box[], colour = '#000000'): void {
    for (const box of boxes) this.document.rect(box.x, box.y, box.width, box.height);
    this.document.fillColor(colour).fill();
  }

  /** A JPEG or PNG fitted into a box (lib/pdf/picture.ts says whether it can be drawn). */
  picture(body: Buffer, { x, y, width, height }: Box): void {
    this.document.image(body, x, y, { fit: [width, height], align: 'center', valign: 'center' });
  }

  dashedCircle(x: number, y: number, radius: number, colour: string = INK.faint): void {
    this.document.lineWidth(0.7).strokeColor(colour).dash(3, { space: 2.5 }).circle(x, y, radius).stroke().undash();
  }

  /** Large pale words across the page, over what is drawn and see-through (a draft, a withdrawn paper). */
  watermark(text: string): void {
    const size = Math.min(64, (this.width * 0.8) / Math.max(1, [...text].length));
    this.document
      .save()
      .fillOpacity(0.14)
      .rotate(-35, { origin: [this.width / 2, this.height / 2] });
    this.text(text, 0, this.height / 2 - size * 0.7, { size, weight: 'bold', align: 'center' }, this.width);
    this.document.restore();
  }

  /** Something drawn on every page when the number of pages is known. */
  onEveryPage(draw: (page: number, pages: number) => void): void {
    this.furniture.push(draw);
  }

  next(): void {
    this.document.addPage();
    this.y = this.margins.top;
  }

  /** Begins a new page unless a block of this height still fits; true if it did. */
  room(height: number): boolean {
    if (this.y + height <= this.bottom) return false;
    this.next();
    return true;
  }

  /** The finished file. Refuses `paper.glyph` when a character could not be drawn. */
  async finish(): Promise<Buffer> {
    const { start, count } = this.document.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      this.document.switchToPage(page);
      for (const draw of this.furniture) draw(page - start + 1, count);
    }
    refuseMissing([...this.missing.values()]);
    const chunks: Buffer[] = [];
    const ended = new Promise<void>((resolve, reject) => this.document.on('end', resolve).on('error', reject));
    this.document.on('data', (chunk: Buffer) => chunks.push(chunk));
    this.document.end();
    await ended;
    return Buffer.concat(chunks);
  }

  private font(weight: Weight): EmbeddedFont {
    const font = this.embedded.get(weight) ?? embed(this.document, this.face(weight).parsed);
    this.embedded.set(weight, font);
    this.document.page.fonts[font.id] ??= font.ref();
    return font;
  }

  /** The operators that show a line; lowered and raised characters are smaller runs with a text rise. */
  private encode(text: string, weight: Weight, font: EmbeddedFont, size: number): string {
    let content = '';
    let run = '';
    let current: string | undefined;
    let before = 0;
    const flush = () => {
      if (run !== '') content += ` <${run}> Tj`;
      run = '';
    };
    for (const char of text) {
      const codePoint = char.codePointAt(0) ?? 0;
      if (codePoint === MACRON) {
        flush();
        content += this.overbar(before, weight, font, size);
        continue;
      }
      before = codePoint;
      const kind = script(codePoint);
      if (kind !== current) {
        flush();
        const small = kind === 'base' ? 1 : SCRIPT.scale;
        content += ` /${font.id} ${round(size * small)} Tf ${round(kind === 'base' ? 0 : SCRIPT[kind] * size)} Ts`;
        current = kind;
      }
      run += this.cid(codePoint, weight, font);
    }
    flush();
    return `${content.trim()} 0 Ts`;
  }

  /** A macron centred over the character just shown, higher over a capital; the pen ends where it was. */
  private overbar(before: number, weight: Weight, font: EmbeddedFont, size: number): string {
    const rise = before >= 0x41 && before <= 0x5a ? 0.13 * size : 0;
    const [under, over] = [before, MACRON].map((codePoint) => this.face(weight).glyph(codePoint)?.advance ?? 1000) as [
      number,
      number,
    ];
    return ` ${round(rise)} Ts [${round((under + over) / 2)} <${this.cid(MACRON, weight, font)}> ${round((over - under) / 2)}] TJ 0 Ts`;
  }

  /** Every character gets its own place in the subset, so that two characters with one outline (2 and ₂) are still read back as themselves. */
  private cid(codePoint: number, weight: Weight, font: EmbeddedFont): string {
    const key = weight + codePoint;
    const known = this.cids.get(key);
    if (known) return known;
    const glyph = this.face(weight).glyph(codePoint) ?? { id: 0, advance: 1000 };
    const place = font.subset.glyphs.push(glyph.id) - 1;
    font.unicode[place] = [codePoint];
    font.widths[place] = glyph.advance;
    const hex = place.toString(16).padStart(4, '0');
    this.cids.set(key, hex);
    return hex;
  }
}

function round(points: number): number {
  return Math.round(points * 1000) / 1000;
}

function excerpt(text: string): string {
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
