import type { Knex } from 'knex';
import { decode } from '../kernel/tables.ts';
import type { App, FileFlag, InstrumentFile } from '../kernel/types.ts';
import { XLSX } from '../sheets/index.ts';
import { decode as decodeText } from './formats/encoding.ts';
import type { Encoding, ValueFlag } from './formats/types.ts';
import type { LineRow } from './rows.ts';

/** What a reviewer has to know of a value: a person moved the limits of its peak, or the instrument itself doubted it. */
const told: readonly ValueFlag[] = [
  'manual-integration',
  'over-range',
  'ambiguous-number',
  'unstable',
  'abnormal',
  'excluded',
];

type Line = Pick<LineRow, 'file_id' | 'n' | 'sample' | 'payload' | 'cells' | 'flags' | 'reasons'> & {
  test_id: string;
  file: string;
  worksheet_id: string;
};

const AT_ONCE = 500;

async function takenLines(db: Knex, testIds: readonly string[]): Promise<Line[]> {
  const found: Line[] = [];
  for (let at = 0; at < testIds.length; at += AT_ONCE) {
    const rows: object[] = await db('instrument_file_tests as t')
      .join('instrument_file_lines as l', (on) => on.on('l.file_id', 't.file_id').on('l.n', 't.n'))
      .join('instrument_files as f', 'f.id', 'l.file_id')
      .whereIn('t.test_id', testIds.slice(at, at + AT_ONCE))
      .where('l.status', 'taken')
      .orderBy(['l.file_id', 'l.n'])
      .select(
        't.test_id',
        'l.file_id',
        'l.n',
        'l.sample',
        'l.payload',
        'l.cells',
        'l.flags',
        'l.reasons',
        'f.name as file',
        'f.worksheet_id',
      );
    found.push(...rows.map((row) => decode<Line>('instrument_file_lines', row)));
  }
  return found;
}

/**
 * Marks of the instrument files behind records, by test, one for each figure that bears one; a line that a person put in its place or
 * accepted with a reason is marked too. Tests without any are left out.
 */
export async function fileFlags(db: Knex, testIds: readonly string[]): Promise<Map<string, FileFlag[]>> {
  const flags = new Map<string, FileFlag[]>();
  const lines = await takenLines(db, testIds);
  const rows = await rowsOfTests(db, testIds);
  for (const line of lines) {
    const { test_id, file, n, payload, cells, reasons } = line;
    const href = addressOf(line);
    const own = cells.filter(({ row }) => row === rows.get(test_id));
    const figures = payload.values.flatMap((figure): FileFlag[] => {
      const cell = own.find(
        (one) => one.line === figure.line && (one.from?.startsWith(figure.text) ?? one.value === figure.text),
      );
      // A figure of another item of the same injection is no matter of this record.
      if (own.length > 0 && !cell) return [];
      return figure.flags
        .filter((flag) => told.includes(flag))
        .map((flag) => ({
          flag,
          params: {
            ...{ file, line: figure.line, name: figure.name || figure.field, value: figure.text },
            ...{ sample: line.sample, peak: `${figure.name || figure.field} ${figure.text}` },
          },
          ...(cell && { cell: cell.path }),
          href,
        }));
    });
    const accepted =
      reasons.length === 0 ? [] : [{ flag: 'accepted', params: { file, line: n, name: line.sample, value: '' }, href }];
    if (figures.length + accepted.length > 0)
      flags.set(test_id, [...(flags.get(test_id) ?? []), ...figures, ...accepted]);
  }
  return flags;
}

const addressOf = ({ worksheet_id, file_id, n }: Pick<Line, 'worksheet_id' | 'file_id' | 'n'>): string =>
  `/runs/${worksheet_id}/files/${file_id}?from=${n}#line-${n}`;

async function rowsOfTests(db: Knex, testIds: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let at = 0; at < testIds.length; at += AT_ONCE) {
    const rows: { id: string; test_id: string }[] = await db('worksheet_rows')
      .whereIn('test_id', testIds.slice(at, at + AT_ONCE))
      .whereNull('removed_at')
      .select('id', 'test_id');
    for (const { id, test_id } of rows) found.set(test_id, id);
  }
  return found;
}

/** The instrument files of which something stands in a record, the oldest first, as text where they are text. */
export async function filesOf({ files }: Pick<App, 'files'>, db: Knex, testId: string): Promise<InstrumentFile[]> {
  const rows: { id: string; run: string; name: string; hash: string; encoding: Encoding }[] = await db(
    'instrument_file_tests as t',
  )
    .join('instrument_file_lines as l', (on) => on.on('l.file_id', 't.file_id').on('l.n', 't.n'))
    .join('instrument_files as f', 'f.id', 'l.file_id')
    .where('t.test_id', testId)
    .where('l.status', 'taken')
    .distinct('f.id', 'f.worksheet_id as run', 'f.name', 'f.hash', 'f.encoding')
    .orderBy('f.id');
  return rows.map(({ id, run, name, hash, encoding }) => {
    const body = encoding === 'xlsx' ? undefined : files.get(hash);
    return {
      ...{ name, hash, href: `/runs/${run}/files/${id}`, type: encoding === 'xlsx' ? XLSX : 'text/plain' },
      ...(body && encoding !== 'xlsx' && { text: decodeText(body, encoding).text }),
    };
  });
}

/** Where a reading came from. */
export interface CellSource {
  path: string;
  runId: string;
  fileId: string;
  file: string;
  /** Place in the file, and line of its text. */
  n: number;
  line: number;
  value: string;
  /** As the file has it, where the unit differs. */
  from?: string;
}

/** The readings of a record that came from files, by their path; the last file that filled a cell. */
export async function sourcesOf(db: Knex, testId: string): Promise<Map<string, CellSource>> {
  const row = (await rowsOfTests(db, [testId])).get(testId);
  const lines = await takenLines(db, [testId]);
  return new Map(
    lines.flatMap(({ cells, file_id, worksheet_id, file, n }) =>
      cells
        .filter((cell) => cell.row === row)
        .map(({ path, line, value, from }): [string, CellSource] => [
          path,
          { path, runId: worksheet_id, fileId: file_id, file, n, line, value, ...(from !== undefined && { from }) },
        ]),
    ),
  );
}
