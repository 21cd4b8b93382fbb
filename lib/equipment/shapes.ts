import type { JsonSchema } from '../kernel/request.ts';
import {
  anyObject,
  boolean,
  date,
  id,
  integer,
  list,
  long,
  nullable,
  object,
  oneOf,
  text,
  upload,
} from '../kernel/shapes.ts';
import { MEGABYTES } from './events.ts';
import { causes, checkAnswers, checkNames, conclusions, eventKinds, instrumentStates, traceabilities } from './rows.ts';

const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const named = (names: readonly string[], schema: JsonSchema): Record<string, JsonSchema> =>
  Object.fromEntries(names.map((name) => [name, schema]));

export const standing = oneOf('green', 'yellow', 'red', 'grey');
export const month: JsonSchema = { type: 'string', pattern: '^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$' };
const why = orNull(oneOf('overdue', 'uncalibrated'));
const days = { type: ['integer', 'null'] };

const words = ['maker', 'model', 'serial', 'software', 'range', 'accuracy', 'custodian', 'department', 'room', 'value'];
const someDays = ['purchased_on', 'accepted_on', 'enabled_on'];

export const ledgerFields: Record<string, JsonSchema> = {
  number: text(30),
  name: text(100),
  ...named(words, text(200)),
  traceability: oneOf(...traceabilities),
  interval_months: integer,
  ...named(someDays, date),
  mandatory: boolean,
  servesText: text(2000),
  factors: long,
  note: long,
};
export const ledgerRequired = ['number', 'name', 'traceability'];

export const limits = list(object({ quantity: text(40), low: text(40), high: text(40), unit: text(20) }), 20);
const kept = object({ hash: text(64), name: text(), type: text(), size: integer }, ['hash', 'name', 'type', 'size']);

const line: Record<string, JsonSchema> = {
  ...{ id, number: text(), name: text() },
  ...named(['model', 'maker', 'custodian', 'department', 'room'], nullable(text())),
  ...{ traceability: oneOf(...traceabilities), mandatory: integer, state: oneOf(...instrumentStates) },
  ...{ due_on: nullable(date), standing, why, days },
};

export const listAnswer = object(
  {
    ...{ today: date, standing: orNull(standing), within: days, department: nullable(text()), q: text(100) },
    ...{ total: integer, overdue: integer, waiting: integer, nonconformities: integer, departments: list(text()) },
    standings: list(object({ standing, count: integer }, ['standing', 'count'])),
    reminders: list(object({ days: integer, count: integer }, ['days', 'count'])),
    lines: list(object(line, Object.keys(line)), 5000),
  },
  ['today', 'standings', 'reminders', 'overdue', 'waiting', 'departments', 'lines'],
);

const day = object(
  {
    date,
    within: boolean,
    due: list(object({ id, number: text(), name: text(), days }, ['id', 'number', 'name', 'days'])),
  },
  ['date', 'within', 'due'],
);
export const calendarAnswer = object(
  { today: date, month, before: month, after: month, count: integer, weeks: list(list(day, 7), 6) },
  ['today', 'month', 'before', 'after', 'count', 'weeks'],
);

const instrument: Record<string, JsonSchema> = {
  ...{ id, version: integer, created_at: text(), number: text(), name: text() },
  ...named([...words, 'factors', 'note'], nullable(text(2000))),
  ...named([...someDays, 'due_on'], nullable(date)),
  ...{ traceability: oneOf(...traceabilities), interval_months: nullable(integer), mandatory: integer },
  ...{ serves: list(text()), state: oneOf(...instrumentStates), limits: orNull(limits), cause: nullable(text()) },
};
const event: Record<string, JsonSchema> = {
  ...{ id, version: integer, created_at: text(), instrument_id: id, kind: oneOf(...eventKinds), done_on: date },
  ...{ unit: text(), points: list(anyObject), file: orNull(kept), origin: text(), state: text() },
  ...named(['certificate_no', 'result', 'range', 'note', 'remark'], nullable(text(2000))),
  ...named(['recorded_by', 'confirmed_by', 'confirmed_at', 'conclusion'], nullable(text())),
  ...named(['stated_to', 'due_on'], nullable(date)),
  ...{ checks: orNull(anyObject), limits: orNull(limits), recorder: text(), confirmer: text() },
};
const reasons = list(anyObject);
const state: Record<string, JsonSchema> = {
  ...{ id, version: integer, created_at: text(), instrument_id: id, state: oneOf(...instrumentStates) },
  ...{ limits: orNull(limits), cause: nullable(text()), reason: nullable(text(2000)), from_at: text() },
  ...{ to_at: nullable(text()), by_id: text(), by: text() },
};
const use = named(
  ['test_id', 'sample_id', 'sample_no', 'product', 'item', 'state', 'analyst', 'start', 'end'],
  text(500),
);

export const instrumentAnswer = object(
  {
    ...{ instrument: object(instrument, Object.keys(instrument)), version: integer, today: date, standing, why, days },
    ...{ events: list(object(event, ['id', 'kind', 'state'])), states: list(object(state, ['state', 'from_at'])) },
    ...{ uses: list(object(use, Object.keys(use))), used: integer, me: text() },
    unjudged: nullable(integer),
    moves: list(object({ move: text(), obstacles: reasons }, ['move', 'obstacles'])),
  },
  ['instrument', 'version', 'standing', 'why', 'events', 'states', 'uses', 'used', 'unjudged', 'moves'],
);

export const eventAnswer = object(
  {
    instrument: object(instrument, Object.keys(instrument)),
    event: object(event, ['id', 'kind', 'state']),
    version: integer,
    obstacles: reasons,
  },
  ['instrument', 'event', 'version', 'obstacles'],
);

const waiting: Record<string, JsonSchema> = {
  ...{ id, kind: oneOf(...eventKinds), done_on: date, unit: text(), certificate_no: nullable(text()), origin: text() },
  ...{ instrument_id: id, number: text(), name: text(), recorder: text(), obstacles: reasons },
};
export const waitingAnswer = object({ lines: list(object(waiting, Object.keys(waiting)), 5000) }, ['lines']);

export const savedAnswer = object(
  { id, version: integer, number: text(), state: oneOf(...instrumentStates), due_on: nullable(date) },
  ['id', 'version', 'number', 'state'],
);
export const savedEvent = object(
  { id, version: integer, instrument_id: id, state: text(), conclusion: nullable(text()), due_on: nullable(date) },
  ['id', 'version', 'instrument_id', 'state'],
);

export const moveInput = (...moves: string[]): JsonSchema =>
  object(
    {
      id,
      version: integer,
      move: oneOf(...moves),
      cause: oneOf(...causes.filter((one) => one !== 'unfit')),
      reason: long,
      limits,
    },
    ['id', 'version', 'move'],
  );

export const eventInput = object(
  {
    ...{ id, kind: oneOf(...eventKinds), done_on: date, unit: text(100), certificate_no: text(100), result: text(500) },
    ...{ range: text(200), stated_to: date, note: long, file: upload(MEGABYTES) },
    points: list(object(named(['nominal', 'found', 'uncertainty', 'correction', 'unit'], text(40))), 50),
  },
  ['id', 'kind', 'done_on', 'unit'],
);

export const confirmInput = object(
  {
    ...{ id, version: integer, conclusion: oneOf(...conclusions), limits, remark: long },
    checks: object(named(checkNames, oneOf(...checkAnswers)), [...checkNames]),
  },
  ['id', 'version', 'checks', 'conclusion'],
);

export const withdrawInput = object({ id, version: integer, reason: long }, ['id', 'version', 'reason']);
export const manyInput = object({ events: list(id, 1000) }, ['events']);
export const importAnswer = object(named(['added', 'changed', 'same', 'waiting'], integer), [
  'added',
  'changed',
  'same',
  'waiting',
]);
