import type { Upload } from '../kernel/request.ts';
import { file, page, post } from '../kernel/routes.ts';
import { list, object, text, upload } from '../kernel/shapes.ts';
import { t } from '../messages/index.ts';
import { type TableRow, writeSheet, XLSX } from '../sheets/index.ts';
import { type ColumnKey, headsOf, importReadings, readFile } from './import.ts';
import type { Reading, Taken } from './readings.ts';
import { PushView } from './room.view.tsx';
import { createRoom, type NewRoom } from './rooms.ts';
import { EnvironmentView } from './rooms.view.tsx';
import { environmentAnswer, reading, taken, typedLimits, versioned } from './schema.ts';
import { pushReadings } from './sensors.ts';
import { type EnvironmentSheet, showEnvironment } from './show.ts';

const MEGABYTES = 5;

export const environmentPage = page<object, EnvironmentSheet>({
  name: 'environment.list',
  path: '/environment',
  needs: 'environment.read',
  input: object({}),
  answer: environmentAnswer,
  load: (query) => showEnvironment(query),
  title: (_data, ui) => ui.t('nav.environment'),
  view: (data, ui) => <EnvironmentView data={data} ui={ui} />,
});

export const roomPost = post<NewRoom, { id: string; version: number }>({
  name: 'environment.add-room',
  path: '/environment/rooms',
  needs: 'environment.confirm',
  creates: true,
  input: object(
    {
      code: { ...text(40), minLength: 1 },
      name: { ...text(80), minLength: 1 },
      kind: text(80),
      basis: text(),
      ...typedLimits,
    },
    ['code', 'name'],
  ),
  answer: versioned,
  run: async (act, input) => {
    const room = await createRoom(act, input);
    return { id: room.id, version: room.version };
  },
  then: (room) => `/environment/rooms/${room.id}`,
  on: environmentPage,
});

/** An empty workbook for readings, with a room and a time in it as an example of how they are written. */
export const templateFile = file<object>({
  name: 'environment.template',
  path: '/environment/readings.xlsx',
  needs: 'environment.write',
  input: object({}),
  load: async ({ db }) => {
    const keys: ColumnKey[] = ['room', 'at', 'temperature', 'humidity', 'pressure'];
    const rooms: string[] = await db('rooms').where({ active: 1 }).orderBy('code').pluck('code');
    const body = await writeSheet({
      name: t('zh', 'environment.readings'),
      lists: t('zh', 'environment.rooms'),
      columns: keys.map((key) => ({
        head: headsOf(key)[0],
        width: key === 'at' ? 20 : 14,
        required: key === 'room' || key === 'at',
        ...(key === 'room' && rooms.length > 0 && { options: rooms }),
      })),
      rows: [],
    });
    return { body, type: XLSX, name: `${t('zh', 'environment.readings')}.xlsx` };
  },
});

export const importPost = post<{ file: Upload }, Taken, TableRow<ColumnKey>[]>({
  name: 'environment.import',
  path: '/environment/import',
  needs: 'environment.write',
  upload: MEGABYTES,
  input: object({ file: upload(MEGABYTES) }, ['file']),
  answer: taken,
  prepare: async (_caller, input) => readFile(input.file),
  run: (act, _input, rows) => importReadings(act, rows),
  then: () => '/environment',
  on: environmentPage,
});

/** How a sensor sends: for whoever sets one up, who may have no account here. */
export const pushPage = page<object, { url: string }>({
  name: 'environment.push-help',
  path: '/environment/push',
  needs: 'public',
  bare: true,
  input: object({}),
  answer: object({ url: text() }, ['url']),
  load: async ({ app }) => ({ url: app.config.publicUrl }),
  title: (_data, ui) => ui.t('environment.pushTitle'),
  view: ({ url }, ui) => <PushView ui={ui} url={url} />,
});

/** Public for the session, not for everybody: the token of a sensor is asked for by the act itself. */
export const pushPost = post<{ readings: Reading[] }, Taken, string | undefined>({
  name: 'environment.push',
  path: '/environment/readings',
  needs: 'public',
  input: object({ readings: { ...list(reading), minItems: 1 } }, ['readings']),
  answer: taken,
  prepare: async ({ bearer }) => bearer,
  run: (act, { readings }, token) => pushReadings(act, token, readings),
  then: () => '/environment/push',
  on: pushPage,
});
