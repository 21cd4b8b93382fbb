import { follow } from '../core/machine.ts';
import { refuseAll } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { sampleMachine } from '../samples/index.ts';
import { testMachine } from './machine.ts';
import { testTitle } from './signing.ts';
import { type Batch, held, heldTests } from './store.ts';
import type { TestRow } from './test.ts';

/**
 * Gives signed records back to their analysts because of another act, which has asked the person: a submitted one as from review, a
 * reviewed one with its batch opened again. Records that nobody signed stay as they are.
 * @throws Refusal `test.locked-away` for each record whose batch is approved; nothing is then given back
 */
export async function returnRecords(act: Act, testIds: readonly string[], reason: string): Promise<TestRow[]> {
  const tests = [...(await heldTests(act, testIds)).values()];
  refuseAll(
    tests.flatMap((test) =>
      test.state === 'locked' ? [{ id: 'test.locked-away', params: { item: testTitle(test, act.user.lang) } }] : [],
    ),
    'conflict',
  );
  const returned: TestRow[] = [];
  for (const test of tests) {
    if (test.state !== 'submitted' && test.state !== 'reviewed') continue;
    const state = follow(testMachine, test.state === 'submitted' ? 'return' : 'sendBack', test);
    returned.push(await act.update<TestRow>('tests', test, { state, returned_reason: reason }, { reason }));
  }
  for (const id of [...new Set(returned.map(({ sample_id }) => sample_id))].sort()) {
    const batch = await held<Batch>(act, 'samples', id);
    if (batch.state === 'tested')
      await act.update<Batch>('samples', batch, { state: follow(sampleMachine, 'reopen', batch) }, { reason });
  }
  return returned;
}
