import { expect } from 'chai';
import { Refusal } from '../../lib/core/refusal.ts';
import { Bitmap } from '../../lib/pdf/bitmap.ts';
import type { Symbol } from '../../lib/pdf/code.ts';
import { code128, dataMatrix, qrCode } from '../../lib/pdf/code.ts';
import { codesIn } from './read.ts';

function picture(symbol: Symbol): Buffer {
  const bitmap = new Bitmap(symbol.wide * 4, symbol.high === 1 ? 120 : symbol.high * 4);
  bitmap.symbol(symbol, { x: 0, y: 0, width: bitmap.width, height: bitmap.height });
  return bitmap.png(300);
}

describe('code', () => {
  for (const text of ['0', 'Y2026-00012-P1', 'R2026-00001-G1', '2026000012', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ-0123456789']) {
    it(`Code 128 of ${text} is read back`, async () =>
      expect(await codesIn(picture(await code128(text)))).to.deep.equal([text]));
  }

  it('QR code and Data Matrix are read back, Chinese in the QR code too', async () => {
    expect(await codesIn(picture(await qrCode('https://lims.example.cn/verify/7K3M?药检所𠮷')))).to.deep.equal([
      'https://lims.example.cn/verify/7K3M?药检所𠮷',
    ]);
    expect(await codesIn(picture(await dataMatrix('E-0001')))).to.deep.equal(['E-0001']);
  });

  for (const text of ['', 'y2026-1', '药检2026', 'A B', 'A\n', '^XA', 'A'.repeat(41)]) {
    it(`refuses ${JSON.stringify(text)} in bars`, async () => {
      const refusal = await code128(text).then(
        () => null,
        (error: unknown) => error,
      );
      expect(refusal).to.be.instanceOf(Refusal);
      expect((refusal as Refusal).reasons[0]).to.deep.equal({ id: 'paper.code', params: { code: text } });
    });
  }
});
