import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { Refusal } from '../../lib/core/refusal.ts';
import type { ReportContent } from '../../lib/reports/report.pdf.ts';
import { reportPdf } from '../../lib/reports/report.pdf.ts';
import { codesOf, piecesOf, textOf } from '../pdf/read.ts';
import { DEVICE, DRUG, DRUG_ROWS, LONG, ONE } from './report.samples.ts';

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const flat = (text: string) => text.replaceAll(/\s+/g, '');

describe('report paper', () => {
  it('prints every field, every row and the conclusion', async () => {
    const text = (await textOf(await reportPdf(DRUG))).join('');
    const { product, client, sampling } = DRUG;
    const expected = [
      DRUG.number,
      DRUG.sampleNo,
      ...Object.values(product),
      client?.name,
      sampling?.number,
      sampling?.sampledUnit,
      ...(sampling?.officers ?? []),
      DRUG.quantity,
      DRUG.receivedOn,
      DRUG.basis,
      DRUG.conclusion,
      DRUG.objection,
      DRUG.verifyUrl,
    ];
    for (const value of expected) expect(text).to.contain(flat(String(value)));
    for (const row of DRUG_ROWS) expect(text).to.contain(flat(row.requirement)).and.to.contain(flat(row.result));
    for (const heading of [
      '【性状】',
      '【鉴别】',
      '【检查】',
      '【含量测定】',
      '（以下空白）',
      '检验检测专用章',
      '2026年3月6日',
    ])
      expect(text).to.contain(heading);
  });

  it('DI-11: a signature shows printed name, time with zone and meaning', async () => {
    const text = (await textOf(await reportPdf(DRUG))).join('');
    for (const shown of [
      '张三签名时间：2026-03-0514:22:10+08:00签名含义：检验',
      '欧阳志远签名时间：2026-03-0516:01:33+08:00签名含义：复核',
      '李敏签名时间：2026-03-0609:30:00+08:00签名含义：授权签字',
    ])
      expect(text).to.contain(shown);
  });

  for (const [name, content] of Object.entries({
    'one row': ONE,
    'eight rows': DRUG,
    'sixty rows': LONG,
    device: DEVICE,
  })) {
    it(`${name}: number and page count on every page, nothing outside the page, end mark`, async () => {
      const pages = await piecesOf(await reportPdf(content));
      pages.forEach((pieces, index) => {
        const text = flat(pieces.map((piece) => piece.text).join(''));
        expect(text).to.contain(content.number);
        expect(text).to.contain(`第${index + 1}页共${pages.length}页`);
        for (const piece of pieces) {
          expect(piece.x).to.be.at.least(30);
          expect(piece.x + piece.width).to.be.at.most(595.3 - 28);
          expect(piece.y).to.be.within(18, 842 - 20);
        }
      });
      expect(pages.flat().filter((piece) => piece.text.includes('（以下空白）'))).to.have.length(1);
    });
  }

  it('repeats the head of the table and the group on every page, and prints each row once', async () => {
    const pages = await textOf(await reportPdf(LONG));
    const withRows = pages.filter((page) => /项目\d/.test(page));
    expect(withRows.length).to.be.above(3);
    for (const page of withRows) expect(page).to.contain('检验项目标准规定检验结果');
    for (const page of withRows.slice(1))
      expect(page).to.match(/检验项目标准规定检验结果【(性状|鉴别|检查|含量测定)】/);
    for (const row of LONG.rows) expect(pages.join('').split(`${row.name}供试品`)).to.have.length(2);
  });

  it('cuts a requirement longer than a page between lines and loses nothing', async () => {
    const long = Array.from({ length: 1800 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join('');
    const rows = [
      {
        ...DRUG_ROWS[0],
        group: '检查',
        name: '特征图谱',
        requirement: long,
        result: '符合规定',
        verdict: 'conforms' as const,
      },
    ];
    const pages = await piecesOf(await reportPdf({ ...DRUG, rows }));
    const column = pages.flat().filter((piece) => /^[\u4e00-\u5508]{15,}$/.test(piece.text));
    expect(column.map((piece) => piece.text).join('')).to.contain(long.slice(100, 1700));
  });

  it('lines of one column never overlap', async () => {
    for (const pieces of await piecesOf(
      await reportPdf({ ...DEVICE, product: { ...DEVICE.product, name: '超'.repeat(90), producer: '长'.repeat(120) } }),
    )) {
      for (const [index, one] of pieces.entries()) {
        for (const other of pieces.slice(index + 1)) {
          const apart =
            Math.abs(one.y - other.y) >= Math.min(one.size, other.size) * 0.9 ||
            one.x + one.width <= other.x + 0.6 ||
            other.x + other.width <= one.x + 0.6;
          expect(apart, `${one.text} | ${other.text}`).to.equal(true);
        }
      }
    }
  });

  it('device: cover, statements, summary, then the rows with single verdicts', async () => {
    const pages = await textOf(await reportPdf(DEVICE));
    expect(pages).to.have.length(4);
    expect(pages[0]).to.contain('检验报告').and.to.contain(DEVICE.product.name);
    expect(pages[1])
      .to.contain('声明')
      .and.to.contain(flat(DEVICE.objection ?? ''));
    expect(pages[2]).to.contain('检验报告首页').and.to.contain(flat(DEVICE.conclusion));
    expect(pages[3])
      .to.contain('序号检验项目检验方法/条款标准要求单位检验结果单项结论')
      .and.to.contain('3通气阻力YY0469-20235.7≤49Pa/cm²31.5符合')
      .and.to.contain('环氧乙烷残留量*');
  });

  it('barcode and QR code are read from the picture of the page', async () => {
    expect(await codesOf(await reportPdf(DRUG))).to.deep.equal([DRUG.number, DRUG.verifyUrl]);
    expect(await codesOf(await reportPdf(DEVICE))).to.deep.equal([DEVICE.number, DEVICE.verifyUrl]);
  });

  it('prints the CMA mark only with a certificate, draft and withdrawn marks, and what it replaces', async () => {
    const none: ReportContent = { ...ONE, institute: { ...ONE.institute, cma: undefined } };
    expect((await textOf(await reportPdf(ONE)))[0]).to.contain('CMA证书编号250000000000');
    expect((await textOf(await reportPdf(none)))[0]).not.to.contain('CMA');
    expect(
      (await textOf(await reportPdf({ ...ONE, state: 'drafted', signatures: {}, issuedOn: undefined })))[0],
    ).to.contain('草稿未签发');
    expect(
      (await textOf(await reportPdf({ ...ONE, state: 'withdrawn' }))).every((page) => page.includes('已撤回')),
    ).to.equal(true);
    expect(
      (await textOf(await reportPdf({ ...ONE, replaces: { number: 'R2026-00009', reason: '批号更正' } }))).join(''),
    )
      .to.contain('替代原报告（编号：R2026-00009）')
      .and.to.contain('批号更正');
  });

  it('the same content has the same bytes, whatever was printed in between', async () => {
    const first = sha256(await reportPdf(DRUG));
    await reportPdf(DEVICE);
    await reportPdf(LONG);
    expect(sha256(await reportPdf(DRUG))).to.equal(first);
    expect(sha256(await reportPdf({ ...DRUG, frozenAt: '2026-03-06T01:30:01.000Z' }))).not.to.equal(first);
  });

  it('embeds every font', async () => {
    const pdf = (await reportPdf(ONE)).toString('latin1');
    expect(pdf.match(/\/FontFile3 /g)).to.have.length(2);
    expect(pdf).not.to.contain('Helvetica');
  });

  it('B062: a name that no font can print blocks the report and is named', async () => {
    const refusal = await reportPdf({ ...DRUG, product: { ...DRUG.product, producer: '𠮷林制药𪚥' } }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refusal).to.be.instanceOf(Refusal);
    expect((refusal as Refusal).reasons.map((reason) => reason.params)).to.deep.equal([
      { char: '𠮷', codepoint: 'U+20BB7', where: '𠮷林制药𪚥' },
      { char: '𪚥', codepoint: 'U+2A6A5', where: '𠮷林制药𪚥' },
    ]);
  });
});
