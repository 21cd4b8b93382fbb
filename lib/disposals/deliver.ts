import { follow } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import { clocksOf, startClock, stopClocks } from '../kernel/terms.ts';
import type { Act } from '../kernel/types.ts';
import { keepFile } from './documents.ts';
import { noteEvent } from './events.ts';
import { caseMachine } from './machine.ts';
import type { CaseRow, DeliveryWay, RecipientRow } from './rows.ts';
import { heldRecipient, recipientsOf } from './store.ts';

export const MEGABYTES = 20;

export interface DeliveryInput {
  id: string;
  version: number;
  deliveredOn: string;
  deliveredHow: DeliveryWay;
  deliveryPlace?: string;
  receiver?: string;
  witness?: string;
  agent?: string;
  receiptNo?: string;
  proof?: Upload;
  /** Why a delivery that was recorded wrongly is recorded anew. */
  reason?: string;
}

/** Receipts and photographs are told by their own first bytes. */
const starts: [type: string, bytes: number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/**
 * Records the 送达回证 of a party: the term of serving ends, its own window for an objection begins on that day (D5, E5, C6). The last
 * delivery brings the case into handling.
 * @throws Refusal `case.no-papers`, `case.delivery-other`, `case.delivered`, `case.window-used`, `case.delivery-future`, `case.delivery-early`,
 * `case.delivery-witness`, `case.delivery-receiver`, `case.delivery-agent`, `case.delivery-proof`, `case.file-type`
 */
export async function deliver(act: Act, input: DeliveryInput): Promise<RecipientRow> {
  const { row, recipient } = await heldRecipient(act, input.id, input.version);
  refuseForeign(act, recipient);
  refuseOver(row);
  if (recipient.papers_on === null) refuse('case.no-papers', { name: recipient.name }, undefined, 'conflict');
  const reason = input.reason?.trim();
  if (recipient.delivered_on !== null) await withdrawDelivery(act, recipient, reason);
  refuseAll(deliveryFaults(act, recipient, input));
  const text = (value: string | undefined): string | null => value?.trim() || null;
  const done = await act.update<RecipientRow>(
    'case_recipients',
    recipient,
    {
      delivered_on: input.deliveredOn,
      delivered_how: input.deliveredHow,
      place: text(input.deliveryPlace),
      receiver: text(input.receiver),
      witness: text(input.witness),
      agent: text(input.agent),
      receipt_no: text(input.receiptNo),
      ...(input.proof && { proof_hash: await keptProof(act, input.proof) }),
    },
    { reason },
  );
  await stopClocks(act, 'case_recipients', recipient.id, 'done', undefined, { on: input.deliveredOn });
  await openWindow(act, row, done, input.deliveredOn);
  const ref = { entity: 'case_recipients', id: recipient.id } as const;
  const params = { name: recipient.name, how: input.deliveredHow, ...(reason && { reason }) };
  await noteEvent(act, row.id, reason ? 'delivery-corrected' : 'delivered', params, { ref, on: input.deliveredOn });
  await beginHandlingWhenServed(act, row);
  return done;
}

/** The result of a party is served by the authority in whose place it sits; the institute may record it for all. */
export function refuseForeign(act: Act, recipient: RecipientRow): void {
  const { organisation } = act.user;
  if (organisation && recipient.organisation_id !== organisation)
    refuse('case.delivery-other', { name: recipient.name }, undefined, 'forbidden');
}

/** What is finished changes no more. @throws Refusal `case.over` */
export function refuseOver(row: CaseRow): void {
  if (row.state === 'closed' || row.state === 'revoked')
    refuse('case.over', { number: row.number }, undefined, 'conflict');
}

async function withdrawDelivery(act: Act, recipient: RecipientRow, reason: string | undefined): Promise<void> {
  if (!reason)
    refuse('case.delivered', { name: recipient.name, date: recipient.delivered_on ?? '' }, 'reason', 'conflict');
  const windows = (await clocksOf(act.db, 'case_recipients', recipient.id)).filter(({ kind }) => kind === 'right');
  // An application that came in, or a waiver, rests on the day that was served.
  if (recipient.waived === 1 || windows.some(({ state }) => state === 'done'))
    refuse('case.window-used', { name: recipient.name }, undefined, 'conflict');
  await stopClocks(act, 'case_recipients', recipient.id, 'cancelled', reason);
}

function deliveryFaults(act: Act, recipient: RecipientRow, input: DeliveryInput): Reason[] {
  const { deliveredOn: on, deliveredHow: how } = input;
  const papers = recipient.papers_on ?? '';
  const blank = (value: string | undefined) => !value?.trim();
  const isHanded = how === 'direct' || how === 'entrusted';
  return [
    ...(on > act.today
      ? [{ id: 'case.delivery-future', field: 'deliveredOn', params: { date: on, today: act.today } }]
      : []),
    ...(on < papers ? [{ id: 'case.delivery-early', field: 'deliveredOn', params: { date: on, papers } }] : []),
    ...(how === 'lien' && blank(input.witness) ? [{ id: 'case.delivery-witness', field: 'witness' }] : []),
    ...(isHanded && blank(input.receiver) ? [{ id: 'case.delivery-receiver', field: 'receiver' }] : []),
    ...(how === 'entrusted' && blank(input.agent) ? [{ id: 'case.delivery-agent', field: 'agent' }] : []),
    ...((how === 'mail' || how === 'announcement') && blank(input.receiptNo) && !input.proof
      ? [{ id: 'case.delivery-proof', field: 'receiptNo' }]
      : []),
  ];
}

function keptProof(act: Act, { name, data }: Upload): Promise<string> {
  const body = Buffer.from(data, 'base64');
  const plain = (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'proof';
  const type = starts.find(([, bytes]) => bytes.every((byte, i) => body[i] === byte))?.[0];
  return type === undefined
    ? refuse('case.file-type', { name: plain }, 'proof')
    : keepFile(act, { body, type, name: plain });
}

async function openWindow(act: Act, row: CaseRow, recipient: RecipientRow, on: string): Promise<void> {
  for (const rule of act.app.rules.clocks('report-delivered', row.product_class, on))
    await startClock(act, 'case_recipients', recipient.id, rule, on, { productClass: row.product_class });
}

async function beginHandlingWhenServed(act: Act, row: CaseRow): Promise<void> {
  const all = await recipientsOf(act.db, row.id);
  if (row.state === 'notified' && all.every(({ delivered_on }) => delivered_on !== null)) await beginHandling(act, row);
}

/** The case is being handled: every party was served, or an authority began on its track before that. */
export async function beginHandling(act: Act, row: CaseRow): Promise<CaseRow> {
  if (row.state !== 'notified') return row;
  await noteEvent(act, row.id, 'handling');
  return act.update<CaseRow>('cases', row, { state: follow(caseMachine, 'handle', row) });
}

export interface WaiverInput {
  id: string;
  version: number;
  waivedOn: string;
  receiptNo?: string;
  reason: string;
}

/**
 * A party declares that it will not object: its window is over on that day.
 * @throws Refusal `case.not-delivered`, `case.waived`, `case.waiver-day`, `case.window-over`, `case.delivery-other`
 */
export async function waive(act: Act, input: WaiverInput): Promise<RecipientRow> {
  const { row, recipient } = await heldRecipient(act, input.id, input.version);
  refuseForeign(act, recipient);
  refuseOver(row);
  const { delivered_on } = recipient;
  if (delivered_on === null) return refuse('case.not-delivered', { name: recipient.name }, undefined, 'conflict');
  if (recipient.waived === 1) refuse('case.waived', { name: recipient.name }, undefined, 'conflict');
  if (input.waivedOn > act.today || input.waivedOn < delivered_on)
    refuse('case.waiver-day', { from: delivered_on, today: act.today }, 'waivedOn');
  const open = (await clocksOf(act.db, 'case_recipients', recipient.id)).some(
    ({ kind, state, due_on }) => kind === 'right' && state === 'running' && due_on >= input.waivedOn,
  );
  if (!open) refuse('case.window-over', { name: recipient.name }, undefined, 'conflict');
  await stopClocks(act, 'case_recipients', recipient.id, 'cancelled', input.reason, { on: input.waivedOn });
  const ref = { entity: 'case_recipients', id: recipient.id } as const;
  await noteEvent(act, row.id, 'waived', { name: recipient.name, reason: input.reason }, { ref, on: input.waivedOn });
  const patch = { waived: 1, waived_on: input.waivedOn } as const;
  return act.update<RecipientRow>('case_recipients', recipient, patch, { reason: input.reason });
}
