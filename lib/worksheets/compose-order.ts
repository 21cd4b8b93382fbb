import type { Change } from '../core/change.ts';
import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Query } from '../kernel/types.ts';
import { namesOf, testTitle } from '../testing/index.ts';
import { type Candidate, namedCandidates } from './compose-candidates.ts';
import { type CandidateLine, candidateLines, colleaguesOf } from './compose-new.ts';
import { type RunMove, runMachine } from './machine.ts';
import type { SheetRow, WorksheetRow } from './rows.ts';
import { rowsOf, runOf } from './store.ts';

export interface OrderLine
  extends Pick<SheetRow, 'id' | 'position' | 'kind' | 'label' | 'level' | 'lot' | 'verdict' | 'removed_at'> {
  test: (Pick<Candidate, 'id' | 'number' | 'product_name' | 'batch_no' | 'state'> & { title: string }) | null;
  /** Position of the sample that a duplicate or spike belongs to. */
  of: number | null;
  /** Who took it out, and why. */
  removed: { by: string; reason: string } | null;
}

export interface Order {
  id: string;
  version: number;
  run: WorksheetRow;
  names: Record<string, string>;
  rows: OrderLine[];
  gone: OrderLine[];
  moves: { move: RunMove; obstacles: Reason[] }[];
  candidates: CandidateLine[];
  colleagues: { id: string; name: string }[];
  rooms: { code: string; name: string }[];
}

/** What stands in a run in which order, what was taken out of it, and what may be done to it now. */
export async function showOrder(query: Query, { id }: { id: string }): Promise<Order> {
  const { db, user } = query;
  const run = await runOf(db, id);
  const all = await rowsOf(db, id, { removed: true });
  const tests = await namedCandidates(
    db,
    all.flatMap(({ test_id }) => test_id ?? []),
  );
  const removals = await removalsOf(
    db,
    all.filter(({ removed_at }) => removed_at !== null).map((row) => row.id),
  );
  const lines = all.map((row): OrderLine => {
    const { position, kind, label, level, lot, verdict, removed_at } = row;
    const test = tests.find((one) => one.id === row.test_id);
    return {
      ...{ id: row.id, position, kind, label, level, lot, verdict, removed_at },
      test: test ? testAnswer(test, user.lang) : null,
      of: all.find((one) => one.id === row.of_row)?.position ?? null,
      removed: removals.get(row.id) ?? null,
    };
  });
  const moves = available(runMachine, run, actorOf(user));
  const canCompose = moves.some(({ move, obstacles }) => move === 'compose' && obstacles.length === 0);
  const group = { form_code: run.form_code, form_hash: run.form_hash, method: run.method };
  return {
    ...{ id, version: run.version, run, moves },
    names: await namesOf(db, [run.analyst_id, ...run.members]),
    rows: lines.filter(({ removed_at }) => removed_at === null),
    gone: lines.filter(({ removed_at }) => removed_at !== null),
    candidates: canCompose ? await candidateLines(query, [run.analyst_id, ...run.members], group, undefined) : [],
    colleagues: canCompose ? await colleaguesOf(query) : [],
    rooms: canCompose ? await db('rooms').where({ active: 1 }).orderBy('code').select('code', 'name') : [],
  };
}

function testAnswer(test: Candidate, lang: 'zh' | 'en'): NonNullable<OrderLine['test']> {
  const { id, number, product_name, batch_no, state } = test;
  return { id, number, product_name, batch_no, state, title: testTitle(test, lang) };
}

/** Who took each of these rows out, and why: the trail says it. */
async function removalsOf(
  db: Query['db'],
  ids: readonly string[],
): Promise<Map<string, { by: string; reason: string }>> {
  const rows: { entity_id: string; body: string }[] = await db('audit')
    .where({ entity: 'worksheet_rows' })
    .whereIn('entity_id', [...ids])
    .orderBy('seq')
    .select('entity_id', 'body');
  return new Map(
    rows.flatMap(({ entity_id, body }): [string, { by: string; reason: string }][] => {
      const { changes, reason, user_name } = JSON.parse(body) as {
        changes: Change[];
        reason: string | null;
        user_name: string;
      };
      const isRemoval = changes.some(({ field, old }) => field === 'removed_at' && old === null);
      return isRemoval && reason !== null ? [[entity_id, { by: user_name, reason }]] : [];
    }),
  );
}
