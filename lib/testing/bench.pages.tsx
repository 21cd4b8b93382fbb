import { obstacles } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { evaluateRecord, type Readings, type RecordOutcome } from '../forms/index.ts';
import { page, post } from '../kernel/routes.ts';
import { anyObject, hash, id, integer, list, nullable, object, oneOf, text } from '../kernel/shapes.ts';
import { password, type TestAnswer, testAnswer, testSchema } from './answers.ts';
import { BenchView } from './bench.view.tsx';
import { BenchOutcome } from './bench-outcome.view.tsx';
import { formOf } from './forms.ts';
import { testMachine } from './machine.ts';
import { type RecordInput, record, resultOf, savedAt } from './record.ts';
import { loadRecord, type RecordAnswer, recordSchema } from './record-answer.ts';
import { submit } from './submit.ts';
import type { StoredOutcome } from './test.ts';

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

/** What a save answers, and what is kept of it for the same key sent again: numbers and verdict, not the drawn formulas. */
interface Saved {
  id: string;
  version: number;
  state: string;
  changed: string[];
  result_text: string | null;
  verdict: string | null;
  complete: boolean;
  test: TestAnswer;
  form_hash: string;
  readings: Readings;
  outcome: StoredOutcome;
  /** What now stands in the one cell that was sent: a weight comes back in the unit of the cell. */
  value?: string;
}

/** The calculations of answers on their way out, so that the bench draws them without calculating again. */
const calculated = new WeakMap<Saved, RecordOutcome>();

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
      form_hash: hash,
      readings: anyObject,
      outcome: anyObject,
      value: text(4000),
    },
    [
      'id',
      'version',
      'state',
      'changed',
      'result_text',
      'verdict',
      'complete',
      'test',
      'form_hash',
      'readings',
      'outcome',
    ],
  ),
  run: async (act, input) => {
    const { test, outcome, changed } = await record(act, input);
    const { version, state, result_text, verdict, form_hash, readings } = test;
    const saved: Saved = {
      id: test.id,
      version,
      state,
      changed: changed.map(({ path }) => path),
      result_text,
      verdict,
      complete: outcome.complete,
      test: testAnswer(test),
      form_hash,
      readings,
      outcome: test.outcome ?? resultOf(outcome).outcome,
      ...(input.field !== undefined && { value: savedAt(readings, input.field) }),
    };
    calculated.set(saved, outcome);
    return saved;
  },
  then: (_saved, input) => `/tests/${input.id}`,
  on: benchPage,
  fragment: async ({ db }, saved, ui) => {
    const { test, readings, form_hash } = saved;
    // An answer that was kept (the same key again) is calculated from the readings that it answered.
    const form = await formOf(db, form_hash);
    const outcome = calculated.get(saved) ?? evaluateRecord(form, test.item, readings);
    return {
      version: test.version,
      ...(saved.value !== undefined && { value: saved.value }),
      view: (
        <BenchOutcome
          ui={ui}
          test={test}
          form={form}
          outcome={outcome}
          why={submitObstacles(test, outcome)}
          readings={readings}
        />
      ),
    };
  },
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
