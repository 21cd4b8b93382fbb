import { expect } from 'chai';
import { user } from '../../lib/commands/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, PASSWORD, signIn, startLab } from '../support/lab.ts';
import { printed } from './console.ts';

eachEngine('lims user', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  it('lists accounts with their state, and no secret', async () => {
    const { status, said } = await printed(() => user(lab.app.config, []));
    expect(status).to.equal(0);
    expect(said)
      .to.match(/^analyst\t李检\tanalyst\t/m)
      .and.not.contain('argon2');
  });

  it('resets a password to a one-time one, in the trail, beside a running server', async () => {
    const { status, said } = await printed(() => user(lab.app.config, ['reset', 'analyst']));
    expect(status).to.equal(0);
    const [, password = ''] = /: (\S+) \(must be changed/.exec(said) ?? [];
    await signIn(lab.url, 'analyst', lab.app, PASSWORD).then(
      () => expect.fail('the old password still opens'),
      () => undefined,
    );
    const analyst = await signIn(lab.url, 'analyst', lab.app, password);
    expect((await analyst.get('/tests')).refusals()).to.deep.equal(['session.must-change']);
    const last = await lab.app.db.read('audit').where({ action: 'user.reset-password' }).first<{ body: string }>();
    expect(last?.body).to.contain('console').and.not.contain(password);
  });

  it('opens a locked account', async () => {
    await lab.app.db
      .write('users')
      .where({ login: 'reviewer' })
      .update({ failed: 3, locked_until: '2999-01-01T00:00:00.000Z' });
    expect((await printed(() => user(lab.app.config, ['unlock', 'reviewer']))).status).to.equal(0);
    await signIn(lab.url, 'reviewer', lab.app);
  });

  it('says which user is unknown, and how it is used', async () => {
    expect((await printed(() => user(lab.app.config, ['reset', 'nobody']))).status).to.equal(1);
    expect((await printed(() => user(lab.app.config, ['promote', 'analyst']))).status).to.equal(2);
  });
});
