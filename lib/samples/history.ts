import type { Knex } from 'knex';
import type { Lang } from '../kernel/types.ts';
import { lookUp, t } from '../messages/index.ts';

/** One event of a batch's life as the page tells it. */
export interface HistoryEntry {
  id: string;
  /** UTC ISO time. */
  at: string;
  /** UTC ISO time of the first of several saves that are told as one; absent for a single event. */
  since?: string;
  action: string;
  title: string;
  by: string;
  reason: string | null;
  note: string | null;
}

/** What the trail is asked about: ids by table. */
export type Entities = Record<string, string[]>;

/** Names of the tests of the batch by id, in the reader's language. */
export type ItemNames = ReadonlyMap<string, string>;

interface Body {
  user_name: string;
  reason: string | null;
  note: string | null;
  changes: { field: string }[];
}

interface Event extends Body {
  seq: number;
  utc: string;
  action: string;
  entity: string;
  entity_id: string;
  user_id: string;
}

/** Rows of one act, or of a run of saves. */
interface Told {
  last: Event;
  first: Event;
  reason: string | null;
  tests: Set<string>;
  readings: number;
}

const MOST = 60;
const MOST_ROWS = 4000;
const NAMED = 3;
const SAVE = 'test.record';
/** Acts by which internal samples come onto the bench: told as any batch's planning, so that nobody knows one by its history (domain 5.4). */
const COVERED = /^(internal|control|proficiency|comparison)\./;
const COVER = 'sample.plan';
const isReading = (change: { field: string }): boolean => change.field.startsWith('readings.');

/**
 * The newest events of a batch and of everything that belongs to it. Rows of one act are one entry; the saves of one person
 * on one record are one entry too, until something else happens to the record; a saved value that was changed stands alone with its reason.
 */
export async function historyOf(db: Knex, entities: Entities, names: ItemNames, lang: Lang): Promise<HistoryEntry[]> {
  const told: Told[] = [];
  const acts = new Map<string, Told>();
  const runs = new Map<string, Told>();
  for (const event of await eventsOf(db, entities)) {
    const isSave = event.action === SAVE;
    if (isSave && (event.entity !== 'tests' || !event.changes.some(isReading))) continue;
    const isRun = isSave && event.reason === null;
    if (!isRun && event.entity === 'tests') runs.delete(event.entity_id);
    const known = isRun ? runOf(runs, event) : acts.get(actOf(event));
    if (known) join(known, event);
    else {
      const entry = join({ last: event, first: event, reason: null, tests: new Set(), readings: 0 }, event);
      told.push(entry);
      if (isRun) runs.set(event.entity_id, entry);
      else acts.set(actOf(event), entry);
    }
  }
  return told.slice(0, MOST).map((entry) => spoken(entry, names, lang));
}

async function eventsOf(db: Knex, entities: Entities): Promise<Event[]> {
  const query = db('audit').orderBy('seq', 'desc').limit(MOST_ROWS);
  query.where((any) => {
    for (const [entity, ids] of Object.entries(entities))
      if (ids.length > 0) any.orWhere((one) => one.where({ entity }).whereIn('entity_id', ids));
  });
  const rows: (Omit<Event, keyof Body> & { body: string })[] = await query.select(
    'seq',
    'utc',
    'action',
    'entity',
    'entity_id',
    'user_id',
    'body',
  );
  return rows.map(({ body, action, ...row }) => ({
    ...row,
    action: COVERED.test(action) ? COVER : action,
    ...(JSON.parse(body) as Body),
  }));
}

const actOf = ({ utc, action, user_id }: Event): string => `${utc} ${action} ${user_id}`;

/** The run that an earlier save belongs to: same record, same person. */
function runOf(runs: Map<string, Told>, event: Event): Told | undefined {
  const run = runs.get(event.entity_id);
  return run?.last.user_id === event.user_id ? run : undefined;
}

function join(entry: Told, event: Event): Told {
  entry.first = event;
  entry.reason ??= event.reason;
  entry.readings += event.changes.filter(isReading).length;
  if (event.entity === 'tests') entry.tests.add(event.entity_id);
  return entry;
}

function spoken({ last, first, reason, tests, readings }: Told, names: ItemNames, lang: Lang): HistoryEntry {
  const items = namesOf(
    [...tests].reverse().flatMap((id) => names.get(id) ?? []),
    lang,
  );
  return {
    id: String(last.seq),
    at: last.utc,
    ...(first.utc.slice(0, 16) !== last.utc.slice(0, 16) && { since: first.utc }),
    action: last.action,
    title: titleOf(last.action, items, reason === null ? readings : 0, lang),
    by: last.user_name,
    reason,
    note: last.note,
  };
}

function titleOf(action: string, items: string, readings: number, lang: Lang): string {
  const what = lookUp(lang, `action.${action}`);
  if (items === '') return what;
  if (action !== SAVE) return t(lang, 'history.of', { what, items });
  return readings > 0
    ? t(lang, 'history.readings', { item: items, count: readings })
    : t(lang, 'history.changed', { item: items });
}

function namesOf(names: string[], lang: Lang): string {
  const shown = names.slice(0, NAMED).join(lang === 'zh' ? '、' : ', ');
  return names.length > NAMED ? t(lang, 'history.many', { items: shown, count: names.length }) : shown;
}
