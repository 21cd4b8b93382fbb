import { expect } from 'chai';
import { passwordReasons } from '../../lib/kernel/passwords.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

const PASSWORD = 'a quiet morning walk';

describe('passwords', () => {
  const ids = (password: string) => passwordReasons(password, 'wangwei', 'password').map(({ id }) => id);

  it('SE-07 asks for length, not for composition, and refuses what anyone would try first', () => {
    expect(ids('short')).to.include('password.short');
    expect(ids('x'.repeat(129))).to.include('password.long');
    for (const common of [
      '1234567890',
      'aaaaaaaaaaaa',
      'abcdefghijkl',
      'password123456',
      'wangweiwangwei',
      '药检药检药检药检药检',
    ]) {
      expect(ids(common), common).to.include('password.common');
    }
    for (const good of [
      'autumn rain on the roof',
      '秋雨打在屋顶上的声音真好听',
      'Tr0ub4dor&3xyz',
      ' leading blank stays ',
    ]) {
      expect(ids(good), good).to.deep.equal([]);
    }
  });
});

eachEngine('users', (engine) => {
  let lab: Lab;
  let admin: Client;
  before(async () => {
    lab = await startLab(engine);
    admin = await lab.as('admin');
  });
  after(() => lab.close());

  const make = (body: object) =>
    admin.post('/people', { login: 'new', name: '新人', password: PASSWORD, roles: ['analyst'], ...body });
  const problems = (answer: { json<T>(): T }) =>
    answer.json<{ problems: { id: string; field: string }[] }>().problems.map(({ id, field }) => `${field}: ${id}`);

  it('DI-08 a login and an employee number are used once, also after the account was disabled', async () => {
    const made = await make({ employeeNo: 'N-1' });
    expect(made.status, made.text).to.equal(201);
    const { id, version } = made.json<{ id: string; version: number }>();
    const off = await admin.post(
      `/people/${id}`,
      { name: '新人', roles: ['analyst'], active: false, reason: '离职' },
      { ifMatch: `"${version}"` },
    );
    expect(off.status, off.text).to.equal(200);
    const again = await make({ login: 'new', employeeNo: 'N-1' });
    expect(again.status).to.equal(409);
    expect(problems(again)).to.deep.equal(['login: people.login-taken', 'employeeNo: people.employee-taken']);
  });

  it('DI-09 administrator and laboratory roles exclude each other; nobody is without a role', async () => {
    expect(problems(await make({ login: 'both', roles: ['administrator', 'analyst'] }))).to.deep.equal([
      'roles: people.role-exclusive',
    ]);
    expect(problems(await make({ login: 'none', roles: [] }))).to.deep.equal(['roles: people.role-none']);
    expect((await make({ login: 'god', roles: ['superuser'] })).status).to.equal(422);
  });

  it('DI-03 a change of a person needs a reason', async () => {
    const { id, version } = (await make({ login: 'reason' })).json<{ id: string; version: number }>();
    const answer = await admin.post(
      `/people/${id}`,
      { name: '改名', roles: ['analyst'], active: true },
      { ifMatch: `"${version}"` },
    );
    expect([answer.status, problems(answer)]).to.deep.equal([422, ['reason: schema.required']]);
  });

  it('the administrator cannot take the last key out of the own hand', async () => {
    const { id } = await lab.user('admin');
    const { version } = (await admin.get(`/people/${id}`)).json<{ version: number }>();
    const answer = await admin.post(
      `/people/${id}`,
      { name: '沈管', roles: ['analyst'], active: true, reason: '换岗' },
      { ifMatch: `"${version}"` },
    );
    expect(answer.refusals()).to.deep.equal(['people.self']);
  });

  it('never shows a password hash', async () => {
    const [hash] = await lab.app.db.read('users').where({ login: 'admin' }).pluck('password_hash');
    const list = await admin.get('/people');
    expect(list.text).not.to.include(hash);
    expect(list.text).not.to.match(/argon2|password/);
    const trail = await admin.get('/audit');
    expect(trail.text).not.to.match(/argon2/);
  });

  it('shows the form again with what was typed and each problem at its field, but not the password', async () => {
    const answer = await admin.form('/people', {
      login: '坏 名',
      name: '张三丰',
      password: PASSWORD,
      roles: 'analyst',
    });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('张三丰');
    expect(answer.text).not.to.include(PASSWORD);
    expect(answer.text).to.match(/is-invalid|problem/);
  });

  it('keeps the language of a person', async () => {
    const auditor = await lab.as('auditor');
    expect((await auditor.page('/samples')).text).to.include('lang="zh-CN"');
    expect((await auditor.form('/language', { lang: 'en', next: '/samples' })).headers.get('location')).to.equal(
      '/samples',
    );
    expect((await auditor.page('/samples')).text).to.include('lang="en"');
  });
});
