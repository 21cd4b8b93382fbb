import type { Knex } from 'knex';
import { refuse } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { FileAnswer } from '../kernel/routes.ts';
import type { Act, App } from '../kernel/types.ts';
import { authorisationsOf, type Document, staffOf, trainingsOf } from './rows.ts';

export const MEGABYTES = 5;
export const ACCEPT = 'image/jpeg,image/png,application/pdf';
const MEGABYTE = 1024 * 1024;

const starts: [type: string, bytes: number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

const cleanName = (name: string): string =>
  (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'file';

/** Keeps a certificate, letter or specimen by its hash. @throws Refusal `competence.document-type`, `competence.document-size` */
export async function keepDocument(act: Act, file: Upload): Promise<Document> {
  const body = Buffer.from(file.data, 'base64');
  const name = cleanName(file.name);
  const type = starts.find(([, bytes]) => bytes.every((byte, i) => body[i] === byte))?.[0];
  if (type === undefined) return refuse('competence.document-type', { name }, 'file');
  if (body.length > MEGABYTES * MEGABYTE) refuse('competence.document-size', { most: MEGABYTES }, 'file');
  const hash = act.app.files.put(body);
  const row = { hash, name, type, size: body.length, created_at: act.now };
  await act.db('files').insert(row).onConflict('hash').ignore();
  return { hash, name, type, size: body.length, by: act.user.name, at: act.now };
}

/** A file of somebody's staff file. @throws Refusal `competence.document` when none names it */
export async function documentOf(app: App, db: Knex, userId: string, hash: string): Promise<FileAnswer> {
  const where = { user_id: userId };
  const documents = [
    ...(await authorisationsOf(db, where)).map(({ document }) => document),
    ...(await trainingsOf(db, where)).map(({ document }) => document),
    ...(await staffOf(db, where)).map(({ specimen }) => specimen),
  ];
  const found = documents.find((one) => one?.hash === hash);
  const body = found && app.files.get(hash);
  if (!found || !body) return refuse('competence.document', {}, undefined, 'missing');
  return { body, type: found.type, name: found.name, inline: true, immutable: true };
}
