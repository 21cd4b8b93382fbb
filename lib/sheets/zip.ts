import { type Entry, fromBuffer, type ZipFile } from 'yauzl';
import { Refusal, refuse } from '../core/refusal.ts';

const MB = 1024 * 1024;

/** What a workbook may unpack to: a sheet of 5000 rows takes some 3 MB, and a file of 300 kB can be made to unpack to 300 MB. */
const MOST_PARTS = 200;
const LARGEST_PART = 24 * MB;
const LARGEST_WHOLE = 40 * MB;

const ZIP_MARK = Buffer.from('504b0304', 'hex');
/** Container of the old Office formats; a workbook with a password stands in one, too. */
const COMPOUND_MARK = Buffer.from('d0cf11e0', 'hex');
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/**
 * Unpacks the XML parts of a workbook, counting what comes out as it comes: what an archive says of its own sizes is not believed.
 * @throws Refusal `sheet.empty`, `sheet.not-xlsx`, `sheet.old-format`, `sheet.encrypted`, `sheet.too-large`, `sheet.damaged`
 */
export async function unpack(file: Buffer): Promise<Map<string, string>> {
  refuseOthers(file);
  try {
    const parts = await readParts(await open(file));
    return parts.has('xl/workbook.xml') ? parts : refuse('sheet.not-xlsx', undefined, 'file');
  } catch (error) {
    if (error instanceof Refusal) throw error;
    return refuse('sheet.damaged', { detail: error instanceof Error ? error.message.slice(0, 120) : '' }, 'file');
  }
}

function refuseOthers(file: Buffer): void {
  if (file.length === 0) refuse('sheet.empty', undefined, 'file');
  if (file.subarray(0, 4).equals(COMPOUND_MARK))
    refuse(file.includes(ENCRYPTED) ? 'sheet.encrypted' : 'sheet.old-format', undefined, 'file');
  if (!file.subarray(0, 4).equals(ZIP_MARK)) refuse('sheet.not-xlsx', undefined, 'file');
}

const tooLarge = (): never =>
  refuse('sheet.too-large', { whole: `${LARGEST_WHOLE / MB} MB`, parts: MOST_PARTS }, 'file');

function open(file: Buffer): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    const options = { lazyEntries: true, validateEntrySizes: true, strictFileNames: true };
    fromBuffer(file, options, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}

async function readParts(zip: ZipFile): Promise<Map<string, string>> {
  if (zip.entryCount > MOST_PARTS) tooLarge();
  const parts = new Map<string, string>();
  const seen = new Set<string>();
  let left = LARGEST_WHOLE;
  for await (const entry of entriesOf(zip)) {
    if (entry.isEncrypted()) refuse('sheet.encrypted', undefined, 'file');
    if (seen.has(entry.fileName)) refuse('sheet.damaged', { detail: entry.fileName.slice(0, 120) }, 'file');
    seen.add(entry.fileName);
    const bytes = await readPart(zip, entry, Math.min(left, LARGEST_PART));
    left -= bytes.length;
    if (/\.(xml|rels)$/.test(entry.fileName)) parts.set(entry.fileName, textOf(bytes));
  }
  return parts;
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (let read = 0; read < zip.entryCount; read += 1) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      zip.once('entry', resolve);
      zip.once('end', () => resolve(null));
      zip.once('error', reject);
      zip.readEntry();
    });
    zip.removeAllListeners();
    if (entry === null) return;
    yield entry;
  }
}

async function readPart(zip: ZipFile, entry: Entry, most: number): Promise<Buffer> {
  if (entry.uncompressedSize > most) tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await streamOf(zip, entry)) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > most) tooLarge();
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function streamOf(zip: ZipFile, entry: Entry): Promise<AsyncIterable<unknown>> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}

/** A workbook declares no document type; one that does means to have entities expanded. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return /<!(DOCTYPE|ENTITY)/i.test(text) ? refuse('sheet.damaged', { detail: 'DOCTYPE' }, 'file') : text;
}
