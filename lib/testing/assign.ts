import { next } from '../core/machine.ts';
import { type Reason, Refusal, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { Act, User } from '../kernel/types.ts';
import { testMachine } from './machine.ts';
import { surroundingsOf } from './signing.ts';
import { batchOf, heldTests } from './store.ts';
import type { TestRow } from './test.ts';

export interface AssignInput {
  id: string;
  tests: string[];
  analyst: string;
}

/**
 * Gives tests of one batch to an analyst, many in one call.
 * @throws Refusal `assign.unknown` for a disabled or unknown account, `assign.not-analyst`, `assign.sampler` (he drew this sample, domain 10.7),
 * `machine.state` for each test that is already under way
 */
export async function assign(act: Act, input: AssignInput): Promise<TestRow[]> {
  const batch = await batchOf(act.db, input.id);
  const candidate = await find<User & { active: number }>(act.db, 'users', { id: input.analyst });
  if (candidate?.active !== 1) refuse('assign.unknown', { analyst: input.analyst }, 'analyst');
  const around = await surroundingsOf(act, batch.id);
  const reasons = new Map<string, Reason>();
  const assigned: TestRow[] = [];
  for (const test of (await heldTests(act, input.tests)).values()) {
    if (test.sample_id !== batch.id) refuse('record.missing', { what: test.id }, 'tests', 'missing');
    try {
      const state = next(testMachine, 'assign', { ...test, ...around, candidate }, actorOf(act.user));
      if (reasons.size === 0)
        assigned.push(await act.update<TestRow>('tests', test, { state, analyst_id: input.analyst }));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      for (const reason of error.reasons) reasons.set(JSON.stringify(reason), reason);
    }
  }
  refuseAll([...reasons.values()], 'conflict');
  return assigned;
}
