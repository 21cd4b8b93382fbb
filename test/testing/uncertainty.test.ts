import { expect } from 'chai';
import type { ReportContent } from '../../lib/reports/report.pdf.ts';
import type { ReportData } from '../../lib/reports/show.ts';
import type { RecordAnswer } from '../../lib/testing/record-answer.ts';
import { worked } from '../../lib/uncertainty/budget.ts';
import { type BudgetRow, emptyBody } from '../../lib/uncertainty/rows.ts';
import { eachEngine } from '../support/engines.ts';
import type { Client } from '../support/lab.ts';
import { pdfText } from '../support/pdf.ts';
import { bound, ok, PASSWORD, type Rig, specification, startRig } from './rig.ts';

/** U of the loss on drying, % (absolute), with the rule of the contract. */
const budget = (U: string) => ({
  ...emptyBody(),
  equation: 'x',
  unit: '%',
  lines: [{ symbol: 'x', estimate: '0.40', kind: 'certificate' as const, spread: U, factor: '2' }],
  use: 'absolute' as const,
  rules: [{ ruleKind: 'guarded' as const, ruleOf: 'U' as const, ruleBasis: '委托合同' }],
});

eachEngine('testing: the uncertainty of a result, at the bench and on the report', (engine) => {
  let rig: Rig;
  let head: Client;
  before(async function () {
    this.timeout(60_000);
    rig = await startRig(engine);
    head = await rig.as('head');
  });
  after(() => rig.close());

  let serial = 0;
  /** The budget of the loss on drying in force from today; the one before ends. */
  const inForce = async (U: string) => {
    const [author, day] = [(await rig.user('analyst')).id, '2026-11-01'];
    serial += 1;
    await rig.act('technical', async (act) => {
      await act.db('uncertainty_budgets').update({ state: 'dropped' });
      const body = budget(U);
      await act.insert<BudgetRow>('uncertainty_budgets', {
        ...{ number: `BQ-${serial}`, parameter_code: 'D-LIM-LOD', title: '干燥失重', state: 'confirmed', body },
        ...{ computed: worked(body).outcome, simulated: null, replaces_id: null, author_id: author, proposed_at: null },
        ...{ confirmed_by: act.user.id, confirmed_at: act.now, valid_from: day, valid_to: null, reason: null },
      });
    });
  };
  const record = async (id: string) => ok<RecordAnswer>(await head.get(`/tests/${id}`));
  const drafted = async (sampleId: string) => {
    ok(
      await head.post(`/samples/${sampleId}/approval`, {
        hashes: bound(await rig.tests(sampleId)),
        password: PASSWORD,
      }),
    );
    const row = await rig.app.db
      .read('reports')
      .where({ sample_id: sampleId })
      .first<{ id: string; content: string }>();
    return { id: row.id, content: JSON.parse(row.content) as ReportContent };
  };
  const version = async (id: string) =>
    (await rig.app.db.read('samples').where({ id }).first<{ version: number }>('version')).version;
  const ask = async (id: string, reportUncertainty: boolean) =>
    head.post(`/samples/${id}/uncertainty`, { version: await version(id), reportUncertainty });

  it('shows U, the rule and that a limit is near beside the result, and nothing without a budget', async () => {
    const { tests } = await rig.reviewed();
    const drying = tests[1]!.id;
    expect((await record(drying)).uncertainty).to.equal(null);
    expect((await head.page(`/tests/${drying}/review`)).text).not.to.contain('测量不确定度');
    await inForce('0.15');
    const { uncertainty } = await record(drying);
    expect(uncertainty).to.include({ U: '0.15', unit: '%', near: true });
    expect(uncertainty?.decision?.word).to.equal('fails');
    for (const path of [`/tests/${drying}`, `/tests/${drying}/review`]) {
      const page = (await head.page(path)).text;
      expect(page, path).to.contain('扩展不确定度 U = 0.15 %').and.contain('结果与限值之差不超过 U');
    }
    expect((await record(tests[0]!.id)).uncertainty).to.equal(null);
  });

  it('prints it where a limit lies within U, in the words of the rule, and tells the signatory that the rule decides otherwise', async () => {
    await inForce('0.15');
    const { id } = await rig.reviewed();
    const { id: reportId, content } = await drafted(id);
    expect(content.uncertainty).to.have.length(1);
    expect(content.uncertainty?.[0]).to.deep.include({ item: '干燥失重', decision: 'fails' });
    const signatory = await rig.as('signatory');
    const { uncertainty } = ok<ReportData>(await signatory.get(`/reports/${reportId}`));
    expect(uncertainty.map(({ differs }) => differs)).to.deep.equal([true]);
    expect((await signatory.page(`/reports/${reportId}`)).text).to.contain('与报告的单项判定不一致');
    const paper = (await pdfText((await signatory.get(`/reports/${reportId}/report.pdf`)).bytes)).join('');
    expect(paper.replace(/\s/g, ''))
      .to.contain('测量不确定度与判定规则')
      .and.contain('U=0.15%')
      .and.contain('委托合同');
  });

  it('keeps it off the report when no limit is near, unless the order asks for it', async () => {
    await inForce('0.02');
    const far = await rig.reviewed();
    expect((await drafted(far.id)).content).not.to.have.property('uncertainty');
    const wanted = await rig.reviewed();
    expect(ok<object>(await ask(wanted.id, true))).to.include({ reportUncertainty: true });
    expect((await head.page(`/samples/${wanted.id}/plan`)).text).to.match(/name="reportUncertainty"[^>]*checked/);
    const { content } = await drafted(wanted.id);
    expect(content.uncertainty?.map(({ item }) => item)).to.deep.equal(['干燥失重']);
    expect(content.uncertainty?.[0]?.words).to.contain('U = 0.020 %').and.contain('符合');
    expect((await ask(wanted.id, false)).refusals()).to.deep.equal(['plan.uncertainty-late']);
  });

  it('is asked for with the plan, by one tick, and taken back until the report is drafted', async () => {
    const batch = await rig.batch();
    const answer = await head.form(`/samples/${batch.id}/plan`, {
      specification: specification.code,
      version: String(await version(batch.id)),
      reportUncertainty: 'on',
    });
    expect(answer.status, answer.text).to.equal(303);
    const asked = async () =>
      (await rig.app.db.read('samples').where({ id: batch.id }).first<{ asked: number }>('uncertainty_asked as asked'))
        .asked;
    expect(await asked()).to.equal(1);
    const stale = await head.post(`/samples/${batch.id}/uncertainty`, { version: 1, reportUncertainty: false });
    expect(stale.refusals()).to.deep.equal(['record.stale']);
    ok(await ask(batch.id, false));
    expect(await asked()).to.equal(0);
    expect((await (await rig.as('analyst')).post(`/samples/${batch.id}/uncertainty`, { version: 3 })).status).to.equal(
      403,
    );
  });
});
