import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

export interface ReadCode {
  /** As zxing names it: 'Code128', 'QRCode', 'DataMatrix', … */
  format: string;
  text: string;
}

// Without this the reader would fetch its program from a public server.
const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
const wasmBinary = wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer;
prepareZXingModule({ overrides: { wasmBinary } });

/** Reads every bar and matrix code in a PNG picture, as a scanner would; an empty list when there is none. */
export async function readCodes(png: Buffer): Promise<ReadCode[]> {
  const results = await readBarcodes(new Uint8Array(png), { tryHarder: true, maxNumberOfSymbols: 255 });
  return results.filter((result) => result.isValid).map(({ format, text }) => ({ format, text }));
}
