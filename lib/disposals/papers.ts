import { refuse } from '../core/refusal.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import { lookUp, t } from '../messages/index.ts';
import { readInstitute } from '../people/index.ts';
import { reportOf } from '../reports/index.ts';
import type { SampleRow } from '../samples/index.ts';
import { samplingOf } from '../samplings/index.ts';
import { refuseForeign, refuseOver } from './deliver.ts';
import { documentsOf, fileDocument } from './documents.ts';
import { noteEvent } from './events.ts';
import type { PartyPaper } from './papers.pdf.ts';
import { type CaseRow, type DocumentRow, deliveryWays, type RecipientRow } from './rows.ts';
import { heldRecipient } from './store.ts';

const NOTICE = 'JG{year}-{serial:4}';

/**
 * Makes and files the papers for a party: 检验结果告知书 with its own number, the 送达回证 to be signed, and the 移交清单 of what goes to the
 * authority that serves it. Each is kept by the hash of its bytes.
 * @throws Refusal `case.no-report`, `case.document-exists`, `case.delivery-other`, `case.over`, `paper.glyph`
 */
export async function makePapers(act: Act, input: { id: string; version: number }): Promise<DocumentRow[]> {
  const { row, recipient } = await heldRecipient(act, input.id, input.version);
  refuseForeign(act, recipient);
  refuseOver(row);
  const made = (await documentsOf(act.db, row.id)).filter(({ recipient_id }) => recipient_id === recipient.id);
  if (made.some(({ kind }) => kind === 'result-notice'))
    refuse('case.document-exists', { name: recipient.name }, undefined, 'conflict');
  const number = await act.number('case-notice', NOTICE);
  const paper = await contentOf(act, row, recipient, number);
  const { handoverPdf, resultNoticePdf, serviceFormPdf } = await import('./papers.pdf.ts');
  const ways = deliveryWays.map((way) => lookUp('zh', `case.delivery.${way}`));
  const named = { title: t('zh', 'case.paper.reportName'), number: paper.report.number, copies: 1, note: '' };
  const numbers = { service: `${number}-S`, handover: `${number}-Y` };
  const bodies = [
    { kind: 'result-notice', number, body: await resultNoticePdf(paper) },
    {
      kind: 'service-form',
      number: numbers.service,
      body: await serviceFormPdf({ ...paper, number: numbers.service }, ways),
    },
    {
      kind: 'handover',
      number: numbers.handover,
      body: await handoverPdf({ ...paper, number: numbers.handover }, [
        named,
        { title: t('zh', 'case.document.result-notice'), number, copies: 2, note: '' },
        { title: t('zh', 'case.document.service-form'), number: numbers.service, copies: 1, note: '' },
      ]),
    },
  ] as const;
  const filed: DocumentRow[] = [];
  for (const one of bodies)
    filed.push(
      await fileDocument(act, {
        ...one,
        caseId: row.id,
        recipientId: recipient.id,
        title: lookUp('zh', `case.document.${one.kind}`),
        content: { ...paper, number: one.number },
      }),
    );
  await noteEvent(act, row.id, 'papers-made', { name: recipient.name, number });
  return filed;
}

async function contentOf(act: Act, row: CaseRow, recipient: RecipientRow, number: string): Promise<PartyPaper> {
  if (row.report_id === null) return refuse('case.no-report', {}, undefined, 'conflict');
  const { content } = await reportOf(act.db, row.report_id);
  const sample = await find<SampleRow>(act.db, 'samples', { id: row.sample_id });
  const sampling = await samplingOf(act.db, sample?.sampling_id ?? '');
  const institute = await readInstitute(act.db);
  const inForce = (id: string): string => act.app.rules.text(id, row.product_class, act.today)?.text ?? '';
  return {
    institute: { name: institute?.name ?? '', phone: institute?.phone ?? '' },
    number,
    caseNumber: row.number,
    recipient: { name: recipient.name, role: t('zh', `case.role.${recipient.role}`) },
    report: { number: content.number, basis: content.basis },
    sampled: { on: sampling.sampled_on, unit: sampling.sampled_unit, number: content.sampleNo },
    product: { ...content.product, spec: content.product.spec },
    failed: row.items,
    texts: { objection: inForce('objection'), late: inForce('objection-late'), duties: inForce('result-duties') },
    server: recipient.papers_to ?? t('zh', 'case.authority'),
    issuedOn: act.today,
    frozenAt: act.now,
  };
}
