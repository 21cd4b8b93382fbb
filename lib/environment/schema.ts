import type { JsonSchema } from '../kernel/request.ts';
import { boolean, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { excursionStates, quantities } from './rows.ts';

const names = [...quantities];
const quantity = oneOf(...names);
const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
const moment = text(40);
export const decimal = text(40);

const ends = object({ low: decimal, high: decimal });
const limits = object(Object.fromEntries(names.map((name) => [name, ends])));
export const typedLimits = Object.fromEntries(
  names.flatMap((name) => [
    [`${name}Low`, decimal],
    [`${name}High`, decimal],
  ]),
);
export const reading = object(
  { at: { ...moment, minLength: 1 }, ...Object.fromEntries(names.map((name) => [name, decimal])) },
  ['at'],
);
export const taken = all({ added: integer, same: integer });

const roomHead = { id, code: text(), name: text(), kind: nullable(text()), limits, active: boolean };
const value = { quantity, value: decimal, at: moment, outside: boolean };
const excursionHead = {
  id,
  room: id,
  roomName: text(),
  quantity,
  began: moment,
  ended: nullable(moment),
  worst: decimal,
  bounds: ends,
  state: oneOf(...excursionStates),
  deviation: nullable(text()),
};

export const environmentAnswer = all({
  now: moment,
  rooms: list(all({ ...roomHead, latest: list(all(value)), open: integer })),
  open: list(all(excursionHead)),
  missing: list(all({ room: id, code: text(), name: text(), round: text(), late: boolean })),
  suggestions: list(all({ kind: text(), limits, count: integer })),
});

export const roomAnswer = all({
  ...roomHead,
  version: integer,
  basis: text(),
  now: moment,
  days: integer,
  from: moment,
  points: list(all(value), 100_000),
  readings: list(
    all({
      at: moment,
      values: list(all({ quantity, value: decimal, outside: boolean })),
      source: text(),
      by: text(),
      recorded: moment,
    }),
  ),
  excursions: list(all(excursionHead)),
  sensors: list(all({ id, name: text(), active: boolean, version: integer })),
  token: nullable(text()),
});

const signed: JsonSchema = { anyOf: [all({ by: text(), at: moment }), { type: 'null' }] };
export const excursionAnswer = all({
  ...excursionHead,
  version: integer,
  source: text(),
  impact: list(all({ id, sample: id, number: text(), item: text(), from: moment, to: moment }), 100_000),
  cause: nullable(long),
  judgement: nullable(long),
  assessed: signed,
  measures: nullable(long),
  decided: signed,
  deviationTo: nullable(moment),
  moves: list(
    object({ move: oneOf('assess', 'close', 'approve'), obstacles: list({ type: 'object' }) }, ['move', 'obstacles']),
  ),
});

export const versioned = all({ id, version: integer });
