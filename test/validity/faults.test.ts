import { expect } from 'chai';
import fc from 'fast-check';
import { eachEngine } from '../support/engines.ts';
import type { Client } from '../support/lab.ts';
import { reviewEach } from '../support/review.ts';
import { startRig } from '../testing/rig.ts';
import { all, arrangeWorld, current, type Fault, faults, signed, type Undo, type World } from './world.ts';

/** Faults that spoil different things: one of each may come together. */
const apart = (fault: Fault): string => (fault.kind === 'people' ? 'people' : fault.kind);
const slots = [...new Set(faults.map(apart))];
const combination = fc
  .tuple(...slots.map((slot) => fc.option(fc.constantFrom(...faults.filter((fault) => apart(fault) === slot)))))
  .map((chosen) => chosen.filter((fault) => fault !== null));
/** Several readings of one record may be beyond one limit. */
const once = (ids: string[]): string[] => [...new Set(ids)];
const SEED = 20261123;
const RUNS = 40;

eachEngine('what stands against a result, over HTTP', (engine) => {
  let world: World;
  let analyst: Client;
  let reviewer: Client;
  before(async function () {
    this.timeout(120_000);
    const rig = await startRig(engine);
    world = await arrangeWorld(rig);
    [analyst, reviewer] = await Promise.all([rig.as('analyst'), rig.as('reviewer')]);
    await world.set(all('refuse'));
  });
  after(() => world?.rig.close());

  const stateNow = async (): Promise<string> => (await current(world)).state;

  it('has nothing against a record of which everything is in order', async () => {
    expect(await world.told()).to.deep.equal([]);
  });

  for (const fault of faults)
    it(`${fault.says}: ${fault.ids.join(', ')}`, async () => {
      const undo = await fault.spoil(world);
      const test = await current(world);
      const refused = await signed(analyst, '/submissions', test);
      const told = (await world.told()).map(({ reason }) => reason.id);
      await undo();
      expect([refused.status, once(refused.refusals())]).to.deep.equal([409, fault.ids]);
      expect(once(told), 'on the bench').to.deep.equal(fault.ids);
      expect(await stateNow()).to.equal('testing');
      expect(await world.told(), 'once it is mended').to.deep.equal([]);
    });

  it('32 a yellow instrument is used within its good part', async () => {
    const limits = [
      { quantity: '质量', low: '0.01', high: '200', unit: 'g' },
      { quantity: '温度', low: '30', high: '105', unit: '℃' },
    ];
    const undo = await world.spoil('instrument_states', world.state, { state: 'limited', limits });
    expect(await world.told()).to.deep.equal([]);
    await undo();
  });

  it('32 names the reading, its value and the limit', async () => {
    const limits = [{ quantity: '质量', high: '20', unit: 'g' }];
    const undo = await world.spoil('instrument_states', world.state, { state: 'limited', limits });
    const page = (await analyst.page(`/tests/${world.testId}`)).text;
    await undo();
    expect(page).to.contain('20.3158 g 超出可用范围 ≤ 20 g');
  });

  it('is submitted once nothing stands against it', async () => {
    expect((await signed(analyst, '/submissions', await current(world))).status).to.equal(200);
  });

  it('9 a reviewer who is not authorised does not review', async () => {
    const undo = await world.spoil('authorisations', world.reviews, { class: 'device' });
    const refused = await reviewEach(reviewer, [await current(world)]);
    await undo();
    expect([refused.status, refused.refusals()]).to.deep.equal([409, ['validity.reviewer-not-authorised']]);
  });

  it('8 the analyst does not review', async () => {
    const undo = await world.spoil('users', world.analyst, { roles: ['analyst', 'reviewer'] });
    const refused = await reviewEach(analyst, [await current(world)]);
    await undo();
    expect(refused.refusals()).to.deep.equal(['review.own']);
  });

  it(`no result passes review with any reason open: ${RUNS} combinations of faults, seed ${SEED}`, async function () {
    this.timeout(120_000);
    const property = fc.asyncProperty(combination, async (chosen) => {
      const undos: Undo[] = [];
      for (const fault of chosen) undos.push(await fault.spoil(world));
      try {
        const ids = chosen.flatMap((fault) => fault.ids);
        expect((await world.told()).map(({ reason }) => reason.id)).to.include.members(ids);
        if (ids.length === 0) return;
        const refused = await reviewEach(reviewer, [await current(world)]);
        expect(refused.status).to.equal(409);
        expect(refused.refusals()).to.include.members(ids);
        expect(await stateNow()).to.equal('submitted');
      } finally {
        for (const undo of undos.reverse()) await undo();
      }
    });
    await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
  });

  it('is reviewed once nothing stands against it', async () => {
    expect(await world.told()).to.deep.equal([]);
    expect((await reviewEach(reviewer, [await current(world)])).status).to.equal(200);
  });
});
