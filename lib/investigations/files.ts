import { refuse } from '../core/refusal.ts';
import { keepFile } from '../disposals/index.ts';
import type { Upload } from '../kernel/request.ts';
import type { Act } from '../kernel/types.ts';
import type { FileRow, InvestigationRow, KeptFile } from './rows.ts';

export const MEGABYTES = 20;
export const ACCEPT = '.pdf,.jpg,.jpeg,.png,.xlsx,.docx';

/** Evidence is told by its own first bytes; workbooks and documents are ZIP archives. */
const signatures: Record<string, string> = {
  ffd8ff: 'image/jpeg',
  '89504e47': 'image/png',
  '255044462d': 'application/pdf',
  '504b0304': 'application/zip',
};

/** Keeps a file of evidence by its SHA-256. @throws Refusal `investigation.file-type` */
export async function keepProof(act: Act, upload: Upload, field = 'file'): Promise<KeptFile> {
  const body = Buffer.from(upload.data, 'base64');
  const name = (upload.name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'file';
  const head = body.subarray(0, 8).toString('hex');
  const type = Object.entries(signatures).find(([start]) => head.startsWith(start))?.[1];
  if (type === undefined) return refuse('investigation.file-type', { name }, field);
  return { hash: await keepFile(act, { body, type, name }), name, type, size: body.length };
}

/** A file of evidence of a stage of the investigation. */
export const addProof = async (
  act: Act,
  row: Pick<InvestigationRow, 'id'>,
  upload: Upload,
  stage: string,
): Promise<FileRow> =>
  act.insert<FileRow>('investigation_files', {
    ...{ investigation_id: row.id, stage, file: await keepProof(act, upload), added_by: act.user.id },
  });
