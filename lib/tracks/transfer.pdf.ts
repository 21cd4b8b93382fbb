import { type MessageKey, t } from '../messages/index.ts';
import { sealPlace } from '../pdf/draw.ts';
import { fields } from '../pdf/fields.ts';
import { INK, MM, openPaper, type Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { longDate } from '../pdf/words.ts';
import { chinaTime } from '../ui/index.ts';
import type { TrackHead } from './head.ts';
import type { TransferRow } from './rows.ts';

const say = (key: MessageKey, params: Record<string, string | number> = {}): string => t('zh', key, params);

export interface TransferLetter {
  title: string;
  head: TrackHead;
  row: TransferRow;
  authority: string;
  basis: string;
  decidedBy: string;
  /** The enclosed papers in words. */
  papers: string[];
  /** The columns of the list of goods. */
  columns: { key: string; title: string }[];
  created: string;
}

/** 移送书 (涉嫌犯罪案件移送书 or 线索移送函) with its receipt, and 涉案物品清单 (domain 2.15). @throws Refusal `paper.glyph` */
export async function transferPdf(letter: TransferLetter): Promise<Buffer> {
  const { title, row, authority, created } = letter;
  const paper = await openPaper({
    ...{ title: `${title} ${row.number}`, number: row.number, author: authority, created },
    margins: { top: 22 * MM, right: 22 * MM, bottom: 20 * MM, left: 24 * MM },
  });
  drawLetter(paper, letter);
  if (row.goods.length > 0) {
    paper.next();
    drawGoods(paper, letter);
  }
  paper.onEveryPage((page, pages) => {
    const foot = paper.height - 13 * MM;
    paper.text(row.number, paper.left, foot, { size: 8, colour: INK.quiet });
    paper.text(say('paper.page', { page, pages }), paper.left, foot, { size: 8, align: 'right' }, paper.inner);
  });
  return paper.finish();
}

function drawLetter(paper: Paper, { title, head, row, authority, basis, decidedBy, papers }: TransferLetter): void {
  const size = 12;
  const write = (text: string, gap = 9) => {
    paper.y += paper.block(text, paper.left, paper.y, paper.inner, { size }) + gap;
  };
  paper.text(authority, paper.left, paper.y, { size: 15, align: 'center' }, paper.inner);
  paper.text(title, paper.left, paper.y + 26, { size: 22, weight: 'bold', align: 'center' }, paper.inner);
  paper.y += 68;
  paper.text(row.number, paper.left, paper.y, { size: 10.5, align: 'right' }, paper.inner);
  paper.y += 26;
  write(say('track.letterTo', { name: row.to_body }), 10);
  const items = head.items.map(({ name }) => name).join('、');
  const params = { unit: row.party, product: head.productName, batch: head.batchNo, items, case: head.caseNumber };
  write(`　　${say('track.letterCase', params)}`);
  write(`　　${say('track.letterFacts', { facts: row.facts })}`);
  write(
    `　　${say(row.kind === 'crime' ? 'track.letterLawCrime' : 'track.letterLawClue', { articles: row.articles, basis })}`,
  );
  write(say('track.letterPapers'), 4);
  papers.forEach((name, i) => {
    write(`　　${say('track.letterPaper', { n: i + 1, name })}`, 2);
  });
  paper.y += 10;
  fields(
    paper,
    [
      { label: say('track.officers'), value: row.officers.join('、') },
      { label: say('track.reportedOn'), value: longDate(row.reported_at) },
      { label: say('track.headDecided'), value: row.decided_at ? `${decidedBy}　${chinaTime(row.decided_at)}` : '—' },
      { label: say('track.sentAt'), value: row.sent_at ? chinaTime(row.sent_at) : '—' },
    ],
    2,
    { size: 9.5, pad: 5, label: 74 },
  );
  paper.room(230);
  paper.y += 20;
  sealPlace(paper, paper.right - 100, paper.y + 32, 56, []);
  paper.text(authority, paper.right - 220, paper.y + 14, { size, align: 'center' }, 220);
  paper.text(
    longDate((row.sent_at ? chinaTime(row.sent_at) : row.reported_at).slice(0, 10)),
    paper.right - 220,
    paper.y + 36,
    { size, align: 'center' },
    220,
  );
  paper.y += 92;
  paper.text(say('track.receipt'), paper.left, paper.y, { size: 10, weight: 'bold' });
  paper.y += 17;
  const receipt = [row.received_by ?? '', row.received_at ? chinaTime(row.received_at) : '', row.receipt_no ?? ''];
  fields(
    paper,
    (['track.receivedBy', 'track.receivedAt', 'track.receiptNo'] as const).map((label, i) => ({
      label: say(label),
      value: receipt[i] ?? '',
    })),
    3,
    { size: 9, least: 34, label: 52 },
  );
}

function drawGoods(paper: Paper, { row, columns }: TransferLetter): void {
  paper.text(say('track.goodsList'), paper.left, paper.y, { size: 18, weight: 'bold', align: 'center' }, paper.inner);
  paper.y += 32;
  paper.text(`${row.number}　${row.party}`, paper.left, paper.y, { size: 9.5, colour: INK.quiet });
  paper.y += 18;
  const shares: Record<string, number> = { name: 18, place: 15, sealNo: 12, batch: 12 };
  table(
    paper,
    [
      { title: say('paper.report.seq'), share: 6, align: 'center' },
      ...columns.map(({ key, title }) => ({ title, share: shares[key] ?? 9 })),
    ],
    row.goods.map((goods, i) => ({ cells: [String(i + 1), ...columns.map(({ key }) => goods[key] ?? '')] })),
    { size: 8.5, pad: 4, least: 24 },
  );
  paper.y += 24;
  paper.room(60);
  fields(
    paper,
    [
      { label: say('track.goodsGiven'), value: '' },
      { label: say('track.goodsTaken'), value: '' },
    ],
    2,
    { size: 9.5, least: 34, label: 74 },
  );
}
