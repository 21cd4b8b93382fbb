import type { Knex } from 'knex';
import { chinaDate } from '../core/deadlines.ts';
import type { Reason } from '../core/refusal.ts';
import { recordHash } from '../kernel/hash.ts';
import { find } from '../kernel/tables.ts';
import type { App, Told } from '../kernel/types.ts';
import type { TestRow } from '../testing/index.ts';
import { modeOf } from './modes.ts';
import { openStates } from './rows.ts';

/**
 * Why results may be neither reviewed, approved nor reported while they are asked about: `investigation.open`, by test (domain 10, item 20).
 * The record that takes the place of one set aside is reviewed like any other (`review`), and approved only with its investigation.
 */
export async function investigationHolds(
  db: Knex,
  testIds: readonly string[],
  move?: 'review' | 'lock',
): Promise<Map<string, Reason[]>> {
  const rows: { number: string; test: string }[] = await db('investigations')
    .join('tests', (on) =>
      on.on('tests.id', 'investigations.test_id').orOn('tests.investigation_id', 'investigations.id'),
    )
    .whereIn('tests.id', [...testIds])
    .whereIn('investigations.state', [...openStates])
    .where((where) => {
      where.whereRaw('tests.id = investigations.test_id');
      if (move !== 'review') where.orWhere({ 'tests.standing': 'counts' });
    })
    .orderBy('investigations.id')
    .select('investigations.number', 'tests.id as test');
  const found = new Map<string, Reason[]>();
  for (const { number, test } of rows)
    found.set(test, [...(found.get(test) ?? []), { id: 'investigation.open', params: { number } }]);
  return found;
}

/** What is said of a signed failing result that nobody has investigated; it stops its review where the institute asks for that. */
export async function investigationReasons(
  app: App,
  db: Knex,
  testId: string,
  { onlyRefusing = false }: { onlyRefusing?: boolean } = {},
): Promise<Told[]> {
  const test = await find<TestRow>(db, 'tests', { id: testId });
  if (test?.verdict !== 'fails' || test.standing !== 'counts' || !['submitted', 'reviewed'].includes(test.state))
    return [];
  const mode = await modeOf({ app, db, today: chinaDate(app.clock.now().toISOString()) });
  if (mode === 'off' || (onlyRefusing && mode !== 'refuse')) return [];
  const asked = await db('investigations').where({ test_id: testId }).whereNot({ state: 'dropped' }).first('id');
  if (asked) return [];
  const reason = { id: 'investigation.none', params: { result: test.result_text ?? '' } };
  return [{ reason, refuses: mode === 'refuse', key: recordHash(reason) }];
}
