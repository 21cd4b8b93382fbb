import type { Knex } from 'knex';
import { Refusal } from '../core/refusal.ts';
import { decode, find } from '../kernel/tables.ts';
import { PAGE, type Page, startsWith } from '../samplings/index.ts';
import { openStates, type ReceiptRow, type SampleRow, type SampleState } from './rows.ts';

export interface SampleFilter {
  state?: SampleState | undefined;
  /** Beginning of number, product name or batch number; taken literally. */
  q?: string | undefined;
  after?: string | undefined;
}

/** @throws Refusal 'missing' */
export async function sampleOf(db: Knex, id: string): Promise<SampleRow> {
  const row = await find<SampleRow>(db, 'samples', { id });
  if (!row) throw new Refusal([{ id: 'record.missing', params: { what: id } }], 'missing');
  return row;
}

/** Batches 50 a page: by due date, the open ones or those of one state; a search goes by age over all states. */
export async function listSamples(db: Knex, { state, q, after }: SampleFilter): Promise<Page<SampleRow>> {
  const { rows, next } = await (q ? searched(db, q, state, after) : byDue(db, state ? [state] : openStates, after));
  return { rows: rows.map((row) => decode<SampleRow>('samples', row)), next };
}

/** One index walk a state, merged here: the time does not grow with the table (samples_due). */
async function byDue(db: Knex, states: readonly SampleState[], after: string | undefined): Promise<Page<SampleRow>> {
  const [, due, id] = /^(\d{4}-\d{2}-\d{2})_([0-9A-Z]{26})$/.exec(after ?? '') ?? [];
  const lists = await Promise.all(
    states.map((state): Promise<SampleRow[]> => {
      const query = db('samples')
        .where({ state })
        .orderBy(['due_on', 'id'])
        .limit(PAGE + 1);
      return due && id ? query.whereRaw('(due_on, id) > (?, ?)', [due, id]) : query;
    }),
  );
  const rows = lists.flat().sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const last = rows[PAGE - 1];
  return { rows: rows.slice(0, PAGE), next: rows.length > PAGE && last ? keyOf(last) : null };
}

const keyOf = (row: SampleRow): string => `${row.due_on}_${row.id}`;

async function searched(
  db: Knex,
  q: string,
  state: SampleState | undefined,
  after: string | undefined,
): Promise<Page<SampleRow>> {
  const query = db('samples')
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (state) query.where({ state });
  if (after) query.where('id', '<', after);
  startsWith(query, q, ['number', 'product_name', 'batch_no']);
  const rows: SampleRow[] = await query;
  const last = rows[PAGE - 1];
  return { rows: rows.slice(0, PAGE), next: rows.length > PAGE && last ? last.id : null };
}

/** A line of the tests of a batch, read from the table that the testing slice writes. */
export interface TestLine {
  id: string;
  seq: number;
  group: string;
  name: { zh: string; en: string };
  limitText: string;
  result: string | null;
  verdict: string | null;
  state: string;
  analyst: string | null;
  /** Whether it counts for verdict and report, confirms another record, or was set aside; which attempt it is. */
  standing: 'counts' | 'retest' | 'invalid';
  attempt: number;
  /** A supplementary item that is a reference or a clue only. */
  reference: boolean;
}

/** The place of an item in its batch: further attempts at it bear the same. */
const ATTEMPTS = 100_000;

/** All that was tested of a batch in the order of its specification, each with its further attempts. */
export async function testLines(db: Knex, sampleId: string): Promise<TestLine[]> {
  const rows: object[] = await db('tests')
    .leftJoin('users', 'users.id', 'tests.analyst_id')
    .where('tests.sample_id', sampleId)
    .orderByRaw('tests.seq % ?, tests.attempt', [ATTEMPTS])
    .select(
      'tests.id',
      'tests.seq',
      'tests.item',
      'tests.result_text',
      'tests.verdict',
      'tests.state',
      'users.name as analyst',
      'tests.standing',
      'tests.attempt',
      'tests.supplement',
    );
  return rows.map((row) => {
    const { item, result_text, supplement, ...test } = decode<
      Omit<TestLine, 'group' | 'name' | 'limitText' | 'result' | 'reference'> & {
        supplement: { statutory: boolean } | null;
        item: Pick<TestLine, 'group' | 'name' | 'limitText'>;
        result_text: string | null;
      }
    >('tests', row);
    const seq = test.seq % ATTEMPTS;
    const reference = supplement?.statutory === false;
    return {
      ...test,
      seq,
      reference,
      group: item.group,
      name: item.name,
      limitText: item.limitText,
      result: result_text,
    };
  });
}

export async function countTests(db: Knex, sampleId: string): Promise<number> {
  return (await db('tests').where({ sample_id: sampleId }).select('id')).length;
}

export interface ReportLine {
  id: string;
  number: string;
  state: string;
}

export const reportLines = (db: Knex, sampleId: string): Promise<ReportLine[]> =>
  db('reports').where({ sample_id: sampleId }).orderBy('id').select('id', 'number', 'state');

export const caseLines = (db: Knex, sampleId: string): Promise<ReportLine[]> =>
  db('cases').where({ sample_id: sampleId }).orderBy('id').select('id', 'number', 'state');

export const investigationLines = (db: Knex, sampleId: string): Promise<ReportLine[]> =>
  db('investigations').where({ sample_id: sampleId }).orderBy('id').select('id', 'number', 'state');

export const receiptRow = (db: Knex, id: string): Promise<ReceiptRow | undefined> =>
  find<ReceiptRow>(db, 'receipts', { id });
