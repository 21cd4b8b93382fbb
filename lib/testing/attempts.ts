import { follow, obstacles } from '../core/machine.ts';
import { refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { Act, User } from '../kernel/types.ts';
import { sampleMachine } from '../samples/index.ts';
import { testMachine } from './machine.ts';
import { attemptAgain } from './plan.ts';
import { surroundingsOf } from './signing.ts';
import { attemptsOf, type Batch, held, testsOf } from './store.ts';
import { placeOf, type Standing, type TestRow } from './test.ts';

/**
 * Sets another attempt at an item and gives it to an analyst. Who set it answers for the order of the day; whoever sampled the batch does not
 * test it here either.
 * @throws Refusal `assign.unknown`, `assign.not-analyst`, `assign.sampler`, `test.terminated`
 */
export async function giveAttempt(
  act: Act,
  first: TestRow,
  { standing, investigation, analyst }: { standing: Standing; investigation: string; analyst: string },
): Promise<TestRow> {
  const candidate = await find<User & { active: number }>(act.db, 'users', { id: analyst });
  if (candidate?.active !== 1) refuse('assign.unknown', { analyst }, 'analyst');
  const known = (await attemptsOf(act.db, first.sample_id)).filter((test) => placeOf(test) === placeOf(first));
  const attempt = Math.max(...known.map((test) => test.attempt)) + 1;
  const around = await surroundingsOf(act, first.sample_id);
  const subject = { ...first, state: 'unassigned' as const, standing, ...around, candidate };
  refuseAll(obstacles(testMachine, 'assign', subject, { ...actorOf(act.user), may: () => true }), 'conflict');
  const row = await attemptAgain(act, first, { attempt, standing, investigation });
  return act.update<TestRow>('tests', row, { state: testMachine.moves.assign.to, analyst_id: analyst });
}

/** Changes how a record stands to the report; its readings, its result and its signatures stay. */
export async function restand(
  act: Act,
  id: string,
  standing: Standing,
  { investigation, reason }: { investigation: string; reason: string },
): Promise<TestRow> {
  const test = await held<TestRow>(act, 'tests', id);
  return act.update<TestRow>(
    'tests',
    test,
    { standing, investigation_id: test.investigation_id ?? investigation },
    { reason },
  );
}

/** Brings a batch into line with the records that count now: tested when all of them are reviewed, in testing again when not. */
export async function settleBatch(act: Act, sampleId: string): Promise<void> {
  const batch = await held<Batch>(act, 'samples', sampleId);
  const counting = await testsOf(act.db, sampleId);
  const done = counting.length > 0 && counting.every(({ state }) => state === 'reviewed');
  const move = done && batch.state === 'testing' ? 'finish' : !done && batch.state === 'tested' ? 'reopen' : undefined;
  if (move) await act.update<Batch>('samples', batch, { state: follow(sampleMachine, move, batch) });
}
