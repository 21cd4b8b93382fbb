import { obstacles } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import type { RecordOutcome } from '../forms/index.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { password, type TestAnswer, testAnswer, testSchema } from './answers.ts';
import { BenchOutcome, BenchView } from './bench.view.tsx';
import { testMachine } from './machine.ts';
import { type RecordInput, record } from './record.ts';
import { loadRecord, type RecordAnswer, recordSchema } from './record-answer.ts';
import { submit } from './submit.ts';

export const benchPage = page<{ id: string }, RecordAnswer>({
  name: 'test.show',
  wide: true,
  path: '/tests/:id',
  needs: 'test.read',
  input: object({ id }, ['id']),
  answer: recordSchema,
  load: (query, input) => loadRecord(query, input.id),
  title: ({ test, sample }, ui) => `${test.item.name[ui.lang]} ${sample.number}`,
  view: (data, ui) => <BenchView data={data} ui={ui} />,
});

interface Saved {
  id: string;
  version: number;
  state: string;
  changed: string[];
  result_text: string | null;
  verdict: string | null;
  complete: boolean;
  test: TestAnswer;
  outcome: RecordOutcome;
}

export const readingsPost = post<RecordInput, Saved>({
  name: 'test.record',
  path: '/tests/:id/readings',
  needs: 'test.record',
  versioned: true,
  input: object(
    { id, version: integer, readings: anyObject, field: text(200), value: text(4000), reason: text(2000) },
    ['id', 'version'],
  ),
  answer: object(
    {
      id,
      version: integer,
      state: oneOf(...testMachine.states),
      changed: list(text(), 10_000),
      result_text: nullable(text(4000)),
      verdict: nullable(text()),
      complete: { type: 'boolean' },
      test: testSchema,
      outcome: anyObject,
    },
    ['id', 'version', 'state', 'changed', 'result_text', 'verdict', 'complete', 'test', 'outcome'],
  ),
  run: async (act, input) => {
    const { test, outcome, changed } = await record(act, input);
    const { version, state, result_text, verdict } = test;
    return {
      id: test.id,
      version,
      state,
      changed: changed.map(({ path }) => path),
      result_text,
      verdict,
      complete: outcome.complete,
      test: testAnswer(test),
      outcome,
    };
  },
  then: (_saved, input) => `/tests/${input.id}`,
  on: benchPage,
  fragment: ({ test, outcome }, ui) => ({
    version: test.version,
    view: <BenchOutcome ui={ui} test={test} outcome={outcome} why={submitObstacles(test, outcome)} />,
  }),
});

/** For the analyst who is typing only the record itself can stand in the way of the signature. */
function submitObstacles(test: TestAnswer, outcome: RecordOutcome): Reason[] {
  const actor = { id: test.analyst_id ?? '', roles: [], may: () => true };
  return obstacles(testMachine, 'submit', { ...test, outcome, batch: 'testing', officers: [], chain: [] }, actor);
}

export const submissionPost = post<{ id: string; version: number }, TestAnswer>({
  name: 'test.submit',
  path: '/tests/:id/submission',
  needs: 'test.record',
  versioned: true,
  signs: true,
  input: object({ id, version: integer, password }, ['id', 'version', 'password']),
  answer: testSchema,
  run: async (act, input) => testAnswer(await submit(act, input)),
  then: () => '/tests',
  on: benchPage,
});
