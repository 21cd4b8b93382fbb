import { expect } from 'chai';
import { samplingRecordPdf } from '../../lib/samplings/record.pdf.ts';
import { sealsPdf } from '../../lib/samplings/seals.pdf.ts';
import { codesOf, textOf } from '../pdf/read.ts';
import { COSMETIC_SAMPLING, DEVICE_SAMPLING, SAMPLING } from './paper.samples.ts';

describe('sampling papers', () => {
  it('the record shows product, unit, entries, portions with seals and the signers', async () => {
    const text = (await textOf(await samplingRecordPdf(SAMPLING))).join('');
    for (const shown of [
      '药品抽样记录及凭证',
      SAMPLING.number,
      SAMPLING.product.name,
      SAMPLING.product.producer,
      SAMPLING.sampledUnit.name,
      '☐生产☐批发☑零售☐使用☐网络销售',
      '20.5℃',
      'F2026-000035',
      '复验用1/1',
      '以上抽样情况属实，样品已当场签封。',
      '王建国（2026-02-2510:30:00+08:00）',
      '第1页共1页',
    ])
      expect(text).to.contain(shown);
  });

  it('each product class has its own title and statement; void is marked', async () => {
    expect((await textOf(await samplingRecordPdf(DEVICE_SAMPLING)))[0])
      .to.contain('医疗器械抽样记录及凭证')
      .and.to.contain('规格/型号');
    expect((await textOf(await samplingRecordPdf(COSMETIC_SAMPLING)))[0])
      .to.contain('化妆品抽样单')
      .and.to.contain('对抽样程序、过程、封样状态及上述内容无异议。');
    expect((await textOf(await samplingRecordPdf({ ...SAMPLING, state: 'void' })))[0]).to.contain('作废');
  });

  it('the number is read from the page', async () =>
    expect(await codesOf(await samplingRecordPdf(SAMPLING))).to.deep.equal([SAMPLING.number]));

  it('one seal for each portion, its number as barcode', async () => {
    const pdf = await sealsPdf(SAMPLING);
    const pages = await textOf(pdf);
    expect(pages).to.have.length(3);
    expect(pages[1])
      .to.contain('抽样封签')
      .and.to.contain('复验用第1份／共1份')
      .and.to.contain('李秀兰')
      .and.to.contain('拆封记录');
    expect(await codesOf(pdf, 3)).to.deep.equal(['F2026-000036']);
  });

  it('prints the same bytes again', async () =>
    expect((await samplingRecordPdf(SAMPLING)).equals(await samplingRecordPdf(SAMPLING))).to.equal(true));
});
