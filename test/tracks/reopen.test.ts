import { expect } from 'chai';
import { caseBy } from '../disposals/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { arrangePeople, as, Disposal, type Name } from './arrange.ts';

const all: Name[] = ['start', 'control', 'cause', 'no-penalty', 'rectification'];

eachEngine('a case that is taken up again', (engine) => {
  let lab: Lab;
  let one: Disposal;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    await arrangePeople(lab);
    one = await Disposal.open(lab);
  });
  after(() => lab.close());

  const stands = async () => Object.fromEntries((await one.sheet()).sections.map((row) => [row.section, row.state]));
  const open = async () =>
    Object.entries(await one.clocks())
      .filter(([, text]) => text.startsWith('running'))
      .map(([rule, text]) => `${rule} ${text.split(' ')[1]}`);

  it('gives the tracks that have to be redone back to their authorities, with new times', async () => {
    for (const name of all) {
      expect((await one.write(name, true)).status, name).to.equal(200);
      expect((await one.audit(name, 'pass')).status, name).to.equal(200);
    }
    expect((await one.sheet()).state).to.equal('passed');
    expect(await open()).to.deep.equal([]);
    await lab.app.db.write('cases').where({ id: one.caseId }).update({ state: 'closed' });
    lab.at('2026-12-01T09:00:00+08:00');
    const quality = await as(lab, 'quality');
    const reopen = async (tracks: string[]) => {
      const { version } = await caseBy(quality, one.caseId);
      return quality.post(`/cases/${one.caseId}/reopening`, { version, reason: '群众举报召回不到位', tracks });
    };
    // The other track never passed.
    expect((await reopen([one.other])).refusals()).to.deep.equal(['case.reopen-track']);
    expect((await quality.page(`/cases/${one.caseId}`)).text).to.include(one.track);
    const answer = await reopen([one.track]);
    expect(answer.status, answer.text).to.equal(200);
    const track = await one.sheet();
    expect(track).to.include({ state: 'returned', doneOn: null });
    const { start, ...rest } = await stands();
    expect(start).to.equal('passed');
    for (const name of all.slice(1)) expect(rest[name], name).to.equal('returned');
    expect((await one.section('cause')).reason).to.equal('群众举报召回不到位');
    // 20 and 90 days from the day it was taken up again.
    expect(await open()).to.deep.equal(['N1b 2026-12-21', 'N1c 2027-03-01']);
    const { state, events } = await caseBy(await as(lab, 'quality'), one.caseId);
    expect([state, events.slice(-2).map(({ kind }) => kind)]).to.deep.equal([
      'handling',
      ['reopened', 'track-reopened'],
    ]);
  });

  it('and they pass again by what is written and audited anew', async () => {
    for (const name of all.slice(1)) {
      expect((await one.write(name, true)).status, name).to.equal(200);
      expect((await one.audit(name, 'pass')).status, name).to.equal(200);
    }
    expect(await one.sheet()).to.include({ state: 'passed', doneOn: '2026-12-01' });
    expect(await open()).to.deep.equal([]);
  });
});
