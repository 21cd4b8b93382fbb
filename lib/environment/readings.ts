import { normalise } from '../core/decimal.ts';
import { type Reason, Refusal, refuseAll } from '../core/refusal.ts';
import { recordHash } from '../kernel/hash.ts';
import type { Act, App } from '../kernel/types.ts';
import { findExcursions } from './excursions.ts';
import { isOutside } from './limits.ts';
import { benchTime, later, momentOf } from './moments.ts';
import { type Quantity, quantities, type ReadingRow, type RoomRow } from './rows.ts';
import { practiceOf } from './rules.ts';

/** What was read at one moment, as it was typed or sent. `params`: what a refusal names beside it, e.g. the row of a file. */
export interface Reading extends Partial<Record<Quantity, string>> {
  at: string;
}

export interface Taken {
  added: number;
  same: number;
}

type Value = Pick<ReadingRow, 'at' | 'quantity' | 'value'>;

/** The values of a reading, or everything that is wrong with it. `place`: the row of the file or of the message. */
export function valuesOf(
  app: App,
  reading: Reading,
  now: string,
  place: { row?: number } = {},
): { values: Value[]; faults: Reason[] } {
  const latest = later(benchTime(now), practiceOf(app).clockMinutes);
  const at = momentOf(reading.at);
  const fault = (id: string, field: string, params: Record<string, string> = {}): Reason => ({
    id: place.row === undefined ? id : `${id}-row`,
    field: place.row === undefined ? field : 'file',
    params: { ...place, ...params },
  });
  const faults: Reason[] = [];
  if (at === null) faults.push(fault('environment.moment', 'at', { text: reading.at.slice(0, 40) }));
  else if (at > latest) faults.push(fault('environment.future', 'at', { at, now: benchTime(now) }));
  const given = quantities.filter((quantity) => (reading[quantity] ?? '') !== '');
  if (given.length === 0) faults.push(fault('environment.nothing', 'temperature'));
  const values = given.flatMap((quantity): Value[] => {
    const text = reading[quantity] ?? '';
    const value = plain(text);
    if (value === null) faults.push(fault('environment.value', quantity, { quantity, text: text.slice(0, 40) }));
    return value === null || at === null ? [] : [{ at, quantity, value }];
  });
  return { values, faults };
}

/** A plain decimal, or null: a censored value is no reading of a thermometer. */
function plain(text: string): string | null {
  try {
    const { decimal, qualifier } = normalise(text);
    return qualifier === '=' ? decimal : null;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

/**
 * Writes what one source read in a room and finds excursions. The same source and moment may be sent again: an equal value is
 * passed over, another one refused.
 * @throws Refusal `environment.room-closed`, `environment.differs`
 */
export async function takeReadings(act: Act, room: RoomRow, source: string, values: Value[]): Promise<Taken> {
  if (room.active === 0)
    throw new Refusal([{ id: 'environment.room-closed', params: { room: room.name } }], 'conflict');
  const moments = [...new Set(values.map(({ at }) => at))].sort();
  const [from = '', to = ''] = [moments[0], moments.at(-1)];
  const stored: ReadingRow[] = await act
    .db('room_readings')
    .where({ room_id: room.id, source })
    .where('at', '>=', from)
    .where('at', '<=', to);
  const keyOf = ({ at, quantity }: Value) => `${at} ${quantity}`;
  const known = new Map(stored.map((row) => [keyOf(row), row.value]));
  const fresh: Value[] = [];
  const differing: Reason[] = [];
  for (const value of values) {
    const before = known.get(keyOf(value));
    if (before === undefined) {
      known.set(keyOf(value), value.value);
      fresh.push(value);
    } else if (before !== value.value) {
      const { at, quantity } = value;
      differing.push({
        id: 'environment.differs',
        field: quantity,
        params: { at: at.replace('T', ' '), quantity, before, value: value.value, room: room.name },
      });
    }
  }
  refuseAll(differing, 'conflict');
  await insert(act, room, source, fresh);
  for (const quantity of quantities) {
    const bounds = room.limits[quantity];
    const own = fresh.filter((value) => value.quantity === quantity).map(({ at }) => at);
    const [first, last] = [own.toSorted()[0], own.toSorted().at(-1)];
    if (bounds && first !== undefined && last !== undefined)
      await findExcursions(act, { room_id: room.id, source, quantity }, bounds, { from: first, to: last });
  }
  const same = values.length - fresh.length;
  act.record({
    entity: 'rooms',
    id: room.id,
    note: `${source}: added ${fresh.length}, same ${same}, ${from} to ${to}, sha256 ${recordHash(fresh)}`,
  });
  return { added: fresh.length, same };
}

const AT_ONCE = 500;

async function insert(act: Act, room: RoomRow, source: string, values: Value[]): Promise<void> {
  const rows: ReadingRow[] = values.map(({ at, quantity, value }) => ({
    id: act.app.ids.next(),
    room_id: room.id,
    source,
    at,
    quantity,
    value,
    outside: room.limits[quantity] && isOutside(room.limits[quantity], value) ? 1 : 0,
    by_id: source === 'hand' || source === 'file' ? act.user.id : null,
    recorded_at: act.now,
  }));
  for (let from = 0; from < rows.length; from += AT_ONCE)
    await act.db('room_readings').insert(rows.slice(from, from + AT_ONCE));
}
