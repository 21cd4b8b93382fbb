import type { Knex } from 'knex';
import { next, obstacles } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { decode } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { type TestMove, type TestState, type TestSubject, testMachine } from './machine.ts';
import { actedOn, attemptsOf, barredOf, batchOf, chainOf, heldTests, originsOf } from './store.ts';
import { contentHash, numberOf, type TestRow } from './test.ts';

/** A record named by its id and by the hash of what the signer saw. As text, `id:hash` (a ticked line of a form). */
export type Named = string | { id: string; hash: string };

const nameOf = (named: Named): { id: string; hash: string } => {
  if (typeof named !== 'string') return named;
  const [id = '', hash = ''] = named.split(':');
  return { id, hash };
};

/**
 * Reads the records that one password shall sign, each as the signer saw it, and asks the machine for each.
 * @throws Refusal naming every record that changed since (`sign.changed`), is named twice, or may not make the move
 */
export async function named(
  act: Act,
  list: readonly Named[],
  move: TestMove,
): Promise<{ test: TestRow; state: TestState }[]> {
  const records = list.map(nameOf);
  if (new Set(records.map(({ id }) => id)).size !== records.length) refuse('sign.twice', {}, 'tests');
  const tests = await heldTests(
    act,
    records.map(({ id }) => id),
  );
  const surroundings = await surroundingsOfAll(
    act.db,
    [...tests.values()].map(({ sample_id }) => sample_id),
  );
  const reasons: Reason[] = [];
  const holds =
    move === 'review' || move === 'lock' ? await act.app.holdReasons?.(act.db, [...tests.keys()], move) : undefined;
  const ready: { test: TestRow; state: TestState }[] = [];
  for (const [i, { id, hash }] of records.entries()) {
    const test = tests.get(id);
    if (!test) continue;
    const around = surroundings.get(test.sample_id) ?? (await surroundingsOf(act, test.sample_id));
    const found =
      contentHash(test) === hash
        ? obstacles(testMachine, move, { ...test, ...around }, actorOf(act.user))
        : [{ id: 'sign.changed' }];
    if (found.length === 0 && (move === 'submit' || move === 'review' || move === 'lock'))
      found.push(...(await barred(act, id, move)));
    found.push(...(holds?.get(id) ?? []));
    reasons.push(...found.map((reason) => about(reason, test, act, `tests.${i}`)));
    ready.push({ test, state: testMachine.moves[move].to });
  }
  refuseAll(reasons, reasons.some((reason) => reason.id === 'machine.permission') ? 'forbidden' : 'conflict');
  return ready;
}

type Surroundings = Pick<TestSubject, 'batch' | 'officers' | 'chain'>;

/** Who drew the batch and who already acted on its tests: read once for all tests of a batch. */
export async function surroundingsOf({ db }: { db: Knex }, sampleId: string): Promise<Surroundings> {
  const batch = await batchOf(db, sampleId);
  const { officers } = await originsOf(db, batch.sampling_id);
  return { batch: batch.state, officers, chain: chainOf(await attemptsOf(db, sampleId)) };
}

/** The same for the batches of a list, by three queries however long it is. */
export async function surroundingsOfAll(db: Knex, sampleIds: readonly string[]): Promise<Map<string, Surroundings>> {
  const ids = [...new Set(sampleIds)];
  const batches: { id: string; state: string; sampling_id: string }[] = await db('samples')
    .whereIn('id', ids)
    .select('id', 'state', 'sampling_id');
  const samplings: { id: string; officers: string }[] = await db('samplings')
    .whereIn(
      'id',
      batches.map(({ sampling_id }) => sampling_id),
    )
    .select('id', 'officers');
  const barred = await barredOf(
    db,
    samplings.map(({ id }) => id),
  );
  const officersOf = new Map(
    samplings.map((row) => {
      const { officers } = decode<{ officers: string[] }>('samplings', row);
      return [row.id, [...officers, ...(barred.get(row.id) ?? [])]] as const;
    }),
  );
  const acted = await actedOn(db, ids);
  return new Map(
    batches.map(({ id, state, sampling_id }) => [
      id,
      {
        batch: state,
        officers: officersOf.get(sampling_id) ?? [],
        chain: chainOf(acted.filter(({ sample_id }) => sample_id === id)),
      },
    ]),
  );
}

const about = (reason: Reason, test: TestRow, act: Act, field: string): Reason => ({
  ...reason,
  field: reason.field ?? field,
  params: { ...reason.params, item: testTitle(test, act.user.lang) },
});

/** A record as lists of reasons name it: 3 总灰分; a further attempt bears its number: 3-2 总灰分. */
export const testTitle = (test: Pick<TestRow, 'seq' | 'item'>, lang: 'zh' | 'en'): string =>
  `${numberOf(test)} ${test.item.name[lang]}`;

/** What the registers hold against a test that is to be signed, where the institute lets them refuse (domain 6.5). */
export async function barred(
  { app, db, user }: Act,
  testId: string,
  move: 'submit' | 'review' | 'lock',
): Promise<Reason[]> {
  const by = move === 'review' ? { by: { user, act: 'review' as const } } : {};
  const told = (await app.testReasons?.(app, db, testId, { ...by, onlyRefusing: true })) ?? [];
  return told.map(({ reason }) => reason);
}

/** The state after a move of one test. @throws Refusal with every obstacle */
export async function moved(act: Act, test: TestRow, move: TestMove): Promise<TestState> {
  return next(testMachine, move, { ...test, ...(await surroundingsOf(act, test.sample_id)) }, actorOf(act.user));
}

/** Refuses when the record changed since it was read. */
export function refuseOld(test: TestRow, version: number): void {
  if (test.version !== version)
    throw new Refusal([{ id: 'record.stale' }], 'stale', {
      version: test.version,
      state: test.state,
      readings: test.readings,
    });
}
