import { expect } from 'chai';
import type { Imported } from '../../lib/competence/import.ts';
import type { Person } from '../../lib/competence/person.ts';
import { createUser } from '../../lib/people/index.ts';
import { readSheet, readTable, writeSheet } from '../../lib/sheets/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';

const heads = [
  '工号',
  '姓名',
  '授权行为',
  '类别',
  '参数组',
  '参数编号',
  '授权签字领域',
  '起始日期',
  '有效期至',
  '授权书编号',
];
type Line = [string, string, string, string, string, string, string, string, string, string];
const li: Line = ['E-analyst', '李检', '检验', '中药', '检查', '', '', '2026-01-01', '2026-12-31', 'SG-1'];
const chen: Line = ['E-signatory', '陈签', '签发', '化妆品', '', '', '化妆品全项', '2026/1/1', '20281231', 'SQ-9'];
/** A line with some of its cells written otherwise. */
const but = (line: Line, cells: Record<number, string>): Line => line.map((text, i) => cells[i] ?? text) as Line;

const wrong: { says: string; rows: Line[]; ids: string[]; text: string }[] = [
  {
    says: 'a number that nobody has',
    rows: [li, but(li, { 0: 'E-000' })],
    ids: ['person'],
    text: '第 3 行：没有工号或用户名为“E-000”',
  },
  {
    says: 'another name than that of the number',
    rows: [but(li, { 1: '李捡' })],
    ids: ['name'],
    text: '工号 E-analyst 的姓名是“李检”，表中为“李捡”',
  },
  { says: 'a missing act', rows: [but(li, { 2: '' })], ids: ['missing'], text: '第 2 行：缺少“授权行为”' },
  { says: 'an unknown act', rows: [but(li, { 2: '审批' })], ids: ['act'], text: '应为检验、复核、签发之一' },
  { says: 'an unknown class', rows: [but(li, { 3: '食品' })], ids: ['class'], text: '类别“食品”不认识' },
  {
    says: 'a group of another class',
    rows: [but(li, { 4: '防腐剂' })],
    ids: ['group'],
    text: '中药中没有参数组“防腐剂”',
  },
  {
    says: 'a parameter of another class',
    rows: [but(li, { 3: '药品', 4: '', 5: 'T-CHK-ASH' })],
    ids: ['code'],
    text: '药品中没有参数编号“T-CHK-ASH”',
  },
  { says: 'group and parameter at once', rows: [but(li, { 5: 'T-CHK-ASH' })], ids: ['both'], text: '只能填一个' },
  { says: 'signing without a field', rows: [but(chen, { 6: '' })], ids: ['field'], text: '签发授权须填“授权签字领域”' },
  {
    says: 'a day that no calendar has',
    rows: [but(li, { 7: '2026-02-30' })],
    ids: ['date'],
    text: '“起始日期”中的“2026-02-30”不是日期',
  },
  {
    says: 'an end before the beginning',
    rows: [but(li, { 8: '2025-12-31' })],
    ids: ['crossed'],
    text: '早于起始日期 2026-01-01',
  },
  { says: 'oneself', rows: [but(li, { 0: 'E-quality', 1: '褚质' })], ids: ['own'], text: '不能给本人授权' },
  {
    says: 'days that meet those of another line',
    rows: [li, chen, but(li, { 7: '2026-12-31', 8: '' })],
    ids: ['twice'],
    text: '第 4 行与第 2 行重复',
  },
  {
    says: 'several faults of one line, all at once',
    rows: [but(li, { 0: '', 3: '食品', 7: '昨天' })],
    ids: ['missing', 'class', 'date'],
    text: '第 2 行',
  },
];

eachEngine('import of authorisations', (engine) => {
  let lab: Lab;
  let quality: Client;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-11-23T09:00:00+08:00');
    quality = await lab.as('quality');
  });
  after(() => lab?.close());

  const workbook = (rows: string[][], columns = heads) =>
    writeSheet({ name: '授权', lists: '选项', columns: columns.map((head) => ({ head, width: 12 })), rows, spare: 0 });
  const send = async (rows: string[][], columns?: string[]) =>
    quality.post('/competence/import', {
      file: { name: '授权.xlsx', data: (await workbook(rows, columns)).toString('base64') },
    });
  const held = async (login: string) =>
    (await quality.get(`/competence/people/${(await lab.user(login)).id}`)).json<Person>().authorisations;

  for (const { says, rows, ids, text } of wrong)
    it(`refuses ${says}, by its row, and then imports nothing`, async () => {
      const answer = await send(rows);
      expect(answer.refusals()).to.deep.equal(ids.map((id) => `authorisations.${id}`));
      expect(answer.text).to.contain(text);
      expect(await held('analyst')).to.deep.equal([]);
    });

  it('refuses a workbook without a needed column', async () => {
    expect((await send([['E-analyst', '李检']], ['工号', '姓名'])).refusals()).to.include('sheet.column-missing');
  });

  it('grants what is new, changes what is known, and leaves the rest', async () => {
    expect((await send([li, chen])).json<Imported>()).to.deep.equal({ added: 2, changed: 0, same: 0 });
    expect((await held('signatory'))[0]).to.include({ field: '化妆品全项', from: '2026-01-01', lastDay: '2028-12-31' });
    const again = await send([but(li, { 8: '2027-12-31' }), chen]);
    expect(again.json<Imported>()).to.deep.equal({ added: 0, changed: 1, same: 1 });
    expect((await held('analyst'))[0]).to.include({ lastDay: '2027-12-31', grantedBy: '褚质' });
  });

  it('refuses days that meet those of what was granted before', async () => {
    const answer = await send([but(li, { 7: '2027-06-01', 8: '' })]);
    expect(answer.refusals()).to.deep.equal(['authorisations.overlap']);
    expect(answer.text).to.contain('2026-01-01 ～ 2027-12-31');
  });

  it('exports what can be imported again', async () => {
    const file = await quality.get('/competence/authorisations.xlsx');
    const rows = readTable(
      await readSheet(file.bytes),
      heads.map((head) => ({ key: head, heads: [head] })),
    );
    expect(rows.map(({ cells }) => cells.姓名)).to.have.members(['李检', '陈签']);
    const again = await quality.post('/competence/import', {
      file: { name: 'x.xlsx', data: file.bytes.toString('base64') },
    });
    expect(again.json<Imported>()).to.deep.equal({ added: 0, changed: 0, same: 2 });
  });

  it('refuses who has left or is disabled', async () => {
    const admin = await lab.as('admin');
    const id = (await lab.user('reviewer')).id;
    await quality.post(`/competence/people/${id}/leave`, { version: 0, leftOn: '2026-10-31', reason: '退休' });
    await admin.post(`/people/${id}`, { version: 1, name: '郑核', roles: ['reviewer'], active: false, reason: '退休' });
    const answer = await send([but(li, { 0: 'reviewer', 1: '郑核', 7: '2026-11-01' })]);
    expect(answer.refusals()).to.deep.equal(['authorisations.inactive', 'authorisations.left']);
  });

  it('takes 1,500 lines of 300 people', async function () {
    this.timeout(60_000);
    const name = (n: number) => `检验员${n}`;
    await lab.act('admin', async (act) => {
      for (let n = 0; n < 300; n += 1) {
        const user = {
          login: `staff${n}`,
          name: name(n),
          employeeNo: `G${n}`,
          roles: ['analyst' as const],
          password: PASSWORD,
        };
        await createUser(act, user, 'no hash: nobody signs in', false);
      }
    });
    const areas = [
      ['药品', '检查'],
      ['药品', '鉴别'],
      ['中药', '检查'],
      ['中药', '鉴别'],
      ['化妆品', '防腐剂'],
    ] as const;
    const rows = Array.from({ length: 300 }, (_, n) =>
      areas.map(([own, group]) => but(li, { 0: `G${n}`, 1: name(n), 3: own, 4: group })),
    ).flat();
    expect((await send(rows)).json<Imported>()).to.deep.equal({ added: 1500, changed: 0, same: 0 });
    expect((await quality.page('/competence?class=drug')).text).to.contain('检验员299');
  });
});
