import { barcode, square } from '../pdf/draw.ts';
import { nameSize } from '../pdf/name-size.ts';
import type { Paper } from '../pdf/paper.ts';
import { INK, MM } from '../pdf/paper.ts';
import { longDate, say } from '../pdf/words.ts';
import type { ReportCodes, ReportContent } from './report.pdf.ts';
import { drawMarks } from './report-parts.pdf.ts';

/** The cover of a device or cosmetic report. */
export function drawCover(paper: Paper, content: ReportContent, codes: ReportCodes): void {
  const { institute, product, sampling } = content;
  drawMarks(paper, content, paper.left, 20 * MM);
  barcode(paper, codes.number, content.number, { x: paper.right - 190, y: 20 * MM, width: 190, height: 32 });
  paper.text(
    say('paper.report.cover'),
    paper.left,
    62 * MM,
    { size: 36, weight: 'bold', align: 'center' },
    paper.inner,
  );
  paper.text(
    say('paper.colon', { label: say('paper.report.number'), value: content.number }),
    paper.left,
    82 * MM,
    { size: 12, align: 'center' },
    paper.inner,
  );
  const lines: [string, string][] = [
    [say('paper.product'), product.name],
    [say(content.productClass === 'device' ? 'paper.model' : 'paper.spec'), product.spec],
    [say('paper.batch'), product.batchNo],
    [say('paper.producer.labelled'), product.producer],
    sampling ? [say('paper.sampledUnit'), sampling.sampledUnit] : [say('paper.client'), content.client?.name ?? ''],
    [say('paper.purpose'), say(`paper.kind.${content.workKind}`)],
  ];
  let y = 106 * MM;
  for (const [label, value] of lines) y += line(paper, label, value, y);
  square(
    paper,
    codes.verify,
    { x: paper.width / 2 - 36, y: 204 * MM, width: 72, height: 72 },
    say('paper.report.verify'),
  );
  const size = nameSize(paper, institute.name, 20, paper.inner);
  paper.text(institute.name, paper.left, 244 * MM, { size, weight: 'bold', align: 'center' }, paper.inner);
  if (content.issuedOn)
    paper.text(longDate(content.issuedOn), paper.left, 256 * MM, { size: 12, align: 'center' }, paper.inner);
}

/** A label and its value on a ruled line; a long value takes two lines or more. */
function line(paper: Paper, label: string, value: string, y: number): number {
  const [x, size, from] = [paper.left + 20, 13, paper.left + 122];
  const wide = paper.right - 20 - from;
  const lines = paper.wrap(value, wide - 8, { size });
  const tall = paper.leading(lines.length, size);
  paper.text(label, x, y, { size, colour: INK.quiet });
  paper.lines(lines, from, y, wide, { size, align: 'center' });
  paper.rule(from, y + tall + 2, from + wide, y + tall + 2, 0.5, INK.quiet);
  return tall + 16;
}
