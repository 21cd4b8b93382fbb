import type { Knex } from 'knex';
import type { Lang } from '../kernel/types.ts';
import { lookUp } from '../messages/index.ts';

/** One event of a batch's life as the page tells it. */
export interface HistoryEntry {
  id: string;
  /** UTC ISO time. */
  at: string;
  action: string;
  title: string;
  by: string;
  reason: string | null;
  note: string | null;
}

/** What the trail is asked about: ids by table. */
export type Entities = Record<string, string[]>;

interface Body {
  user_name: string;
  reason: string | null;
  note: string | null;
}

const MOST = 60;

/** The newest events of a batch and of everything that belongs to it; several rows of one act are one entry. */
export async function historyOf(db: Knex, entities: Entities, lang: Lang): Promise<HistoryEntry[]> {
  const query = db('audit')
    .orderBy('seq', 'desc')
    .limit(MOST * 4);
  query.where((any) => {
    for (const [entity, ids] of Object.entries(entities))
      if (ids.length > 0) any.orWhere((one) => one.where({ entity }).whereIn('entity_id', ids));
  });
  const rows: { seq: number; utc: string; action: string; user_id: string; body: string }[] = await query.select(
    'seq',
    'utc',
    'action',
    'user_id',
    'body',
  );
  const acts = new Map<string, HistoryEntry>();
  for (const { seq, utc, action, user_id, body } of rows) {
    const { user_name, reason, note } = JSON.parse(body) as Body;
    const key = `${utc} ${action} ${user_id}`;
    const known = acts.get(key);
    if (known) known.reason ??= reason;
    else
      acts.set(key, {
        id: String(seq),
        at: utc,
        action,
        title: lookUp(lang, `action.${action}`),
        by: user_name,
        reason,
        note,
      });
  }
  return [...acts.values()].slice(0, MOST);
}
