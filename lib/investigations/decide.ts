import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import { stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { releaseHold } from '../samples/index.ts';
import { restand, settleBatch, type TestRow } from '../testing/index.ts';
import { conclusionFaults, type Value } from './conclusion.ts';
import { addProof } from './files.ts';
import { moved } from './laboratory.ts';
import type { Conclusion, InvestigationRow } from './rows.ts';
import { heldInvestigation, isReviewed, recordsOf, wordless } from './store.ts';

export interface ConcludeInput {
  id: string;
  version: number;
  conclusion: Exclude<Conclusion, 'invalid'>;
  reason: string;
  /** The value that shall be reported, if somebody writes it down; it has to be that of the record that stands. */
  reportedValue?: string;
  /** Nothing is left to test: the only case in which a result that could be retested is concluded without. */
  portionUsed?: boolean;
  file?: Upload;
}

const valueOf = (test: TestRow): Value => ({
  ...{ result: test.result_text, verdict: test.verdict, reviewed: isReviewed(test) },
});

/**
 * Concludes what no error explains: the first result stands, or, when every retest conforms, the first of these in their order.
 * @throws Refusal `investigation.own`, `investigation.retests-open`, `investigation.average`, `investigation.retest-first`, `investigation.words`
 */
export async function conclude(act: Act, input: ConcludeInput): Promise<InvestigationRow> {
  const row = await heldInvestigation(act, input.id, input.version);
  const state = await moved(act, row, 'conclude');
  const { first, attempts } = await recordsOf(act.db, row);
  const retests = attempts.filter(({ standing }) => standing === 'retest').map(valueOf);
  const mustRetest =
    row.state === 'no-error' && retests.length === 0 && !row.rules.forbidden && input.portionUsed !== true;
  const faults: (Reason | false)[] = [
    ...wordless(input.reason, 'reason'),
    mustRetest && { id: 'investigation.retest-first', field: 'portionUsed', params: { least: row.rules.least } },
    ...conclusionFaults(input.conclusion, {
      ...{ first: valueOf(first), retests, n: row.n ?? row.rules.least, typed: input.reportedValue },
    }),
  ];
  refuseAll(
    faults.filter((fault) => fault !== false),
    'conflict',
  );
  if (input.file) await addProof(act, row, input.file, 'conclusion');
  return act.update<InvestigationRow>('investigations', row, {
    ...{ state, conclusion: input.conclusion, conclusion_reason: input.reason.trim() },
    ...{ concluded_by: act.user.id, concluded_at: act.now },
  });
}

/**
 * The quality manager approves: only now do retests take the place of a first result. The sample is free, the clocks end.
 * @throws Refusal `investigation.own`, `investigation.decided`
 */
export async function approveInvestigation(
  act: Act,
  input: { id: string; version: number; note?: string },
): Promise<InvestigationRow> {
  const row = await heldInvestigation(act, input.id, input.version);
  const state = await moved(act, row, 'approve');
  if (row.conclusion === 'retest') {
    const { first, attempts } = await recordsOf(act.db, row);
    const [stands] = attempts.filter(({ standing }) => standing === 'retest');
    const why = { investigation: row.id, reason: `${row.number} ${row.conclusion_reason ?? ''}` };
    await restand(act, first.id, 'retest', why);
    if (stands) await restand(act, stands.id, 'counts', why);
    await settleBatch(act, row.sample_id);
  }
  const closed = await act.update<InvestigationRow>('investigations', row, {
    ...{ state, approved_by: act.user.id, approved_at: act.now, approval_note: input.note?.trim() || null },
    due_on: null,
  });
  return end(act, closed);
}

async function end(act: Act, row: InvestigationRow): Promise<InvestigationRow> {
  await releaseHold(act, { entity: 'investigations', id: row.id }, row.number);
  await stopClocks(act, 'investigations', row.id);
  return row;
}

/**
 * The conclusion goes back to the laboratory. Where an error had been found, the first record counts again and the repeat becomes a
 * confirmatory one: nothing is lost.
 * @throws Refusal `investigation.own`, `investigation.decided`, `investigation.words`
 */
export async function sendBack(
  act: Act,
  input: { id: string; version: number; reason: string },
): Promise<InvestigationRow> {
  const row = await heldInvestigation(act, input.id, input.version);
  const state = await moved(act, row, 'sendBack');
  refuseAll(wordless(input.reason, 'reason'));
  if (row.conclusion === 'invalid') {
    const { first, attempts } = await recordsOf(act.db, row);
    const asked = await act
      .db('investigations')
      .whereIn(
        'test_id',
        attempts.map(({ id }) => id),
      )
      .whereNot({ state: 'dropped' })
      .first('id');
    if (asked) refuse('investigation.repeat-asked', {}, undefined, 'conflict');
    const why = { investigation: row.id, reason: `${row.number} ${input.reason.trim()}` };
    await restand(act, first.id, 'counts', why);
    for (const one of attempts.filter(({ standing }) => standing === 'counts'))
      await restand(act, one.id, 'retest', why);
    await settleBatch(act, row.sample_id);
  }
  return act.update<InvestigationRow>('investigations', row, {
    ...{ state, returned_reason: input.reason.trim(), outcome: null, cause: null, decided_by: null, decided_at: null },
    ...{ conclusion: null, conclusion_reason: null, concluded_by: null, concluded_at: null },
  });
}

/** Sets aside what was opened by mistake about a result that conforms. @throws Refusal `investigation.drop-failing`, `investigation.words` */
export async function drop(
  act: Act,
  input: { id: string; version: number; reason: string },
): Promise<InvestigationRow> {
  const row = await heldInvestigation(act, input.id, input.version);
  const state = await moved(act, row, 'drop');
  refuseAll(wordless(input.reason, 'reason'));
  const dropped = await act.update<InvestigationRow>('investigations', row, {
    ...{ state, returned_reason: input.reason.trim(), due_on: null },
  });
  return end(act, dropped);
}
