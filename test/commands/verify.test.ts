import { expect } from 'chai';
import { verify } from '../../lib/commands/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { printed } from './console.ts';

eachEngine('lims verify', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  it('LG-05 finds nothing in a sound trail, also while the server runs', async () => {
    const { status, said } = await printed(() => verify(lab.app.config));
    expect(said).to.contain('sound');
    expect(status).to.equal(0);
  });

  it('LG-05 names the row that was changed behind the log, and exits with 1', async () => {
    const { id } = await lab.user('sampler');
    await lab.app.db.write('users').where({ id }).update({ name: '冒名' });
    const { status, said } = await printed(() => verify(lab.app.config));
    expect(status).to.equal(1);
    expect(said).to.contain(`users ${id}`).and.contain('changed behind the log');
    await lab.app.db.write('users').where({ id }).update({ name: '孙采' });
    expect((await printed(() => verify(lab.app.config))).status).to.equal(0);
  });

  it('LG-05 names the event that was altered', async () => {
    const { seq } = (await lab.app.db.read('audit').orderBy('seq', 'desc').first('seq')) as { seq: number };
    await lab.app.db.write.raw(
      engine === 'sqlite' ? 'drop trigger audit_no_update' : 'alter table audit disable trigger all',
    );
    await lab.app.db.write('audit').where({ seq }).update({ utc: '2020-01-01T00:00:00.000Z' });
    const { status, said } = await printed(() => verify(lab.app.config));
    expect(status).to.equal(1);
    expect(said).to.contain(`event ${seq}`);
  });
});
