import type { Knex } from 'knex';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { decode, find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { MaterialRow, ParentRow } from './rows.ts';
import { type Lot, reasonsAgainst } from './standing.ts';

/** One lot by its id. @throws Refusal `record.missing` */
export async function materialOf(db: Knex, id: string): Promise<MaterialRow> {
  const row = await find<MaterialRow>(db, 'materials', { id });
  return row ?? refuse('record.missing', { what: id }, undefined, 'missing');
}

/** The same, held until the act ends, so that two issues cannot both take the last of it. @throws Refusal `record.missing`, `material.closed` */
export async function heldMaterial(act: Act, id: string, version?: number): Promise<MaterialRow> {
  const query = act.db('materials').where({ id }).first();
  const found: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!found) return refuse('record.missing', { what: id }, undefined, 'missing');
  const row = decode<MaterialRow>('materials', found);
  if (version !== undefined && row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  if (row.closed_on !== null) refuse('material.closed', { lot: row.number, on: row.closed_on }, undefined, 'conflict');
  return row;
}

/** Asked for in pieces of this size: SQLite takes a limited number of values in one statement. */
const PIECE = 500;

const inPieces = async <T>(values: readonly string[], read: (piece: string[]) => Promise<T[]>): Promise<T[]> => {
  const found: T[] = [];
  for (let i = 0; i < values.length; i += PIECE) found.push(...(await read(values.slice(i, i + PIECE))));
  return found;
};

/** Lots with all they were made from, back to the first parents: one pair of queries for each generation, however many lots. */
export async function lotsOf(db: Knex, rows: readonly MaterialRow[]): Promise<Lot[]> {
  const known = new Map<string, Lot>(rows.map((row) => [row.id, { row, parents: [] }]));
  for (let young = [...known.keys()]; young.length > 0; ) {
    const links = await inPieces<ParentRow>(young, (piece) =>
      db('material_parents').whereIn('material_id', piece).orderBy('id'),
    );
    const missing = [...new Set(links.map(({ parent_id }) => parent_id))].filter((id) => !known.has(id));
    const found = await inPieces<object>(missing, (piece) => db('materials').whereIn('id', piece));
    for (const row of found.map((one) => decode<MaterialRow>('materials', one)))
      known.set(row.id, { row, parents: [] });
    for (const { material_id, parent_id } of links) {
      const parent = known.get(parent_id);
      if (parent) known.get(material_id)?.parents.push(parent);
    }
    young = missing;
  }
  return rows.map((row) => known.get(row.id) ?? { row, parents: [] });
}

/** Lots by their numbers, in the order of the numbers; unknown numbers are left out. */
export async function byNumbers(db: Knex, numbers: readonly string[]): Promise<Lot[]> {
  const wanted = [...new Set(numbers)];
  const found = await inPieces<object>(wanted, (piece) => db('materials').whereIn('number', piece));
  const rows = found.map((row) => decode<MaterialRow>('materials', row));
  return lotsOf(
    db,
    wanted.flatMap((number) => rows.find((row) => row.number === number) ?? []),
  );
}

/** A lot that is to be used on a day. @throws Refusal `material.unknown`, `material.closed`, or every reason against its use */
export async function usable(db: Knex, number: string, on: string, field: string): Promise<Lot> {
  const [lot] = await byNumbers(db, [number]);
  if (!lot) return refuse('material.unknown', { lot: number }, field);
  const { closed_on: closed } = lot.row;
  if (closed !== null && closed < on) refuse('material.closed', { lot: number, on: closed }, field);
  const reasons: Reason[] = reasonsAgainst(lot, on);
  refuseAll(reasons.map((reason) => ({ ...reason, field })));
  return lot;
}

/** Lots that were made from this one, and from those, down to the last: what ends when it ends. */
export async function descendantsOf(db: Knex, id: string): Promise<MaterialRow[]> {
  const known = new Set<string>();
  for (let young = [id]; young.length > 0; ) {
    const links = await inPieces<ParentRow>(young, (piece) => db('material_parents').whereIn('parent_id', piece));
    young = [...new Set(links.map(({ material_id }) => material_id))].filter((one) => !known.has(one));
    for (const one of young) known.add(one);
  }
  const rows = await inPieces<object>([...known].sort(), (piece) => db('materials').whereIn('id', piece).orderBy('id'));
  return rows.map((row) => decode<MaterialRow>('materials', row));
}
