import { Refusal, refuse } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { openRecords, recordIn } from '../testing/index.ts';
import { type OpenSheet, openSheet, SHARED, saveIn } from '../worksheets/index.ts';
import { type RunFacts, runFacts } from './context.ts';
import { valueAt } from './fields.ts';
import type { Cell, FileRow, LineRow } from './rows.ts';
import { allLines, heldFile, markTaken } from './store.ts';
import { moved } from './upload.ts';

/** A cell of the run that already holds something else. */
export interface Conflict {
  n: number;
  row: string;
  label: string;
  path: string;
  has: string;
  file: string;
}

export interface TakeInput {
  id: string;
  file: string;
  version: number;
  /** Why what was typed gives way, where something else stands in a cell. */
  reason?: string;
}

export interface Took {
  file: FileRow;
  /** Lines and cells that went into records, and the records themselves. */
  lines: number;
  cells: number;
  records: number;
}

/** How a row is called on the screen and in the trail. */
export const rowName = ({ rows }: Pick<RunFacts, 'rows'>, id: string): string => {
  const row = rows.find((one) => one.id === id);
  return row === undefined
    ? ''
    : row.kind === 'sample'
      ? `${row.position} ${row.number}`
      : `${row.position} ${row.label}`;
};

/** What stands in the cells that matched lines would fill otherwise. */
export function conflictsOf(facts: RunFacts, lines: readonly LineRow[]): Conflict[] {
  const readings = new Map(facts.rows.map((row) => [row.id, row.readings]));
  return lines.flatMap(({ n, status, cells }) =>
    status !== 'matched'
      ? []
      : cells.flatMap(({ row, path, value }): Conflict[] => {
          const has = valueAt(row === SHARED ? facts.run.shared : (readings.get(row) ?? {}), path);
          return has === '' || has === value ? [] : [{ n, row, label: rowName(facts, row), path, has, file: value }];
        }),
  );
}

/**
 * Puts the matched lines into the records, each record once, with file and line in the trail. What was typed before gives way only with
 * a reason.
 * @throws Refusal `instrument-file.none-matched`, `instrument-file.conflict`, `instrument-file.row-refused` with what the record says, those of the machine
 */
export async function take(act: Act, input: TakeInput): Promise<Took> {
  const sheet = await openSheet(act, input.id);
  const file = await heldFile(act, input.file, sheet.run.id, input.version);
  const state = moved(act, sheet.run, file.state, 'take');
  const lines = (await allLines(act.db, file.id)).filter(({ status }) => status === 'matched');
  if (lines.length === 0) refuse('instrument-file.none-matched', {}, undefined, 'conflict');
  const facts = await runFacts(act.db, sheet.run);
  const conflicts = conflictsOf(facts, lines);
  const [first] = conflicts;
  const reason = input.reason?.trim() ?? '';
  if (first && [...reason].length < 2)
    refuse(
      'instrument-file.conflict',
      { count: conflicts.length, row: first.label, has: first.has, file: first.file },
      'reason',
      'conflict',
    );
  const byRow = new Map<string, Cell[]>();
  for (const cell of lines.flatMap(({ cells }) => cells)) {
    const known = byRow.get(cell.row);
    if (known) known.push(cell);
    else byRow.set(cell.row, [cell]);
  }
  const records = [...byRow.keys()].flatMap((row) => facts.tests.get(row) ?? []);
  await openRecords(act, sheet.records, records);
  for (const [row, cells] of byRow)
    await refusing(rowName(facts, row), () =>
      write(act, sheet, facts, { row, cells, file, reason: first ? reason : '' }),
    );
  await markTaken(
    act.db,
    file.id,
    lines.map(({ n }) => n),
    act.now,
  );
  const saved = await act.update<FileRow>('instrument_files', file, {
    state,
    taken_by: act.user.id,
    taken_at: act.now,
  });
  return {
    file: saved,
    lines: lines.length,
    cells: lines.reduce((sum, { cells }) => sum + cells.length, 0),
    records: byRow.size,
  };
}

async function refusing(row: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal([{ id: 'instrument-file.row-refused', params: { row } }, ...error.reasons], error.kind);
  }
}

interface Written {
  row: string;
  cells: Cell[];
  file: FileRow;
  reason: string;
}

/** A record takes all its cells by one event; what holds for the run, and rows of quality control, cell by cell. */
async function write(
  act: Act,
  sheet: OpenSheet,
  facts: RunFacts,
  { row, cells, file, reason }: Written,
): Promise<void> {
  const source = sourceOf(act, file, cells);
  const why = reason === '' ? source : `${reason} (${source})`;
  const test = facts.tests.get(row);
  if (test !== undefined) {
    await recordIn(act, sheet.records, { id: test, readings: nested(cells), reason: why });
    return;
  }
  for (const { path, value } of cells) await saveIn(act, sheet, { row, field: path, value, reason: why });
}

/** 仪器文件 a.txt 第3、4行. */
const sourceOf = ({ user }: Act, { name, hash }: FileRow, cells: readonly Cell[]): string =>
  t(user.lang, 'instrument-file.source', {
    name,
    hash: hash.slice(0, 12),
    lines: [...new Set(cells.map(({ line }) => line))].slice(0, 20).join('、'),
  });

interface Branch {
  [key: string]: string | Branch;
}

/** Dot paths as the form nests them; rows of a grid by their number. */
function nested(cells: readonly Cell[]): Branch {
  const root: Branch = {};
  for (const { path, value } of cells) {
    const keys = path.split('.');
    let branch = root;
    for (const key of keys.slice(0, -1)) {
      const child = branch[key];
      const next: Branch = typeof child === 'object' ? child : {};
      branch[key] = next;
      branch = next;
    }
    branch[keys.at(-1) ?? ''] = value;
  }
  return root;
}
