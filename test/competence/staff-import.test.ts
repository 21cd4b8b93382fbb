import { expect } from 'chai';
import type { PeopleList, Person } from '../../lib/competence/person.ts';
import type { StaffImported } from '../../lib/competence/staff-import.ts';
import { readSheet, readTable, writeSheet } from '../../lib/sheets/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';

const heads = [...['工号', '姓名', '用户名', '岗位', '学历', '学位', '职称', '专业', '从事本专业起始日期', '入职日期']];
const order = ['no', 'name', 'login', 'roles', 'education', 'degree', 'title', 'field', 'since', 'entered'] as const;
type Head = (typeof order)[number];

/** A line of somebody new that nothing stands against, with what is altered in it. */
const line = (no: string, over: Partial<Record<Head, string>> = {}): string[] => {
  const good: Partial<Record<Head, string>> = {
    ...{ no, name: `员工${no}`, roles: '检验员', education: '本科', degree: '学士', title: '中级', field: '药物分析' },
    ...{ since: '2015/7/1', entered: '2016.3.1' },
    ...over,
  };
  return order.map((head) => good[head] ?? '');
};

const wrong: [says: string, rows: string[][], ids: string[], text: string][] = [
  ['a missing name', [line('N1', { name: '' })], ['missing'], '第 2 行：缺少“姓名”'],
  ['an unknown education', [line('N1', { education: '函授' })], ['word'], '“学历”中的“函授”不认识，应为中专及以下'],
  ['an unknown title', [line('N1', { title: '特级' })], ['word'], '“职称”中的“特级”'],
  ['an unknown duty', [line('N1', { roles: '检验员、司机' })], ['roles'], '岗位“司机”不认识'],
  ['administration by a file', [line('N1', { roles: '系统管理员' })], ['roles'], '岗位“系统管理员”'],
  ['a day of no calendar', [line('N1', { since: '2015-02-30' })], ['date'], '“从事本专业起始日期”中的“2015-02-30”'],
  ['a day to come', [line('N1', { entered: '2026-11-24' })], ['future'], '晚于今天（2026-11-23）'],
  [
    'another name than the account has',
    [line('E-analyst', { name: '李捡' })],
    ['name'],
    '工号 E-analyst 的姓名是“李检”',
  ],
  [
    'other duties than the account has',
    [line('E-analyst', { name: '李检', roles: '复核员' })],
    ['known-roles'],
    '李检 已有账号，岗位由系统管理员修改',
  ],
  ['a number that makes no user name', [line('工1')], ['login'], '“工1”不能作用户名'],
  ['a user name that is taken', [line('N1', { login: 'admin' })], ['login-taken'], '用户名“admin”已有人使用'],
  ['the same person twice', [line('N1'), line('N2'), line('N1')], ['twice'], '第 4 行与第 2 行是同一人'],
  ['one user name for two', [line('N1', { login: 'n' + 'n' }), line('N2', { login: 'nn' })], ['twice'], '第 3 行'],
  [
    'all faults of all rows at once',
    [line('N1', { education: '函授', entered: 'x' }), line('N2'), line('', {}), line('N4', { title: '特级' })],
    ['word', 'date', 'missing', 'word'],
    '第 5 行',
  ],
];

eachEngine('staff files as a workbook', (engine) => {
  let lab: Lab;
  let quality: Client;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-11-23T09:00:00+08:00');
    quality = await lab.as('quality');
  });
  after(() => lab?.close());

  const send = async (rows: string[][], createAccounts = true, who = quality) => {
    const columns = heads.map((head) => ({ head, width: 12 }));
    const data = (await writeSheet({ name: '人员', lists: '选项', columns, rows, spare: 0 })).toString('base64');
    return who.post('/competence/people/import', { file: { name: '人员.xlsx', data }, createAccounts });
  };
  const people = async () => (await quality.get('/competence/people')).json<PeopleList>();
  const filed = async () => Number((await lab.app.db.read('staff').count<{ n: number }[]>({ n: '*' }))[0]?.n);

  for (const [says, rows, ids, text] of wrong)
    it(`refuses ${says}, by its row, and then imports nothing`, async () => {
      const before = [(await people()).people.length, await filed()];
      const answer = await send(rows);
      expect(answer.refusals(), answer.text).to.deep.equal(ids.map((id) => `staff.${id}`));
      expect(answer.text)
        .to.contain(text)
        .and.not.match(/\{\w+\}/);
      expect([(await people()).people.length, await filed()]).to.deep.equal(before);
    });

  it('makes no account unless asked, and says for whom one is missing', async () => {
    const answer = await send([line('E-analyst', { name: '李检', roles: '' }), line('N1')], false);
    expect(answer.refusals()).to.deep.equal(['staff.unknown']);
    expect(answer.text).to.contain('第 3 行：没有工号为“N1”的账号（员工N1）');
    expect(await filed()).to.equal(0);
  });

  it('opens the file of an account, changes what the next file says otherwise, and leaves what it does not', async () => {
    const known = { name: '李检', roles: '' };
    const first = await send([line('E-analyst', known)], false);
    expect(first.json<StaffImported>()).to.deep.equal({ added: 1, changed: 0, same: 0, accounts: 0 });
    const { id } = await lab.user('analyst');
    const file = async () => (await quality.get(`/competence/people/${id}`)).json<Person>().staff;
    expect(await file()).to.include({ education: 'bachelor', title: 'middle', field_since: '2015-07-01' });
    const again = await send([line('E-analyst', { ...known, title: '副高级', degree: '' })], false);
    expect(again.json<StaffImported>()).to.deep.equal({ added: 0, changed: 1, same: 0, accounts: 0 });
    expect(await file()).to.include({ title: 'senior', degree: '学士', entered_on: '2016-03-01' });
    expect((await send([line('E-analyst', { ...known, title: '' })], false)).json<StaffImported>().same).to.equal(1);
  });

  it('takes 300 people of whom some are faulty: names each fault, half-imports nothing; then takes them all', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => line(`G${String(i).padStart(3, '0')}`));
    const faulty = rows.map((row, i) =>
      i % 50 === 7 ? line(row[0] ?? '', i % 100 === 7 ? { education: '高中' } : { entered: '2016-13-01' }) : row,
    );
    const before = await filed();
    const refused = await send(faulty);
    expect(refused.refusals()).to.have.length(6);
    for (const row of [9, 59, 109, 159, 209, 259]) expect(refused.text).to.contain(`第 ${row} 行`);
    expect(refused.text).to.contain('“入职日期”中的“2016-13-01”').and.contain('“学历”中的“高中”');
    expect(await filed()).to.equal(before);
    expect((await people()).people.some(({ employeeNo }) => employeeNo === 'G000')).to.equal(false);
    const answer = await send(rows);
    expect(answer.json<StaffImported>(), answer.text).to.deep.equal({ added: 300, changed: 0, same: 0, accounts: 300 });
    const newcomer = (await people()).people.find(({ employeeNo }) => employeeNo === 'G123');
    expect(newcomer).to.include({ active: false, proposed: true, education: 'bachelor' });
    expect((await quality.page('/competence/people')).text).to.contain('待启用');
  }).timeout(60_000);

  it('gives nobody a way in: the administrator enables the account and sets its password', async () => {
    const user = await lab.app.db.read('users').where({ login: 'G001' }).first<{ id: string; active: number }>();
    expect(user.active).to.equal(0);
    const response = await fetch(`${lab.url}/api/v1/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ login: 'G001', password: PASSWORD }),
    });
    expect(response.status).to.be.within(400, 499);
    const grant = { authorisedActs: ['test'], authorisedArea: 'drug', authorisedFrom: '2026-11-23' };
    const answer = await quality.post(`/competence/people/${user.id}/authorisations`, grant);
    expect(answer.refusals()).to.deep.equal(['competence.inactive']);
  });

  it('exports what can be imported again', async () => {
    const file = await quality.get('/competence/people.xlsx');
    const rows = readTable(
      await readSheet(file.bytes),
      heads.map((head, i) => ({ key: order[i] ?? 'no', heads: [head] })),
    );
    expect(rows.length).to.be.greaterThan(300);
    const wanted = rows.map(({ cells }) => order.map((key) => cells[key]));
    const again = await send(wanted, false);
    expect(again.json<StaffImported>(), again.text).to.include({ changed: 0, accounts: 0 });
  });

  it('is for those who keep the files', async () => {
    expect((await send([line('N9')], true, await lab.as('head'))).status).to.equal(403);
    expect((await (await lab.as('head')).page('/competence/people')).text).not.to.contain('导入人员档案');
    expect((await quality.page('/competence/people')).text).to.contain('导入人员档案');
  });
});
