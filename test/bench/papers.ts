import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import bwip from 'bwip-js/node';
import PDFDocument from 'pdfkit';
import type { ReportContent } from '../../lib/reports/report.pdf.ts';
import { reportPdf } from '../../lib/reports/report.pdf.ts';
import { sampleLabelPng } from '../../lib/samples/labels.pdf.ts';
import { pdfText } from '../support/pdf.ts';
import type { Floor } from './floor.ts';
import { call } from './http.ts';
import { compare, type Line } from './measure.ts';
import type { Scene } from './scene.ts';

const fonts = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '..', 'fonts');

/** Bare pdfkit with the same text: both fonts opened afresh, each line written where pdfkit puts it. */
function barePdf(pages: string[]): Promise<Buffer> {
  return new Promise((resolve) => {
    const document = new PDFDocument({ size: 'A4', margin: 50, font: join(fonts, 'NotoSansHans-Regular.otf') });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    pages.forEach((text, i) => {
      if (i > 0) document.addPage();
      const [title = '', ...lines] = text.split('\n');
      document.font(join(fonts, 'NotoSansHans-Bold.otf')).fontSize(12).text(title);
      document.font(join(fonts, 'NotoSansHans-Regular.otf')).fontSize(8).text(lines.join('\n'), { lineGap: 0 });
    });
    document.end();
  });
}

/** Papers beside bare pdfkit and bare bwip-js, and the fetch of an issued report beside the same file from bare Koa. */
export async function papers(scene: Scene, floor: Floor, folder: string, tell: (line: Line) => void): Promise<void> {
  const report = await scene.app.db.read('reports').where({ state: 'issued' }).first<{ id: string; content: string }>();
  if (!report) throw new Error('the demo has no issued report');
  const content = JSON.parse(report.content) as ReportContent;
  const pdf = await reportPdf(content);
  const text = await pdfText(pdf);
  tell(
    await compare({
      measure: `report PDF, ${text.length} pages`,
      engine: '—',
      times: 9,
      ours: () => reportPdf(content),
      floor: () => barePdf(text),
    }),
  );
  const label = {
    code: 'Y2026-00001-P1',
    sampleNo: 'Y2026-00001',
    role: 'test',
    n: 1,
    total: 3,
    productName: '对乙酰氨基酚片',
    batchNo: '260312',
    receivedOn: '2026-11-20',
  } as const;
  const bare = () => bwip.toBuffer({ bcid: 'code128', text: label.code, scale: 3, height: 10 });
  tell(
    await compare({
      measure: 'label PNG (code, text, 709 × 472)',
      engine: '—',
      times: 25,
      ours: () => sampleLabelPng(label),
      floor: bare,
    }),
  );
  const path = join(folder, 'report.pdf');
  writeFileSync(path, pdf);
  floor.file(path);
  const fetched = () => scene.raw('qianfa', `/reports/${report.id}/report.pdf`);
  tell(
    await compare({
      measure: 'fetch of an issued report (an event of the trail)',
      engine: scene.engine,
      times: 40,
      ours: fetched,
      floor: () => call(`${floor.url}/file`, 'GET', floor.headers),
    }),
  );
}
