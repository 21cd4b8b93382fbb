import { refuse, refuseAll } from '../core/refusal.ts';
import type { Act } from '../kernel/types.ts';
import { fixedBy } from './asked.ts';
import { settleBatch } from './attempts.ts';
import { formOf } from './forms.ts';
import type { TestState } from './machine.ts';
import { explainAll } from './plausible-explain.ts';
import { fieldAt } from './reading-text.ts';
import { isReason } from './readings.ts';
import { moved, type Named, named, refuseOld, testTitle } from './signing.ts';
import { held } from './store.ts';
import { contentHash, type ReturnedCell, type TestRow } from './test.ts';
import { blocking, type Oddity } from './unusual.ts';
import { odditiesOf } from './unusual-now.ts';

type Ready = { test: TestRow; state: TestState }[];

/**
 * One password signs the review of a set of records, none of which has anything unusual; a batch whose records are all reviewed is `tested`.
 * @throws Refusal `review.own` (analyst and reviewer are different persons), `test.sampler`, `sign.changed`, `review.unusual` for each record
 * that has to be looked at by itself; nothing is then signed
 */
export async function review(act: Act, list: readonly Named[]): Promise<TestRow[]> {
  const ready = await named(act, list, 'review');
  const found = await told(act, ready);
  const odd = ready.flatMap(({ test }, i) => {
    const count = blocking(found.get(test.id) ?? []).length;
    const item = testTitle(test, act.user.lang);
    return count === 0 ? [] : [{ id: 'review.unusual', field: `tests.${i}`, params: { item, count } }];
  });
  refuseAll(odd, 'conflict');
  return sign(act, ready, found);
}

export interface ReviewInput {
  id: string;
  /** Of the record as the reviewer saw it. */
  hash: string;
  /** Why what seems impossible is in order; asked for while something of the kind stands unexplained. */
  explanation?: string;
}

/**
 * The review of one record from its own page, where everything unusual is seen.
 * @throws Refusal as `review`, and `review.implausible` while an implausible time or place is not explained
 */
export async function reviewOne(act: Act, { id, hash, explanation = '' }: ReviewInput): Promise<TestRow> {
  const ready = await named(act, [{ id, hash }], 'review');
  await explainAll(act, id, explanation);
  const [reviewed] = await sign(act, ready, await told(act, ready));
  return reviewed ?? refuse('record.missing', { what: id }, undefined, 'missing');
}

const told = ({ app, db, today }: Act, ready: Ready): Promise<Map<string, Oddity[]>> =>
  odditiesOf(
    app,
    db,
    ready.map(({ test }) => test),
    today,
  );

async function sign(act: Act, ready: Ready, found: ReadonlyMap<string, Oddity[]>): Promise<TestRow[]> {
  await act.sign(
    'review',
    ready.map(({ test }) => ({ entity: 'tests', id: test.id, hash: contentHash(test) })),
  );
  const reviewed: TestRow[] = [];
  for (const { test, state } of ready) {
    // What the reviewer saw is kept: the head of department sees what came up later.
    const seen = found.get(test.id) ?? [];
    reviewed.push(
      await act.update<TestRow>('tests', test, {
        ...{ state, reviewer_id: act.user.id, reviewed_at: act.now, oddities: seen },
      }),
    );
  }
  for (const sampleId of new Set(reviewed.map((test) => test.sample_id))) await settleBatch(act, sampleId);
  return reviewed;
}

export interface ReturnInput {
  id: string;
  version: number;
  reason: string;
  /** The readings that are to be looked at again, by dot path; each may have a reason of its own. */
  cells?: (string | ReturnedCell)[];
}

/**
 * Gives a submitted record back to its analyst, to exactly the cells that are named.
 * @throws Refusal `return.reason` without a reason that says something, `return.cell` for a cell that the record does not have,
 * `investigation.fixed` for a result that is or was asked about
 */
export async function giveBack(act: Act, { id, version, reason, cells = [] }: ReturnInput): Promise<TestRow> {
  refuseEmpty(reason);
  const test = await held<TestRow>(act, 'tests', id);
  refuseOld(test, version);
  const state = await moved(act, test, 'return');
  refuseAll((await fixedBy(act.db, [id])).get(id) ?? [], 'conflict');
  const form = await formOf(act.db, test.form_hash);
  const returned = cells.map((cell) => (typeof cell === 'string' ? { path: cell, reason: reason.trim() } : cell));
  for (const cell of returned) {
    refuseEmpty(cell.reason);
    if (fieldAt(form, cell.path)?.type !== 'string') refuse('return.cell', { path: cell.path }, 'cells');
  }
  return act.update<TestRow>(
    'tests',
    test,
    { state, returned_reason: reason.trim(), returned_cells: returned.length > 0 ? returned : null },
    { reason },
  );
}

export function refuseEmpty(reason: string): void {
  if (!isReason(reason)) refuse('return.reason', {}, 'reason');
}
