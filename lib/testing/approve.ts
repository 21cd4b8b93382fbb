import { follow } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { sampleMachine } from '../samples/index.ts';
import { fixedBy } from './asked.ts';
import { signFor } from './deputies.ts';
import { refuseEmpty } from './review.ts';
import { moved, type Named, named } from './signing.ts';
import { type Batch, chainOf, held, heldTests, originsOf, testsOf } from './store.ts';
import { contentHash, isReference, type TestRow } from './test.ts';

/** What happens in the same transaction once a batch is approved: the reports slice drafts its report. */
export type Approved = (act: Act, sampleId: string) => Promise<unknown>;

export interface ApprovalInput {
  id: string;
  hashes: readonly Named[];
  /** The head of department in whose place a deputy signs. */
  standsInFor?: string;
}

/**
 * The department head signs all records of a batch and locks them; the batch is then approved with its verdict.
 * @throws Refusal `approval.state` when the batch is not tested, `approval.open` for each item that is not reviewed, `approval.incomplete`
 * when the set is not the whole batch, `approval.chain` when he analysed or reviewed an item, `sign.changed`, `validity.*` for what an applied register has against a record,
 * `delegation.*` when he is not the deputy of whom he signs for
 */
export async function approve(
  act: Act,
  { id, hashes, standsInFor }: ApprovalInput,
  approved?: Approved,
): Promise<Batch> {
  const batch = await held<Batch>(act, 'samples', id);
  const tests = await testsOf(act.db, id);
  refuseAll(openItems(tests, act.user.lang), 'conflict');
  if (batch.state !== 'tested') refuse('approval.state', { number: batch.number }, undefined, 'conflict');
  const ready = await named(act, hashes, 'lock');
  const whole = ready.length === tests.length && ready.every(({ test }) => test.sample_id === id);
  if (!whole) refuse('approval.incomplete', { given: ready.length, wanted: tests.length }, 'hashes', 'conflict');
  if (standsInFor !== undefined && standsInFor !== '')
    await signFor(act, {
      duty: 'department-head',
      principal: standsInFor,
      entity: 'samples',
      id,
      chain: chainOf(tests),
    });
  await act.sign(
    'approve',
    ready.map(({ test }) => ({ entity: 'tests', id: test.id, hash: contentHash(test) })),
  );
  for (const { test, state } of ready) await act.update<TestRow>('tests', test, { state });
  const { monitoring } = await originsOf(act.db, batch.sampling_id);
  // Any item out of its limit makes the whole batch nonconforming (domain 3.7).
  const judged = tests.some((test) => test.verdict === 'fails' && !isReference(test)) ? 'fails' : 'conforms';
  const verdict = monitoring ? null : judged;
  const done = await act.update<Batch>('samples', batch, {
    state: follow(sampleMachine, 'approve', batch),
    approved_by: act.user.id,
    verdict,
  });
  await approved?.(act, id);
  return done;
}

function openItems(tests: readonly TestRow[], lang: 'zh' | 'en'): Reason[] {
  return tests
    .filter((test) => test.state !== 'reviewed' && test.state !== 'locked')
    .map((test) => ({ id: 'approval.open', params: { item: `${test.seq} ${test.item.name[lang]}` } }));
}

export interface SendBackInput {
  id: string;
  tests: string[];
  reason: string;
}

/** Gives reviewed records of a tested batch back to their analysts; the batch is in testing again. */
export async function sendBack(act: Act, { id, tests, reason }: SendBackInput): Promise<Batch> {
  refuseEmpty(reason);
  const batch = await held<Batch>(act, 'samples', id);
  if (batch.state !== 'tested') refuse('approval.state', { number: batch.number }, undefined, 'conflict');
  refuseAll([...(await fixedBy(act.db, tests)).values()].flat(), 'conflict');
  for (const test of (await heldTests(act, tests)).values()) {
    if (test.sample_id !== id) refuse('record.missing', { what: test.id }, 'tests', 'missing');
    const state = await moved(act, test, 'sendBack');
    await act.update<TestRow>('tests', test, { state, returned_reason: reason.trim() }, { reason });
  }
  return act.update<Batch>('samples', batch, { state: follow(sampleMachine, 'reopen', batch) }, { reason });
}

/**
 * The signatory returned the report of an approved batch: its records are reviewed again, not locked, and the department head decides anew.
 * @throws Refusal `approval.not-approved`
 */
export async function reopen(act: Act, sampleId: string, reason: string): Promise<Batch> {
  const batch = await held<Batch>(act, 'samples', sampleId);
  if (batch.state !== 'approved') refuse('approval.not-approved', { number: batch.number }, undefined, 'conflict');
  const ids = (await testsOf(act.db, sampleId)).map(({ id }) => id);
  for (const test of (await heldTests(act, ids)).values()) {
    await act.update<TestRow>('tests', test, { state: await moved(act, test, 'unlock') }, { reason });
  }
  return act.update<Batch>(
    'samples',
    batch,
    { state: follow(sampleMachine, 'return', batch), approved_by: null, verdict: null },
    { reason },
  );
}
