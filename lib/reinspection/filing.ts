import { fileDocument, keepFile } from '../disposals/index.ts';
import type { Act } from '../kernel/types.ts';
import { drawn, type PaperKind } from './papers.ts';
import type { ReinspectionRow } from './rows.ts';

/**
 * Files a paper of a re-inspection at the act that makes it: its bytes for ever under their hash, named by the re-inspection, and among the
 * papers of the case where there is one. @throws Refusal `paper.glyph`
 */
export async function filePaper(act: Act, row: ReinspectionRow, kind: PaperKind): Promise<ReinspectionRow> {
  const { body, number, title } = await drawn(act, row.id, kind);
  const { case_id: caseId, recipient_id: recipientId } = row;
  const hash =
    caseId === null
      ? await keepFile(act, { body, type: 'application/pdf', name: `${number}.pdf` })
      : (await fileDocument(act, { caseId, recipientId, kind: `reinspection-${kind}`, number, title, body })).file_hash;
  return act.update<ReinspectionRow>('reinspections', row, {
    documents: [...(row.documents ?? []), { kind, number, hash, on: act.today }],
  });
}
