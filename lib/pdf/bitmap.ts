import { crc32, deflateSync } from 'node:zlib';
import type { Symbol } from './code.ts';
import { place } from './code.ts';
import type { Face } from './fonts.ts';
import type { Box } from './paper.ts';
import { script } from './scripts.ts';
import { SCRIPT } from './text.ts';

type Point = [number, number];
/** Samples across and down each pixel when an outline is filled. */
const FINE = 4;
const CURVE = 8;

/** A grey picture that a label printer takes: white at first; units are pixels. */
export class Bitmap {
  readonly width: number;
  readonly height: number;
  private readonly ink: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.ink = new Uint8Array(width * height);
  }

  /** Fills whole pixels: bars must have sharp edges. */
  fill(box: Box): void {
    const [x0, x1] = [Math.round(box.x), Math.round(box.x + box.width)];
    for (let y = Math.round(box.y); y < Math.round(box.y + box.height); y += 1) {
      for (let x = x0; x < x1; x += 1) this.dot(x, y, 255);
    }
  }

  /** A symbol with modules of a whole number of pixels, centred in the box. */
  symbol(symbol: Symbol, box: Box): void {
    const module = Math.max(
      1,
      Math.floor(Math.min(box.width / symbol.wide, symbol.high === 1 ? Infinity : box.height / symbol.high)),
    );
    const width = module * symbol.wide;
    const height = symbol.high === 1 ? box.height : module * symbol.high;
    for (const bar of place(symbol, {
      x: Math.round(box.x + (box.width - width) / 2),
      y: Math.round(box.y + (box.height - height) / 2),
      width,
      height,
    }))
      this.fill(bar);
  }

  /** One line of text with its base line at y; size is the em in pixels. */
  text(face: Face, text: string, x: number, base: number, size: number): void {
    let at = x;
    for (const char of text) {
      const codePoint = char.codePointAt(0) ?? 0;
      const glyph = face.glyph(codePoint);
      if (!glyph) continue;
      const kind = script(codePoint);
      const small = kind === 'base' ? size : size * SCRIPT.scale;
      this.shape(contours(face, codePoint, small, at, base - (kind === 'base' ? 0 : SCRIPT[kind] * size)));
      at += (glyph.advance * small) / 1000;
    }
  }

  /** Fills closed contours by the non-zero rule. */
  private shape(paths: Point[][]): void {
    const edges = paths
      .flatMap((path) => path.map((from, index): [Point, Point] => [from, path[(index + 1) % path.length] ?? from]))
      .filter(([a, b]) => a[1] !== b[1]);
    const ys = edges.flatMap(([a, b]) => [a[1], b[1]]);
    const [first, last] = [Math.floor(Math.min(...ys) * FINE), Math.ceil(Math.max(...ys) * FINE)];
    for (let row = first; row < last; row += 1) this.scan(edges, row);
  }

  private scan(edges: [Point, Point][], row: number): void {
    const y = (row + 0.5) / FINE;
    const cuts = edges
      .filter(([a, b]) => y >= Math.min(a[1], b[1]) && y < Math.max(a[1], b[1]))
      .map(([a, b]) => ({ x: a[0] + ((y - a[1]) * (b[0] - a[0])) / (b[1] - a[1]), turn: b[1] > a[1] ? 1 : -1 }))
      .sort((a, b) => a.x - b.x);
    let winding = 0;
    cuts.forEach((cut, index) => {
      if (winding !== 0) this.span(cuts[index - 1]?.x ?? cut.x, cut.x, Math.floor(y));
      winding += cut.turn;
    });
  }

  private span(from: number, to: number, y: number): void {
    for (let x = Math.floor(from); x < to; x += 1)
      this.dot(x, y, Math.round(((Math.min(to, x + 1) - Math.max(from, x)) * 255) / FINE));
  }

  private dot(x: number, y: number, ink: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = y * this.width + x;
    this.ink[at] = Math.min(255, (this.ink[at] ?? 0) + ink);
  }

  /** The picture as PNG with its resolution in dots per inch. */
  png(dpi: number): Buffer {
    const rows = Buffer.alloc((this.width + 1) * this.height);
    for (let y = 0; y < this.height; y += 1) {
      for (let x = 0; x < this.width; x += 1)
        rows[y * (this.width + 1) + 1 + x] = 255 - (this.ink[y * this.width + x] ?? 0);
    }
    const header = Buffer.alloc(13);
    header.writeUInt32BE(this.width, 0);
    header.writeUInt32BE(this.height, 4);
    header.set([8, 0, 0, 0, 0], 8);
    const density = Buffer.alloc(9);
    density.writeUInt32BE(Math.round(dpi / 0.0254), 0);
    density.writeUInt32BE(Math.round(dpi / 0.0254), 4);
    density[8] = 1;
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return Buffer.concat([
      signature,
      chunk('IHDR', header),
      chunk('pHYs', density),
      chunk('IDAT', deflateSync(rows)),
      chunk('IEND', Buffer.alloc(0)),
    ]);
  }
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  const check = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The outline of a character as closed polygons in pixels. */
function contours(face: Face, codePoint: number, size: number, x: number, base: number): Point[][] {
  const scale = size / face.parsed.unitsPerEm;
  const paths: Point[][] = [];
  let path: Point[] = [];
  const at = (args: number[], index: number): Point => [
    x + (args[index] ?? 0) * scale,
    base - (args[index + 1] ?? 0) * scale,
  ];
  for (const { command, args } of face.outline(codePoint)) {
    if (command === 'moveTo') {
      path = [at(args, 0)];
      paths.push(path);
    }
    if (command === 'lineTo') path.push(at(args, 0));
    if (command === 'bezierCurveTo')
      path.push(...curve([path.at(-1) ?? [x, base], at(args, 0), at(args, 2), at(args, 4)]));
    if (command === 'quadraticCurveTo') {
      const [from, bend, to] = [path.at(-1) ?? ([x, base] as Point), at(args, 0), at(args, 2)];
      path.push(...curve([from, mix(from, bend, 2 / 3), mix(to, bend, 2 / 3), to]));
    }
  }
  return paths;
}

function mix(a: Point, b: Point, share: number): Point {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}

function curve([a, b, c, d]: [Point, Point, Point, Point]): Point[] {
  return Array.from({ length: CURVE }, (_, index) => {
    const t = (index + 1) / CURVE;
    const [ab, bc, cd] = [mix(a, b, t), mix(b, c, t), mix(c, d, t)];
    return mix(mix(ab, bc, t), mix(bc, cd, t), t);
  });
}
