import { code128 } from '../pdf/code.ts';
import { barcode, sealPlace } from '../pdf/draw.ts';
import type { Paper } from '../pdf/paper.ts';
import { INK, MM, openPaper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { longDate, say } from '../pdf/words.ts';

/** One nonconforming sample as it is told to the authority. */
export interface NoticeSample {
  reportNo: string;
  sampleNo: string;
  product: { name: string; batchNo: string; spec: string; producer: string };
  sampledUnit: string;
  basis: string;
  /** The failed items as the report prints them. */
  failed: { name: string; requirement: string; result: string }[];
}

/** 不合格检验报告报送函 with its list; dates 'YYYY-MM-DD'. */
export interface NoticePaper {
  institute: { name: string; contact?: string; phone: string };
  number: string;
  to: string;
  /** The law under which the notice is due. */
  basis: string;
  issuedOn: string;
  due: string;
  workingDays: number;
  samples: NoticeSample[];
  frozenAt: string;
}

/** The letter, and on the next page the table of nonconforming samples (domain 1.10). @throws Refusal `paper.glyph`, `paper.code` */
export async function noticePdf(notice: NoticePaper): Promise<Buffer> {
  const paper = await openPaper({
    title: `${say('paper.notice.title')} ${notice.number}`,
    number: notice.number,
    author: notice.institute.name,
    created: notice.frozenAt,
    margins: { top: 22 * MM, right: 22 * MM, bottom: 20 * MM, left: 24 * MM },
  });
  barcode(paper, await code128(notice.number), notice.number, {
    x: paper.right - 170,
    y: 12 * MM,
    width: 170,
    height: 26,
  });
  drawLetter(paper, notice);
  paper.next();
  drawList(paper, notice);
  paper.onEveryPage((page, pages) => {
    const foot = paper.height - 13 * MM;
    paper.text(notice.number, paper.left, foot, { size: 8, colour: INK.quiet });
    paper.text(say('paper.page', { page, pages }), paper.left, foot, { size: 8, align: 'right' }, paper.inner);
  });
  return paper.finish();
}

function drawLetter(paper: Paper, notice: NoticePaper): void {
  const { institute } = notice;
  const size = 12;
  const write = (text: string, gap = 10) => {
    paper.y += paper.block(text, paper.left, paper.y, paper.inner, { size }) + gap;
  };
  paper.y = 32 * MM;
  paper.text(institute.name, paper.left, paper.y, { size: 15, align: 'center' }, paper.inner);
  paper.text(
    say('paper.notice.title'),
    paper.left,
    paper.y + 26,
    { size: 22, weight: 'bold', align: 'center' },
    paper.inner,
  );
  paper.y += 72;
  paper.text(
    say('paper.colon', { label: say('paper.notice.number'), value: notice.number }),
    paper.left,
    paper.y,
    { size: 10.5, align: 'right' },
    paper.inner,
  );
  paper.y += 30;
  write(say('paper.notice.to', { name: notice.to }), 12);
  write(`　　${say('paper.notice.body', { basis: notice.basis })}`);
  for (const line of summaries(notice)) write(`　　${line}`);
  write(`　　${say('paper.notice.deadline', { due: longDate(notice.due), days: notice.workingDays })}`, 18);
  write(say('paper.notice.attached', { count: notice.samples.length }));
  if (institute.contact) write(say('paper.notice.contact', { name: institute.contact, phone: institute.phone }));
  paper.room(150);
  paper.y += 26;
  sealPlace(paper, paper.right - 100, paper.y + 32, 56, []);
  paper.text(institute.name, paper.right - 200, paper.y + 12, { size, align: 'center' }, 200);
  paper.text(longDate(notice.issuedOn), paper.right - 200, paper.y + 34, { size, align: 'center' }, 200);
  paper.y += 100;
  drawReceipt(paper);
}

/** One sentence for each product of a producer, as the authorities' announcements word it. */
function summaries(notice: NoticePaper): string[] {
  const groups = new Map<string, NoticeSample[]>();
  for (const sample of notice.samples) {
    const key = JSON.stringify([sample.product.producer, sample.product.name]);
    groups.set(key, [...(groups.get(key) ?? []), sample]);
  }
  return [...groups.values()].map((samples) =>
    say('paper.notice.summary', {
      lab: notice.institute.name,
      producer: samples[0]?.product.producer ?? '',
      product: samples[0]?.product.name ?? '',
      count: samples.length,
      items: [...new Set(samples.flatMap((sample) => sample.failed.map((item) => item.name)))].join('、'),
    }),
  );
}

function drawReceipt(paper: Paper): void {
  paper.room(64);
  const words = ['paper.notice.way', 'paper.notice.receiver', 'paper.notice.receivedAt'] as const;
  paper.text(say('paper.notice.receipt'), paper.left, paper.y, { size: 10, weight: 'bold' });
  paper.y += 18;
  paper.frame({ x: paper.left, y: paper.y, width: paper.inner, height: 40 });
  words.forEach((word, index) => {
    const x = paper.left + (index * paper.inner) / 3;
    if (index > 0) paper.rule(x, paper.y, x, paper.y + 40);
    paper.text(say(word), x + 6, paper.y + 5, { size: 8.5, colour: INK.quiet });
  });
  paper.y += 40;
}

function drawList(paper: Paper, notice: NoticePaper): void {
  paper.text(
    say('paper.notice.table'),
    paper.left,
    paper.y,
    { size: 16, weight: 'bold', align: 'center' },
    paper.inner,
  );
  paper.y += 34;
  const columns = [
    { title: say('paper.report.seq'), share: 6, align: 'center' as const },
    { title: say('paper.notice.col.report'), share: 14 },
    { title: say('paper.notice.col.product'), share: 15 },
    { title: say('paper.notice.col.batch'), share: 10 },
    { title: say('paper.notice.col.producer'), share: 15 },
    { title: say('paper.notice.col.source'), share: 15 },
    { title: say('paper.notice.col.result'), share: 25 },
  ];
  const rows = notice.samples.map((sample, index) => ({
    cells: [
      String(index + 1),
      `${sample.reportNo}\n${sample.sampleNo}`,
      `${sample.product.name}\n${sample.product.spec}`,
      sample.product.batchNo,
      sample.product.producer,
      sample.sampledUnit,
      [...sample.failed.map((item) => say('paper.notice.itemLine', item)), sample.basis].join('\n'),
    ],
  }));
  table(paper, columns, rows, { size: 8, pad: 3.5 });
  paper.text(say('paper.rest'), paper.left, paper.y + 6, { size: 9, align: 'center' }, paper.inner);
}
