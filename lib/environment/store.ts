import type { Knex } from 'knex';
import { refuse } from '../core/refusal.ts';
import { decode, find, list } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { ExcursionRow, Quantity, ReadingRow, RoomRow, SensorRow } from './rows.ts';

/** @throws Refusal `record.missing` */
export async function roomOf(db: Knex, id: string): Promise<RoomRow> {
  return (await find<RoomRow>(db, 'rooms', { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing');
}

export const roomsOf = (db: Knex): Promise<RoomRow[]> => list<RoomRow>(db, 'rooms', {}, 'code');

export const sensorsOf = (db: Knex, roomId: string): Promise<SensorRow[]> =>
  list<SensorRow>(db, 'sensors', { room_id: roomId }, 'id');

/** @throws Refusal `record.missing` */
export async function excursionOf(db: Knex, id: string): Promise<ExcursionRow> {
  return (
    (await find<ExcursionRow>(db, 'excursions', { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing')
  );
}

/** Excursions that fit, the latest first. */
export async function excursionsWhere(db: Knex, where: Partial<ExcursionRow>, most = 200): Promise<ExcursionRow[]> {
  const rows: object[] = await db('excursions').where(where).orderBy('began', 'desc').limit(most);
  return rows.map((row) => decode<ExcursionRow>('excursions', row));
}

/** A room to be written to: on PostgreSQL held until the end of the act, so that two deliveries find the same excursions one after the other. */
export async function heldRoom(act: Act, where: { id: string } | { code: string }): Promise<RoomRow | undefined> {
  const query = act.db('rooms').where(where).first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  return row && decode<RoomRow>('rooms', row);
}

/** What was read in a room from one moment to another, in order. */
export async function readingsBetween(db: Knex, roomId: string, from: string, to: string): Promise<ReadingRow[]> {
  return db('room_readings')
    .where({ room_id: roomId })
    .where('at', '>=', from)
    .where('at', '<=', to)
    .orderBy(['at', 'quantity']);
}

/** The latest reading of each room and quantity, of the last so many hours at most. */
export async function latestReadings(db: Knex, since: string): Promise<ReadingRow[]> {
  const rows: ReadingRow[] = await db('room_readings').where('at', '>=', since).orderBy(['at', 'id']);
  return [...new Map(rows.map((row) => [`${row.room_id} ${row.quantity}`, row])).values()];
}

/** The next reading within limits of a source before or after a moment. */
export async function nextGood(
  db: Knex,
  where: { room_id: string; source: string; quantity: Quantity },
  at: string,
  side: 'before' | 'after',
): Promise<string | null> {
  const row: { at: string } | undefined = await db('room_readings')
    .where({ ...where, outside: 0 })
    .where('at', side === 'before' ? '<' : '>', at)
    .orderBy('at', side === 'before' ? 'desc' : 'asc')
    .first('at');
  return row?.at ?? null;
}
