import { Refusal, refuse } from '../core/refusal.ts';
import type { PauseKind } from '../kernel/rules.ts';
import { decode } from '../kernel/tables.ts';
import { type ClockRow, extendClock, pauseClock, resumeClock } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';

interface Named {
  id: string;
  version: number;
}

export interface PauseInput extends Named {
  pauseKind: PauseKind;
  pauseFrom: string;
  reason: string;
}

export interface ResumeInput extends Named {
  pauseTo: string;
}

export interface ExtendInput extends Named {
  extensionAmount: number;
  approvedBy: string;
  approvalDocument: string;
  approvedOn: string;
}

/** @throws Refusal `record.missing`, `record.stale` */
async function heldClock(act: Act, { id, version }: Named): Promise<ClockRow> {
  const query = act.db('clocks').where({ id }).first();
  const found: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!found) return refuse('record.missing', { what: id }, undefined, 'missing');
  const row = decode<ClockRow>('clocks', found);
  if (row.version !== version) throw new Refusal([{ id: 'record.stale' }], 'stale', row);
  return row;
}

/** A day that is over or today. @throws Refusal `clock.future` */
function refuseFuture(act: Act, day: string, field: string): void {
  if (day > act.today) refuse('clock.future', { today: act.today }, field);
}

export async function pause(act: Act, input: PauseInput): Promise<ClockRow> {
  const clock = await heldClock(act, input);
  refuseFuture(act, input.pauseFrom, 'pauseFrom');
  return pauseClock(act, clock, { kind: input.pauseKind, from: input.pauseFrom, reason: input.reason.trim() });
}

/** @throws Refusal `clock.resume-early` for a day before that of the pause */
export async function resume(act: Act, input: ResumeInput): Promise<ClockRow> {
  const clock = await heldClock(act, input);
  refuseFuture(act, input.pauseTo, 'pauseTo');
  const from = clock.pauses.at(-1)?.from ?? '';
  if (input.pauseTo < from) refuse('clock.resume-early', { from }, 'pauseTo');
  return resumeClock(act, clock, input.pauseTo);
}

/** Records the approval of an extension by the authority that the rule names. */
export async function extend(act: Act, input: ExtendInput): Promise<ClockRow> {
  const clock = await heldClock(act, input);
  refuseFuture(act, input.approvedOn, 'approvedOn');
  return extendClock(act, clock, {
    amount: input.extensionAmount,
    approvedBy: input.approvedBy.trim(),
    document: input.approvalDocument.trim(),
    on: input.approvedOn,
  });
}
