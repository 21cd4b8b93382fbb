import { chinaDate } from '../core/deadlines.ts';
import { next } from '../core/machine.ts';
import { type Reason, refuse, refuseAll } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { uploadMachine } from './machine.ts';
import type { BatchRow, UploadRow } from './rows.ts';
import { batchesOf, held, keep } from './store.ts';

export const MEGABYTES = 10;

export interface Read {
  id: string;
  version: number;
}

/** A second person looked at the file: it may leave the institute. @throws Refusal `upload.own` and those of the machine */
export async function approveUpload(act: Act, { id, version }: Read): Promise<UploadRow> {
  const row = await held<UploadRow>(act, 'uploads', id, version);
  const state = next(uploadMachine, 'approve', row, actorOf(act.user));
  return act.update<UploadRow>('uploads', row, { state, approved_by: act.user.id, approved_at: act.now });
}

export interface HandInput extends Read {
  handedOn: string;
  handedHow: string;
}

/** Somebody put the file into the system outside by hand. @throws Refusal `upload.day` and those of the machine */
export async function handUpload(act: Act, { id, version, handedOn, handedHow }: HandInput): Promise<UploadRow> {
  const row = await held<UploadRow>(act, 'uploads', id, version);
  const state = next(uploadMachine, 'hand', row, actorOf(act.user));
  refuseAll(dayReasons(act, handedOn, 'handedOn', row.approved_at === null ? null : chinaDate(row.approved_at)));
  return act.update<UploadRow>('uploads', row, {
    ...{ state, handed_on: handedOn, handed_how: handedHow.trim(), handed_by: act.user.id },
  });
}

/** A day that has come, and not before what it follows on. */
function dayReasons({ today }: Act, day: string, field: string, least: string | null): Reason[] {
  return day > today || (least !== null && day < least)
    ? [{ id: 'upload.day', field, params: { day, from: least ?? '—', to: today } }]
    : [];
}

export interface Answered {
  batch: string;
  batchState: 'accepted' | 'returned';
  reason?: string;
  systemNo?: string;
}

export interface AcknowledgeInput extends Read {
  acknowledgedOn: string;
  systemNo: string;
  receipt?: Upload;
  answers: Answered[];
}

/**
 * Records what the receiving system answered: its number, its receipt, and each batch accepted or returned with the reason. A returned
 * batch is open again until another file with it was accepted.
 * @throws Refusal `upload.day`, `upload.unanswered`, `upload.return-reason`, `upload.receipt-type` and those of the machine
 */
export async function acknowledgeUpload(act: Act, input: AcknowledgeInput): Promise<UploadRow> {
  const row = await held<UploadRow>(act, 'uploads', input.id, input.version);
  const state = next(uploadMachine, 'acknowledge', row, actorOf(act.user));
  const batches = await batchesOf(act.db, row.id);
  const answers = new Map(input.answers.map((answer) => [answer.batch, answer]));
  refuseAll([
    ...dayReasons(act, input.acknowledgedOn, 'acknowledgedOn', row.handed_on),
    ...batches.flatMap((batch) => answerReasons(batch, answers.get(batch.id))),
  ]);
  const receipt = input.receipt && (await keptReceipt(act, input.receipt));
  for (const batch of batches) {
    const answer = answers.get(batch.id);
    if (answer)
      await act.update<BatchRow>('upload_batches', batch, {
        state: answer.batchState,
        reason: answer.reason?.trim() || null,
        system_no: answer.systemNo?.trim() || null,
        decided_on: input.acknowledgedOn,
      });
  }
  return act.update<UploadRow>('uploads', row, {
    ...{ state, system_no: input.systemNo.trim(), acknowledged_on: input.acknowledgedOn, acknowledged_by: act.user.id },
    ...(receipt && { receipt_hash: receipt.hash, receipt_name: receipt.name }),
  });
}

function answerReasons(batch: BatchRow, answer: Answered | undefined): Reason[] {
  const params = { batch: batch.content.batch.sampleNo ?? batch.report_number };
  if (!answer) return [{ id: 'upload.unanswered', field: 'answers', params }];
  return answer.batchState === 'returned' && !answer.reason?.trim()
    ? [{ id: 'upload.return-reason', field: 'answers', params }]
    : [];
}

const starts: [type: string, bytes: number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', [0x50, 0x4b, 0x03, 0x04]],
];

/** A receipt is a picture, a PDF or a workbook, told by its own first bytes. */
async function keptReceipt(act: Act, { name, data }: Upload): Promise<{ hash: string; name: string }> {
  const body = Buffer.from(data, 'base64');
  const plain = (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'receipt';
  const type = starts.find(([, bytes]) => bytes.every((byte, i) => body[i] === byte))?.[0];
  if (type === undefined) return refuse('upload.receipt-type', { name: plain }, 'receipt');
  return { hash: await keep(act, { body, type, name: plain }), name: plain };
}

/** A file that is not sent, or that the system never answered: its batches are open again. @throws those of the machine */
export async function withdrawUpload(act: Act, { id, version, reason }: Read & { reason: string }): Promise<UploadRow> {
  const row = await held<UploadRow>(act, 'uploads', id, version);
  const state = next(uploadMachine, 'withdraw', row, actorOf(act.user));
  for (const batch of await batchesOf(act.db, row.id))
    await act.update<BatchRow>('upload_batches', batch, { state: 'void' }, { reason });
  return act.update<UploadRow>('uploads', row, { state, void_reason: reason.trim() }, { reason });
}
