import type { Knex } from 'knex';
import { Refusal, refuse } from '../core/refusal.ts';
import { find, list, type TableName } from '../kernel/tables.ts';
import type { Row } from '../kernel/types.ts';
import type { CheckRow, StandardRow } from './rows.ts';

/** A row as it was read. @throws Refusal `method.missing`, and `record.stale` when somebody else changed it since */
export async function rowAt<T extends Row>(db: Knex, table: TableName, id: string, version?: number): Promise<T> {
  const row = await find<T>(db, table, { id });
  if (!row) return refuse('method.missing', { id }, undefined, 'missing');
  if (version !== undefined && row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', row);
  return row;
}

export const standardsOf = (db: Knex, where: Partial<StandardRow> = {}): Promise<StandardRow[]> =>
  list<StandardRow>(db, 'standards', where, 'number');

/** The checks of all standards or of one, newest first. */
export async function checksOf(db: Knex, where: Partial<CheckRow> = {}): Promise<CheckRow[]> {
  const rows = await list<CheckRow>(db, 'standard_checks', where, 'id');
  return rows.sort((a, b) => b.checked_on.localeCompare(a.checked_on) || b.id.localeCompare(a.id));
}

/** Names of people by their id. */
export async function namesOf(db: Knex): Promise<Map<string, string>> {
  const users: { id: string; name: string }[] = await db('users').select('id', 'name');
  return new Map(users.map(({ id, name }) => [id, name]));
}
