import { chinaDate } from '../core/deadlines.ts';
import { next, obstacles } from '../core/machine.ts';
import { Refusal, refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import { startClock, stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { noteEvent } from './events.ts';
import { caseMachine } from './machine.ts';
import type { CaseRow, RecipientRow } from './rows.ts';
import { clocksOfCase, heldCase, recipientsOf } from './store.ts';
import { subjectOf } from './subject.ts';

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
  /** The parties for which this authority serves the result; all that wait when nothing is said. */
  recipients?: string[];
}

/**
 * Records that the nonconforming report went to an authority. Its term of serving begins for each party it answers for (D4, E4, C5); once
 * the papers for every party are out, the term of the institute ends and the case is notified.
 * @throws Refusal `case.addressee` for blanks, `case.future`, `case.before` for a day that cannot be, `case.recipient` for a party that is
 * none of this case or has its papers, `case.no-report`, `machine.state` when all of it was recorded already
 */
export async function notify(act: Act, input: NotifyInput): Promise<CaseRow> {
  const row = await heldCase(act, input.id);
  const subject = await subjectOf(act, row);
  refuseNot(act, subject);
  if (row.version !== input.version) throw new Refusal([{ id: 'record.stale' }], 'stale');
  const notifiedTo = input.notifiedTo.replace(BLANK, '');
  if (notifiedTo.length < 2) refuse('case.addressee', {}, 'notifiedTo');
  await refuseDay(act, row, input.notifiedOn);
  const all = await recipientsOf(act.db, row.id);
  const waiting = all.filter(({ papers_on }) => papers_on === null);
  const chosen = input.recipients?.length ? waiting.filter(({ id }) => input.recipients?.includes(id)) : waiting;
  if (input.recipients?.some((id) => !waiting.some((one) => one.id === id))) refuse('case.recipient', {}, 'recipients');
  for (const recipient of chosen) await sendPapers(act, row, recipient, { ...input, notifiedTo });
  const params = { to: notifiedTo, names: chosen.map(({ name }) => name).join('、') };
  await noteEvent(act, row.id, 'papers-sent', params, { on: input.notifiedOn });
  const isLast = chosen.length === waiting.length;
  const done = await act.update<CaseRow>('cases', row, {
    ...(isLast && { state: next(caseMachine, 'notify', subject, actorOf(act.user)) }),
    notified_on: input.notifiedOn,
    notified_to: row.notified_to === null ? notifiedTo : `${row.notified_to}；${notifiedTo}`,
    notified_how: input.notifiedHow,
    receipt_no: [row.receipt_no, input.receiptNo].filter(Boolean).join('；') || null,
    note: [row.note, input.note].filter(Boolean).join('；') || null,
  });
  if (isLast) await stopTelling(act, row.id, input.notifiedOn);
  return done;
}

function refuseNot(act: Act, subject: Awaited<ReturnType<typeof subjectOf>>): void {
  const reasons = obstacles(caseMachine, 'notify', subject, actorOf(act.user));
  if (reasons.length > 0)
    throw new Refusal(reasons, reasons[0]?.id === 'machine.permission' ? 'forbidden' : 'conflict');
}

/** The papers go out after the report was signed, and are recorded afterwards. */
async function refuseDay(act: Act, row: CaseRow, on: string): Promise<void> {
  const report = await act
    .db('reports')
    .where({ id: row.report_id })
    .first<{ issued_at: string | null } | undefined>('issued_at');
  const opened = chinaDate(report?.issued_at ?? row.opened_at);
  if (on > act.today) refuse('case.future', { date: on, today: act.today }, 'notifiedOn');
  if (on < opened) refuse('case.before', { date: on, opened }, 'notifiedOn');
}

async function sendPapers(act: Act, row: CaseRow, recipient: RecipientRow, input: NotifyInput): Promise<void> {
  await act.update<RecipientRow>('case_recipients', recipient, {
    papers_on: input.notifiedOn,
    papers_to: input.notifiedTo,
    papers_how: input.notifiedHow,
    papers_no: input.receiptNo ?? null,
  });
  const rule = act.app.rules.clock('nonconforming-received-by-authority', row.product_class, input.notifiedOn);
  if (rule)
    await startClock(act, 'case_recipients', recipient.id, rule, input.notifiedOn, {
      ownerOrg: recipient.organisation_id,
      productClass: row.product_class,
    });
}

/** Ends the term of the institute itself; that of an urgent report goes on. A clock from before the events were kept has none. */
async function stopTelling(act: Act, caseId: string, on: string): Promise<void> {
  const clocks = await clocksOfCase(act.db, caseId, [], []);
  const rules = clocks.filter(({ event }) => event !== 'serious-risk-found').map(({ rule }) => rule);
  await stopClocks(act, 'cases', caseId, 'done', undefined, { rules, on });
}
