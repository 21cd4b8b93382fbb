import { expect } from 'chai';
import { fillWithDemo, readCast } from '../../lib/demo/index.ts';
import { readConfig } from '../../lib/kernel/config.ts';
import { roles } from '../../lib/kernel/roles.ts';
import type { App } from '../../lib/kernel/types.ts';
import { verifyTrail } from '../../lib/kernel/verify.ts';
import { openApp } from '../../lib/open.ts';
import { drawSetupCode } from '../../lib/people/index.ts';
import { serve } from '../../lib/serve.ts';
import { slices } from '../../lib/slices.ts';
import { eachEngine, type FreshDatabase, freshDatabase } from '../support/engines.ts';

const SMALL = 10;

eachEngine('the demo', (engine) => {
  let fresh: FreshDatabase;
  let app: App;
  before(async function () {
    this.timeout(120_000);
    fresh = await freshDatabase(engine);
    app = await openApp(readConfig({ ...fresh.env, LOG_LEVEL: 'warn' }));
    const loaded = await fillWithDemo(app, slices, SMALL);
    expect(loaded.samplings).to.equal(SMALL);
    expect(loaded.issued).to.be.greaterThan(1);
  });
  after(async () => {
    await app.db.close();
    await fresh.drop();
  });

  it('has a user of each role', () => {
    const held = new Set(readCast(app.config.root).users.flatMap((user) => user.roles));
    expect([...held].sort()).to.deep.equal([...roles].sort());
  });

  it('leaves a trail that verifies', async () => {
    const { faults, rows } = await verifyTrail(app.db.read);
    expect(faults).to.deep.equal([]);
    expect(rows).to.be.greaterThan(SMALL * 10);
  });

  it('is marked as an example, and nothing lies in the future', async () => {
    const institute = await app.db.read('settings').where({ id: 'institute' }).first<{ value: string }>();
    expect(JSON.parse(institute?.value ?? '{}')).to.include({ demo: true, name: '示例市药品检验所' });
    const late: unknown[] = await app.db.read('audit').where('utc', '>', app.clock.now().toISOString());
    expect(late).to.deep.equal([]);
  });

  it('has batches that are refused, out of their limits, and not yet done', async () => {
    expect(await app.db.read('samplings').where({ state: 'refused' })).to.have.length(1);
    expect(await app.db.read('cases')).to.not.deep.equal([]);
    expect(await app.db.read('samples').whereIn('state', ['assigned', 'testing', 'tested'])).to.not.deep.equal([]);
  });

  it('does not load into an installation that has users', async () => {
    const refused = await fillWithDemo(app, slices, SMALL).then(() => 'loaded', String);
    expect(refused).to.contain('setup.done');
  });
});

eachEngine('POST /setup/demo', (engine) => {
  it('loads the demo with the one-time code, and only with it', async function () {
    this.timeout(180_000);
    const fresh = await freshDatabase(engine);
    const running = await serve({ ...readConfig({ ...fresh.env, LOG_LEVEL: 'warn' }), port: 0 });
    try {
      const code = await drawSetupCode(running.app);
      const post = (given: string) =>
        fetch(`${running.url}/api/v1/setup/demo`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ code: given }),
        });
      expect((await fetch(`${running.url}/api/v1/setup/demo`)).status, 'no sign-ins where there is no demo').to.equal(
        404,
      );
      expect((await post('WRONG')).status).to.equal(403);
      expect(await running.app.db.read('users')).to.deep.equal([]);
      expect((await post(code)).status).to.equal(200);
      expect((await post(code)).status).to.equal(404);
      const signIns = (await (await fetch(`${running.url}/api/v1/setup/demo`)).json()) as {
        password: string;
        users: { login: string }[];
      };
      const body = JSON.stringify({ login: signIns.users[0]?.login, password: signIns.password });
      const session = await fetch(`${running.url}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(session.status).to.equal(200);
    } finally {
      await running.stop();
      await fresh.drop();
    }
  });
});
