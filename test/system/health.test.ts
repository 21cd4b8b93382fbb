import { expect } from 'chai';
import type { Knex } from 'knex';
import { perform } from '../../lib/kernel/action.ts';
import { playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';
import { raw } from '../support/raw.ts';

eachEngine('health, trail, manual', (engine) => {
  let lab: Lab;
  before(async () => {
    lab = await startLab(engine);
  });
  after(() => lab.close());

  it('FT-20 ready answers 200 with engine, events and free space; live answers at once', async () => {
    const ready = await lab.stranger.get('/health/ready');
    expect(ready.status).to.equal(200);
    expect(ready.json()).to.deep.include({ ready: true, engine, version: lab.app.config.version });
    expect((await lab.stranger.page('/health/ready')).status).to.equal(200);
    expect((await lab.stranger.get('/health/live')).json()).to.deep.equal({ live: true });
  });

  it('FT-20 is not ready, and says so with 503, when the trail has no head to write after', async () => {
    const [head] = await lab.app.db.write('audit_head');
    await lab.app.db.write('audit_head').delete();
    const answer = await lab.stranger.get('/health/ready');
    await lab.app.db.write('audit_head').insert(head);
    expect([answer.status, answer.refusals(), answer.headers.get('retry-after')]).to.deep.equal([
      503,
      ['health.not-ready'],
      '1',
    ]);
  });

  it('DI-02 the trail shows who did what, pages by number, and follows one record', async () => {
    await playBatch(lab, 'planned');
    const auditor = await lab.as('auditor');
    type List = {
      entries: { seq: number; user: string; action: string; entityId: string; changes: object[] }[];
      next: number | null;
    };
    const first = (await auditor.get('/audit')).json<List>();
    expect(first.entries).to.have.length(50);
    const second = (await auditor.get(`/audit?before=${first.next}`)).json<List>();
    expect(second.entries[0]?.seq).to.equal((first.entries.at(-1)?.seq ?? 0) - 1);
    const { id } = await lab.user('sampler');
    const own = (await auditor.get(`/audit?entity=users&id=${id}`)).json<List>();
    expect(own.entries.map(({ entityId }) => entityId)).to.satisfy(
      (ids: string[]) => ids.length > 1 && ids.every((one) => one === id),
    );
    const page = await auditor.page('/audit');
    expect(page.status).to.equal(200);
    expect(page.text).to.match(/孙采|王主任/);
  });

  it('DI-06 sign-in, failed sign-in, sign-out and print are events', async () => {
    const custodian = await lab.as('custodian');
    await lab.stranger.post('/session', { login: 'custodian', password: 'wrong' });
    const { samplingId } = await playBatch(lab, 'sampled');
    await (await lab.as('sampler')).get(`/samplings/${samplingId}/record.pdf`);
    await custodian.post('/session/end', {});
    const acts = new Set((await lab.app.db.read('audit').pluck('action')) as string[]);
    for (const act of ['session.open', 'session.failures', 'session.close', 'sampling.print-record'])
      expect(acts).to.include(act);
  });

  it('the manual has an index and refuses names that are no page of it', async () => {
    const reader = await lab.as('analyst');
    const index = (await reader.get('/help')).json<{ topics: { name: string; title: string }[] }>();
    expect(index.topics.length).to.be.greaterThan(1);
    for (const { name, title } of index.topics) {
      expect(title, name).not.to.equal('');
      expect((await reader.page(`/help/${name}`)).status, name).to.equal(200);
    }
    for (const name of ['nothing', '..%2f..%2fpackage', 'INDEX', 'a.b'])
      expect((await reader.get(`/help/${name}`)).status, name).to.be.oneOf([404, 422]);
  });

  it('assets are named by their content and kept for ever; an old name is asked for anew', async () => {
    const { text } = await lab.stranger.page('/session/new');
    const [, path = ''] = /href="(\/assets\/app\.css\?v=\w+)"/.exec(text) ?? [];
    const fresh = await raw(lab.url, path, { headers: { 'accept-encoding': 'gzip' } });
    expect(fresh.headers).to.include({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'x-content-type-options': 'nosniff',
    });
    const old = await raw(lab.url, '/assets/app.css?v=0');
    expect(old.headers['cache-control']).to.equal('no-cache');
    expect((await raw(lab.url, path, { headers: { 'if-none-match': String(old.headers.etag) } })).status).to.equal(304);
    for (const bad of [
      '/assets/../package.json',
      '/assets/%2e%2e/package.json',
      '/assets/nothing.css',
      '/assets/constructor',
    ])
      expect((await raw(lab.url, bad)).status, bad).to.equal(404);
  });

  type Transaction = Knex['transaction'];
  /** The writer with another way to open a transaction, until it is put back. */
  const withTransaction = (transaction: (original: Transaction) => unknown, table?: () => object): (() => void) => {
    const { db } = lab.app;
    const { write } = db;
    const original: Transaction = write.transaction.bind(write);
    db.write = new Proxy(write, {
      get: (target, name) => (name === 'transaction' ? transaction(original) : Reflect.get(target, name)),
      ...(table && { apply: table }),
    });
    return () => {
      db.write = write;
    };
  };

  it('FT-03 a full disk is told as such: 507, nothing saved, reading goes on', async () => {
    const sampler = await lab.as('sampler');
    const full = Object.assign(new Error('database or disk is full'), {
      code: engine === 'sqlite' ? 'SQLITE_FULL' : '53100',
    });
    const putBack = withTransaction(
      () => () => Promise.reject(full),
      () => ({ where: () => ({ update: () => Promise.reject(full) }) }),
    );
    lab.at('2026-11-23T09:20:00+08:00'); // late enough for the session to note its last use
    const answer = await sampler.post('/language', { lang: 'zh' });
    const read = await sampler.get('/samplings');
    putBack();
    expect([answer.status, answer.refusals(), read.status]).to.deep.equal([507, ['request.disk-full'], 200]);
    expect((await sampler.post('/language', { lang: 'zh' })).status).to.equal(200);
  });

  it('FT-08 a transaction that the engine wants again is run again from the start, and given up with 503 when it stays busy', async () => {
    const user = await lab.user('analyst');
    const origin = { ip: '', station: '', session: '', request: '' };
    let tries = 0;
    const failing = (code: string, times: number) =>
      withTransaction((original) => (work: Parameters<Transaction>[0]) => {
        tries += 1;
        return tries <= times ? Promise.reject(Object.assign(new Error(code), { code })) : original(work as never);
      });
    const act = () =>
      perform(
        { name: 'test.retry', needs: 'signed-in', run: async (own) => own.record({ entity: 'users', id: user.id }) },
        { app: lab.app, user, origin },
        {},
      );
    let putBack = failing('40001', 3);
    await act();
    putBack();
    expect(tries).to.equal(4);
    tries = 0;
    putBack = failing('SQLITE_BUSY', 1);
    const kind = await act().then(
      () => 'taken',
      (error: { kind?: string }) => error.kind,
    );
    putBack();
    expect(kind).to.equal('busy');
    expect(await lab.app.db.read('audit').where({ action: 'test.retry' })).to.have.length(1);
  });
});
