import type { Knex } from 'knex';
import type { Change } from '../core/change.ts';

/** One change of one reading as the trail holds it. */
export interface ReadingChange {
  /** Dot path within the readings. */
  path: string;
  old: string | null;
  new: string | null;
  at: string;
  by: string;
  reason: string | null;
}

interface Body {
  changes: Change[];
  reason: string | null;
  user_name: string;
}

const PREFIX = 'readings.';
const text = (value: Change['old']): string | null =>
  value === null || value === '' || value === '{}' || value === '[]' ? null : String(value);

/** Every change of every reading of a test in the order in which it was made (DI-04: all values stay readable). */
export async function readingChanges(db: Knex, testId: string): Promise<ReadingChange[]> {
  const rows: { utc: string; body: string }[] = await db('audit')
    .where({ entity: 'tests', entity_id: testId })
    .orderBy('seq')
    .select('utc', 'body');
  return rows.flatMap(({ utc, body }) => {
    const { changes, reason, user_name } = JSON.parse(body) as Body;
    return changes
      .filter((change) => change.field.startsWith(PREFIX))
      .map((change) => ({
        path: change.field.slice(PREFIX.length),
        old: text(change.old),
        new: text(change.new),
        at: utc,
        by: user_name,
        reason,
      }))
      .filter((change) => change.old !== null || change.new !== null);
  });
}

/** The changes that replaced a saved value; the first entry of a field is none. */
export const replaced = <T extends Pick<ReadingChange, 'old'>>(changes: readonly T[]): T[] =>
  changes.filter((change) => change.old !== null);

/** Who changed a test last, and when. */
export async function lastChange(db: Knex, testId: string): Promise<{ by: string; at: string } | undefined> {
  const row = await db('audit')
    .where({ entity: 'tests', entity_id: testId })
    .orderBy('seq', 'desc')
    .first<{ utc: string; body: string } | undefined>('utc', 'body');
  return row && { by: (JSON.parse(row.body) as Body).user_name, at: row.utc };
}
