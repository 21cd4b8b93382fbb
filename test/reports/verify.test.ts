import { expect } from 'chai';
import { textOf } from '../pdf/read.ts';
import { readCodes } from '../support/barcode.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { pdfPicture } from '../support/pdf.ts';
import { arrangeBatch, issued, type ShownReport, shown } from './arrange.ts';

const PUBLIC_URL = 'http://lims.example.cn';

eachEngine('verifying a report', (engine) => {
  let lab: Lab;
  let signatory: Client;
  let report: ShownReport;
  let sampleNumber: string;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    lab.app.config = { ...lab.app.config, publicUrl: PUBLIC_URL };
    signatory = await lab.as('signatory');
    const batch = await arrangeBatch(lab, { productClass: 'tcm', fails: true });
    sampleNumber = batch.sampleNumber;
    report = await issued(signatory, batch.reportId);
  });
  after(() => lab.close());

  const paper = async () => (await signatory.get(`/reports/${report.id}/report.pdf`)).bytes;

  it('2.10 a scanner reads the number and the verification address from the paper', async function () {
    this.timeout(60_000);
    const codes = await readCodes(await pdfPicture(await paper(), 1, 3));
    expect(codes).to.have.deep.members([
      { format: 'Code128', text: report.number },
      { format: 'QRCode', text: report.verifyUrl },
    ]);
    expect((await textOf(await paper())).join('')).to.include(report.verifyUrl);
  });

  it('the address is that of PUBLIC_URL, whatever the caller says his host is, and tells nothing of the number', async () => {
    const { origin, pathname } = new URL(report.verifyUrl);
    expect(origin).to.equal(PUBLIC_URL);
    expect(pathname)
      .to.match(/^\/verify\/[0-9A-HJKMNP-TV-Z]{16}$/)
      .and.not.include(report.number.slice(-5));
    const { reportId } = await arrangeBatch(lab);
    expect((await shown(signatory, reportId)).verifyUrl).to.not.equal(report.verifyUrl);
  });

  it('N8 anybody may open it: number, state, hash, institute, and nothing else', async () => {
    const { pathname } = new URL(report.verifyUrl);
    const answer = await lab.stranger.get(pathname);
    expect(answer.status).to.equal(200);
    expect(answer.json()).to.deep.equal({
      number: report.number,
      state: 'issued',
      issuedAt: report.issuedAt,
      pdfHash: report.pdfHash,
      institute: '示例市药品检验所',
    });
    const page = await lab.stranger.page(pathname);
    expect(page.status).to.equal(200);
    expect(page.text).to.include(report.number).and.include(report.pdfHash);
  });

  it('N8 the page names no product, batch, producer, person, unit or result', async () => {
    const { pathname } = new URL(report.verifyUrl);
    const secrets = ['示例饮片', '示例制药', '示例大药房', '总灰分', '8.1', '不符合', sampleNumber];
    const people = ['孙采', '周样', '李检', '郑核', '王主任', '陈签'];
    for (const text of [(await lab.stranger.page(pathname)).text, (await lab.stranger.get(pathname)).text])
      for (const secret of [...secrets, ...people]) expect(text, secret).not.to.include(secret);
  });

  it('a draft, an unknown code and rubbish have no page', async () => {
    const draft = await shown(signatory, (await arrangeBatch(lab)).reportId);
    for (const path of [new URL(draft.verifyUrl).pathname, `/verify/${'0'.repeat(16)}`]) {
      const answer = await lab.stranger.get(path);
      expect([answer.status, answer.refusals()]).to.deep.equal([404, ['report.unknown']]);
      expect((await lab.stranger.page(path)).status).to.equal(404);
    }
    for (const code of ['x', 'abcdefghjkmnpqrs', `${'0'.repeat(16)}'--`, '%F0%9F%92%8A'])
      expect((await lab.stranger.get(`/verify/${code}`)).status, code).to.be.oneOf([404, 422]);
  });
});
