import type { Knex } from 'knex';
import type { FormDefinition } from '../forms/index.ts';
import { find } from '../kernel/tables.ts';

/** Editions never change, so what was read once is right for ever. */
const editions = new Map<string, FormDefinition>();

/**
 * The record form in the edition that was frozen into a test, whatever the files say today.
 * @throws Error when the edition was never kept (a broken database, not a user's fault)
 */
export async function formOf(db: Knex, hash: string): Promise<FormDefinition> {
  const known = editions.get(hash);
  if (known) return known;
  const row = await find<{ body: FormDefinition }>(db, 'definitions', { hash });
  if (!row) throw new Error(`no form edition ${hash}`);
  editions.set(hash, row.body);
  return row.body;
}
