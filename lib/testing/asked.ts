import type { Knex } from 'knex';
import type { Reason } from '../core/refusal.ts';
import { isReference, type TestRow } from './test.ts';

/** An investigation of a result (检验结果异常调查) as records, batches and papers name it. */
export interface Asked {
  id: string;
  number: string;
  kind: 'oos' | 'oot' | 'atypical';
  state: string;
  conclusion: string | null;
  conclusion_reason: string | null;
  /** The record that it asks about. */
  test_id: string;
}

/** How one record stands, and the investigations that it is part of. */
export interface AskedOf extends Pick<TestRow, 'standing' | 'attempt'> {
  reference: boolean;
  list: Asked[];
}

export const askedOf = async (db: Knex, test: TestRow): Promise<AskedOf> => ({
  ...{ standing: test.standing, attempt: test.attempt, reference: isReference(test) },
  list: (await askedAbout(db, [test.id])).get(test.id) ?? [],
});

/** The investigations that a record is part of, as the first result or as a further attempt; the newest last. By test. */
export async function askedAbout(db: Knex, testIds: readonly string[]): Promise<Map<string, Asked[]>> {
  const rows: (Asked & { about: string })[] = await db('investigations')
    .join('tests', (on) =>
      on.on('tests.id', 'investigations.test_id').orOn('tests.investigation_id', 'investigations.id'),
    )
    .whereIn('tests.id', [...testIds])
    .orderBy('investigations.id')
    .select(
      'investigations.id',
      'investigations.number',
      'investigations.kind',
      'investigations.state',
      'investigations.conclusion',
      'investigations.conclusion_reason',
      'investigations.test_id',
      'tests.id as about',
    );
  const found = new Map<string, Asked[]>();
  for (const { about, ...asked } of rows) found.set(about, [...(found.get(about) ?? []), asked]);
  return found;
}

/**
 * Why a signed record may not be given back to be changed: a result that is asked about, or was, stays what it was; a further attempt that
 * does not conform is judged by its investigation, not typed again. By test.
 */
export async function fixedBy(db: Knex, testIds: readonly string[]): Promise<Map<string, Reason[]>> {
  const about = await askedAbout(db, testIds);
  const ids = [...about.keys()];
  const failing: string[] = await db('tests').whereIn('id', ids).where({ verdict: 'fails' }).pluck('id');
  const found = new Map<string, Reason[]>();
  for (const [testId, list] of about) {
    const holding = list.filter(
      ({ test_id, state }) =>
        state !== 'dropped' && (test_id === testId || state === 'closed' || failing.includes(testId)),
    );
    const reasons = holding.map(({ number }) => ({ id: 'investigation.fixed', params: { number } }));
    if (reasons.length > 0) found.set(testId, reasons);
  }
  return found;
}
