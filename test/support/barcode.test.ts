import { toBuffer } from 'bwip-js/node';
import { expect } from 'chai';
import { readCodes } from './barcode.ts';

describe('readCodes', () => {
  const kinds = { code128: 'Code128', qrcode: 'QRCode', datamatrix: 'DataMatrix' } as const;
  for (const [bcid, format] of Object.entries(kinds)) {
    it(`reads a ${format} back`, async () => {
      const png = await toBuffer({ bcid, text: 'JY2026-00017-T1', scale: 3, padding: 10, backgroundcolor: 'FFFFFF' });
      expect(await readCodes(png)).to.deep.equal([{ format, text: 'JY2026-00017-T1' }]);
    });
  }
});
