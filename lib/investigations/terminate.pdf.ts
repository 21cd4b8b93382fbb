import { chinaDate } from '../core/deadlines.ts';
import { t } from '../messages/index.ts';
import { fields } from '../pdf/fields.ts';
import { longDate } from '../pdf/words.ts';
import { chinaTime } from '../ui/index.ts';
import { footed, titled } from './record.pdf.ts';
import type { TerminationRow, TerminationSheet } from './terminate.ts';

/** 终止检验告知函 to whoever ordered the test: which batch, why, with what proof, decided by whom. @throws Refusal `paper.glyph` */
export async function noticePdf(sheet: TerminationSheet, row: TerminationRow, created: string): Promise<Buffer> {
  const { sample, names, causes, institute } = sheet;
  const say = (key: Parameters<typeof t>[1], params: Record<string, string | number> = {}) => t('zh', key, params);
  const paper = await titled(say('termination.paper'), sample.number, { author: institute, created });
  const words = say('termination.words', {
    product: sample.product_name,
    batch: sample.batch_no,
    number: sample.number,
  });
  paper.y += paper.block(words, paper.left, paper.y, paper.inner, { size: 11 }) + 14;
  fields(paper, [
    { label: say('report.sampleNumber'), value: sample.number },
    { label: say('field.receivedOn'), value: sample.received_on },
    { label: say('field.productName'), value: sample.product_name, span: 2, bold: true },
    { label: say('field.batchNo'), value: sample.batch_no },
    { label: say('field.producer'), value: sample.producer },
    {
      label: say('field.terminationCause'),
      value: causes.find(({ id }) => id === row.cause)?.zh ?? row.cause,
      span: 2,
    },
    { label: say('termination.reason'), value: row.reason, span: 2 },
    { label: say('termination.proofFile'), value: `${row.proof.name}　SHA-256 ${row.proof.hash}`, span: 2 },
    { label: say('termination.by'), value: `${names[row.proposed_by] ?? ''}　${chinaTime(row.created_at)}`, span: 2 },
    {
      label: say('termination.decidedBy'),
      value: row.decided_at === null ? '—' : `${names[row.decided_by ?? ''] ?? ''}　${chinaTime(row.decided_at)}`,
      span: 2,
    },
    { label: say('termination.decision'), value: row.decision ?? '—', span: 2 },
  ]);
  paper.y += 40;
  paper.text(institute, paper.right - 220, paper.y, { size: 11, align: 'center' }, 220);
  const on = chinaDate(row.decided_at ?? row.created_at);
  paper.text(longDate(on), paper.right - 220, paper.y + 22, { size: 11, align: 'center' }, 220);
  footed(paper, sample.number);
  if (row.state !== 'approved') paper.watermark(say(`termination.state.${row.state}`));
  return paper.finish();
}
