import { obstacles } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { evaluateRecord, type FormDefinition, type Readings, type RecordOutcome } from '../forms/index.ts';
import { actorOf } from '../kernel/access.ts';
import { anyObject, id, integer, list, object, text } from '../kernel/shapes.ts';
import type { Query, Told } from '../kernel/types.ts';
import type { ResultUncertainty } from '../uncertainty/index.ts';
import { type BatchAnswer, batchAnswer, batchSchema, type TestAnswer, testAnswer, testSchema } from './answers.ts';
import type { Attachment } from './attachments.ts';
import { formOf } from './forms.ts';
import { type ReadingChange, readingChanges } from './history.ts';
import { testMachine } from './machine.ts';
import { surroundingsOf } from './signing.ts';
import { batchOf, namesOf, originsOf, roomsFor, type SignatureRow, signaturesOf, testOf } from './store.ts';
import { uncertaintyOfTest } from './uncertainty.ts';

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
  /** The rooms in which it may have been tested. */
  rooms: { code: string; name: string }[];
  /** What the registers of instruments, materials, people, methods, capability and rooms say against it. */
  validity: Told[];
  /** The uncertainty of the result as it stands, by the budget of its parameter; null without one. */
  uncertainty: ResultUncertainty | null;
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
    rooms: list(anyObject),
    validity: list(anyObject),
    uncertainty: { type: ['object', 'null'], additionalProperties: true },
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
    'rooms',
    'validity',
    'uncertainty',
  ],
);

/** @throws Refusal `record.missing` */
export async function loadRecord({ app, db, user, today }: Query, testId: string): Promise<RecordAnswer> {
  const test = await testOf(db, testId);
  const sample = await batchOf(db, test.sample_id);
  const { spec, monitoring } = await originsOf(db, sample.sampling_id);
  const around = await surroundingsOf({ db }, sample.id);
  const form = await formOf(db, test.form_hash);
  const holds = (await app.holdReasons?.(db, [test.id]))?.get(test.id) ?? [];
  const outcome = evaluateRecord(form, test.item, test.readings);
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
    outcome,
    attachments: test.attachments ?? [],
    changes: await readingChanges(db, test.id),
    signatures: await signaturesOf(db, 'tests', [test.id]),
    names: await namesOf(db, [test.analyst_id, test.reviewer_id]),
    why: { record: why('record'), submit: why('submit'), review: [...why('review'), ...holds], return: why('return') },
    rooms: await roomsFor(db, app.catalogue.parameters.get(test.parameter_code)?.environment?.room),
    validity: [
      ...holds.map((reason) => ({ reason, refuses: true, key: `${reason.id} ${reason.params?.['chart'] ?? ''}` })),
      ...((await app.testReasons?.(app, db, test.id, {})) ?? []),
    ],
    uncertainty: await uncertaintyOfTest(db, test, sample, { today, monitoring }),
  };
}
