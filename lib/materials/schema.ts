import type { JsonSchema } from '../kernel/request.ts';
import {
  boolean,
  date,
  hash,
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
import { views } from './list.ts';
import { bases, kinds, moveKinds, ways } from './rows.ts';
import { standings } from './standing.ts';
import { MEGABYTES } from './steps.ts';

const filled = (maxLength = 200): JsonSchema => ({ ...text(maxLength), minLength: 1 });
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });
const all = (properties: Record<string, JsonSchema>): JsonSchema => object(properties, Object.keys(properties));
export const kind = oneOf(...kinds);
const standing = oneOf(...standings);

export const listInput = object({ view: oneOf(...views), kind, q: text(100), after: text(60) });
export const listAnswer = all({
  view: oneOf(...views),
  kind: orNull(kind),
  q: text(),
  soonDays: integer,
  counts: list(all({ view: oneOf(...views), count: integer })),
  kinds: list(all({ kind, count: integer })),
  first: boolean,
  next: nullable(text(60)),
  lines: list(
    all({
      id,
      number: text(),
      kind,
      name: text(),
      lotNo: nullable(text()),
      balance: text(),
      unit: text(),
      end: nullable(date),
      standing,
      waiting: boolean,
    }),
  ),
});

export const showInput = object({ id, way: oneOf(...ways) }, ['id']);

export const newInput = object({ kind });
export const newAnswer = all({ kind: orNull(kind) });

export const registration = object(
  {
    kind,
    name: filled(),
    maker: text(),
    catalogueNo: text(),
    lotNo: text(),
    content: text(60),
    basis: oneOf(...bases),
    loss: text(60),
    treatment: text(),
    purpose: text(),
    storage: text(),
    concentration: text(60),
    amount: filled(60),
    unit: filled(20),
    receivedOn: date,
    expiry: date,
    passage: integer,
    ingredients: list(object({ lot: text(60), amount: text(60), unit: text(20) }), 20),
    note: long,
  },
  ['kind', 'name', 'amount', 'unit', 'receivedOn'],
);

const reason = all({ id: text(), params: { type: 'object', additionalProperties: true } });
const relative = all({ id, number: text(), name: text(), standing, end: nullable(date) });
const optional = (...names: string[]): Record<string, JsonSchema> =>
  Object.fromEntries(names.map((name) => [name, nullable(long)]));

const temperature = all({
  at: text(),
  differs: text(),
  low: text(),
  high: text(),
  corrects: boolean,
  table: list(all({ celsius: text(), factor: text() })),
  basis: long,
  confidence: text(),
});
const use = all({
  ...{ test_id: id, sample_id: id, sample_no: text(), product: text(), item: text(), state: text(), analyst: text() },
  ...{ start: text(), end: text() },
});

export const showAnswer = all({
  id,
  version: integer,
  kind,
  made: boolean,
  number: text(),
  name: text(),
  ...optional('maker', 'catalogueNo', 'lotNo', 'content', 'basis', 'loss', 'treatment', 'purpose', 'storage'),
  ...optional('concentration', 'openedOn', 'expiry', 'end', 'factor', 'standardisedOn', 'madeBy', 'note', 'closedOn'),
  unit: text(),
  balance: text(),
  receivedOn: date,
  passage: orNull(integer),
  standing,
  reasons: list(reason),
  blocked: orNull(all({ reason: long, by: text(), on: date })),
  certificate: nullable(text()),
  suitability: list(all({ on: date, fits: boolean, note: long, by: text() })),
  parents: list(relative),
  children: list(relative),
  moves: list(
    all({
      id,
      seq: orNull(integer),
      kind: oneOf(...moveKinds),
      state: oneOf('waiting', 'done', 'declined'),
      amount: text(),
      used: nullable(text()),
      balance: nullable(text()),
      purpose: long,
      on: date,
      by: text(),
      second: nullable(text()),
      open: boolean,
      child: orNull(id),
      mayConfirm: boolean,
      hash,
    }),
    100_000,
  ),
  standardisations: list(
    all({
      id,
      round: integer,
      part: oneOf('first', 'second'),
      way: oneOf(...ways),
      base: text(),
      temperature: text(),
      factors: list(text()),
      factor: nullable(text()),
      by: text(),
      on: date,
      mean: text(),
      deviation: text(),
      agreement: nullable(text()),
      accepted: boolean,
      reasons: list(object({ id: text(), params: { type: 'object', additionalProperties: true } }, ['id'])),
    }),
  ),
  turn: oneOf('first', 'second'),
  formWay: oneOf(...ways),
  rule: all({ readings: integer, within: text(), between: text(), basis: long, confidence: text() }),
  temperature: orNull(temperature),
  uses: list(use),
  used: integer,
  mayWrite: boolean,
  mayClose: boolean,
});

export const lotAnswer = all({ id, version: integer, number: text(), end: nullable(date) });
export const moveAnswer = all({
  id,
  material: id,
  state: oneOf('waiting', 'done', 'declined'),
  balance: nullable(text()),
});
export const standardisationAnswer = all({
  id,
  part: oneOf('first', 'second'),
  accepted: boolean,
  factor: nullable(text()),
  validTo: nullable(date),
  deviation: text(),
  agreement: nullable(text()),
  reasons: list(object({ id: text(), params: { type: 'object', additionalProperties: true } }, ['id'])),
});

const read = { id, version: integer };
export const openInput = object({ ...read, openedOn: date }, ['id', 'version', 'openedOn']);
export const blockInput = object({ ...read, reason: filled(2000), blocked: oneOf('yes', 'no') }, [
  'id',
  'version',
  'reason',
  'blocked',
]);
export const suitabilityInput = object(
  { ...read, doneOn: date, conclusion: oneOf('fit', 'unfit'), note: filled(2000) },
  ['id', 'version', 'doneOn', 'conclusion', 'note'],
);
export const certificateInput = object({ ...read, file: upload(MEGABYTES) }, ['id', 'version', 'file']);
export const closeInput = object({ ...read, reason: filled(2000) }, ['id', 'version', 'reason']);
export const moveInput = object(
  { id, kind: oneOf('receipt', 'issue', 'disposal', 'log'), amount: text(60), purpose: filled(2000) },
  ['id', 'kind', 'purpose'],
);
export const settleInput = object({ id, move: id, used: filled(60), returned: filled(60) }, [
  'id',
  'move',
  'used',
  'returned',
]);
export const confirmInput = object({ id, move: id, decision: oneOf('done', 'declined'), password: text(200) }, [
  'id',
  'move',
  'decision',
  'password',
]);
export const standardisationInput = object(
  {
    id,
    way: oneOf(...ways),
    doneOn: date,
    atTemperature: filled(20),
    base: filled(40),
    titre: filled(40),
    readings: list(object({ mass: text(60), volume: text(60), blank: text(60) }, ['mass', 'volume', 'blank']), 10),
  },
  ['id', 'doneOn', 'atTemperature', 'base', 'titre', 'readings'],
);
