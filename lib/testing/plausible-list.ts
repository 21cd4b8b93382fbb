import type { Knex } from 'knex';
import { refuse } from '../core/refusal.ts';
import { decode, find } from '../kernel/tables.ts';
import type { ImplausibilityRow, ImplausibleKind } from './plausible-rows.ts';

export const PAGE = 50;

/** What a list of implausible records is asked for; `q`: the beginning of an instrument's number or name, or of a person's name. */
export interface ImplausibleAsked {
  state?: ImplausibilityRow['state'];
  kind?: ImplausibleKind;
  q?: string;
  from?: string;
  to?: string;
  after?: string;
}

export interface ImplausiblePage {
  rows: ImplausibilityRow[];
  next: string | null;
}

/** The newest days first, a page by key; what is open unless something else is asked for. */
export async function listImplausible(
  db: Knex,
  { state = 'open', kind, q, from, to, after }: ImplausibleAsked,
): Promise<ImplausiblePage> {
  const query = db('implausibilities')
    .where({ state })
    .orderBy([
      { column: 'day', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(PAGE + 1);
  if (kind) query.where({ kind });
  if (from) query.where('day', '>=', from);
  if (to) query.where('day', '<=', to);
  if (q)
    query.where((any) => {
      for (const column of ['subject', 'subject_name'])
        any.orWhereRaw('substr(??, 1, ?) = ?', [column, [...q].length, q]);
    });
  const key = after?.split('~');
  if (key?.length === 2) query.whereRaw('(day, id) < (?, ?)', key);
  const rows: object[] = await query;
  const page = rows.slice(0, PAGE).map((row) => decode<ImplausibilityRow>('implausibilities', row));
  const last = page.at(-1);
  return { rows: page, next: rows.length > PAGE && last ? `${last.day}~${last.id}` : null };
}

/** @throws Refusal `record.missing` */
export const implausibilityOf = async (db: Knex, id: string): Promise<ImplausibilityRow> =>
  (await find<ImplausibilityRow>(db, 'implausibilities', { id })) ??
  refuse('record.missing', { what: id }, undefined, 'missing');
