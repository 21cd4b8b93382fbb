import { chinaDate } from '../core/deadlines.ts';
import { next } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { decode } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { readLimits, type Typed } from './limits.ts';
import { type InstrumentMove, type InstrumentSubject, instrumentMachine } from './machine.ts';
import type { Cause, EventRow, InstrumentLimit, InstrumentRow, StateRow } from './rows.ts';
import { eventsOf, heldInstrument } from './store.ts';

export interface Change {
  id: string;
  version: number;
  move: InstrumentMove;
  cause?: Cause;
  reason?: string;
  limits?: Typed<InstrumentLimit>[];
}

/** What the machine asks of an instrument, from its row and what was done to it. */
export function subjectOf(
  row: InstrumentRow,
  events: readonly EventRow[],
  since: string,
  today: string,
): InstrumentSubject {
  const good = events.filter(({ state, conclusion }) => state === 'confirmed' && conclusion !== 'unfit');
  return {
    traceability: row.traceability,
    due_on: row.due_on,
    today,
    cause: row.state === 'stopped' ? row.cause : null,
    since: chinaDate(since),
    checked_on:
      good
        .map(({ done_on }) => done_on)
        .sort()
        .at(-1) ?? null,
  };
}

/**
 * Moves an instrument on its way; the state before ends at this moment.
 * @throws Refusal `equipment.cause`, `equipment.reason`, what stands against limits and what the machine says
 */
export async function moveInstrument(act: Act, { id, version, move, ...change }: Change): Promise<InstrumentRow> {
  const row = await heldInstrument(act, id, version);
  const current = await openState(act, id);
  const subject = subjectOf(row, await eventsOf(act.db, id), current.from_at, act.today);
  const state = next(instrumentMachine, move, { ...subject, state: row.state }, actorOf(act.user));
  const reason = change.reason?.trim() || null;
  if (move === 'stop' && change.cause === undefined) refuse('equipment.cause', {}, 'cause');
  if (['stop', 'downgrade', 'scrap'].includes(move) && reason === null) refuse('equipment.reason', {}, 'reason');
  const limits = move === 'limit' ? readLimits(change.limits) : null;
  const cause = move === 'stop' ? (change.cause ?? null) : null;
  return turn(act, row, { state, limits, cause, reason });
}

/** Ends the present state and begins the next one at this moment. */
export async function turn(
  act: Act,
  row: InstrumentRow,
  { reason, ...into }: Pick<StateRow, 'state' | 'limits' | 'cause' | 'reason'>,
  patch: Partial<InstrumentRow> = {},
): Promise<InstrumentRow> {
  const current = await openState(act, row.id);
  await act.update<StateRow>('instrument_states', current, { to_at: act.now });
  await act.insert<StateRow>('instrument_states', {
    ...{ ...into, reason, instrument_id: row.id },
    from_at: act.now,
    to_at: null,
    by_id: act.user.id,
  });
  const first = into.state === 'enabled' && row.enabled_on === null ? { enabled_on: act.today } : {};
  return act.update<InstrumentRow>(
    'instruments',
    row,
    { ...into, ...first, ...patch },
    { reason: reason ?? undefined },
  );
}

async function openState({ db }: Act, instrument_id: string): Promise<StateRow> {
  const row: object | undefined = await db('instrument_states').where({ instrument_id, to_at: null }).first();
  if (!row) throw new Error(`instrument ${instrument_id} has no present state`);
  return decode<StateRow>('instrument_states', row);
}
