import { expect } from 'chai';
import { Refusal, refuse } from '../../lib/core/refusal.ts';
import { type ActionSpec, perform } from '../../lib/kernel/action.ts';
import { sweep } from '../../lib/kernel/sweep.ts';
import type { Act, User } from '../../lib/kernel/types.ts';
import type { SettingRow } from '../../lib/people/setup.ts';
import { registrationOf } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';

const origin = { ip: '127.0.0.1', station: 'test', session: 'test', request: 'test' };

eachEngine('action', (engine) => {
  let lab: Lab;
  let user: User;
  before(async () => {
    lab = await startLab(engine);
    user = await lab.user('admin');
  });
  after(() => lab.close());

  const act = <O>(run: (act: Act) => Promise<O>, more: Partial<ActionSpec<object, O>> = {}, input = {}, key?: string) =>
    perform({ name: 'test.act', needs: 'signed-in', run, ...more }, { app: lab.app, user, origin, key }, input);
  const setting = (id: string) => lab.app.db.read('settings').where({ id }).first<SettingRow<string> | undefined>();
  const events = async () => Number((await lab.app.db.read('audit').count({ n: '*' }))[0]?.n);
  const refusal = async (work: Promise<unknown>): Promise<Refusal> => {
    const error = await work.then(
      () => new Error('it was taken'),
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof Refusal)) throw error;
    return error;
  };
  const failure = (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'it was taken',
      (error: unknown) => (error as Error).message,
    );
  const put = (own: Act, id: string, value: unknown = 1) =>
    own.insert<SettingRow<unknown>>('settings', { id, value, secret: null });

  it('DI-01 a write that records nothing throws, and nothing is written', async () => {
    const silent = act(async ({ db }) => {
      await db('settings').insert({ id: 'silent', value: '1', created_at: 'now', version: 1 });
    });
    expect(await failure(silent)).to.equal('test.act wrote nothing to the trail');
    expect(await setting('silent')).to.equal(undefined);
  });

  it('SE-11 refuses without the permission before the transaction opens', async () => {
    const ran: string[] = [];
    const refused = await refusal(act(async () => void ran.push('ran'), { needs: 'test.record' }));
    expect(refused.kind).to.equal('forbidden');
    expect(ran).to.deep.equal([]);
  });

  it('SE-15 a refusal rolls back everything: row, event, number and effect', async () => {
    const before = await events();
    const effects: string[] = [];
    await refusal(
      act(async (own) => {
        await put(own, 'refused');
        await own.number('refused', '{serial:3}');
        own.after(async () => void effects.push('ran'));
        refuse('people.missing');
      }),
    );
    expect(await setting('refused')).to.equal(undefined);
    expect(await lab.app.db.read('counters').where({ kind: 'refused' })).to.have.length(0);
    expect(await events()).to.equal(before);
    expect(effects).to.deep.equal([]);
  });

  it('runs effects after the commit only, and an effect that fails undoes nothing', async () => {
    const seen: boolean[] = [];
    await act(async (own) => {
      await put(own, 'effects');
      own.after(async () => void seen.push((await setting('effects')) !== undefined));
      own.after(async () => Promise.reject(new Error('the printer is off')));
      own.after(async () => void seen.push(true));
    });
    expect(seen).to.deep.equal([true, true]);
  });

  it('X04 twenty acts side by side are all written, each with its own number and without a gap', async () => {
    const draw = () =>
      act(async (own) => {
        const number = await own.number('parallel', 'P{year}-{serial:4}');
        await put(own, `parallel-${number}`);
        return number;
      });
    const numbers = await Promise.all(Array.from({ length: 20 }, draw));
    const wanted = Array.from({ length: 20 }, (_, i) => `P2026-${String(i + 1).padStart(4, '0')}`);
    expect([...numbers].sort()).to.deep.equal(wanted);
  });

  it('FT-07 a new year in China starts the numbers anew, while UTC is still in the old one', async () => {
    const draw = () =>
      act(async (own) => {
        own.record({ entity: 'settings', id: 'x' });
        return own.number('year', '{year}-{serial:2}');
      });
    lab.at('2026-12-31T23:59:00+08:00');
    expect(await draw()).to.equal('2026-01');
    lab.at('2027-01-01T00:00:01+08:00');
    expect(await draw()).to.equal('2027-01');
    lab.at('2026-11-23T10:00:00+08:00');
  });

  it('FT-06 a row that somebody changed meanwhile is not overwritten', async () => {
    const row = await act((own) => put(own, 'pair', 'a'));
    await act((own) => own.update('settings', row, { value: 'first' }));
    const late = await refusal(act((own) => own.update('settings', row, { value: 'second' })));
    expect(late.kind).to.equal('stale');
    expect((await setting('pair'))?.value).to.equal('"first"');
  });

  it('DI-12 an act that does not declare that it signs cannot sign', async () => {
    expect(await failure(act((own) => own.sign('issue', [])))).to.match(/does not declare that it signs/);
  });

  it('writes no audited row of a table that is exempt', async () => {
    expect(await failure(act((own) => own.insert('sessions', { id: 'x' })))).to.match(/sessions/);
  });

  it('FT-09 the same POST ten times at once makes one record and ten equal answers', async () => {
    const sampler = await lab.as('sampler');
    const body = await registrationOf(lab, 'paracetamol-tablet');
    const key = lab.app.ids.next();
    const answers = await Promise.all(Array.from({ length: 10 }, () => sampler.post('/samplings', body, { key })));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(10).fill(201));
    expect(new Set(answers.map(({ text }) => text)).size).to.equal(1);
    expect(await lab.app.db.read('samplings').where({ number: body.number })).to.have.length(1);
    expect(await lab.app.db.read('audit').where({ action: 'sampling.register', entity: 'samplings' })).to.have.length(
      1,
    );
  });

  it('FT-05 the same key with another body is 422; of another person it is another key; missing it is 400', async () => {
    const sampler = await lab.as('sampler');
    const other = await lab.as('sampler2');
    const [body, changed, third] = [
      await registrationOf(lab, 'sanqi'),
      await registrationOf(lab, 'sanqi'),
      await registrationOf(lab, 'sanqi'),
    ];
    const key = 'the-same-key-1';
    expect((await sampler.post('/samplings', body, { key })).status).to.equal(201);
    const reused = await sampler.post('/samplings', changed, { key });
    expect([reused.status, reused.refusals()]).to.deep.equal([422, ['request.key-reused']]);
    expect((await other.post('/samplings', third, { key })).status).to.equal(201);
    const missing = await sampler.post('/samplings', changed, { key: null });
    expect([missing.status, missing.refusals()]).to.deep.equal([400, ['request.key-missing']]);
    for (const bad of ['short', 'x'.repeat(201), 'with a blank in it']) {
      expect((await sampler.post('/samplings', changed, { key: bad })).refusals()).to.deep.equal(['request.key-form']);
    }
  });

  it('FT-05 answers are kept for seven days and ended sessions not at all; records of the laboratory stay', async () => {
    const { db, clock } = lab.app;
    const ago = (days: number) => new Date(clock.now().getTime() - days * 86_400_000).toISOString();
    const answer = (key: string, days: number) => ({
      user_id: user.id,
      key,
      route: 'x',
      body_hash: 'x',
      answer: '{}',
      created_at: ago(days),
    });
    await db.write('idempotency').insert([answer('six days', 6), answer('eight days', 8)]);
    const session = (id_hash: string, days: number) => ({
      id_hash,
      user_id: user.id,
      csrf: 'x',
      created_at: ago(9),
      seen_at: ago(9),
      ends_at: ago(days),
      locked: 0,
    });
    await db.write('sessions').insert([session('ended', 1), session('open', -1)]);
    const before = await events();
    await sweep(lab.app);
    expect(await db.read('idempotency').whereIn('key', ['six days', 'eight days']).pluck('key')).to.deep.equal([
      'six days',
    ]);
    expect(await db.read('sessions').whereIn('id_hash', ['ended', 'open']).pluck('id_hash')).to.deep.equal(['open']);
    expect(await events()).to.equal(before);
  });

  it('FT-09 a form sent twice makes one record', async () => {
    const admin = await lab.as('admin');
    const fields = {
      login: 'twice',
      name: '两次',
      password: 'a quiet morning walk',
      roles: 'analyst',
      _key: lab.app.ids.next(),
    };
    const [first, second] = [await admin.form('/people', fields), await admin.form('/people', fields)];
    expect([first.status, second.status]).to.deep.equal([303, 303]);
    expect(second.headers.get('location')).to.equal(first.headers.get('location'));
    expect(await lab.app.db.read('users').where({ login: 'twice' })).to.have.length(1);
  });

  it('SE-14 keeps no fast hash of a password, and no password, in the idempotency table or the trail', async () => {
    const admin = await lab.as('admin');
    const secret = 'canary in a coal mine 42';
    const made = await admin.post(
      '/people',
      { login: 'canary', name: '金丝', password: secret, roles: ['analyst'] },
      { key: 'canary-key-1' },
    );
    expect(made.status).to.equal(201);
    const other = await admin.post(
      '/people',
      { login: 'canary', name: '金丝', password: 'another long password', roles: ['analyst'] },
      { key: 'canary-key-1' },
    );
    expect(other.text).to.equal(made.text);
    for (const table of ['audit', 'idempotency', 'users', 'sessions']) {
      expect(JSON.stringify(await lab.app.db.read(table))).not.to.include(secret);
    }
  });

  it('a name taken a moment earlier by somebody else is refused by name on both engines, never a fault', async () => {
    const admin = await lab.as('admin');
    const make = (i: number) =>
      admin.post('/people', { login: 'racing', name: `赛${i}`, password: 'a quiet morning walk', roles: ['analyst'] });
    const answers = await Promise.all([0, 1, 2, 3].map(make));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([201, 409, 409, 409]);
    const refused = answers.filter(({ status }) => status === 409).flatMap((answer) => answer.refusals());
    expect(new Set(refused)).to.deep.equal(new Set(['people.login-taken']));
  });
});
