import { expect } from 'chai';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { registered } from './arrange.ts';

eachEngine('voiding a sampling', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  it('8.2: keeps the number, the state void and the reason in the trail', async () => {
    const sampler = await lab.as('sampler');
    const { id, version } = await registered(lab);
    const answer = await sampler.post(`/samplings/${id}/void`, { reason: '填写单位有误' }, { ifMatch: `"${version}"` });
    expect([answer.status, answer.json<{ state: string }>().state], answer.text).to.deep.equal([200, 'void']);
    const event: { body: string } | undefined = await lab.app.db
      .read('audit')
      .where({ entity_id: id, action: 'sampling.void' })
      .first();
    expect(event?.body).to.include('填写单位有误').and.to.include('"old":"sampled"');
    const again = await sampler.post(`/samplings/${id}/void`, { reason: '再次' }, { ifMatch: `"${version + 1}"` });
    expect([again.status, again.refusals()]).to.deep.equal([409, ['machine.state']]);
  });

  it('DI-04: asks for a reason and for the version that was read (B094)', async () => {
    const sampler = await lab.as('sampler');
    const { id } = await registered(lab);
    expect((await sampler.post(`/samplings/${id}/void`, {}, { ifMatch: '"1"' })).status).to.equal(422);
    expect((await sampler.post(`/samplings/${id}/void`, { reason: '理由' })).status).to.equal(428);
    expect((await sampler.post(`/samplings/${id}/void`, { reason: '理由' }, { ifMatch: '"9"' })).status).to.equal(412);
  });

  it('lets only those who answer for the record void it', async () => {
    const { id } = await registered(lab);
    const other = await (await lab.as('many')).post(`/samplings/${id}/void`, { reason: '理由' }, { ifMatch: '"1"' });
    expect([other.status, other.refusals()]).to.deep.equal([409, ['sampling.void-not-own']]);
    expect(
      (await (await lab.as('reception')).post(`/samplings/${id}/void`, { reason: '理由' }, { ifMatch: '"1"' })).status,
    ).to.equal(403);
    const page = await (await lab.as('many')).page(`/samplings/${id}`);
    expect(page.text).to.include('只有本单的抽样人员或填写人可以作废');
  });
});
