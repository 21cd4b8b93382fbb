import { recordHash } from '../kernel/hash.ts';
import { find } from '../kernel/tables.ts';
import type { Act } from '../kernel/types.ts';
import type { SampleRow } from '../samples/index.ts';
import { contentOf, sourcesOf, verdictOf } from './content.ts';
import type { ReportContent } from './report.pdf.ts';
import type { ReportRow } from './rows.ts';

const PATTERN = 'R{year}-{serial:5}';

/** What the signatory's signature is bound to: the frozen content, number and all. */
export const contentHash = (content: ReportContent): string => recordHash(content);

/**
 * Drafts the report of an approved batch in the transaction of the approval. A draft that was returned keeps its number and
 * gets the new content; an issued report is never touched.
 */
export async function draftReport(act: Act, sampleId: string): Promise<void> {
  const sample = await find<SampleRow>(act.db, 'samples', { id: sampleId });
  if (!sample) throw new Error(`no sample ${sampleId}`);
  const sources = await sourcesOf(act, sample);
  const earlier = await find<ReportRow>(act.db, 'reports', { sample_id: sampleId, state: 'drafted' });
  const number = earlier?.number ?? (await act.number('report', PATTERN));
  const verify_code = earlier?.verify_code ?? verifyCode(act);
  const content = await contentOf(act, sources, number, `${act.app.config.publicUrl}/verify/${verify_code}`);
  const drafted = {
    verdict: verdictOf(sources.tests),
    conclusion: content.conclusion,
    content,
    content_hash: contentHash(content),
  };
  if (earlier) {
    await act.update<ReportRow>('reports', earlier, { ...drafted, returned_reason: null });
    return;
  }
  const report = await act.insert<ReportRow>('reports', {
    ...drafted,
    number,
    sample_id: sampleId,
    state: 'drafted',
    pdf_hash: null,
    verify_code,
    issued_at: null,
    signatory_id: null,
    replaces_id: null,
    returned_reason: null,
  });
  await act.code(number, 'report', 'reports', report.id);
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 80 bits of chance, told by no id that stands elsewhere: nobody finds a report's page by trying. */
const verifyCode = (act: Act): string =>
  [...Buffer.from(act.app.ids.secret(16), 'base64url')].map((byte) => CROCKFORD[byte & 31]).join('');
