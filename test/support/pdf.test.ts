import { join } from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { toBuffer } from 'bwip-js/node';
import { expect } from 'chai';
import PDFDocument from 'pdfkit';
import { readCodes } from './barcode.ts';
import { pdfPicture, pdfText } from './pdf.ts';

const fonts = join(import.meta.dirname, '..', '..', 'node_modules', '@embedpdf', 'fonts-sc', 'fonts');

/** Two A4 pages: a Chinese title, and a barcode picture. */
async function paper(): Promise<Buffer> {
  const document = new PDFDocument({ size: 'A4' });
  const chunks: Buffer[] = [];
  document.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise((resolve) => document.once('end', resolve));
  document.font(join(fonts, 'NotoSansHans-Regular.otf')).fontSize(24).text('检验报告书').text('对乙酰氨基酚片');
  document.addPage().image(await toBuffer({ bcid: 'code128', text: 'YP2026-00001', scale: 4 }), 72, 72, { width: 300 });
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

describe('pdf reading', () => {
  it('gives the Chinese text of each page', async () => {
    const pages = await pdfText(await paper());
    expect(pages).to.have.length(2);
    expect(pages[0]).to.contain('检验报告书').and.contain('对乙酰氨基酚片');
  });

  it('draws a page that shows ink, at the size asked for, and a code that can be read', async () => {
    const pdf = await paper();
    const picture = await loadImage(await pdfPicture(pdf, 1, 2));
    expect([picture.width, picture.height]).to.deep.equal([1191, 1684]);
    const canvas = createCanvas(picture.width, picture.height);
    canvas.getContext('2d').drawImage(picture, 0, 0);
    const { data } = canvas.getContext('2d').getImageData(140, 140, 260, 80);
    let dark = 0;
    for (let i = 0; i < data.length; i += 4) if ((data[i] ?? 255) < 100) dark += 1;
    expect(dark, 'dark points where the title stands').to.be.greaterThan(500);
    expect(await readCodes(await pdfPicture(pdf, 2, 2))).to.deep.equal([{ format: 'Code128', text: 'YP2026-00001' }]);
  });
});
