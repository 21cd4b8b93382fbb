import { refuse } from '../core/refusal.ts';
import type { Upload } from '../kernel/request.ts';
import { file } from '../kernel/routes.ts';
import { id, object } from '../kernel/shapes.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { FileRow, ImprovementRow } from './rows.ts';
import { recordFor } from './store.ts';

export const MEGABYTES = 20;

/** Evidence is told by its own first bytes; workbooks and documents are ZIP archives. */
const starts: readonly (readonly [type: string, bytes: readonly number[]])[] = [
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['application/zip', [0x50, 0x4b, 0x03, 0x04]],
];
export const ACCEPT = '.pdf,.jpg,.jpeg,.png,.xlsx,.docx';

/** Keeps a file of evidence by its SHA-256. @throws Refusal `improvement.file-type` */
export async function keepEvidence(
  act: Act,
  row: Pick<ImprovementRow, 'id'>,
  upload: Upload,
  { stage, action }: { stage: string; action?: string },
): Promise<FileRow> {
  const body = Buffer.from(upload.data, 'base64');
  const name = (upload.name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{C}<>:"|?*]/gu, '_').slice(-120) || 'file';
  const type = starts.find(([, bytes]) => bytes.every((byte, i) => body[i] === byte))?.[0];
  if (type === undefined) return refuse('improvement.file-type', { name }, 'file');
  const kept = { hash: act.app.files.put(body), name, type, size: body.length };
  await act
    .db('files')
    .insert({ ...kept, created_at: act.now })
    .onConflict('hash')
    .ignore();
  return act.insert<FileRow>('improvement_files', {
    ...{ improvement_id: row.id, action_id: action ?? null, stage, file: kept, added_by: act.user.id },
  });
}

/** A file of evidence as it was kept. */
export const evidenceFile = file<{ id: string }>({
  name: 'nonconforming.evidence',
  path: '/nonconforming/files/:id',
  needs: 'nonconforming.read',
  input: object({ id }, ['id']),
  load: async (query, input) => {
    const row = await find<FileRow>(query.db, 'improvement_files', { id: input.id });
    if (row) await recordFor(query, row.improvement_id);
    const body = row && query.app.files.get(row.file.hash);
    if (!row || !body) return refuse('improvement.missing', {}, undefined, 'missing');
    const { type, name } = row.file;
    return { body, type, name, inline: type !== 'application/zip', immutable: true };
  },
});
