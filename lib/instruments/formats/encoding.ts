import { refuse } from '../../core/refusal.ts';
import type { Encoding } from './types.ts';

type TextEncodingName = Exclude<Encoding, 'xlsx'>;

/** Nothing that an instrument prints is larger; a file beyond it is not looked at. */
export const LARGEST_FILE = 20 * 1024 * 1024;

const LABELS: Record<TextEncodingName, string> = {
  'utf-8': 'utf-8',
  'utf-8-bom': 'utf-8',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  gb18030: 'gb18030',
  'windows-1252': 'windows-1252',
};

/** Single bytes above 0x7F that Western instruments print between digits and letters: º ° ² ³ µ ± ® · × ™ – ¡ (a degree sign of old Macintosh programs). */
const WESTERN_MARKS = new Set([0x99, 0x96, 0xa1, 0xae, 0xb0, 0xb1, 0xb2, 0xb3, 0xb5, 0xb7, 0xba, 0xd7, 0xb4]);

/**
 * The characters of a file and how its bytes stand for them. Byte-order marks decide first, then the zeros of UTF-16 without a mark, then
 * strict UTF-8; what is left is GB18030 or Windows-1252, told apart by whether the high bytes come in Chinese pairs.
 * @throws Refusal `instrument-file.encoding` when the asked encoding cannot hold the bytes, `instrument-file.binary` for what is no text
 */
export function decode(bytes: Uint8Array, asked?: TextEncodingName): { text: string; encoding: TextEncodingName } {
  const encoding = asked ?? detect(bytes);
  const text = strict(bytes, LABELS[encoding]);
  if (text === null) return refuse('instrument-file.encoding', { encoding }, 'file');
  if (binary(text)) refuse('instrument-file.binary', undefined, 'file');
  return { text, encoding };
}

function detect(bytes: Uint8Array): TextEncodingName {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8-bom';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const zeros = zeroSides(bytes);
  if (zeros !== null) return zeros;
  if (strict(bytes, 'utf-8') !== null) return 'utf-8';
  return looksChinese(bytes) && strict(bytes, 'gb18030') !== null ? 'gb18030' : 'windows-1252';
}

/** UTF-16 without a mark: of Latin text every other byte is zero. */
function zeroSides(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(bytes.length, 4096) & ~1;
  if (length < 4) return null;
  let [even, odd] = [0, 0];
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even += 1;
    if (bytes[i + 1] === 0) odd += 1;
  }
  const pairs = length / 2;
  if (odd > pairs * 0.4 && even < pairs * 0.05) return 'utf-16le';
  return even > pairs * 0.4 && odd < pairs * 0.05 ? 'utf-16be' : null;
}

/** A lone high byte beside ASCII (5 µL, 25 °C) is Western; pairs of two high bytes are Chinese. */
function looksChinese(bytes: Uint8Array): boolean {
  let [pairs, western] = [0, 0];
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x80) continue;
    const next = bytes[i + 1] ?? 0;
    if (next >= 0xa1 && byte >= 0xa1 && byte <= 0xf7) {
      pairs += 1;
      i += 1;
    } else if (next >= 0x30 && next <= 0x39 && (bytes[i + 2] ?? 0) >= 0x81) {
      pairs += 1;
      i += 3;
    } else if (WESTERN_MARKS.has(byte)) western += 1;
    else i += 1;
  }
  return pairs > western;
}

function strict(bytes: Uint8Array, label: string): string | null {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Text has no NUL and hardly a control character; the frames of ASTM (SOH … ETB) and form feeds are allowed. */
function binary(text: string): boolean {
  if (text.includes('\u0000')) return true;
  const controls =
    text.slice(0, 65536).match(/[\u000e-\u0014\u0016\u0018-\u001b\u001d-\u001f\ufffe\uffff]/g)?.length ?? 0;
  return controls > Math.max(2, text.length / 200);
}
