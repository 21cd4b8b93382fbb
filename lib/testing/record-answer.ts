import { obstacles } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { evaluateRecord, type FormDefinition, type Readings, type RecordOutcome } from '../forms/index.ts';
import { actorOf } from '../kernel/access.ts';
import { anyObject, id, integer, list, object, text } from '../kernel/shapes.ts';
import type { Query, Told } from '../kernel/types.ts';
import type { ResultUncertainty } from '../uncertainty/index.ts';
import { type BatchAnswer, batchAnswer, batchSchema, type TestAnswer, testAnswer, testSchema } from './answers.ts';
import { type AskedOf, askedOf } from './asked.ts';
import type { Attachment } from './attachments.ts';
import { formOf } from './forms.ts';
import { type ReadingChange, readingChanges } from './history.ts';
import { testMachine } from './machine.ts';
import { surroundingsOf } from './signing.ts';
import { batchOf, namesOf, originsOf, roomsFor, type SignatureRow, signaturesOf, testOf } from './store.ts';
import type { ReturnedCell } from './test.ts';
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
  /** The run (检验批) in which it is tested together with others. */
  run: { id: string; number: string } | null;
  /** The cells that the reviewer gave back, until the record is signed again. */
  returnedCells: ReturnedCell[];
  /** The balances from which this person can weigh into it. */
  balances: { number: string; name: string }[];
  /** Whether the record counts, and the investigations that ask about it. */
  asked: AskedOf;
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
    run: { type: ['object', 'null'], additionalProperties: true },
    returnedCells: list(anyObject),
    asked: anyObject,
    balances: list(anyObject),
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
    'run',
    'returnedCells',
    'asked',
    'balances',
  ],
);

/** @throws Refusal `record.missing` */
export async function loadRecord({ app, db, user, today }: Query, testId: string): Promise<RecordAnswer> {
  const test = await testOf(db, testId);
  const sample = await batchOf(db, test.sample_id);
  const { spec, monitoring } = await originsOf(db, sample.sampling_id);
  const around = await surroundingsOf({ db }, sample.id);
  const form = await formOf(db, test.form_hash);
  const holds = (await app.holdReasons?.(db, [test.id], 'review'))?.get(test.id) ?? [];
  const outcome = evaluateRecord(form, test.item, test.readings);
  const why = (move: 'record' | 'submit' | 'review' | 'return') =>
    obstacles(testMachine, move, { ...test, ...around }, actorOf(user));
  const whyRecord = why('record');
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
    why: { record: whyRecord, submit: why('submit'), review: [...why('review'), ...holds], return: why('return') },
    rooms: await roomsFor(db, app.catalogue.parameters.get(test.parameter_code)?.environment?.room),
    validity: [
      ...holds.map((reason) => ({
        reason,
        refuses: true,
        key: `${reason.id} ${Object.values(reason.params ?? {}).join(' ')}`,
      })),
      ...((await app.testReasons?.(app, db, test.id, {})) ?? []),
    ],
    uncertainty: await uncertaintyOfTest(db, test, sample, { today, monitoring }),
    run: (await app.runsOf?.(db, [test.id]))?.get(test.id) ?? null,
    returnedCells: test.returned_cells ?? [],
    asked: await askedOf(db, test),
    balances: whyRecord.length === 0 ? ((await app.balances?.(db)) ?? []) : [],
  };
}
