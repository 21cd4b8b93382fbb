/** GB 18030-2005 as the platform decodes it, turned round: every character of Unicode has a code of one, two or four bytes. */
let known: Map<number, Uint8Array> | undefined;

const decoder = new TextDecoder('gb18030');

/** Four-byte codes run through 0x30–0x39, 0x81–0xFE, 0x30–0x39 from the last byte on. */
function fourBytes(linear: number): Uint8Array {
  const fourth = 0x30 + (linear % 10);
  const third = 0x81 + (Math.floor(linear / 10) % 126);
  const second = 0x30 + (Math.floor(linear / 1260) % 10);
  return Uint8Array.of(0x81 + Math.floor(linear / 12_600), second, third, fourth);
}

/** Codes of the basic plane; those beyond it follow 0x90308130 without a gap. */
const BASIC_FOUR_BYTES = 39_420;
const BEYOND = 189_000;

function table(): Map<number, Uint8Array> {
  const found = new Map<number, Uint8Array>();
  const note = (bytes: Uint8Array) => {
    const text = decoder.decode(bytes);
    const point = text.codePointAt(0) ?? 0xfffd;
    const isOne = text.length === (point > 0xffff ? 2 : 1);
    if (isOne && point !== 0xfffd && !found.has(point)) found.set(point, bytes);
  };
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) if (trail !== 0x7f) note(Uint8Array.of(lead, trail));
  for (let linear = 0; linear < BASIC_FOUR_BYTES; linear += 1) note(fourBytes(linear));
  return found;
}

/** Text as GB 18030. @throws Error for half a surrogate pair, which no file can bear */
export function gb18030(text: string): Buffer {
  known ??= table();
  const bytes: number[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    if (point < 0x80) {
      bytes.push(point);
      continue;
    }
    const code = point > 0xffff ? fourBytes(BEYOND + point - 0x10000) : known.get(point);
    if (code === undefined) throw new Error(`U+${point.toString(16)} has no code in GB 18030`);
    bytes.push(...code);
  }
  return Buffer.from(bytes);
}
