import { writeSheet, XLSX } from '../sheets/index.ts';
import { gb18030 } from './gb18030.ts';
import type { Layout, LayoutColumn, LayoutVersion } from './layouts.ts';
import type { Content, Encoding, Format } from './rows.ts';

export interface MadeFile {
  body: Buffer;
  type: string;
  name: string;
}

export interface FilePlan {
  number: string;
  layout: Layout;
  version: LayoutVersion;
  format: Format;
  encoding: Encoding;
  batches: readonly Content[];
}

/** The table of a layout: a row a batch, or a row an item with its batch before it. */
export function tableOf(
  version: Pick<LayoutVersion, 'batch' | 'items'>,
  batches: readonly Content[],
): { heads: string[]; rows: string[][] } {
  const cells = (columns: readonly LayoutColumn[], values: Record<string, string>) =>
    columns.map(({ key }) => values[key] ?? '');
  return {
    heads: [...version.batch, ...version.items].map(({ header }) => header),
    rows: batches.flatMap(({ batch, items }) => {
      const first = cells(version.batch, batch);
      return version.items.length === 0 ? [first] : items.map((item) => [...first, ...cells(version.items, item)]);
    }),
  };
}

/** RFC 4180: CRLF, quotes doubled; a field with a comma, a quote, a line break or blanks at its ends stands in quotes. */
export function csvText({ heads, rows }: { heads: readonly string[]; rows: readonly (readonly string[])[] }): string {
  const field = (text: string) => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [heads, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** The five characters that mark-up takes for itself (XML 1.0, 2.4), and the line breaks that an attribute would lose. */
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;');

/** The batches as XML: one element a field, named by the key of its column. */
export function xmlText({ number, layout, version, batches, encoding }: FilePlan): string {
  const fields = (columns: readonly LayoutColumn[], values: Record<string, string>, pad: string) =>
    columns.map(({ key }) => `${pad}<${key}>${escaped(values[key] ?? '')}</${key}>\n`).join('');
  const item = (values: Record<string, string>) =>
    `      <item>\n${fields(version.items, values, '        ')}      </item>\n`;
  const batch = ({ batch: values, items }: Content) =>
    `  <batch>\n${fields(version.batch, values, '    ')}${
      version.items.length === 0 ? '' : `    <items>\n${items.map(item).join('')}    </items>\n`
    }  </batch>\n`;
  const head = `number="${escaped(number)}" layout="${layout.code}" version="${escaped(version.version)}" count="${batches.length}"`;
  const name = encoding === 'gb18030' ? 'GB18030' : 'UTF-8';
  return `<?xml version="1.0" encoding="${name}"?>\n<upload ${head}>\n${batches.map(batch).join('')}</upload>\n`;
}

/** The batches as JSON, always UTF-8 (RFC 8259, 8.1). */
export const jsonText = ({ number, layout, version, batches }: FilePlan): string =>
  `${JSON.stringify({ number, layout: layout.code, version: version.version, count: batches.length, batches: batches.map(({ batch, items }) => (version.items.length === 0 ? batch : { ...batch, items })) }, null, 2)}\n`;

const BOM = '\ufeff';

/** A spreadsheet program takes a CSV file without a mark for the code page of its machine. */
const encode = (text: string, encoding: Encoding, marked: boolean): Buffer =>
  encoding === 'gb18030' ? gb18030(text) : Buffer.from(marked ? BOM + text : text, 'utf8');

const types = { csv: 'text/csv', xml: 'application/xml', json: 'application/json' } as const;

/** The bytes of an upload file. The same plan gives the same bytes, except for XLSX, which notes when it was packed. */
export async function fileOf(plan: FilePlan): Promise<MadeFile> {
  const { format, layout, version, batches, number } = plan;
  const name = `${number}_${layout.code}_${version.version}.${format}`;
  if (format === 'xlsx') {
    const { heads, rows } = tableOf(version, batches);
    const columns = heads.map((head) => ({ head, width: Math.max(10, Math.min(28, head.length * 2 + 2)) }));
    const sheet = layout.name.zh;
    return { body: await writeSheet({ name: sheet, lists: layout.code, columns, rows, spare: 0 }), type: XLSX, name };
  }
  const text =
    format === 'csv' ? csvText(tableOf(version, batches)) : format === 'xml' ? xmlText(plan) : jsonText(plan);
  const encoding = format === 'json' ? 'utf-8' : plan.encoding;
  return { body: encode(text, encoding, format === 'csv'), type: types[format], name };
}
