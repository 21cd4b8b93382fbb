import { expect } from 'chai';
import type { DelegationList } from '../../lib/competence/delegations.ts';
import { type Expiring, expiringOf } from '../../lib/competence/expiring.ts';
import { personFacts } from '../../lib/competence/index.ts';
import type { Matrix } from '../../lib/competence/matrix.ts';
import type { PeopleList, Person, ShownAuthorisation } from '../../lib/competence/person.ts';
import { authorised } from '../../lib/core/authorised.ts';
import { eachEngine } from '../support/engines.ts';
import { type Answer, type Client, type Lab, startLab } from '../support/lab.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
).toString('base64');
const letter = { name: '上岗证.png', data: PNG };

const ok = (answer: Answer): Answer => {
  expect(answer.status, answer.text).to.be.below(300);
  return answer;
};

eachEngine('people and what they may do', (engine) => {
  let lab: Lab;
  let technical: Client;
  let quality: Client;
  let analyst: string;
  const base = { authorisedActs: ['test'], parameterCodes: 'T-CHK-ASH', authorisedFrom: '2026-11-01' };

  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-11-23T09:00:00+08:00');
    [technical, quality] = [await lab.as('technical'), await lab.as('quality')];
    analyst = (await lab.user('analyst')).id;
  });
  after(() => lab?.close());

  const person = async (id: string) => (await technical.get(`/competence/people/${id}`)).json<Person>();
  const grant = (body: object, id = analyst, by = technical) =>
    by.post(`/competence/people/${id}/authorisations`, { ...base, ...body });
  const move = (name: string, { id, version }: { id: string; version: number }, effectiveOn: string, by = technical) =>
    by.post(`/competence/authorisations/${id}/${name}`, { version, effectiveOn, reason: '能力确认不合格' });
  const mayTest = async (day: string, id = analyst, parameter = 'T-CHK-ASH') =>
    authorised(await personFacts(lab.app.db.read, [id]), {
      ...{ person: id, parameter, group: '检查', class: 'tcm', act: 'test', from: day, to: day },
    });

  const wrong: { says: string; body: object; ids: string[] }[] = [
    { says: 'no scope', body: { parameterCodes: '' }, ids: ['competence.scope-none'] },
    { says: 'a class and a parameter at once', body: { authorisedArea: 'tcm' }, ids: ['competence.scope-both'] },
    { says: 'an unknown parameter', body: { parameterCodes: 'T-CHK-ASH、T-NONE' }, ids: ['competence.code'] },
    { says: 'an unknown group', body: { parameterCodes: '', authorisedArea: 'tcm/无此组' }, ids: ['competence.area'] },
    { says: 'an end before the beginning', body: { authorisedTo: '2026-10-01' }, ids: ['competence.dates'] },
    { says: 'signing without a field', body: { authorisedActs: ['sign'] }, ids: ['competence.field-none'] },
    {
      says: 'a letter that is neither picture nor PDF',
      body: { file: { name: 'x.exe', data: 'TVqQAAMAAAAEAAAA' } },
      ids: ['competence.document-type'],
    },
  ];
  for (const { says, body, ids } of wrong)
    it(`refuses to authorise with ${says}`, async () => {
      const answer = await grant(body);
      expect(answer.refusals()).to.deep.equal(ids);
      expect((await person(analyst)).authorisations).to.deep.equal([]);
    });

  it('refuses to authorise oneself, and lets only the technical and the quality manager authorise', async () => {
    const own = await grant({}, (await lab.user('technical')).id);
    expect(own.refusals()).to.deep.equal(['competence.own']);
    expect(own.text).to.contain('不得为同一人');
    for (const login of ['head', 'analyst', 'admin'])
      expect((await grant({}, analyst, await lab.as(login))).status, login).to.equal(403);
  });

  it('refuses a person that is not there', async () => {
    const answer = await grant({}, '01ARZ3NDEKTSV4RRFFQ69G5FAV');
    expect(answer.refusals()).to.deep.equal(['competence.person']);
  });

  it('authorises for parameters with a letter; the facts say from which day', async () => {
    expect(await mayTest('2026-11-23')).to.equal(false);
    ok(
      await grant({
        parameterCodes: 'T-CHK-ASH, T-CHK-AIA',
        letterNo: 'SG-2026-001',
        file: letter,
        authorisedTo: '2026-12-10',
      }),
    );
    const { authorisations } = await person(analyst);
    expect(authorisations.map(({ standing }) => standing)).to.deep.equal(['in-force', 'in-force']);
    expect(authorisations[0]).to.include({ grantedBy: '许技', lastDay: '2026-12-10', certificate: 'SG-2026-001' });
    expect(await mayTest('2026-10-31')).to.equal(false);
    expect(await mayTest('2026-11-01')).to.equal(true);
    expect(await mayTest('2026-12-11')).to.equal(false);
    const hash = authorisations[0]?.document?.hash ?? '';
    const own = await (await lab.as('analyst')).get(`/me/documents/${hash}`);
    expect(own.bytes.toString('base64')).to.equal(PNG);
    const other = await (await lab.as('reviewer')).get(`/me/documents/${hash}`);
    expect(other.refusals()).to.deep.equal(['competence.document']);
  });

  it('refuses a second one of the same scope whose days meet the first', async () => {
    expect((await grant({ authorisedFrom: '2026-12-10' })).refusals()).to.deep.equal(['competence.overlap']);
  });

  it('suspends, resumes and ends from a day on, with the reason; never by the holder', async () => {
    const of = async () => (await person(analyst)).authorisations.find(({ scope }) => scope.startsWith('T-CHK-ASH'))!;
    expect((await move('suspend', await of(), '2026-10-01')).refusals()).to.deep.equal(['competence.before']);
    ok(await move('suspend', await of(), '2026-11-20', quality));
    expect((await of()).standing).to.equal('suspended');
    expect(await mayTest('2026-11-19')).to.equal(true);
    expect(await mayTest('2026-11-20')).to.equal(false);
    expect((await move('suspend', await of(), '2026-11-21')).refusals()).to.deep.equal(['machine.state']);
    ok(await move('resume', await of(), '2026-11-23'));
    expect(await mayTest('2026-11-22')).to.equal(false);
    expect(await mayTest('2026-11-23')).to.equal(true);
    ok(await move('end', await of(), '2026-11-25'));
    expect(await mayTest('2026-11-24')).to.equal(true);
    expect(await mayTest('2026-11-25')).to.equal(false);
    expect((await grant({ authorisedFrom: '2026-11-24' })).refusals()).to.deep.equal(['competence.overlap']);
    const { id } = await of();
    const shown = (await quality.get(`/competence/authorisations/${id}`)).json<ShownAuthorisation>();
    expect(shown.pauses).to.deep.equal([
      { from: '2026-11-20', to: '2026-11-22', reason: '能力确认不合格', by: '褚质' },
    ]);
    ok(await grant({}, (await lab.user('quality')).id));
    const [own] = (await person((await lab.user('quality')).id)).authorisations;
    expect((await move('suspend', own!, '2026-11-23', quality)).refusals()).to.deep.equal(['competence.own']);
    expect(
      (await move('end', { id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', version: 1 }, '2026-11-23')).refusals(),
    ).to.deep.equal(['competence.authorisation']);
  });

  it('keeps the staff file with the specimen of the signature, and says what it lacks', async () => {
    const id = (await lab.user('signatory')).id;
    const file = { education: 'bachelor', jobTitle: 'junior', speciality: '药学', fieldSince: '2024-07-01' };
    expect((await person(id)).notes.map((note) => note.id)).to.deep.equal(['competence.unknown-education']);
    ok(await quality.post(`/competence/people/${id}`, { version: 0, ...file }));
    expect((await person(id)).notes[0]).to.deep.include({ id: 'competence.too-few-years' });
    ok(await quality.post(`/competence/people/${id}`, { version: 1, ...file, jobTitle: 'middle' }));
    expect((await person(id)).notes).to.deep.equal([]);
    ok(await quality.post(`/competence/people/${id}/specimen`, { version: 2, file: letter }));
    expect((await person(id)).staff.specimen?.name).to.equal('上岗证.png');
    const stale = await quality.post(`/competence/people/${id}`, { version: 1, ...file });
    expect(stale.refusals()).to.deep.equal(['record.stale']);
    const future = await quality.post(`/competence/people/${id}`, { version: 3, ...file, enteredOn: '2026-11-24' });
    expect(future.refusals()).to.deep.equal(['competence.future']);
  });

  it('plans a check of competence and records its result by another person', async () => {
    const mine = (await lab.user('technical')).id;
    const plan = { trainingKind: 'check', topic: '总灰分', checkWay: '人员比对', trainingPlanned: '2026-11-20' };
    ok(await technical.post(`/competence/people/${mine}/trainings`, plan));
    const [line] = (await person(mine)).trainings;
    const record = (body: object, by: Client) =>
      by.post(`/competence/people/${mine}/trainings/${line?.id}/result`, {
        ...{ version: 1, trainingDone: '2026-11-21', trainingHours: '4.5', trainingResult: 'passed', ...body },
      });
    expect((await record({}, technical)).refusals()).to.deep.equal(['competence.own-check']);
    expect((await record({ trainingDone: '2026-11-24' }, quality)).refusals()).to.deep.equal(['competence.future']);
    expect((await record({ trainingHours: '半天' }, quality)).refusals()).to.deep.equal(['competence.hours']);
    ok(await record({ file: letter }, quality));
    expect((await person(mine)).trainings[0]).to.include({ result: 'passed', assessor: '褚质', hours: '4.5' });
    expect((await record({ version: 2 }, quality)).refusals()).to.deep.equal(['competence.done']);
    const other = await quality.post(`/competence/people/${analyst}/trainings/${line?.id}/result`, {
      ...{ version: 2, trainingDone: '2026-11-21', trainingResult: 'passed' },
    });
    expect(other.refusals()).to.deep.equal(['competence.training']);
  });

  it('shows the matrix by class with whole and part groups, filtered by act and name, as page, workbook and CSV', async () => {
    const reviewer = (await lab.user('reviewer')).id;
    ok(await grant({ authorisedActs: ['test', 'review'], parameterCodes: '', authorisedArea: 'tcm/检查' }, reviewer));
    const matrix = async (query: string) => (await quality.get(`/competence?${query}`)).json<Matrix>();
    const all = await matrix('class=tcm');
    const at = all.columns.findIndex(({ group }) => group === '检查');
    const column = all.columns[at]!;
    const cell = (name: string) => all.lines.find((line) => line.name === name)?.cells[at];
    expect(column.parameters).to.be.greaterThan(20);
    expect(cell('郑核')).to.deep.equal({ test: column.parameters, review: column.parameters, sign: 0 });
    expect(cell('李检')).to.deep.equal({ test: 2, review: 0, sign: 0 });
    expect(column.people).to.deep.equal({ test: 3, review: 1, sign: 0 });
    ok(await grant({}, reviewer));
    const single = (await person(reviewer)).authorisations.find(({ scope }) => scope.startsWith('T-CHK-ASH'))!;
    ok(await move('suspend', single, '2026-11-23'));
    const less = (await matrix('class=tcm')).lines.find(({ name }) => name === '郑核')?.cells[at];
    expect(less).to.deep.equal({ test: column.parameters - 1, review: column.parameters, sign: 0 });
    ok(await move('end', { ...single, version: 2 }, '2026-11-23'));
    expect((await matrix('class=tcm&act=review')).lines.map(({ name }) => name)).to.deep.equal(['郑核']);
    expect((await matrix('class=tcm&q=李')).lines.map(({ name }) => name)).to.deep.equal(['李检']);
    const csv = (await quality.get('/competence/matrix.csv?class=tcm')).text;
    expect(csv.startsWith('\uFEFF"姓名","工号"')).to.equal(true);
    expect(csv).to.contain(`"检(2/${column.parameters})"`).and.to.contain('"检 复"');
    expect((await quality.get('/competence/matrix.xlsx?class=tcm')).bytes.subarray(0, 2).toString()).to.equal('PK');
  });

  it('lists what runs out within 60, 30 and 7 days, and what has run out', async () => {
    const list = async (within = '') => (await quality.get(`/competence/expiring${within}`)).json<Expiring>();
    const { lines, reminders } = await list();
    expect(lines.map(({ name, days, within }) => [name, days, within])).to.deep.include(['李检', 17, 30]);
    expect(reminders).to.deep.equal([
      { days: 60, count: 1 },
      { days: 30, count: 1 },
      { days: 7, count: 0 },
    ]);
    const query = { app: lab.app, db: lab.app.db.read, user: await lab.user('quality'), now: '', today: '2026-12-11' };
    const late = await expiringOf(query, { within: 0 });
    expect(late.lines.map(({ days, standing }) => [days, standing])).to.deep.equal([[-1, 'expired']]);
  });

  it('names a deputy with dates, and refuses who may not be one', async () => {
    const id = async (login: string) => (await lab.user(login)).id;
    const days = { deputyFrom: '2026-11-23', deputyTo: '2026-11-30', reason: '外出培训' };
    const name = async (principal: string, deputy: string, body: object = {}) =>
      technical.post('/competence/delegations', {
        ...{ principal: await id(principal), deputy: await id(deputy), duty: 'department-head', ...days, ...body },
      });
    expect((await name('head', 'head')).refusals()).to.deep.equal(['delegation.self']);
    expect((await name('head', 'technical')).refusals()).to.deep.equal(['delegation.own', 'delegation.deputy-duty']);
    expect((await name('analyst', 'many')).refusals()).to.deep.equal(['delegation.duty']);
    expect((await name('head', 'admin')).refusals()).to.deep.equal([
      'delegation.deputy-duty',
      'delegation.administrator',
    ]);
    expect((await name('head', 'many', { deputyTo: '2026-11-01' })).refusals()).to.deep.equal(['competence.dates']);
    expect((await name('head', 'reviewer')).refusals()).to.deep.equal(['delegation.deputy-duty']);
    ok(await name('head', 'many'));
    expect((await name('head', 'many', { deputyFrom: '2026-11-30', deputyTo: '2026-12-05' })).refusals()).to.deep.equal(
      ['delegation.overlap'],
    );
    const list = async () => (await quality.get('/competence/delegations')).json<DelegationList>().lines;
    const [line] = await list();
    expect(line).to.include({ principal: '王主任', deputy: '韩多', standing: 'running', namedBy: '许技', endsIn: 7 });
    expect((await technical.page('/competence/delegations')).text).to.contain('7 天后到期');
    type Home = { reminders: { kind: string; next: string | null }[] };
    const home = (await (await lab.as('many')).get('/')).json<Home>().reminders;
    expect(home.find(({ kind }) => kind === 'delegation')).to.include({ next: '2026-11-30' });
    const end = () => technical.post(`/competence/delegations/${line?.id}/end`, { version: 1, reason: '已回岗' });
    ok(await end());
    expect((await list())[0]).to.include({ standing: 'ended', endedReason: '已回岗' });
    expect((await end()).refusals()).to.deep.equal(['delegation.ended']);
    const none = await technical.post('/competence/delegations/01ARZ3NDEKTSV4RRFFQ69G5FAV/end', {
      version: 1,
      reason: '无此项',
    });
    expect(none.refusals()).to.deep.equal(['delegation.missing']);
  });

  it('a leaver loses what comes after the last day, keeps what was before, and stays attributable when disabled', async () => {
    const id = (await lab.user('analyst2')).id;
    ok(await grant({ authorisedFrom: '2026-01-01' }, id));
    ok(await quality.post(`/competence/people/${id}`, { version: 0, education: 'master', enteredOn: '2020-07-01' }));
    const leave = (leftOn: string) =>
      quality.post(`/competence/people/${id}/leave`, { version: 1, leftOn, reason: '调往他所' });
    expect((await leave('2020-06-30')).refusals()).to.deep.equal(['competence.leave-early']);
    ok(await leave('2026-11-20'));
    const admin = await lab.as('admin');
    const people = async (show: string) =>
      (await quality.get(`/competence/people?show=${show}`)).json<PeopleList>().people;
    expect((await people('left')).find((one) => one.id === id)).to.include({ leftOn: '2026-11-20', active: true });
    expect((await quality.page(`/competence/people/${id}`)).text).to.contain('请系统管理员停用该账号');
    const account = (await admin.get(`/people/${id}`)).json<{ version: number; roles: string[]; name: string }>();
    ok(
      await admin.post(`/people/${id}`, {
        ...{ version: account.version, name: account.name, roles: account.roles, active: false, reason: '离岗' },
      }),
    );
    expect(await mayTest('2026-11-20', id)).to.equal(true);
    expect(await mayTest('2026-11-21', id)).to.equal(false);
    const shown = await person(id);
    expect(shown).to.include({ name: '吴验', active: false });
    expect(shown.authorisations[0]).to.include({ standing: 'left', lastDay: '2026-11-20' });
    expect((await people('here')).map((one) => one.id)).not.to.include(id);
    const again = await grant({ parameterCodes: 'T-CHK-AIA' }, id);
    expect(again.refusals()).to.have.members(['competence.inactive']);
    expect((await grant({ parameterCodes: 'T-CHK-AIA', authorisedFrom: '2026-11-21' }, id)).refusals()).to.have.members(
      ['competence.inactive', 'competence.left'],
    );
  });

  it('shows everybody the own authorisations, and the pages to those who may read them', async () => {
    const client = await lab.as('analyst');
    const mine = (await client.get('/me/authorisations')).json<Person>();
    expect(mine.authorisations.map(({ scope }) => scope.split(' ')[0])).to.have.members(['T-CHK-ASH', 'T-CHK-AIA']);
    for (const path of ['/competence', '/competence/people', '/competence/expiring', '/competence/delegations']) {
      expect((await quality.page(path)).status, path).to.equal(200);
      expect((await client.page(path)).status, path).to.equal(403);
    }
    expect((await client.page('/me/authorisations')).text)
      .to.contain('我的授权')
      .and.not.to.contain('<details class="more"');
  });
});
