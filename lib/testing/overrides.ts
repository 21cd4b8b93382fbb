import type { Knex } from 'knex';
import { type Actor, type Machine, next } from '../core/machine.ts';
import { type Reason, Refusal, refuse } from '../core/refusal.ts';
import { actorOf, type Permission } from '../kernel/access.ts';
import { recordHash } from '../kernel/hash.ts';
import { decode, find } from '../kernel/tables.ts';
import type { Act, Row, SetAside } from '../kernel/types.ts';
import { refuseEmpty } from './review.ts';
import { testOf } from './store.ts';

export const overrideStates = ['asked', 'approved', 'declined', 'withdrawn'] as const;
export type OverrideState = (typeof overrideStates)[number];
export type OverrideMove = 'approve' | 'decline' | 'withdraw';

/** One reason against one test that somebody asked to set aside. Names as they were then. */
export interface OverrideRow extends Row {
  test_id: string;
  reason_id: string;
  params: NonNullable<Reason['params']>;
  reason_key: string;
  state: OverrideState;
  why: string;
  asked_by: string;
  asked_name: string;
  asked_at: string;
  decided_by: string | null;
  decided_name: string | null;
  decided_at: string | null;
  decision: string | null;
  created_at: string;
}

export interface OverrideSubject {
  asked_by: string;
  /** Who tested and who reviewed the record. */
  chain: readonly string[];
}

/** Two persons: who asked does not decide, nor does who tested or reviewed (domain 4). */
const own = ({ asked_by }: OverrideSubject, { id }: Actor): Reason | null =>
  asked_by === id ? { id: 'override.own' } : null;
const involved = ({ chain }: OverrideSubject, { id }: Actor): Reason | null =>
  chain.includes(id) ? { id: 'override.chain' } : null;
const notAsker = ({ asked_by }: OverrideSubject, { id }: Actor): Reason | null =>
  asked_by === id ? null : { id: 'override.not-asker' };

export const overrideMachine = {
  name: 'override',
  initial: 'asked',
  states: overrideStates,
  moves: {
    approve: { from: ['asked'], to: 'approved', needs: 'validity.override', unless: [own, involved] },
    decline: { from: ['asked'], to: 'declined', needs: 'validity.override', unless: [own, involved] },
    withdraw: { from: ['asked'], to: 'withdrawn', needs: 'validity.ask', unless: [notAsker] },
  },
} as const satisfies Machine<OverrideState, OverrideMove, OverrideSubject> & {
  moves: Record<OverrideMove, { needs: Permission }>;
};

/** Names the exact reason: its id and all that it says; where the page points to is no part of it. */
export const reasonKey = ({ id, params = {} }: Reason): string => recordHash({ id, params });

export const asideOf = (row: OverrideRow): SetAside => ({
  id: row.id,
  state: row.state,
  why: row.why,
  askedBy: row.asked_name,
  askedAt: row.asked_at,
  decidedBy: row.decided_name,
  decidedAt: row.decided_at,
  decision: row.decision,
});

/** The overrides of a test in the order in which they were asked. */
export async function overridesOf(db: Knex, testId: string): Promise<OverrideRow[]> {
  const rows: object[] = await db('overrides').where({ test_id: testId }).orderBy(['asked_at', 'id']);
  return rows.map((row) => decode<OverrideRow>('overrides', row));
}

/** @throws Refusal `record.missing` */
export async function overrideOf(db: Knex, id: string): Promise<OverrideRow> {
  return (
    (await find<OverrideRow>(db, 'overrides', { id })) ?? refuse('record.missing', { what: id }, undefined, 'missing')
  );
}

/** The guards' view of a row. */
export async function overrideSubject(db: Knex, row: OverrideRow): Promise<OverrideSubject & { state: OverrideState }> {
  const { analyst_id, reviewer_id } = await testOf(db, row.test_id);
  return {
    state: row.state,
    asked_by: row.asked_by,
    chain: [analyst_id, reviewer_id].filter((one) => one !== null),
  };
}

export interface AskInput {
  id: string;
  key: string;
  reason: string;
}

/**
 * Asks to set one reason against one test aside.
 * @throws Refusal `return.reason`, `override.gone` when the reason does not stand (any more), `override.never` where nobody may,
 * `override.twice` while it is asked or approved already
 */
export async function askOverride(act: Act, { id, key, reason }: AskInput): Promise<OverrideRow> {
  refuseEmpty(reason);
  const test = await testOf(act.db, id);
  const told = (await act.app.testReasons?.(act.app, act.db, test.id, {})) ?? [];
  const one = told.find((each) => each.key === key);
  if (!one) return refuse('override.gone', {}, 'key', 'conflict');
  if (one.basis === undefined) return refuse('override.never', {}, 'key', 'conflict');
  if (one.override && ['asked', 'approved'].includes(one.override.state))
    refuse('override.twice', { name: one.override.askedBy }, 'key', 'conflict');
  return act.insert<OverrideRow>('overrides', {
    test_id: test.id,
    reason_id: one.reason.id,
    params: one.reason.params ?? {},
    reason_key: key,
    state: 'asked',
    why: reason.trim(),
    asked_by: act.user.id,
    asked_name: act.user.name,
    asked_at: act.now,
    decided_by: null,
    decided_name: null,
    decided_at: null,
    decision: null,
  });
}

/** What the signature of a decision is bound to: the reason, the test, and why it was asked. */
export const overrideHash = ({ id, test_id, reason_id, params, why, asked_by, asked_at }: OverrideRow): string =>
  recordHash({ id, test_id, reason_id, params, why, asked_by, asked_at });

export interface DecisionInput {
  id: string;
  version: number;
  decision: 'approve' | 'decline';
  reason: string;
}

/** A second person signs what becomes of it. @throws Refusal `override.own`, `override.chain`, `record.stale`, `return.reason` */
export async function decideOverride(act: Act, { id, version, decision, reason }: DecisionInput): Promise<OverrideRow> {
  const row = await heldOverride(act, id, version);
  const state = next(overrideMachine, decision, await overrideSubject(act.db, row), actorOf(act.user));
  refuseEmpty(reason);
  await act.sign('approve', [{ entity: 'overrides', id, hash: overrideHash(row) }]);
  const decided = { decided_by: act.user.id, decided_name: act.user.name, decided_at: act.now };
  return act.update<OverrideRow>('overrides', row, { state, ...decided, decision: reason.trim() }, { reason });
}

/** Who asked takes it back while nobody has decided. @throws Refusal `override.not-asker`, `record.stale` */
export async function withdrawOverride(
  act: Act,
  { id, version }: Pick<DecisionInput, 'id' | 'version'>,
): Promise<OverrideRow> {
  const row = await heldOverride(act, id, version);
  const state = next(overrideMachine, 'withdraw', await overrideSubject(act.db, row), actorOf(act.user));
  return act.update<OverrideRow>('overrides', row, { state });
}

async function heldOverride(act: Act, id: string, version: number): Promise<OverrideRow> {
  const row = await overrideOf(act.db, id);
  if (row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  return row;
}
