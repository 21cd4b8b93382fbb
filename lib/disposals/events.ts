import type { Knex } from 'knex';
import { decode, type TableName } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { EventRow } from './rows.ts';

/** A page of history: far more than any case has. */
const MOST = 500;

/**
 * Notes what happened to a case. `kind` is the key of its sentence (`case.event.<kind>`), which the params fill; `ref` what it refers to,
 * `on` the day it happened on where that is not today.
 */
export function noteEvent(
  act: Act,
  caseId: string,
  kind: string,
  params: EventRow['params'] = {},
  { ref, on }: { ref?: { entity: TableName; id: string }; on?: string } = {},
): Promise<EventRow> {
  return act.insert<EventRow>('case_events', {
    case_id: caseId,
    kind,
    on_day: on ?? act.today,
    at: act.now,
    user_id: act.user.id,
    params,
    ref_entity: ref?.entity ?? null,
    ref_id: ref?.id ?? null,
  });
}

/** The history of a case, the oldest first. */
export async function eventsOf(db: Knex, caseId: string): Promise<EventRow[]> {
  const rows: object[] = await db('case_events').where({ case_id: caseId }).orderBy('id').limit(MOST);
  return rows.map((row) => decode<EventRow>('case_events', row));
}
