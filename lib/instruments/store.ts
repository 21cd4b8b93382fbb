import type { Knex } from 'knex';
import { Refusal, refuse } from '../core/refusal.ts';
import { decode, encode, find, list } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { ReadLine } from './lines.ts';
import type { ConnectionRow, DecisionRow, FileRow, LineRow, ProfileRow } from './rows.ts';
import type { Elsewhere, Settled } from './settle.ts';

/** A file of this run. @throws Refusal `instrument-file.missing` */
export async function fileOf(db: Knex, id: string, worksheetId: string): Promise<FileRow> {
  const row = await find<FileRow>(db, 'instrument_files', { id, worksheet_id: worksheetId });
  return row ?? refuse('instrument-file.missing', {}, undefined, 'missing');
}

/** A file to be changed, held where the engine can. @throws Refusal `instrument-file.missing`, `record.stale` */
export async function heldFile(act: Act, id: string, worksheetId: string, version: number): Promise<FileRow> {
  const query = act.db('instrument_files').where({ id, worksheet_id: worksheetId }).first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!row) return refuse('instrument-file.missing', {}, undefined, 'missing');
  const found = decode<FileRow>('instrument_files', row);
  if (found.version !== version)
    throw new Refusal([{ id: 'record.stale' }], 'stale', { version: found.version, state: found.state });
  return found;
}

export const filesIn = (db: Knex, worksheetId: string): Promise<FileRow[]> =>
  list<FileRow>(db, 'instrument_files', { worksheet_id: worksheetId }, 'id');

export const allLines = (db: Knex, fileId: string): Promise<LineRow[]> =>
  list<LineRow>(db, 'instrument_file_lines', { file_id: fileId }, 'n');

/** How many lines of each file stand how. */
export async function countsOf(db: Knex, fileIds: readonly string[]): Promise<Map<string, Record<string, number>>> {
  const rows: { file_id: string; status: string; count: number | string }[] = await db('instrument_file_lines')
    .whereIn('file_id', [...fileIds])
    .groupBy('file_id', 'status')
    .select('file_id', 'status')
    .count({ count: '*' });
  const counts = new Map<string, Record<string, number>>();
  for (const { file_id, status, count } of rows)
    counts.set(file_id, { ...counts.get(file_id), [status]: Number(count) });
  return counts;
}

/** What stands of the decisions about a file: the last of each line, unless it was taken back. */
export async function decisionsOf(db: Knex, fileId: string): Promise<Map<number, DecisionRow>> {
  const rows = await list<DecisionRow>(db, 'instrument_file_decisions', { file_id: fileId }, 'id');
  const standing = new Map<number, DecisionRow>();
  for (const row of rows) {
    if (row.decision === 'undo') standing.delete(row.n);
    else standing.set(row.n, row);
  }
  return standing;
}

const AT_ONCE = 500;

/** The same injections in other files that stand, by the name of the injection. */
export async function elsewhereOf(
  db: Knex,
  fileId: string,
  worksheetId: string,
  injections: readonly string[],
): Promise<Map<string, Elsewhere[]>> {
  const found = new Map<string, Elsewhere[]>();
  for (let at = 0; at < injections.length; at += AT_ONCE) {
    const rows: (Pick<LineRow, 'n' | 'injection' | 'status'> & {
      file: string;
      name: string;
      run: string;
      payload: string;
    })[] = await db('instrument_file_lines as l')
      .join('instrument_files as f', 'f.id', 'l.file_id')
      .whereIn('l.injection', injections.slice(at, at + AT_ONCE))
      .whereNot('l.file_id', fileId)
      .whereNot('f.state', 'dropped')
      .whereNot('l.status', 'ignored')
      .orderBy(['l.file_id', 'l.n'])
      .select('l.n', 'l.injection', 'l.status', 'l.payload', 'f.id as file', 'f.name', 'f.worksheet_id as run');
    for (const row of rows) {
      const { payload } = decode<Pick<LineRow, 'payload'>>('instrument_file_lines', { payload: row.payload });
      const { file, name, n: line, status } = row;
      const one: Elsewhere = {
        file,
        name,
        line,
        taken: status === 'taken',
        isOurs: row.run === worksheetId,
        values: payload.values,
      };
      found.set(row.injection, [...(found.get(row.injection) ?? []), one]);
    }
  }
  return found;
}

const linksOf = (rows: readonly LineRow[], tests: ReadonlyMap<string, string>) =>
  rows.flatMap(({ file_id, n, rows: own }) =>
    [...new Set(own.flatMap((id) => tests.get(id) ?? []))].map((test_id) => ({ file_id, n, test_id })),
  );

async function insertLinks(db: Knex, rows: readonly LineRow[], tests: ReadonlyMap<string, string>): Promise<void> {
  const links = linksOf(rows, tests);
  for (let at = 0; at < links.length; at += AT_ONCE)
    await db('instrument_file_tests').insert(links.slice(at, at + AT_ONCE));
}

/** Writes the lines of a file anew, as many in one statement as the engines take; what stood there was read from the same bytes. */
export async function writeLines(
  db: Knex,
  fileId: string,
  lines: readonly ReadLine[],
  settled: readonly Settled[],
  tests: ReadonlyMap<string, string>,
): Promise<void> {
  await db('instrument_file_tests').where({ file_id: fileId }).delete();
  await db('instrument_file_lines').where({ file_id: fileId }).delete();
  const rows = lines.flatMap(({ names: _names, ...line }, at): LineRow[] => {
    const one = settled[at];
    return one ? [{ file_id: fileId, ...line, ...one }] : [];
  });
  for (let at = 0; at < rows.length; at += AT_ONCE)
    await db('instrument_file_lines').insert(
      rows.slice(at, at + AT_ONCE).map((row) => encode('instrument_file_lines', row)),
    );
  await insertLinks(db, rows, tests);
}

/** Writes the lines that now stand otherwise than before. */
export async function changeLines(
  db: Knex,
  before: readonly LineRow[],
  settled: readonly Settled[],
  tests: ReadonlyMap<string, string>,
): Promise<void> {
  const said = ({ rows, cells, status, reasons }: Settled): string => JSON.stringify([rows, cells, status, reasons]);
  const changed = before.flatMap((line, at): LineRow[] => {
    const now = settled[at];
    return now && said(now) !== said(line) ? [{ ...line, ...now }] : [];
  });
  for (const row of changed) {
    const { file_id, n, rows, cells, status, reasons } = row;
    await db('instrument_file_tests').where({ file_id, n }).delete();
    await db('instrument_file_lines')
      .where({ file_id, n })
      .update(encode('instrument_file_lines', { rows, cells, status, reasons }));
  }
  await insertLinks(db, changed, tests);
}

/** Lines that went into records. */
export async function markTaken(db: Knex, fileId: string, numbers: readonly number[], at: string): Promise<void> {
  for (let from = 0; from < numbers.length; from += AT_ONCE)
    await db('instrument_file_lines')
      .where({ file_id: fileId })
      .whereIn('n', numbers.slice(from, from + AT_ONCE))
      .update({ status: 'taken', taken_at: at });
}

/** @throws Refusal `instrument-file.no-such-profile` */
export async function profileOf(db: Knex, id: string): Promise<ProfileRow> {
  const row = await find<ProfileRow>(db, 'instrument_profiles', { id });
  return row ?? refuse('instrument-file.no-such-profile', {}, undefined, 'missing');
}

export const profilesWhere = (db: Knex, where: object): Promise<ProfileRow[]> =>
  list<ProfileRow>(db, 'instrument_profiles', where, 'id');

export const connectionOf = (db: Knex, number: string): Promise<ConnectionRow | undefined> =>
  find<ConnectionRow>(db, 'instrument_connections', { number });

/** Balances that can be read, by number. */
export const connectionsOf = (db: Knex): Promise<ConnectionRow[]> =>
  list<ConnectionRow>(db, 'instrument_connections', { active: 1 }, 'number');
