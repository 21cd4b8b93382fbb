import { barcode, sealPlace, square } from '../pdf/draw.ts';
import type { Field } from '../pdf/fields.ts';
import { fields } from '../pdf/fields.ts';
import { nameSize } from '../pdf/name-size.ts';
import type { Paper } from '../pdf/paper.ts';
import { INK, MM } from '../pdf/paper.ts';
import { drawSignatures, SIGNATURE_HEIGHT } from '../pdf/signatures.ts';
import { longDate, say } from '../pdf/words.ts';
import type { ReportCodes, ReportContent } from './report.pdf.ts';

/** Number, page numbers and the mark of a draft or withdrawn report on every page, the laboratory's address at the foot. A first page shows the number in its head. */
export function drawFurniture(paper: Paper, content: ReportContent, covered: boolean): void {
  const { institute } = content;
  paper.onEveryPage((page, pages) => {
    const first = page === 1;
    if (content.state === 'drafted') paper.watermark(say('paper.report.draft'));
    if (content.state === 'withdrawn') paper.watermark(say('paper.report.withdrawn'));
    if (!first) {
      paper.text(`${institute.name}　${say('paper.report.title')}`, paper.left, 12.5 * MM, {
        size: 8,
        colour: INK.quiet,
      });
      paper.text(
        say('paper.colon', { label: say('paper.report.number'), value: content.number }),
        paper.left,
        12.5 * MM,
        { size: 8, align: 'right' },
        paper.inner,
      );
      paper.rule(paper.left, 17.5 * MM, paper.right, 17.5 * MM, 0.6);
    }
    const foot = paper.height - 14.5 * MM;
    paper.rule(paper.left, foot, paper.right, foot, 0.4, INK.faint);
    if (!(first && covered))
      paper.text(`${institute.address}　${institute.phone}`, paper.left, foot + 3, { size: 7, colour: INK.quiet });
    paper.text(say('paper.page', { page, pages }), paper.left, foot + 3, { size: 8, align: 'right' }, paper.inner);
  });
}

/** The head of a report without a cover: CMA and CNAS marks, names, QR code, then number and barcode. */
export function drawBand(paper: Paper, content: ReportContent, codes: ReportCodes): void {
  const top = 14 * MM;
  drawMarks(paper, content, paper.left, top - 4, true);
  paper.text(
    content.institute.name,
    paper.left,
    top,
    { size: nameSize(paper, content.institute.name, 17, paper.inner - 190), weight: 'bold', align: 'center' },
    paper.inner,
  );
  paper.text(
    say('paper.report.title.spaced'),
    paper.left,
    top + 26,
    { size: 24, weight: 'bold', align: 'center' },
    paper.inner,
  );
  square(paper, codes.verify, { x: paper.right - 60, y: top - 4, width: 60, height: 60 }, say('paper.report.verify'));
  paper.y = top + 66;
  paper.text(
    say('paper.colon', { label: say('paper.report.number'), value: content.number }),
    paper.left,
    paper.y + 2,
    { size: 10.5, weight: 'bold' },
  );
  barcode(paper, codes.number, content.number, { x: paper.right - 190, y: paper.y + 4, width: 190, height: 27 });
  paper.text(say('paper.colon', { label: say('paper.sampleNo'), value: content.sampleNo }), paper.left, paper.y + 18, {
    size: 9,
  });
  paper.y += 36;
}

const MARK = { width: 84, height: 29, gap: 4 };

/** The marks that the report may bear, as words with the number of the certificate, side by side or (`down`) one below the other. */
export function drawMarks(paper: Paper, content: ReportContent, x: number, y: number, down = false): void {
  const { cma, cnas } = content.marks ?? { cma: content.institute.cma };
  const marks: [string, string][] = [];
  if (cma !== undefined) marks.push(['CMA', cma]);
  if (cnas !== undefined) marks.push(['CNAS', cnas]);
  marks.forEach(([word, number], i) => {
    const at = { x: down ? x : x + i * (MARK.width + 8), y: down ? y + i * (MARK.height + MARK.gap) : y };
    const text = say('paper.report.cmaNumber', { number });
    const size = Math.min(6.5, (6.5 * (MARK.width - 4)) / paper.measure(text, { size: 6.5 }));
    paper.frame({ ...at, ...MARK }, 0.8, INK.text);
    paper.text(word, at.x, at.y, { size: 12, weight: 'bold', align: 'center' }, MARK.width);
    paper.text(text, at.x, at.y + 17.5, { size, align: 'center' }, MARK.width);
  });
}

export function drawSectionTitle(paper: Paper, content: ReportContent, title: string): void {
  paper.text(content.institute.name, paper.left, paper.y, { size: 12, align: 'center' }, paper.inner);
  paper.text(title, paper.left, paper.y + 18, { size: 17, weight: 'bold', align: 'center' }, paper.inner);
  paper.y += 50;
}

/** What was tested for whom, from when to when and by which standard. */
export function drawHeaderBlock(paper: Paper, content: ReportContent): void {
  fields(
    paper,
    headerFields(content).filter((field) => field.value !== ''),
    2,
    { size: 9, pad: 4 },
  );
}

function headerFields(content: ReportContent): Field[] {
  const { product, sampling, client } = content;
  const drug = content.productClass === 'drug' || content.productClass === 'tcm';
  const field = (word: Parameters<typeof say>[0], value: string | undefined, span = 1, bold = false): Field => ({
    label: say(word),
    value: value ?? '',
    span,
    bold,
  });
  const approval = drug
    ? 'paper.approval.drug'
    : content.productClass === 'device'
      ? 'paper.approval.device'
      : 'paper.approval.cosmetic';
  return [
    field(drug ? 'paper.product.drug' : 'paper.product', product.name, 2, true),
    field('paper.batch', product.batchNo),
    field(content.productClass === 'device' ? 'paper.model' : 'paper.spec', product.spec),
    field('paper.form', product.doseForm),
    field('paper.packaging', product.packaging),
    field(drug ? 'paper.producer' : 'paper.producer.labelled', product.producer, 2),
    field('paper.address', product.producerAddress, product.producerAddress ? 2 : 1),
    field(approval, product.approvalNo),
    field('paper.producedOn', product.producedOn),
    field('paper.expiry', product.expiry),
    field('paper.storage', product.storage),
    field(sampling ? 'paper.sampledUnit' : 'paper.supplier', sampling?.sampledUnit ?? client?.name ?? '', 2),
    ...(client ? [field('paper.client', [client.name, client.address].filter(Boolean).join('　'), 2)] : []),
    field('paper.samplingUnit', sampling?.unit),
    field('paper.place', sampling?.place),
    field('paper.samplingNo', sampling?.number),
    field('paper.sampledOn', sampling?.on),
    field('paper.officers', sampling?.officers.join('、')),
    field('paper.purpose', say(`paper.kind.${content.workKind}`)),
    field('paper.quantity', content.quantity),
    field('paper.sealed', content.sealed),
    field('paper.receivedOn', content.receivedOn),
    field(
      'paper.tested',
      content.testedFrom === content.testedTo ? content.testedFrom : `${content.testedFrom} ～ ${content.testedTo}`,
    ),
    field('paper.condition', content.condition),
    field('paper.scope', content.scope),
    field('paper.testedAt', content.institute.address, 2),
    field('paper.basis', content.basis, 2),
    field('paper.report.deviation', content.deviation, 2),
    field('paper.note', content.note, 2),
  ];
}

const CONCLUSION = 118;

/** Conclusion with the place of the seal, and the three signatures: never parted by the end of a page. */
export function drawConclusion(paper: Paper, content: ReportContent): void {
  const label = 64;
  const replaced = content.replaces ? say('paper.report.replaces', content.replaces) : '';
  const ink = { size: 10.5, weight: 'bold' as const };
  const wide = paper.inner - label - 130;
  const lines = paper.wrap(content.conclusion, wide, ink);
  const more = paper.wrap(replaced, wide, { size: 8.5 });
  const tall = Math.max(CONCLUSION, paper.leading(lines.length, ink.size) + paper.leading(more.length, 8.5) + 44);
  paper.room(tall + SIGNATURE_HEIGHT);
  const top = paper.y;
  paper.ground({ x: paper.left, y: top, width: label, height: tall });
  paper.text(
    say('paper.report.conclusion'),
    paper.left,
    top + tall / 2 - 7,
    { size: 9, align: 'center', colour: INK.quiet },
    label,
  );
  paper.rule(paper.left + label, top, paper.left + label, top + tall);
  paper.lines(lines, paper.left + label + 8, top + 9, wide, ink);
  paper.lines(more, paper.left + label + 8, top + 13 + paper.leading(lines.length, ink.size), wide, { size: 8.5 });
  sealPlace(paper, paper.right - 62, top + tall / 2, 54, [say('paper.report.sealName'), say('paper.report.sealHint')]);
  const issued = say('paper.colon', {
    label: say('paper.report.issued'),
    value: content.issuedOn ? longDate(content.issuedOn) : '',
  });
  paper.text(issued, paper.left + label + 8, top + tall - 22, { size: 9.5 });
  paper.y += tall;
  paper.rule(paper.left, paper.y, paper.right, paper.y);
  const { test, review, issue } = content.signatures;
  drawSignatures(paper, [
    [say('paper.report.tester'), test],
    [say('paper.report.reviewer'), review],
    [say('paper.report.signatory'), issue],
  ]);
  paper.frame({ x: paper.left, y: top, width: paper.inner, height: paper.y - top }, 0.9);
}

const STATEMENTS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** 声明: what makes the report void, what it answers for, how to object and how to verify it. */
export function drawStatements(paper: Paper, content: ReportContent): void {
  const size = 11;
  paper.y += 16;
  paper.text(
    say('paper.report.statements'),
    paper.left,
    paper.y,
    { size: 19, weight: 'bold', align: 'center' },
    paper.inner,
  );
  paper.y += 48;
  const statements: string[] = STATEMENTS.map((n) => say(`paper.report.statement.${n}`));
  if (content.objection) statements.push(content.objection);
  statements.push(say('paper.report.statement.8', { url: content.verifyUrl }));
  statements.forEach((statement, index) => {
    paper.text(`${index + 1}.`, paper.left + 8, paper.y, { size });
    paper.y += paper.block(statement, paper.left + 30, paper.y, paper.inner - 40, { size }) + 8;
  });
  const { institute } = content;
  const lines: [string, string | undefined][] = [
    [say('paper.report.institute'), institute.name],
    [say('paper.address'), institute.address],
    [say('paper.postcode'), institute.postcode],
    [say('paper.phone'), institute.phone],
  ];
  paper.y += 20;
  paper.rule(paper.left + 8, paper.y, paper.right - 8, paper.y, 0.4, INK.faint);
  paper.y += 14;
  for (const [label, value] of lines) {
    if (!value) continue;
    paper.text(label, paper.left + 30, paper.y, { size: 10, colour: INK.quiet });
    paper.y += paper.block(value, paper.left + 92, paper.y, paper.inner - 100, { size: 10 }) + 4;
  }
}
