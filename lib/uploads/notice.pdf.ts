import { t } from '../messages/index.ts';
import { INK, MM, openPaper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { foot, paragraphs } from './paper.ts';
import type { NoticeRow } from './rows.ts';

export interface NoticePapers {
  institute: string;
  sentences: readonly string[];
  corrects: { number: string; title: string; publishedOn: string } | null;
  /** '' while nobody released it. */
  authority: string;
}

/** The columns of the annex (domain 1.10). */
export const annexColumns = [
  'product',
  'source',
  'producer',
  'batchNo',
  'spec',
  'lab',
  'basis',
  'result',
  'items',
  'remark',
] as const;
const SHARES = [2, 2.4, 2.6, 1.5, 1.4, 2.2, 2.4, 1.4, 1.7, 1.3] as const;

/** A notice with its annex on lying paper; a draft says so across every page. @throws Refusal `paper.glyph` */
export async function noticePdf(row: NoticeRow, papers: NoticePapers): Promise<Buffer> {
  const paper = await openPaper({
    ...{ title: row.title, number: row.number, author: papers.authority || papers.institute },
    created: row.released_at ?? row.created_at,
    size: [297 * MM, 210 * MM],
    margins: { top: 18 * MM, right: 18 * MM, bottom: 18 * MM, left: 18 * MM },
  });
  const ink = { size: 17, weight: 'bold', align: 'center' } as const;
  const lines = paper.wrap(row.title, paper.inner, ink);
  paper.lines(lines, paper.left, paper.y, paper.inner, ink);
  paper.y += paper.leading(lines.length, 17) + 10;
  paragraphs(paper, row.lead);
  paragraphs(paper, papers.sentences.join('\n'));
  if (papers.corrects && row.reason) paragraphs(paper, t('zh', 'notice.wrongBecause', { reason: row.reason }));
  paragraphs(paper, row.closing);
  paper.y += 10;
  for (const text of [papers.authority, row.published_on ?? '']) {
    if (text === '') continue;
    paper.room(20);
    paper.text(text, paper.left, paper.y, { size: 10.5, align: 'right' }, paper.inner);
    paper.y += 17;
  }
  if (row.lines.length > 0) {
    paper.y += 6;
    paper.room(80);
    paper.text(t('zh', 'notice.annex'), paper.left, paper.y, { size: 11, weight: 'bold' });
    paper.y += 18;
    table(
      paper,
      [
        { title: t('zh', 'notice.no'), share: 0.8, align: 'center' },
        ...annexColumns.map((key, i) => ({ title: t('zh', `notice.column.${key}`), share: SHARES[i] ?? 1 })),
      ],
      row.lines.map((line, n) => ({ cells: [String(n + 1), ...annexColumns.map((key) => line[key] || '—')] })),
      { size: 8.5 },
    );
  }
  paper.y += 8;
  paper.room(16);
  paper.text(t('zh', 'notice.scopeLine', { scope: row.scope }), paper.left, paper.y, { size: 8.5, colour: INK.quiet });
  foot(paper, row.number);
  if (row.state !== 'released') paper.watermark(t('zh', 'notice.draftMark'));
  return paper.finish();
}
