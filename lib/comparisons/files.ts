import { refuse } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import type { KeptFile } from './rows.ts';

export const MEGABYTES = 10;

/** What a file begins with tells what it is; its name does not. */
const starts: [type: string, bytes: number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

/** Keeps the file of a reply by its content. @throws Refusal `comparison.file-type` for what is neither PDF nor picture */
export async function keep(act: Act, { name, data }: Upload): Promise<KeptFile> {
  const body = Buffer.from(data, 'base64');
  const type = starts.find(([, bytes]) => bytes.every((byte, i) => body[i] === byte))?.[0];
  if (type === undefined) return refuse('comparison.file-type', { name: name.slice(-80) }, 'file');
  const plain = (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'file';
  const row = { hash: act.app.files.put(body), name: plain, type, size: body.length };
  await act
    .db('files')
    .insert({ ...row, created_at: act.now })
    .onConflict('hash')
    .ignore();
  return row;
}
