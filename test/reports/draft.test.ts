import { expect } from 'chai';
import { recordHash } from '../../lib/kernel/hash.ts';
import type { TestAnswer } from '../../lib/testing/answers.ts';
import type { TestRow } from '../../lib/testing/index.ts';
import { type Played, playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';
import { reviewEach } from '../support/review.ts';
import { bound } from '../testing/rig.ts';
import { arrangeBatch, BASIS, type BatchChange, reportRow, shown } from './arrange.ts';

type Sentences = Record<NonNullable<BatchChange['productClass']>, [conforms: string, fails: string]>;

const ofMedicines: [string, string] = [
  `本品按${BASIS}检验上述项目，结果符合规定。`,
  `本品按${BASIS}检验，总灰分不符合规定，结果不符合规定。`,
];
const ofGoods: [string, string] = [
  `本品按${BASIS}检验，所检项目符合要求。`,
  `本品按${BASIS}检验，所检项目中总灰分不符合要求，结果不符合要求。`,
];
const sentences: Sentences = { drug: ofMedicines, tcm: ofMedicines, device: ofGoods, cosmetic: ofGoods };

eachEngine('drafting a report', (engine) => {
  let lab: Lab;
  let head: Client;
  let signatory: Client;
  let played: Played;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    [head, signatory] = [await lab.as('head'), await lab.as('signatory')];
    played = await playBatch(lab, 'tested');
  });
  after(() => lab.close());

  const testsOf = async (): Promise<TestRow[]> => {
    const rows = await lab.app.db.read('tests').where({ sample_id: played.sampleId }).orderBy('seq');
    return rows.map((row: { item: string }) => ({ ...row, item: JSON.parse(row.item) })) as TestRow[];
  };
  const current = async () =>
    (await head.get(`/samples/${played.sampleId}/assignment`)).json<{ tests: TestAnswer[] }>().tests;
  const approve = async () =>
    head.post(`/samples/${played.sampleId}/approval`, { hashes: bound(await current()), password: PASSWORD });
  const reports = () => lab.app.db.read('reports').where({ sample_id: played.sampleId });

  it('DI-01 when the draft cannot be made the approval is not made either, and no number is used up', async () => {
    const { text } = lab.app.rules;
    lab.app.rules.text = () => undefined;
    const failed = await approve();
    lab.app.rules.text = text;
    expect(failed.status).to.equal(500);
    expect(await reports()).to.have.length(0);
    expect(await lab.app.db.read('samples').where({ id: played.sampleId }).first('state', 'approved_by')).to.deep.equal(
      { state: 'tested', approved_by: null },
    );
    expect((await testsOf()).map(({ state }) => state)).to.not.include('locked');
    expect(await lab.app.db.read('counters').where({ kind: 'report' })).to.have.length(0);
  });

  it('the approval drafts it in its own transaction: one author, one moment, the first number of the year', async () => {
    expect((await approve()).status).to.equal(200);
    const [row] = (await reports()) as { id: string; number: string; state: string; created_at: string }[];
    played.reportId = row?.id ?? '';
    expect(row).to.include({ number: 'R2026-00001', state: 'drafted' });
    const events: { entity: string; utc: string; action: string; user_id: string }[] = await lab.app.db
      .read('audit')
      .whereIn('entity_id', [played.reportId, played.sampleId])
      .where({ utc: row?.created_at });
    expect(events.map(({ entity }) => entity)).to.have.members(['samples', 'reports']);
    expect(new Set(events.map(({ action, user_id }) => `${action} ${user_id}`)).size).to.equal(1);
    const code = await lab.app.db.read('barcodes').where({ code: 'R2026-00001' }).first();
    expect(code).to.include({ kind: 'report', entity: 'reports', entity_id: played.reportId });
  });

  it('DI-13 its content is the frozen results, item by item, and its hash is the hash of that content', async () => {
    const { content, content_hash } = await reportRow(lab, played.reportId);
    const tests = await testsOf();
    expect(content.rows.map(({ name, requirement, result }) => [name, requirement, result])).to.deep.equal(
      tests.map(({ item, result_text }) => [item.name.zh, item.limitText, result_text]),
    );
    expect(content).to.include({ number: 'R2026-00001', sampleNo: played.sampleNumber, state: 'drafted' });
    expect(content.sampling?.officers).to.deep.equal(['孙采', '周样']);
    expect([content.signatures.test?.name, content.signatures.review?.name]).to.deep.equal(['李检', '郑核']);
    expect(content.signatures.issue).to.equal(undefined);
    expect(content_hash).to.equal(recordHash(content));
    expect((await shown(signatory, played.reportId)).contentHash).to.equal(content_hash);
  });

  it('names in its basis the answers by which lines of the standard were chosen, and in its conclusion the standard', async () => {
    const { content } = await reportRow(lab, played.reportId);
    expect(content.basis).to.equal('《中国药典》2025年版二部（规格：0.5g）');
    expect(content.conclusion).to.match(/^本品按《中国药典》2025年版二部检验/);
  });

  it('10.33 numbers follow each other without a gap', async () => {
    const numbers: string[] = [];
    for (let i = 0; i < 3; i += 1) numbers.push((await reportRow(lab, (await arrangeBatch(lab)).reportId)).number);
    expect(numbers).to.deep.equal(['R2026-00002', 'R2026-00003', 'R2026-00004']);
  });

  for (const [productClass, [conforms, fails]] of Object.entries(sentences) as [keyof Sentences, [string, string]][]) {
    it(`3.7 the conclusion of a ${productClass}: one item out of its limit makes the whole batch nonconforming`, async () => {
      const good = await reportRow(lab, (await arrangeBatch(lab, { productClass })).reportId);
      const bad = await reportRow(lab, (await arrangeBatch(lab, { productClass, fails: true })).reportId);
      expect([good.verdict, good.conclusion, good.content.conclusion]).to.deep.equal(['conforms', conforms, conforms]);
      expect([bad.verdict, bad.conclusion, bad.content.conclusion]).to.deep.equal(['fails', fails, fails]);
      expect(bad.content.rows.map(({ verdict }) => verdict)).to.deep.equal(['conforms', 'fails']);
    });
  }

  it('1.2 risk monitoring gives data and judges nothing, neither the batch nor an item, on paper or on screen', async () => {
    for (const productClass of Object.keys(sentences) as (keyof Sentences)[]) {
      const { reportId } = await arrangeBatch(lab, { productClass, workKind: 'FX', fails: true });
      const { content } = await reportRow(lab, reportId);
      expect(content.conclusion).to.equal('本报告为风险监测检验结果，仅提供数据，不作符合性判定。');
      expect(content.rows.map(({ verdict }) => verdict)).to.deep.equal(['none', 'none']);
      expect((await shown(signatory, reportId)).verdict).to.equal('none');
      const page = (await signatory.page(`/reports/${reportId}`)).text;
      expect(page).to.include('不作判定').and.not.to.include('不符合规定');
    }
    const list = (await signatory.get('/reports')).json<{ reports: { verdict: string }[] }>().reports;
    expect(list.filter(({ verdict }) => verdict === 'none')).to.have.length(4);
  });

  it('2.10 given back with a reason the batch is open for its head again, and the reason is on the trail', async () => {
    const { version, number } = await shown(signatory, played.reportId);
    const reason = '复核人不在岗，请换人复核';
    const back = await signatory.post(`/reports/${played.reportId}/return`, { version, reason });
    expect(back.status).to.equal(200);
    expect(await shown(signatory, played.reportId)).to.include({ number, state: 'drafted', returnedReason: reason });
    const sample = await lab.app.db
      .read('samples')
      .where({ id: played.sampleId })
      .first('state', 'approved_by', 'verdict');
    expect(sample).to.deep.equal({ state: 'tested', approved_by: null, verdict: null });
    expect(new Set((await testsOf()).map(({ state }) => state))).to.deep.equal(new Set(['reviewed']));
    const [event] = (await lab.app.db
      .read('audit')
      .where({ entity_id: played.reportId })
      .orderBy('seq', 'desc')
      .limit(1)) as { action: string; body: string }[];
    expect(event?.action).to.equal('report.return');
    expect(JSON.parse(event?.body ?? '{}')).to.include({ reason });
  });

  it('2.10 approved anew it keeps number and address and gets the new content: 复核 is who reviewed last', async function () {
    this.timeout(60_000);
    const before = await reportRow(lab, played.reportId);
    const tests = (await current()).map(({ id }) => id);
    const sentBack = await head.post(`/samples/${played.sampleId}/approval/return`, { tests, reason: '请换人复核' });
    expect(sentBack.status, sentBack.text).to.equal(200);
    const set = { tests: bound(await current()), password: PASSWORD };
    const signed = await (await lab.as('analyst')).post('/submissions', set);
    expect(signed.status, signed.text).to.equal(200);
    const reviewed = await reviewEach(await lab.as('analyst2'), await current());
    expect(reviewed.status, reviewed.text).to.equal(200);
    expect((await approve()).status).to.equal(200);
    const after = await reportRow(lab, played.reportId);
    expect(after).to.include({ number: before.number, verify_code: before.verify_code, returned_reason: null });
    expect(after.content_hash).to.not.equal(before.content_hash);
    expect(after.content.signatures.review?.name).to.equal('吴验');
    expect(await reports()).to.have.length(1);
    const { moves } = await shown(signatory, played.reportId);
    expect(moves.find(({ move }) => move === 'issue')?.obstacles).to.deep.equal([]);
  });
});
