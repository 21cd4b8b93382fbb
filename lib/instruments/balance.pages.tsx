import { page, post } from '../kernel/routes.ts';
import { anyObject, boolean, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { ConnectionsView, WeighView } from './balance.view.tsx';
import { type ConnectionInput, type ConnectionLine, connectionList, saveConnection } from './connections.ts';
import { all, instrument } from './shapes.ts';
import {
  readBalance,
  type WeighAnswer,
  type Weighed,
  type WeighInput,
  type WeighPrepared,
  weigh,
  weighAnswer,
} from './weighings.ts';

export const connectionsPage = page<
  object,
  { lines: ConnectionLine[]; instruments: { number: string; name: string }[] }
>({
  name: 'instrument-connection.list',
  path: '/instruments/connections',
  needs: 'equipment.read',
  input: object({}),
  answer: all({ lines: list(anyObject), instruments: list(instrument) }),
  load: connectionList,
  title: (_data, ui) => ui.t('instrument-file.connections'),
  view: (data, ui) => <ConnectionsView data={data} ui={ui} />,
});

export const connectionPost = post<ConnectionInput, { id: string; version: number; number: string }>({
  name: 'instrument-connection.save',
  path: '/instruments/connections',
  needs: 'equipment.write',
  creates: true,
  input: object(
    {
      ...{ number: text(60), version: integer, host: text(60), port: integer, unit: oneOf('g', 'mg', 'kg') },
      ...{ low: text(20), high: text(20), active: boolean },
    },
    ['number', 'host', 'port', 'unit', 'low', 'high'],
  ),
  answer: all({ id, version: integer, number: text(60) }),
  run: async (act, input) => {
    const { id: own, version, number } = await saveConnection(act, input);
    return { id: own, version, number };
  },
  then: () => '/instruments/connections',
  on: connectionsPage,
});

export const weighPage = page<{ id: string; field?: string }, WeighAnswer>({
  name: 'test.weighings',
  path: '/tests/:id/weighings',
  needs: 'test.read',
  input: object({ id, field: text(200) }, ['id']),
  answer: all({
    ...{ id, version: integer, number: text(60), item: anyObject, fields: list(anyObject), balances: list(instrument) },
    ...{ weighings: list(anyObject), why: list(anyObject), asked: nullable(text()) },
  }),
  load: (query, input) => weighAnswer(query, input),
  title: ({ number }, ui) => `${ui.t('instrument-file.weighings')} ${number}`,
  view: (data, ui) => <WeighView data={data} ui={ui} />,
});

export const weighPost = post<WeighInput, Weighed, WeighPrepared>({
  name: 'test.weigh',
  path: '/tests/:id/weighings',
  needs: 'test.record',
  creates: true,
  input: object({ id, field: text(200), instrument: text(60), reason: long }, ['id', 'field', 'instrument']),
  answer: all({ id, version: integer, field: text(), value: text(60), unit: text(20), raw: text(60) }),
  prepare: ({ app }, input) => readBalance(app, input),
  run: weigh,
  then: ({ id: own }) => `/tests/${own}/weighings`,
  on: weighPage,
});
