import type { Knex } from 'knex';
import { Refusal, refuse } from '../core/refusal.ts';
import { decode, list } from '../kernel/tables.ts';
import { type ClockRow, clocksOf } from '../kernel/terms.ts';
import type { Act, Query } from '../kernel/types.ts';
import type { CaseRow, RecipientRow, TrackRow } from './rows.ts';
import { caseScope, caseWithin } from './scope.ts';

/** The case as far as this person may see it. @throws Refusal `record.missing` */
export const caseRow = async (query: Pick<Query, 'db' | 'user'>, id: string): Promise<CaseRow> =>
  (await caseWithin(query, id)) ?? refuse('record.missing', { what: id }, undefined, 'missing');

/** The case, held against others until this act is done. @throws Refusal `record.missing`, `record.stale` for another version than was read */
export async function heldCase(act: Act, id: string, version?: number): Promise<CaseRow> {
  const query = act
    .db('cases')
    .where({ id })
    .where(await caseScope(act))
    .first();
  const found: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!found) return refuse('record.missing', { what: id }, undefined, 'missing');
  const row = decode<CaseRow>('cases', found);
  if (version !== undefined && row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  return row;
}

export const recipientsOf = (db: Knex, case_id: string): Promise<RecipientRow[]> =>
  list<RecipientRow>(db, 'case_recipients', { case_id }, 'id');

export const tracksOf = (db: Knex, case_id: string): Promise<TrackRow[]> =>
  list<TrackRow>(db, 'case_tracks', { case_id }, 'id');

/** A party with its case, held against others. @throws Refusal `record.missing`, `record.stale` */
export async function heldRecipient(
  act: Act,
  id: string,
  version: number,
): Promise<{ row: CaseRow; recipient: RecipientRow }> {
  const found: object | undefined = await act.db('case_recipients').where({ id }).first();
  const known = found && decode<RecipientRow>('case_recipients', found);
  if (!known) return refuse('record.missing', { what: id }, undefined, 'missing');
  const row = await heldCase(act, known.case_id);
  const again: object = await act.db('case_recipients').where({ id }).first();
  const recipient = decode<RecipientRow>('case_recipients', again);
  if (recipient.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  return { row, recipient };
}

/** Every clock of a case: its own, those of its parties and those of its tracks, the oldest first. */
export async function clocksOfCase(
  db: Knex,
  caseId: string,
  recipients: readonly { id: string }[],
  tracks: readonly { id: string }[],
): Promise<ClockRow[]> {
  const own = await clocksOf(db, 'cases', caseId);
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id);
  const others: object[] = await db('clocks')
    .where((where) =>
      where
        .where((one) => one.where({ entity: 'case_recipients' }).whereIn('entity_id', ids(recipients)))
        .orWhere((one) => one.where({ entity: 'case_tracks' }).whereIn('entity_id', ids(tracks))),
    )
    .orderBy('id');
  return [...own, ...others.map((row) => decode<ClockRow>('clocks', row))];
}
