import { refuse, refuseAll } from '../core/refusal.ts';
import { sha256 } from '../kernel/hash.ts';
import { find } from '../kernel/tables.ts';
import type { Act, App } from '../kernel/types.ts';
import { type Reading, type Taken, takeReadings, valuesOf } from './readings.ts';
import type { SensorRow } from './rows.ts';
import { heldRoom, roomOf } from './store.ts';

const TOKEN_BYTES = 24;

/** A token as the page offers it for a new sensor. */
export const freshToken = (app: App): string => app.ids.secret(TOKEN_BYTES);

/** Registers a sensor with the token that the page offered; only the SHA-256 of it stays. @throws Refusal `environment.token-taken` */
export async function addSensor(
  act: Act,
  { id, name, token }: { id: string; name: string; token: string },
): Promise<SensorRow> {
  const room = await roomOf(act.db, id);
  const token_hash = sha256(token);
  if (await act.db('sensors').where({ token_hash }).first('id'))
    refuse('environment.token-taken', {}, 'token', 'conflict');
  return await act.insert<SensorRow>('sensors', { room_id: room.id, name, token_hash, active: 1 });
}

/** Takes a sensor out of service: its token counts no longer. @throws Refusal `record.missing` */
export async function stopSensor(act: Act, id: string): Promise<SensorRow> {
  const sensor =
    (await find<SensorRow>(act.db, 'sensors', { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing');
  return await act.update<SensorRow>('sensors', sensor, { active: 0 });
}

/**
 * What a sensor sends: the token says which sensor and so which room. All readings or none; sent again they count once.
 * @throws Refusal `environment.token` (401), and as valuesOf and takeReadings
 */
export async function pushReadings(act: Act, token: string | undefined, readings: Reading[]): Promise<Taken> {
  const sensor =
    token === undefined ? undefined : await find<SensorRow>(act.db, 'sensors', { token_hash: sha256(token) });
  if (!sensor || sensor.active === 0) return refuse('environment.token', {}, undefined, 'unauthenticated');
  const read = readings.map((reading, i) => valuesOf(act.app, reading, act.now, { row: i + 1 }));
  refuseAll(read.flatMap(({ faults }) => faults));
  const room = (await heldRoom(act, { id: sensor.room_id })) ?? (await roomOf(act.db, sensor.room_id));
  return await takeReadings(
    act,
    room,
    sensor.id,
    read.flatMap(({ values }) => values),
  );
}
