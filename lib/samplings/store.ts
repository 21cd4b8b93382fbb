import type { Knex } from 'knex';
import { decode, find, list } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { SamplingForm } from './form.ts';
import type { PortionRow, SamplingRow, SamplingState } from './rows.ts';

export const PAGE = 50;

/** A piece of a list: its rows, and the key that the next page starts after. */
export interface Page<R> {
  rows: R[];
  next: string | null;
}

export interface SamplingFilter {
  state?: SamplingState | undefined;
  /** Only those that this user recorded. */
  by?: string | undefined;
  /** Beginning of number, product name or batch number; taken literally. */
  q?: string | undefined;
  after?: string | undefined;
}

export const findSampling = (db: Knex, id: string): Promise<SamplingRow | undefined> =>
  find<SamplingRow>(db, 'samplings', { id });

export const portionsOf = (db: Knex, samplingId: string): Promise<PortionRow[]> =>
  list<PortionRow>(db, 'portions', { sampling_id: samplingId }, 'n');

/** Samplings, newest first, 50 a page by key: no OFFSET and no count, so page and size of the table do not matter. */
export async function listSamplings(db: Knex, filter: SamplingFilter): Promise<Page<SamplingRow>> {
  const query = db('samplings')
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (filter.state) query.where('state', filter.state);
  if (filter.by) query.where('created_by', filter.by);
  if (filter.after) query.where('id', '<', filter.after);
  if (filter.q) startsWith(query, filter.q, ['number', 'product_name', 'batch_no']);
  return pageOf(await query, (row) => row.id);
}

/** Samplings that wait at the counter, oldest first. */
export async function waitingSamplings(db: Knex, after?: string): Promise<Page<SamplingRow>> {
  const query = db('samplings')
    .where('state', 'sampled')
    .orderBy('id')
    .limit(PAGE + 1);
  if (after) query.where('id', '>', after);
  return pageOf(await query, (row) => row.id);
}

/** `substr` compares literally on both engines: no wildcard to escape (B071). */
export function startsWith(query: Knex.QueryBuilder, q: string, columns: string[]): void {
  const length = [...q].length;
  query.where((any) => {
    for (const column of columns) any.orWhereRaw('substr(??, 1, ?) = ?', [column, length, q]);
  });
}

function pageOf(rows: object[], key: (row: SamplingRow) => string): Page<SamplingRow> {
  const page = rows.slice(0, PAGE).map((row) => decode<SamplingRow>('samplings', row));
  const last = page.at(-1);
  return { rows: page, next: rows.length > PAGE && last ? key(last) : null };
}

/** On PostgreSQL two registrations run side by side; one waits here, so that what was free when checked is free when written. */
export async function alone(act: Act, what: string): Promise<void> {
  if (act.app.db.engine === 'postgres') await act.db.raw('select pg_advisory_xact_lock(hashtext(?))', [what]);
}

export async function takenNumbers(
  db: Knex,
  numbers: string[],
): Promise<Map<string, { product: string; batch: string; on: string }>> {
  const rows = await inPieces(numbers, (some) =>
    db('samplings').whereIn('number', some).select('number', 'product_name', 'batch_no', 'sampled_on'),
  );
  return new Map(
    rows.map((row) => [
      String(row.number),
      { product: String(row.product_name), batch: String(row.batch_no), on: String(row.sampled_on) },
    ]),
  );
}

export async function takenSeals(db: Knex, seals: string[]): Promise<Map<string, string>> {
  const rows = await inPieces(seals, (some) =>
    db('portions')
      .join('samplings', 'samplings.id', 'portions.sampling_id')
      .whereIn('seal_no', some)
      .select('seal_no', 'samplings.number'),
  );
  return new Map(rows.map((row) => [String(row.seal_no), String(row.number)]));
}

async function inPieces(
  keys: string[],
  read: (some: string[]) => PromiseLike<Record<string, unknown>[]>,
): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (let from = 0; from < keys.length; from += 500) rows.push(...(await read(keys.slice(from, from + 500))));
  return rows;
}

export interface Officer {
  id: string;
  name: string;
  login: string;
}

/** Active users who may take samples. */
export async function samplers(db: Knex): Promise<Officer[]> {
  const rows: { id: string; name: string; login: string; roles: string }[] = await db('users')
    .where('active', 1)
    .orderBy('login')
    .select('id', 'name', 'login', 'roles');
  return rows
    .filter((row) => decode<{ roles: string[] }>('users', row).roles.includes('sampler'))
    .map(({ id, name, login }) => ({ id, name, login }));
}

export async function namesOf(db: Knex, ids: string[]): Promise<Officer[]> {
  const rows: Officer[] = await db('users').whereIn('id', ids).select('id', 'name', 'login');
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

/** The edition of the form that a sampling was written on, whatever the files say today. */
export async function formOf(db: Knex, hash: string): Promise<SamplingForm> {
  const row: { body: string } | undefined = await db('definitions').where({ hash }).first('body');
  if (!row) throw new Error(`the form ${hash} is not kept`);
  return JSON.parse(row.body) as SamplingForm;
}

/** The batch that came of a sampling, and how it was received. */
export async function receivedAs(db: Knex, samplingId: string): Promise<{ id: string; number: string } | undefined> {
  return db('samples')
    .where({ sampling_id: samplingId })
    .first<{ id: string; number: string } | undefined>('id', 'number');
}

export interface ReceiptNote {
  decision: 'accepted' | 'deviation' | 'refused';
  /** UTC ISO time. */
  at: string;
  by: string;
  grounds: string[];
  note: string | null;
}

/** How the laboratory decided at its counter. */
export async function receiptOf(db: Knex, samplingId: string): Promise<ReceiptNote | undefined> {
  const row = await db('receipts')
    .join('users', 'users.id', 'receipts.received_by')
    .where({ sampling_id: samplingId })
    .first('receipts.*', 'users.name as by_name');
  if (row === undefined) return undefined;
  const receipt = decode<{
    decision: ReceiptNote['decision'];
    received_at: string;
    by_name: string;
    grounds: string[];
    note: string | null;
  }>('receipts', row);
  return {
    decision: receipt.decision,
    at: receipt.received_at,
    by: receipt.by_name,
    grounds: receipt.grounds,
    note: receipt.note,
  };
}
