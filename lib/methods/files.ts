import { refuse } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import type { FileAnswer } from '../kernel/routes.ts';
import type { Act, App } from '../kernel/types.ts';

export const MEGABYTES = 20;

export interface KeptFile {
  file_hash: string;
  file_name: string;
  file_type: string;
}

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const starts: [type: string, bytes: number[]][] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  [DOCX, [0x50, 0x4b, 0x03, 0x04]],
];

/** Keeps an uploaded document by its SHA-256; what it is, its own first bytes say. @throws Refusal `method.file-type` */
export async function keepFile(act: Act, { name, data }: Upload): Promise<KeptFile> {
  const body = Buffer.from(data, 'base64');
  const clean = (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'file';
  const type = starts.find(([, bytes]) => bytes.every((byte, i) => body[i] === byte))?.[0];
  if (type === undefined) return refuse('method.file-type', { name: clean }, 'file');
  const hash = act.app.files.put(body);
  await act
    .db('files')
    .insert({ hash, name: clean, type, size: body.length, created_at: act.now })
    .onConflict('hash')
    .ignore();
  return { file_hash: hash, file_name: clean, file_type: type };
}

/** The document as it was kept; a PDF opens in the browser. @throws Refusal `method.no-file` */
export function fileAnswer(app: App, file: { [K in keyof KeptFile]: string | null } | undefined): FileAnswer {
  const body = file?.file_hash ? app.files.get(file.file_hash) : undefined;
  if (!body || !file?.file_name || !file.file_type) return refuse('method.no-file', {}, undefined, 'missing');
  return {
    body,
    type: file.file_type,
    name: file.file_name,
    inline: file.file_type === 'application/pdf',
    immutable: true,
  };
}
