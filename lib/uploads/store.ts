import type { Knex } from 'knex';
import { Refusal, refuse } from '../core/refusal.ts';
import { keepFile } from '../disposals/index.ts';
import type { FileAnswer } from '../kernel/routes.ts';
import { decode, find, list, type TableName } from '../kernel/tables.ts';
import type { Act, Query, Row } from '../kernel/types.ts';
import type { BatchRow } from './rows.ts';

/** The row, held against others until this act is done. @throws Refusal `record.missing`, `record.stale` */
export async function held<T extends Row>(act: Act, table: TableName, id: string, version: number): Promise<T> {
  const query = act.db(table).where({ id }).first();
  const found: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!found) return refuse('record.missing', { what: id }, undefined, 'missing');
  const row = decode<T>(table, found);
  if (row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  return row;
}

/** @throws Refusal `record.missing` */
export const rowOf = async <T>(db: Knex, table: TableName, id: string): Promise<T> =>
  (await find<T>(db, table, { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing');

export const batchesOf = (db: Knex, upload_id: string): Promise<BatchRow[]> =>
  list<BatchRow>(db, 'upload_batches', { upload_id }, 'id');

/** Keeps the bytes of a file for ever and answers their SHA-256. */
export const keep = (act: Act, file: { body: Buffer; type: string; name: string }): Promise<string> =>
  keepFile(act, file);

/** A kept file under a name of its own. @throws Refusal `upload.no-file` */
export async function kept(
  { app, db }: Pick<Query, 'app' | 'db'>,
  hash: string | null,
  name: string,
  inline = false,
): Promise<FileAnswer> {
  const body = hash === null ? undefined : app.files.get(hash);
  const known =
    hash === null ? undefined : await db('files').where({ hash }).first<{ type: string } | undefined>('type');
  if (!body || !known) return refuse('upload.no-file', {}, undefined, 'missing');
  return { body, type: known.type, name, inline, immutable: true };
}

/** Names of people by id; what is null is passed over. */
export async function namesOf(db: Knex, ids: readonly (string | null)[]): Promise<Record<string, string>> {
  const rows: { id: string; name: string }[] = await db('users')
    .whereIn(
      'id',
      ids.filter((id) => id !== null),
    )
    .select('id', 'name');
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}
