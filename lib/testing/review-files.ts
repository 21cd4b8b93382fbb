import type { Query } from '../kernel/types.ts';
import type { TestRow } from './test.ts';

/** A file behind a result, with as much of it as stands on the review page. */
export interface RawFile {
  name: string;
  href: string;
  /** MIME type. */
  type: string;
  note: string;
  /** SHA-256 of its bytes. */
  hash: string;
  /** The first lines of a table, cell by cell; null for what is no text. */
  lines: string[][] | null;
  /** Lines that are not shown. */
  more: number;
}

const MOST_LINES = 60;
const SEPARATORS = ['\t', ';', ','];

/** The files of a record in the order in which they were added; withdrawn ones stay in the list of attachments only. */
export async function rawFiles({ app, db }: Pick<Query, 'app' | 'db'>, test: TestRow): Promise<RawFile[]> {
  const attached = (test.attachments ?? [])
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ hash, name, type, note }) => ({
      ...{ name, type, note, hash, href: `/tests/${test.id}/attachments/${hash}` },
      ...linesOf(type === 'text/plain' ? app.files.get(hash) : undefined),
    }));
  const imported = (await app.filesOf?.(app, db, test.id)) ?? [];
  return [...attached, ...imported.map(({ text, ...file }) => ({ ...file, note: '', ...linesOf(text) }))];
}

function linesOf(body: Buffer | string | undefined): Pick<RawFile, 'lines' | 'more'> {
  if (body === undefined) return { lines: null, more: 0 };
  const lines = textOf(body)
    .split(/\r\n|\r|\n/)
    .filter((line) => line.trim() !== '');
  const count = (separator: string) => lines.filter((line) => line.includes(separator)).length;
  const separator = SEPARATORS.reduce((best, one) => (count(one) > count(best) ? one : best));
  const isTable = count(separator) > lines.length / 2;
  return {
    lines: lines.slice(0, MOST_LINES).map((line) => (isTable ? line.split(separator) : [line])),
    more: Math.max(0, lines.length - MOST_LINES),
  };
}

/** Instruments of the laboratory write UTF-8, UTF-16 with its mark, or GB18030. */
function textOf(body: Buffer | string): string {
  if (typeof body === 'string') return body;
  if (body[0] === 0xff && body[1] === 0xfe) return new TextDecoder('utf-16le').decode(body);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    if (error instanceof TypeError) return new TextDecoder('gb18030').decode(body);
    throw error;
  }
}
