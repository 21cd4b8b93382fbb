import type { JsonSchema } from '../kernel/request.ts';
import { anyObject, boolean, id, integer, list, long, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { portionSchema, productClasses, samplingLineSchema } from '../samplings/index.ts';
import { checkNames, decisions, grounds, sampleStates } from './rows.ts';

const found = oneOf('ok', 'not');
const checks = object(Object.fromEntries(checkNames.map((name) => [name, found])), [...checkNames]);
const state = oneOf(...sampleStates);

/** Answers to the questions of a specification, by the id of the question. */
export const answersInput: JsonSchema = {
  type: 'object',
  maxProperties: 30,
  additionalProperties: { anyOf: [text(100), list(text(100), 100)] },
};

export const byId: JsonSchema = object({ id }, ['id']);

export const receiptInput: JsonSchema = object(
  {
    id,
    version: integer,
    checks,
    decision: oneOf(...decisions),
    grounds: { ...list(oneOf(...grounds), grounds.length), uniqueItems: true },
    deviation: { ...long, minLength: 4 },
    temperature: text(40),
    note: long,
    priority: oneOf('normal', 'urgent'),
    specification: text(100),
    answers: answersInput,
  },
  ['id', 'version', 'checks', 'decision'],
);

const newSample = object({ id, number: text(), dueOn: text(10), provisional: boolean, version: integer }, [
  'id',
  'number',
  'dueOn',
  'provisional',
  'version',
]);

export const received: JsonSchema = object(
  {
    receiptId: id,
    decision: oneOf(...decisions),
    samplingId: id,
    sample: nullable(newSample),
    portions: list(object({ id, code: text() }, ['id', 'code'])),
    tests: nullable(integer),
  },
  ['receiptId', 'decision', 'samplingId', 'sample', 'portions', 'tests'],
);

export const receiptPageInput: JsonSchema = object({ id, specification: text(100) }, ['id']);

export const waitingInput: JsonSchema = object({ after: text(40) });
export const waitingAnswer: JsonSchema = object({ rows: list(samplingLineSchema, 50), next: nullable(text(40)) }, [
  'rows',
  'next',
]);

export const receiptAnswer: JsonSchema = object(
  {
    sampling: samplingLineSchema,
    version: integer,
    quantity: text(),
    storage: nullable(text()),
    cold: boolean,
    portions: list(portionSchema),
    specifications: list(object({ code: text(), name: text(400) }, ['code', 'name']), 5000),
    questions: list(anyObject),
    decided: boolean,
  },
  ['sampling', 'version', 'quantity', 'storage', 'cold', 'portions', 'specifications', 'questions', 'decided'],
);

const due = object({ state: oneOf('on-time', 'amber', 'late'), days: integer, provisional: boolean }, [
  'state',
  'days',
  'provisional',
]);
const line = {
  id,
  number: text(),
  class: oneOf(...productClasses),
  productName: text(),
  batchNo: text(),
  producer: text(),
  state,
  verdict: nullable(text()),
  receivedOn: text(10),
  dueOn: text(10),
  due,
  priority: oneOf('normal', 'urgent'),
};
export const sampleLine: JsonSchema = object(line, Object.keys(line));

export const listInput: JsonSchema = object({ state, q: text(100), after: text(40) });
export const listAnswer: JsonSchema = object({ rows: list(sampleLine, 50), next: nullable(text(40)) }, [
  'rows',
  'next',
]);

const test = object(
  {
    id,
    seq: integer,
    group: text(),
    name: anyObject,
    limitText: long,
    result: nullable(long),
    verdict: nullable(text()),
    state: text(),
    analyst: nullable(text()),
    standing: oneOf('counts', 'retest', 'invalid'),
    attempt: integer,
    reference: boolean,
  },
  [
    ...['id', 'seq', 'group', 'name', 'limitText', 'result', 'verdict', 'state', 'analyst', 'standing', 'attempt'],
    'reference',
  ],
);
const option = object({ value: text(), zh: text(), en: text() }, ['value', 'zh', 'en']);
const label = object({ zh: text(), en: text() }, ['zh', 'en']);
/** The questions of a specification with their answers in words. */
export const answeredSchema: JsonSchema = list(
  object({ id: text(), label, answers: list(option) }, ['id', 'label', 'answers']),
);
const numbered = list(object({ id, number: text(), state: text() }, ['id', 'number', 'state']));
const entry = object(
  {
    id: text(),
    at: text(),
    since: text(),
    action: text(),
    title: text(),
    by: text(),
    reason: nullable(long),
    note: nullable(long),
  },
  ['id', 'at', 'action', 'title', 'by', 'reason', 'note'],
);

const shown = {
  ...line,
  version: integer,
  sampling: object({ id, number: text(), sampledUnit: text(), sampledOn: text(10), quantity: text() }, [
    'id',
    'number',
    'sampledUnit',
    'sampledOn',
    'quantity',
  ]),
  receipt: object(
    {
      decision: oneOf(...decisions),
      deviation: nullable(long),
      temperature: nullable(text()),
      note: nullable(long),
      failed: list(oneOf(...checkNames)),
    },
    ['decision', 'deviation', 'temperature', 'note', 'failed'],
  ),
  specification: nullable(text()),
  basis: nullable(text(400)),
  answers: answeredSchema,
  clockBasis: nullable(text(400)),
  portions: list(portionSchema),
  tests: list(test),
  reports: numbered,
  cases: numbered,
  investigations: numbered,
  moves: list(object({ move: text(), obstacles: list(long) }, ['move', 'obstacles'])),
  history: list(entry),
};
export const sampleAnswer: JsonSchema = object(shown, Object.keys(shown));

export const scanInput: JsonSchema = object({ code: text(200) });
export const scanAnswer: JsonSchema = object(
  {
    code: text(),
    kind: oneOf('sample', 'portion', 'sampling', 'report', 'case', 'seal', 'instrument', 'material'),
    href: text(),
  },
  ['code', 'kind', 'href'],
);
