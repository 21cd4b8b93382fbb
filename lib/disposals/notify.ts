import { chinaDate } from '../core/deadlines.ts';
import { next } from '../core/machine.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { decode } from '../kernel/tables.ts';
import { stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { caseMachine } from './machine.ts';
import type { CaseRow } from './rows.ts';

/** Blanks at both ends, the full-width and the invisible ones too. */
const BLANK = /^[\s\u200B]+|[\s\u200B]+$/g;

export const ways = ['system', 'delivery', 'mail', 'electronic'] as const;

export interface NotifyInput {
  id: string;
  version: number;
  notifiedOn: string;
  notifiedTo: string;
  notifiedHow: (typeof ways)[number];
  receiptNo?: string;
  note?: string;
}

/**
 * Records that the nonconforming report went to the authority: closes the first step and stops its clock.
 * @throws Refusal `case.addressee` for blanks, `case.future`, `case.before` for a day that cannot be, `machine.state` when it was recorded already
 */
export async function notify(act: Act, input: NotifyInput): Promise<CaseRow> {
  const query = act.db('cases').where({ id: input.id }).first();
  const found: object | undefined = await (act.app.db.engine === 'postgres' ? query.forUpdate() : query);
  if (!found) return refuse('record.missing', { what: input.id }, undefined, 'missing');
  const row = decode<CaseRow>('cases', found);
  const state = next(caseMachine, 'notify', row, actorOf(act.user));
  if (row.version !== input.version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  const notifiedTo = input.notifiedTo.replace(BLANK, '');
  if (notifiedTo.length < 2) refuse('case.addressee', {}, 'notifiedTo');
  const openedOn = chinaDate(row.opened_at);
  if (input.notifiedOn > act.today) refuse('case.future', { date: input.notifiedOn, today: act.today }, 'notifiedOn');
  if (input.notifiedOn < openedOn) refuse('case.before', { date: input.notifiedOn, opened: openedOn }, 'notifiedOn');
  const done = await act.update<CaseRow>('cases', row, {
    state,
    notified_on: input.notifiedOn,
    notified_to: notifiedTo,
    notified_how: input.notifiedHow,
    receipt_no: input.receiptNo ?? null,
    note: input.note ?? null,
  });
  await stopClocks(act, 'cases', row.id);
  return done;
}
