import { refuse } from '../core/refusal.ts';
import type { Box } from './paper.ts';

/** The quiet zone around a Code 128 symbol, in modules (ISO/IEC 15417), and around a QR code (ISO/IEC 18004). */
const QUIET = { code128: 10, qrcode: 4, datamatrix: 2 } as const;

/** The dark rectangles of a symbol on a grid of modules, quiet zone included; a linear symbol is one module high. */
export interface Symbol {
  wide: number;
  high: number;
  dark: { x: number; y: number; wide: number; high: number }[];
}

interface Linear {
  sbs: number[];
}
interface Matrix {
  pixs: number[];
  pixx: number;
  pixy: number;
}
interface Encoder {
  raw(options: { bcid: string; text: string; eclevel?: string }): (Linear | Matrix)[];
}

async function encoder(): Promise<Encoder> {
  return ((await import('bwip-js/node')) as unknown as { default: Encoder }).default;
}

/** Code 128 of one of our own codes. Refuses `paper.code` for anything but figures, capitals and hyphens: a scanner types nothing else faithfully. */
export async function code128(text: string): Promise<Symbol> {
  if (!/^[0-9A-Z-]{1,40}$/.test(text)) refuse('paper.code', { code: text });
  const [symbol] = (await encoder()).raw({ bcid: 'code128', text }) as Linear[];
  const dark: Symbol['dark'] = [];
  let x: number = QUIET.code128;
  symbol?.sbs.forEach((wide, index) => {
    if (index % 2 === 0) dark.push({ x, y: 0, wide, high: 1 });
    x += wide;
  });
  return { wide: x + QUIET.code128, high: 1, dark };
}

/** QR code (level M) of any text, Chinese included. */
export async function qrCode(text: string): Promise<Symbol> {
  const [symbol] = (await encoder()).raw({ bcid: 'qrcode', text, eclevel: 'M' }) as Matrix[];
  return matrix(symbol, QUIET.qrcode);
}

/** Data Matrix of one of our own codes, for labels too small for bars. */
export async function dataMatrix(text: string): Promise<Symbol> {
  const [symbol] = (await encoder()).raw({ bcid: 'datamatrix', text }) as Matrix[];
  return matrix(symbol, QUIET.datamatrix);
}

/** Neighbouring dark modules of a row become one rectangle. */
function matrix(symbol: Matrix | undefined, quiet: number): Symbol {
  const { pixs, pixx, pixy } = symbol ?? { pixs: [], pixx: 0, pixy: 0 };
  const dark: Symbol['dark'] = [];
  for (let y = 0; y < pixy; y += 1) {
    for (let x = 0; x < pixx; x += 1) {
      if (!pixs[y * pixx + x]) continue;
      let wide = 1;
      while (x + wide < pixx && pixs[y * pixx + x + wide]) wide += 1;
      dark.push({ x: x + quiet, y: y + quiet, wide, high: 1 });
      x += wide;
    }
  }
  return { wide: pixx + 2 * quiet, high: pixy + 2 * quiet, dark };
}

/** The rectangles of a symbol laid into a box, quiet zone included; a linear symbol fills the height. Units of the box. */
export function place(symbol: Symbol, box: Box): Box[] {
  const module = box.width / symbol.wide;
  const unit = symbol.high === 1 ? box.height : module;
  return symbol.dark.map((bar) => ({
    x: box.x + bar.x * module,
    y: box.y + bar.y * unit,
    width: bar.wide * module,
    height: bar.high * unit,
  }));
}
