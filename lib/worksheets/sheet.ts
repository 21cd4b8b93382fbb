import type { Knex } from 'knex';
import { obstacles } from '../core/machine.ts';
import type { FormDefinition, Words } from '../forms/index.ts';
import { actorOf } from '../kernel/access.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { contentHash, formOf, leaves, namesOf, type TestRow, testTitle } from '../testing/index.ts';
import { fieldsOf } from './cells.ts';
import { controlNow, type RowNow, rowNow } from './cells-set.ts';
import { runMachine } from './machine.ts';
import type { QcColumn } from './qc.ts';
import type { SheetRow, WorksheetRow } from './rows.ts';
import { type SheetColumn, sampleColumns, sharedColumns, unneeded } from './sheet-columns.ts';
import { rowsOf, runOf } from './store.ts';

/** One row of a sheet: a sample with its record, or a row of quality control. */
export interface SheetLine {
  id: string;
  position: number;
  kind: SheetRow['kind'];
  label: string;
  testId: string | null;
  number: string;
  product: string;
  batchNo: string;
  state: TestRow['state'] | null;
  /** Nobody types here now: the record is signed, set aside, or somebody else's. */
  readOnly: boolean;
  /** How it stands to the reader's signature: `ready` for it, `his` to come; null where it is another's or signed. */
  signature: 'ready' | 'his' | null;
  /** What is typed, by dot path; of a row of quality control by field. */
  values: Record<string, string>;
  unneeded: string[];
  fields: QcColumn[];
  now: RowNow;
}

export interface SheetAnswer {
  id: string;
  version: number;
  run: Pick<
    WorksheetRow,
    'number' | 'title' | 'method' | 'state' | 'analyst_id' | 'members' | 'instrument' | 'room' | 'sequence' | 'note'
  >;
  formTitle: Words;
  columns: SheetColumn[];
  shared: { title: Words; columns: SheetColumn[] }[];
  sharedValues: Record<string, string>;
  rows: SheetLine[];
  names: Record<string, string>;
  /** Complete records that wait for this person's signature. */
  ready: number;
  /** The balances from which this person can weigh into it. */
  balances: { number: string; name: string }[];
  /** Why this person types nothing here: the run is over, or is not his. */
  closed: 'closed' | 'notYours' | null;
  /** The last event of the trail when the sheet was read: what others change later is asked from here. */
  seen: number;
}

interface Batch {
  id: string;
  number: string;
  product_name: string;
  batch_no: string;
}

/** The whole sheet, by a handful of queries however many rows it has. @throws Refusal `record.missing` */
export async function loadSheet({ app, db, user }: Query, id: string): Promise<SheetAnswer> {
  const run = await runOf(db, id);
  const head = await db('audit_head').where({ id: 1 }).first<{ seq: number } | undefined>('seq');
  const rows = await rowsOf(db, id);
  const form = await formOf(db, run.form_hash);
  const tests = await testsIn(db, rows);
  const batches = await batchesOf(db, [...tests.values()]);
  const samples = [...tests.values()];
  const columns = sampleColumns(form, samples, run.shared_fields);
  const why = obstacles(runMachine, 'fill', run, actorOf(user));
  const isOpen = why.length === 0;
  const { number, title, method, state, analyst_id, members, instrument, room, sequence, note } = run;
  const lines = rows.map((row) => {
    const test = row.test_id === null ? undefined : tests.get(row.test_id);
    return lineOf(form, columns, row, test, test && batches.get(test.sample_id), isOpen, user);
  });
  return {
    id,
    version: run.version,
    run: { number, title, method, state, analyst_id, members, instrument, room, sequence, note },
    formTitle: form['x-title'],
    columns,
    shared: sharedColumns(form, samples, run.shared_fields, run.shared),
    sharedValues: flat(run.shared),
    rows: lines,
    names: await namesOf(db, [analyst_id, ...members]),
    ready: samples.filter((test) => isReady(test, user.id)).length,
    balances: isOpen ? ((await app.balances?.(db)) ?? []) : [],
    closed: isOpen ? null : state === 'open' ? 'notYours' : 'closed',
    seen: head?.seq ?? 0,
  };
}

const flat = (readings: object): Record<string, string> =>
  Object.fromEntries(leaves(readings).flatMap(([keys, text]) => (text === '' ? [] : [[keys.join('.'), text]])));

function lineOf(
  form: FormDefinition,
  columns: readonly SheetColumn[],
  row: SheetRow,
  test: TestRow | undefined,
  batch: Batch | undefined,
  isOpen: boolean,
  user: { id: string; lang: 'zh' | 'en' },
): SheetLine {
  const { id, position, kind, label } = row;
  return {
    id,
    position,
    kind,
    label,
    testId: test?.id ?? null,
    number: batch?.number ?? '',
    product: batch?.product_name ?? '',
    batchNo: batch?.batch_no ?? '',
    state: test?.state ?? null,
    readOnly: !isOpen || (test !== undefined && !isTypable(test, user.id)),
    signature: test ? signatureOf(test, user.id) : null,
    values: test ? flat(test.readings) : row.readings,
    unneeded: test ? unneeded(form, test, columns) : [],
    fields: fieldsOf(row),
    now: test ? rowNow(id, test, user.lang) : controlNow(row),
  };
}

const isTypable = ({ state, standing, analyst_id, hands }: TestRow, userId: string): boolean =>
  ['assigned', 'testing', 'returned'].includes(state) &&
  standing !== 'invalid' &&
  (analyst_id === userId || Boolean(hands?.includes(userId)));

const signatureOf = (test: TestRow, userId: string): SheetLine['signature'] => {
  if (isReady(test, userId)) return 'ready';
  return test.analyst_id === userId && isTypable(test, userId) ? 'his' : null;
};

const isReady = ({ state, standing, analyst_id, outcome }: TestRow, userId: string): boolean =>
  (state === 'testing' || state === 'returned') &&
  standing !== 'invalid' &&
  analyst_id === userId &&
  Boolean(outcome?.complete) &&
  (outcome?.verdict?.verdict === 'conforms' || outcome?.verdict?.verdict === 'fails');

async function testsIn(db: Knex, rows: readonly SheetRow[]): Promise<Map<string, TestRow>> {
  const ids = rows.flatMap(({ test_id }) => (test_id === null ? [] : [test_id]));
  const found: object[] = await db('tests').whereIn('id', ids);
  return new Map(found.map((row) => decode<TestRow>('tests', row)).map((test) => [test.id, test]));
}

async function batchesOf(db: Knex, tests: readonly TestRow[]): Promise<Map<string, Batch>> {
  const found: Batch[] = await db('samples')
    .whereIn('id', [...new Set(tests.map(({ sample_id }) => sample_id))])
    .select('id', 'number', 'product_name', 'batch_no');
  return new Map(found.map((batch) => [batch.id, batch]));
}

/** A complete record of a run as it is offered for the signature, bound by the hash of what stands in it now. */
export interface ReadyRecord {
  id: string;
  label: string;
  result: string;
  verdict: string;
  hash: string;
}

/** The complete records of a run that this person may sign, in run order. @throws Refusal `record.missing` */
export async function readyOf({ db, user }: Query, id: string): Promise<{ number: string; records: ReadyRecord[] }> {
  const run = await runOf(db, id);
  const rows = await rowsOf(db, id);
  const tests = await testsIn(db, rows);
  const batches = await batchesOf(db, [...tests.values()]);
  const records = rows.flatMap(({ test_id }): ReadyRecord[] => {
    const test = test_id === null ? undefined : tests.get(test_id);
    if (!test || !isReady(test, user.id)) return [];
    return [
      {
        id: test.id,
        label: `${batches.get(test.sample_id)?.number ?? ''} ${testTitle(test, user.lang)}`,
        result: test.result_text ?? '',
        verdict: test.verdict ?? 'undecided',
        hash: contentHash(test),
      },
    ];
  });
  return { number: run.number, records };
}
