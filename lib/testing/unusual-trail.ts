import type { Knex } from 'knex';
import type { Change } from '../core/change.ts';
import type { Changed } from './unusual.ts';

/** What one event did to a record: which readings, and whether the result stood there before. Times UTC ISO. */
export interface TrailEvent {
  at: string;
  /** Account of who did it. */
  by: string;
  /** Its readings, in the order of the paths; none for a signature. */
  changes: Changed[];
  /** The reason with which the record was given back; null for every other event. */
  returned: string | null;
}

interface Body {
  changes: Change[];
  reason: string | null;
}

const PREFIX = 'readings.';
const text = (value: Change['old']): string | null =>
  value === null || value === '' || value === '{}' || value === '[]' ? null : String(value);

/** The events of many records by one query, oldest first. */
export async function trailsOf(db: Knex, ids: readonly string[]): Promise<Map<string, TrailEvent[]>> {
  const rows: { entity_id: string; utc: string; user_id: string; body: string }[] = await db('audit')
    .where({ entity: 'tests' })
    .whereIn('entity_id', [...ids])
    .orderBy('seq')
    .select('entity_id', 'utc', 'user_id', 'body');
  const complete = new Set<string>();
  const trails = new Map<string, TrailEvent[]>(ids.map((id) => [id, []]));
  for (const { entity_id, utc, user_id, body } of rows) {
    const { changes, reason } = JSON.parse(body) as Body;
    const late = complete.has(entity_id);
    const readings = changes
      .filter(({ field }) => field.startsWith(PREFIX))
      .map((change) => ({
        path: change.field.slice(PREFIX.length),
        old: text(change.old),
        new: text(change.new),
        late,
      }))
      .filter((change) => change.old !== null || change.new !== null);
    const isReturned = changes.some(({ field, new: now }) => field === 'state' && now === 'returned');
    trails
      .get(entity_id)
      ?.push({ at: utc, by: user_id, changes: readings, returned: isReturned ? (reason ?? '') : null });
    const whole = changes.find(({ field }) => field === 'outcome.complete');
    if (whole) complete[whole.new === true ? 'add' : 'delete'](entity_id);
  }
  return trails;
}
