import { expect } from 'chai';
import { standingVerdict } from '../../lib/reinspection/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Answer, type Client, type Lab, signIn, startLab } from '../support/lab.ts';
import {
  type Arranged,
  application,
  arrangeCase,
  type Change,
  drawn,
  handingOver,
  ok,
  type Saved,
  serve,
  sheet,
  step,
  stepBy,
} from './arrange.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex').toString('base64');
const file = { name: 'proof.png', type: 'image/png', data: PNG };

eachEngine('what a re-inspection and an objection are refused for', (engine) => {
  let lab: Lab;
  let reception: Client;
  let quality: Client;
  let custodian: Client;
  before(async () => {
    lab = await startLab(engine, '2026-02-26T09:00:00+08:00');
  });
  after(() => lab.close());

  /** A case of February, looked at on a day of March by people who signed in that day. */
  const arranged = async (change: Change = {}, day = '2026-03-04'): Promise<Arranged> => {
    lab.at('2026-02-26T09:00:00+08:00');
    const about = await arrangeCase(lab, change);
    lab.at(`${day}T10:00:00+08:00`);
    reception = await signIn(lab.url, 'reception', lab.app);
    quality = await signIn(lab.url, 'quality', lab.app);
    custodian = await signIn(lab.url, 'custodian', lab.app);
    return about;
  };
  const applied = async (about: Arranged, change: object = {}): Promise<string> =>
    ok(await reception.post('/reinspections', application(about, change))).json<Saved>().id;
  const accepted = async (about: Arranged, change: object = {}): Promise<string> => {
    const id = await applied(about, change);
    ok(await step(quality, id, 'acceptance'));
    return id;
  };
  const refusals = (answer: Answer): string[] => answer.refusals();

  /** What stands against letting each of these in (domain 10.24). */
  const table: [what: string, change: Change, form: object, day: string, expected: string][] = [
    ['on the eighth working day', {}, {}, '2026-03-12', 'reinspection.late'],
    ['to whom nothing was delivered', { deliveredOn: null }, {}, '2026-03-04', 'reinspection.delivery'],
    ['unpaid', {}, { feePaidOn: '', feeReceiptNo: '' }, '2026-03-04', 'reinspection.fee'],
    ['paid without a receipt', {}, { feeReceiptNo: '' }, '2026-03-04', 'reinspection.fee'],
    ['paid tomorrow', {}, { feePaidOn: '2026-03-05' }, '2026-03-04', 'reinspection.fee'],
    ['without its papers', {}, { papers: ['form'] }, '2026-03-04', 'reinspection.papers'],
    ['device by the first laboratory', { productClass: 'device' }, {}, '2026-03-04', 'reinspection.laboratory'],
    [
      'device by a laboratory that nobody drew',
      { productClass: 'device' },
      { ...drawn, drawnBy: '' },
      '2026-03-04',
      'reinspection.laboratory',
    ],
    [
      'device drawn to the first laboratory',
      { productClass: 'device' },
      { ...drawn, laboratoryName: '示例市药品检验所' },
      '2026-03-04',
      'reinspection.laboratory',
    ],
    [
      'cosmetic by the only laboratory there is',
      { productClass: 'cosmetic' },
      { ...drawn, laboratoryWay: 'sole' },
      '2026-03-04',
      'reinspection.laboratory',
    ],
    ['drug drawn from a list', {}, drawn, '2026-03-04', 'reinspection.laboratory'],
    ['with an expired portion', { expiryDate: '2026-03-03' }, {}, '2026-03-04', 'reinspection.portion'],
  ];
  for (const [what, change, form, day, expected] of table)
    it(`10.24 does not let in: ${what}`, async () => {
      const about = await arranged(change, day);
      const id = await applied(about, form);
      expect(refusals(await step(quality, id, 'acceptance'))).to.deep.equal([expected]);
      expect((await sheet(quality, id)).against.map((one) => one.id)).to.deep.equal([expected]);
      expect((await sheet(quality, id)).row.state).to.equal('applied');
    });

  it('1.3 lets in on the seventh working day, and by the postmark of that day', async () => {
    await accepted(await arranged({}, '2026-03-11'));
    const about = await arranged({}, '2026-03-13');
    expect(
      refusals(await reception.post('/reinspections', application(about, { postedOn: '2026-03-11' }))),
    ).to.deep.equal(['reinspection.posting']);
    await accepted(about, { postedOn: '2026-03-11', postingProof: 'EMS 1' });
    const late = await applied(await arranged({}, '2026-03-13'), { postedOn: '2026-03-12', postingProof: 'EMS 2' });
    expect(refusals(await step(quality, late, 'acceptance'))).to.deep.equal(['reinspection.late']);
  });

  it('1.10 each party has its own window from its own delivery', async () => {
    const about = await arranged({ deliveredOn: null }, '2026-03-13');
    await serve(lab, about.producer, '2026-03-02', 'drug');
    await serve(lab, about.unit, '2026-03-09', 'drug');
    const late = await applied(about);
    expect(refusals(await step(quality, late, 'acceptance'))).to.deep.equal(['reinspection.late']);
    await accepted(about, { recipientId: about.unit });
  });

  it('10.24 a second application for the same report is not let in, whoever asks', async () => {
    const about = await arranged();
    await accepted(about);
    const second = await applied(about, { recipientId: about.unit });
    expect(refusals(await step(quality, second, 'acceptance'))).to.deep.equal(['reinspection.twice']);
  });

  for (const [name, productClass] of [
    ['重量差异', 'drug'],
    ['无菌', 'drug'],
    ['细菌内毒素', 'tcm'],
    ['热原', 'device'],
    ['菌落总数', 'cosmetic'],
  ] as const)
    it(`1.7 ${name} of a ${productClass} is not re-inspected`, async () => {
      const about = await arranged({ productClass });
      const row = await lab.app.db.read('tests').where({ id: about.item }).first();
      const item = JSON.parse(row.item) as object;
      await lab.app.db
        .write('tests')
        .where({ id: about.item })
        .update({ item: JSON.stringify({ ...item, name: { zh: name, en: name } }) });
      const id = await applied(about, productClass === 'drug' || productClass === 'tcm' ? {} : drawn);
      expect(refusals(await step(quality, id, 'acceptance'))).to.deep.equal(['reinspection.forbidden']);
    });

  it('1.7 an item whose parameter says so is not re-inspected', async () => {
    const about = await arranged();
    await lab.app.db.write('tests').where({ id: about.item }).update({ parameter_code: 'D-BIO-PYR' });
    const id = await applied(about);
    expect(refusals(await step(quality, id, 'acceptance'))).to.deep.equal(['reinspection.forbidden']);
  });

  it('1.7 an importer may not apply for a cosmetic, nor somebody who waived', async () => {
    const about = await arranged({ productClass: 'cosmetic' });
    await lab.app.db.write('case_recipients').where({ id: about.producer }).update({ role: 'importer' });
    const id = await applied(about, drawn);
    expect(refusals(await step(quality, id, 'acceptance'))).to.deep.equal(['reinspection.applicant']);
    await lab.app.db.write('case_recipients').where({ id: about.unit }).update({ waived: 1 });
    const waived = await applied(about, { ...drawn, recipientId: about.unit });
    expect(refusals(await step(quality, waived, 'acceptance'))).to.deep.equal(['reinspection.waived']);
  });

  it('refuses an application that is about nothing', async () => {
    const about = await arranged();
    const other = await arranged();
    const post = (change: object) => reception.post('/reinspections', application(about, change));
    expect(refusals(await post({ items: [] }))).to.deep.equal(['reinspection.items']);
    expect(refusals(await post({ items: [other.item] }))).to.deep.equal(['reinspection.items']);
    expect(refusals(await post({ recipientId: other.producer }))).to.deep.equal(['reinspection.recipient']);
    await lab.app.db.write('cases').where({ id: about.caseId }).update({ state: 'revoked' });
    expect(refusals(await post({}))).to.deep.equal(['reinspection.case-over']);
    await lab.app.db.write('cases').where({ id: about.caseId }).update({ state: 'opened', report_id: null });
    expect(refusals(await post({}))).to.deep.equal(['reinspection.no-report']);
  });

  it('2.12 papers are supplemented while the clock stands still; the decision is another person’s and in writing', async () => {
    const about = await arranged();
    const id = await applied(about, { papers: ['form'] });
    ok(await step(reception, id, 'supplement', { reason: '缺授权委托书' }));
    const clock = (one: { rule: string }) => one.rule === 'D6';
    expect((await sheet(quality, id)).clocks.find(clock)).to.include({ clockState: 'paused' });
    lab.at('2026-03-09T10:00:00+08:00');
    reception = await signIn(lab.url, 'reception', lab.app);
    quality = await signIn(lab.url, 'quality', lab.app);
    ok(await step(reception, id, 'completion', { papers: ['form', 'report', 'attorney', 'identity', 'delivery'] }));
    // D6 from 4 March: five days stood still, 4–9 March.
    expect((await sheet(quality, id)).clocks.find(clock)).to.include({ clockState: 'running', dueOn: '2026-03-18' });
    expect((await sheet(quality, id)).against).to.deep.equal([]);
    expect(refusals(await step(quality, id, 'refusal', { reason: '不予受理' }))).to.deep.equal(['reinspection.ground']);
    ok(await step(quality, id, 'refusal', { reason: '异议理由不成立', grounds: ['other'] }));
    const refused = await sheet(quality, id);
    expect(refused.row.state).to.equal('refused');
    expect(refused.holds.map(({ kind }) => kind)).not.to.include('reinspection');
    // A refused application leaves the place free.
    await accepted(about, { recipientId: about.unit });
    const own = ok(await quality.post('/reinspections', application(await arranged()))).json<Saved>().id;
    expect(refusals(await step(quality, own, 'acceptance'))).to.deep.equal(['reinspection.own-application']);
  });

  it('the way of the portion: seal, two people, order', async () => {
    const about = await arranged();
    const id = await applied(about);
    expect(
      refusals(await step(reception, id, 'notice', { toldTo: '局', toldOn: '2026-03-04', toldHow: '系统' })),
    ).to.deep.equal(['reinspection.not-decided']);
    ok(await step(quality, id, 'acceptance'));
    expect(
      refusals(await step(reception, id, 'notice', { toldTo: '局', toldOn: '2026-03-03', toldHow: '系统' })),
    ).to.deep.equal(['reinspection.told-day']);
    ok(await step(reception, id, 'request'));
    expect(refusals(await step(reception, id, 'receipt', { condition: '完好', sealIntact: true }))).to.deep.equal([
      'reinspection.not-handed-over',
    ]);
    expect(refusals(await step(custodian, id, 'hand-over', { ...handingOver, sealIntact: false }))).to.deep.equal([
      'reinspection.seal',
    ]);
    expect(refusals(await step(custodian, id, 'hand-over', { ...handingOver, receiver: '冯管' }))).to.deep.equal([
      'reinspection.one-person',
    ]);
    ok(await step(custodian, id, 'hand-over', handingOver));
    expect(refusals(await step(reception, id, 'receipt', { condition: '完好', sealIntact: false }))).to.deep.equal([
      'reinspection.seal',
    ]);
    expect((await quality.get(`/reinspections/${id}/conclusion.pdf`)).refusals()).to.deep.equal([
      'reinspection.no-paper',
    ]);
    expect((await quality.get(`/reinspections/${id}/report`)).refusals()).to.deep.equal(['reinspection.no-file']);
    // The portion is gone from the store: nobody else can be given it.
    const other = await applied(about, { recipientId: about.unit });
    expect(refusals(await step(quality, other, 'acceptance'))).to.have.members([
      'reinspection.twice',
      'reinspection.portion',
    ]);
  });

  it('the other laboratory: its request, its report, its day', async () => {
    const about = await arranged({ productClass: 'device' });
    const id = await accepted(about, drawn);
    expect(refusals(await step(reception, id, 'request', {}))).to.deep.equal(['reinspection.request-no']);
    expect(
      refusals(await step(reception, id, 'request', { requestNo: 'DY1', requestedOn: '2026-03-05' })),
    ).to.deep.equal(['reinspection.request-day']);
    ok(await step(reception, id, 'request', { requestNo: 'DY1', requestedOn: '2026-03-04' }));
    ok(await step(custodian, id, 'hand-over', handingOver));
    expect(refusals(await step(reception, id, 'receipt', { condition: '完好', sealIntact: true }))).to.deep.equal([
      'reinspection.elsewhere',
    ]);
    const result = { outcome: 'confirmed', reportNo: 'FJ-1', reportedOn: '2026-03-04', file };
    for (const [change, expected] of [
      [{ outcome: undefined }, 'reinspection.outcome'],
      [{ reportNo: '' }, 'reinspection.report-file'],
      [{ file: undefined }, 'reinspection.report-file'],
      [{ reportedOn: '2026-03-03' }, 'reinspection.reported-day'],
      [{ file: { ...file, data: Buffer.from('text').toString('base64') } }, 'reinspection.file-type'],
    ] as const)
      expect(refusals(await step(quality, id, 'conclusion', { ...result, ...change }))).to.deep.equal([expected]);
    ok(await step(quality, id, 'conclusion', result));
    expect((await quality.get(`/reinspections/${id}/report`)).bytes.toString('base64')).to.equal(PNG);
  });

  const objection = (about: Arranged, change: object = {}): object => ({
    ...{
      caseId: about.caseId,
      recipientId: about.producer,
      kind: 'result',
      contact: '林',
      phone: '1',
      content: '结果有误',
    },
    ...change,
  });
  const objected = async (about: Arranged, change: object = {}): Promise<string> =>
    ok(await reception.post('/objections', objection(about, change))).json<Saved>().id;
  const on = async (client: Client, id: string, path: string, body: object): Promise<Answer> => {
    const { version } = (await lab.app.db.read('objections').where({ id }).first()) as Saved;
    return client.post(`/objections/${id}/${path}`, { version, ...body });
  };

  /** The register of reports and the report itself say what became of it; the report stays as it was issued. */
  const names = async (about: Arranged, outcome: string) => {
    const report = (await quality.get(`/reports/${about.reportId}`)).json<{ reinspected: object; verdict: string }>();
    expect(report.reinspected).to.include({ outcome });
    expect(report.verdict).to.equal('fails');
    for (const path of [`/reports/${about.reportId}`, '/reports?state=issued'])
      expect((await quality.page(path)).status, path).to.equal(200);
  };

  it('2.13 an objection is assigned, answered and audited by another; a running one blocks the case', async () => {
    const about = await arranged();
    const id = await objected(about);
    expect(refusals(await reception.post('/objections', objection(about)))).to.deep.equal(['objection.twice']);
    const { reinspectionClosing } = await import('../../lib/reinspection/index.ts');
    expect((await reinspectionClosing(lab.app.db.read, about.caseId)).map((one) => one.id)).to.deep.equal([
      'objection.open',
    ]);
    expect(refusals(await on(quality, id, 'assignment', { assignee: about.caseId }))).to.deep.equal([
      'objection.assignee',
    ]);
    ok(await on(quality, id, 'assignment', { assignee: (await lab.user('quality')).id }));
    const answer = { answer: '复核原始记录无误', proposed: 'rejected' };
    expect(refusals(await on(reception, id, 'answer', answer))).to.deep.equal(['objection.not-assigned']);
    expect(
      refusals(
        await on(reception, id, 'verification', {
          authority: '局',
          verifiedOn: '2026-03-04',
          document: '1',
          finding: 'genuine',
        }),
      ),
    ).to.deep.equal(['objection.verify-kind']);
    ok(await on(quality, id, 'answer', answer));
    expect(refusals(await on(quality, id, 'audit', { decision: 'pass' }))).to.deep.equal(['objection.own-answer']);
    const technical = await signIn(lab.url, 'technical', lab.app);
    expect(refusals(await on(technical, id, 'audit', { decision: 'return' }))).to.deep.equal(['objection.reason']);
    ok(await on(technical, id, 'audit', { decision: 'return', reason: '补充依据' }));
    ok(await on(quality, id, 'answer', answer));
    ok(await on(technical, id, 'audit', { decision: 'pass' }));
    expect(await reinspectionClosing(lab.app.db.read, about.caseId)).to.deep.equal([]);
    expect(await lab.app.db.read('cases').where({ id: about.caseId }).first()).to.include({ conclusion: null });
  });

  it('1.7 E6 C8 a denial needs its proof, its window and the finding of the authority; then the case is revoked', async () => {
    const about = await arranged({ productClass: 'device' });
    const told = { kind: 'authenticity', toldOn: '2026-03-02', toldBy: 'report', file };
    const post = (change: object) => reception.post('/objections', objection(about, { ...told, ...change }));
    expect(refusals(await post({ file: undefined }))).to.deep.equal(['objection.proof']);
    expect(refusals(await post({ toldOn: '2026-03-05' }))).to.deep.equal(['objection.told']);
    expect(refusals(await post({ recipientId: about.unit }))).to.deep.equal(['objection.not-producer']);
    // C8: five working days from 24 February end on 3 March; E6 gives seven.
    expect(refusals(await post({ toldOn: '2026-02-24', toldBy: 'sampling' }))).to.deep.equal(['objection.late']);
    const id = await objected(about, { ...told, toldOn: '2026-02-24' });
    ok(await on(quality, id, 'assignment', { assignee: (await lab.user('quality')).id }));
    ok(await on(quality, id, 'answer', { answer: '生产企业举证非其生产', proposed: 'accepted' }));
    const technical = await signIn(lab.url, 'technical', lab.app);
    expect(refusals(await on(technical, id, 'audit', { decision: 'pass' }))).to.deep.equal(['objection.unverified']);
    ok(await on(technical, id, 'audit', { decision: 'return', reason: '补核查' }));
    const finding = { authority: '外省药监局', verifiedOn: '2026-03-04', document: '函1', finding: 'counterfeit' };
    expect(refusals(await on(quality, id, 'verification', { ...finding, verifiedOn: '2026-03-05' }))).to.deep.equal([
      'objection.verify-day',
    ]);
    ok(await on(quality, id, 'verification', finding));
    ok(await on(quality, id, 'answer', { answer: '核查属假冒', proposed: 'accepted' }));
    ok(await on(technical, id, 'audit', { decision: 'pass' }));
    expect(await lab.app.db.read('cases').where({ id: about.caseId }).first()).to.include({
      state: 'revoked',
      conclusion: 'denied',
    });
    // The goods failed and go on doing so; they are only not this producer's.
    expect(await standingVerdict(lab.app.db.read, about.sampleId)).to.include({ standing: 'fails', by: 'denied' });
    await names(about, 'denied');
  });

  it('an accepted objection to the sampling leaves no verdict, also after a re-inspection had confirmed the result', async () => {
    const about = await arranged();
    const id = await objected(about);
    const standing = () => standingVerdict(lab.app.db.read, about.sampleId);
    expect(await standing()).to.include({ standing: 'fails', by: 'report' });
    ok(await on(quality, id, 'assignment', { assignee: (await lab.user('quality')).id }));
    ok(await on(quality, id, 'answer', { answer: '抽样基数不足', proposed: 'accepted' }));
    const technical = await signIn(lab.url, 'technical', lab.app);
    ok(await on(technical, id, 'audit', { decision: 'pass' }));
    expect(await standing()).to.include({ first: 'fails', standing: null, by: 'objection' });
    await names(about, 'objection');
    const confirmed = await applied(await arranged());
    const db = lab.app.db.write;
    await db('reinspections').where({ id: confirmed }).update({ sample_id: about.sampleId, outcome: 'confirmed' });
    expect(await standing()).to.include({ standing: null, by: 'objection' });
    expect(await lab.app.db.read('batch_facts').where({ sample_id: about.sampleId }).first()).to.include({ fails: 0 });
  });

  it('an objection after the window is late; one that is taken back holds nothing', async () => {
    const late = await arranged({}, '2026-03-12');
    expect(refusals(await reception.post('/objections', objection(late)))).to.deep.equal(['objection.late']);
    const about = await arranged();
    const id = await objected(about);
    expect(
      await stepBy(lab, quality, await applied(about), 'withdrawal', { reason: '撤回' }).then((one) => one.status),
    ).to.equal(200);
    ok(await on(reception, id, 'cancellation', { reason: '撤回' }));
    const holds = await lab.app.db.read('sample_holds').where({ sample_id: about.sampleId }).whereNull('released_at');
    expect(holds).to.deep.equal([]);
  });
});
