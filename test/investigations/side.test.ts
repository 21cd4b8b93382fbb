import { expect } from 'chai';
import { eachEngine } from '../support/engines.ts';
import { appearance, bound, failing, type Oos, ok, PASSWORD, proof, save, startOos } from './rig.ts';

eachEngine('investigations: required, forbidden, stopped, supplementary, urgent', (engine) => {
  let lab: Oos;
  before(async () => {
    lab = await startOos(engine);
  });
  after(() => lab.close());

  const require = async (requiredMode: string, login = 'quality') =>
    (await lab.as(login)).post('/investigations/mode', { requiredMode });
  const investigationOf = async (test: string) =>
    lab.app.db.read('investigations').where({ test_id: test }).first<{ id: string; automatic: number } | undefined>();

  it('where the institute asks for it, a failing result opens one when it is signed, and one signed before waits for it', async () => {
    const early = await lab.signed();
    expect((await require('refuse', 'head')).status).to.equal(403);
    ok(await require('refuse'));
    expect((await lab.review([early.test])).refusals()).to.deep.equal(['investigation.none']);
    const late = await lab.signed();
    const found = await investigationOf(late.test);
    expect(found?.automatic).to.equal(1);
    expect((await lab.review([late.test])).refusals()).to.deep.equal(['investigation.open']);
    ok(await require('off'));
    ok(await lab.review([early.test]));
    ok(await require('tell'));
  });

  it('an item that is never retested is concluded on its first result, or repeated for a listed cause only', async () => {
    const parameter = lab.app.catalogue.parameter('D-LIM-LOD');
    const before = parameter.retest;
    parameter.retest = false;
    try {
      const { investigation: id } = await lab.opened();
      expect((await lab.sheet(id)).row.rules.forbidden).to.equal(true);
      await lab.cleared(id);
      const { id: analyst } = await lab.user('analyst2');
      const plan = await lab.on('head', id, 'retests', { retests: 2, analyst, restPortion: '剩余 3 g' });
      expect(plan.refusals()).to.deep.equal(['investigation.no-retest']);
      ok(await lab.on('head', id, 'conclusion', { conclusion: 'original', reason: '检验有效，不予复测' }));
      ok(await lab.on('quality', id, 'approval'));
      const other = await lab.opened();
      await lab.answered(other.investigation);
      ok(await lab.on('head', other.investigation, 'hypothesis', { hypothesis: '阴性对照生长' }));
      const error = (errorCause: string) =>
        lab.on('head', other.investigation, 'error', { errorCause, findingText: '对照有菌', analyst, file: proof });
      expect((await error('instrument')).refusals()).to.deep.equal(['investigation.no-retest']);
      ok(await error('sterile-negative'));
    } finally {
      parameter.retest = before;
    }
  });

  it('of several batches of one firm an urgent report is due, and is reminded of until it was told', async () => {
    await lab.opened();
    const { id, investigation } = await lab.opened();
    const sheet = await lab.sheet(investigation);
    expect(sheet.row.urgent?.map((ground) => ground.id)).to.deep.equal(['U-firm']);
    const quality = await lab.as('quality');
    const due = async () =>
      ok<{ lines: { id: string }[] }>(await quality.get('/investigations?scope=urgent')).lines.map((line) => line.id);
    expect(await due()).to.include(investigation);
    const page = await quality.page(`/investigations/${investigation}`);
    expect(page.text).to.include('/cases/urgent?sample=').and.include('同一企业多批次');
    const paper = await quality.page(`/investigations/${investigation}/urgent.pdf`);
    expect(paper.bytes.subarray(0, 5).toString()).to.equal('%PDF-');
    const { number = '' } =
      (await lab.app.db.read('samples').where({ id }).first<{ number: string } | undefined>()) ?? {};
    const told = { urgentTo: '市局药品流通处', urgentHow: 'fax', urgentAt: '2026-11-23T09:00' };
    const { id: opened, version } = ok<{ id: string; version: number }>(
      await quality.post('/cases/urgent', {
        sampleNumber: number,
        finding: '干燥失重不符合规定',
        foundAt: '2026-11-23T09:00',
      }),
    );
    expect(await due()).to.include(investigation);
    const tell = await quality.post(`/cases/${opened}/urgent-report`, { version, ...told });
    if (tell.status >= 300)
      ok(await quality.post(`/cases/${opened}/urgent-report`, { version, ...told, urgentHow: 'system' }));
    expect(await due()).not.to.include(investigation);
  });

  it('testing is stopped by two persons with a proof, and whoever ordered it is told', async () => {
    const batch = await lab.batch();
    const [analyst, head, reception] = [await lab.as('analyst'), await lab.as('head'), await lab.as('reception')];
    const path = `/samples/${batch.id}/termination`;
    const asked = { version: batch.version, terminationCause: 'spoiled', reason: '样品吸潮结块，附照片', file: proof };
    expect((await analyst.post(path, { ...asked, terminationCause: 'mood' })).refusals()).to.deep.equal([
      'termination.cause',
    ]);
    expect((await analyst.post(path, { ...asked, file: undefined })).refusals()).to.deep.equal(['termination.proof']);
    expect((await analyst.post(path, { ...asked, reason: '' })).refusals()).to.deep.equal(['investigation.words']);
    const row = ok<{ id: string; version: number }>(await head.post(path, asked));
    expect((await analyst.post(path, asked)).refusals()).to.deep.equal(['termination.waiting']);
    const decide = (login: string, body: object) =>
      lab
        .as(login)
        .then((one) =>
          one.post(`/terminations/${row.id}/decision`, { version: row.version, decision: '同意', ...body }),
        );
    expect((await decide('head', { approved: true })).refusals()).to.deep.equal(['termination.own']);
    const early = await reception.post(`/terminations/${row.id}/notice`, {
      version: 1,
      noticeTo: '市局',
      noticeHow: '书面函',
      onDay: '2026-11-23',
    });
    expect(early.refusals()).to.deep.equal(['termination.not-approved']);
    ok(await decide('technical', { approved: true }));
    expect((await decide('technical', { version: 2, approved: true })).refusals()).to.deep.equal([
      'termination.decided',
    ]);
    const sample = await lab.app.db.read('samples').where({ id: batch.id }).first<{ state: string }>();
    expect(sample?.state).to.equal('terminated');
    const tell = (over: object) =>
      reception.post(`/terminations/${row.id}/notice`, {
        version: 2,
        noticeTo: '示例市局',
        noticeHow: '书面函',
        onDay: '2026-11-23',
        ...over,
      });
    expect((await tell({ onDay: '2026-12-01' })).refusals()).to.deep.equal(['termination.day']);
    ok(await tell({}));
    expect((await tell({ version: 3 })).refusals()).to.deep.equal(['termination.told']);
    const paper = await reception.page(`/terminations/${row.id}/notice.pdf`);
    expect(paper.bytes.subarray(0, 5).toString()).to.equal('%PDF-');
    expect((await reception.page(`/terminations/${row.id}/proof`)).bytes.toString()).to.equal('%PDF-1.4 balance');
    expect((await reception.page(path)).text).to.include('示例市局');
    expect((await analyst.post(path, { ...asked, version: 2 })).refusals()).to.deep.equal(['termination.state']);
  });

  it('a supplementary item by an approved method counts; by one of our own it is a clue and never fails the batch', async () => {
    const batch = await lab.assigned();
    const head = await lab.as('head');
    const { id: analyst } = await lab.user('analyst');
    const add = async (over: object) => {
      const { version } = ok<{ sample: { version: number } }>(
        await head.get(`/samples/${batch.id}/supplements`),
      ).sample;
      return head.post(`/samples/${batch.id}/supplements`, {
        ...{
          version,
          parameterCode: 'D-LIM-LOD',
          methodKind: 'exploratory',
          supplementMethod: '自建干燥法',
          reason: '疑似掺水',
          analyst,
        },
        ...over,
      });
    };
    expect((await add({ methodKind: 'rumour' })).refusals()).to.deep.equal(['supplement.kind']);
    expect((await add({ methodKind: 'supplementary' })).refusals()).to.deep.equal(['supplement.number']);
    expect((await add({ parameterCode: 'X-1' })).refusals()).to.deep.equal(['supplement.parameter']);
    const { id: clue } = ok<{ id: string }>(await add({}));
    expect((await add({})).refusals()).to.deep.equal(['supplement.twice']);
    ok(await add({ methodKind: 'supplementary', methodNumber: 'BJY 202401', supplementMethod: '补充检验方法' }));
    expect((await (await lab.as('head')).page(`/samples/${batch.id}/supplements`)).text)
      .to.include('BJY 202401')
      .and.include('仅供参考');
    await lab.app.db
      .write('tests')
      .where({ id: clue })
      .update({ item: lab.app.db.write.raw('item') });
    const worker = await lab.as('analyst');
    const tests = await lab.tests(batch.id);
    expect(tests).to.have.length(5);
    const limits = new Map(tests.map((test) => [test.id, test.item.limit.kind]));
    expect(limits.get(clue)).to.equal('none');
    // The clue is given a limit that it fails, as if the method had one.
    const item = { ...(tests.find(({ id }) => id === clue)?.item ?? {}), limit: { kind: 'max', value: '0.1' } };
    await lab.app.db
      .write('tests')
      .where({ id: clue })
      .update({ item: JSON.stringify(item) });
    const good = {
      ...failing,
      samples: [
        { m_1: '20.3158', m: '1.0042', m_p: '21.3160', m_2: '21.3159' },
        { m_1: '21.0876', m: '1.0015', m_p: '22.0854', m_2: '22.0852' },
      ],
    };
    const disintegration = (await import('../testing/rig.ts')).disintegration;
    for (const [i, readings] of [appearance, good, disintegration, good, good].entries())
      ok(await save(worker, tests[i], readings));
    const ready = await lab.tests(batch.id);
    expect(ready.map(({ verdict }) => verdict).filter((verdict) => verdict === 'fails')).to.have.length(1);
    ok(await worker.post('/submissions', { tests: bound(ready), password: PASSWORD }));
    ok(await lab.review(ready.map(({ id }) => id)));
    const done = await lab.tests(batch.id);
    ok(await head.post(`/samples/${batch.id}/approval`, { hashes: bound(done), password: PASSWORD }));
    const sample = await lab.app.db.read('samples').where({ id: batch.id }).first<{ verdict: string }>();
    expect(sample?.verdict).to.equal('conforms');
    const report = await lab.app.db.read('reports').where({ sample_id: batch.id }).first<{ content: string }>();
    expect((JSON.parse(report?.content ?? '{}') as { rows: object[] }).rows).to.have.length(4);
    expect((await add({ supplementMethod: '又一法' })).refusals()).to.deep.equal(['plan.under-way']);
  });
});
