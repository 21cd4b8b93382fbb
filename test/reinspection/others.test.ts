import { expect } from 'chai';
import { reinspectionClosing, standingVerdict } from '../../lib/reinspection/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, signIn, startLab } from '../support/lab.ts';
import {
  application,
  arrangeCase,
  drawn,
  finishSecond,
  handingOver,
  ok,
  PAPERS,
  type Saved,
  sheet,
  step,
} from './arrange.ts';

const PDF = Buffer.from('%PDF-1.7\n').toString('base64');

eachEngine('re-inspection by another laboratory, and for another laboratory', (engine) => {
  let lab: Lab;
  let reception: Client;
  let quality: Client;
  let custodian: Client;
  before(async () => {
    lab = await startLab(engine, '2026-02-26T09:00:00+08:00');
  });
  after(() => lab.close());
  const signInAll = async () => {
    reception = await signIn(lab.url, 'reception', lab.app);
    quality = await signIn(lab.url, 'quality', lab.app);
    custodian = await signIn(lab.url, 'custodian', lab.app);
  };

  for (const [productClass, outcome, rules, bearer] of [
    ['device', 'overturned', ['E5', 'E8', 'E8b', 'E9', 'E10', 'E11'], 'authority'],
    ['device', 'confirmed', ['E5', 'E8', 'E8b', 'E9', 'E10', 'E11'], 'applicant'],
    ['cosmetic', 'overturned', ['C6', 'C7', 'C7b', 'C9', 'C10', 'C12'], 'authority'],
    ['cosmetic', 'confirmed', ['C6', 'C7', 'C7b', 'C9', 'C10', 'C12'], 'applicant'],
  ] as const)
    it(`1.7 a ${productClass} goes to a laboratory that the authority drew; its result ${outcome} ours for good`, async () => {
      lab.at('2026-02-26T09:00:00+08:00');
      const about = await arrangeCase(lab, { productClass });
      lab.at('2026-03-05T10:00:00+08:00');
      await signInAll();
      const { id } = ok(await reception.post('/reinspections', application(about, drawn))).json<Saved>();
      expect((await reinspectionClosing(lab.app.db.read, about.caseId)).map((one) => one.id)).to.deep.equal([
        'reinspection.open',
      ]);
      ok(await step(quality, id, 'acceptance'));
      ok(await step(reception, id, 'request', { requestNo: '邻检调〔2026〕8号', requestedOn: '2026-03-05' }));
      ok(await step(custodian, id, 'hand-over', handingOver));
      const result = {
        outcome,
        reportNo: 'LJ2026-8',
        reportedOn: '2026-03-05',
        results: ['4.2%'],
        file: { name: 'r.pdf', type: 'application/pdf', data: PDF },
      };
      ok(await step(quality, id, 'conclusion', result));
      ok(
        await step(reception, id, 'sending', { toldOn: '2026-03-05', toldHow: '邮寄', authority: '省药品监督管理局' }),
      );
      const done = await sheet(quality, id);
      // The notice that asked for the portion is the other laboratory's own paper.
      expect((done.row.documents as { kind: string }[]).map(({ kind }) => kind)).to.deep.equal([
        ...['application', 'receipt', 'hand-over', 'conclusion'],
      ]);
      expect(done.clocks.map(({ rule }) => rule)).to.deep.equal(rules);
      expect(done.clocks.filter(({ clockState }) => clockState === 'running')).to.deep.equal([]);
      expect(done.row.fee.borneBy).to.equal(bearer);
      expect(await reinspectionClosing(lab.app.db.read, about.caseId)).to.deep.equal([]);
      expect((await standingVerdict(lab.app.db.read, about.sampleId)).standing).to.equal(
        outcome === 'overturned' ? 'conforms' : 'fails',
      );
      const row = await lab.app.db.read('cases').where({ id: about.caseId }).first();
      expect(row).to.include({ conclusion: outcome });
      expect(row.state === 'revoked').to.equal(outcome === 'overturned');
      // The register names what became of the report; the report itself is as it was issued.
      const { reports } = (await quality.get('/reports?state=issued')).json<{
        reports: { id: string; reinspected: object | null }[];
      }>();
      expect(reports.find((one) => one.id === about.reportId)?.reinspected).to.include({ outcome });
      expect((await quality.get(`/reports/${about.reportId}`)).json()).to.include({
        state: 'issued',
        verdict: 'fails',
      });
      for (const path of [
        '/reinspections',
        '/reinspections?tab=finished',
        `/reinspections/${id}`,
        `/reports/${about.reportId}`,
        '/reports?state=issued',
        `/cases/${about.caseId}`,
      ])
        expect((await quality.page(path)).status, path).to.equal(200);
    });

  it('10.24 two that are accepted at the same moment: one is let in', async () => {
    lab.at('2026-02-26T09:00:00+08:00');
    const about = await arrangeCase(lab);
    lab.at('2026-03-05T10:00:00+08:00');
    await signInAll();
    const ids: string[] = [];
    for (const recipientId of [about.producer, about.unit])
      ids.push(ok(await reception.post('/reinspections', application(about, { recipientId }))).json<Saved>().id);
    const answers = await Promise.all(ids.map((id) => step(quality, id, 'acceptance')));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
    expect(answers.find(({ status }) => status === 409)?.refusals()).to.deep.equal(['reinspection.twice']);
  });

  const foreign = {
    ...{
      productClass: 'drug',
      firstLab: '邻市药品检验所',
      firstReportNo: 'LY2026-77',
      productName: '示例片',
      batchNo: 'F1',
    },
    ...{
      producer: '外市制药有限公司',
      sampledUnit: '外市药房',
      basis: '《中国药典》2025年版二部',
      deliveredOn: '2026-03-02',
    },
    ...{ applicantName: '外市制药有限公司', applicantRole: 'producer', contact: '王', phone: '1', reason: '有异议' },
    ...{ items: [{ parameter: 'D-LIM-LOD', requirement: '不得过5.0%', result: '6.1%' }], papers: PAPERS },
    ...{ laboratoryWay: 'higher', feeAmount: '800', feePaidOn: '2026-03-04', feeReceiptNo: 'P9' },
  };

  it('1.7 the institute re-inspects the report of another laboratory: its sample, the objected item, its conclusion', async () => {
    lab.at('2026-03-05T10:00:00+08:00');
    await signInAll();
    const post = (change: object) => reception.post('/reinspections/foreign', { ...foreign, ...change });
    expect((await post({ firstLab: '示例市药品检验所' })).refusals()).to.deep.equal(['reinspection.foreign-lab']);
    expect((await post({ items: [] })).refusals()).to.deep.equal(['reinspection.items']);
    expect((await post({ deliveredOn: '2026-03-06' })).refusals()).to.deep.equal(['reinspection.delivered-later']);
    const expired = ok(await post({ firstReportNo: 'X', expiryDate: '2026-03-01' })).json<Saved>().id;
    const { id } = ok(await post({})).json<Saved>();
    for (const one of [id, expired]) {
      ok(await step(quality, one, 'acceptance'));
      ok(await step(reception, one, 'request'));
      expect((await step(custodian, one, 'hand-over', handingOver)).refusals()).to.deep.equal([
        'reinspection.foreign-portion',
      ]);
    }
    const twice = ok(await post({})).json<Saved>().id;
    expect((await step(quality, twice, 'acceptance')).refusals()).to.deep.equal(['reinspection.twice']);
    const seen = { condition: '完好', sealIntact: true, limits: [{ kind: 'max', value: '5.0' }] };
    expect((await step(reception, id, 'receipt', seen)).refusals()).to.deep.equal(['reinspection.amount']);
    const amount = { ...seen, quantity: '20', unit: '片', sealNo: 'LF-1' };
    expect((await step(reception, expired, 'receipt', amount)).refusals()).to.deep.equal(['reinspection.expired']);
    ok(await step(reception, id, 'receipt', amount));
    const second = String((await sheet(quality, id)).row.second_sample_id);
    const tests = await lab.app.db.read('tests').where({ sample_id: second });
    expect(tests.map((one) => [one.parameter_code, JSON.parse(one.item).limit])).to.deep.equal([
      ['D-LIM-LOD', { kind: 'max', value: '5.0' }],
    ]);
    const batch = await lab.app.db.read('samples').where({ id: second }).first();
    expect(batch).to.include({ basis: foreign.basis, due_on: '2026-04-10' });
    // A portion of a re-inspection is drawn by nobody: a kind of work of its own.
    expect(await lab.app.db.read('samplings').where({ id: batch.sampling_id }).first()).to.include({ work_kind: 'FY' });
    await finishSecond(lab, second, true);
    ok(await step(quality, id, 'conclusion'));
    ok(await step(reception, id, 'sending', { toldOn: '2026-03-05', toldHow: '邮寄', authority: '省局' }));
    expect((await sheet(quality, id)).row.outcome).to.equal('confirmed');
    expect(await lab.app.db.read('cases').where({ sample_id: second })).to.deep.equal([]);
  });

  it('a class without a clock for its re-inspection is said so', async () => {
    const { id } = ok(
      await reception.post('/reinspections/foreign', { ...foreign, firstReportNo: 'LY2026-78' }),
    ).json<Saved>();
    ok(await step(quality, id, 'acceptance'));
    ok(await step(reception, id, 'request'));
    const { clock } = lab.app.rules;
    lab.app.rules.clock = (event, ...rest) => (event === 'backup-received' ? undefined : clock(event, ...rest));
    const answer = await step(reception, id, 'receipt', {
      condition: '完好',
      sealIntact: true,
      quantity: '2',
      unit: '片',
      sealNo: 'L',
    });
    lab.app.rules.clock = clock;
    expect(answer.refusals()).to.deep.equal(['reinspection.no-clock']);
  });
});
