import { refuse } from '../core/refusal.ts';
import { keepFile } from '../disposals/index.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';

export const MEGABYTES = 20;

/** Papers and photographs are told by their own first bytes. */
const starts: [type: string, bytes: number[]][] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
];

export interface Kept {
  hash: string;
  name: string;
  type: string;
}

/** Keeps a paper that was handed in. @throws Refusal `reinspection.file-type` */
export async function keepPaper(act: Act, upload: Upload, field = 'file'): Promise<Kept> {
  const body = Buffer.from(upload.data, 'base64');
  const name = (upload.name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'file';
  const type = starts.find(([, bytes]) => bytes.every((byte, i) => body[i] === byte))?.[0];
  if (type === undefined) return refuse('reinspection.file-type', { name }, field);
  return { hash: await keepFile(act, { body, type, name }), name, type };
}
