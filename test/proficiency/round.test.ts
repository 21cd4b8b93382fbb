import { expect } from 'chai';
import { marksOn } from '../../lib/capability/index.ts';
import { proficiencyOf } from '../../lib/proficiency/index.ts';
import type { CorrectiveSheet } from '../../lib/proficiency/show-plans.ts';
import { writeSheet } from '../../lib/sheets/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, PASSWORD, signIn, startLab } from '../support/lab.ts';
import { annex, jump, ordinary, PROVIDER, paper, Round, SCHEME, taken } from './arrange.ts';

const ASH = 'T-CHK-ASH';
const MICRO = 'T-ID-MICRO-PWD';

eachEngine('a proficiency test from the registration to the archive', (engine) => {
  let lab: Lab;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    await annex(lab, [ASH, MICRO]);
  });
  after(() => lab.close());

  const ids = async (answer: Promise<{ status: number; refusals(): string[] }>): Promise<string[]> =>
    (await answer).refusals();

  it('runs a whole round, and leaves no trace of it for analyst, reception and head', async function () {
    this.timeout(60_000);
    const round = await new Round(lab).open([ASH]);
    expect(
      await ids(round.try('quality', 'receipt', { receivedOn: '2026-11-23', itemCondition: 'intact', statement: '—' })),
    ).to.deep.equal(['machine.state']);
    await round.step('quality', 'registration', { labCode: 'L07', file: paper });
    expect(
      await ids(
        round.try('quality', 'receipt', { receivedOn: '2026-11-30', itemCondition: 'damaged', statement: '—' }),
      ),
    ).to.deep.equal([...['proficiency.received-later', 'proficiency.damage-note']]);
    await round.step('quality', 'receipt', {
      receivedOn: '2026-11-23',
      itemCondition: 'intact',
      statement: '符合',
      temperature: '18',
      file: paper,
    });
    expect(await ids(round.try('quality', 'assignment', { ...ordinary, client: PROVIDER }))).to.deep.equal([
      'proficiency.cover-tells',
    ]);
    expect(await ids(round.try('quality', 'assignment', { ...ordinary, productName: '黄芪（盲样）' }))).to.deep.equal([
      'proficiency.cover-tells',
    ]);
    expect(await ids(round.try('quality', 'assignment', { ...ordinary, dueOn: '2026-12-25' }))).to.deep.equal([
      'proficiency.due-late',
    ]);
    await round.step('quality', 'assignment', ordinary);
    const { sample, round: row } = await round.reload();
    const traces = [PROVIDER, SCHEME, row.number, row.id, 'PTX-01', '能力验证样品', 'proficiency'];
    for (const login of ['analyst', 'reception', 'head', 'reviewer']) {
      const client = await lab.as(login);
      const paths = [
        '/',
        '/samples',
        `/samples?q=${sample?.number}`,
        `/samples/${sample?.id}`,
        '/tests',
        '/reviews',
        '/tasks',
        '/reports',
        '/proficiency',
        '/proficiency/rounds.xlsx',
        '/capability',
        '/proficiency/plans',
        `/scan?code=${encodeURIComponent(sample?.number ?? '')}`,
      ];
      for (const path of paths)
        for (const answer of [await client.page(path), await client.get(path)]) {
          if (answer.status !== 200) continue;
          const found = traces.slice(0, -1).filter((trace) => answer.text.includes(trace));
          expect(found, `${login} ${path}`).to.deep.equal([]);
        }
      // Whoever may not see the register finds not even its name; the head has it in the navigation.
      if (login !== 'head')
        for (const path of paths) {
          const { text } = await client.page(path);
          expect(
            ['能力验证', '盲样', '考核样'].filter((word) => text.includes(word)),
            `${login} ${path}`,
          ).to.deep.equal([]);
        }
      const direct = await client.get(round.path);
      expect(direct.status, login).to.be.oneOf([403, 404]);
      expect(traces.slice(0, 3).filter((trace) => direct.text.includes(trace))).to.deep.equal([]);
    }
    const own = (await (await lab.as('head')).get('/proficiency')).json<{
      counts: unknown[];
      lines: unknown[];
      due: unknown[];
    }>();
    expect([own.counts, own.lines, own.due]).to.deep.equal([[], [], []]);
    expect((await (await lab.as('quality')).get('/proficiency')).text).to.include(SCHEME);

    const back = await round.overBench();
    expect(back.round.state).to.equal('results');
    expect(back.items[0]?.result).to.match(/^\d+\.\d+$/);
    // Neither who tested nor who reviewed may review independently; `technical` did neither.
    expect(await ids(round.try('analyst', 'confirmation'))).to.deep.equal(['access.denied']);
    for (const path of ['record.pdf', 'figures.xlsx'])
      expect((await (await lab.as('quality')).get(`${round.path}/${path}`)).refusals()).to.deep.equal([
        'proficiency.sealed',
      ]);
    await round.step('technical', 'confirmation', { reviewNote: '核对无误' });
    expect(await ids(round.try('quality', 'submission', { handedInAt: round.nowLocal(60) }))).to.deep.equal([
      'proficiency.proof',
      'proficiency.moment-future',
    ]);
    expect(
      await ids(round.try('quality', 'submission', { handedInAt: '2026-11-22T08:00', file: paper })),
    ).to.deep.equal(['proficiency.before-review']);
    expect(
      await ids(round.try('quality', 'submission', { handedInAt: '2026-02-30T08:00', file: paper })),
    ).to.deep.equal(['proficiency.moment']);
    expect(
      await ids(
        round.try('quality', 'submission', { handedInAt: round.nowLocal(), file: { name: 'a.txt', data: 'aGVsbG8=' } }),
      ),
    ).to.deep.equal(['proficiency.file-type']);
    expect(await ids(round.try('quality', 'late', { reason: '平台故障' }))).to.deep.equal(['proficiency.not-late']);
    await round.step('quality', 'submission', { handedInAt: round.nowLocal(), file: paper });
    expect(await ids(round.try('quality', 'report', { reportOn: '2027-01-01' }))).to.deep.equal([
      'proficiency.proof',
      'proficiency.report-future',
    ]);
    const item = (await round.sheet()).items[0];
    expect(
      await ids(
        (await lab.as('quality')).post(`/proficiency/items/${item?.id}`, { version: item?.version, assigned: '3' }),
      ),
    ).to.deep.equal(['proficiency.not-reported']);
    await round.step('quality', 'report', { reportOn: '2026-11-23', file: paper });
    expect(await ids(round.try('technical', 'evaluation', { evaluation: '满意', password: PASSWORD }))).to.deep.equal([
      'proficiency.unscored',
    ]);
    const x = item?.result ?? '';
    expect(
      await round.figures(0, {
        assigned: x,
        uAssigned: '0.02',
        ptSigma: '0.1',
        scoreKind: 'z',
        providerScore: '0.00',
        participantCount: '35',
      }),
    ).to.include({ verdict: 'satisfactory', disagrees: false });
    await round.reload();
    await round.evaluate('quality', { measures: undefined });
    const evaluated = await round.reload();
    expect(evaluated.round).to.include({ state: 'evaluated', appeal_to: '2026-12-14' });
    expect(evaluated.correctives).to.deep.equal([]);
    const record = await (await lab.as('head')).get(`${round.path}/record.pdf`);
    expect(record.status).to.equal(200);
    const query = { app: lab.app, db: lab.app.db.read, today: '2026-11-23' };
    expect((await proficiencyOf(query)).get(ASH)).to.include({
      on: '2026-11-23',
      verdict: 'satisfactory',
      next: '2028-11-23',
    });
    await round.step('quality', 'archive');
    expect((await (await lab.as('head')).get('/proficiency')).text).to.include(SCHEME);
  });

  it('takes the marks off at once after a bad score, and puts them back by a second person after every step', async function () {
    this.timeout(60_000);
    const marks = async (day: string) => {
      const report = { class: 'tcm', items: [{ seq: 1, name: '总灰分', code: ASH, standards: [] }] };
      return (await marksOn(lab.app.db.read, report, day)).items[0]?.outside.CMA;
    };
    const round = await new Round(lab).open([ASH]);
    await round.toBench();
    await round.overBench();
    const { items } = await round.toReport();
    await round.figures(0, { assigned: '20', ptSigma: '0.5', scoreKind: 'z', providerScore: '-30' });
    await round.reload();
    expect(await marks('2026-11-23')).to.equal(null);
    expect(await ids(round.try('quality', 'evaluation', { evaluation: '不满意', password: PASSWORD }))).to.deep.equal([
      'proficiency.measures',
    ]);
    await round.evaluate();
    expect(await marks('2026-11-23')).to.equal('suspended');
    const { correctives } = await round.reload();
    expect(correctives[0]).to.include({
      kind: 'corrective',
      state: 'open',
      due_on: '2027-05-22',
      parameter_code: items[0]?.parameter_code,
    });
    expect(await ids(round.try('technical', 'archive'))).to.deep.equal(['proficiency.corrective-open']);

    const path = `/proficiency/correctives/${correctives[0]?.id}`;
    const file = async () => (await (await lab.as('quality')).get(path)).json<CorrectiveSheet>();
    const step = async (stepName: string, more: object = {}) =>
      (await lab.as('quality')).post(`${path}/steps`, {
        version: (await file()).file.version,
        stepName,
        doneOn: '2026-11-23',
        stepText: '已完成',
        ...more,
      });
    const close = async (login: string) =>
      (await lab.as(login)).post(`${path}/conclusion`, {
        version: (await file()).file.version,
        conclusion: '验证有效',
      });
    expect((await close('technical')).refusals()).to.deep.equal(['proficiency.steps-open']);
    expect((await step('impact')).refusals()).to.deep.equal(['proficiency.step-order']);
    expect((await step('cause', { doneOn: '2026-11-20' })).refusals()).to.deep.equal(['proficiency.step-day']);
    for (const name of ['cause', 'correction', 'impact']) expect((await step(name)).status).to.equal(200);
    expect((await step('cause')).refusals()).to.deep.equal(['proficiency.step-done']);
    expect((await step('verification')).refusals()).to.deep.equal(['proficiency.evidence']);
    // The annex itself gives it back to nobody while steps are open.
    const line = await lab.app.db
      .read('capabilities')
      .where({ parameter_code: ASH })
      .first<{ id: string; version: number }>();
    const around = await (await lab.as('technical')).post(`/capability/lines/${line.id}/state`, {
      version: line.version,
      stateMove: 'restore',
      fromDay: '2026-11-23',
      reason: '急用',
    });
    expect(around.refusals()).to.deep.equal(['proficiency.restore-steps']);
    expect((await step('verification', { evidenceWay: 'audit', file: paper })).status).to.equal(200);
    expect((await close('quality')).refusals()).to.deep.equal(['proficiency.restore-own']);
    const silent = { version: (await file()).file.version, conclusion: '  ' };
    expect((await (await lab.as('technical')).post(`${path}/conclusion`, silent)).refusals()).to.deep.equal([
      'proficiency.conclusion',
    ]);
    expect(await marks('2026-11-23')).to.equal('suspended');
    expect((await close('technical')).status).to.equal(200);
    expect(await marks('2026-11-23')).to.equal(null);
    await round.step('technical', 'archive');
  });

  it('lets nothing go out late without another person, and marks what did', async function () {
    this.timeout(60_000);
    const round = await new Round(lab).open([MICRO], { deadline: '2026-11-23T17:00' });
    await round.toBench({ dueOn: '2026-11-23' });
    await round.overBench();
    const { items } = await round.reload();
    await round.step('technical', 'confirmation', { itemAnswers: [{ item: items[0]?.id, answer: '三七' }] });
    await jump(lab, '2026-11-23T14:00:00+08:00');
    expect(await round.sheet()).to.include({ reminder: 4, term: 'amber' });
    await jump(lab, '2026-11-23T18:00:00+08:00');
    const due = (await (await lab.as('quality')).get('/proficiency')).json<{ due: { href: string; term: string }[] }>()
      .due;
    expect(due[0]).to.include({ href: round.path, term: 'late' });
    const body = () => ({ handedInAt: round.nowLocal(), file: paper });
    expect(await ids(round.try('quality', 'submission', body()))).to.deep.equal(['proficiency.late']);
    expect(await ids(round.try('quality', 'late', { reason: '  ' }))).to.deep.equal(['proficiency.reason']);
    await round.step('quality', 'late', { reason: '提供者平台停机' });
    expect(await ids(round.try('quality', 'submission', body()))).to.deep.equal(['machine.state']);
    expect(await ids(round.try('quality', 'late/approval'))).to.deep.equal(['proficiency.late-own']);
    await round.step('technical', 'late/approval');
    await round.step('quality', 'submission', body());
    const page = await (await lab.as('quality')).page(round.path);
    expect(page.text).to.include('逾期上报');
    await round.step('quality', 'report', { reportOn: '2026-11-23', file: paper });
    // A wrong answer in words has the same consequences as a bad number.
    await round.figures(0, { expected: '人参' });
    await round.reload();
    await round.evaluate();
    const { correctives, round: row } = await round.reload();
    expect(correctives[0]).to.include({ kind: 'corrective' });
    const lines = await lab.app.db.read('capabilities').where({ parameter_code: MICRO }).pluck('state');
    expect(lines).to.deep.equal(['suspended']);

    await round.step('quality', 'appeal', { reason: '答案应为三七', file: paper });
    await round.step('technical', 'appeal/decision', { decision: 'uphold', reason: '提供者更正' });
    await round.figures(0, { expected: '三七' });
    await round.reload();
    await round.evaluate();
    await round.reload();
    lab.at('2027-01-20T09:00:00+08:00');
    const later = await signIn(lab.url, 'quality', lab.app);
    const appeal = await later.post(`${round.path}/appeal`, { version: round.version, reason: '再次' });
    expect(appeal.refusals()).to.deep.equal(['proficiency.appeal-over']);
    expect(row.late_by).to.be.a('string');
  });

  it('warns after two that are questionable in a row', async function () {
    this.timeout(60_000);
    await jump(lab, '2026-11-23T18:30:00+08:00');
    const kinds: string[][] = [];
    for (let time = 0; time < 2; time += 1) {
      const round = await new Round(lab).open(['T-CHK-WATER-2']);
      await round.toBench();
      await round.overBench();
      const { items } = await round.toReport();
      const x = Number(items[0]?.result);
      await round.figures(0, { assigned: (x - 0.25).toFixed(2), ptSigma: '0.1', scoreKind: 'z' });
      await round.reload();
      await round.evaluate();
      kinds.push((await round.reload()).correctives.map(({ kind }) => kind));
    }
    expect(kinds).to.deep.equal([[], ['preventive']]);
  });

  it('takes the figures of a report and of the participants from workbooks, all rows or none', async function () {
    this.timeout(60_000);
    const round = await new Round(lab).open([ASH, MICRO]);
    await round.toBench();
    await round.overBench();
    const { items } = await round.toReport();
    const file = async (heads: string[], rows: string[][]) => {
      const columns = heads.map((head) => ({ head, width: 12 }));
      const body = await writeSheet({ name: '数据', lists: '选项', columns, rows, spare: 0 });
      return { name: 'figures.xlsx', data: body.toString('base64') };
    };
    const heads = ['参数编号', '指定值', '能力评定标准差', '统计量', '分值', '评价', '正确答案'];
    const good = [ASH, items[0]?.result ?? '', '0.1', 'z 比分数', '0.00', '满意', ''];
    const bad = [
      ['NO-SUCH', '1', '', '', '', '', ''],
      [ASH, 'abc', '', 'zz', '', '好', ''],
    ];
    expect(
      (await ids(round.try('quality', 'figures', { file: await file(heads, [good, ...bad]) }))).sort(),
    ).to.deep.equal([
      ...['proficiency.row-code', 'proficiency.row-kind', 'proficiency.row-number', 'proficiency.row-verdict'],
    ]);
    expect((await round.sheet()).items[0]?.verdict).to.equal(null);
    const right = [MICRO, '', '', '', '', '可疑', '三七'];
    expect(
      await ids(
        round
          .try('quality', 'figures', { file: await file(heads, [good, right]) })
          .then((answer) => (answer.status < 300 ? { status: 200, refusals: () => [] } : answer)),
      ),
    ).to.deep.equal([]);
    expect((await round.sheet()).items.map(({ verdict }) => verdict)).to.deep.equal(['satisfactory', 'questionable']);
    const sheet = await file(
      ['实验室代码', '结果'],
      [
        ['L07', items[0]?.result ?? ''],
        ['L08', '5.1'],
        ['L09', '5.0'],
      ],
    );
    await round.figures(0, { sheet });
    const { judged, participants } = (await round.sheet()).items[0]!;
    expect(participants.map(({ code, own }) => [code, own])).to.deep.equal([
      ['L07', true],
      ['L08', false],
      ['L09', false],
    ]);
    expect(judged?.cautions.map(({ id }) => id)).to.include('statistics.caution.few');
    await round.reload();
  });

  it('gives up with a reason, and keeps who tested from judging', async () => {
    const round = await new Round(lab).open([ASH]);
    expect(await ids(round.try('technical', 'withdrawal', { reason: ' ' }))).to.deep.equal(['proficiency.reason']);
    await round.step('technical', 'withdrawal', { reason: '提供者取消本计划' });
    expect((await round.reload()).round.state).to.equal('withdrawn');
    const quality = await lab.as('quality');
    const body = { provider: PROVIDER, scheme: 'x', deadline: '2026-12-30T17:00' };
    const open = async (more: object) => (await quality.post('/proficiency/rounds', { ...body, ...more })).refusals();
    expect(await open({ parameterCodes: 'NO-SUCH' })).to.deep.equal(['proficiency.unknown-code']);
    expect(await open({ parameterCodes: ' ' })).to.deep.equal(['proficiency.codes']);
    expect(await open({ parameterCodes: ASH, deadline: '2026-01-01T09:00' })).to.deep.equal([
      'proficiency.deadline-past',
    ]);
    expect(await open({ parameterCodes: ASH, cost: 'free' })).to.deep.equal(['proficiency.cost']);
    expect(await open({ parameterCodes: ASH, provider: 'nobody' })).to.deep.equal(['proficiency.provider']);
    const missing = await quality.get('/proficiency/rounds/01ARZ3NDEKTSV4RRFFQ69G5FAV');
    expect(missing.refusals()).to.deep.equal(['proficiency.missing']);
    expect((await quality.get(`${round.path}/papers/report`)).refusals()).to.deep.equal(['proficiency.no-file']);
    expect((await taken<{ id: string }>(quality, '/proficiency/rounds', { ...body, parameterCodes: ASH })).id).to.be.a(
      'string',
    );
  });
});
