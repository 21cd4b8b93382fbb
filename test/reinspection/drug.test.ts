import { expect } from 'chai';
import { standingVerdict } from '../../lib/reinspection/index.ts';
import { textOf } from '../pdf/read.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, signIn, startLab } from '../support/lab.ts';
import {
  type Arranged,
  application,
  arrangeCase,
  finishSecond,
  handingOver,
  ok,
  type Saved,
  sheet,
  step,
  stepBy,
} from './arrange.ts';

eachEngine('re-inspection of a drug by the first laboratory', (engine) => {
  let lab: Lab;
  let reception: Client;
  let quality: Client;
  let custodian: Client;
  before(async () => {
    lab = await startLab(engine, '2026-03-01T09:00:00+08:00');
    lab.at('2026-02-27T09:00:00+08:00');
  });
  after(() => lab.close());

  const clients = async () => {
    reception = await signIn(lab.url, 'reception', lab.app);
    quality = await signIn(lab.url, 'quality', lab.app);
    custodian = await signIn(lab.url, 'custodian', lab.app);
  };
  const bytes = async (about: Arranged) =>
    (await quality.get(`/reports/${about.reportId}/report.pdf`)).bytes.toString('latin1');

  for (const [fails, outcome] of [
    [true, 'confirmed'],
    [false, 'overturned'],
  ] as const)
    it(`goes from the application to the ${outcome} result with its own clocks, people and papers`, async () => {
      lab.at('2026-02-27T09:00:00+08:00');
      const about = await arrangeCase(lab);
      lab.at('2026-03-04T10:00:00+08:00');
      await clients();
      const first = await bytes(about);
      const { id, state } = ok(await reception.post('/reinspections', application(about))).json<Saved>();
      expect(state).to.equal('applied');
      expect((await sheet(quality, id)).against).to.deep.equal([]);
      // D6: seven working days for the decision; the applicant's own window is used.
      const applied = await sheet(quality, id);
      expect(applied.clocks.map(({ rule, dueOn, clockState }) => [rule, dueOn, clockState])).to.deep.equal([
        ['D5', '2026-03-11', 'done'],
        ['D6', '2026-03-13', 'running'],
      ]);
      expect(applied.holds.map(({ kind }) => kind)).to.include.members(['reinspection', 'case']);
      ok(await step(quality, id, 'acceptance'));
      ok(await step(reception, id, 'notice', { toldTo: '市药品监督管理局', toldOn: '2026-03-04', toldHow: '系统' }));
      ok(await step(reception, id, 'request'));
      ok(await step(custodian, id, 'hand-over', { ...handingOver, receiverUnit: '中药室' }));
      expect(await lab.app.db.read('portions').where({ id: about.portionId }).first()).to.include({
        state: 'handed-over',
        place: 'handed-over',
      });
      ok(await step(reception, id, 'receipt', { condition: '完好', sealIntact: true }));
      const { row } = await sheet(quality, id);
      expect(row.state).to.equal('testing');
      const second = String(row.second_sample_id);
      const tests = await lab.app.db.read('tests').where({ sample_id: second });
      const [before_] = await lab.app.db.read('tests').where({ id: about.item });
      expect(tests).to.have.length(1);
      for (const same of ['item', 'parameter_hash', 'form_hash', 'parameter_code'])
        expect(tests[0][same], same).to.equal(before_[same]);
      // Who tested or reviewed the first batch tests nothing of the second.
      const head = await signIn(lab.url, 'head', lab.app);
      const assign = async (login: string) =>
        head.post(`/samples/${second}/assignment`, { tests: [tests[0].id], analyst: (await lab.user(login)).id });
      expect((await assign('analyst')).refusals()).to.deep.equal(['assign.sampler']);
      expect((await assign('sampler')).refusals()).to.include('assign.sampler');
      ok(await assign('analyst2'));
      expect((await stepBy(lab, quality, id, 'conclusion')).refusals()).to.deep.equal(['reinspection.not-issued']);
      await finishSecond(lab, second, fails);
      ok(await step(quality, id, 'conclusion'));
      const done = await sheet(quality, id);
      expect(done.row.outcome).to.equal(outcome);
      expect(done.row.fee.borneBy).to.equal(outcome === 'overturned' ? 'first-laboratory' : 'applicant');
      ok(
        await step(reception, id, 'sending', {
          toldOn: '2026-03-04',
          toldHow: '直接送达',
          authority: '市药品监督管理局',
        }),
      );
      const end = await sheet(quality, id);
      expect(end.clocks.filter(({ clockState }) => clockState === 'running')).to.deep.equal([]);
      expect(end.clocks.map(({ rule }) => rule)).to.deep.equal(['D5', 'D6', 'D6b', 'D7', 'D8', 'D10', 'D9']);
      // The first report is as it was; the case follows the outcome, and no second case was opened.
      expect(await bytes(about)).to.equal(first);
      const cases = await lab.app.db.read('cases').where({ product_name: '示例片' }).orderBy('id');
      expect(cases.find((one) => one.id === about.caseId)).to.include({
        conclusion: outcome,
        ...(fails ? {} : { state: 'revoked' }),
      });
      expect(await lab.app.db.read('cases').where({ sample_id: second })).to.deep.equal([]);
      expect(await standingVerdict(lab.app.db.read, about.sampleId)).to.include({
        first: 'fails',
        standing: fails ? 'fails' : 'conforms',
        by: outcome,
      });
      if (!fails) {
        const tracks = await lab.app.db.read('case_tracks').where({ case_id: about.caseId });
        expect(tracks.map((one) => one.state)).to.satisfy((all: string[]) => all.every((one) => one === 'cancelled'));
      }
      // Each paper is filed at the act that made it, among the papers of the case, and never drawn anew.
      const kinds = ['application', 'receipt', 'request', 'hand-over', 'conclusion'];
      expect((end.row.documents as { kind: string }[]).map(({ kind }) => kind)).to.deep.equal(kinds);
      const filed = await lab.app.db.read('case_documents').where({ case_id: about.caseId }).orderBy('id');
      expect(filed.map(({ kind }) => kind)).to.deep.equal(kinds.map((kind) => `reinspection-${kind}`));
      for (const { id: document, kind } of filed) {
        const { bytes: kept } = await quality.get(`/case-documents/${document}`);
        const { bytes: shown } = await quality.get(`/reinspections/${id}/${kind.replace('reinspection-', '')}.pdf`);
        expect(kept.equals(shown), kind).to.equal(true);
      }
      for (const [path, words] of [
        ['application', ['林经办', '自检结果符合规定']],
        ['receipt', ['予以受理', '1200']],
        ['request', ['封存完好的备份样品', '2026年3月13日']],
        ['hand-over', ['赵取样', '冯管', '15–19']],
        ['conclusion', [fails ? '维持原报告' : '不再作为处理依据', '最终结论']],
      ] as const) {
        const paper = await quality.get(`/reinspections/${id}/${path}.pdf`);
        expect([path, paper.status]).to.deep.equal([path, 200]);
        const text = (await textOf(paper.bytes)).join('');
        for (const word of words) expect(text, path).to.include(word);
      }
    });
});
