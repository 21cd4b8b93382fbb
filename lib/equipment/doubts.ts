import type { Knex } from 'knex';
import { addDays, chinaDate } from '../core/deadlines.ts';
import { type EventRow, type ImpactRow, type Judgement, judgements } from './rows.ts';
import { plainNumber } from './store.ts';

/** A confirmed event that says 不满足 or 限用, and the days it puts in doubt: `from` (included, '' = ever) to `to` (excluded). */
export interface Doubt {
  event: EventRow;
  from: string;
  to: string;
}

/**
 * What was found bad, newest first, each back to the last check or calibration before it that was not 不满足, and on to the day on
 * which it was confirmed, until when people went on using the instrument, or to the next good check where that came first
 * (GB/T 27025 6.4.9: the effect on earlier results; domain 6.2).
 */
export function doubtsOf(events: readonly EventRow[]): Doubt[] {
  const confirmed = events.filter(({ state }) => state === 'confirmed');
  const good = confirmed.filter(({ conclusion }) => conclusion === 'fit' || conclusion === 'limited');
  return confirmed
    .filter(({ conclusion }) => conclusion === 'unfit' || conclusion === 'limited')
    .map((event) => ({
      event,
      from: good.reduce((last, { done_on }) => (done_on < event.done_on && done_on > last ? done_on : last), ''),
      to: endOf(event, good),
    }))
    .toSorted((a, b) => (a.to === b.to ? (a.event.id < b.event.id ? 1 : -1) : a.to < b.to ? 1 : -1));
}

/** The first day that is out of doubt. */
function endOf(event: EventRow, good: readonly EventRow[]): string {
  const confirmed = event.confirmed_at === null ? event.done_on : chinaDate(event.confirmed_at);
  const end = addDays(confirmed > event.done_on ? confirmed : event.done_on, 1);
  return good.reduce((first, { done_on }) => (done_on > event.done_on && done_on < first ? done_on : first), end);
}

/** The tests that used an instrument on a doubted day, as a query on `used`; a test of several days counts with each of them. */
export const usesWithin = (db: Knex, number: string, { from, to }: Pick<Doubt, 'from' | 'to'>): Knex.QueryBuilder =>
  db('instrument_uses as used')
    .where('used.number', plainNumber(number))
    .where('used.used_from', '<', to)
    .where('used.used_to', '>=', from);

export type ImpactCounts = Record<Judgement | 'total' | 'unjudged', number>;

/** How many tests an event puts in doubt, by how they were judged. */
export async function countImpacts(db: Knex, number: string, doubt: Doubt): Promise<ImpactCounts> {
  const [all] = (await usesWithin(db, number, doubt).count({ n: '*' })) as { n: number | string }[];
  const rows = (await usesWithin(db, number, doubt)
    .join('instrument_impacts as judged', 'judged.test_id', 'used.test_id')
    .where('judged.event_id', doubt.event.id)
    .groupBy('judged.judgement')
    .select('judged.judgement')
    .count({ n: '*' })) as { judgement: Judgement; n: number | string }[];
  const total = Number(all?.n ?? 0);
  const [unaffected = 0, retest = 0, amend = 0] = judgements.map((one) =>
    Number(rows.find(({ judgement }) => judgement === one)?.n ?? 0),
  );
  return { total, unaffected, retest, amend, unjudged: total - unaffected - retest - amend };
}

/** How many doubted tests wait for judgement, over all bad calibrations; null where none was bad. */
export async function unjudgedOf(db: Knex, number: string, events: readonly EventRow[]): Promise<number | null> {
  const doubts = doubtsOf(events);
  let open = 0;
  for (const doubt of doubts) open += (await countImpacts(db, number, doubt)).unjudged;
  return doubts.length === 0 ? null : open;
}

/** The judgements of some tests under one event, by test. */
export async function impactsOf(db: Knex, event_id: string, tests: readonly string[]): Promise<Map<string, ImpactRow>> {
  const rows: ImpactRow[] = await db('instrument_impacts').where({ event_id }).whereIn('test_id', tests);
  return new Map(rows.map((row) => [row.test_id, row]));
}
