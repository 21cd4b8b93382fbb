import { expect } from 'chai';
import type { TestAnswer } from '../../lib/testing/answers.ts';
import { eachEngine } from '../support/engines.ts';
import { bound, drying, failing, type Oos, ok, PASSWORD, proof, save, startOos } from './rig.ts';

eachEngine('investigation of a result', (engine) => {
  let lab: Oos;
  before(async () => {
    lab = await startOos(engine);
  });
  after(() => lab.close());

  const approvedBatch = async (id: string) => {
    const head = await lab.as('head');
    const { tests } = ok<{ tests: TestAnswer[] }>(await head.get(`/samples/${id}/approval`));
    return head.post(`/samples/${id}/approval`, { hashes: bound(tests), password: PASSWORD });
  };

  it('is told at review where nobody opened one, and holds review, return and approval once it is open', async () => {
    const batch = await lab.signed();
    const reviewer = await lab.as('reviewer');
    expect((await reviewer.page(`/tests/${batch.test}/review`)).text).to.include('尚未进行检验结果异常调查');
    const open = (body: object, login = 'analyst') =>
      lab.as(login).then((one) => one.post('/investigations', { testId: batch.test, situation: '平行一致', ...body }));
    expect((await open({ investigationKind: 'oot' })).refusals()).to.deep.equal(['investigation.kind']);
    expect((await open({ investigationKind: 'oos', situation: ' ' })).refusals()).to.deep.equal([
      'investigation.words',
    ]);
    expect((await open({ investigationKind: 'oos' }, 'reviewer')).status).to.equal(403);
    const { id } = ok<{ id: string }>(await open({ investigationKind: 'oos' }));
    expect((await open({ investigationKind: 'oos' })).refusals()).to.deep.equal(['investigation.again']);
    expect((await lab.review([batch.test])).refusals()).to.deep.equal(['investigation.open']);
    const { version } = await lab.record(batch.test);
    expect(
      (await reviewer.post(`/tests/${batch.test}/return`, { version, reason: '请改数值' })).refusals(),
    ).to.deep.equal(['investigation.fixed']);
    expect((await reviewer.page(`/tests/${batch.test}/review`)).text).to.include('尚未结案');
    const holds = await lab.app.db
      .read('sample_holds')
      .where({ sample_id: batch.id, kind: 'oos' })
      .whereNull('released_at');
    expect(holds).to.have.length(1);
    const sheet = await lab.sheet(id);
    expect(sheet.row).to.include({ state: 'opened', kind: 'oos', first_verdict: 'fails' });
    expect(sheet.row.checklist.map(({ id: point }) => point))
      .to.include('weigh-oven')
      .and.include('calc-formula');
    const page = await (await lab.as('head')).page(`/samples/${batch.id}`);
    expect(page.text).to.include(sheet.row.number);
    expect((await (await lab.as('analyst')).page(`/tests/${batch.test}`)).text).to.include(sheet.row.number);
  });

  it('asks for a hypothesis and the whole checklist before any decision; an earlier answer stays', async () => {
    const { investigation: id } = await lab.opened();
    const clear = () => lab.on('head', id, 'clearance', { findingText: '未发现差错' });
    expect((await clear()).refusals()).to.deep.equal(['machine.state']);
    const answer = (answers: object[], more: object = {}) => lab.on('analyst2', id, 'answers', { answers, ...more });
    expect((await answer([{ point: 'nowhere', pointFinding: 'normal' }])).refusals()).to.deep.equal([
      'investigation.point',
    ]);
    expect((await answer([{ point: 'calc-formula', pointFinding: 'abnormal' }])).refusals()).to.deep.equal([
      'investigation.words',
    ]);
    expect((await answer([])).refusals()).to.deep.equal(['investigation.nothing']);
    expect((await answer([], { file: proof })).refusals()).to.deep.equal(['investigation.evidence-point']);
    ok(await answer([{ point: 'calc-formula', pointFinding: 'abnormal', pointWords: '稀释倍数疑似有误' }]));
    expect((await clear()).refusals()).to.deep.equal(['investigation.no-hypothesis', 'investigation.unanswered']);
    await lab.answered(id);
    expect((await clear()).refusals()).to.deep.equal(['investigation.no-hypothesis']);
    const early = await lab.on('head', id, 'retests', {
      retests: 2,
      analyst: (await lab.user('analyst2')).id,
      restPortion: '3 g',
    });
    expect(early.refusals()).to.deep.equal(['machine.state']);
    expect((await lab.on('head', id, 'hypothesis', { hypothesis: ' ' })).refusals()).to.deep.equal([
      'investigation.words',
    ]);
    ok(await lab.on('head', id, 'hypothesis', { hypothesis: '样品吸潮' }));
    ok(await answer([], { evidencePoint: 'weigh-balance', file: proof }));
    const bad = { ...proof, data: Buffer.from('MZ').toString('base64') };
    expect((await answer([], { evidencePoint: 'weigh-balance', file: bad })).refusals()).to.deep.equal([
      'investigation.file-type',
    ]);
    const answers = (await lab.sheet(id)).answers.filter(({ point }) => point === 'calc-formula');
    expect(answers.map(({ finding }) => finding)).to.deep.equal(['abnormal', 'normal']);
    const kept = (await lab.sheet(id)).answers.find(({ file }) => file !== null)?.file;
    const file = await (await lab.as('auditor')).page(`/investigations/${id}/files/${kept?.hash}`);
    expect(file.bytes.toString()).to.equal('%PDF-1.4 balance');
    ok(await clear());
  });

  it('a proven laboratory error sets the first record aside and a repeat takes its place; all of it stays', async () => {
    const { id: sample, test, investigation: id, tests } = await lab.opened();
    await lab.answered(id);
    const { id: analyst } = await lab.user('analyst2');
    const error = (over: object = {}, login = 'head') =>
      lab.on(login, id, 'error', {
        errorCause: 'instrument',
        findingText: '天平未校准',
        analyst,
        file: proof,
        ...over,
      });
    expect((await error()).refusals()).to.deep.equal(['investigation.no-hypothesis']);
    ok(await lab.on('analyst2', id, 'hypothesis', { hypothesis: '天平漂移' }));
    expect((await error({ file: undefined })).refusals()).to.deep.equal(['investigation.no-evidence']);
    expect((await error({ errorCause: 'mood' })).refusals()).to.deep.equal(['investigation.cause']);
    expect((await error({}, 'analyst')).status).to.equal(403);
    expect((await error({ analyst: (await lab.user('sampler')).id })).refusals()).to.include('assign.not-analyst');
    ok(await error());
    const sheet = await lab.sheet(id);
    expect(sheet.row).to.include({ state: 'concluded', conclusion: 'invalid', outcome: 'error' });
    const repeat = sheet.records[1]?.id ?? '';
    expect(sheet.records.map(({ standing, attempt }) => [standing, attempt])).to.deep.equal([
      ['invalid', 0],
      ['counts', 1],
    ]);
    expect((await lab.record(test)).result_text).to.be.a('string');
    const refused = await save(await lab.as('analyst'), await lab.record(test), drying);
    expect([refused.status, (await lab.record(test)).verdict]).to.deep.equal([409, 'fails']);
    await lab.worked(repeat, 'analyst2');
    const [first, , third] = tests;
    ok(await lab.review([first?.id ?? '', third?.id ?? '']));
    const approve = await approvedBatch(sample);
    expect(approve.refusals()).to.include('investigation.open');
    expect((await lab.on('head', id, 'approval')).status).to.equal(403);
    ok(await lab.on('quality', id, 'approval', { note: '同意' }));
    ok(await approvedBatch(sample));
    const row = await lab.app.db.read('samples').where({ id: sample }).first<{ verdict: string; state: string }>();
    expect(row).to.include({ verdict: 'conforms', state: 'approved' });
    const work = await lab.app.db.read('improvements').where({ origin: `investigations:${id}` });
    expect(work).to.have.length(1);
    const record = await (await lab.as('quality')).page(`/tests/${test}/record.pdf`);
    expect(record.bytes.subarray(0, 5).toString()).to.equal('%PDF-');
    const shown = await (await lab.as('head')).page(`/samples/${sample}`);
    expect(shown.text).to.include('判定无效');
    const paper = await (await lab.as('auditor')).page(`/investigations/${id}/record.pdf`);
    expect(paper.bytes.subarray(0, 5).toString()).to.equal('%PDF-');
  });

  it('without an error a second analyst retests n times; only when all conform do the retests stand, and never a mean', async () => {
    const { id: sample, test, investigation: id, tests } = await lab.opened();
    await lab.cleared(id);
    const plan = (over: object) => lab.on('head', id, 'retests', { retests: 2, restPortion: '剩余 3 g', ...over });
    const [one, two] = [(await lab.user('analyst')).id, (await lab.user('analyst2')).id];
    expect((await plan({ analyst: one })).refusals()).to.deep.equal(['investigation.same-analyst']);
    expect((await plan({ analyst: two, retests: 1 })).refusals()).to.deep.equal(['investigation.count']);
    expect((await plan({ analyst: two, restPortion: '' })).refusals()).to.deep.equal(['investigation.words']);
    const conclude = (over: object, login = 'head') =>
      lab.on(login, id, 'conclusion', { conclusion: 'original', reason: '复测与初检一致', ...over });
    expect((await conclude({})).refusals()).to.deep.equal(['investigation.retest-first']);
    const [first = '', second = ''] = await lab.retests(id);
    expect((await conclude({ conclusion: 'retest' })).refusals()).to.deep.equal(['investigation.retests-open']);
    await lab.worked(first, 'analyst2');
    await lab.worked(second, 'analyst2', failing);
    const mixed = await conclude({ conclusion: 'retest', reportedValue: '0.4%' });
    expect(mixed.refusals()).to.deep.equal(['investigation.average']);
    expect(mixed.text).to.include((await lab.record(test)).result_text ?? '?');
    expect((await conclude({ reportedValue: '0.5%' })).refusals()).to.deep.equal(['investigation.average']);
    ok(await conclude({}));
    expect((await lab.on('quality', id, 'return', { reason: '' })).refusals()).to.deep.equal(['investigation.words']);
    ok(await lab.on('quality', id, 'approval'));
    ok(await lab.review(tests.map((one) => one.id)));
    ok(await approvedBatch(sample));
    const report = await lab.app.db.read('reports').where({ sample_id: sample }).first<{ content: string }>();
    const rows = (JSON.parse(report?.content ?? '{}') as { rows: { verdict: string }[] }).rows;
    expect(rows.map(({ verdict }) => verdict)).to.deep.equal(['conforms', 'fails', 'conforms']);
    const left = await lab.app.db
      .read('sample_holds')
      .where({ sample_id: sample, kind: 'oos' })
      .whereNull('released_at');
    expect(left).to.have.length(0);
  });

  it('retests that all conform stand in their order; the first value stays in sight and out of the report', async () => {
    const { id: sample, test, investigation: id, tests } = await lab.opened();
    await lab.cleared(id);
    const [first = '', second = ''] = await lab.retests(id);
    await lab.worked(first, 'analyst2');
    await lab.worked(second, 'analyst2');
    ok(await lab.on('technical', id, 'conclusion', { conclusion: 'retest', reason: '两次复测均符合，初检为偶然' }));
    expect((await lab.on('quality', id, 'return', { reason: '请补充说明初检原因' })).status).to.equal(200);
    ok(await lab.on('head', id, 'clearance', { findingText: '再次核查，仍未发现差错' }));
    ok(await lab.on('technical', id, 'conclusion', { conclusion: 'retest', reason: '已补充说明' }));
    ok(await lab.on('quality', id, 'approval'));
    const { records } = await lab.sheet(id);
    expect(records.map(({ id: own, standing }) => [own, standing])).to.deep.equal([
      [test, 'retest'],
      [first, 'counts'],
      [second, 'retest'],
    ]);
    const other = tests.filter(({ id: own }) => own !== test);
    ok(await lab.review(other.map((one) => one.id)));
    ok(await approvedBatch(sample));
    const report = await lab.app.db.read('reports').where({ sample_id: sample }).first<{ content: string }>();
    expect((JSON.parse(report?.content ?? '{}') as { rows: object[] }).rows).to.have.length(3);
    expect((await (await lab.as('head')).page(`/samples/${sample}`)).text)
      .to.include('初检值')
      .and.include('复测2');
  });

  it('who tested decides nothing, who decided does not approve', async () => {
    const { investigation: id } = await lab.opened();
    await lab.answered(id);
    ok(await lab.on('head', id, 'hypothesis', { hypothesis: '称量瓶' }));
    // A head who typed in the record himself, and a quality manager who decided.
    const { id: head } = await lab.user('head');
    const { test } = { test: (await lab.sheet(id)).row.test_id };
    await lab.app.db
      .write('tests')
      .where({ id: test })
      .update({ hands: JSON.stringify([head]) });
    expect((await lab.on('head', id, 'clearance', { findingText: '未发现差错' })).refusals()).to.deep.equal([
      'investigation.own',
    ]);
    ok(await lab.on('technical', id, 'clearance', { findingText: '未发现差错' }));
    ok(await lab.on('technical', id, 'conclusion', { conclusion: 'original', reason: '样品用完', portionUsed: true }));
    const { id: quality } = await lab.user('quality');
    await lab.app.db.write('investigations').where({ id }).update({ concluded_by: quality });
    expect((await lab.on('quality', id, 'approval')).refusals()).to.deep.equal(['investigation.decided']);
  });

  it('of a result that conforms: atypical by hand, dropped again by the quality manager; a failing one is not dropped', async () => {
    const batch = await lab.signed(drying);
    const analyst = await lab.as('analyst');
    const { id } = ok<{ id: string }>(
      await analyst.post('/investigations', {
        testId: batch.test,
        investigationKind: 'atypical',
        situation: '颜色偏深',
      }),
    );
    ok(await lab.on('quality', id, 'drop', { reason: '系光线造成' }));
    ok(await lab.review([batch.test]));
    const failed = await lab.opened();
    expect((await lab.on('quality', failed.investigation, 'drop', { reason: '误发起' })).refusals()).to.deep.equal([
      'investigation.drop-failing',
    ]);
    const fresh = await lab.recorded();
    const unsigned = { testId: fresh.tests[1]?.id, investigationKind: 'oot', situation: '偏高' };
    expect((await analyst.post('/investigations', unsigned)).refusals()).to.include('investigation.not-signed');
  });
});
