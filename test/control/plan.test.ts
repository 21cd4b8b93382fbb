import { expect } from 'chai';
import { dueControl, lastControl } from '../../lib/control/index.ts';
import { loadAnnex, readAnnex } from '../../lib/demo/annex.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { approve, assigned, cover, LEAD, ok, review, signed } from './rig.ts';

interface Plan {
  id: string;
  version: number;
  plan: { state: string; returned_reason: string | null };
  lines: { code: string; line: { id: string; version: number; state: string; method: string; planned_on: string } }[];
  uncovered: { code: string }[];
}
interface Line {
  version: number;
  line: {
    state: string;
    judgement: { ok: boolean; value: string; formula: string } | null;
    sample_id: string | null;
    reference_test_id: string | null;
  };
  sample: { number: string } | null;
  anomaly: { id: string; version: number; state: string; resolved: number | null; responsible_id: string } | null;
}

eachEngine('yearly quality control plan', (engine) => {
  let lab: Lab;
  let quality: Client;
  let technical: Client;
  let analyst: Client;
  before(async () => {
    lab = await startLab(engine);
    [quality, technical, analyst] = [await lab.as('quality'), await lab.as('technical'), await lab.as('analyst')];
  });
  after(() => lab.close());

  const open = async (): Promise<string> =>
    ok<{ id: string }>(await quality.post('/control/plans', { planYear: 2026, planTitle: '2026年内部质量控制计划' }))
      .id;
  const plan = async (id: string, client = quality): Promise<Plan> =>
    ok<Plan>(await client.get(`/control/plans/${id}`));
  const line = async (id: string, client = quality): Promise<Line> =>
    ok<Line>(await client.get(`/control/lines/${id}`));
  const move = async (id: string, planMove: string, client: Client, reason?: string) =>
    client.post(`/control/plans/${id}/state`, {
      version: (await plan(id)).version,
      planMove,
      ...(reason && { reason }),
    });
  const add = (id: string, more: object) =>
    quality.post(`/control/plans/${id}/lines`, {
      codes: LEAD,
      watchMethod: 'parallel',
      plannedOn: '2026-12-15',
      most: '10',
      ...more,
    });
  const approved = async (...lines: object[]): Promise<Plan> => {
    const id = await open();
    for (const one of lines) ok(await add(id, one));
    ok(await move(id, 'propose', quality));
    ok(await move(id, 'approve', technical));
    return plan(id);
  };

  it('is written by one person and approved by another; nothing is carried out before', async () => {
    expect((await quality.post('/control/plans', { planYear: 2026, planTitle: ' ' })).refusals()).to.deep.equal([
      'control.words',
    ]);
    const id = await open();
    expect((await move(id, 'propose', quality)).refusals()).to.deep.equal(['control.no-lines']);
    const refused: [object, string][] = [
      [{ plannedOn: '2027-01-01' }, 'control.other-year'],
      [{ most: '' }, 'control.value-missing'],
      [{ most: '-1' }, 'control.positive'],
      [{ codes: 'X-9' }, 'control.parameter'],
      [{ watchMethod: 'recovery', low: '120', high: '80' }, 'control.window'],
    ];
    for (const [change, refusal] of refused)
      expect((await add(id, change)).refusals(), refusal).to.deep.equal([refusal]);
    ok(await add(id, {}));
    const own = (await plan(id)).lines[0]?.line.id ?? '';
    const enter = async () =>
      analyst.post(`/control/lines/${own}/values`, {
        version: (await line(own)).version,
        doneOn: '2026-11-20',
        x1: '1',
        x2: '1',
      });
    expect((await enter()).refusals()).to.deep.equal(['control.plan-open']);
    ok(await move(id, 'propose', quality));
    expect((await add(id, {})).refusals()).to.deep.equal(['machine.state']);
    expect((await move(id, 'approve', quality)).refusals()).to.deep.equal(['control.plan-own']);
    expect((await move(id, 'return', technical)).refusals()).to.deep.equal(['control.words']);
    ok(await move(id, 'return', technical, '请补充铅'));
    expect((await plan(id)).plan.returned_reason).to.equal('请补充铅');
    ok(await move(id, 'propose', quality));
    ok(await move(id, 'approve', technical));
    ok(await enter());
    expect((await line(own)).line).to.deep.include({ state: 'ok' });
  });

  it('proposes a line for every accredited parameter that nothing covers', async () => {
    await lab.act('quality', async (act) => {
      await loadAnnex(act, readAnnex(act.app.config.root));
      act.record({ entity: 'capabilities', id: 'annex' });
    });
    const id = await open();
    const before = await plan(id);
    expect(before.uncovered.length).to.be.greaterThan(200);
    ok(await quality.post(`/control/plans/${id}/proposal`, {}));
    const after = await plan(id);
    expect(after.uncovered).to.deep.equal([]);
    expect(after.lines.map(({ code }) => code)).to.have.members(before.uncovered.map(({ code }) => code));
    expect(
      after.lines.every(({ line: own }) => own.planned_on >= '2026-11-01' && own.planned_on <= '2026-12-31'),
    ).to.equal(true);
    const first = after.lines[0]?.line;
    ok(await quality.post(`/control/lines/${first?.id}/drop`, { version: first?.version, reason: '本年无样品' }));
    expect((await plan(id)).uncovered).to.have.length(1);
    const book = await quality.get(`/control/plans/${id}/plan.xlsx`);
    expect(book.status).to.equal(200);
  });

  it('what is not met opens an anomaly that somebody else closes', async () => {
    const person = (await lab.user('analyst')).id;
    const { lines } = await approved({
      watchMethod: 'recovery',
      responsible: person,
      most: '',
      criterionKind: 'recovery',
      low: '90',
      high: '110',
    });
    const own = lines[0]?.line.id ?? '';
    const values = (more: object) =>
      analyst.post(`/control/lines/${own}/values`, { version: 1, doneOn: '2026-11-20', ...more });
    expect((await values({ x1: '88', doneOn: '2026-12-01' })).refusals()).to.deep.equal(['control.future']);
    expect((await values({ x1: '<88' })).refusals()).to.deep.equal(['control.value-bound']);
    expect((await values({ personal: 'ok', words: ' ' })).refusals()).to.deep.equal(['control.words']);
    expect(ok<{ state: string }>(await values({ spiked: '1.85', unspiked: '1.00', added: '1.00' })).state).to.equal(
      'not-ok',
    );
    const failed = await line(own);
    expect(failed.line.judgement).to.include({ ok: false, value: '85 %' });
    const anomaly = failed.anomaly;
    expect(anomaly).to.include({ state: 'open', responsible_id: person });
    const step = async (client: Client, anomalyMove: string, more: object) =>
      client.post(`/control/anomalies/${anomaly?.id}/state`, {
        version: (await line(own)).anomaly?.version,
        anomalyMove,
        ...more,
      });
    expect((await step(technical, 'answer', { measures: '重做' })).refusals()).to.deep.equal(['control.anomaly-other']);
    expect((await step(analyst, 'answer', { measures: '' })).refusals()).to.deep.equal(['control.words']);
    ok(await step(analyst, 'answer', { measures: '更换加标溶液，重做回收' }));
    expect((await step(technical, 'close', { closing: '' })).refusals()).to.deep.equal(['control.words']);
    const assign = async (responsible: string) =>
      quality.post(`/control/anomalies/${anomaly?.id}/assignment`, {
        version: (await line(own)).anomaly?.version,
        responsible,
        dueOn: '2026-12-30',
        reason: '改由质量负责人',
      });
    expect((await assign('01ARZ3NDEKTSV4RRFFQ69G5FAV')).refusals()).to.deep.equal(['control.person']);
    ok(await assign((await lab.user('quality')).id));
    expect((await step(quality, 'close', { closing: '已验证' })).refusals()).to.deep.equal(['control.anomaly-own']);
    ok(await step(technical, 'reopen', { closing: '请附重做结果' }));
    ok(await step(quality, 'answer', { measures: '重做回收率98%' }));
    ok(await step(technical, 'close', { closing: '重做合格', resolved: true }));
    expect((await line(own)).anomaly).to.include({ state: 'closed', resolved: 1 });
  });

  it('a retained re-test goes blind over the bench and is judged against the earlier result', async () => {
    const earlier = ok<{ id: string; number: string }>(
      await quality.post('/internal', { ...cover, purpose: 'retained', codes: LEAD }),
    );
    const before = await signed(lab, await assigned(lab, earlier.id));
    ok(await review(lab, before));
    const { lines } = await approved(
      { watchMethod: 'retained', criterionKind: 'root2u', expanded: '0.05', most: '' },
      {
        watchMethod: 'blind',
        criterionKind: 'en',
        expanded: '0.01',
        expandedAssigned: '0.01',
        assigned: '0.90',
        most: '',
      },
      {},
    );
    const of = (method: string) => lines.find(({ line: one }) => one.method === method)?.line.id ?? '';
    const start = async (id: string, more: object) =>
      quality.post(`/control/lines/${id}/start`, {
        version: (await line(id)).version,
        ...cover,
        batchNo: '20260912',
        ...more,
      });
    expect((await start(of('parallel'), {})).refusals()).to.deep.equal(['control.not-blind']);
    expect((await start(of('retained'), {})).refusals()).to.deep.equal(['control.earlier-missing']);
    expect((await start(of('retained'), { earlierSample: 'H2026-99999' })).refusals()).to.deep.equal([
      'control.earlier',
    ]);
    for (const method of ['retained', 'blind']) {
      const id = of(method);
      ok(await start(id, method === 'retained' ? { earlierSample: earlier.number } : {}));
      const sample = (await line(id)).line.sample_id ?? '';
      // Nobody who must not know finds the line, by page, list or export.
      expect((await analyst.get(`/control/lines/${id}`)).status).to.equal(404);
      expect((await (await lab.as('head')).get(`/control/lines/${id}`)).status).to.equal(404);
      const test = await signed(lab, await assigned(lab, sample));
      ok(await review(lab, test));
      const done = await approve(lab, sample);
      expect(done.status).to.be.lessThan(300);
      expect(done.text).not.to.match(/retained|blind|qc_|control/);
    }
    expect((await line(of('retained'))).line).to.deep.include({ state: 'ok' });
    const blind = await line(of('blind'));
    expect(blind.line.state).to.equal('not-ok');
    expect(blind.line.judgement?.formula).to.include('En');
    expect(blind.anomaly?.state).to.equal('open');
    const last = (await lastControl(lab.app.db.read)).get(LEAD);
    expect(last).to.deep.equal({ on: '2026-11-23', verdict: 'not-ok' });
    const { lines: covered } = ok<{
      lines: { code: string; control: object | null; proficiency: object | null; gaps: string[] }[];
    }>(await analyst.get('/capability/coverage?class=cosmetic'));
    const shown = covered.find(({ code }) => code === LEAD);
    expect(shown?.control).to.deep.equal({ on: '2026-11-23', ok: false, until: '2027-11-23' });
    expect(shown?.gaps).to.include.members(['control', 'proficiency']);
  });

  it('the plan, its workbook and every count leave out for others what they must not know', async () => {
    const { id } = await approved(
      {
        watchMethod: 'blind',
        criterionKind: 'cr',
        critical: '1',
        assigned: '1',
        most: '',
        plannedOn: '2026-11-30',
        remark: '秘密备注',
      },
      {},
    );
    const head = await lab.as('head');
    const seen = await plan(id, head);
    expect(seen.lines.map(({ line: own }) => own.method)).to.deep.equal(['parallel']);
    for (const client of [analyst, head, await lab.as('reviewer')]) {
      for (const path of [
        `/control/plans/${id}`,
        '/control/plans',
        '/control',
        '/control/anomalies',
        `/control/plans/${id}/plan.xlsx`,
      ]) {
        const [page, json] = [await client.page(path), await client.get(path)];
        expect(page.text + json.text, `${client.login} ${path}`).not.to.match(/秘密备注|盲样|"blind"/);
      }
    }
    const due = async (login: string) =>
      dueControl({ db: lab.app.db.read, today: '2026-11-23', user: await lab.user(login) });
    expect((await due('quality')).soon).to.be.greaterThan((await due('head')).soon);
    const draft = await open();
    expect((await head.get(`/control/plans/${draft}`)).status).to.equal(404);
  });
});
