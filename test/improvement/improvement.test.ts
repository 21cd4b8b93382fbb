import { expect } from 'chai';
import type { Analysis, ImprovementList } from '../../lib/improvement/list.ts';
import { asOf, Instrument } from '../equipment/arrange.ts';
import { arrangeBatch } from '../reports/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { pdfText } from '../support/pdf.ts';
import { causes, evaluation, evidence, finding, verification, Work } from './arrange.ts';
import { rowsOfSheet } from './sheet.ts';

const START = '2026-11-23T09:00:00+08:00';

eachEngine('不符合工作与纠正措施', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  beforeEach(() => lab.at(START));
  after(() => lab.close());
  const idOf = async (login: string): Promise<string> => (await lab.user(login)).id;

  it('7.10, 8.7 found → evaluated → corrected → cause → action → evidence → verified → closed, each by whoever may', async () => {
    const work = await Work.open(lab);
    expect((await work.sheet()).row).to.include({ state: 'found', number: 'NC2026-0001', due_on: '2026-11-26' });
    await work.planned();
    expect((await work.sheet()).row).to.include({ state: 'analysed', significance: 'major', category: 'method' });
    expect((await work.finish('analyst')).status).to.equal(200);
    const carried = await work.sheet();
    // 30 days of observation after a major finding, then 20 working days to verify.
    expect(carried.row).to.include({ state: 'carried', verify_from: '2026-12-23' });
    lab.at('2026-12-24T10:00:00+08:00');
    await work.step('quality', verification);
    const closed = await work.step('quality', {
      stepMove: 'close',
      stepText: '记录完整，同意关闭',
      lateReason: '同上',
    });
    expect(closed.row).to.include({ state: 'closed', closed_by: await idOf('quality'), due_on: null });
    expect(closed.steps.map(({ move }) => move)).to.deep.equal(['evaluate', 'correct', 'analyse', 'verify', 'close']);
    const open = await lab.app.db.read('clocks').where({ entity_id: work.id, state: 'running' });
    expect(open).to.have.length(0);
  });

  it('domain 4: nobody verifies or closes what he handled or carried out', async () => {
    const work = await Work.open(lab, { handlerId: await idOf('quality') });
    await work.carried();
    expect(await work.refused('quality', verification)).to.deep.equal(['improvement.own']);
    expect(await work.refused('analyst', verification)).to.include('machine.permission');
    await work.step('technical', verification);
    expect(await work.refused('quality', { stepMove: 'close' })).to.deep.equal(['improvement.own']);
    expect((await work.step('technical', { stepMove: 'close' })).row.state).to.equal('closed');
  });

  it('an action belongs to its owner, even a manager who carried one out does not close', async () => {
    const work = await Work.open(lab);
    await work.planned();
    await work.step('head', { actionText: '宣贯', handlerId: await idOf('technical'), dueOn: '2026-12-10' }, 'actions');
    expect((await work.finish('head')).refusals()).to.deep.equal(['improvement.action-other']);
    expect((await work.finish('analyst')).status).to.equal(200);
    expect((await work.sheet()).row.state).to.equal('analysed');
    expect((await work.finish('technical')).status).to.equal(200);
    lab.at('2026-12-24T10:00:00+08:00');
    expect(await work.refused('technical', verification)).to.deep.equal(['improvement.own']);
    await work.step('quality', verification);
  });

  it('asks for cause, class and evidence, each by its id', async () => {
    const work = await Work.open(lab);
    expect(await work.refused('head', { stepMove: 'correct' })).to.deep.equal(['machine.state']);
    expect(await work.refused('head', { stepMove: 'evaluate', stepText: ' ' })).to.deep.equal([
      'improvement.words',
      'improvement.significance',
      'improvement.words',
    ]);
    await work.step('quality', evaluation);
    expect(await work.refused('head', causes)).to.deep.equal(['improvement.correct-first']);
    await work.step('head', { stepMove: 'correct' });
    expect(await work.refused('quality', { stepMove: 'close' })).to.deep.equal(['improvement.corrective']);
    expect(await work.refused('head', { stepMove: 'analyse', whys: ['只有一层'] })).to.deep.equal([
      'improvement.category',
      'improvement.cause',
    ]);
    expect(await work.refused('head', { ...causes, category: 'people' })).to.deep.equal(['improvement.bone']);
    await work.step('head', causes);
    const plan = { actionText: '修订程序', handlerId: await idOf('analyst') };
    const tried = async (more: object) => (await work.try('head', 'actions', { ...plan, ...more })).refusals();
    expect(await tried({ dueOn: '2026-11-20' })).to.deep.equal(['improvement.action-term']);
    expect(await tried({ dueOn: '2027-12-01' })).to.deep.equal(['improvement.action-term']);
    const { id: foreign } = await lab.user('participant');
    expect(await tried({ handlerId: foreign, dueOn: '2026-12-10' })).to.deep.equal(['improvement.person']);
    await work.step('head', { ...plan, dueOn: '2026-12-10' }, 'actions');
    expect((await work.finish('analyst', { file: undefined })).refusals()).to.deep.equal(['improvement.evidence']);
    expect((await work.finish('analyst', { doneOn: '2026-11-30' })).refusals()).to.deep.equal(['improvement.day']);
    const text = { name: 'a.txt', data: Buffer.from('plain').toString('base64') };
    expect((await work.finish('analyst', { file: text })).refusals()).to.deep.equal(['improvement.file-type']);
    expect((await work.finish('analyst')).status).to.equal(200);
    expect(await work.refused('quality', verification)).to.deep.equal(['improvement.verify-early']);
    lab.at('2026-12-24T10:00:00+08:00');
    expect(await work.refused('quality', { ...verification, file: undefined })).to.deep.equal(['improvement.evidence']);
    expect(await work.refused('quality', { ...verification, effectiveWay: ' ' })).to.deep.equal(['improvement.words']);
  });

  it('a step after its term needs a reason, and both stay in the course', async () => {
    const work = await Work.open(lab);
    lab.at('2026-12-01T10:00:00+08:00');
    const late = (await (await asOf(lab, 'quality')).get('/nonconforming?scope=late')).json<ImprovementList>();
    expect(late.lines.find(({ id }) => id === work.id)?.term?.state).to.equal('late');
    expect(await work.refused('quality', evaluation)).to.deep.equal(['improvement.late']);
    const { steps, row } = await work.step('quality', { ...evaluation, lateReason: '出差' });
    expect(steps[0]?.data).to.include({ lateReason: '出差', missed: '2026-11-26' });
    // The next term runs from today.
    expect(row.due_on).to.equal('2026-12-08');
  });

  it('7.10.1 stopped work goes on by decision, recalled reports are linked and the customer is told', async () => {
    const work = await Work.open(lab);
    const recall = { ...evaluation, corrective: false, significance: 'minor', stopWork: true, recallReports: true };
    expect(await work.refused('quality', recall)).to.deep.equal([
      'improvement.recall-none',
      'improvement.recall-untold',
    ]);
    const { sampleId } = await arrangeBatch(lab, {});
    const { number } = await lab.app.db.read('samples').where({ id: sampleId }).first<{ number: string }>('number');
    await work.step('quality', { refEntity: 'samples', refNumber: number }, 'links');
    expect(await work.refused('quality', { refEntity: 'reports', refNumber: 'X' }, 'links')).to.deep.equal([
      'improvement.reference',
    ]);
    await work.step('quality', { ...recall, recallReports: false, tellCustomer: true });
    expect(await work.refused('head', { stepMove: 'correct' })).to.deep.equal(['improvement.customer']);
    await work.step('head', { stepMove: 'correct', customerToldOn: '2026-11-23' });
    expect(await work.refused('quality', { stepMove: 'close' })).to.deep.equal(['improvement.resume']);
    expect((await work.step('quality', { stepMove: 'close', resumeOn: '2026-11-24' })).row.state).to.equal('closed');
  });

  it('a critical finding, a repeated one and a risk ask for corrective action', async () => {
    const who = { instrumentNo: 'YQ-777' };
    const first = await Work.open(lab, who);
    expect(
      await first.refused('quality', { ...evaluation, corrective: false, significance: 'critical' }),
    ).to.deep.equal(['improvement.critical']);
    const again = await Work.open(lab, who);
    expect((await again.sheet()).repeats).to.deep.include({
      ...{ id: first.id, number: (await first.sheet()).row.number, title: finding.improvementTitle },
      ...{ found_on: '2026-11-23', state: 'found', category: null, same: ['instrument'] },
    });
    expect(await again.refused('quality', { ...evaluation, corrective: false })).to.deep.equal([
      'improvement.repeated',
    ]);
    const older = await Work.open(lab, { ...who, instrumentNo: 'YQ-778', foundOn: '2025-11-22' });
    const later = await Work.open(lab, { ...who, instrumentNo: 'YQ-778' });
    expect([(await older.sheet()).repeats, (await later.sheet()).repeats]).to.deep.equal([[], []]);
    const risk = await Work.open(lab, { kind: 'preventive', source: 'other' });
    expect(await risk.refused('quality', { ...evaluation, corrective: false })).to.deep.equal([
      'improvement.preventive',
    ]);
    await risk.step('quality', evaluation);
    // Nothing to correct: the cause follows at once.
    expect((await risk.step('head', causes)).row.state).to.equal('analysed');
  });

  it('an ineffective action begins a new round, a closed record can be reopened, and the past stays', async () => {
    const work = await Work.open(lab);
    await work.carried();
    await work.step('quality', { stepMove: 'fail', stepText: '又出现一份' });
    const failed = await work.sheet();
    expect(failed.row).to.include({ state: 'corrected', round: 2 });
    await work.step('head', { ...causes, onDay: '2026-12-24' });
    expect(await work.refused('head', { stepMove: 'verify' })).to.include('machine.state');
    await work.step(
      'head',
      { actionText: '模板由系统生成', handlerId: await idOf('analyst'), dueOn: '2026-12-30' },
      'actions',
    );
    expect((await work.finish('analyst', { doneOn: '2026-12-24' })).status).to.equal(200);
    lab.at('2027-01-25T10:00:00+08:00');
    await work.step('quality', verification);
    await work.step('quality', { stepMove: 'close' });
    expect(await work.refused('quality', { refEntity: 'samples', refNumber: 'X' }, 'links')).to.deep.equal([
      'improvement.closed',
    ]);
    const reopened = await work.step('technical', { stepMove: 'reopen', stepText: '客户再次反映' });
    expect(reopened.row).to.include({ state: 'evaluated', reopened: 1, round: 3, closed_at: null });
    expect(reopened.steps.map(({ move }) => move)).to.include.members(['fail', 'verify', 'close', 'reopen']);
    expect(reopened.actions).to.have.length(2);
  });

  it('an action changes hands or is dropped only with a reason and by who directs it', async () => {
    const work = await Work.open(lab);
    const { actions } = await work.planned();
    const change = async (login: string, body: object) =>
      (await work.client(login)).post(`/nonconforming/actions/${actions[0]?.id}/change`, { version: 1, ...body });
    expect((await change('analyst', { reason: '忙' })).refusals()).to.deep.equal(['improvement.action-change']);
    expect((await change('head', { reason: ' ' })).refusals()).to.deep.equal(['improvement.words']);
    const given = await change('head', { reason: '换人', handlerId: await idOf('analyst2'), dueOn: '2026-12-12' });
    expect(given.status, given.text).to.equal(200);
    expect((await work.finish('analyst')).refusals()).to.deep.equal(['improvement.action-other']);
    lab.at('2026-12-14T10:00:00+08:00');
    expect((await work.finish('analyst2', { doneOn: '2026-12-14' })).refusals()).to.deep.equal(['improvement.late']);
    const done = await work.finish('analyst2', { doneOn: '2026-12-14', lateReason: '停电' });
    expect(done.status, done.text).to.equal(200);
    expect((await change('head', { reason: '取消', dropped: true, version: 3 })).refusals()).to.deep.equal([
      'improvement.action-closed',
    ]);
  });

  it('7.9 a complaint is acknowledged, investigated and answered by people who had no part in it, then closed', async () => {
    const about = {
      ...{ kind: 'complaint', complainant: '示例药业有限公司', complaintContact: '010-00000000', channel: 'phone' },
      ...{ personId: await idOf('head'), handlerId: await idOf('analyst2'), improvementTitle: '报告迟发' },
    };
    const open = async (over: object) =>
      (await asOf(lab, 'reception')).post('/nonconforming', { ...finding, ...about, ...over });
    expect((await open({ complainant: ' ' })).refusals()).to.deep.equal(['improvement.complainant']);
    expect((await open({ handlerId: await idOf('head') })).refusals()).to.deep.equal(['improvement.owner-involved']);
    const work = await Work.open(lab, about, 'reception');
    expect((await work.sheet()).row).to.include({ source: 'complaint', number: 'TS2026-0001' });
    expect(await work.refused('quality', evaluation)).to.deep.equal(['improvement.acknowledge']);
    const told = { onDay: '2026-11-23', stepText: '电话告知已受理' };
    expect(await work.refused('quality', told, 'answer')).to.deep.equal(['improvement.investigate-first']);
    await work.step('reception', told, 'acknowledgement');
    expect(await work.refused('reception', told, 'acknowledgement')).to.deep.equal(['improvement.acknowledged']);
    expect(await work.refused('head', evaluation)).to.deep.equal(['improvement.involved']);
    await work.step('quality', { ...evaluation, corrective: false, significance: 'minor' });
    await work.step('analyst2', { stepMove: 'correct' });
    expect(await work.refused('quality', { stepMove: 'close' })).to.deep.equal(['improvement.answer-first']);
    expect(await work.refused('head', told, 'answer')).to.deep.equal(['improvement.involved']);
    await work.step('quality', { ...told, justified: true }, 'answer');
    expect(await work.refused('quality', told, 'answer')).to.deep.equal(['improvement.answered']);
    expect((await work.step('quality', { stepMove: 'close' })).row.state).to.equal('closed');
    const plain = await Work.open(lab);
    expect(await plain.refused('quality', told, 'acknowledgement')).to.deep.equal(['improvement.no-complaint']);
  });

  it('8.8 nobody audits his own work; a finding that is none is dropped with a reason by another person', async () => {
    const audit = { ...finding, kind: 'audit', handlerId: await idOf('head') };
    const own = { ...audit, involved: [await idOf('quality')] };
    expect((await (await asOf(lab, 'quality')).post('/nonconforming', own)).refusals()).to.deep.equal([
      'improvement.audit-own',
    ]);
    const work = await Work.open(lab, audit, 'quality');
    expect((await work.sheet()).row.number).to.equal('NS2026-0001');
    expect((await work.step('quality', { stepMove: 'drop', stepText: '条款不适用' })).row.state).to.equal('dropped');
  });

  it('opens only for what is there: parameter, person, day, reference', async () => {
    const tried = async (over: object, login = 'analyst') =>
      (await asOf(lab, login)).post('/nonconforming', { ...finding, handlerId: await idOf('head'), ...over });
    expect((await tried({ parameterCode: 'NO-SUCH' })).refusals()).to.deep.equal(['improvement.parameter']);
    expect((await tried({ foundOn: '2026-11-24' })).refusals()).to.deep.equal(['improvement.day']);
    expect((await tried({ handlerId: lab.app.ids.next() })).refusals()).to.deep.equal(['improvement.person']);
    const { sampleId } = await arrangeBatch(lab, {});
    const cases = { refEntity: 'cases', refId: lab.app.ids.next() };
    expect((await tried(cases)).refusals()).to.deep.equal(['improvement.reference']);
    expect((await tried({ refEntity: 'samples', refId: sampleId })).status).to.equal(201);
    expect((await tried({}, 'sampler')).status).to.equal(403);
    expect((await tried({}, 'authority')).status).to.equal(403);
  });

  it('links lead to their records, and show neither number nor address to whoever may not read them', async () => {
    const { sampleId, testIds } = await arrangeBatch(lab, {});
    const work = await Work.open(lab, { refEntity: 'tests', refId: testIds[0] });
    const { number } = await lab.app.db.read('samples').where({ id: sampleId }).first<{ number: string }>('number');
    const [link] = (await work.sheet('analyst')).links;
    expect(link).to.include({ entity: 'tests', href: `/tests/${testIds[0]}` });
    expect(link?.label).to.include(number);
    await work.step('analyst', { refEntity: 'samples', refNumber: number }, 'links');
    const [, batch] = (await work.sheet('analyst')).links;
    expect(batch?.label).to.equal(number);
    expect((await (await asOf(lab, 'analyst')).get(batch?.href ?? '')).status).to.equal(200);
    // The sampler reads the register but no tests.
    expect((await work.sheet('sampler')).links[0]).to.include({ label: null, href: null });
    const page = await (await asOf(lab, 'sampler')).page(`/nonconforming/${work.id}`);
    expect(page.text).to.include('您的岗位无权查看').and.not.to.include(number);
    const paper = await (await asOf(lab, 'sampler')).page(`/nonconforming/${work.id}/record.pdf`);
    expect((await pdfText(paper.bytes)).join('')).not.to.include(number);
    for (const login of ['authority', 'participant', 'admin'])
      expect((await (await asOf(lab, login)).get(`/nonconforming/${work.id}`)).status, login).to.equal(403);
  });

  it('what rests on blind samples is not there for whoever may not know of them', async () => {
    const { openImprovement } = await import('../../lib/improvement/index.ts');
    const row = await lab.act('quality', (act) =>
      openImprovement(act, { source: 'control', title: '盲样不符', finding: '示例', sealed: true, elsewhere: true }),
    );
    const analyst = await asOf(lab, 'analyst');
    expect((await analyst.get(`/nonconforming/${row.id}`)).refusals()).to.deep.equal(['improvement.missing']);
    const seen = async (login: string) =>
      (await (await asOf(lab, login)).get('/nonconforming?scope=all&q=盲样')).json<ImprovementList>().lines.length;
    expect([await seen('analyst'), await seen('quality')]).to.deep.equal([0, 1]);
    const sheet = await analyst.page('/nonconforming/list.xlsx');
    expect((await rowsOfSheet(sheet.bytes)).flat().join()).not.to.include('盲样不符');
  });

  it('the same origin opens once; its references are added, and its own file closes it', async () => {
    const { openImprovement, settleImprovement } = await import('../../lib/improvement/index.ts');
    const { testIds } = await arrangeBatch(lab, {});
    const origin = { entity: 'control_alarms' as const, id: lab.app.ids.next() };
    const open = (test: string) =>
      lab.act('quality', (act) =>
        openImprovement(act, {
          ...{ source: 'control', title: '失控', finding: '示例', elsewhere: true, origin },
          refs: [{ entity: 'tests', id: test }],
        }),
      );
    const first = await open(testIds[0] ?? '');
    expect((await open(testIds[1] ?? '')).id).to.equal(first.id);
    const work = new Work(lab, first.id);
    expect((await work.sheet()).links).to.have.length(2);
    expect((await work.sheet()).row.due_on).to.equal(null);
    expect(await work.refused('technical', evaluation)).to.deep.equal(['improvement.elsewhere']);
    await lab.act('technical', async (act) => settleImprovement(act, origin, { words: '已查明并处理' }));
    const settled = await work.sheet();
    expect([settled.row.state, settled.steps[0]?.move]).to.deep.equal(['closed', 'settle']);
  });

  it('7.10 one record for each bad calibration, however often its results are judged; each result is linked', async () => {
    const { raise } = await import('../../lib/equipment/nonconformities.ts');
    const own = await Instrument.inUse(lab, 'YQ-900', { mandatory: undefined });
    const event = await lab.app.db
      .read('instrument_events')
      .where({ instrument_id: own.id })
      .first<{ id: string }>('id');
    const { testIds } = await arrangeBatch(lab, {});
    for (const test of testIds.slice(0, 2))
      await lab.act('technical', (act) =>
        raise(act, {
          ...{ instrument: own.id, event: event.id, tests: [test], judgement: 'retest', reason: '200 g 点超差' },
        }),
      );
    const found = await lab.app.db.read('improvements').where({ origin: `instrument_events:${event.id}` });
    expect(found).to.have.length(1);
    const { row, links } = await new Work(lab, String(found[0]?.id)).sheet();
    expect(row).to.include({ source: 'equipment', instrument_no: 'YQ-900', elsewhere: 0, state: 'found' });
    expect(links.map(({ entity }) => entity)).to.have.members(['instruments', 'instrument_events', 'tests', 'tests']);
  });

  it('lists, searches, counts, pages and exports; the analysis counts causes and ages', async () => {
    const work = await Work.open(lab, { improvementTitle: '色谱柱编号漏记_100%', parameterCode: 'D-LIM-LOD' });
    await work.planned();
    const quality = await asOf(lab, 'quality');
    const ask = async (query: string) => (await quality.get(`/nonconforming?${query}`)).json<ImprovementList>();
    const hit = (await ask(`q=${encodeURIComponent('漏记_100%')}`)).lines;
    expect(hit.map(({ id }) => id)).to.deep.equal([work.id]);
    expect(hit[0]).to.include({ category: 'method', parameter: 'D-LIM-LOD 干燥失重', stage: 'carry' });
    expect((await ask(`q=${encodeURIComponent('漏记X100')}`)).lines).to.have.length(0);
    const mine = (await (await asOf(lab, 'analyst')).get('/nonconforming?scope=mine')).json<ImprovementList>();
    expect(mine.lines.map(({ id }) => id)).to.include(work.id);
    const all = await ask('scope=all');
    expect(all.counts.find(({ scope }) => scope === 'all')?.count).to.equal(all.lines.length);
    const sheet = await quality.page('/nonconforming/list.xlsx?kind=complaint');
    const rows = await rowsOfSheet(sheet.bytes);
    expect(rows.slice(1).every(([number]) => number?.startsWith('TS'))).to.equal(true);
    lab.at('2027-03-10T10:00:00+08:00');
    const analysis = (
      await (await asOf(lab, 'quality')).get('/nonconforming/analysis?from=2026-11-01&to=2026-12-31')
    ).json<Analysis>();
    expect(analysis.causes.find(({ category }) => category === 'method')?.count).to.be.greaterThan(0);
    expect(analysis.ages.map(({ from, to }) => [from, to])).to.deep.equal([
      ...[
        [0, 30],
        [30, 60],
        [60, 90],
        [90, null],
      ],
    ]);
    expect(analysis.ages[3]?.count).to.equal(analysis.open.length);
    expect(analysis.repeats.find(({ kind }) => kind === 'instrument')?.key).to.equal('YQ-777');
  });

  it('8.7.3 the record prints whole: finding, evaluation, whys, actions, verification, closing and evidence', async () => {
    const work = await Work.open(lab);
    await work.carried();
    await work.step('quality', verification);
    await work.step('quality', { file: evidence }, 'files');
    const answer = await (await asOf(lab, 'quality')).page(`/nonconforming/${work.id}/record.pdf`);
    expect(answer.headers.get('content-type')).to.include('pdf');
    const text = (await pdfText(answer.bytes)).join('').replace(/\s/g, '');
    for (const words of [
      '不符合工作处理单',
      '程序未规定模板由谁更新',
      '修订变更程序，加入报告模板',
      '抽查20份报告',
      '照片.pdf',
    ])
      expect(text, words).to.include(words);
    const { files } = await work.sheet();
    const kept = await (await asOf(lab, 'analyst')).page(`/nonconforming/files/${files[0]?.id}`);
    expect(kept.bytes.toString()).to.equal('%PDF-1.4 example');
    expect((await (await asOf(lab, 'analyst')).page(`/nonconforming/files/${lab.app.ids.next()}`)).status).to.equal(
      404,
    );
  });

  it('works as forms of a browser too, and shows a refusal with what was typed', async () => {
    const head = await asOf(lab, 'head');
    const answer = await head.form('/nonconforming', {
      ...{
        kind: 'work',
        source: 'other',
        improvementTitle: '标签贴错',
        findingText: '样品标签贴错',
        foundOn: '2026-11-23',
      },
      handlerId: await idOf('analyst'),
    });
    expect(answer.status).to.equal(303);
    const at = answer.headers.get('location') ?? '';
    const page = await head.page(at);
    expect(page.text).to.include('标签贴错').and.to.include('待评价');
    const refused = await head.form(`${at}/steps`, {
      version: '2',
      stepMove: 'evaluate',
      stepText: '属实',
      onDay: '2026-11-23',
    });
    expect(refused.text).to.include('请评定严重程度').and.to.include('属实');
    const home = await (await asOf(lab, 'analyst')).page('/');
    expect(home.text).to.include('不符合工作与投诉待办理');
  });
});
