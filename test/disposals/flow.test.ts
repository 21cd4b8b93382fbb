import { expect } from 'chai';
import { textOf } from '../pdf/read.ts';
import { arrangeBatch, issued } from '../reports/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, signIn, startLab } from '../support/lab.ts';
import {
  arrangeAuthorities,
  arrangeCase,
  arrangeGoods,
  authorities,
  caseBy,
  passTracks,
  type ShownCase,
  sendPapers,
  serve,
} from './arrange.ts';

eachEngine('the life of a case', (engine) => {
  let lab: Lab;
  let quality: Client;
  let reception: Client;
  let ids: Awaited<ReturnType<typeof arrangeAuthorities>>;
  before(async () => {
    lab = await startLab(engine, '2026-09-14T09:00:00+08:00');
    ids = await arrangeAuthorities(lab);
    [quality, reception] = [await lab.as('quality'), await lab.as('reception')];
  });
  after(() => lab.close());
  const at = async (time: string): Promise<void> => {
    lab.at(time);
    [quality, reception] = [await signIn(lab.url, 'quality', lab.app), await signIn(lab.url, 'reception', lab.app)];
  };
  const closing = async (client: Client, id: string) =>
    client.post(`/cases/${id}/close`, { version: (await caseBy(quality, id)).version, reason: '全部完成' });
  const party = (shown: ShownCase, role: string) =>
    shown.recipients.find((one) => one.role === role) as ShownCase['recipients'][0];

  it('1.10 1.11 goes from the signed report to its end: papers by place, a receipt and a window for each, then closed by another', async () => {
    const id = await arrangeCase(lab);
    let shown = await caseBy(quality, id);
    expect(shown.recipients.map(({ role, organisation }) => [role, organisation])).to.deep.equal([
      ['sampled-unit', authorities.jia.name],
      ['producer', authorities.yi.name],
    ]);
    expect(shown.tracks.map(({ kind, organisation, state }) => [kind, organisation, state])).to.deep.equal([
      ['production', authorities.yi.name, 'assigned'],
      ['circulation', authorities.jia.name, 'assigned'],
    ]);

    // The papers of the seller go first: the case is not notified before those of the producer are out as well.
    const [seller, producer] = [party(shown, 'sampled-unit'), party(shown, 'producer')];
    expect(
      (await sendPapers(reception, id, { notifiedOn: '2026-09-14', notifiedTo: '甲县局', recipients: [seller.id] }))
        .status,
    ).to.equal(200);
    shown = await caseBy(quality, id);
    expect([shown.state, party(shown, 'producer').papers]).to.deep.equal(['opened', null]);
    expect(shown.clocks.find(({ rule }) => rule === 'D3')?.clockState).to.equal('running');
    await at('2026-09-15T09:00:00+08:00');
    await sendPapers(reception, id, { notifiedOn: '2026-09-15', notifiedTo: '乙县局' });
    shown = await caseBy(quality, id);
    expect(shown.state).to.equal('notified');
    expect(shown.clocks.find(({ rule }) => rule === 'D3')?.clockState).to.equal('done');
    const serving = await lab.app.db
      .read('clocks')
      .where({ rule: 'D4' })
      .orderBy('id')
      .select('entity_id', 'owner_org', 'started_on', 'due_on');
    expect(serving).to.deep.equal([
      { entity_id: seller.id, owner_org: ids.jia, started_on: '2026-09-14', due_on: '2026-09-20' },
      { entity_id: producer.id, owner_org: ids.yi, started_on: '2026-09-15', due_on: '2026-09-21' },
    ]);

    // Each authority serves its own party, each party has its own window.
    await at('2026-09-17T09:00:00+08:00');
    const jia = await signIn(lab.url, 'jia', lab.app);
    expect((await serve(jia, seller, { deliveredOn: '2026-09-16' })).status).to.equal(200);
    shown = await caseBy(quality, id);
    expect([shown.state, party(shown, 'sampled-unit').window?.dueOn]).to.deep.equal(['notified', '2026-09-24']);
    const witness = { deliveredHow: 'lien', witness: '居委会王某' };
    expect(
      (await serve(await signIn(lab.url, 'yi', lab.app), producer, { deliveredOn: '2026-09-17', ...witness })).status,
    ).to.equal(200);
    shown = await caseBy(quality, id);
    expect([shown.state, party(shown, 'producer').window?.dueOn]).to.deep.equal(['handling', '2026-09-28']);

    // Nothing is closed while a window or a track is open.
    const open = ['case.window-open', 'case.clock-open', 'track'];
    const refused = (await closing(quality, id)).refusals();
    for (const what of open)
      expect(
        refused.some((one) => one.includes(what)),
        `${what} in ${refused.join()}`,
      ).to.equal(true);
    await at('2026-09-29T09:00:00+08:00');
    expect((await closing(quality, id)).refusals().some((one) => one === 'case.window-open')).to.equal(false);
    await passTracks(lab, id);
    expect((await closing(quality, id)).status).to.equal(200);
    shown = await caseBy(quality, id);
    expect(shown).to.deep.include({ state: 'closed', conclusion: 'standing' });
    expect(shown.events.map(({ kind }) => kind)).to.deep.equal([
      'opened',
      'report-issued',
      'papers-sent',
      'papers-sent',
      'delivered',
      'delivered',
      'handling',
      'closed',
    ]);

    // What was reopened keeps its whole history.
    const reopening = { version: shown.version, reason: '群众举报召回不到位' };
    expect((await quality.post(`/cases/${id}/reopening`, reopening)).status).to.equal(200);
    const again = await caseBy(quality, id);
    expect(again).to.deep.include({ state: 'handling', reopened: 1, conclusion: null });
    expect(again.events.slice(0, -1)).to.deep.equal(shown.events);
    expect(again.events.at(-1)).to.deep.include({
      kind: 'reopened',
      params: { ...again.events.at(-1)?.params, reason: reopening.reason },
    });
  });

  it('9 closes by another person than the one who filled its sections', async () => {
    await at('2026-09-14T10:00:00+08:00');
    const id = await arrangeCase(lab, { fields: {} });
    await sendPapers(reception, id, { notifiedOn: '2026-09-14' });
    for (const one of (await caseBy(quality, id)).recipients) {
      await serve(reception, one, { deliveredOn: '2026-09-14' });
      const { version } = (await caseBy(quality, id)).recipients.find((own) => own.id === one.id) as {
        version: number;
      };
      const waiver = { version, waivedOn: '2026-09-14', reason: '书面声明不申请复验' };
      expect((await reception.post(`/case-recipients/${one.id}/waiver`, waiver)).status).to.equal(200);
    }
    await passTracks(lab, id);
    const filler = await lab.user('quality');
    const track = (await caseBy(quality, id)).tracks[0]?.id ?? '';
    await lab.app.db.write('track_sections').insert({
      ...{
        id: lab.app.ids.next(),
        track_id: track,
        section: 'transfer',
        data: '{}',
        state: 'passed',
        filled_by: filler.id,
      },
      ...{ files: '[]', fillers: '[]', round: 1, created_at: '2026-09-14T00:00:00.000Z', version: 1 },
    });
    expect((await closing(quality, id)).refusals()).to.deep.equal(['case.own-work']);
    expect((await closing(await signIn(lab.url, 'technical', lab.app), id)).status).to.equal(200);
  });

  it('2.11 makes and files the papers of a party once: notice with its number, receipt form, handover list', async () => {
    const id = await arrangeCase(lab, { producer: '龙泉示例药业有限公司' });
    const [seller] = (await caseBy(quality, id)).recipients;
    const make = async () => reception.post(`/case-recipients/${seller?.id}/papers`, { version: seller?.version });
    const made = await make();
    expect(made.status, made.text).to.equal(200);
    const { documents } = await caseBy(quality, id);
    expect(documents.map(({ kind }) => kind)).to.deep.equal(['result-notice', 'service-form', 'handover']);
    const words: Record<string, string[]> = {
      'result-notice': ['检验结果告知书', '示例大药房', '龙泉示例药业有限公司', '总灰分', '第一百零二条'],
      'service-form': ['送达回证', '留置送达', '见证人', '示例大药房'],
      handover: ['移交清单', '检验报告书', '接收人'],
    };
    for (const one of documents) {
      const file = await quality.get(`/case-documents/${one.id}`);
      expect(file.status).to.equal(200);
      const text = (await textOf(file.bytes)).join('').replace(/\s/g, '');
      for (const word of [...(words[one.kind] ?? []), one.number]) expect(text, one.kind).to.include(word);
      expect(lab.app.files.get(one.hash)?.equals(file.bytes)).to.equal(true);
    }
    expect((await make()).refusals()).to.deep.equal(['case.document-exists']);
    expect((await caseBy(quality, id)).documents).to.have.length(3);
  });

  it('1.11 counts the same producer, seller, item and class within twelve months', async () => {
    const maker = { producer: '屡犯示例药业有限公司', sampledUnit: '屡犯示例药房' };
    await at('2025-03-20T09:00:00+08:00');
    await arrangeCase(lab, maker);
    await at('2026-03-02T09:00:00+08:00');
    await arrangeCase(lab, { ...maker, productClass: 'tcm' });
    await at('2026-04-02T09:00:00+08:00');
    const id = await arrangeCase(lab, maker);
    expect((await caseBy(quality, id)).repeats).to.deep.equal([
      { who: 'producer', name: maker.producer, total: 2, sameItem: 2, sameClass: 1 },
      { who: 'seller', name: maker.sampledUnit, total: 2, sameItem: 2, sameClass: 1 },
    ]);
  });

  it('1.11 stands under supervision and key supervision, with reasons', async () => {
    const id = await arrangeCase(lab);
    const supervise = async (supervision: string) =>
      quality.post(`/cases/${id}/supervision`, {
        version: (await caseBy(quality, id)).version,
        supervision,
        reason: '省局督办',
      });
    expect((await supervise('key')).status).to.equal(200);
    expect((await caseBy(quality, id)).supervision).to.equal(2);
    expect((await supervise('key')).refusals()).to.deep.equal(['case.supervision-same']);
    const { cases } = (await quality.get('/cases?state=supervised')).json<{ cases: { id: string }[] }>();
    expect(cases.map((one) => one.id)).to.deep.equal([id]);
    await supervise('none');
    expect((await quality.get('/cases?state=supervised')).json<{ cases: object[] }>().cases).to.deep.equal([]);
  });

  describe('an urgent report', () => {
    const urgent = { foundAt: '2026-09-14T08:30', finding: '检出禁用原料氯倍他索丙酸酯 12.3 μg/g' };
    const openUrgent = async (productClass: 'cosmetic' | 'drug', change: object = {}, fails = true) => {
      await at('2026-09-14T07:00:00+08:00');
      const batch = await arrangeGoods(lab, { productClass, fails });
      await at('2026-09-14T10:00:00+08:00');
      const answer = await quality.post('/cases/urgent', { sampleNumber: batch.sampleNumber, ...urgent, ...change });
      return { batch, answer, id: answer.json<{ id: string }>().id };
    };

    it('1.3 C4 runs its 24 hours from the finding and ends when it was told', async () => {
      const { id, answer } = await openUrgent('cosmetic');
      expect(answer.status, answer.text).to.equal(201);
      const [clock] = await lab.app.db.read('clocks').where({ entity: 'cases', entity_id: id });
      expect(clock).to.include({ rule: 'C4', due_at: '2026-09-15T00:30:00.000Z', state: 'running' });
      const { version } = await caseBy(quality, id);
      const told = { urgentTo: '示例市局', urgentHow: 'electronic', urgentAt: '2026-09-14T09:40' };
      expect((await quality.post(`/cases/${id}/urgent-report`, { version, ...told })).status).to.equal(200);
      const [done] = await lab.app.db.read('clocks').where({ entity: 'cases', entity_id: id });
      expect(done).to.include({ state: 'done', done_on: '2026-09-14' });
      const twice = { version: version + 1, ...told };
      expect((await quality.post(`/cases/${id}/urgent-report`, twice)).refusals()).to.deep.equal(['case.told']);
    });

    it('has no such term for a drug, and still waits to be told', async () => {
      const { id } = await openUrgent('drug');
      expect(await lab.app.db.read('clocks').where({ entity: 'cases', entity_id: id })).to.deep.equal([]);
      expect((await sendPapers(reception, id, { notifiedOn: '2026-09-14' })).refusals()).to.deep.equal([
        'case.no-report',
      ]);
    });

    it('is joined by the report that follows: one case, its own terms, nothing of the first lost', async () => {
      const { id, batch } = await openUrgent('cosmetic');
      const before = await caseBy(quality, id);
      await at('2026-09-15T09:00:00+08:00');
      const { caseId } = await issued(await signIn(lab.url, 'signatory', lab.app), batch.reportId);
      expect(caseId).to.equal(id);
      const after = await caseBy(quality, id);
      expect(after).to.deep.include({ reportId: batch.reportId, number: before.number });
      expect(after.items.map(({ name }) => name)).to.deep.equal(['总灰分']);
      expect(after.urgent).to.deep.equal(before.urgent);
      expect(after.recipients).to.deep.equal(before.recipients);
      expect(
        after.clocks
          .filter(({ kind }) => kind === 'duty')
          .map(({ rule }) => rule)
          .sort(),
      ).to.deep.equal(['C3', 'C4', 'N1a', 'N1a', 'N1b', 'N1b', 'N1c', 'N1c']);
      expect(await lab.app.db.read('cases').where({ sample_id: batch.sampleId })).to.have.length(1);
    });

    it('is not closed by a conforming report; another person settles it and says why', async () => {
      const { id, batch } = await openUrgent(
        'cosmetic',
        { urgentTo: '示例市局', urgentHow: 'system', urgentAt: '2026-09-14T09:00' },
        false,
      );
      const early = { version: (await caseBy(quality, id)).version, reason: '复核未检出' };
      const technical = await signIn(lab.url, 'technical', lab.app);
      expect((await technical.post(`/cases/${id}/settlement`, early)).refusals()).to.deep.equal(['case.not-settled']);
      await issued(await signIn(lab.url, 'signatory', lab.app), batch.reportId);
      const shown = await caseBy(quality, id);
      expect([shown.state, shown.reportId]).to.deep.equal(['opened', null]);
      expect(shown.conformingReport).to.match(/^R2026/);
      const settle = { version: shown.version, reason: '复核未检出' };
      expect((await quality.post(`/cases/${id}/settlement`, settle)).refusals()).to.deep.equal(['case.own-report']);
      expect((await technical.post(`/cases/${id}/settlement`, settle)).status).to.equal(200);
      const settled = await caseBy(quality, id);
      expect(settled).to.deep.include({ state: 'closed', conclusion: 'unconfirmed' });
      expect(settled.tracks.every(({ state }) => state === 'cancelled')).to.equal(true);
      expect(settled.clocks.every(({ clockState }) => clockState !== 'running')).to.equal(true);
      const again = { version: settled.version, reason: '再查' };
      expect((await technical.post(`/cases/${id}/reopening`, again)).refusals()).to.deep.equal(['case.no-report']);
    });

    for (const [what, change, reason] of [
      ['a sample that is none', { sampleNumber: 'YA2026-99999' }, 'case.sample'],
      ['a finding that is still to come', { foundAt: '2026-09-14T11:00' }, 'case.moment-future'],
      ['a finding before the sample came', { foundAt: '2026-09-13T11:00' }, 'case.moment-order'],
      ['a time that is none', { foundAt: '2026-09-14' }, 'case.moment'],
      ['telling without the time', { urgentTo: '示例市局', urgentHow: 'system' }, 'case.told-part'],
      [
        'telling before finding',
        { urgentTo: '局里', urgentHow: 'system', urgentAt: '2026-09-14T08:00' },
        'case.moment-order',
      ],
    ] as const)
      it(`refuses ${what}: ${reason}`, async () => {
        const { answer } = await openUrgent('drug', change);
        expect(answer.refusals()).to.deep.equal([reason]);
      });

    it('refuses a second one for the batch, and one after the report', async () => {
      const { batch } = await openUrgent('drug');
      const again = { sampleNumber: batch.sampleNumber, ...urgent };
      expect((await quality.post('/cases/urgent', again)).refusals()).to.deep.equal(['case.urgent-twice']);
      const reported = await arrangeBatch(lab, { state: 'issued' });
      const late = { sampleNumber: reported.sampleNumber, ...urgent };
      expect((await quality.post('/cases/urgent', late)).refusals()).to.deep.equal(['case.sample-reported']);
      const { id } = await lab.app.db.read('cases').whereNotNull('report_id').first('id', 'version');
      const tell = {
        version: (await caseBy(quality, id)).version,
        urgentTo: '示例市局',
        urgentHow: 'system',
        urgentAt: '2026-09-14T09:00',
      };
      expect((await quality.post(`/cases/${id}/urgent-report`, tell)).refusals()).to.deep.equal(['case.not-urgent']);
    });
  });
});
