import { expect } from 'chai';
import type { Imported } from '../../lib/capability/import.ts';
import { type CapabilityRow, type Standing, standingOn } from '../../lib/capability/index.ts';
import type { CapabilityList } from '../../lib/capability/list.ts';
import { readSheet, readTable, writeSheet } from '../../lib/sheets/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

const heads = [
  '序号',
  '参数编号',
  '检测项目/参数',
  '依据标准（方法）名称及编号（含年号）',
  '限制范围',
  '资质',
  '状态',
  '证书编号',
  '批准日期',
  '有效期至',
];
type Line = [string, string, string, string, string, string, string, string, string, string];
const ash: Line = [
  '2.10',
  'T-CHK-ASH',
  '总灰分',
  '《中国药典》2025年版四部 通则2302',
  '',
  'CMA',
  '已获证',
  '260000000000',
  '2025-03-01',
  '2031-02-28',
];
const aia: Line = [
  '2.9',
  'T-CHK-AIA',
  '酸不溶性灰分',
  '《中国药典》2025年版四部 通则2302',
  '',
  'CMA',
  '暂停',
  '260000000000',
  '2025/3/1',
  '20310228',
];
const swell: Line = [
  '2.11',
  'T-CHK-SWELL',
  '膨胀度',
  '《中国药典》2025年版四部 通则2101',
  '只做药材',
  'CMA',
  '申请中',
  '',
  '',
  '',
];

const workbook = (rows: string[][], columns = heads) =>
  writeSheet({
    name: '能力附表',
    lists: '选项',
    columns: columns.map((head) => ({ head, width: 12 })),
    rows,
    spare: 0,
  });

/** What a row is altered to, and what the laboratory is then told. */
const wrong: { says: string; rows: Line[]; ids: string[]; text: string }[] = [
  {
    says: 'a code that the catalogue does not know',
    rows: [ash, ['2.12', 'T-NONE', '某项', '某标准', '', 'CMA', '申请中', '', '', '']],
    ids: ['capability.unknown-code'],
    text: '第 3 行：参数目录中没有编号“T-NONE”',
  },
  {
    says: 'a missing item',
    rows: [['1', 'T-CHK-ASH', '', '某标准', '', 'CMA', '申请中', '', '', '']],
    ids: ['capability.missing'],
    text: '第 2 行：缺少“检测项目/参数”',
  },
  {
    says: 'another scheme',
    rows: [['1', 'T-CHK-ASH', '总灰分', '某标准', '', 'ISO', '申请中', '', '', '']],
    ids: ['capability.scheme'],
    text: '资质“ISO”不认识',
  },
  {
    says: 'an unknown state',
    rows: [['1', 'T-CHK-ASH', '总灰分', '某标准', '', 'CMA', '有效', '', '', '']],
    ids: ['capability.state'],
    text: '状态“有效”不认识，应为申请中、已获证、暂停、已取消之一',
  },
  {
    says: 'a day that no calendar has',
    rows: [['1', 'T-CHK-ASH', '总灰分', '某标准', '', 'CMA', '已获证', 'C1', '2025-02-30', '']],
    ids: ['capability.date'],
    text: '“批准日期”中的“2025-02-30”不是日期',
  },
  {
    says: 'an end before the beginning',
    rows: [['1', 'T-CHK-ASH', '总灰分', '某标准', '', 'CMA', '已获证', 'C1', '2026-01-01', '2025-01-01']],
    ids: ['capability.dates-crossed'],
    text: '早于批准日期',
  },
  {
    says: 'accredited without a certificate',
    rows: [['1', 'T-CHK-ASH', '总灰分', '某标准', '', 'CMA', '已获证', '', '', '']],
    ids: ['capability.no-certificate'],
    text: '缺少证书编号',
  },
  { says: 'the same parameter twice', rows: [ash, aia, ash], ids: ['capability.twice'], text: '第 4 行与第 2 行重复' },
];

const held = { state: 'held', approved_on: '2025-03-01', valid_to: '2031-02-28' } as CapabilityRow;
const stands: [says: string, row: CapabilityRow, day: string, standing: Standing][] = [
  ['the day before the approval', held, '2025-02-28', 'not-yet'],
  ['the day of the approval', held, '2025-03-01', 'held'],
  ['the last day', held, '2031-02-28', 'held'],
  ['the day after', held, '2031-03-01', 'expired'],
  ['without an end', { ...held, valid_to: null }, '2099-01-01', 'held'],
  ['suspended, whatever the date', { ...held, state: 'suspended' }, '2031-03-01', 'suspended'],
];

describe('how a line of the annex stands', () => {
  for (const [says, row, day, standing] of stands)
    it(`${says}: ${standing}`, () => expect(standingOn(row, day)).to.equal(standing));
});

eachEngine('能力附表', (engine) => {
  let lab: Lab;
  let quality: Client;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-11-23T09:00:00+08:00');
    quality = await lab.as('quality');
  });
  after(() => lab?.close());

  const send = async (rows: string[][], columns?: string[]) =>
    quality.post('/capability/import', {
      file: { name: '附表.xlsx', data: (await workbook(rows, columns)).toString('base64') },
    });
  const annex = async (query = '') => (await quality.get(`/capability${query}`)).json<CapabilityList>();

  for (const { says, rows, ids, text } of wrong)
    it(`refuses ${says}, by its row, and then imports nothing`, async () => {
      const answer = await send(rows);
      expect(answer.status).to.equal(422);
      expect(answer.refusals()).to.deep.equal(ids);
      expect(answer.text).to.contain(text);
      expect((await annex()).lines).to.deep.equal([]);
    });

  it('refuses a workbook without a needed column', async () => {
    const answer = await send([['1', 'T-CHK-ASH']], ['序号', '参数编号']);
    expect(answer.refusals()).to.include('sheet.column-missing');
  });

  it('imports the lines, joined to the catalogue, in the order of the annex, with how each stands today', async () => {
    const answer = await send([ash, aia, swell]);
    expect(answer.json<Imported>()).to.deep.equal({ added: 3, changed: 0, same: 0 });
    const { lines, accredited, standings, counts } = await annex();
    expect(lines.map(({ annex_no }) => annex_no)).to.deep.equal(['2.9', '2.10', '2.11']);
    expect(lines.map(({ standing }) => standing)).to.deep.equal(['suspended', 'held', 'applied']);
    expect(lines[0]).to.include({ approved_on: '2025-03-01', valid_to: '2031-02-28', class: 'tcm', site: '本所' });
    expect(accredited).to.equal(1);
    expect(counts).to.deep.equal([{ class: 'tcm', count: 3 }]);
    expect(standings.map(({ count }) => count)).to.deep.equal([1, 1, 1]);
  });

  it('changes what the next file says otherwise and leaves what it does not name', async () => {
    const answer = await send([['2.9', 'T-CHK-AIA', ...aia.slice(2, 6), '已获证', ...aia.slice(7)], ash]);
    expect(answer.json<Imported>()).to.deep.equal({ added: 0, changed: 1, same: 1 });
    expect((await annex()).accredited).to.equal(2);
    expect((await annex('?standing=applied')).lines.map(({ code }) => code)).to.deep.equal(['T-CHK-SWELL']);
  });

  it('exports what can be imported again', async () => {
    const file = await quality.get('/capability/annex.xlsx');
    const sheet = await readSheet(file.bytes);
    const rows = readTable(
      sheet,
      heads.map((head) => ({ key: head, heads: [head] })),
    );
    expect(rows.map(({ cells }) => cells['参数编号'])).to.have.members(['T-CHK-AIA', 'T-CHK-ASH', 'T-CHK-SWELL']);
    const again = await quality.post('/capability/import', {
      file: { name: 'x.xlsx', data: file.bytes.toString('base64') },
    });
    expect(again.json<Imported>()).to.deep.equal({ added: 0, changed: 0, same: 3 });
  });

  it('takes the file from a form, as a browser sends it', async () => {
    const page = await quality.page('/capability');
    const form = new FormData();
    form.set('_csrf', quality.csrf);
    form.set('_key', `form-${engine}-0001`);
    form.set('file', new Blob([new Uint8Array(await workbook([ash]))]), '能力附表.xlsx');
    const sent = await fetch(`${lab.url}/capability/import`, {
      method: 'POST',
      body: form,
      redirect: 'manual',
      headers: { cookie: quality.cookie },
    });
    expect(page.text).to.contain('multipart/form-data');
    expect(sent.status).to.equal(303);
  });

  it('refuses a form cut short and a file that is too large, and shows the page with the reason', async () => {
    const send = (body: string | FormData, headers: Record<string, string> = {}) =>
      fetch(`${lab.url}/capability/import`, {
        method: 'POST',
        body,
        headers: { cookie: quality.cookie, ...headers },
      });
    const cut = await send('--x\r\nContent-Disposition: form-data; name="_csrf"', {
      'content-type': 'multipart/form-data; boundary=x',
    });
    expect(cut.status).to.equal(400);
    expect(await cut.text()).to.contain('上传的内容不完整');
    const big = new FormData();
    big.set('file', new Blob([new Uint8Array(8 * 1024 * 1024)]), 'big.xlsx');
    expect((await send(big)).status).to.equal(413);
    const picture = new FormData();
    picture.set('_csrf', quality.csrf);
    picture.set('_key', `form-${engine}-0002`);
    picture.set('file', new Blob(['no workbook']), 'picture.xlsx');
    const refused = await send(picture);
    expect(refused.status).to.equal(422);
    expect(await refused.text())
      .to.contain('能力附表')
      .and.to.contain('Excel');
  });

  it('is changed only by those who keep it', async () => {
    const analyst = await lab.as('analyst');
    const answer = await analyst.post('/capability/import', { file: { name: 'x.xlsx', data: 'AAAA' } });
    expect(answer.status).to.equal(403);
  });
});
