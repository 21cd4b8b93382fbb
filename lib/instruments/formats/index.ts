import { refuse } from '../../core/refusal.ts';
import { readSheet } from '../../sheets/index.ts';
import { cedex, hiac } from './analysers.ts';
import { animl } from './animl.ts';
import { asm } from './asm.ts';
import { astm } from './astm.ts';
import { chromeleonJson, empowerJson } from './cds-json.ts';
import { chemstation } from './chemstation.ts';
import { chemstationResults } from './chemstation-results.ts';
import { chromeleon } from './chromeleon.ts';
import { empower } from './empower.ts';
import { decode, LARGEST_FILE } from './encoding.ts';
import { icp } from './icp.ts';
import { jcamp } from './jcamp.ts';
import { gen5, softmax } from './plates.ts';
import { shimadzu } from './shimadzu.ts';
import { shimadzuBrowser } from './shimadzu-browser.ts';
import { mtSics, readingLines } from './sics.ts';
import { genesys, visionlite } from './spectra.ts';
import { anyTable, chromatographyTable, knownTables } from './tables.ts';
import { type Encoding, type FormatId, formatIds, type Layout, type Reading, type Source } from './types.ts';

export { type AsmExport, type AsmTechnique, toAsm } from './asm-write.ts';
export { LARGEST_FILE } from './encoding.ts';
export {
  type BalanceReply,
  type BalanceStatus,
  balanceReply,
  type PhText,
  phText,
  type WeightText,
  weightText,
} from './sics.ts';
export * from './types.ts';

/** From the most telling mark to the least: the first that fits reads. */
const layouts: readonly Layout[] = [
  jcamp,
  animl,
  asm,
  chromeleonJson,
  empowerJson,
  softmax,
  gen5,
  astm,
  mtSics,
  chemstationResults,
  shimadzuBrowser,
  shimadzu,
  chemstation,
  chromeleon,
  hiac,
  visionlite,
  genesys,
  cedex,
  ...knownTables,
  icp,
  empower,
  chromatographyTable,
  readingLines,
  anyTable,
];

/** The longest chromatogram has some hundred thousand points, one a line. */
const MOST_LINES = 300_000;

export interface Asked {
  format?: FormatId;
  /** 'xlsx' is what a workbook says of itself: asked for, it changes nothing. */
  encoding?: Encoding;
}

/**
 * Reads the file of an instrument: its encoding and layout are told from the content (the name decides nothing), or asked for.
 * The answer has the same shape whatever the layout; what it could not be sure of stands in `warnings`.
 * @throws Refusal `instrument-file.*` with the line and the reason; nothing of a broken file is handed on; `sheet.*` for a broken workbook
 */
export async function readInstrumentFile(bytes: Uint8Array, name: string, asked: Asked = {}): Promise<Reading> {
  if (bytes.length === 0) refuse('instrument-file.no-content', undefined, 'file');
  if (bytes.length > LARGEST_FILE)
    refuse('instrument-file.too-large', { most: LARGEST_FILE / (1024 * 1024) }, 'file', 'too-large');
  const { source, encoding } = await sourceOf(bytes, name, asked.encoding);
  const layout =
    asked.format === undefined
      ? layouts.find((one) => one.fits(source))
      : layouts.find(({ id }) => id === asked.format);
  if (layout === undefined) {
    const json = /^\s*[{[]/.test(source.text.slice(0, 200));
    return refuse(
      'instrument-file.unknown',
      { sample: json ? 'JSON' : (source.lines.find((line) => line.trim() !== '') ?? '').trim().slice(0, 40) },
      'file',
    );
  }
  return { format: layout.id, encoding, ...layout.read(source) };
}

/** The layout of this id, for profiles and lists. */
export const isFormat = (text: string): text is FormatId => formatIds.some((id) => id === text);

async function sourceOf(
  bytes: Uint8Array,
  name: string,
  encoding: Asked['encoding'],
): Promise<{ source: Source; encoding: Encoding }> {
  const zip = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
  const compound = bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0;
  if (zip || compound) {
    const { rows } = await readSheet(Buffer.from(bytes));
    const cells = rows.map((row) => ({ line: row.row, cells: row.cells }));
    return { source: { name, text: '', lines: [], cells: evenRows(cells) }, encoding: 'xlsx' };
  }
  const decoded = decode(bytes, encoding === 'xlsx' ? undefined : encoding);
  const lines = decoded.text.split(/\r\n|\n|\r(?!\n)/);
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  if (lines.length === 0) refuse('instrument-file.no-content', undefined, 'file');
  if (lines.length > MOST_LINES) refuse('instrument-file.too-long', { most: MOST_LINES }, 'file', 'too-large');
  return { source: { name, text: decoded.text, lines }, encoding: decoded.encoding };
}

/** All rows of a sheet get the width of the widest: a workbook has no short rows. */
function evenRows(rows: { line: number; cells: string[] }[]): { line: number; cells: string[] }[] {
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  return rows.map(({ line, cells }) => ({ line, cells: [...cells, ...Array<string>(width - cells.length).fill('')] }));
}
