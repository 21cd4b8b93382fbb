import { expect } from 'chai';
import { sha256 } from '../../lib/kernel/hash.ts';
import { eachEngine } from '../support/engines.ts';
import { type Answer, type Client, type Lab, PASSWORD, signIn, startLab } from '../support/lab.ts';

eachEngine('session', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  const open = (login: string, password = PASSWORD) => lab.stranger.post('/session', { login, password });
  const user = (login: string) =>
    lab.app.db
      .read('users')
      .where({ login })
      .first<{ id: string; version: number; failed: number; locked_until: string | null; active: number }>();
  const token = (client: Client) => client.cookie.split('=')[1] ?? '';

  it('DI-02 a sign-in stands in the trail as the act of the person who signed in', async () => {
    const { id, name } = await lab.user('custodian');
    await lab.as('custodian');
    const [event] = await lab.app.db
      .read('audit')
      .where({ action: 'session.open', entity_id: id })
      .orderBy('seq', 'desc')
      .limit(1);
    expect(event.user_id).to.equal(id);
    expect(JSON.parse(event.body)).to.include({ user_name: name });
  });

  it('SE-10 the token is random, new at each sign-in, and stored only as its hash', async () => {
    const [first, second] = [await signIn(lab.url, 'analyst', lab.app), await signIn(lab.url, 'analyst', lab.app)];
    expect(token(first)).to.match(/^[\w-]{43}$/);
    expect(token(first)).not.to.equal(token(second));
    const rows = await lab.app.db.read('sessions');
    expect(JSON.stringify(rows)).not.to.include(token(first));
    expect(JSON.stringify(rows)).to.include(sha256(token(first)));
  });

  it('SE-10 the cookie is HttpOnly, SameSite=Strict and for the whole site', async () => {
    const [cookie = ''] = (await open('analyst')).headers.getSetCookie();
    expect(cookie).to.match(/^fx_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('SE-08 a wrong password and an unknown name get the same answer', async () => {
    const [wrong, unknown] = [await open('custodian', 'not the password'), await open('nobody', 'not the password')];
    expect([wrong.status, unknown.status]).to.deep.equal([401, 401]);
    expect(wrong.text).to.equal(unknown.text);
    expect((await open('custodian')).status).to.equal(200);
    expect((await user('custodian')).failed).to.equal(0);
  });

  it('SE-08 DI-14 five wrong passwords lock the account for 15 minutes, also for the right one; each is an event', async () => {
    for (let i = 0; i < 5; i += 1) expect((await open('authority', `wrong ${i}`)).status).to.equal(401);
    const locked = await open('authority');
    expect([locked.status, locked.refusals()]).to.deep.equal([409, ['session.account-locked']]);
    const { id } = await user('authority');
    expect(await lab.app.db.read('audit').where({ action: 'session.failures', entity_id: id })).to.have.length(5);
    lab.at('2026-11-23T09:14:30+08:00');
    expect((await open('authority')).status).to.equal(409);
    lab.at('2026-11-23T09:16:00+08:00');
    expect((await open('authority')).status).to.equal(200);
  });

  it('SE-08 guesses sent side by side are counted one by one: after five wrong ones the right one does not get in', async () => {
    const wrong = Array.from({ length: 8 }, (_, i) => open('auditor', `side by side ${i}`));
    const answers = await Promise.all([...wrong, open('auditor')]);
    expect(answers.map(({ status }) => status).filter((status) => status === 401).length).to.be.lessThan(8);
    expect(answers.at(-1)?.status).to.equal(409);
    expect((await user('auditor')).locked_until).not.to.equal(null);
  });

  it('SE-08 sixty wrong passwords from one address are throttled, whatever the names and whatever X-Forwarded-For says', async function () {
    this.timeout(60_000);
    let last: Answer | undefined;
    for (let i = 0; i < 70; i += 1) {
      last = await lab.stranger.post(
        '/session',
        { login: `guess${i}`, password: 'x' },
        { headers: { 'x-forwarded-for': `10.0.0.${i}` } },
      );
      if (last.status === 429) break;
    }
    expect(last?.status).to.equal(429);
    expect(last?.headers.get('retry-after')).to.equal('900');
    lab.at('2026-11-23T09:40:00+08:00');
    expect((await open('sampler')).status).to.equal(200);
  });

  it('SE-10 sign-out ends the session on the server; the cookie is worthless from then on', async () => {
    const client = await signIn(lab.url, 'sampler2', lab.app);
    expect((await client.get('/samplings')).status).to.equal(200);
    const out = await client.post('/session/end', {});
    expect(out.status).to.equal(200);
    expect(out.headers.getSetCookie()[0]).to.match(/fx_session=; .*Max-Age=0/);
    expect((await client.get('/samplings')).status).to.equal(401);
  });

  const change = async (login: string, body: object) => {
    const { id, version } = await user(login);
    const admin = await signIn(lab.url, 'admin', lab.app);
    const answer = await admin.post(
      `/people/${id}`,
      { name: '某人', roles: ['custodian'], active: true, reason: '岗位调整', ...body },
      { ifMatch: `"${version}"` },
    );
    expect(answer.status, answer.text).to.equal(200);
  };

  it('SE-10 DI-08 disabling an account ends its sessions at the next request, and nobody signs in with it', async () => {
    const client = await signIn(lab.url, 'custodian', lab.app);
    await change('custodian', { active: false });
    expect((await client.get('/samples')).status).to.equal(401);
    expect((await open('custodian')).refusals()).to.deep.equal(['session.wrong']);
    await change('custodian', { active: true });
  });

  it('SE-10 a cut role holds at the next request', async () => {
    const client = await signIn(lab.url, 'reception', lab.app);
    expect((await client.get('/receipts')).status).to.equal(200);
    await change('reception', { roles: ['custodian'] });
    expect((await client.get('/receipts')).status).to.equal(401);
    const again = await signIn(lab.url, 'reception', lab.app);
    expect((await again.get('/receipts')).status).to.equal(403);
  });

  it('SE-10 a new password ends all other sessions of the person, not this one', async () => {
    const [here, there] = [await signIn(lab.url, 'quality', lab.app), await signIn(lab.url, 'quality', lab.app)];
    const password = 'snow on the pine 31';
    const wrong = await here.post('/me/password', { old: 'no', password, again: password });
    expect([wrong.status, wrong.refusals()]).to.deep.equal([401, ['session.wrong']]);
    expect(
      (await here.post('/me/password', { old: PASSWORD, password, again: 'other than that' })).refusals(),
    ).to.deep.equal(['people.again']);
    expect(
      (await here.post('/me/password', { old: PASSWORD, password: PASSWORD, again: PASSWORD })).refusals(),
    ).to.deep.equal(['people.same']);
    expect((await here.post('/me/password', { old: PASSWORD, password, again: password })).status).to.equal(200);
    expect((await here.get('/cases')).status).to.equal(200);
    expect((await there.get('/cases')).status).to.equal(401);
    expect((await open('quality')).status).to.equal(401);
    expect((await open('quality', password)).status).to.equal(200);
  });

  it('SE-10 a password set by the administrator must be changed first and ends open sessions', async () => {
    const client = await signIn(lab.url, 'head', lab.app);
    const { id } = await user('head');
    const admin = await signIn(lab.url, 'admin', lab.app);
    expect((await admin.post(`/people/${id}/password`, { password: 'first day at work 9' })).status).to.equal(200);
    expect((await client.get('/tasks')).status).to.equal(401);
    const again = await signIn(lab.url, 'head', lab.app, 'first day at work 9');
    expect((await again.get('/tasks')).refusals()).to.deep.equal(['session.must-change']);
    expect((await again.page('/tasks')).headers.get('location')).to.equal('/me/password');
    expect((await again.page('/me/password')).status).to.equal(200);
  });

  it('DI-29 after 30 idle minutes the session locks; the password opens the same one again', async () => {
    lab.at('2026-11-23T11:00:00+08:00');
    const client = await signIn(lab.url, 'signatory', lab.app);
    lab.at('2026-11-23T11:29:00+08:00');
    expect((await client.get('/reports')).status).to.equal(200);
    lab.at('2026-11-23T11:58:00+08:00');
    expect((await client.get('/reports')).status, 'use moves the end of the term').to.equal(200);
    lab.at('2026-11-23T12:29:00+08:00');
    expect((await client.get('/reports')).refusals()).to.deep.equal(['session.locked']);
    expect((await client.page('/reports')).headers.get('location')).to.equal('/session/unlock?next=%2Freports');
    expect((await client.get('/reports')).status, 'looking does not unlock').to.equal(401);
    expect((await client.post('/session/unlock', { password: 'wrong' })).status).to.equal(401);
    expect(
      (await client.form('/session/unlock', { password: PASSWORD, next: '/reports' })).headers.get('location'),
    ).to.equal('/reports');
    expect((await client.get('/reports')).status).to.equal(200);
  });

  it('SE-10 ends after 12 hours whatever happens', async () => {
    lab.at('2026-11-23T13:00:00+08:00');
    const client = await signIn(lab.url, 'reviewer', lab.app);
    for (let minutes = 25; minutes < 12 * 60; minutes += 25) {
      lab.at(new Date(Date.parse('2026-11-23T13:00:00+08:00') + minutes * 60_000).toISOString());
      expect((await client.get('/reviews')).status).to.equal(200);
    }
    lab.at('2026-11-24T01:00:01+08:00');
    expect((await client.get('/reviews')).refusals()).to.deep.equal(['session.none']);
  });

  it('B092 after sign-in leads to own paths only', async () => {
    const targets: [string, string][] = [
      ['/samples?q=1', '/samples?q=1'],
      ['//evil.example', '/'],
      ['/\\evil.example', '/'],
      ['\\\\evil', '/'],
      ['https://evil.example/', '/'],
      ['javascript:alert(1)', '/'],
      ['/\tevil', '/'],
      ['', '/'],
    ];
    for (const [next, wanted] of targets) {
      const answer = await lab.stranger.form('/session', { login: 'analyst', password: PASSWORD, next });
      const location = answer.headers.get('location');
      if (answer.status === 303) expect(location, next).to.equal(wanted);
      else expect(answer.status, next).to.equal(422);
    }
  });

  it('a sign-in sent twice by a nervous finger gives two sessions that both work', async () => {
    const fields = { login: 'analyst', password: PASSWORD, _key: lab.app.ids.next() };
    for (const answer of [await lab.stranger.form('/session', fields), await lab.stranger.form('/session', fields)]) {
      const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const response = await fetch(`${lab.url}/api/v1/tests`, { headers: { cookie } });
      expect(response.status).to.equal(200);
    }
  });

  it('B095 an edited, cut or doubled cookie opens nothing', async () => {
    const client = await signIn(lab.url, 'analyst', lab.app);
    const own = token(client);
    const edited = `${own.slice(0, -1)}${own.endsWith('A') ? 'B' : 'A'}`;
    for (const cookie of [
      `fx_session=${edited}`,
      `fx_session=${own.slice(0, 20)}`,
      'fx_session=',
      `fx_session=${'x'.repeat(5000)}`,
      `fx_session=x; fx_session=${own}`,
    ]) {
      expect((await fetch(`${lab.url}/api/v1/tests`, { headers: { cookie } })).status, cookie.slice(0, 60)).to.equal(
        401,
      );
    }
  });
});
