import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { messages } from '../messages/index.ts';
import { readSheet, readTable, type SheetText, type TableRow } from '../sheets/index.ts';
import { type Taken, takeReadings, valuesOf } from './readings.ts';
import { quantities, type ReadingRow } from './rows.ts';
import { heldRoom } from './store.ts';

const keys = ['room', 'at', ...quantities] as const;
export type ColumnKey = (typeof keys)[number];

/** Room, time and the quantities, as heads in both languages. */
export const headsOf = (key: ColumnKey): [string, string] => [
  messages.zh[`environment.column.${key}`],
  messages.en[`environment.column.${key}`],
];

const MOST_ROWS = 20_000;

/** A workbook or the text of a data logger. @throws Refusal of lib/sheets, `environment.too-many` */
export async function readFile({ name, data }: Upload): Promise<TableRow<ColumnKey>[]> {
  const bytes = Buffer.from(data, 'base64');
  const sheet = name.toLowerCase().endsWith('.xlsx') ? await readSheet(bytes) : textSheet(name, bytes);
  if (sheet.rows.length > MOST_ROWS) refuse('environment.too-many', { most: MOST_ROWS }, 'file');
  return readTable(
    sheet,
    keys.map((key) => ({ key, heads: headsOf(key), optional: key !== 'room' && key !== 'at' })),
  );
}

/** UTF-8, or GB 18030 as loggers with Chinese software write it. */
function decoded(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

/** Lines of cells between commas, semicolons or tabs; a cell in quotes may hold them. */
export function textSheet(name: string, bytes: Buffer): SheetText {
  const lines = decoded(bytes).split(/\r?\n/);
  const head = lines.find((line) => line.trim() !== '') ?? '';
  const mark = ['\t', ';', ','].find((one) => head.includes(one)) ?? ',';
  const rows = lines.map((line, i) => ({ row: i + 1, cells: cellsOf(line, mark) }));
  return { name, rows: rows.filter(({ cells }) => cells.some((cell) => cell !== '')), formulas: new Set(), merged: [] };
}

function cellsOf(line: string, mark: string): string[] {
  const cells: string[] = [''];
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === mark && !quoted) cells.push('');
    else cells.push(`${cells.pop() ?? ''}${character}`);
  }
  return cells.map((cell) => cell.trim());
}

/**
 * Takes over the readings of a file, all or none: every fault is told by its row.
 * @throws Refusal `environment.room-row`, `environment.moment-row`, `environment.future-row`, `environment.nothing-row`,
 * `environment.value-row`, `environment.differs`, `environment.room-closed`
 */
export async function importReadings(act: Act, rows: TableRow<ColumnKey>[]): Promise<Taken> {
  const byRoom = new Map<string, Pick<ReadingRow, 'at' | 'quantity' | 'value'>[]>();
  const faults: Reason[] = [];
  const known = new Set<string>(await act.db('rooms').pluck('code'));
  for (const { row, cells } of rows) {
    const { room, ...reading } = cells;
    if (!known.has(room)) faults.push({ id: 'environment.room-row', field: 'file', params: { row, text: room } });
    const read = valuesOf(act.app, reading, act.now, { row });
    faults.push(...read.faults);
    byRoom.set(room, [...(byRoom.get(room) ?? []), ...read.values]);
  }
  refuseAll(faults);
  let taken: Taken = { added: 0, same: 0 };
  for (const [code, values] of [...byRoom].sort()) {
    const room = await heldRoom(act, { code });
    if (!room) continue;
    const one = await takeReadings(act, room, 'file', values);
    taken = { added: taken.added + one.added, same: taken.same + one.same };
  }
  return taken;
}
