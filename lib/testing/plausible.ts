import type { Knex } from 'knex';
import { addDays } from '../core/deadlines.ts';
import { decode } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { type Facts, factsOf } from './plausible-facts.ts';
import type { ImplausibilityRow, InstrumentTime, Side } from './plausible-rows.ts';
import { reviewPractice } from './review-rules.ts';
import { namesOf } from './store.ts';
import type { TestRow } from './test.ts';
import type { TrailEvent } from './unusual-trail.ts';

/** Two records that cannot both be true, before it is known whether somebody explained that already. */
interface Clash {
  kind: ImplausibilityRow['kind'];
  subject: string;
  own: string;
  other: string;
  ownTime: Pick<Side, 'from' | 'to' | 'room'>;
  otherTime: Pick<Side, 'from' | 'to' | 'room'>;
}

/**
 * Keeps the times and places of records that are being signed and finds what they clash with: an instrument in another sequence at the same
 * time, a person or a balance in another room in the same minute. Each look is bounded by the index, not by the archive (N23).
 */
export async function settlePlausibility(
  act: Act,
  tests: readonly TestRow[],
  trails: ReadonlyMap<string, readonly TrailEvent[]>,
): Promise<void> {
  const facts = await factsOf(act, tests, trails);
  const ids = tests.map(({ id }) => id);
  for (const table of ['instrument_times', 'weighing_minutes']) await act.db(table).whereIn('test_id', ids).delete();
  if (facts.times.length > 0) await act.db('instrument_times').insert(facts.times);
  if (facts.minutes.length > 0) await act.db('weighing_minutes').insert(facts.minutes);
  const known = await findingsOf(act.db, ids);
  const clashes = [...(await sequences(act, facts)), ...(await places(act.db, facts, ids))];
  if (clashes.length === 0 && known.length === 0) return;
  await settle(act, known, await rowsOf(act.db, clashes, facts));
}

/** What was found about these records, on either side; what a correction cleared is left out. */
export async function findingsOf(db: Knex, ids: readonly string[]): Promise<ImplausibilityRow[]> {
  const rows: object[] = await db('implausibilities')
    .whereIn('test_id', [...ids])
    .union(db('implausibilities').whereIn('other_id', [...ids]));
  return rows.map((row) => decode<ImplausibilityRow>('implausibilities', row));
}

/** Records of one sequence stand in one run; without runs, what one analyst did in the same hours may have been one sequence. */
const sequenceOf = ({ worksheet_id, analyst_id }: InstrumentTime): string => worksheet_id ?? analyst_id;

async function sequences(act: Act, { times }: Facts): Promise<Clash[]> {
  const { longestDays } = reviewPractice(act.app).sequence;
  const together = new Map<string, InstrumentTime[]>();
  for (const time of times) {
    const key = [time.number, time.from_at, time.to_at, sequenceOf(time)].join(' ');
    together.set(key, [...(together.get(key) ?? []), time]);
  }
  const clashes: Clash[] = [];
  for (const [time, ...same] of together.values()) {
    if (!time) continue;
    const earliest = addDays(time.from_at.slice(0, 10), -longestDays);
    const others: InstrumentTime[] = await act
      .db('instrument_times')
      .where({ number: time.number })
      .whereBetween('from_at', [earliest, time.to_at])
      .where('from_at', '<', time.to_at)
      .where('to_at', '>', time.from_at)
      .groupBy('worksheet_id', 'analyst_id')
      .select('worksheet_id', 'analyst_id')
      .min({ test_id: 'test_id', from_at: 'from_at' })
      .max({ to_at: 'to_at' });
    for (const other of others.filter((one) => sequenceOf(one) !== sequenceOf(time)))
      for (const { test_id } of [time, ...same])
        clashes.push({
          ...{ kind: 'sequence', subject: time.number, own: test_id, other: other.test_id },
          ownTime: { from: time.from_at, to: time.to_at },
          otherTime: { from: other.from_at, to: other.to_at },
        });
  }
  return clashes;
}

interface Place {
  subject: string;
  own: string;
  other: string;
  room: string;
  otherRoom: string;
  from: string;
  to: string;
}

/** The same person, and the same balance, in two rooms within one minute. */
async function places(db: Knex, { minutes }: Facts, ids: readonly string[]): Promise<Clash[]> {
  if (minutes.length === 0) return [];
  const clashes: Clash[] = [];
  for (const [kind, column] of [
    ['rooms', 'user_id'],
    ['balance', 'number'],
  ] as const) {
    const found: Place[] = await db('weighing_minutes as m')
      .join('weighing_minutes as o', (on) => on.on(`o.${column}`, `m.${column}`).andOn('o.minute', 'm.minute'))
      .whereIn('m.test_id', [...ids])
      .whereNot(`m.${column}`, '')
      .whereRaw('o.room <> m.room')
      .groupBy(`m.${column}`, 'm.test_id', 'o.test_id', 'm.room', 'o.room')
      .select(`m.${column} as subject`, 'm.test_id as own', 'o.test_id as other', 'm.room', 'o.room as otherRoom')
      .min({ from: 'm.minute' })
      .max({ to: 'm.minute' });
    for (const { subject, own, other, room, otherRoom, from, to } of found)
      clashes.push({
        ...{ kind, subject, own, other },
        ownTime: { from, to, room },
        otherTime: { from, to, room: otherRoom },
      });
  }
  return clashes;
}

type Found = Pick<
  ImplausibilityRow,
  'kind' | 'subject' | 'subject_name' | 'day' | 'from_at' | 'to_at' | 'test_id' | 'other_id' | 'params'
>;

/** Clashes with what a reader needs to know of both records; the record with the smaller id is named first. */
async function rowsOf(db: Knex, clashes: readonly Clash[], { names }: Facts): Promise<Found[]> {
  const ids = [...new Set(clashes.flatMap(({ own, other }) => [own, other]))];
  const rows: (object & { id: string; number: string })[] = await db('tests')
    .join('samples', 'samples.id', 'tests.sample_id')
    .whereIn('tests.id', ids)
    .select('tests.id', 'tests.item', 'samples.number');
  const told = new Map(
    rows.map((row) => {
      const { item } = decode<Pick<TestRow, 'item'>>('tests', row);
      return [row.id, { number: row.number, item: item.name }];
    }),
  );
  const people = await namesOf(
    db,
    clashes.filter(({ kind }) => kind === 'rooms').map(({ subject }) => subject),
  );
  const found = new Map<string, Found>();
  for (const { kind, subject, own, other, ownTime, otherTime } of clashes) {
    const [own_, other_] = [told.get(own), told.get(other)];
    if (!own_ || !other_) continue;
    const sides = [
      { id: own, side: { ...own_, ...ownTime } },
      { id: other, side: { ...other_, ...otherTime } },
    ].sort((a, b) => (a.id < b.id ? -1 : 1));
    const [first, second] = sides;
    if (!first || !second) continue;
    const from_at = ownTime.from > otherTime.from ? ownTime.from : otherTime.from;
    found.set([kind, subject, first.id, second.id].join(' '), {
      ...{ kind, subject, subject_name: people[subject] ?? names.get(subject) ?? subject },
      ...{ day: from_at.slice(0, 10), from_at, to_at: ownTime.to < otherTime.to ? ownTime.to : otherTime.to },
      ...{ test_id: first.id, other_id: second.id, params: { first: first.side, second: second.side } },
    });
  }
  return [...found.values()];
}

const keyOf = ({
  kind,
  subject,
  test_id,
  other_id,
}: Pick<Found, 'kind' | 'subject' | 'test_id' | 'other_id'>): string => [kind, subject, test_id, other_id].join(' ');

/** What is new is open; what was explained stays so while it is the same; what a correction cleared is gone. */
async function settle(act: Act, known: readonly ImplausibilityRow[], found: readonly Found[]): Promise<void> {
  const before = new Map(known.map((row) => [keyOf(row), row]));
  const open = {
    ...{ state: 'open' as const, explanation: null, explained_by: null, explained_name: null, explained_at: null },
  };
  await act.insertAll<ImplausibilityRow>(
    'implausibilities',
    found.filter((one) => !before.has(keyOf(one))).map((one) => ({ ...one, ...open })),
  );
  const now = new Map(found.map((one) => [keyOf(one), one]));
  for (const row of known) {
    const again = now.get(keyOf(row));
    if (again === undefined) {
      if (row.state !== 'gone' && !(await standsStill(act.db, row)))
        await act.update<ImplausibilityRow>('implausibilities', row, { state: 'gone' });
    } else if (row.state === 'gone' || again.from_at !== row.from_at || again.to_at !== row.to_at)
      await act.update<ImplausibilityRow>('implausibilities', row, { ...again, ...open });
  }
}

/** A sequence is named by one of its records; the others clash as long as their own times do. */
async function standsStill(db: Knex, { kind, subject, test_id, other_id }: ImplausibilityRow): Promise<boolean> {
  if (kind !== 'sequence') return false;
  const times: InstrumentTime[] = await db('instrument_times')
    .where({ number: subject })
    .whereIn('test_id', [test_id, other_id]);
  const [a, b] = times;
  return a !== undefined && b !== undefined && a.from_at < b.to_at && b.from_at < a.to_at;
}
