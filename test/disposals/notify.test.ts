import { expect } from 'chai';
import { playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

interface Case {
  version: number;
  state: string;
  items: { name: string }[];
  term: { dueOn: string; startedOn: string; running: boolean; basis: string; state: string } | null;
  mayNotify: boolean;
}

eachEngine('a nonconforming batch', (engine) => {
  let lab: Lab;
  let quality: Client;
  let id: string;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    quality = await lab.as('quality');
    id = (await playBatch(lab, 'issued', { batch: 'sanqi' })).caseId ?? '';
  });
  after(() => lab.close());

  const read = async () => (await quality.get(`/cases/${id}`)).json<Case>();
  const notify = async (client: Client, change: object = {}) =>
    client.post(`/cases/${id}/notification`, {
      version: (await read()).version,
      notifiedOn: '2026-11-23',
      notifiedTo: '示例市市场监督管理局',
      notifiedHow: 'delivery',
      ...change,
    });

  it('opens its case with the failed items and the first term of two working days', async () => {
    const data = await read();
    expect(data).to.deep.include({ state: 'opened', mayNotify: true });
    expect(data.items.map(({ name }) => name)).to.deep.equal(['总灰分']);
    expect(data.term).to.include({ startedOn: '2026-11-23', dueOn: '2026-11-25', running: true });
    expect(data.term?.basis).not.to.equal('');
  });

  it('waits on the list of those who notify, and is late once its term is over', async () => {
    type Home = { work: { kind: string; href: string; term: string }[] };
    const work = async () => (await quality.get('/')).json<Home>().work.filter(({ kind }) => kind === 'notify');
    expect(await work()).to.have.length(1);
    expect((await work())[0]).to.include({ href: `/cases/${id}` });
  });

  it('B035 the day of the notice is neither ahead nor before the case', async () => {
    expect((await notify(quality, { notifiedOn: '2026-11-24' })).refusals()).to.deep.equal(['case.future']);
    expect((await notify(quality, { notifiedOn: '2026-11-22' })).refusals()).to.deep.equal(['case.before']);
    expect((await notify(quality, { notifiedOn: '2026-02-30' })).status).to.equal(422);
    expect((await notify(quality, { notifiedHow: 'pigeon' })).status).to.equal(422);
  });

  it('only reception and the quality manager record it; others see it', async () => {
    const authority = await lab.as('authority');
    expect((await authority.get(`/cases/${id}`)).status).to.equal(200);
    expect((await notify(authority)).status).to.equal(403);
  });

  it('recorded once, its first step is closed and its term stands still', async () => {
    expect((await notify(quality, { version: 77 })).status).to.equal(412);
    expect((await notify(quality)).status).to.equal(200);
    expect(await read()).to.deep.include({ state: 'notified', mayNotify: false });
    expect((await read()).term?.running).to.equal(false);
    const again = await notify(quality);
    expect([again.status, again.refusals()]).to.deep.equal([409, ['machine.state']]);
  });
});
