import type { JsonSchema } from '../kernel/request.ts';
import {
  anyObject,
  boolean,
  id,
  integer,
  list,
  long,
  nullable,
  object,
  oneOf,
  text as upTo,
} from '../kernel/shapes.ts';
import { allWorkKinds, levels, portionRoles, productClasses, samplingStates, workKinds } from './rows.ts';

/** Texts hold 200 characters, notes 2000; both databases store them the same. */
const text = { type: 'string', minLength: 1, maxLength: 200 } as const;
/** Whether the day exists is judged beside the other dates (check.ts), where the field can be named. */
const date = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}$' } as const;
const decimal = { type: 'string', minLength: 1, maxLength: 40 } as const;
const unit = { type: 'string', minLength: 1, maxLength: 16 } as const;
/** Numbers and seals are printed as barcodes, so they hold what every scanner types alike. */
const code = { type: 'string', pattern: '^[0-9A-Z][0-9A-Z-]{3,39}$' } as const;

const portionInput = object({ role: oneOf(...portionRoles), qty: decimal, unit, sealNo: code }, [
  'role',
  'qty',
  'sealNo',
]);

/** One sampling with its form, its officers and its portions. */
export const registration: JsonSchema = object(
  {
    class: oneOf(...productClasses),
    number: code,
    workKind: oneOf(...workKinds),
    level: oneOf(...levels),
    productName: text,
    batchNo: text,
    spec: text,
    producer: text,
    sampledUnit: text,
    sampledOn: date,
    quantity: decimal,
    unit,
    officers: list(id, 20),
    portions: { ...list(portionInput, 99), minItems: 1 },
    fields: { type: 'object', maxProperties: 120, additionalProperties: long },
  },
  [
    'class',
    'number',
    'workKind',
    'level',
    'productName',
    'batchNo',
    'producer',
    'sampledUnit',
    'sampledOn',
    'quantity',
    'unit',
    'officers',
    'portions',
  ],
);

const told = object({ id: upTo(), field: upTo(), text: long }, ['id', 'field', 'text']);
const problem = object({ id: upTo(), field: nullable(upTo()), text: long }, ['id', 'field', 'text']);
const state = oneOf(...samplingStates);

export const registered: JsonSchema = object({ id, number: upTo(), state, version: integer, warnings: list(told) }, [
  'id',
  'number',
  'state',
  'version',
  'warnings',
]);

/** Rows are judged one by one, so the shape of a row is not asked for here. */
export const importInput: JsonSchema = object({ rows: { ...list(anyObject), minItems: 1 } }, ['rows']);

export const importAnswer: JsonSchema = object(
  {
    accepted: list(
      object({ row: integer, id, number: upTo(), warnings: list(told) }, ['row', 'id', 'number', 'warnings']),
    ),
    refused: list(
      object({ row: integer, number: nullable(upTo()), problems: list(problem) }, ['row', 'number', 'problems']),
    ),
  },
  ['accepted', 'refused'],
);

export const byId: JsonSchema = object({ id }, ['id']);

export const voidInput: JsonSchema = object({ id, version: integer, reason: { ...long, minLength: 2 } }, [
  'id',
  'version',
  'reason',
]);

export const moved: JsonSchema = object({ id, state, version: integer }, ['id', 'state', 'version']);

export const listInput: JsonSchema = object({ state, mine: boolean, q: upTo(100), after: upTo(40) });

export const newInput: JsonSchema = object({ class: oneOf(...productClasses) });

const person = object({ id, name: upTo(), login: upTo() }, ['id', 'name', 'login']);

const line = {
  id,
  number: upTo(),
  class: oneOf(...productClasses),
  workKind: oneOf(...allWorkKinds),
  level: oneOf(...levels),
  productName: upTo(),
  batchNo: upTo(),
  producer: upTo(),
  sampledUnit: upTo(),
  sampledOn: upTo(),
  state,
};

/** One line of a list of samplings. */
export const samplingLine: JsonSchema = object(line, Object.keys(line));

export const samplingList: JsonSchema = object({ rows: list(samplingLine, 50), next: nullable(upTo(40)) }, [
  'rows',
  'next',
]);

export const newAnswer: JsonSchema = object(
  { class: nullable(upTo(20)), form: nullable(anyObject), officers: list(person) },
  ['class', 'form', 'officers'],
);

export const portion: JsonSchema = object(
  {
    id,
    role: oneOf(...portionRoles),
    n: integer,
    total: integer,
    qty: upTo(40),
    unit: upTo(16),
    sealNo: upTo(),
    code: nullable(upTo()),
    place: upTo(),
    state: upTo(20),
  },
  ['id', 'role', 'n', 'total', 'qty', 'unit', 'sealNo', 'code', 'place', 'state'],
);

const shown = {
  ...line,
  version: integer,
  spec: upTo(),
  quantity: upTo(40),
  unit: upTo(16),
  officers: list(person),
  fields: { type: 'object', additionalProperties: long },
  groups: list(
    object({ title: upTo(), facts: list(object({ label: upTo(), value: long }, ['label', 'value'])) }, [
      'title',
      'facts',
    ]),
  ),
  portions: list(portion),
  warnings: list(told),
  sample: nullable(object({ id, number: upTo() }, ['id', 'number'])),
  receipt: nullable(
    object({ decision: upTo(), at: upTo(), by: upTo(), grounds: list(upTo()), note: nullable(long) }, [
      'decision',
      'at',
      'by',
      'grounds',
      'note',
    ]),
  ),
  moves: list(object({ move: upTo(), obstacles: list(long) }, ['move', 'obstacles'])),
};

export const samplingAnswer: JsonSchema = object(shown, Object.keys(shown));
