import type { Change } from '../core/change.ts';
import { decode } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { type TestRow, valueAt } from '../testing/index.ts';
import { SHARED } from './cells.ts';
import { controlNow, type RowNow, rowNow } from './cells-set.ts';
import { rowsOf, runOf } from './store.ts';

/** What was changed in a run since a moment of the trail, as it stands now. */
export interface ChangesAnswer {
  /** The last event looked at. */
  seen: number;
  /** `own`: changed by the reader himself, in this window or another. */
  cells: { row: string; field: string; value: string; own: boolean }[];
  rows: RowNow[];
}

interface Body {
  changes: Change[];
}

/** So many events at most in one answer; the rest comes with the next. */
const MOST = 1000;

/** The cells of a run that were changed after event `since`. @throws Refusal `record.missing` */
export async function changesSince({ db, user }: Query, id: string, since: number): Promise<ChangesAnswer> {
  const run = await runOf(db, id);
  const rows = await rowsOf(db, id);
  const head = await db('audit_head').where({ id: 1 }).first<{ seq: number } | undefined>('seq');
  const ids = [id, ...rows.map((row) => row.test_id ?? row.id)];
  const events: { seq: number; entity_id: string; user_id: string; body: string }[] = await db('audit')
    .where('seq', '>', since)
    .whereIn('entity', ['tests', 'worksheet_rows', 'worksheets'])
    .whereIn('entity_id', ids)
    .orderBy('seq')
    .limit(MOST)
    .select('seq', 'entity_id', 'user_id', 'body');
  const seen = events.length < MOST ? Math.max(since, head?.seq ?? 0) : (events.at(-1)?.seq ?? since);
  if (events.length === 0) return { seen, cells: [], rows: [] };
  const touched = new Set(events.map(({ entity_id }) => entity_id));
  const found: object[] = await db('tests').whereIn(
    'id',
    rows.flatMap(({ test_id }) => (test_id !== null && touched.has(test_id) ? [test_id] : [])),
  );
  const tests = new Map(found.map((row) => decode<TestRow>('tests', row)).map((test) => [test.id, test]));
  const cells = new Map<string, ChangesAnswer['cells'][number]>();
  for (const { entity_id, user_id, body } of events) {
    const row = rows.find((one) => (one.test_id ?? one.id) === entity_id);
    for (const { field } of (JSON.parse(body) as Body).changes) {
      const [column = '', ...keys] = field.split('.');
      if (column !== (row ? 'readings' : 'shared') || keys.length === 0) continue;
      const readings = row ? (tests.get(entity_id)?.readings ?? row.readings) : run.shared;
      const path = keys.join('.');
      const place = row?.id ?? SHARED;
      cells.set(`${place} ${path}`, {
        row: place,
        field: path,
        value: valueAt(readings, keys),
        own: user_id === user.id,
      });
    }
  }
  return {
    seen,
    cells: [...cells.values()],
    rows: rows.flatMap((row): RowNow[] => {
      const test = tests.get(row.test_id ?? '');
      if (test) return [rowNow(row.id, test, user.lang)];
      return touched.has(row.id) ? [controlNow(row)] : [];
    }),
  };
}
