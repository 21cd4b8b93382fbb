import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createCanvas } from '@napi-rs/canvas';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const require = createRequire(import.meta.url);

/** A piece of text with the place of its base line, points from the lower left corner. */
export interface Piece {
  text: string;
  x: number;
  y: number;
  size: number;
  width: number;
}

async function open(pdf: Buffer) {
  return getDocument({ data: new Uint8Array(pdf), useSystemFonts: false, verbosity: 0 }).promise;
}

/** The pieces of text of every page. */
export async function piecesOf(pdf: Buffer): Promise<Piece[][]> {
  const document = await open(pdf);
  const pages: Piece[][] = [];
  for (let n = 1; n <= document.numPages; n += 1) {
    const content = await (await document.getPage(n)).getTextContent({ disableNormalization: true });
    pages.push(
      content.items.flatMap((item) =>
        'str' in item && item.str !== ''
          ? [{ text: item.str, x: item.transform[4], y: item.transform[5], size: item.height, width: item.width }]
          : [],
      ),
    );
  }
  return pages;
}

/** The text of every page, without the spaces that the reader puts between pieces. */
export async function textOf(pdf: Buffer): Promise<string[]> {
  return (await piecesOf(pdf)).map((pieces) =>
    pieces
      .map((piece) => piece.text)
      .join('')
      .replaceAll(/\s+/g, ''),
  );
}

/** Every barcode of a page, read from its picture at 300 dpi. */
export async function codesOf(pdf: Buffer, page = 1): Promise<string[]> {
  const shown = await (await open(pdf)).getPage(page);
  const viewport = shown.getViewport({ scale: 300 / 72 });
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
  await shown.render({
    canvasContext: canvas.getContext('2d') as unknown as CanvasRenderingContext2D,
    canvas: null,
    viewport,
  }).promise;
  return codesIn(canvas.toBuffer('image/png'));
}

/** Every barcode of a PNG picture. */
export async function codesIn(png: Buffer): Promise<string[]> {
  await prepareZXingModule({
    overrides: {
      wasmBinary: new Uint8Array(readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'))).buffer,
    },
    fireImmediately: true,
  });
  const found = await readBarcodes(new Uint8Array(png), {
    formats: ['Code128', 'QRCode', 'DataMatrix'],
    tryHarder: true,
    maxNumberOfSymbols: 10,
  });
  return found.map((code) => code.text).sort();
}
