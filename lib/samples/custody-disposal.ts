import { follow } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { list } from '../kernel/tables.ts';
import type { Act, Query, Row } from '../kernel/types.ts';
import { t } from '../messages/index.ts';
import { type PortionRow, places } from '../samplings/index.ts';
import { heldPortion, type MoveRow, notKept, retentionOf } from './custody.ts';
import { holdsOf } from './holds.ts';
import { portionMachine } from './machine.ts';

export const disposalWays = ['incineration', 'hazardous-waste', 'destruction', 'return'] as const;
export type DisposalWay = (typeof disposalWays)[number];

/** The disposal of a portion: proposed, approved by another, carried out by two (domain 1.9; 10, item 25). */
export interface DisposalRow extends Row {
  portion_id: string;
  sample_id: string;
  way: DisposalWay;
  reason: string;
  state: 'proposed' | 'approved' | 'done' | 'withdrawn';
  proposed_by: string;
  approved_by: string | null;
  approved_at: string | null;
  /** The first of the two who carry it out; the second is `witness_id`. */
  done_by: string | null;
  witness_id: string | null;
  done_on: string | null;
  decision: string | null;
  created_at: string;
}

/** What stands against disposing of a portion: a hold, whatever its term says; or a term that is not over. */
export async function disposalFaults(
  { db, today, user }: Pick<Query, 'db' | 'today' | 'user'>,
  portion: Pick<PortionRow, 'id' | 'state' | 'seal_no'> & { sample_id: string },
  dueOn: string | null,
): Promise<Reason[]> {
  const params = { seal: portion.seal_no };
  const held = await holdsOf(db, portion.sample_id, today);
  return [
    ...(portion.state !== 'retained' ? [{ id: 'custody.not-kept', params: notKept(user.lang, portion) }] : []),
    ...(held.length > 0
      ? [
          {
            id: 'custody.held',
            params: {
              ...params,
              holds: held.map(({ kind, by }) => `${t(user.lang, `custody.hold.${kind}`)} ${by}`.trim()).join(', '),
            },
          },
        ]
      : []),
    ...(dueOn === null ? [{ id: 'custody.no-term', params }] : []),
    ...(dueOn !== null && dueOn >= today ? [{ id: 'custody.before-due', params: { ...params, due: dueOn } }] : []),
  ];
}

async function ready(act: Act, portion: PortionRow & { sample_id: string }): Promise<void> {
  const { due_on } = await retentionOf(act, portion);
  refuseAll(await disposalFaults(act, portion, due_on), 'conflict');
}

const openOf = async (act: Act, portionId: string): Promise<DisposalRow> => {
  const rows = await list<DisposalRow>(act.db, 'portion_disposals', { portion_id: portionId }, 'id');
  const row = rows.find(({ state }) => state === 'proposed' || state === 'approved');
  return row ?? refuse('custody.no-proposal', {}, undefined, 'conflict');
};

export interface ProposeInput {
  portions: string[];
  way: DisposalWay;
  reason: string;
}

/** Proposes portions for disposal. @throws Refusal `custody.held`, `custody.before-due`, `custody.no-term`, `custody.not-kept`, `custody.proposed`, `custody.none` */
export async function proposeDisposal(act: Act, input: ProposeInput): Promise<{ count: number }> {
  if (input.portions.length === 0) refuse('custody.none', {}, 'portions');
  for (const id of [...new Set(input.portions)].sort()) {
    const portion = await heldPortion(act, id);
    await ready(act, portion);
    const known = await list<DisposalRow>(act.db, 'portion_disposals', { portion_id: id }, 'id');
    if (known.some(({ state }) => state === 'proposed' || state === 'approved'))
      refuse('custody.proposed', { seal: portion.seal_no }, undefined, 'conflict');
    await act.insert<DisposalRow>('portion_disposals', {
      portion_id: id,
      sample_id: portion.sample_id,
      way: input.way,
      reason: input.reason,
      state: 'proposed',
      proposed_by: act.user.id,
      ...{ approved_by: null, approved_at: null, done_by: null, witness_id: null, done_on: null, decision: null },
    });
  }
  return { count: new Set(input.portions).size };
}

export interface DecideInput {
  portions: string[];
  decision: 'approve' | 'withdraw';
  reason?: string;
}

/** Another person approves the disposal, or sets it aside. @throws Refusal `custody.own-proposal`, `custody.no-proposal`, and what stands against it today */
export async function decideDisposal(act: Act, input: DecideInput): Promise<{ count: number }> {
  if (input.portions.length === 0) refuse('custody.none', {}, 'portions');
  for (const id of [...new Set(input.portions)].sort()) {
    const portion = await heldPortion(act, id);
    const row = await openOf(act, id);
    if (input.decision === 'withdraw') {
      await act.update<DisposalRow>('portion_disposals', row, { state: 'withdrawn', decision: input.reason ?? null });
      continue;
    }
    if (row.state !== 'proposed') refuse('custody.no-proposal', {}, undefined, 'conflict');
    if (row.proposed_by === act.user.id) refuse('custody.own-proposal', {}, undefined, 'conflict');
    await ready(act, portion);
    const patch = {
      state: 'approved' as const,
      approved_by: act.user.id,
      approved_at: act.now,
      decision: input.reason ?? null,
    };
    await act.update<DisposalRow>('portion_disposals', row, patch);
  }
  return { count: new Set(input.portions).size };
}

/**
 * One of the two who carry an approved disposal out says so; with the second the portion is gone. A hold set in between stops both.
 * @throws Refusal `custody.not-approved`, `custody.one-person`, and what stands against it today
 */
export async function carryOut(act: Act, input: { portions: string[] }): Promise<{ count: number }> {
  if (input.portions.length === 0) refuse('custody.none', {}, 'portions');
  for (const id of [...new Set(input.portions)].sort()) {
    const portion = await heldPortion(act, id);
    const row = await openOf(act, id);
    if (row.state !== 'approved') refuse('custody.not-approved', { seal: portion.seal_no }, undefined, 'conflict');
    await ready(act, portion);
    if (row.done_by === null) {
      await act.update<DisposalRow>('portion_disposals', row, { done_by: act.user.id });
      continue;
    }
    if (row.done_by === act.user.id) refuse('custody.one-person', { seal: portion.seal_no }, undefined, 'conflict');
    await gone(act, portion, row);
  }
  return { count: new Set(input.portions).size };
}

async function gone(act: Act, portion: PortionRow & { sample_id: string }, row: DisposalRow): Promise<void> {
  const first = await act.db('users').where({ id: row.done_by }).first<{ name: string }>('name');
  const patch = { state: 'done' as const, witness_id: act.user.id, done_on: act.today };
  await act.update<DisposalRow>('portion_disposals', row, patch);
  await act.insert<MoveRow>('custody_moves', {
    portion_id: portion.id,
    sample_id: portion.sample_id,
    kind: 'disposal',
    from_place: portion.place,
    to_place: places.disposed,
    condition: row.way,
    seal_intact: 1,
    giver_id: row.done_by,
    giver: first.name,
    receiver_id: act.user.id,
    receiver: act.user.name,
    on_day: act.today,
    note: row.reason,
    confirmed_at: act.now,
    ref_entity: 'portion_disposals',
    ref_id: row.id,
  });
  const state = follow(portionMachine, 'dispose', portion);
  await act.update<PortionRow>('portions', portion, { state, place: places.disposed });
}
