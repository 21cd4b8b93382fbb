import type { Knex } from 'knex';
import type { RoomFact } from '../core/validity.ts';
import { decode } from '../kernel/tables.ts';
import type { App } from '../kernel/types.ts';
import { benchTime, later } from './moments.ts';
import type { ExcursionRow, RoomRow } from './rows.ts';
import { practiceOf } from './rules.ts';
import { roomsOf } from './store.ts';

/**
 * What is known of a room (by its number) for a time: the excursions that touch it. A deviation counts up to the moment for which it
 * was approved; what lies beyond stands as an excursion of its own. Undefined: no such room.
 */
export async function roomFacts(db: Knex, code: string, from: string, to: string): Promise<RoomFact | undefined> {
  const room: RoomRow | undefined = await db('rooms').where({ code }).first();
  if (!room) return undefined;
  const [first, last] = [from.slice(0, 16), to.length === 10 ? `${to}T23:59` : to];
  const rows: object[] = await db('excursions')
    .where({ room_id: room.id })
    .where('began', '<=', last)
    .where((left) => left.whereNull('ended').orWhere('ended', '>=', first))
    .orderBy('began');
  return {
    room: room.code,
    name: room.name,
    excursions: rows.flatMap((row) => spans(decode<ExcursionRow>('excursions', row))),
  };
}

function spans({ began, ended, quantity, state, deviation_no, deviation_to }: ExcursionRow): RoomFact['excursions'] {
  const whole = { from: began, ...(ended !== null && { to: ended }), quantity };
  if (state !== 'deviated' || deviation_no === null || deviation_to === null) return [whole];
  const approved = {
    ...whole,
    to: ended !== null && ended < deviation_to ? ended : deviation_to,
    approvedDeviation: deviation_no,
  };
  return ended !== null && ended <= deviation_to ? [approved] : [approved, { ...whole, from: later(deviation_to, 1) }];
}

/** The rooms in which a parameter of this kind of room is tested. */
export const roomsOfKind = async (db: Knex, kind: string): Promise<string[]> =>
  db('rooms').where({ kind, active: 1 }).orderBy('code').pluck('code');

export interface Missing {
  room: string;
  code: string;
  name: string;
  round: string;
  /** The time for it is over. */
  late: boolean;
}

/** The rounds of today whose time has come and for which a room has no reading yet; none on a day off. */
export async function missingToday(app: App, db: Knex, nowUtc: string): Promise<Missing[]> {
  const now = benchTime(nowUtc);
  const today = now.slice(0, 10);
  if (!app.calendar.isWorkday(today)) return [];
  const rooms = (await roomsOf(db)).filter(({ active }) => active === 1);
  const read: { room_id: string; at: string }[] = await db('room_readings')
    .where('at', '>=', `${today}T00:00`)
    .where('at', '<=', `${today}T23:59`)
    .select('room_id', 'at');
  const { rounds } = practiceOf(app);
  return rooms.flatMap(({ id, code, name }) =>
    rounds.flatMap((round, i) => {
      const begins = i === 0 ? '00:00' : (rounds[i - 1]?.to ?? '00:00');
      const ends = i === rounds.length - 1 ? '23:59' : round.to;
      const clock = now.slice(11);
      const done = read.some(({ room_id, at }) => room_id === id && at.slice(11) >= begins && at.slice(11) <= ends);
      return done || clock < round.from ? [] : [{ room: id, code, name, round: round.id, late: clock > round.to }];
    }),
  );
}
