import { expect } from 'chai';
import { noticePdf } from '../../lib/disposals/notice.pdf.ts';
import { codesOf, textOf } from '../pdf/read.ts';
import { NOTICE, SAMPLE } from './notice.samples.ts';

describe('notice', () => {
  it('the letter sums up by product and producer, the list gives every sample', async () => {
    const pdf = await noticePdf({
      ...NOTICE,
      samples: [SAMPLE, { ...SAMPLE, reportNo: 'R2026-00013', product: { ...SAMPLE.product, batchNo: '20260106' } }],
    });
    const [letter, list] = await textOf(pdf);
    expect(letter)
      .to.contain('某某市市场监督管理局：')
      .and.to.contain('生产的2批次复方甘草酸苷注射液（20ml:40mg）不符合规定，不符合规定项目为可见异物、重金属。')
      .and.to.contain('2026年3月10日')
      .and.to.contain('检验报告书2份');
    expect(list)
      .to.contain('R2026-00013')
      .and.to.contain('20260106')
      .and.to.contain('＞10×10⁻⁶')
      .and.to.contain('第2页共2页');
    expect(await codesOf(pdf)).to.deep.equal([NOTICE.number]);
  });

  it('sixty samples go on with the head repeated', async () => {
    const pages = await textOf(await noticePdf({ ...NOTICE, samples: Array.from({ length: 60 }, () => SAMPLE) }));
    expect(pages.length).to.be.above(4);
    for (const page of pages.slice(1)) expect(page).to.contain('报告编号品名批号');
  });
});
