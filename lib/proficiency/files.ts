import { refuse } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { FileAnswer } from '../kernel/routes.ts';
import type { Act, App } from '../kernel/types.ts';
import type { KeptFile } from './rows.ts';

export const MEGABYTES = 20;

/** Reports, proofs and pictures are told by their own first bytes. */
const starts: [type: string, bytes: number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/** Keeps a paper of a round by its SHA-256. @throws Refusal `proficiency.file-type` */
export async function keepPaper(act: Act, upload: Upload | undefined): Promise<KeptFile | null> {
  if (upload === undefined) return null;
  const body = Buffer.from(upload.data, 'base64');
  const name = (upload.name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'file';
  const type = starts.find(([, bytes]) => bytes.every((byte, i) => body[i] === byte))?.[0];
  if (type === undefined) return refuse('proficiency.file-type', { name }, 'file');
  const row = { hash: act.app.files.put(body), name, type, size: body.length };
  await act
    .db('files')
    .insert({ ...row, created_at: act.now })
    .onConflict('hash')
    .ignore();
  return row;
}

/** A paper as it was kept. @throws Refusal `proficiency.no-file` */
export function paperAnswer(app: App, paper: KeptFile | null | undefined): FileAnswer {
  const body = paper ? app.files.get(paper.hash) : undefined;
  if (!paper || !body) return refuse('proficiency.no-file', {}, undefined, 'missing');
  return { body, type: paper.type, name: paper.name, inline: true, immutable: true };
}
