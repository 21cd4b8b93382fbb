import { expect } from 'chai';
import { grant } from '../../lib/competence/index.ts';
import { eachEngine } from '../support/engines.ts';
import { ok, type Rig, specification, startRig } from './rig.ts';

interface Worker {
  name: string;
  sampler: boolean;
  open: number;
  hoursLate: number;
  unauthorised: object[];
}

interface Distribution {
  analysts: Worker[];
  mode: string;
  tests: { id: string; proposed: string | null }[];
}

const off = { instruments: 'off', materials: 'off', methods: 'off', capability: 'off', rooms: 'off' };

eachEngine('testing: distribution by load and authorisation', (engine) => {
  let rig: Rig;
  beforeEach(async () => {
    rig = await startRig(engine);
  });
  afterEach(() => rig.close());

  const planned = async (officers?: string[]): Promise<{ id: string; tests: string[] }> => {
    const batch = await rig.batch(officers ? { officers } : {});
    const body = { specification: specification.code, version: batch.version };
    ok(await (await rig.as('head')).post(`/samples/${batch.id}/plan`, body));
    return { id: batch.id, tests: (await rig.tests(batch.id)).map(({ id }) => id) };
  };
  const shown = async (id: string): Promise<Distribution> =>
    ok<Distribution>(await (await rig.as('head')).get(`/samples/${id}/distribution`));
  const mayTest = async (login: string, codes: string): Promise<void> => {
    const { id } = await rig.user(login);
    const own = { id, authorisedActs: ['test' as const], parameterCodes: codes, authorisedFrom: '2026-01-01' };
    await rig.act('technical', (act) => grant(act, own));
  };
  const enforce = async (people: string): Promise<unknown> =>
    ok(await (await rig.as('quality')).post('/validity', { ...off, people }));

  it('shows beside each analyst how much he has open and how late it is', async () => {
    const late = await rig.assigned();
    const { id } = await planned();
    // It is 9 o'clock of the 23rd: what was due on the 21st is 33 hours late, each of three tests.
    await rig.app.db.write('samples').where({ id: late.id }).update({ due_on: '2026-11-21' });
    const { analysts } = await shown(id);
    const worker = analysts.find(({ name }) => name === '李检');
    expect(worker).to.include({ open: 3, hoursLate: 99, sampler: false });
    const page = (await (await rig.as('head')).page(`/samples/${id}/assignment`)).text;
    expect(page).to.contain('按负荷与授权分派').and.to.contain('99');
  });

  it('proposes by load, leaves out who drew the batch, and gives out what the head confirms', async () => {
    await rig.assigned();
    const { id, tests } = await planned(['sampler', 'many']);
    const { tests: proposal } = await shown(id);
    const [analyst2, many] = [await rig.user('analyst2'), await rig.user('many')];
    expect(proposal.map(({ proposed }) => proposed)).to.deep.equal(tests.map(() => analyst2.id));
    expect((await shown(id)).analysts.find(({ name }) => name === many.name)?.sampler).to.equal(true);
    const shares = proposal.map(({ id: test, proposed }) => ({ test, analyst: proposed }));
    const head = await rig.as('head');
    const at = `/samples/${id}/distribution`;
    const drawn = await head.post(at, { shares: [{ test: tests[0], analyst: many.id }] });
    expect(drawn.refusals()).to.deep.equal(['assign.sampler']);
    expect((await head.post(at, { shares: [shares[0], shares[0]] })).refusals()).to.deep.equal(['assign.twice']);
    ok(await head.post(at, { shares: [...shares.slice(1), { test: tests[0] }] }));
    expect((await rig.tests(id)).map(({ state }) => state)).to.deep.equal(['unassigned', 'assigned', 'assigned']);
  });

  it('warns of who is not authorised, and refuses him where the institute says so', async () => {
    const { id, tests } = await planned();
    const { id: analyst } = await rig.user('analyst');
    await mayTest('analyst2', 'D-ID-APPEAR D-LIM-LOD');
    await enforce('warn');
    const head = await rig.as('head');
    const before = await shown(id);
    expect(before.analysts.map(({ name, unauthorised }) => [name, unauthorised.length])).to.deep.include.members([
      ['李检', 3],
      ['吴验', 1],
    ]);
    const analyst2 = (await rig.user('analyst2')).id;
    expect(before.tests.map(({ proposed }) => proposed)).to.deep.equal([analyst2, analyst2, null]);
    ok(await head.post(`/samples/${id}/assignment`, { tests: [tests[0]], analyst }));
    await enforce('refuse');
    const refused = await head.post(`/samples/${id}/assignment`, { tests: [tests[1]], analyst });
    expect([refused.status, refused.refusals()]).to.deep.equal([409, ['assign.unauthorised']]);
    expect(refused.text).to.contain('2 干燥失重：李检 未获得参数 D-LIM-LOD 的该项授权');
    ok(await head.post(`/samples/${id}/assignment`, { tests: [tests[1]], analyst: analyst2 }));
  });

  it('lists own work by page and never stops in silence', async () => {
    const analyst = await rig.as('analyst');
    for (let i = 0; i < 35; i += 1) await rig.assigned();
    await rig.app.db.write('samples').where({ number: 'Y2026-00030' }).update({ priority: 'urgent' });
    interface Mine {
      counts: Record<string, number>;
      open: { number: string; priority: string }[];
    }
    const first = ok<Mine>(await analyst.get('/tests'));
    expect([first.counts.open, first.open.length, first.open[0]?.number]).to.deep.equal([105, 100, 'Y2026-00030']);
    const next = ok<Mine>(await analyst.get('/tests?scope=open&page=2'));
    expect(next.open).to.have.length(5);
    expect(ok<Mine>(await analyst.get('/tests?urgent=true')).open).to.have.length(3);
    expect((await analyst.page('/tests')).text).to.contain('/tests?scope=open&amp;page=2');
  }).timeout(120_000);
});
