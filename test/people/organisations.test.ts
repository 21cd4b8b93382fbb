import { expect } from 'chai';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

const PASSWORD = 'a quiet morning walk';
const county = {
  name: '丙县检验检测中心',
  organisationKind: 'laboratory',
  organisationLevel: 'county',
  region: '丙县',
};

interface Shown {
  id: string;
  version: number;
  name: string;
  active: boolean;
  people: number;
  regionCode: string | null;
}

eachEngine('organisations', (engine) => {
  let lab: Lab;
  let admin: Client;
  before(async () => {
    lab = await startLab(engine);
    admin = await lab.as('admin');
  });
  after(() => lab.close());

  /** Every page of the list. */
  const walked = async (): Promise<Shown[][]> => {
    const pages: Shown[][] = [];
    for (let next: string | null = ''; next !== null; ) {
      const answer = await admin.get(`/organisations${next === '' ? '' : `?after=${encodeURIComponent(next)}`}`);
      const found: { organisations: Shown[]; next: string | null } = answer.json();
      pages.push(found.organisations);
      next = found.next;
    }
    return pages;
  };
  const listed = async (): Promise<Shown[]> => (await walked()).flat();
  const problems = (answer: { json<T>(): T }) =>
    answer
      .json<{ problems: { id: string; field: string | null }[] }>()
      .problems.map(({ id, field }) => `${field}: ${id}`);

  it('are entered once each, by the administrator alone', async () => {
    const made = await admin.post('/organisations', { ...county, regionCode: '110101' });
    expect(made.status, made.text).to.equal(201);
    expect(made.json<Shown>()).to.include({ name: county.name, active: true, regionCode: '110101', people: 0 });
    const again = await admin.post('/organisations', { ...county, name: ` ${county.name} ` });
    expect(again.status).to.equal(409);
    expect(problems(again)).to.deep.equal(['name: organisation.taken']);
    expect((await admin.post('/organisations', { ...county, name: '甲', region: '' })).status).to.equal(422);
    expect((await admin.post('/organisations', { ...county, name: '丁县中心', regionCode: '1101' })).status).to.equal(
      422,
    );
    for (const login of ['quality', 'participant', 'auditor'])
      expect((await (await lab.as(login)).post('/organisations', county)).status, login).to.equal(403);
  });

  it('are changed with a reason, by the version that was read, and keep names apart', async () => {
    const row = (await listed()).find(({ name }) => name === county.name)!;
    const change = (more: object, ifMatch = `"${row.version}"`) =>
      admin.post(`/organisations/${row.id}`, { ...county, active: true, reason: '更名', ...more }, { ifMatch });
    expect(problems(await change({ name: '甲县检验检测中心' }))).to.deep.equal(['name: organisation.taken']);
    expect((await change({ reason: '' })).status).to.equal(422);
    const changed = await change({ name: '丙县食品药品检验中心', contact: '0000-7654321' });
    expect(changed.status, changed.text).to.equal(200);
    expect(changed.json<Shown>()).to.include({ name: '丙县食品药品检验中心', version: row.version + 1 });
    expect((await change({ name: '丙县中心' })).refusals()).to.deep.equal(['record.stale']);
    const nowhere = await admin.get('/organisations/01M82YNHNFEPRXT89E1P07YYVQ');
    expect(nowhere.status).to.equal(404);
    expect(nowhere.refusals()).to.deep.equal(['organisation.missing']);
    const missing = await admin.post(
      '/organisations/01M82YNHNFEPRXT89E1P07YYVQ',
      { ...county, active: true, reason: '更名' },
      { ifMatch: '"1"' },
    );
    expect(missing.refusals()).to.deep.equal(['organisation.missing']);
  });

  it('count the accounts in use, and show them on the page', async () => {
    const rows = await listed();
    expect(rows.find(({ name }) => name.startsWith('甲县'))?.people).to.equal(1);
    expect(rows.find(({ name }) => name.startsWith('丙县'))?.people).to.equal(0);
    const page = await admin.page('/organisations');
    for (const word of ['丙县食品药品检验中心', '甲县检验检测中心', '外部机构']) expect(page.text).to.include(word);
  });

  it('come fifty a page, each once', async () => {
    for (let i = 0; i < 55; i++) {
      const made = await admin.post('/organisations', { ...county, name: `第${String(i).padStart(2, '0')}实验室` });
      expect(made.status).to.equal(201);
    }
    const pages = await walked();
    expect(pages.map(({ length }) => length)).to.deep.equal([50, 8]);
    const names = pages.flat().map(({ name }) => name);
    expect(new Set(names).size).to.equal(names.length);
    expect((await admin.page('/organisations')).text).to.include('/organisations?after=');
  }).timeout(30_000);

  it('hold only people of their own kind: a participant of a laboratory, nobody of a closed one, no duty of the institute', async () => {
    const rows = await listed();
    const third = rows.find(({ name }) => name.startsWith('丙县'))!;
    const made = await admin.post('/organisations', {
      ...county,
      name: '示例省药品监督管理局',
      organisationKind: 'authority',
      organisationLevel: 'provincial',
    });
    const bureau = made.json<Shown>().id;
    let count = 0;
    const account = async (roles: string[], organisation?: string) => {
      count += 1;
      const body = { login: `person${count}`, name: '新人', password: PASSWORD, roles, employeeNo: `O-${count}` };
      return admin.post('/people', { ...body, ...(organisation && { organisation }) });
    };
    const refused = async (roles: string[], organisation?: string) => problems(await account(roles, organisation));
    expect(await refused(['participant'])).to.deep.equal(['organisation: people.organisation-needed']);
    expect(await refused(['participant'], '01M82YNHNFEPRXT89E1P07YYVQ')).to.deep.equal([
      'organisation: people.organisation-unknown',
    ]);
    expect(await refused(['participant'], bureau)).to.deep.equal(['roles: people.organisation-roles']);
    expect(await refused(['participant', 'analyst'], third.id)).to.deep.equal(['roles: people.organisation-roles']);
    expect(await refused(['authority'], third.id)).to.deep.equal(['roles: people.organisation-roles']);
    expect((await account(['participant'], third.id)).status).to.equal(201);
    expect((await listed()).find(({ id }) => id === third.id)?.people).to.equal(1);
    const now = (await listed()).find(({ id }) => id === third.id)!;
    const closed = await admin.post(
      `/organisations/${third.id}`,
      { ...county, name: third.name, active: false, reason: '撤销' },
      { ifMatch: `"${now.version}"` },
    );
    expect(closed.status, closed.text).to.equal(200);
    expect(await refused(['participant'], third.id)).to.deep.equal(['organisation: people.organisation-unknown']);
  });
});
