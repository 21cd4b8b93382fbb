import { next } from '../core/machine.ts';
import { refuse } from '../core/refusal.ts';
import { actorOf } from '../kernel/access.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import { pictureSize } from '../pdf/picture.ts';
import { testMachine } from './machine.ts';
import { isReason } from './readings.ts';
import { held, standingOf } from './store.ts';
import type { TestRow } from './test.ts';

/** A file that belongs to the record of a test; it is never taken away, only withdrawn with a reason (DI-03). Times are UTC ISO. */
export interface Attachment {
  hash: string;
  name: string;
  type: string;
  /** Bytes. */
  size: number;
  note: string;
  by: string;
  at: string;
  withdrawn?: { by: string; at: string; reason: string };
}

export const MEGABYTES = 10;
const MOST = 20;
const MEGABYTE = 1024 * 1024;

const starts: [type: string, bytes: number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/** What a file is by its own first bytes, whatever its name says; null for what a record does not take. */
export function typeOf(body: Buffer): string | null {
  const known = starts.find(([, bytes]) => bytes.every((byte, i) => body[i] === byte))?.[0];
  if (known) return known;
  return body.length > 0 && !body.subarray(0, 4096).includes(0) && !/^\s*</.test(body.toString('latin1', 0, 64))
    ? 'text/plain'
    : null;
}

/** The name without folders and control characters, at most 120 characters. */
const cleanName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'file';

/**
 * Adds a file to the record that its analyst is writing; the signature of the test then covers it.
 * @throws Refusal `attachment.type`, `attachment.damaged`, `attachment.size`, `attachment.many`, `attachment.twice`, or what stands against typing
 */
export async function attach(
  act: Act,
  { id, file, note = '' }: { id: string; file: Upload; note?: string },
): Promise<TestRow> {
  const test = await open(act, id);
  const body = Buffer.from(file.data, 'base64');
  const type = typeOf(body) ?? refuse('attachment.type', { name: cleanName(file.name) }, 'file');
  if (type.startsWith('image/') && pictureSize(body) === null)
    refuse('attachment.damaged', { name: cleanName(file.name) }, 'file');
  if (body.length > MEGABYTES * MEGABYTE) refuse('attachment.size', { most: MEGABYTES }, 'file');
  const attachments = test.attachments ?? [];
  if (attachments.length >= MOST) refuse('attachment.many', { most: MOST }, 'file');
  const hash = act.app.files.put(body);
  const before = attachments.find((one) => one.hash === hash && !one.withdrawn);
  if (before) refuse('attachment.twice', { name: before.name }, 'file');
  const name = cleanName(file.name);
  await act
    .db('files')
    .insert({ hash, name, type, size: body.length, created_at: act.now })
    .onConflict('hash')
    .ignore();
  const added: Attachment = { hash, name, type, size: body.length, note, by: act.user.name, at: act.now };
  return save(act, test, [...attachments, added]);
}

/** Withdraws a file: it stays readable with who withdrew it and why. @throws Refusal `attachment.missing`, `record.reason` */
export async function withdraw(
  act: Act,
  { id, hash, reason }: { id: string; hash: string; reason: string },
): Promise<TestRow> {
  const test = await open(act, id);
  const attachments = test.attachments ?? [];
  const found = attachments.find((one) => one.hash === hash && !one.withdrawn);
  if (!found) return refuse('attachment.missing', { hash: hash.slice(0, 12) }, undefined, 'missing');
  if (!isReason(reason)) refuse('record.reason', {}, 'reason');
  const withdrawn = { by: act.user.name, at: act.now, reason };
  return save(
    act,
    test,
    attachments.map((one) => (one === found ? { ...one, withdrawn } : one)),
    reason,
  );
}

/** The record as it stands: a file is added to what is there and overwrites nothing, so whoever typed meanwhile is not in the way. */
async function open(act: Act, id: string): Promise<TestRow> {
  const test = await held<TestRow>(act, 'tests', id);
  const { state: batch, officers } = await standingOf(act.db, test.sample_id);
  next(testMachine, 'record', { ...test, batch, officers, chain: [] }, actorOf(act.user));
  return test;
}

const save = (act: Act, test: TestRow, attachments: Attachment[], reason?: string): Promise<TestRow> =>
  act.update<TestRow>('tests', test, { attachments }, { reason });
