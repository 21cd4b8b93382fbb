import type { Knex } from 'knex';
import { refuse } from '../core/refusal.ts';
import { decode, find } from '../kernel/tables.ts';
import type { Act, Row, User } from '../kernel/types.ts';
import { goodsOf, type SampleRow } from '../samples/index.ts';
import type { SamplingRow } from '../samplings/index.ts';
import { isReference, placeOf, type TestRow } from './test.ts';

/** The batch as testing knows it. */
export interface Batch extends SampleRow {
  /** 1: the order asks for the uncertainty on the report. */
  uncertainty_asked?: 0 | 1 | null;
}

/** Who drew a batch, and when its goods were made. */
export interface Origins {
  officers: string[];
  /** Production date as stated on the goods, `YYYY-MM-DD`, or null when none is known to the day. */
  producedOn: string | null;
  /** Approval or registration number of the goods. */
  registration: string | undefined;
  spec: string;
  /** Risk monitoring (FX) gives data and states no conformity. */
  monitoring: boolean;
}

export interface SignatureRow extends Row {
  entity: string;
  entity_id: string;
  record_hash: string;
  meaning: string;
  user_id: string;
  user_name: string;
  role: string;
  at: string;
  set_id: string;
  created_at: string;
}

/** A test in a list over many batches: what identifies it and its batch and how it stands, without what was typed and calculated. */
export interface Listed extends Pick<TestRow, (typeof listedColumns)[number]> {
  number: string;
  product_name: string;
  batch_no: string;
  due_on: string;
  analyst_name: string | null;
}

/** The same with everything that a signature of it is bound to. */
export type Worklist = TestRow & Listed;

const MOST = 300;
export const listedColumns = [
  'id',
  'version',
  'sample_id',
  'seq',
  'item',
  'state',
  'analyst_id',
  'reviewer_id',
  'result_text',
  'verdict',
  'returned_reason',
] as const satisfies (keyof TestRow)[];

/** @throws Refusal `record.missing` when there is no such sample */
export async function batchOf(db: Knex, id: string): Promise<Batch> {
  return (await find<Batch>(db, 'samples', { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing');
}

/** @throws Refusal `record.missing` when there is no such test */
export async function testOf(db: Knex, id: string): Promise<TestRow> {
  return (await find<TestRow>(db, 'tests', { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing');
}

/** A row to be changed: on PostgreSQL it is held until the end of the act, so that two people take their turns. */
export async function held<T>(act: Act, table: 'tests' | 'samples', id: string): Promise<T> {
  const query = act.db(table).where({ id }).first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  return row ? decode<T>(table, row) : refuse('record.missing', { what: id }, undefined, 'missing');
}

/** The same for many tests by one query, always in the order of their ids: two sets that overlap cannot wait for each other. */
export async function heldTests(act: Act, ids: readonly string[]): Promise<Map<string, TestRow>> {
  const query = act
    .db('tests')
    .whereIn('id', [...ids])
    .orderBy('id');
  const rows: object[] = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  const tests = new Map(rows.map((row) => decode<TestRow>('tests', row)).map((test) => [test.id, test]));
  const lost = ids.find((id) => !tests.has(id));
  return lost === undefined ? tests : refuse('record.missing', { what: lost }, undefined, 'missing');
}

/** Who drew the sample and when its goods were made. */
export async function originsOf(db: Knex, samplingId: string): Promise<Origins> {
  const sampling = await find<SamplingRow>(db, 'samplings', { id: samplingId });
  const { producedOn = null, registration } = sampling ? goodsOf(sampling, '') : {};
  return {
    officers: [...(sampling?.officers ?? []), ...((await barredOf(db, [samplingId])).get(samplingId) ?? [])],
    producedOn,
    registration,
    spec: sampling?.spec ?? '',
    monitoring: sampling?.work_kind === 'FX',
  };
}

/** What a save must know of the batch of its test: where the batch stands and who may not test it. */
export type BatchStanding = Pick<Batch, 'id' | 'state'> & Pick<Origins, 'officers'>;

/** @throws Refusal `record.missing` */
export async function standingOf(db: Knex, sampleId: string): Promise<BatchStanding> {
  const standing = (await standingsOf(db, [sampleId])).get(sampleId);
  return standing ?? refuse('record.missing', { what: sampleId }, undefined, 'missing');
}

/** How these batches stand, by one query; a second one where some of them are re-inspected. */
export async function standingsOf(db: Knex, sampleIds: readonly string[]): Promise<Map<string, BatchStanding>> {
  const rows: {
    id: string;
    state: Batch['state'];
    officers: string;
    prepared_by: string | null;
    first: string | null;
  }[] = await db('samples')
    .join('samplings', 'samplings.id', 'samples.sampling_id')
    .leftJoin('internal_samples', 'internal_samples.sample_id', 'samples.id')
    .leftJoin('reinspections', 'reinspections.second_sample_id', 'samples.id')
    .whereIn('samples.id', [...sampleIds])
    .select(
      'samples.id',
      'samples.state',
      'samplings.officers',
      'internal_samples.prepared_by',
      'reinspections.sample_id as first',
    );
  const firsts = rows.flatMap(({ first }) => first ?? []);
  const testers = firsts.length === 0 ? new Map<string, string[]>() : await testersOf(db, firsts);
  return new Map(
    rows.map(({ prepared_by, first, ...row }) => {
      const { officers, ...rest } = decode<BatchStanding>('samplings', row);
      const barred = [...(prepared_by === null ? [] : [prepared_by]), ...(testers.get(first ?? '') ?? [])];
      return [row.id, { ...rest, officers: [...officers, ...barred] }] as const;
    }),
  );
}

/** Who had a hand in which test of these batches. */
export async function actedOn(
  db: Knex,
  sampleIds: readonly string[],
): Promise<Pick<TestRow, 'sample_id' | 'analyst_id' | 'reviewer_id' | 'hands'>[]> {
  const rows: object[] = await db('tests')
    .whereIn('sample_id', [...sampleIds])
    .select('sample_id', 'analyst_id', 'reviewer_id', 'hands');
  return rows.map((row) => decode('tests', row));
}

/** Who tested or checked these batches. */
async function testersOf(db: Knex, sampleIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await actedOn(db, sampleIds);
  return new Map(sampleIds.map((id) => [id, chainOf(rows.filter(({ sample_id }) => sample_id === id))]));
}

/**
 * Who may not test the batches of these samplings beside those who drew them: whoever prepared one as an internal sample, and for a
 * re-inspection whoever tested or checked the first batch (domain 1.7, 4).
 */
export async function barredOf(db: Knex, samplingIds: readonly string[]): Promise<Map<string, string[]>> {
  const preparers = await preparersOf(db, samplingIds);
  const links: { sampling_id: string; first: string }[] = await db('reinspections')
    .join('samples', 'samples.id', 'reinspections.second_sample_id')
    .whereIn('samples.sampling_id', [...samplingIds])
    .whereNotNull('reinspections.sample_id')
    .select('samples.sampling_id', 'reinspections.sample_id as first');
  const testers =
    links.length === 0
      ? new Map<string, string[]>()
      : await testersOf(
          db,
          links.map(({ first }) => first),
        );
  return new Map(
    samplingIds.map((id) => {
      const firsts = links
        .filter(({ sampling_id }) => sampling_id === id)
        .flatMap(({ first }) => testers.get(first) ?? []);
      const preparer = preparers.get(id);
      return [id, preparer === undefined ? firsts : [preparer, ...firsts]];
    }),
  );
}

/** Who prepared which of these samplings as an internal sample: kept from testing it like whoever drew an ordinary one. */
async function preparersOf(db: Knex, samplingIds: readonly string[]): Promise<Map<string, string>> {
  const rows: { sampling_id: string; prepared_by: string }[] = await db('internal_samples')
    .join('samples', 'samples.id', 'internal_samples.sample_id')
    .whereIn('samples.sampling_id', [...samplingIds])
    .select('samples.sampling_id', 'internal_samples.prepared_by');
  return new Map(rows.map(({ sampling_id, prepared_by }) => [sampling_id, prepared_by]));
}

/** The tests of a batch that count (for its verdict and its report), in the order of its specification. */
export async function testsOf(db: Knex, sampleId: string): Promise<TestRow[]> {
  const tests = await attemptsOf(db, sampleId);
  return tests.filter(({ standing }) => standing === 'counts');
}

/** The tests that a report prints: those that count, without what may only serve as a clue (domain 1.6). */
export const reportable = async (db: Knex, sampleId: string): Promise<TestRow[]> =>
  (await testsOf(db, sampleId)).filter((test) => !isReference(test));

/** Everything that was tested of a batch: what counts, what confirms it and what was set aside; by place, then by attempt. */
export async function attemptsOf(db: Knex, sampleId: string): Promise<TestRow[]> {
  const rows: object[] = await db('tests').where({ sample_id: sampleId }).orderBy('seq');
  return rows
    .map((row) => decode<TestRow>('tests', row))
    .sort((a, b) => placeOf(a) - placeOf(b) || a.attempt - b.attempt);
}

/** The signatures of records of one table, oldest first. */
export async function signaturesOf(db: Knex, entity: string, ids: readonly string[]): Promise<SignatureRow[]> {
  return db('signatures')
    .where({ entity })
    .whereIn('entity_id', [...ids])
    .orderBy(['at', 'id']);
}

/**
 * Lines whose records may be signed, with the whole of each record as it stands now: a hash and what is shown beside it must come from
 * the same reading of the row.
 */
export async function wholeOf(db: Knex, lines: readonly Listed[]): Promise<Worklist[]> {
  const rows: object[] = await db('tests').whereIn(
    'id',
    lines.map(({ id }) => id),
  );
  const tests = new Map(rows.map((row) => decode<TestRow>('tests', row)).map((test) => [test.id, test]));
  return lines.flatMap((line) => {
    const test = tests.get(line.id);
    return test ? [{ ...line, ...test }] : [];
  });
}

/** Batches in the given states by due date; the first 300. */
export async function batchesIn(db: Knex, states: readonly string[]): Promise<Batch[]> {
  const rows: object[] = await db('samples')
    .whereIn('state', [...states])
    .orderBy(['due_on', 'id'])
    .limit(MOST);
  return rows.map((row) => decode<Batch>('samples', row));
}

/** Active accounts that hold the role, by name. */
export async function usersWith(db: Knex, role: string): Promise<User[]> {
  const rows: object[] = await db('users').where({ active: 1 }).orderBy('name');
  return rows.map((row) => decode<User>('users', row)).filter((user) => user.roles.some((held) => held === role));
}

/** Names of people by id. */
export async function namesOf(db: Knex, ids: readonly (string | null)[]): Promise<Record<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const rows: { id: string; name: string }[] = await db('users').whereIn('id', wanted).select('id', 'name');
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]));
}

/** Everybody who acted on the tests of a batch as analyst or reviewer. */
export const chainOf = (tests: readonly Pick<TestRow, 'analyst_id' | 'reviewer_id' | 'hands'>[]): string[] => [
  ...new Set(
    tests
      .flatMap(({ analyst_id, reviewer_id, hands }) => [analyst_id, reviewer_id, ...(hands ?? [])])
      .filter((id) => id !== null),
  ),
];

/** The rooms of a kind that are in use, as the head of a record offers them. */
export const roomsFor = async (db: Knex, kind: string | undefined): Promise<{ code: string; name: string }[]> =>
  kind === undefined ? [] : db('rooms').where({ kind, active: 1 }).orderBy('code').select('code', 'name');
