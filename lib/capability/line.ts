import { available } from '../core/machine.ts';
import { type Reason, refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { find } from '../kernel/tables.ts';
import type { Query } from '../kernel/types.ts';
import { suspendedBy } from './change.ts';
import { type CapabilityMove, capabilityMachine } from './machine.ts';
import {
  type CapabilityMoveName,
  type CapabilityRow,
  type CapabilityState,
  changesOf,
  type Standing,
  standingOn,
} from './rows.ts';

export interface HistoryEntry {
  id: string;
  move: CapabilityMoveName;
  before: CapabilityState;
  after: CapabilityState;
  from: string;
  reason: string;
  by: string;
  at: string;
}

export interface LineSheet extends Omit<CapabilityRow, 'created_at'> {
  today: string;
  standing: Standing;
  /** The day that was asked for, and how the line stood on it. */
  day: string | null;
  then: Standing | null;
  history: HistoryEntry[];
  moves: { move: CapabilityMove; obstacles: Reason[] }[];
}

/** One line of the annex with its history, newest first. @throws Refusal `capability.line-missing` */
export async function showLine(
  { db, user, today }: Query,
  { id, day }: { id: string; day?: string },
): Promise<LineSheet> {
  const row = await find<CapabilityRow>(db, 'capabilities', { id });
  if (!row) return refuse('capability.line-missing', { id }, undefined, 'missing');
  const changes = (await changesOf(db, { capability_id: id })).get(id) ?? [];
  const people: { id: string; name: string }[] = await db('users').select('id', 'name');
  const { created_at: _born, ...facts } = row;
  return {
    ...facts,
    today,
    standing: standingOn(row, today, changes),
    day: day ?? null,
    then: day === undefined ? null : standingOn(row, day, changes),
    history: changes
      .map((change) => ({
        id: change.id,
        move: change.move,
        before: change.before,
        after: change.after,
        from: change.from_day,
        reason: change.reason,
        by: people.find((one) => one.id === change.user_id)?.name ?? '',
        at: change.created_at,
      }))
      .reverse(),
    moves: available(capabilityMachine, { ...row, suspended_by: suspendedBy(changes) }, actorOf(user)),
  };
}
