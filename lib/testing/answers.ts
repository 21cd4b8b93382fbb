import type { Answered } from '../catalogue/index.ts';
import { state as dueState, workingDaysBetween } from '../core/deadlines.ts';
import type { JsonSchema } from '../kernel/request.ts';
import { anyObject, date, hash, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import type { App } from '../kernel/types.ts';
import { answeredSchema } from '../samples/index.ts';
import { testMachine } from './machine.ts';
import type { Batch, Listed, Worklist } from './store.ts';
import { contentHash, type TestRow } from './test.ts';

/** How a due date stands today: working days left, or passed when late. */
export interface DueState {
  date: string;
  state: 'on-time' | 'amber' | 'late';
  days: number;
  provisional: boolean;
}

export function dueOf(app: Pick<App, 'calendar' | 'rules'>, date: string, today: string): DueState {
  const state = dueState(app.calendar, date, today, app.rules.amberWorkingDays);
  const days =
    state === 'late' ? workingDaysBetween(app.calendar, date, today) : workingDaysBetween(app.calendar, today, date);
  return { date, state, days, provisional: date > app.calendar.loadedUntil };
}

/** A batch as testing pages and answers show it. */
export interface BatchAnswer {
  id: string;
  version: number;
  number: string;
  product_class: string;
  product_name: string;
  batch_no: string;
  producer: string;
  state: string;
  verdict: string | null;
  spec_code: string | null;
  basis: string | null;
  /** The questions of its standard as they were answered. */
  answers: Answered[];
  due: DueState;
}

export const batchAnswer = (app: App, today: string, batch: Batch): BatchAnswer => ({
  id: batch.id,
  version: batch.version,
  number: batch.number,
  product_class: batch.product_class,
  product_name: batch.product_name,
  batch_no: batch.batch_no,
  producer: batch.producer,
  state: batch.state,
  verdict: batch.verdict,
  spec_code: batch.spec_code,
  basis: batch.basis,
  answers: batch.spec_answers ?? [],
  due: dueOf(app, batch.due_on, today),
});

/** A test as one line: what, and how it stands. */
export interface TestLine {
  id: string;
  version: number;
  sample_id: string;
  seq: number;
  item: TestRow['item'];
  state: TestRow['state'];
  analyst_id: string | null;
  reviewer_id: string | null;
  result_text: string | null;
  verdict: TestRow['verdict'];
  returned_reason: string | null;
}

/** The same with the hash that a signature of it would be bound to. */
export interface TestAnswer extends TestLine {
  complete: boolean;
  hash: string;
}

const testLine = (test: TestLine): TestLine => ({
  id: test.id,
  version: test.version,
  sample_id: test.sample_id,
  seq: test.seq,
  item: test.item,
  state: test.state,
  analyst_id: test.analyst_id,
  reviewer_id: test.reviewer_id,
  result_text: test.result_text,
  verdict: test.verdict,
  returned_reason: test.returned_reason,
});

export const testAnswer = (test: TestRow): TestAnswer => ({
  ...testLine(test),
  complete: test.outcome?.complete ?? false,
  hash: contentHash(test),
});

/** A line of a list of tests over many batches. Lists of 300 are opened often and each hash costs as much as the row: only what can be signed has one. */
export interface WorkLine extends TestLine {
  number: string;
  product_name: string;
  batch_no: string;
  analyst_name: string | null;
  due: DueState;
}

/** A line that can be ticked for a signature. */
export type WorkAnswer = WorkLine & TestAnswer;

export const workLine = (app: App, today: string, test: Listed): WorkLine => ({
  ...testLine(test),
  number: test.number,
  product_name: test.product_name,
  batch_no: test.batch_no,
  analyst_name: test.analyst_name,
  due: dueOf(app, test.due_on, today),
});

export const workAnswer = (app: App, today: string, test: Worklist): WorkAnswer => ({
  ...workLine(app, today, test),
  ...testAnswer(test),
});

const due = object(
  { date, state: oneOf('on-time', 'amber', 'late'), days: { type: 'integer' }, provisional: { type: 'boolean' } },
  ['date', 'state', 'days', 'provisional'],
);
const maybe = (most = 200): JsonSchema => nullable(text(most));

export const batchFields = {
  id,
  version: integer,
  number: text(),
  product_class: text(),
  product_name: text(500),
  batch_no: text(),
  producer: text(500),
  state: text(),
  verdict: maybe(),
  spec_code: maybe(),
  basis: maybe(500),
  answers: answeredSchema,
  due,
};
export const batchSchema = object(batchFields, Object.keys(batchFields));

const lineFields = {
  id,
  version: integer,
  sample_id: id,
  seq: integer,
  item: anyObject,
  state: oneOf(...testMachine.states),
  analyst_id: nullable(id),
  reviewer_id: nullable(id),
  result_text: maybe(4000),
  verdict: maybe(),
  returned_reason: maybe(2000),
} satisfies Record<string, JsonSchema>;
export const testFields = { ...lineFields, complete: { type: 'boolean' }, hash } satisfies Record<string, JsonSchema>;
export const testSchema = object(testFields, Object.keys(testFields));
export const testsSchema = object({ tests: list(testSchema, 2000) }, ['tests']);

const batchWords = {
  number: text(),
  product_name: text(500),
  batch_no: text(),
  analyst_name: maybe(),
  due,
};
const lines = (fields: Record<string, JsonSchema>): JsonSchema => list(object(fields, Object.keys(fields)), 2000);
export const linesSchema = lines({ ...lineFields, ...batchWords });
/** Of a line that can be ticked for a signature. */
export const workFields = { ...testFields, ...batchWords };
export const workSchema = lines(workFields);
const priority = oneOf('normal', 'urgent');
/** The same in the list of one's own work, where the urgent ones are marked. */
export const myLinesSchema = lines({ ...lineFields, ...batchWords, priority });
export const myWorkSchema = lines({ ...workFields, priority });

/** Records to sign, each with the hash of what the signer saw; a form sends `id:hash` for each ticked line. */
export const namedSchema: JsonSchema = {
  type: 'array',
  minItems: 1,
  maxItems: 500,
  items: {
    anyOf: [{ type: 'string', pattern: '^[0-9A-HJKMNP-TV-Z]{26}:[0-9a-f]{64}$' }, object({ id, hash }, ['id', 'hash'])],
  },
};
export const password = { type: 'string', minLength: 1, maxLength: 200 } satisfies JsonSchema;
