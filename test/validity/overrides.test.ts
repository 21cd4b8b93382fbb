import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Told } from '../../lib/kernel/types.ts';
import type { ReportData } from '../../lib/reports/show.ts';
import type { Modes } from '../../lib/validity/modes.ts';
import type { OverrideRule } from '../../lib/validity/rules.ts';
import { eachEngine } from '../support/engines.ts';
import type { Answer, Client } from '../support/lab.ts';
import { pdfText } from '../support/pdf.ts';
import { reviewEach } from '../support/review.ts';
import { bound, PASSWORD, startRig } from '../testing/rig.ts';
import { all, arrangeWorld, current, excursion, signed, type Undo, type World } from './world.ts';

const root = join(import.meta.dirname, '..', '..');
const { overrides } = JSON.parse(readFileSync(join(root, 'lib/rules/validity.json'), 'utf8')) as {
  overrides: OverrideRule[];
};

describe('which reasons two persons may set aside', () => {
  const named = overrides.flatMap(({ ids }) => ids);
  const sources = ['validity', 'validity-instrument', 'validity-material'].map((name) =>
    readFileSync(join(root, `lib/core/${name}.ts`), 'utf8'),
  );
  const said = [...new Set(sources.flatMap((text) => text.match(/(?<=')validity\.[a-z-]+(?=')/g) ?? []))];

  it('is said of every reason of the check, once, with a basis and how sure it is', () => {
    expect(said.filter((id) => !named.includes(id))).to.deep.equal([]);
    expect(named.filter((id, i) => named.indexOf(id) !== i)).to.deep.equal([]);
    for (const { basis, confidence } of overrides) expect(`${confidence} ${basis}`).to.match(/^(V|M[123]) .{10,}/);
  });

  it('never one person for two duties, never equipment or materials that may not be used', () => {
    const open = overrides.filter(({ may }) => may).flatMap(({ ids }) => ids);
    expect(open.filter((id) => !/validity\.(room-(still-)?out|capability-)/.test(id))).to.deep.equal([]);
  });
});

eachEngine('setting a reason aside', (engine) => {
  let world: World;
  let analyst: Client;
  let reviewer: Client;
  let technical: Client;
  let away: Undo;
  before(async function () {
    this.timeout(120_000);
    const rig = await startRig(engine);
    world = await arrangeWorld(rig);
    [analyst, reviewer, technical] = await Promise.all([rig.as('analyst'), rig.as('reviewer'), rig.as('technical')]);
    await world.set(all('refuse'));
    away = await world.add('excursions', await excursion(rig, 'R-301'));
  });
  after(() => world?.rig.close());

  const one = async (id = 'validity.room-out'): Promise<Told> => {
    const found = (await world.told()).find(({ reason }) => reason.id === id);
    if (!found) throw new Error(`no ${id}`);
    return found;
  };
  const ask = async (client: Client, key: string, reason = '超出1℃，样品密封，未称量'): Promise<Answer> =>
    client.post(`/tests/${world.testId}/overrides`, { key, reason });
  const decide = async (client: Client, id: string, change: object = {}): Promise<Answer> => {
    const { version } = (await technical.get(`/overrides/${id}`)).json<{ version: number }>();
    const body = { version, decision: 'approve', reason: '对结果无影响', password: PASSWORD, ...change };
    return client.post(`/overrides/${id}/decision`, body);
  };
  const idOf = (answer: Answer): string => answer.json<{ id: string }>().id;

  it('override.never: nobody asks about an instrument that is overdue', async () => {
    const undo = await world.spoil('instrument_events', world.event, { due_on: '2026-11-22' });
    const told = await one('validity.instrument-overdue');
    const refused = await ask(analyst, told.key);
    const page = (await analyst.page(`/tests/${world.testId}/overrides?key=${told.key}`)).text;
    await undo();
    expect(told).not.to.have.property('basis');
    expect([refused.status, refused.refusals()]).to.deep.equal([409, ['override.never']]);
    expect(page).to.contain('不得偏离');
  });

  it('override.gone: what does not stand is not set aside', async () => {
    expect((await ask(analyst, 'a'.repeat(64))).refusals()).to.deep.equal(['override.gone']);
  });

  it('return.reason: blanks are no reason', async () => {
    expect((await ask(analyst, (await one()).key, '　 ')).refusals()).to.deep.equal(['return.reason']);
  });

  it('is asked by one person at the bench, and until another has decided the record is refused', async () => {
    expect((await analyst.page(`/tests/${world.testId}`)).text).to.contain('申请偏离');
    const asked = await ask(analyst, (await one()).key);
    expect(asked.status).to.equal(201);
    expect((await ask(reviewer, (await one()).key)).refusals()).to.deep.equal(['override.twice']);
    expect((await one()).override).to.include({ state: 'asked', askedBy: '李检' });
    expect((await signed(analyst, '/submissions', await current(world))).refusals()).to.deep.equal([
      'validity.room-out',
    ]);
    expect((await technical.page('/overrides')).text).to.contain('待批准');
  });

  it('override.not-asker, and withdrawn by who asked', async () => {
    const { override } = await one();
    const path = `/overrides/${override?.id ?? ''}/withdrawal`;
    expect((await reviewer.post(path, { version: 1 })).refusals()).to.deep.equal(['override.not-asker']);
    expect((await analyst.post(path, { version: 1 })).json()).to.include({ state: 'withdrawn' });
    expect((await one()).refuses).to.equal(true);
  });

  it('override.chain, access.denied, and a password: nobody decides who tested, may not, or does not sign', async () => {
    const asked = idOf(await ask(reviewer, (await one()).key));
    expect((await decide(analyst, asked)).status).to.equal(403);
    const undo = await world.spoil('users', world.analyst, { roles: ['analyst', 'department-head'] });
    expect((await decide(analyst, asked)).refusals()).to.deep.equal(['override.chain']);
    await undo();
    expect((await decide(technical, asked, { password: 'wrong' })).status).to.equal(401);
    expect((await decide(technical, asked, { reason: ' 　' })).refusals()).to.deep.equal(['return.reason']);
    expect((await decide(technical, asked, { decision: 'decline', reason: '依据不足' })).json()).to.include({
      state: 'declined',
    });
    expect((await one()).refuses).to.equal(true);
    expect((await analyst.page(`/tests/${world.testId}`)).text).to.contain('不批准：依据不足');
  });

  it('override.own: who asked does not decide', async () => {
    const head = await world.rig.as('head');
    const asked = idOf(await ask(head, (await one()).key));
    expect((await decide(head, asked)).refusals()).to.deep.equal(['override.own']);
    await head.post(`/overrides/${asked}/withdrawal`, { version: 1 });
  });

  it('silences exactly that reason of that record once approved and signed, and is shown wherever the record is', async () => {
    const asked = idOf(await ask(analyst, (await one()).key));
    expect((await decide(technical, asked)).json()).to.include({ state: 'approved' });
    const told = await one();
    expect(told).to.include({ refuses: false });
    expect(told.override).to.include({ askedBy: '李检', decidedBy: '许技', decision: '对结果无影响' });
    const undo = await world.spoil('instrument_events', world.event, { due_on: '2026-11-22' });
    expect((await world.told()).filter(({ refuses }) => refuses).map(({ reason }) => reason.id)).to.deep.equal([
      'validity.instrument-overdue',
    ]);
    await undo();
    for (const path of [
      `/tests/${world.testId}`,
      `/tests/${world.testId}/review`,
      `/samples/${world.sampleId}/approval`,
    ])
      expect((await (await world.rig.as('head')).page(path)).text, path).to.contain('已批准偏离');
    const signature = await world.rig.app.db
      .read('signatures')
      .where({ entity: 'overrides', entity_id: asked })
      .first();
    expect(signature).to.include({ user_name: '许技', meaning: 'approve' });
  });

  it('stands again when the same reason says something else', async () => {
    const row: { id: string } = await world.rig.app.db.read('excursions').first('id');
    const undo = await world.spoil('excursions', row.id, { ended: '2026-11-23T12:30' });
    expect((await one()).refuses).to.equal(true);
    await undo();
    expect((await one()).refuses).to.equal(false);
  });

  it('prints both names, times and reasons on the raw record', async () => {
    const { bytes } = await analyst.get(`/tests/${world.testId}/record.pdf`);
    const text = (await pdfText(bytes)).join('').replace(/\s/g, '');
    for (const part of ['有效性偏离（两人批准）', '李检', '许技', '超出1℃，样品密封，未称量', '对结果无影响'])
      expect(text).to.contain(part);
  });

  it('lets the record through to the report, where it is still told', async () => {
    const others = (await world.rig.tests(world.sampleId)).filter(({ id }) => id !== world.testId);
    const off: Modes = { ...all('refuse'), instruments: 'off', materials: 'off', methods: 'off' };
    await world.set(off);
    const test = await current(world);
    const submitted = await analyst.post('/submissions', { tests: bound([test, ...others]), password: PASSWORD });
    expect(submitted.status, submitted.text).to.equal(200);
    const reviewed = await reviewEach(reviewer, await world.rig.tests(world.sampleId));
    expect(reviewed.status, reviewed.text).to.equal(200);
  });

  describe('at approval and issue', () => {
    const approve = async (change: object = {}): Promise<Answer> =>
      (await world.rig.as('head')).post(`/samples/${world.sampleId}/approval`, {
        hashes: bound(await world.rig.tests(world.sampleId)),
        password: PASSWORD,
        ...change,
      });
    const report = async (): Promise<ReportData> => {
      const { id } = await world.rig.app.db.read('reports').where({ sample_id: world.sampleId }).first('id');
      return (await (await world.rig.as('signatory')).get(`/reports/${id}`)).json<ReportData>();
    };
    const issue = async (change: object = {}): Promise<Answer> => {
      const { id, version, contentHash } = await report();
      const body = { version, hash: contentHash, password: PASSWORD, ...change };
      return (await world.rig.as('signatory')).post(`/reports/${id}/issue`, body);
    };
    const delegate = async (duty: string, principal: string, deputy: string): Promise<Undo> =>
      world.add('delegations', {
        ...{ duty, user_id: (await world.rig.user(principal)).id, deputy_id: (await world.rig.user(deputy)).id },
        ...{ from_on: '2026-11-20', to_on: '2026-11-30', reason: '出差', ended_on: null, ended_reason: null },
        named_by: (await world.rig.user('quality')).id,
      });

    it('10 a reason that came up after the review bars the approval', async () => {
      await world.set({ ...all('refuse'), methods: 'off' });
      const undo = await world.spoil('instrument_events', world.event, { conclusion: 'unfit' });
      const refused = await approve();
      expect(refused.status).to.equal(409);
      expect(refused.refusals()).to.include('validity.instrument-unfit');
      const page = (await (await world.rig.as('head')).page(`/samples/${world.sampleId}/approval`)).text;
      expect(page).to.contain('不满足');
      await undo();
      await world.set({ ...all('refuse'), instruments: 'off', materials: 'off', methods: 'off' });
    });

    it('9 a review by somebody who was not authorised bars the approval', async () => {
      const undo = await world.spoil('authorisations', world.reviews, { from_on: '2026-11-25' });
      const refused = await approve();
      await undo();
      expect([refused.status, [...new Set(refused.refusals())]]).to.deep.equal([
        409,
        ['validity.reviewer-not-authorised'],
      ]);
    });

    it('delegation.none: nobody signs for somebody who did not name him', async () => {
      const { id } = await world.rig.user('many');
      const refused = await approve({ standsInFor: id });
      expect([refused.status, refused.refusals()]).to.deep.equal([409, ['delegation.none']]);
    });

    it('approves as a named deputy, and says for whom', async () => {
      await delegate('department-head', 'many', 'head');
      const page = (await (await world.rig.as('head')).page(`/samples/${world.sampleId}/approval`)).text;
      expect(page).to.contain('代 韩多');
      const approved = await approve({ standsInFor: (await world.rig.user('many')).id });
      expect(approved.status, approved.text).to.equal(200);
      const signature = (await report()).signatures.find(({ meaning }) => meaning === 'approve');
      expect(signature).to.include({ name: '王主任', for: '韩多' });
    });

    it('9 the signatory outside his field does not sign, and the page names each item', async () => {
      const undo = await world.spoil('authorisations', world.signs, { class: 'device' });
      const refused = await issue();
      const { moves, validity } = await report();
      await undo();
      expect(refused.status).to.equal(409);
      expect(refused.refusals()).to.deep.equal(Array(3).fill('validity.signatory-not-authorised'));
      expect(moves.find(({ move }) => move === 'issue')?.obstacles).not.to.deep.equal([]);
      expect(validity.filter(({ told }) => told.reason.id === 'validity.signatory-not-authorised')).to.have.length(3);
    });

    it('10 a calibration found bad after the approval bars the issue, and is only told where it warns', async () => {
      const undo = await world.spoil('instrument_events', world.event, { conclusion: 'unfit' });
      await world.set({ ...all('off'), instruments: 'refuse' });
      expect((await issue()).refusals()).to.include('validity.instrument-unfit');
      await world.set({ ...all('off'), instruments: 'warn' });
      const { validity, moves } = await report();
      expect(validity.map(({ told }) => told.reason.id)).to.include('validity.instrument-unfit');
      expect(moves.find(({ move }) => move === 'issue')?.obstacles).to.deep.equal([]);
      await undo();
    });

    it('signs as a deputy with the name of the signatory on the report', async () => {
      await away();
      await world.set({ ...all('off'), people: 'refuse', capability: 'refuse' });
      await delegate('signatory', 'many', 'signatory');
      const wrong = await issue({ standsInFor: (await world.rig.user('technical')).id });
      expect(wrong.refusals()).to.deep.equal(['delegation.none']);
      const done = await issue({ standsInFor: (await world.rig.user('many')).id });
      expect(done.status, done.text).to.equal(200);
      const { id, signatures } = await report();
      expect(signatures.find(({ meaning }) => meaning === 'issue')).to.include({ name: '陈签', for: '韩多' });
      const { bytes } = await (await world.rig.as('signatory')).get(`/reports/${id}/report.pdf`);
      expect((await pdfText(bytes)).join('').replace(/\s/g, ''))
        .to.contain('授权签字（代韩多）')
        .and.to.contain('偏离已经两人批准');
    });
  });
});
