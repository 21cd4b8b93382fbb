import { expect } from 'chai';
import type { PageRoute } from '../../lib/kernel/routes.ts';
import { slices } from '../../lib/slices.ts';
import { playBatch, registrationOf } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';
import { raw } from '../support/raw.ts';

const CSP =
  "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** What every answer carries, whatever it is. */
const common = {
  'content-security-policy': CSP,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

eachEngine('guard', (engine) => {
  let lab: Lab;
  let admin: Client;
  before(async () => {
    lab = await startLab(engine);
    admin = await lab.as('admin');
  });
  after(() => lab.close());

  const headersOf = (headers: Headers) =>
    Object.fromEntries(Object.keys(common).map((name) => [name, headers.get(name)]));
  const newUser = (login: string) => ({ login, name: '新人', password: 'a quiet morning walk', roles: ['analyst'] });
  const exists = async (login: string) => (await lab.app.db.read('users').where({ login })).length > 0;

  it('SE-04 every kind of answer carries the same strict headers and is not kept by caches', async () => {
    const { samplingId } = await playBatch(lab, 'sampled');
    const sampler = await lab.as('sampler');
    const answers = {
      html: await admin.page('/people'),
      json: await admin.get('/people'),
      pdf: await sampler.page(`/samplings/${samplingId}/record.pdf`),
      '303': await lab.stranger.page('/people'),
      '401': await lab.stranger.get('/people'),
      '404 page': await admin.page('/nowhere'),
      '404 json': await admin.get('/nowhere'),
      '405': await admin.post('/audit', {}),
      '422': await admin.post('/people', {}),
    };
    for (const [kind, { headers }] of Object.entries(answers)) {
      expect(headersOf(headers), kind).to.deep.equal(common);
      expect(headers.get('cache-control'), kind).to.equal('no-store');
      expect(headers.get('x-powered-by'), kind).to.equal(null);
      expect(headers.get('server'), kind).to.equal(null);
    }
    expect(answers.pdf.status).to.equal(200);
    expect(answers.pdf.headers.get('content-disposition')).to.match(
      /^inline; filename="[\x20-\x7E]+"; filename\*=UTF-8''/,
    );
  });

  it('SE-14 a fault says its number, and neither stack nor SQL, with the same headers', async () => {
    const users = slices.flatMap(({ routes }) => routes).find(({ name }) => name === 'user.list') as PageRoute;
    const { load } = users;
    users.load = () => Promise.reject(new Error('select canary from secret_table'));
    const answers = [await admin.page('/people'), await admin.get('/people')];
    users.load = load;
    for (const answer of answers) {
      expect(answer.status).to.equal(500);
      expect(headersOf(answer.headers)).to.deep.equal(common);
      expect(answer.text).not.to.match(/canary|secret_table|at \w+ \(/);
      expect(answer.text).to.match(/[0-9A-HJKMNP-TV-Z]{26}/);
    }
    expect(answers[1]?.json()).to.include({ status: 500, type: 'urn:fangxin:fault' });
    expect(answers[1]?.headers.get('content-type')).to.match(/^application\/problem\+json/);
  });

  it('SE-04 no page holds a script, a style or a handler inline', async () => {
    const pages = [
      await lab.stranger.page('/session/new'),
      await admin.page('/'),
      await admin.page('/people/new'),
      await admin.page('/audit'),
      await admin.page('/help'),
      await (await lab.as('sampler')).page('/samplings/new?class=drug'),
    ];
    for (const { status, text } of pages) {
      expect(status).to.equal(200);
      expect(text).not.to.match(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle="|\son[a-z]+="|javascript:/i);
    }
  });

  it('SE-05 a foreign Origin, a broken one, null, and Sec-Fetch-Site of another site are refused; nothing is written', async () => {
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'rubbish' },
      { origin: lab.url.replace('http:', 'https:').replace(/:\d+$/, ':1') },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
    ];
    for (const headers of foreign) {
      const answer = await admin.post('/people', newUser('foreign'), { headers });
      expect([answer.status, answer.refusals()], JSON.stringify(headers)).to.deep.equal([403, ['session.foreign']]);
    }
    expect(await exists('foreign')).to.equal(false);
    const own = await admin.post('/people', newUser('own'), {
      headers: { origin: lab.url, 'sec-fetch-site': 'same-origin' },
    });
    expect(own.status).to.equal(201);
  });

  it('SE-05 without the token of the session a form and a call are refused', async () => {
    for (const headers of [{ 'x-csrf-token': '' }, { 'x-csrf-token': 'x'.repeat(24) }]) {
      expect((await admin.post('/people', newUser('token'), { headers })).refusals()).to.deep.equal(['session.csrf']);
    }
    const form = (fields: string) =>
      raw(lab.url, '/people', {
        method: 'POST',
        headers: { cookie: admin.cookie, 'content-type': 'application/x-www-form-urlencoded' },
        body: fields,
      });
    for (const fields of ['login=token', '_csrf=&login=token', '_csrf=wrong&login=token'])
      expect((await form(fields)).status).to.equal(403);
    // A form's type with no body at all must not slip past the header that the API asks for.
    const empty = await raw(lab.url, '/api/v1/session/end', {
      method: 'POST',
      headers: { cookie: admin.cookie, 'content-type': 'application/x-www-form-urlencoded', 'content-length': '0' },
    });
    expect(empty.status).to.equal(403);
    expect((await admin.get('/people')).status).to.equal(200);
    expect(await exists('token')).to.equal(false);
  });

  it('SE-05 the API takes JSON only, forms take form fields only', async () => {
    const call = (type: string, body: string) =>
      raw(lab.url, '/api/v1/people', {
        method: 'POST',
        headers: {
          cookie: admin.cookie,
          'x-csrf-token': admin.csrf,
          'idempotency-key': 'content-type-1',
          'content-type': type,
        },
        body,
      });
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
    ]) {
      const answer = await call(type, JSON.stringify(newUser('typed')));
      expect([answer.status, answer.text.includes('request.content-type')], type).to.deep.equal([400, true]);
    }
    const form = await raw(lab.url, '/people', {
      method: 'POST',
      headers: { cookie: admin.cookie, 'x-csrf-token': admin.csrf, 'content-type': 'text/plain' },
      body: 'login=typed',
    });
    expect(form.status).to.equal(400);
    expect(await exists('typed')).to.equal(false);
  });

  it('SE-05 GET and HEAD never change a record', async () => {
    const count = async () =>
      Number((await lab.app.db.read('audit').whereIn('entity', ['users', 'samplings']).count({ n: '*' }))[0]?.n);
    const before = await count();
    await admin.page('/people');
    await raw(lab.url, '/people', { method: 'HEAD', headers: { cookie: admin.cookie } });
    expect(await count()).to.equal(before);
  });

  it('B088 method override, TRACE, PUT, DELETE and HEAD on a writing address are 405', async () => {
    const own = { cookie: admin.cookie, 'x-csrf-token': admin.csrf };
    for (const method of ['TRACE', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'GET', 'PROPFIND']) {
      expect((await raw(lab.url, '/session/end', { method, headers: own })).status, method).to.equal(405);
      expect((await raw(lab.url, '/api/v1/session/end', { method, headers: own })).status, method).to.equal(405);
    }
    const { id } = await lab.user('analyst');
    const override = await raw(lab.url, `/api/v1/people/${id}?_method=DELETE`, {
      method: 'POST',
      headers: {
        ...own,
        'content-type': 'application/json',
        'x-http-method-override': 'DELETE',
        'idempotency-key': 'override-1',
      },
      body: '{}',
    });
    expect(override.status).to.be.oneOf([422, 428]);
    expect(await exists('analyst')).to.equal(true);
  });

  it('B089 dots, doubled slashes, escapes and letter case give the same rights or nothing', async () => {
    const sampler = await lab.as('sampler');
    for (const path of [
      '/people',
      '/PEOPLE',
      '/people/',
      '//people',
      '/./people',
      '/x/../people',
      '/%70eople',
      '/people;x=1',
      '/people%2f',
      '/people%00',
      '/api/v1//people',
      '/api/v1/%2e%2e/people',
      '/people/%E0%A4%A',
    ]) {
      const answer = await raw(lab.url, path, { headers: { cookie: sampler.cookie, accept: 'application/json' } });
      expect(answer.status, path).to.be.oneOf([400, 403, 404, 422]);
    }
  });

  it('B091 a forged Host or X-Forwarded header changes nothing: no link, no cookie, no address in the trail', async () => {
    const forged = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-forwarded-for': '6.6.6.6',
    };
    const page = await raw(lab.url, '/people', { headers: { ...forged, accept: 'text/html' } });
    expect(page.status).to.equal(303);
    expect(page.headers.location).to.equal('/session/new?next=%2Fpeople');
    const body = JSON.stringify({ login: 'analyst', password: PASSWORD });
    const signedIn = await raw(lab.url, '/api/v1/session', {
      method: 'POST',
      headers: { ...forged, 'content-type': 'application/json' },
      body,
    });
    expect(signedIn.status).to.equal(200);
    expect(String(signedIn.headers['set-cookie'])).not.to.match(/Secure|Domain|evil/);
    const [last] = await lab.app.db.read('audit').where({ action: 'session.open' }).orderBy('seq', 'desc').limit(1);
    expect((last as { body: string }).body).not.to.include('6.6.6.6');
  });

  it('B046 a line break in a name cannot start a new header', async () => {
    const { disposition } = await import('../../lib/kernel/mount.ts');
    const value = disposition('报告\r\nSet-Cookie: a=b "x"\u0000.pdf', false);
    expect(value).to.match(/^[\x20-\x7E]+$/);
    expect(value).to.equal(
      `attachment; filename="____Set-Cookie_ a=b _x__.pdf"; filename*=UTF-8''${encodeURIComponent('报告__Set-Cookie_ a=b _x__.pdf')}`,
    );
  });

  it('SE-03 what people type stands as text on the page', async () => {
    const sampler = await lab.as('sampler');
    const evil = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>{{7*7}}\${7*7}`;
    const answer = await sampler.post('/samplings', {
      ...(await registrationOf(lab, 'paracetamol-tablet')),
      productName: evil,
    });
    expect(answer.status, answer.text).to.equal(201);
    for (const path of ['/samplings', `/samplings/${answer.json<{ id: string }>().id}`]) {
      const { text } = await sampler.page(path);
      expect(text).to.include('&lt;script>alert(1)');
      expect(text).to.include(`{{7*7}}\${7*7}`);
      expect(text).not.to.match(/<script>|<img src=x/);
    }
  });
});
