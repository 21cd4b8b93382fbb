import type { Knex } from 'knex';
import { refuse } from '../core/refusal.ts';
import { decode, find, list } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { EventRow, InstrumentRow, StateRow } from './rows.ts';

/** Numbers are compared as the label bears them: without blanks around them, in capitals, half-width. */
export const plainNumber = (text: string): string => text.normalize('NFKC').trim().toUpperCase();

/** @throws Refusal `equipment.missing` */
export async function instrumentOf(db: Knex, id: string): Promise<InstrumentRow> {
  return (
    (await find<InstrumentRow>(db, 'instruments', { id })) ?? refuse('equipment.missing', {}, undefined, 'missing')
  );
}

/** A row to be changed, held on PostgreSQL until the end of the act. @throws Refusal `equipment.missing`, `record.stale` */
export async function heldInstrument(act: Act, id: string, version: number): Promise<InstrumentRow> {
  const query = act.db('instruments').where({ id }).first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!row) return refuse('equipment.missing', {}, undefined, 'missing');
  const found = decode<InstrumentRow>('instruments', row);
  return found.version === version ? found : refuse('record.stale', {}, undefined, 'stale');
}

/** The whole ledger; that of an institute is some hundreds of lines. */
export const instrumentsOf = (db: Knex): Promise<InstrumentRow[]> =>
  list<InstrumentRow>(db, 'instruments', {}, 'number');

/** Every state of an instrument, oldest first. */
export const statesOf = (db: Knex, instrument_id: string): Promise<StateRow[]> =>
  list<StateRow>(db, 'instrument_states', { instrument_id }, 'id');

/** Everything that was done to an instrument, oldest record first. */
export const eventsOf = (db: Knex, instrument_id: string): Promise<EventRow[]> =>
  list<EventRow>(db, 'instrument_events', { instrument_id }, 'id');

/** @throws Refusal `equipment.missing` */
export async function eventOf(db: Knex, id: string): Promise<EventRow> {
  return (
    (await find<EventRow>(db, 'instrument_events', { id })) ?? refuse('equipment.missing', {}, undefined, 'missing')
  );
}

/** Records that wait for a second person, oldest first. */
export async function waitingEvents(db: Knex): Promise<EventRow[]> {
  const rows: object[] = await db('instrument_events')
    .where({ state: 'recorded' })
    .whereNotIn('kind', ['maintenance', 'repair'])
    .orderBy('id');
  return rows.map((row) => decode<EventRow>('instrument_events', row));
}

/** Names of people by id. */
export async function namesOf(db: Knex, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const rows: { id: string; name: string }[] =
    wanted.length === 0 ? [] : await db('users').whereIn('id', wanted).select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}
