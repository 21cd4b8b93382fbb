import { available } from '../core/machine.ts';
import type { Reason } from '../core/refusal.ts';
import { actorOf, may } from '../kernel/access.ts';
import { decode } from '../kernel/tables.ts';
import type { Query, SetAside } from '../kernel/types.ts';
import {
  asideOf,
  type OverrideMove,
  type OverrideRow,
  overrideHash,
  overrideMachine,
  overrideOf,
  overrideSubject,
} from './overrides.ts';
import { batchOf, testOf } from './store.ts';
import type { TestRow } from './test.ts';

/** One reason against one record, as a line of the list. */
export interface OverrideLine {
  testId: string;
  number: string;
  item: string;
  reason: Reason;
  aside: SetAside;
}

export interface OverridePage extends OverrideLine {
  version: number;
  hash: string;
  basis: string | null;
  moves: { move: OverrideMove; obstacles: Reason[] }[];
}

/** What is asked: the reason that stands, and why it may not be asked (any more). */
export interface AskPage {
  testId: string;
  number: string;
  item: string;
  key: string;
  reason: Reason | null;
  basis: string | null;
  why: Reason[];
}

const reasonOf = ({ reason_id: id, params }: OverrideRow): Reason => ({ id, params });

const MOST = 300;

/** Those that wait for a decision first, then the last decided. */
export async function overrideLines({ db, user }: Query): Promise<OverrideLine[]> {
  const rows: (object & { number: string; item: string; seq: number })[] = await db('overrides')
    .join('tests', 'tests.id', 'overrides.test_id')
    .join('samples', 'samples.id', 'tests.sample_id')
    .orderByRaw("case overrides.state when 'asked' then 0 else 1 end, overrides.asked_at desc")
    .limit(MOST)
    .select('overrides.*', 'samples.number', 'tests.item', 'tests.seq');
  return rows.map(({ number, item: stored, seq, ...row }) => {
    const override = decode<OverrideRow>('overrides', row);
    const { item } = decode<Pick<TestRow, 'item'>>('tests', { item: stored });
    return {
      testId: override.test_id,
      number,
      item: `${seq} ${item.name[user.lang]}`,
      reason: reasonOf(override),
      aside: asideOf(override),
    };
  });
}

/** @throws Refusal `record.missing` */
export async function showOverride(query: Query, id: string): Promise<OverridePage> {
  const { app, db, user } = query;
  const row = await overrideOf(db, id);
  const { number, item } = await named(query, row.test_id);
  const told = (await app.testReasons?.(app, db, row.test_id, {})) ?? [];
  return {
    testId: row.test_id,
    number,
    item,
    reason: reasonOf(row),
    aside: asideOf(row),
    version: row.version,
    hash: overrideHash(row),
    basis: told.find(({ key }) => key === row.reason_key)?.basis ?? null,
    moves: available(overrideMachine, await overrideSubject(db, row), actorOf(user)),
  };
}

/** The page on which somebody asks. @throws Refusal `record.missing` */
export async function showAsk(query: Query, testId: string, key: string): Promise<AskPage> {
  const { app, db, user } = query;
  const one = ((await app.testReasons?.(app, db, testId, {})) ?? []).find((told) => told.key === key);
  const state = one?.override?.state;
  const why: Reason[] = [
    ...(one ? [] : [{ id: 'override.gone' }]),
    ...(one && one.basis === undefined ? [{ id: 'override.never' }] : []),
    ...(state === 'asked' || state === 'approved'
      ? [{ id: 'override.twice', params: { name: one?.override?.askedBy ?? '' } }]
      : []),
    ...(may(user.roles, 'validity.ask') ? [] : [{ id: 'machine.permission', params: { needs: 'validity.ask' } }]),
  ];
  const about = await named(query, testId);
  return { testId, ...about, key, reason: one?.reason ?? null, basis: one?.basis ?? null, why };
}

async function named({ db, user }: Query, testId: string): Promise<{ number: string; item: string }> {
  const test = await testOf(db, testId);
  const { number } = await batchOf(db, test.sample_id);
  return { number, item: `${test.seq} ${test.item.name[user.lang]}` };
}
