import { inflateSync } from 'node:zlib';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
/** Nothing of a laboratory is larger; a picture of 60,000 × 60,000 points of one colour is a few kilobytes and fills the memory. */
const MOST_PIXELS = 60_000_000;
const MOST_BYTES = 4 * MOST_PIXELS;

export interface PictureSize {
  width: number;
  height: number;
}

/** The size of a JPEG or PNG that can be drawn on a paper, in pixels; null when its bytes are damaged or it is far too large. */
export function pictureSize(body: Buffer): PictureSize | null {
  try {
    const size = body.subarray(0, 8).equals(PNG) ? ofPng(body) : body.subarray(0, 3).equals(JPEG) ? ofJpeg(body) : null;
    return size && size.width > 0 && size.height > 0 && size.width * size.height <= MOST_PIXELS ? size : null;
  } catch {
    return null;
  }
}

/** Reads the head and unpacks the pixels once: the drawing library only finds damage when it is too late to refuse. */
function ofPng(body: Buffer): PictureSize | null {
  const data: Buffer[] = [];
  let size: PictureSize | null = null;
  for (let at = PNG.length; at + 12 <= body.length; ) {
    const length = body.readUInt32BE(at);
    const kind = body.toString('latin1', at + 4, at + 8);
    const inside = body.subarray(at + 8, at + 8 + length);
    if (inside.length < length) return null;
    if (kind === 'IHDR') size = { width: inside.readUInt32BE(0), height: inside.readUInt32BE(4) };
    if (kind === 'IDAT') data.push(inside);
    at += length + 12;
  }
  if (!size || size.width * size.height > MOST_PIXELS) return null;
  const pixels = inflateSync(Buffer.concat(data), { maxOutputLength: MOST_BYTES });
  return pixels.length >= size.height ? size : null;
}

/** Walks the segments to the frame header (SOF0–SOF15 but DHT, JPG and DAC). */
function ofJpeg(body: Buffer): PictureSize | null {
  for (let at = 2; at + 9 < body.length; ) {
    if (body[at] !== 0xff) return null;
    const marker = body[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: body.readUInt16BE(at + 5), width: body.readUInt16BE(at + 7) };
    at += 2 + body.readUInt16BE(at + 2);
  }
  return null;
}
