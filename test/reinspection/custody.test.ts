import { expect } from 'chai';
import fc from 'fast-check';
import { holdsOf } from '../../lib/samples/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Answer, type Client, type Lab, signIn, startLab } from '../support/lab.ts';
import { type Arranged, application, arrangeCase, drawn, handingOver, ok, type Saved, step } from './arrange.ts';

const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex').toString('base64');

eachEngine('custody of retained samples', (engine) => {
  let lab: Lab;
  let people: Record<'custodian' | 'quality' | 'technical' | 'reception', Client>;
  before(async () => {
    lab = await startLab(engine, '2026-02-26T09:00:00+08:00');
  });
  after(() => lab.close());

  const at = async (day: string) => {
    lab.at(`${day}T10:00:00+08:00`);
    const as = (login: string) => signIn(lab.url, login, lab.app);
    people = {
      custodian: await as('custodian'),
      quality: await as('quality'),
      technical: await as('technical'),
      reception: await as('reception'),
    };
  };
  const arranged = (change = {}): Promise<Arranged> => {
    lab.at('2026-02-26T09:00:00+08:00');
    return arrangeCase(lab, change);
  };
  const stateOf = async (id: string) => (await lab.app.db.read('portions').where({ id }).first()).state as string;
  const propose = (id: string, who = people.custodian): Promise<Answer> =>
    who.post('/custody/disposals', { portions: [id], way: 'incineration', reason: '期满' });
  const decide = (id: string, who: Client, decision = 'approve') =>
    who.post('/custody/decisions', { portions: [id], decision });
  const carry = (id: string, who: Client) => who.post('/custody/destructions', { portions: [id] });
  const endCase = (about: Arranged, state = 'closed') =>
    lab.app.db.write('cases').where({ id: about.caseId }).update({ state });

  it('1.9 the term runs from the report, by the dated rule of the class', async () => {
    const about = await arranged();
    expect(await lab.app.db.read('retentions').where({ portion_id: about.portionId }).first()).to.include({
      due_on: '2027-02-26',
      rule: 'drug',
    });
    const cosmetic = await arranged({ productClass: 'cosmetic' });
    expect(await lab.app.db.read('retentions').where({ portion_id: cosmetic.portionId }).first()).to.include({
      due_on: '2026-08-26',
      rule: 'cosmetic-fails',
    });
  });

  it('10.25 disposal: not under a hold, not before its term, approved by another, carried out by two', async () => {
    const about = await arranged();
    await at('2026-03-04');
    expect((await propose(about.portionId)).refusals()).to.have.members(['custody.held', 'custody.before-due']);
    await at('2027-03-01');
    expect((await propose(about.portionId)).refusals()).to.deep.equal(['custody.held']);
    await endCase(about);
    expect(
      (await people.custodian.post('/custody/disposals', { way: 'incineration', reason: '期满' })).refusals(),
    ).to.deep.equal(['custody.none']);
    expect((await decide(about.portionId, people.quality)).refusals()).to.deep.equal(['custody.no-proposal']);
    ok(await propose(about.portionId));
    expect((await propose(about.portionId)).refusals()).to.deep.equal(['custody.proposed']);
    expect((await carry(about.portionId, people.custodian)).refusals()).to.deep.equal(['custody.not-approved']);
    expect((await decide(about.portionId, people.custodian)).refusals()).to.deep.equal(['custody.own-proposal']);
    ok(await decide(about.portionId, people.quality));
    ok(await carry(about.portionId, people.custodian));
    expect(await stateOf(about.portionId)).to.equal('retained');
    expect((await carry(about.portionId, people.custodian)).refusals()).to.deep.equal(['custody.one-person']);
    // A hold that comes between the two stops the second.
    const { id: hold } = ok(
      await people.custodian.post(`/custody/${about.portionId}/holds`, { holdKind: 'litigation', reason: '行政诉讼' }),
    ).json<Saved>();
    expect(hold).to.equal(about.portionId);
    expect((await carry(about.portionId, people.quality)).refusals()).to.deep.equal(['custody.held']);
    const row = await lab.app.db.read('sample_holds').where({ sample_id: about.sampleId }).first();
    ok(await people.custodian.post(`/custody/${about.portionId}/releases`, { hold: row.id, reason: '撤诉' }));
    expect(
      (
        await people.custodian.post(`/custody/${about.portionId}/releases`, { hold: row.id, reason: '撤诉' })
      ).refusals(),
    ).to.deep.equal(['custody.hold-follows']);
    ok(await carry(about.portionId, people.quality));
    expect(await stateOf(about.portionId)).to.equal('disposed');
    expect((await propose(about.portionId)).refusals()).to.have.members(['custody.not-kept']);
    const [move] = await lab.app.db.read('custody_moves').where({ portion_id: about.portionId, kind: 'disposal' });
    expect([move.giver, move.receiver]).to.deep.equal(['冯管', '褚质']);
  });

  it('1.9 a portion whose batch has no report yet has no term', async () => {
    const about = await arranged();
    await at('2027-03-01');
    await endCase(about);
    await lab.app.db.write('retentions').where({ portion_id: about.portionId }).update({ due_on: null });
    expect((await propose(about.portionId)).refusals()).to.deep.equal(['custody.no-term']);
  });

  it('2.7 a move names both who gave and who took, and the taker confirms himself', async () => {
    const about = await arranged();
    await at('2026-03-04');
    const move = async (change: object = {}) => {
      const { version } = await lab.app.db.read('portions').where({ id: about.portionId }).first();
      const receiver = (await lab.user('quality')).id;
      const input = { toPlace: 'retention', condition: 'cool', room: 'A101', rack: '3', sealIntact: true, receiver };
      return people.custodian.post(`/custody/${about.portionId}/moves`, { version, ...input, ...change });
    };
    expect((await move({ receiver: (await lab.user('custodian')).id })).refusals()).to.deep.equal(['custody.receiver']);
    expect((await move({ sealIntact: false })).refusals()).to.deep.equal(['custody.broken-note']);
    ok(await move());
    const row = await lab.app.db.read('custody_moves').where({ portion_id: about.portionId }).first();
    expect(row).to.include({ giver: '冯管', receiver: '褚质', confirmed_at: null, to_place: 'retention A101 3' });
    expect((await people.custodian.post(`/custody/moves/${row.id}/confirmation`, {})).refusals()).to.deep.equal([
      'custody.not-receiver',
    ]);
    ok(await people.quality.post(`/custody/moves/${row.id}/confirmation`, {}));
    expect((await people.quality.post(`/custody/moves/${row.id}/confirmation`, {})).refusals()).to.deep.equal([
      'custody.confirmed',
    ]);
    // A seal that broke in the store: the portion cannot serve any more.
    ok(await move({ sealIntact: false, note: '搬运时封签破损' }));
    const { id } = ok(await people.reception.post('/reinspections', application(about))).json<Saved>();
    expect((await step(people.quality, id, 'acceptance')).refusals()).to.deep.equal(['reinspection.portion']);
  });

  it('1.9 a term is only prolonged', async () => {
    const about = await arranged();
    await at('2026-03-04');
    const prolong = async (dueOn: string) => {
      const { version } = await lab.app.db.read('portions').where({ id: about.portionId }).first();
      return people.custodian.post(`/custody/${about.portionId}/term`, { version, dueOn, reason: '诉讼需要' });
    };
    expect((await prolong('2026-06-01')).refusals()).to.deep.equal(['custody.shorter']);
    ok(await prolong('2028-01-01'));
  });

  it('1.9 what holds follows from the case, the windows, applications, objections and transfers', async () => {
    const about = await arranged();
    await at('2026-03-04');
    const kinds = async (today = '2026-03-04') =>
      [...new Set((await holdsOf(lab.app.db.read, about.sampleId, today)).map(({ kind }) => kind))].sort();
    expect(await kinds()).to.deep.equal(['case', 'window']);
    expect(await kinds('2026-03-12')).to.deep.equal(['case']);
    ok(await people.reception.post('/reinspections', application(about)));
    const objection = { kind: 'process', contact: '林', phone: '1', content: '过程有误' };
    ok(await people.reception.post('/objections', { caseId: about.caseId, recipientId: about.unit, ...objection }));
    expect(await kinds()).to.deep.equal(['case', 'objection', 'reinspection', 'window']);
    await endCase(about);
    expect(await kinds('2026-03-12')).to.deep.equal(['objection', 'reinspection']);
  });

  it('lists by where they stand, and shows each page', async () => {
    await at('2026-03-04');
    for (const path of [
      '/custody',
      '/custody?tab=due',
      '/custody?tab=proposed',
      '/custody?tab=approved',
      '/custody?tab=handed-over',
      '/custody?tab=disposed',
      '/custody?q=YA',
    ])
      expect((await people.custodian.page(path)).status, path).to.equal(200);
    const { id } = await lab.app.db.read('portions').where({ state: 'retained' }).first();
    for (const who of [people.custodian, people.quality])
      expect((await who.page(`/custody/${id}`)).status).to.equal(200);
    expect((await people.custodian.get('/custody/01ARZ3NDEKTSV4RRFFQ69G5FAV')).refusals()).to.deep.equal([
      'record.missing',
    ]);
  });

  /** Any order of acts of these people on one case: what is never allowed to happen did not happen. */
  it('no walk lets a late, second, forbidden or unpaid one in, loses the first report or destroys a held portion', async function () {
    this.timeout(240_000);
    const moves = [
      'apply',
      'applyUnit',
      'applyUnpaid',
      'accept',
      'refuse',
      'withdraw',
      'request',
      'handOver',
      'conclude',
      'send',
      'object',
      'propose',
      'approve',
      'burn',
      'burn2',
      'day',
      'week',
      'end',
    ] as const;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...moves), { minLength: 12, maxLength: 22 }),
        fc.boolean(),
        async (walk, isDevice) => {
          const about = await arranged(isDevice ? { productClass: 'device' } : {});
          let day = Date.parse('2026-03-03');
          await at('2026-03-03');
          const later = (days: number) => {
            day += days * 86_400_000;
            return at(new Date(day).toISOString().slice(0, 10));
          };
          const today = () => new Date(day).toISOString().slice(0, 10);
          const report = await lab.app.db.read('reports').where({ id: about.reportId }).first();
          const ids: string[] = [];
          const latest = () => ids.at(-1) ?? about.caseId;
          const form = isDevice
            ? { ...drawn, drawnOn: '2026-03-03' }
            : { laboratoryWay: 'higher', laboratoryName: '省药品检验院' };
          const apply = async (change: object) => {
            const answer = await people.reception.post('/reinspections', application(about, { ...form, ...change }));
            if (answer.status === 200 || answer.status === 201) ids.push(answer.json<Saved>().id);
          };
          const acts: Record<(typeof moves)[number], () => Promise<unknown>> = {
            apply: () => apply({}),
            applyUnit: () => apply({ recipientId: about.unit }),
            applyUnpaid: () => apply({ feePaidOn: '' }),
            accept: () => step(people.quality, latest(), 'acceptance'),
            refuse: () => step(people.quality, latest(), 'refusal', { reason: '不予受理', grounds: ['other'] }),
            withdraw: () => step(people.reception, latest(), 'withdrawal', { reason: '撤回' }),
            request: () => step(people.reception, latest(), 'request', { requestNo: 'DY', requestedOn: today() }),
            handOver: () => step(people.custodian, latest(), 'hand-over', handingOver),
            conclude: () =>
              step(people.quality, latest(), 'conclusion', {
                ...{ outcome: walk.length % 2 === 0 ? 'confirmed' : 'overturned', reportNo: 'FJ', reportedOn: today() },
                file: { name: 'a.png', type: 'image/png', data: PNG },
              }),
            send: () =>
              step(people.reception, latest(), 'sending', { toldOn: today(), toldHow: '邮寄', authority: '省局' }),
            object: () =>
              people.reception.post('/objections', {
                ...{
                  caseId: about.caseId,
                  recipientId: about.unit,
                  kind: 'process',
                  contact: '林',
                  phone: '1',
                  content: '有误',
                },
              }),
            propose: () => propose(about.portionId),
            approve: () => decide(about.portionId, people.quality),
            burn: () => carry(about.portionId, people.custodian),
            burn2: () => carry(about.portionId, people.quality),
            day: () => later(1),
            week: () => later(7),
            end: () =>
              lab.app.db.write('retentions').where({ portion_id: about.portionId }).update({ due_on: '2026-03-01' }),
          };
          for (const move of walk) {
            const held = (await holdsOf(lab.app.db.read, about.sampleId, today())).length > 0;
            const before_ = await stateOf(about.portionId);
            await acts[move]();
            const after_ = await stateOf(about.portionId);
            if (before_ === 'retained' && after_ === 'disposed' && held)
              throw new Error('a held portion was destroyed');
            const first = await lab.app.db.read('reports').where({ id: about.reportId }).first();
            expect([first.state, first.pdf_hash, first.content_hash]).to.deep.equal([
              report.state,
              report.pdf_hash,
              report.content_hash,
            ]);
            expect(lab.app.files.get(first.pdf_hash)).to.not.equal(undefined);
            const all = await lab.app.db.read('reinspections').where({ case_id: about.caseId });
            const letIn = all.filter((one) => one.receipt_no !== null && one.state !== 'refused');
            expect(letIn.length).to.be.at.most(1);
            for (const one of letIn) {
              expect(one.applied_on <= '2026-03-11', `late: ${one.applied_on}`).to.equal(true);
              expect(JSON.parse(one.fee).paidOn, 'unpaid').to.be.a('string');
            }
          }
        },
      ),
      { numRuns: engine === 'sqlite' ? 12 : 4 },
    );
  });
});
