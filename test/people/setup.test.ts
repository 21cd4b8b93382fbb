import { expect } from 'chai';
import { readConfig } from '../../lib/kernel/config.ts';
import { verifyTrail } from '../../lib/kernel/verify.ts';
import { drawSetupCode, isFresh, readInstitute } from '../../lib/people/index.ts';
import { type Running, serve } from '../../lib/serve.ts';
import { eachEngine, type FreshDatabase, freshDatabase } from '../support/engines.ts';
import { signIn } from '../support/lab.ts';

const PASSWORD = 'autumn rain on the roof 7';

eachEngine('set-up', (engine) => {
  let fresh: FreshDatabase;
  let running: Running;
  let code: string;
  before(async () => {
    fresh = await freshDatabase(engine);
    running = await serve(readConfig({ ...fresh.env, PORT: '0', LOG_LEVEL: 'silent' }));
    code = await drawSetupCode(running.app);
  });
  after(async () => {
    await running.stop();
    await fresh.drop();
  });

  const send = async (body: object) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${running.url}/api/v1/setup`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  };
  const body = (change: object = {}) => ({
    code,
    institute: { name: '示例市药品检验所', address: '检验路1号' },
    admin: { login: 'boss', name: '沈管', password: PASSWORD },
    users: [{}, { login: 'li', name: '李检', password: PASSWORD, roles: ['analyst'] }],
    ...change,
  });

  it('SE-12 a new installation has no account at all: no usual name and password gets in', async () => {
    expect(await isFresh(running.app)).to.equal(true);
    for (const [login, password] of [
      ['admin', 'admin'],
      ['admin', ''],
      ['system', 'system'],
      ['root', 'root'],
      ['lims', 'lims'],
    ]) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${running.url}/api/v1/session`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ login, password }),
      });
      expect(response.status).to.equal(401);
    }
    expect(await (await fetch(`${running.url}/session/new`)).text()).to.include('/setup');
  });

  it('SE-12 a wrong code sets nothing up', async () => {
    const refused = await send(body({ code: 'ABCDEFGHIJKL' }));
    expect(refused.status).to.equal(403);
    expect(refused.text).to.include('setup.code');
    expect(await isFresh(running.app)).to.equal(true);
  });

  it('SE-07 weak passwords and unfinished users are refused at their own field, and the code is not spent', async () => {
    const weak = await send(body({ admin: { login: 'boss', name: '沈管', password: '1234567890' } }));
    expect([weak.status, weak.text.includes('"admin.password"')]).to.deep.equal([422, true]);
    const user = await send(body({ users: [{}, { login: 'li', name: '李检', password: 'kurz', roles: ['analyst'] }] }));
    expect([user.status, user.text.includes('"users.1.password"')]).to.deep.equal([422, true]);
    const half = await send(body({ users: [{ login: 'li' }] }));
    expect([half.status, half.text.includes('"users.0.login"')]).to.deep.equal([422, true]);
  });

  it('SE-12 the code works once and makes institute and users; then it and the page are gone', async () => {
    const made = await send(body());
    expect(made.status, made.text).to.equal(200);
    expect(JSON.parse(made.text)).to.deep.equal({ admin: 'boss', users: 1 });
    expect(await readInstitute(running.app.db.read)).to.include({ name: '示例市药品检验所', demo: false });
    expect((await send(body())).status).to.equal(404);
    expect((await fetch(`${running.url}/setup`)).status).to.equal(404);
    const kept = await running.app.db.read('settings').where({ id: 'setup' }).first<{ secret: string | null }>();
    expect(kept.secret).to.equal(null);
    expect(JSON.stringify(await running.app.db.read('audit'))).not.to.include(code);
  });

  it('lets the administrator work at once, and asks the others for a new password first', async () => {
    const boss = await signIn(running.url, 'boss', running.app, PASSWORD);
    expect((await boss.get('/people')).status).to.equal(200);
    const li = await signIn(running.url, 'li', running.app, PASSWORD);
    expect((await li.get('/tests')).refusals()).to.deep.equal(['session.must-change']);
    expect((await li.page('/tests')).headers.get('location')).to.equal('/me/password');
    const changed = await li.post('/me/password', {
      old: PASSWORD,
      password: 'snow on the pine 31',
      again: 'snow on the pine 31',
    });
    expect(changed.status, changed.text).to.equal(200);
    expect((await li.get('/tests')).status).to.equal(200);
    expect((await verifyTrail(running.app.db.read)).faults).to.deep.equal([]);
  });
});
