import { expect } from 'chai';
import { obstacles } from '../../lib/core/machine.ts';
import type { CaseRow } from '../../lib/disposals/index.ts';
import { caseMachine, concludeCase } from '../../lib/disposals/index.ts';
import { subjectOf } from '../../lib/disposals/subject.ts';
import { find } from '../../lib/kernel/tables.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { arrangeCase, arrangeGoods, caseBy, sendPapers, serve } from './arrange.ts';

eachEngine('10.26 what is still open of a case', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine, '2026-03-02T09:00:00+08:00');
  });
  after(() => lab.close());

  const openOf = (id: string): Promise<string[]> =>
    lab.act('quality', async (act) => {
      const row = await find<CaseRow>(act.db, 'cases', { id });
      if (!row) throw new Error('no case');
      act.record({ entity: 'cases', id });
      return [...new Set((await subjectOf(act, row)).open.map((reason) => reason.id))];
    });

  it('a new case: nobody served, its terms and its tracks', async () => {
    expect(await openOf(await arrangeCase(lab))).to.have.members([
      'case.undelivered',
      'case.clock-open',
      'case.track-open',
    ]);
  });

  it('a served party whose window is open', async () => {
    const id = await arrangeCase(lab);
    const reception = await lab.as('reception');
    await sendPapers(reception, id, { notifiedOn: '2026-03-02' });
    for (const party of (await caseBy(reception, id)).recipients)
      await serve(reception, party, { deliveredOn: '2026-03-02' });
    expect(await openOf(id)).to.have.members(['case.window-open', 'case.clock-open', 'case.track-open']);
  });

  it('an urgent report that nobody told and no report', async () => {
    const { sampleNumber } = await arrangeGoods(lab, { productClass: 'drug' });
    const urgent = { sampleNumber, finding: '检出非法添加西布曲明', foundAt: '2026-03-02T09:00' };
    const { id } = (await (await lab.as('quality')).post('/cases/urgent', urgent)).json<{ id: string }>();
    expect(await openOf(id)).to.include.members(['case.no-report', 'case.urgent-untold']);
  });

  it('9 is revoked by nothing but an overturned result or a proven denial', () => {
    const actor = { id: 'me', roles: ['quality-manager'], may: () => true };
    const subject = {
      state: 'handling' as const,
      report_id: 'r',
      open: [],
      fillers: [],
      tellers: [],
      conforming: false,
    };
    const revoke = (conclusion: CaseRow['conclusion']) =>
      obstacles(caseMachine, 'revoke', { ...subject, conclusion }, actor).map(({ id }) => id);
    for (const conclusion of [null, 'standing', 'confirmed', 'unconfirmed'] as const)
      expect(revoke(conclusion), String(conclusion)).to.deep.equal(['case.revoke-ground']);
    for (const conclusion of ['overturned', 'denied'] as const) expect(revoke(conclusion)).to.deep.equal([]);
  });

  it('changes no more once it is revoked, and says so', async () => {
    const id = await arrangeCase(lab);
    const [reception, quality] = [await lab.as('reception'), await lab.as('quality')];
    await sendPapers(reception, id, { notifiedOn: '2026-03-02' });
    await lab.act('quality', (act) => concludeCase(act, id, 'denied', { reason: '经核查非该企业生产' }));
    const { version, recipients, events } = await caseBy(quality, id);
    const [party] = recipients;
    if (!party) throw new Error('a party');
    const answers = [
      await serve(reception, party, { deliveredOn: '2026-03-02' }),
      await reception.post(`/case-recipients/${party.id}/papers`, { version: party.version }),
      await quality.post(`/cases/${id}/supervision`, { version, supervision: 'key', reason: '督办' }),
      await quality.post(`/cases/${id}/recipients`, { version, recipientRole: 'agent', recipientName: '某公司' }),
    ];
    for (const answer of answers) expect(answer.refusals()).to.deep.equal(['case.over']);
    expect((await caseBy(quality, id)).events).to.deep.equal(events);
  });
});
