import { t } from '../messages/index.ts';
import { sealPlace } from '../pdf/draw.ts';
import { fields } from '../pdf/fields.ts';
import { INK, MM, openPaper, type Paper } from '../pdf/paper.ts';
import { table } from '../pdf/table.ts';
import { longDate, say } from '../pdf/words.ts';

/** What the papers for one party say; dates 'YYYY-MM-DD'. */
export interface PartyPaper {
  institute: { name: string; phone: string };
  number: string;
  caseNumber: string;
  recipient: { name: string; role: string };
  report: { number: string; basis: string };
  sampled: { on: string; unit: string; number: string };
  product: { name: string; batchNo: string; spec: string; producer: string };
  failed: { name: string; requirement: string; result: string }[];
  /** The legal texts in force on the day: how to object, what lateness means, and what the party has to do at once. */
  texts: { objection: string; late: string; duties: string };
  /** Whose office the papers go to for service. */
  server: string;
  issuedOn: string;
  frozenAt: string;
}

const word = (name: string, params: Record<string, string | number> = {}): string =>
  t('zh', `case.paper.${name}` as never, params);

async function begin(paper: PartyPaper, title: string): Promise<Paper> {
  const page = await openPaper({
    title: `${title} ${paper.number}`,
    number: paper.number,
    author: paper.institute.name,
    created: paper.frozenAt,
    margins: { top: 24 * MM, right: 24 * MM, bottom: 20 * MM, left: 26 * MM },
  });
  page.text(paper.institute.name, page.left, page.y, { size: 14, align: 'center' }, page.inner);
  page.text(title, page.left, page.y + 26, { size: 21, weight: 'bold', align: 'center' }, page.inner);
  page.text(paper.number, page.left, page.y + 64, { size: 10.5, align: 'right' }, page.inner);
  page.y += 92;
  page.onEveryPage((n, pages) => {
    const foot = page.height - 13 * MM;
    page.text(`${paper.number}　${paper.caseNumber}`, page.left, foot, { size: 8, colour: INK.quiet });
    page.text(say('paper.page', { page: n, pages }), page.left, foot, { size: 8, align: 'right' }, page.inner);
  });
  return page;
}

/** 检验结果告知书 for one party, with its receipt at the foot (domain 2.11). @throws Refusal `paper.glyph` */
export async function resultNoticePdf(paper: PartyPaper): Promise<Buffer> {
  const page = await begin(paper, word('notice'));
  const write = (text: string, gap = 9) => {
    page.y += page.block(text, page.left, page.y, page.inner, { size: 12 }) + gap;
  };
  const { product, sampled, report } = paper;
  write(say('paper.notice.to', { name: paper.recipient.name }), 12);
  write(
    `　　${word('noticeBody', {
      on: longDate(sampled.on),
      unit: sampled.unit,
      producer: product.producer,
      product: product.name,
      batch: product.batchNo,
      spec: product.spec,
      items: paper.failed.map(({ name }) => name).join('、'),
      report: report.number,
      basis: report.basis,
    })}`,
  );
  for (const item of paper.failed) write(`　　${say('paper.notice.itemLine', item)}`, 4);
  page.y += 5;
  write(`　　${paper.texts.objection}${paper.texts.late}`);
  write(`　　${paper.texts.duties}`, 14);
  write(word('attached', { report: report.number }));
  write(word('contact', { name: paper.institute.name, phone: paper.institute.phone }), 4);
  page.room(190);
  page.y += 18;
  sealPlace(page, page.right - 100, page.y + 30, 52, []);
  page.text(paper.institute.name, page.right - 200, page.y + 10, { size: 12, align: 'center' }, 200);
  page.text(longDate(paper.issuedOn), page.right - 200, page.y + 32, { size: 12, align: 'center' }, 200);
  page.y += 96;
  page.text(word('copies'), page.left, page.y, { size: 9, colour: INK.quiet });
  page.y += 18;
  fields(
    page,
    [
      { label: word('receivedOn'), value: '' },
      { label: word('receivedBy'), value: '' },
    ],
    2,
    { least: 34, label: 92 },
  );
  return page.finish();
}

/** 送达回证 to be filled and signed by hand when the papers are handed over (domain 2.11). @throws Refusal `paper.glyph` */
export async function serviceFormPdf(paper: PartyPaper, ways: readonly string[]): Promise<Buffer> {
  const page = await begin(paper, word('service'));
  const papers = `${word('notice')}　${word('reportNamed', { report: paper.report.number })}`;
  fields(
    page,
    [
      { label: word('recipient'), value: paper.recipient.name, span: 2, bold: true },
      { label: word('role'), value: paper.recipient.role },
      { label: word('case'), value: paper.caseNumber },
      { label: word('papers'), value: papers, span: 2 },
      { label: word('place'), value: '', span: 2 },
      { label: word('way'), value: ways.map((way) => `□${way}`).join('　'), span: 2 },
      { label: word('servedAt'), value: word('handDate'), span: 2 },
      { label: word('signed'), value: '', span: 2 },
      { label: word('proxy'), value: '', span: 2 },
      { label: word('refused'), value: '', span: 2 },
      { label: word('witness'), value: '', span: 2 },
      { label: word('servers'), value: '', span: 2 },
      { label: word('remark'), value: '', span: 2 },
    ],
    2,
    { size: 10.5, pad: 6, least: 38, label: 104 },
  );
  page.y += 10;
  page.block(word('serviceHint'), page.left, page.y, page.inner, { size: 9, colour: INK.quiet });
  return page.finish();
}

/** 移交清单 of the papers that go to the authority for one party. @throws Refusal `paper.glyph` */
export async function handoverPdf(
  paper: PartyPaper,
  lines: readonly { title: string; number: string; copies: number; note: string }[],
): Promise<Buffer> {
  const page = await begin(paper, word('handover'));
  fields(
    page,
    [
      { label: word('handoverTo'), value: paper.server, span: 2 },
      { label: word('case'), value: paper.caseNumber },
      { label: word('sampleNo'), value: paper.sampled.number },
      { label: word('product'), value: `${paper.product.name}　${paper.product.batchNo}`, span: 2 },
      { label: word('recipient'), value: `${paper.recipient.name}（${paper.recipient.role}）`, span: 2 },
    ],
    2,
    { size: 10, pad: 5, label: 84 },
  );
  page.y += 14;
  table(
    page,
    [
      { title: say('paper.report.seq'), share: 8, align: 'center' },
      { title: word('paperName'), share: 36 },
      { title: word('paperNumber'), share: 30 },
      { title: word('paperCopies'), share: 10, align: 'center' },
      { title: word('remark'), share: 16 },
    ],
    lines.map(({ title, number, copies, note }, i) => ({ cells: [`${i + 1}`, title, number, `${copies}`, note] })),
    { size: 10, pad: 5 },
  );
  page.y += 18;
  page.room(120);
  fields(
    page,
    [word('givenBy'), word('takenBy'), word('givenOn'), word('takenOn')].map((label) => ({ label, value: '' })),
    2,
    { size: 10, least: 40, label: 84 },
  );
  return page.finish();
}
