import { t } from '../messages/index.ts';
import { sealPlace } from '../pdf/draw.ts';
import { type Field, fields } from '../pdf/fields.ts';
import { INK, MM, openPaper, type Paper } from '../pdf/paper.ts';
import { type Column, table } from '../pdf/table.ts';
import { say } from '../pdf/words.ts';

/** One paper of a re-inspection as data: title, number, blocks in their order, and who signs at its end. */
export interface ReinspectionPaper {
  institute: string;
  title: string;
  number: string;
  to?: string;
  blocks: Block[];
  /** Words under which somebody signs by hand. */
  signs: { label: string; name: string }[];
  /** The seal of the institute stands over this day. */
  sealed?: string;
  copies?: string;
  frozenAt: string;
}

export type Block =
  | { kind: 'fields'; title: string; fields: Field[] }
  | { kind: 'table'; title: string; columns: Column[]; rows: string[][] }
  | { kind: 'text'; text: string };

/** Draws it: 申请表, 受理回执, 调样通知, 备份样品移交单, 结论 (domain 2.12). @throws Refusal `paper.glyph` */
export async function reinspectionPdf(data: ReinspectionPaper): Promise<Buffer> {
  const paper = await openPaper({
    title: `${data.title} ${data.number}`,
    number: data.number,
    author: data.institute,
    created: data.frozenAt,
  });
  head(paper, data);
  for (const block of data.blocks) draw(paper, block);
  foot(paper, data);
  paper.onEveryPage((page, pages) => {
    const y = paper.height - 13 * MM;
    paper.text(data.number, paper.left, y, { size: 8, colour: INK.quiet });
    paper.text(say('paper.page', { page, pages }), paper.left, y, { size: 8, align: 'right' }, paper.inner);
  });
  return paper.finish();
}

function head(paper: Paper, data: ReinspectionPaper): void {
  paper.text(data.institute, paper.left, paper.y, { size: 13, align: 'center' }, paper.inner);
  paper.y += 22;
  paper.text(data.title, paper.left, paper.y, { size: 20, weight: 'bold', align: 'center' }, paper.inner);
  paper.y += 36;
  paper.text(
    say('paper.colon', { label: t('zh', 'paper.reinspection.number'), value: data.number }),
    paper.left,
    paper.y,
    { size: 9.5, align: 'right' },
    paper.inner,
  );
  paper.y += 20;
  if (data.to) {
    paper.text(say('paper.notice.to', { name: data.to }), paper.left, paper.y, { size: 11 });
    paper.y += 22;
  }
}

function draw(paper: Paper, block: Block): void {
  if (block.kind === 'text') {
    paper.y += paper.block(`　　${block.text}`, paper.left, paper.y, paper.inner, { size: 11 }) + 8;
    return;
  }
  paper.room(60);
  paper.text(block.title, paper.left, paper.y, { size: 10.5, weight: 'bold' });
  paper.y += 18;
  if (block.kind === 'fields') fields(paper, block.fields, 2, { size: 9.5, label: 78, least: 22 });
  else
    table(
      paper,
      block.columns,
      block.rows.map((cells) => ({ cells })),
      { size: 9.5, least: 22 },
    );
  paper.y += 12;
}

function foot(paper: Paper, data: ReinspectionPaper): void {
  paper.room(data.sealed ? 150 : 80);
  paper.y += 10;
  const width = paper.inner / Math.max(1, data.signs.length);
  data.signs.forEach(({ label, name }, i) => {
    const x = paper.left + i * width;
    paper.text(label, x, paper.y, { size: 9.5, colour: INK.quiet });
    paper.text(name, x, paper.y + 16, { size: 10.5 });
    paper.rule(x, paper.y + 34, x + width - 14, paper.y + 34, 0.5, INK.faint);
    paper.text(t('zh', 'paper.reinspection.signedOn'), x, paper.y + 38, { size: 8.5, colour: INK.quiet });
  });
  if (data.signs.length > 0) paper.y += 62;
  if (data.sealed) {
    sealPlace(paper, paper.right - 100, paper.y + 42, 48, []);
    paper.text(data.institute, paper.right - 200, paper.y + 22, { size: 11, align: 'center' }, 200);
    paper.text(data.sealed, paper.right - 200, paper.y + 42, { size: 11, align: 'center' }, 200);
    paper.y += 100;
  }
  if (data.copies) paper.text(data.copies, paper.left, paper.y, { size: 8.5, colour: INK.quiet });
}
