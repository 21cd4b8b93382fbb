import type { Knex } from 'knex';
import { reads } from '../core/barcode.ts';
import { type Reason, Refusal } from '../core/refusal.ts';
import type { Words } from '../forms/index.ts';
import { decode } from '../kernel/tables.ts';
import type { TestRow } from '../testing/index.ts';

/** The states in which a test can be put into a run: nothing is signed. */
export const workable = ['assigned', 'testing', 'returned'] as const;

/** A test as composing knows it, with what identifies its batch and how pressing it is. */
export interface Candidate
  extends Pick<
    TestRow,
    | 'id'
    | 'sample_id'
    | 'seq'
    | 'item'
    | 'state'
    | 'standing'
    | 'parameter_code'
    | 'parameter_hash'
    | 'form_code'
    | 'form_hash'
    | 'analyst_id'
  > {
  number: string;
  product_name: string;
  batch_no: string;
  due_on: string;
  priority: 'normal' | 'urgent';
  analyst_name: string | null;
}

const columns = [
  'id',
  'sample_id',
  'seq',
  'item',
  'state',
  'standing',
  'parameter_code',
  'parameter_hash',
  'form_code',
  'form_hash',
  'analyst_id',
] as const satisfies (keyof TestRow)[];

const joined = (db: Knex): Knex.QueryBuilder =>
  db('tests').join('samples', 'samples.id', 'tests.sample_id').leftJoin('users', 'users.id', 'tests.analyst_id');

const selected = (query: Knex.QueryBuilder): Knex.QueryBuilder =>
  query.select(
    ...columns.map((column) => `tests.${column}`),
    ...['number', 'product_name', 'batch_no', 'due_on', 'priority'].map((column) => `samples.${column}`),
    'users.name as analyst_name',
  );

/** By due date, urgent ones first of a day, then by number and place. */
const pressing = (db: Knex, query: Knex.QueryBuilder): Knex.QueryBuilder =>
  query.orderBy([
    { column: 'samples.due_on' },
    { column: db.raw(`case when samples.priority = 'urgent' then 0 else 1 end`) },
    { column: 'samples.number' },
    { column: 'tests.seq' },
  ]);

/** Tests that stand in a run that is open. */
const inOpenRun = (db: Knex): Knex.QueryBuilder =>
  db('worksheet_rows')
    .join('worksheets', 'worksheets.id', 'worksheet_rows.worksheet_id')
    .where({ 'worksheets.state': 'open' })
    .whereNull('worksheet_rows.removed_at')
    .whereRaw('worksheet_rows.test_id = tests.id')
    .select(db.raw('1'));

/** What these people have to test and what is in no open run. */
function waiting(db: Knex, people: readonly string[]): Knex.QueryBuilder {
  return joined(db)
    .whereIn('tests.analyst_id', [...people])
    .whereIn('tests.state', [...workable])
    .whereNot('tests.standing', 'invalid')
    .whereNot('samples.state', 'terminated')
    .whereNotExists(inOpenRun(db));
}

const decoded = (rows: object[]): Candidate[] => rows.map((row) => decode<Candidate>('tests', row));

/** The tests of a form (of one edition, of one parameter) that these people could put into a run, the most pressing first. */
export async function candidatesOf(
  db: Knex,
  people: readonly string[],
  asked: { formCode: string; edition?: string | undefined; parameter?: string | undefined },
  most: number,
): Promise<Candidate[]> {
  const query = selected(pressing(db, waiting(db, people)))
    .where({ 'tests.form_code': asked.formCode })
    .limit(most);
  if (asked.edition !== undefined) query.where({ 'tests.form_hash': asked.edition });
  if (asked.parameter !== undefined) query.where({ 'tests.parameter_code': asked.parameter });
  return decoded(await query);
}

/** The same by their ids, whatever stands against them, in the order in which they are named. */
export async function namedCandidates(db: Knex, ids: readonly string[]): Promise<Candidate[]> {
  const rows = decoded(await selected(joined(db)).whereIn('tests.id', [...ids]));
  return ids.flatMap((id) => rows.find((row) => row.id === id) ?? []);
}

/** Work of one method: tests that can go into one run. */
export interface MethodGroup {
  form_code: string;
  form_hash: string;
  method: Words;
  parameters: { code: string; name: Words }[];
  count: number;
  urgent: number;
  due_on: string;
}

/** What a person has to test, by method and edition of the form; the most pressing first. */
export async function groupsOf(db: Knex, people: readonly string[]): Promise<MethodGroup[]> {
  const rows: {
    form_code: string;
    form_hash: string;
    parameter_hash: string;
    n: number | string;
    urgent: number | string;
    due_on: string;
  }[] = await waiting(db, people)
    .groupBy('tests.form_code', 'tests.form_hash', 'tests.parameter_hash')
    .select('tests.form_code', 'tests.form_hash', 'tests.parameter_hash')
    .count({ n: '*' })
    .sum({ urgent: db.raw(`case when samples.priority = 'urgent' then 1 else 0 end`) })
    .min({ due_on: 'samples.due_on' });
  const methods = await methodsOf(
    db,
    rows.map(({ parameter_hash }) => parameter_hash),
  );
  const groups = new Map<string, MethodGroup>();
  for (const row of rows) {
    const known = methods.get(row.parameter_hash);
    if (!known) continue;
    const key = `${row.form_hash} ${known.method.zh}`;
    const group = groups.get(key) ?? {
      ...{ form_code: row.form_code, form_hash: row.form_hash, method: known.method, parameters: [] },
      ...{ count: 0, urgent: 0, due_on: row.due_on },
    };
    groups.set(key, {
      ...group,
      parameters: group.parameters.some(({ code }) => code === known.code)
        ? group.parameters
        : [...group.parameters, { code: known.code, name: known.name }],
      count: group.count + Number(row.n),
      urgent: group.urgent + Number(row.urgent),
      due_on: row.due_on < group.due_on ? row.due_on : group.due_on,
    });
  }
  return [...groups.values()].sort((a, b) => (a.due_on < b.due_on ? -1 : a.due_on > b.due_on ? 1 : b.count - a.count));
}

interface ParameterEdition {
  code: string;
  name: Words;
  method: Words;
}

/** Editions never change, so what was read once is right for ever. */
const editions = new Map<string, ParameterEdition>();

/** The method of each edition of a parameter, as it was frozen into its tests. */
export async function methodsOf(db: Knex, hashes: readonly string[]): Promise<Map<string, ParameterEdition>> {
  const missing = [...new Set(hashes)].filter((hash) => !editions.has(hash));
  if (missing.length > 0) {
    const rows: { hash: string; body: string }[] = await db('definitions').whereIn('hash', missing);
    for (const row of rows) {
      const { code, name, method } = decode<{ body: ParameterEdition }>('definitions', row).body;
      editions.set(row.hash, { code, name, method });
    }
  }
  return new Map(
    hashes.flatMap((hash): [string, ParameterEdition][] => {
      const known = editions.get(hash);
      return known ? [[hash, known]] : [];
    }),
  );
}

/**
 * The tests that scanned or typed codes stand for (numbers of batches, codes of portions, one after the other), of one form and, where
 * one is asked for, one parameter; each code once, in the order of the scans.
 * @throws Refusal `run.no-batch`, `run.no-test`, `scan.*`, each with its code
 */
export async function testsByCode(
  db: Knex,
  codes: string,
  asked: { formCode: string; parameter?: string | undefined; method?: string | undefined },
): Promise<string[]> {
  const reasons: Reason[] = [];
  const wanted = [...new Set(codes.split(/[\s,;\uFF0C\uFF1B\u3001]+/).filter((code) => code !== ''))].flatMap(
    (text) => {
      try {
        return [reads(text).code];
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        reasons.push(...error.reasons.map((reason) => ({ ...reason, field: 'codes' })));
        return [];
      }
    },
  );
  const batches = await batchesByCode(db, wanted);
  const rows: { id: string; sample_id: string; parameter_hash: string }[] = await db('tests')
    .whereIn('sample_id', [...new Set(batches.values())])
    .where({ form_code: asked.formCode })
    .modify((query) => (asked.parameter === undefined ? query : query.where({ parameter_code: asked.parameter })))
    .whereNot({ standing: 'invalid' })
    .orderBy('seq')
    .select('id', 'sample_id', 'parameter_hash');
  const methods = await methodsOf(
    db,
    rows.map(({ parameter_hash }) => parameter_hash),
  );
  const ofMethod = ({ parameter_hash }: { parameter_hash: string }): boolean =>
    asked.method === undefined || methods.get(parameter_hash)?.method.zh === asked.method;
  const found = wanted.flatMap((code) => {
    const batch = batches.get(code);
    const tests = rows.filter((row) => row.sample_id === batch && ofMethod(row));
    if (tests.length === 0)
      reasons.push({ id: batch === undefined ? 'run.no-batch' : 'run.no-test', field: 'codes', params: { code } });
    return tests.map(({ id }) => id);
  });
  if (reasons.length > 0) throw new Refusal(reasons, 'invalid');
  return [...new Set(found)];
}

/** Batch by code: its own number, or the label of one of its portions. */
async function batchesByCode(db: Knex, codes: readonly string[]): Promise<Map<string, string>> {
  const numbers: { number: string; id: string }[] = await db('samples')
    .whereIn('number', [...codes])
    .select('number', 'id');
  const labels: { code: string; sample_id: string }[] = await db('barcodes')
    .join('portions', 'portions.id', 'barcodes.entity_id')
    .where({ 'barcodes.entity': 'portions' })
    .whereIn('barcodes.code', [...codes])
    .whereNotNull('portions.sample_id')
    .select('barcodes.code', 'portions.sample_id');
  return new Map([
    ...labels.map(({ code, sample_id }): [string, string] => [code, sample_id]),
    ...numbers.map(({ number, id }): [string, string] => [number, id]),
  ]);
}
