import { follow } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { sampleMachine } from '../samples/index.ts';
import { isReason } from './readings.ts';
import { moved, type Named, named, refuseOld } from './signing.ts';
import { type Batch, held, testsOf } from './store.ts';
import { contentHash, type TestRow } from './test.ts';

/**
 * One password signs the review of a set of records; a batch whose records are all reviewed is `tested`.
 * @throws Refusal `review.own` (analyst and reviewer are different persons), `test.sampler`, `sign.changed`; nothing is then signed
 */
export async function review(act: Act, list: readonly Named[]): Promise<TestRow[]> {
  const ready = await named(act, list, 'review');
  await act.sign(
    'review',
    ready.map(({ test }) => ({ entity: 'tests', id: test.id, hash: contentHash(test) })),
  );
  const reviewed: TestRow[] = [];
  for (const { test, state } of ready) {
    reviewed.push(await act.update<TestRow>('tests', test, { state, reviewer_id: act.user.id, reviewed_at: act.now }));
  }
  for (const sampleId of new Set(reviewed.map((test) => test.sample_id))) await finish(act, sampleId);
  return reviewed;
}

async function finish(act: Act, sampleId: string): Promise<void> {
  const batch = await held<Batch>(act, 'samples', sampleId);
  const tests = await testsOf(act.db, sampleId);
  if (tests.every((test) => test.state === 'reviewed'))
    await act.update<Batch>('samples', batch, { state: follow(sampleMachine, 'finish', batch) });
}

export interface ReturnInput {
  id: string;
  version: number;
  reason: string;
}

/** Gives a submitted record back to its analyst. @throws Refusal `return.reason` without a reason that says something */
export async function giveBack(act: Act, { id, version, reason }: ReturnInput): Promise<TestRow> {
  refuseEmpty(reason);
  const test = await held<TestRow>(act, 'tests', id);
  refuseOld(test, version);
  const state = await moved(act, test, 'return');
  return act.update<TestRow>('tests', test, { state, returned_reason: reason.trim() }, { reason });
}

export function refuseEmpty(reason: string): void {
  if (!isReason(reason)) refuse('return.reason', {}, 'reason');
}
