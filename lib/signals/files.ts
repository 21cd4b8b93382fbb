import { refuse } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import type { KeptFile } from './rows.ts';

export const MEGABYTES = 20;
export const ACCEPT = '.pdf,.jpg,.jpeg,.png,.xlsx,.docx';

/** Evidence is told by its own first bytes; workbooks and documents are ZIP archives. */
const starts: readonly (readonly [type: string, bytes: readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['application/zip', [0x50, 0x4b, 0x03, 0x04]],
];

/** Keeps a file of evidence by its SHA-256. @throws Refusal `risk.file-type` */
export async function keepProof(act: Act, upload: Upload): Promise<KeptFile> {
  const body = Buffer.from(upload.data, 'base64');
  const name = (upload.name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'file';
  const type = starts.find(([, bytes]) => bytes.every((byte, i) => body[i] === byte))?.[0];
  if (type === undefined) return refuse('risk.file-type', { name }, 'file');
  const kept = { hash: act.app.files.put(body), name, type, size: body.length };
  await act
    .db('files')
    .insert({ ...kept, created_at: act.now })
    .onConflict('hash')
    .ignore();
  return kept;
}
