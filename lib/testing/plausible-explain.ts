import { refuse } from '../core/refusal.ts';
import { decode } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { findingsOf } from './plausible.ts';
import type { ImplausibilityRow } from './plausible-rows.ts';
import { isReason } from './readings.ts';
import { chainOf } from './store.ts';
import type { TestRow } from './test.ts';

export interface ExplainInput {
  id: string;
  version: number;
  reason: string;
}

/**
 * Somebody who had no hand in either record explains how both can be true.
 * @throws Refusal `plausibility.own` to whoever worked on one of the records, `plausibility.state` when it is no longer open,
 * `plausibility.reason` without a reason that says something
 */
export async function explain(act: Act, { id, version, reason }: ExplainInput): Promise<ImplausibilityRow> {
  const query = act.db('implausibilities').where({ id }).first();
  const row: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!row) return refuse('record.missing', { what: id }, undefined, 'missing');
  const finding = decode<ImplausibilityRow>('implausibilities', row);
  if (finding.version !== version) refuse('record.stale', {}, undefined, 'stale');
  if (finding.state !== 'open') refuse('plausibility.state', {}, undefined, 'conflict');
  if (!isReason(reason)) refuse('plausibility.reason', {}, 'reason');
  return write(act, finding, reason);
}

/** With the review of a record everything implausible about it is explained. @throws Refusal `review.implausible` without an explanation */
export async function explainAll(act: Act, testId: string, explanation: string): Promise<void> {
  const open = (await findingsOf(act.db, [testId])).filter(({ state }) => state === 'open');
  if (open.length > 0 && !isReason(explanation))
    refuse('review.implausible', { count: open.length }, 'explanation', 'conflict');
  for (const finding of open) await write(act, finding, explanation);
}

async function write(act: Act, finding: ImplausibilityRow, reason: string): Promise<ImplausibilityRow> {
  const rows: object[] = await act.db('tests').whereIn('id', [finding.test_id, finding.other_id]);
  const hands = chainOf(rows.map((row) => ({ ...decode<TestRow>('tests', row), reviewer_id: null })));
  if (hands.includes(act.user.id)) refuse('plausibility.own', {}, undefined, 'conflict');
  return act.update<ImplausibilityRow>(
    'implausibilities',
    finding,
    {
      ...{ state: 'explained' as const, explanation: reason.trim(), explained_by: act.user.id },
      ...{ explained_name: act.user.name, explained_at: act.now },
    },
    { reason },
  );
}
