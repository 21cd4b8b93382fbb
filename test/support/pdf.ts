import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Canvas } from '@napi-rs/canvas';
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

interface CanvasFactory {
  create(width: number, height: number): { canvas: Canvas };
}

const folder = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
const part = (name: string) => `${join(folder, name)}/`;

/** Opens a PDF, hands it on, and lets it go. */
async function opened<T>(pdf: Buffer, use: (document: PDFDocumentProxy) => Promise<T>): Promise<T> {
  const task = getDocument({
    data: new Uint8Array(pdf),
    cMapUrl: part('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: part('standard_fonts'),
    wasmUrl: part('wasm'),
    useSystemFonts: false,
    verbosity: 0,
  });
  try {
    return await use(await task.promise);
  } finally {
    await task.destroy();
  }
}

/** The text of each page in reading order, lines parted by line feeds. */
export function pdfText(pdf: Buffer): Promise<string[]> {
  return opened(pdf, async (document) => {
    const pages: string[] = [];
    for (let n = 1; n <= document.numPages; n += 1) {
      const { items } = await (await document.getPage(n)).getTextContent();
      pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
    }
    return pages;
  });
}

/**
 * Draws one page as PNG.
 * @param page counted from 1
 * @param scale pixels for each point (1/72 inch): 2 gives 144 dpi
 */
export function pdfPicture(pdf: Buffer, page: number, scale: number): Promise<Buffer> {
  return opened(pdf, async (document) => {
    const sheet = await document.getPage(page);
    const viewport = sheet.getViewport({ scale });
    // pdf.js brings paths of the canvas it loaded itself: another copy's canvas would refuse them.
    const { canvas } = (document.canvasFactory as CanvasFactory).create(
      Math.ceil(viewport.width),
      Math.ceil(viewport.height),
    );
    await sheet.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport }).promise;
    return canvas.toBuffer('image/png');
  });
}
