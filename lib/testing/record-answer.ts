import { obstacles } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { evaluateRecord, type FormDefinition, type Readings, type RecordOutcome } from '../forms/index.ts';
import { actorOf } from '../kernel/access.ts';
import { anyObject, id, integer, list, object, text } from '../kernel/shapes.ts';
import type { Query, Told } from '../kernel/types.ts';
import { type BatchAnswer, batchAnswer, batchSchema, type TestAnswer, testAnswer, testSchema } from './answers.ts';
import type { Attachment } from './attachments.ts';
import { formOf } from './forms.ts';
import { type ReadingChange, readingChanges } from './history.ts';
import { testMachine } from './machine.ts';
import { surroundingsOf } from './signing.ts';
import { batchOf, namesOf, originsOf, type SignatureRow, signaturesOf, testOf } from './store.ts';

/** Everything about one record: the bench shows it to its analyst, the review page to the reviewer. */
export interface RecordAnswer {
  id: string;
  version: number;
  test: TestAnswer;
  sample: BatchAnswer;
  spec: string;
  form: FormDefinition;
  readings: Readings;
  outcome: RecordOutcome;
  attachments: Attachment[];
  changes: ReadingChange[];
  signatures: SignatureRow[];
  names: Record<string, string>;
  /** Why this person cannot type here, sign it, review it, give it back. */
  why: Record<'record' | 'submit' | 'review' | 'return', Reason[]>;
  /** What the registers of instruments, materials, people, methods, capability and rooms say against it. */
  validity: Told[];
}

export const recordSchema = object(
  {
    id,
    version: integer,
    test: testSchema,
    sample: batchSchema,
    spec: text(500),
    form: anyObject,
    readings: anyObject,
    outcome: anyObject,
    attachments: list(anyObject, 1000),
    changes: list(anyObject, 100_000),
    signatures: list(anyObject),
    names: anyObject,
    why: anyObject,
    validity: list(anyObject),
  },
  [
    'id',
    'version',
    'test',
    'sample',
    'spec',
    'form',
    'readings',
    'outcome',
    'attachments',
    'changes',
    'signatures',
    'names',
    'why',
    'validity',
  ],
);

/** @throws Refusal `record.missing` */
export async function loadRecord({ app, db, user, today }: Query, testId: string): Promise<RecordAnswer> {
  const test = await testOf(db, testId);
  const sample = await batchOf(db, test.sample_id);
  const { spec } = await originsOf(db, sample.sampling_id);
  const around = await surroundingsOf({ db }, sample.id);
  const form = await formOf(db, test.form_hash);
  const why = (move: 'record' | 'submit' | 'review' | 'return') =>
    obstacles(testMachine, move, { ...test, ...around }, actorOf(user));
  return {
    id: test.id,
    version: test.version,
    test: testAnswer(test),
    sample: batchAnswer(app, today, sample),
    spec,
    form,
    readings: test.readings,
    outcome: evaluateRecord(form, test.item, test.readings),
    attachments: test.attachments ?? [],
    changes: await readingChanges(db, test.id),
    signatures: await signaturesOf(db, 'tests', [test.id]),
    names: await namesOf(db, [test.analyst_id, test.reviewer_id]),
    why: { record: why('record'), submit: why('submit'), review: why('review'), return: why('return') },
    validity: (await app.testReasons?.(app, db, test.id, {})) ?? [],
  };
}
