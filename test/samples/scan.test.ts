import { expect } from 'chai';
import { registered } from '../samplings/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { accepted } from './arrange.ts';

eachEngine('scanning a code', (engine) => {
  let lab: Lab;
  let reception: Client;
  before(async () => {
    lab = await startLab(engine);
    reception = await lab.as('reception');
  });
  after(() => lab.close());

  const found = async (code: string) =>
    (await reception.get(`/scan?code=${encodeURIComponent(code)}`)).json<{ kind: string; href: string }>();

  it('finds batch, portion, sampling and seal', async () => {
    const { sample, portions, samplingId } = await accepted(lab);
    const sampling = await lab.app.db.read('samplings').where({ id: samplingId }).first<{ number: string }>();
    const seal = await lab.app.db
      .read('portions')
      .where({ sampling_id: samplingId, n: 2 })
      .first<{ seal_no: string }>();
    expect(await found(sample.number)).to.include({ kind: 'sample', href: `/samples/${sample.id}` });
    expect(await found(portions[1]?.code ?? '')).to.include({
      kind: 'portion',
      href: `/samples/${sample.id}#portions`,
    });
    expect(await found(sampling?.number ?? '')).to.include({ kind: 'sampling', href: `/samplings/${samplingId}` });
    expect(await found(seal?.seal_no ?? '')).to.include({ kind: 'seal', href: `/samplings/${samplingId}` });
  });

  it('B100, B103: reads lower case, line ends, TAB, GS and a code scanned twice', async () => {
    const { sample } = await accepted(lab);
    for (const typed of [
      sample.number.toLowerCase(),
      `${sample.number}\r\n`,
      `${sample.number}\t`,
      sample.number + sample.number,
    ]) {
      expect((await found(typed)).kind, JSON.stringify(typed)).to.equal('sample');
    }
  });

  it('B104: finds what was voided, with its state on the page', async () => {
    const sampler = await lab.as('sampler');
    const { id, number } = await registered(lab);
    await sampler.post(`/samplings/${id}/void`, { reason: '填写有误' }, { ifMatch: '"1"' });
    expect((await found(number)).href).to.equal(`/samplings/${id}`);
    expect((await reception.page(`/samplings/${id}`)).text).to.include('作废');
  });

  it('B106: says 未登记 of a code that nobody registered, and why a text is no code', async () => {
    const page = await reception.page('/scan?code=Y2026-99999');
    expect([page.status, page.text.includes('未登记')]).to.deep.equal([404, true]);
    const unknown = await reception.get('/scan?code=Y2026-99999');
    expect([unknown.status, unknown.refusals()]).to.deep.equal([404, ['scan.unknown']]);
    expect((await reception.get('/scan')).refusals()).to.deep.equal(['scan.empty']);
    expect((await reception.get(`/scan?code=${encodeURIComponent("A'--")}`)).refusals()).to.deep.equal([
      'scan.charset',
    ]);
  });

  it('leads on to the page', async () => {
    const { sample } = await accepted(lab);
    const page = await reception.page(`/scan?code=${sample.number}`);
    expect([200, 303]).to.include(page.status);
    expect(page.text + (page.headers.get('location') ?? '')).to.include(`/samples/${sample.id}`);
  });
});
