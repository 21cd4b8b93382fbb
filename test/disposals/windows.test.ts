import { expect } from 'chai';
import { eachEngine } from '../support/engines.ts';
import { type Lab, signIn, startLab } from '../support/lab.ts';
import { arrangeCase, caseBy, sendPapers, serve } from './arrange.ts';

eachEngine('the clocks of a case by product and day', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine, '2026-01-12T09:00:00+08:00');
  });
  after(() => lab.close());

  // Worked by hand on the calendar of 2025-2026: report day, papers due, papers out, serving due, served, window ends.
  for (const [productClass, report, papersDue, papers, servingDue, served, ends, what] of [
    ['drug', '2026-03-02', '2026-03-04', '2026-03-03', '2026-03-10', '2026-03-06', '2026-03-17', 'plain weeks'],
    [
      'tcm',
      '2026-03-02',
      '2026-03-04',
      '2026-03-02',
      '2026-03-09',
      '2026-03-07',
      '2026-03-17',
      'served on a Saturday that rests',
    ],
    [
      'drug',
      '2026-09-17',
      '2026-09-20',
      '2026-09-18',
      '2026-09-24',
      '2026-09-20',
      '2026-09-30',
      'served on a Sunday that works',
    ],
    [
      'drug',
      '2026-09-24',
      '2026-09-29',
      '2026-09-24',
      '2026-10-09',
      '2026-09-26',
      '2026-10-12',
      'served on the Saturday before the National Day',
    ],
    [
      'drug',
      '2026-09-28',
      '2026-09-30',
      '2026-09-29',
      '2026-10-12',
      '2026-09-30',
      '2026-10-15',
      'served on the eve of the National Day',
    ],
    [
      'device',
      '2026-09-28',
      '2026-09-30',
      '2026-09-30',
      '2026-10-13',
      '2026-10-10',
      '2026-10-20',
      'served on a Saturday that works',
    ],
    [
      'cosmetic',
      '2026-09-28',
      '2026-09-30',
      '2026-09-30',
      '2026-10-13',
      '2026-10-04',
      '2026-10-15',
      'served within the holiday',
    ],
    ['drug', '2026-04-28', '2026-04-30', '2026-04-29', '2026-05-09', '2026-04-30', '2026-05-13', 'over Labour Day'],
    [
      'device',
      '2026-02-11',
      '2026-02-13',
      '2026-02-11',
      '2026-02-25',
      '2026-02-14',
      '2026-03-03',
      'served on a Saturday that works before the Spring Festival',
    ],
    [
      'cosmetic',
      '2026-01-30',
      '2026-02-03',
      '2026-01-30',
      '2026-02-06',
      '2026-01-31',
      '2026-02-10',
      'over the end of a month',
    ],
  ] as const)
    it(`1.3 ${productClass}, ${what}: served ${served}, until ${ends}`, async () => {
      lab.at(`${report}T09:00:00+08:00`);
      const id = await arrangeCase(lab, { productClass });
      const first = await caseBy(await signIn(lab.url, 'quality', lab.app), id);
      lab.at(`${served > papers ? served : papers}T16:00:00+08:00`);
      const reception = await signIn(lab.url, 'reception', lab.app);
      const sent = await sendPapers(reception, id, { notifiedOn: papers });
      expect(sent.status, sent.text).to.equal(200);
      const [party] = first.recipients;
      const answer = await serve(reception, party as (typeof first.recipients)[0], { deliveredOn: served });
      expect(answer.status, answer.text).to.equal(200);
      const { clocks } = await caseBy(reception, id);
      const letter = { drug: 'D', tcm: 'D', device: 'E', cosmetic: 'C' }[productClass];
      const rules = { drug: [3, 4, 5], tcm: [3, 4, 5], device: [3, 4, 5], cosmetic: [3, 5, 6] }[productClass];
      const of = (n: number) =>
        clocks
          .filter(({ rule, entityId }) => rule === `${letter}${rules[n]}` && [id, party?.id].includes(entityId))
          .map(({ startedOn, dueOn, clockState }) => [startedOn, dueOn, clockState]);
      expect([...of(0), ...of(1), ...of(2)]).to.deep.equal([
        [report, papersDue, 'done'],
        [papers, servingDue, 'done'],
        [served, ends, 'running'],
      ]);
    });

  it('1.10 each party has a window of its own, from its own day', async () => {
    lab.at('2026-03-02T09:00:00+08:00');
    const id = await arrangeCase(lab);
    lab.at('2026-03-10T09:00:00+08:00');
    const reception = await signIn(lab.url, 'reception', lab.app);
    await sendPapers(reception, id, { notifiedOn: '2026-03-02' });
    const [seller, producer] = (await caseBy(reception, id)).recipients;
    if (!seller || !producer) throw new Error('two parties');
    await serve(reception, seller, { deliveredOn: '2026-03-03' });
    await serve(reception, producer, { deliveredOn: '2026-03-09' });
    const { recipients } = await caseBy(reception, id);
    expect(recipients.map(({ window }) => window?.dueOn)).to.deep.equal(['2026-03-12', '2026-03-18']);

    // A day typed wrongly is recorded anew with its reason; the first window is cancelled, the second runs from the right day.
    expect((await serve(reception, seller, { deliveredOn: '2026-03-04' })).refusals()).to.deep.equal([
      'case.delivered',
    ]);
    const correct = { deliveredOn: '2026-03-04', reason: '回证日期误读' };
    expect((await serve(reception, seller, correct)).status).to.equal(200);
    const { clocks, events } = await caseBy(reception, id);
    expect(
      clocks
        .filter(({ entityId, kind }) => entityId === seller.id && kind === 'right')
        .map(({ dueOn, clockState }) => [dueOn, clockState]),
    ).to.deep.equal([
      ['2026-03-12', 'cancelled'],
      ['2026-03-13', 'running'],
    ]);
    expect(events.filter(({ kind }) => kind.startsWith('deliver'))).to.have.length(3);

    const waive = async (change: object) => {
      const { version } = (await caseBy(reception, id)).recipients[0] as { version: number };
      return reception.post(`/case-recipients/${seller.id}/waiver`, {
        version,
        waivedOn: '2026-03-10',
        reason: '不申请',
        ...change,
      });
    };
    expect((await waive({ waivedOn: '2026-03-03' })).refusals()).to.deep.equal(['case.waiver-day']);
    expect((await waive({ waivedOn: '2026-03-11' })).refusals()).to.deep.equal(['case.waiver-day']);
    expect((await waive({})).status).to.equal(200);
    expect((await waive({})).refusals()).to.deep.equal(['case.waived']);
    expect((await serve(reception, seller, correct)).refusals()).to.deep.equal(['case.window-used']);
    lab.at('2026-03-19T09:00:00+08:00');
    const later = await signIn(lab.url, 'reception', lab.app);
    const { version } = (await caseBy(later, id)).recipients[1] as { version: number };
    const late = { version, waivedOn: '2026-03-19', reason: '不申请' };
    expect((await later.post(`/case-recipients/${producer.id}/waiver`, late)).refusals()).to.deep.equal([
      'case.window-over',
    ]);
  });

  describe('2.11 a receipt', () => {
    const refused = async (change: object, before: { papers?: boolean } = {}): Promise<string[]> => {
      lab.at('2026-03-02T09:00:00+08:00');
      const id = await arrangeCase(lab);
      lab.at('2026-03-10T09:00:00+08:00');
      const reception = await signIn(lab.url, 'reception', lab.app);
      if (before.papers !== false) await sendPapers(reception, id, { notifiedOn: '2026-03-03' });
      const shown = await caseBy(reception, id);
      const [party] = shown.recipients;
      if (!party) throw new Error('a party');
      const answer = await serve(reception, party, { deliveredOn: '2026-03-09', ...change });
      expect((await caseBy(reception, id)).clocks).to.deep.equal(shown.clocks);
      return answer.refusals();
    };
    const file = (text: string) => ({ name: '回证.txt', data: Buffer.from(text).toString('base64') });
    for (const [what, change, reason] of [
      ['of a day that is still to come', { deliveredOn: '2026-03-11' }, 'case.delivery-future'],
      ['of a day before the papers were out', { deliveredOn: '2026-03-02' }, 'case.delivery-early'],
      ['left at the place without a witness', { deliveredHow: 'lien', witness: ' ' }, 'case.delivery-witness'],
      ['by hand without a receiver', { receiver: '' }, 'case.delivery-receiver'],
      ['through another who is not named', { deliveredHow: 'entrusted' }, 'case.delivery-agent'],
      ['by mail without number or proof', { deliveredHow: 'mail' }, 'case.delivery-proof'],
      ['by announcement without number or proof', { deliveredHow: 'announcement' }, 'case.delivery-proof'],
      ['with a proof that is no picture and no PDF', { proof: file('hello') }, 'case.file-type'],
    ] as const)
      it(`${what} is refused: ${reason}`, async () => expect(await refused(change)).to.deep.equal([reason]));

    it('before the papers were sent is refused: case.no-papers', async () =>
      expect(await refused({}, { papers: false })).to.deep.equal(['case.no-papers']));

    it('is kept with its proof, byte for byte', async () => {
      lab.at('2026-03-02T09:00:00+08:00');
      const id = await arrangeCase(lab);
      const reception = await signIn(lab.url, 'reception', lab.app);
      await sendPapers(reception, id, { notifiedOn: '2026-03-02' });
      const [party] = (await caseBy(reception, id)).recipients;
      if (!party) throw new Error('a party');
      const body = Buffer.from('%PDF-1.7 receipt');
      const proof = { name: '回证.pdf', data: body.toString('base64') };
      await serve(reception, party, { deliveredOn: '2026-03-02', deliveredHow: 'mail', proof });
      expect((await reception.get(`/case-recipients/${party.id}/proof`)).bytes.equals(body)).to.equal(true);
      const other = (await caseBy(reception, id)).recipients[1];
      expect((await reception.get(`/case-recipients/${other?.id}/proof`)).refusals()).to.deep.equal(['case.no-file']);
    });
  });

  it('adds a party by hand, once, and names who serves it', async () => {
    lab.at('2026-03-02T09:00:00+08:00');
    const id = await arrangeCase(lab);
    const quality = await signIn(lab.url, 'quality', lab.app);
    const add = async (change: object = {}) => {
      const { version } = await caseBy(quality, id);
      const party = { recipientRole: 'importer', recipientName: '示例进口公司', recipientRegion: '示例省丙市' };
      return quality.post(`/cases/${id}/recipients`, { version, ...party, ...change });
    };
    expect((await add()).status).to.equal(201);
    expect((await add()).refusals()).to.deep.equal(['case.party-known']);
    const added = (await caseBy(quality, id)).recipients.at(-1);
    expect(added).to.deep.include({ role: 'importer', name: '示例进口公司', organisation: null });
    const assign = { version: added?.version, organisation: lab.app.ids.next() };
    expect((await quality.post(`/case-recipients/${added?.id}/authority`, assign)).refusals()).to.deep.equal([
      'case.authority-unknown',
    ]);
    const foreign = { recipients: [lab.app.ids.next()], notifiedOn: '2026-03-02' };
    expect((await sendPapers(quality, id, foreign)).refusals()).to.deep.equal(['case.recipient']);
    const notServed = { version: added?.version, waivedOn: '2026-03-02', reason: '不申请' };
    const reception = await signIn(lab.url, 'reception', lab.app);
    expect((await reception.post(`/case-recipients/${added?.id}/waiver`, notServed)).refusals()).to.deep.equal([
      'case.not-delivered',
    ]);
  });
});
