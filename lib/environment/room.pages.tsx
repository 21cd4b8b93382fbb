import { refuseAll } from '../core/refusal.ts';
import { page, post } from '../kernel/routes.ts';
import { boolean, id, integer, object, text } from '../kernel/shapes.ts';
import type { Act } from '../kernel/types.ts';
import { type Reading, type Taken, takeReadings, valuesOf } from './readings.ts';
import { RoomView } from './room.view.tsx';
import { changeRoom, type TypedLimits } from './rooms.ts';
import { decimal, roomAnswer, typedLimits, versioned } from './schema.ts';
import { addSensor, stopSensor } from './sensors.ts';
import { type RoomSheet, showRoom } from './show.ts';
import { roomOf } from './store.ts';

const MOST_DAYS = 366;

export const roomPage = page<{ id: string; days?: number }, RoomSheet>({
  name: 'environment.room',
  path: '/environment/rooms/:id',
  needs: 'environment.read',
  input: object({ id, days: { type: 'integer', minimum: 1, maximum: MOST_DAYS } }, ['id']),
  answer: roomAnswer,
  load: (query, { id: own, days }) => showRoom(query, own, days),
  title: ({ code, name }) => `${code} ${name}`,
  view: (data, ui) => <RoomView data={data} ui={ui} />,
});

async function readByHand(
  act: Act,
  { id: own, ...reading }: Reading & { id: string },
): Promise<Taken & { id: string }> {
  const room = await roomOf(act.db, own);
  const { values, faults } = valuesOf(act.app, reading, act.now);
  refuseAll(faults);
  return { id: own, ...(await takeReadings(act, room, 'hand', values)) };
}

export const readingPost = post<Reading & { id: string }, Taken & { id: string }>({
  name: 'environment.read',
  path: '/environment/rooms/:id/readings',
  needs: 'environment.write',
  creates: true,
  input: object({ id, at: { ...text(40), minLength: 1 }, temperature: decimal, humidity: decimal, pressure: decimal }, [
    'id',
    'at',
  ]),
  answer: object({ id, added: integer, same: integer }, ['id', 'added', 'same']),
  run: readByHand,
  then: (room) => `/environment/rooms/${room.id}`,
  on: roomPage,
});

export const limitsPost = post<
  { id: string; version: number; basis: string; active?: boolean } & TypedLimits,
  { id: string; version: number }
>({
  name: 'environment.change-limits',
  path: '/environment/rooms/:id/limits',
  needs: 'environment.confirm',
  versioned: true,
  input: object({ id, version: integer, basis: { ...text(), minLength: 1 }, active: boolean, ...typedLimits }, [
    'id',
    'version',
    'basis',
  ]),
  answer: versioned,
  run: async (act, input) => {
    const room = await changeRoom(act, { ...input, active: input.active ?? false });
    return { id: room.id, version: room.version };
  },
  then: (room) => `/environment/rooms/${room.id}`,
  on: roomPage,
});

export const sensorPost = post<{ id: string; sensor: string; token: string }, { id: string; room: string }>({
  name: 'environment.add-sensor',
  path: '/environment/rooms/:id/sensors',
  needs: 'environment.confirm',
  input: object(
    { id, sensor: { ...text(60), minLength: 1 }, token: { ...text(60), pattern: '^[A-Za-z0-9_-]{32,60}$' } },
    ['id', 'sensor', 'token'],
  ),
  answer: object({ id, room: id }, ['id', 'room']),
  run: async (act, { id: room, sensor: name, token }) => ({
    id: (await addSensor(act, { id: room, name, token })).id,
    room,
  }),
  then: ({ room }) => `/environment/rooms/${room}#sensors`,
  on: roomPage,
});

export const stopSensorPost = post<{ id: string }, { id: string; room: string }>({
  name: 'environment.stop-sensor',
  path: '/environment/sensors/:id/stop',
  needs: 'environment.confirm',
  input: object({ id }, ['id']),
  answer: object({ id, room: id }, ['id', 'room']),
  run: async (act, { id: own }) => {
    const sensor = await stopSensor(act, own);
    return { id: sensor.id, room: sensor.room_id };
  },
  then: ({ room }) => `/environment/rooms/${room}#sensors`,
  on: roomPage,
});
