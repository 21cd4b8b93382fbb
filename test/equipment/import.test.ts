import { expect } from 'chai';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Imported } from '../../lib/equipment/import.ts';
import type { InstrumentList } from '../../lib/equipment/list.ts';
import type { WaitingLine } from '../../lib/equipment/show.ts';
import { readSheet, readTable, writeSheet } from '../../lib/sheets/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { Instrument } from './arrange.ts';

const heads = [
  ...['设备编号', '名称', '型号', '溯源方式', '周期（月）', '强制检定', '原值（元）', '购置日期', '验收日期'],
  ...['服务参数', '状态', '检定/校准日期', '证书编号', '检定/校准单位'],
];
type Head =
  | '编号'
  | '名称'
  | '型号'
  | '方式'
  | '周期'
  | '强检'
  | '原值'
  | '购置'
  | '验收'
  | '参数'
  | '状态'
  | '日期'
  | '证书'
  | '单位';
const order: Head[] = [
  '编号',
  '名称',
  '型号',
  '方式',
  '周期',
  '强检',
  '原值',
  '购置',
  '验收',
  '参数',
  '状态',
  '日期',
  '证书',
  '单位',
];

/** A line of the ledger that nothing stands against, with what is altered in it. */
const line = (编号: string, over: Partial<Record<Head, string>> = {}): string[] => {
  const good: Partial<Record<Head, string>> = {
    ...{
      编号,
      名称: '液相色谱仪',
      型号: 'LC-20',
      方式: '校准',
      周期: '24',
      强检: '否',
      原值: '350000',
      购置: '2023/3/1',
    },
    ...{ 验收: '2023.4.1', 状态: '启用', 日期: '20260131', 证书: `XZ-${编号}`, 单位: '示例省计量院' },
    ...over,
  };
  return order.map((head) => good[head] ?? '');
};

/** What a row is altered to, and what the laboratory is then told. */
const wrong: [says: string, rows: string[][], id: string, text: string][] = [
  ['a missing name', [line('A-1', { 名称: '' })], 'equipment.row-missing', '第 2 行：缺少“名称”'],
  ['an unknown way', [line('A-1', { 方式: '校验' })], 'equipment.row-word', '应为检定、校准、自校、核查、免校之一'],
  ['neither yes nor no', [line('A-1', { 强检: '大概' })], 'equipment.row-word', '应为是、否之一'],
  ['an unknown state', [line('A-1', { 状态: '好' })], 'equipment.row-word', '“状态”中的“好”不认识'],
  ['an interval in words', [line('A-1', { 周期: '两年' })], 'equipment.row-months', '周期“两年”不是月数'],
  ['no interval', [line('A-1', { 周期: '' })], 'equipment.row-interval', '第 2 行：缺少周期'],
  ['an interval too long', [line('A-1', { 周期: '999' })], 'equipment.row-interval-range', '1 至 120 个月'],
  ['a day of no calendar', [line('A-1', { 购置: '2023-02-30' })], 'equipment.row-date', '“购置日期”中的“2023-02-30”'],
  ['a day to come', [line('A-1', { 日期: '2026-11-24' })], 'equipment.row-later', '晚于今天（2026-11-23）'],
  ['acceptance before purchase', [line('A-1', { 验收: '2023-01-01' })], 'equipment.row-dates-crossed', '早于前一环节'],
  ['a calibration without its certificate', [line('A-1', { 证书: '' })], 'equipment.row-last', '缺少“证书编号”'],
  ['a number that no barcode holds', [line('色谱1')], 'equipment.row-number', '“色谱1”不能印成条码'],
  ['强检 that is only calibrated', [line('A-1', { 强检: '是' })], 'equipment.row-mandatory', '溯源方式应为检定'],
  ['a value in words', [line('A-1', { 原值: '三十万' })], 'equipment.row-value', '“三十万”不是金额'],
  ['an unknown parameter', [line('A-1', { 参数: 'T-CHK-ASH、T-NO' })], 'equipment.row-serves', '“T-NO”不是参数编号'],
  [
    'a state that needs more than a word',
    [line('A-1', { 状态: '停用' })],
    'equipment.row-state',
    '其他状态请在仪器页办理',
  ],
  ['the same number twice', [line('A-1'), line('A-2'), line('a-1')], 'equipment.row-twice', '第 4 行与第 2 行'],
];

const workbook = (rows: string[][]) =>
  writeSheet({ name: '台账', lists: '选项', columns: heads.map((head) => ({ head, width: 12 })), rows, spare: 0 });

eachEngine('the ledger as a workbook', (engine) => {
  let lab: Lab;
  let keeper: Client;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-11-23T09:00:00+08:00');
    keeper = await lab.as('equipment');
  });
  after(() => lab?.close());

  const send = async (rows: string[][], client = keeper) =>
    client.post('/instruments/import', {
      file: { name: '台账.xlsx', data: (await workbook(rows)).toString('base64') },
    });
  const ledger = async (query = '') => (await keeper.get(`/instruments${query}`)).json<InstrumentList>();

  for (const [says, rows, id, text] of wrong)
    it(`refuses ${says}, by its row, and then imports nothing`, async () => {
      const answer = await send(rows);
      expect(answer.status).to.equal(422);
      expect(answer.refusals()).to.deep.equal([id]);
      expect(answer.text).to.contain(text);
      expect((await ledger()).total).to.equal(0);
    });

  it('tells all faults of all rows at once', async () => {
    const answer = await send([line('A-1', { 名称: '' }), line('A-2'), line('A-3', { 周期: '', 原值: '？' })]);
    expect(answer.refusals()).to.deep.equal(['equipment.row-missing', 'equipment.row-interval', 'equipment.row-value']);
  });

  it('is imported by the keeper of the ledger only', async () =>
    expect((await send([line('A-1')], await lab.as('technical'))).status).to.equal(403));

  it('takes 500 instruments; what was in use stays red until a second person confirmed its last certificate', async function () {
    this.timeout(60_000);
    const rows = Array.from({ length: 500 }, (_, i) => line(`YQ-${String(i + 1).padStart(3, '0')}`));
    expect((await send(rows)).json<Imported>()).to.deep.equal({ added: 500, changed: 0, same: 0, waiting: 500 });
    const before = await ledger();
    expect([before.total, before.waiting]).to.deep.equal([500, 500]);
    expect(before.lines.every(({ standing, why }) => standing === 'red' && why === 'uncalibrated')).to.equal(true);
    const technical = await lab.as('technical');
    const { lines } = (await technical.get('/instruments/confirmations')).json<{ lines: WaitingLine[] }>();
    const events = lines.map(({ id }) => id);
    expect((await keeper.post('/instruments/confirmations', { events })).status).to.equal(403);
    expect((await technical.post('/instruments/confirmations', { events: [] })).refusals()).to.deep.equal([
      'equipment.none-chosen',
    ]);
    expect((await technical.post('/instruments/confirmations', { events })).json()).to.deep.equal({ confirmed: 500 });
    const after = await ledger('?q=YQ-017');
    expect(after.lines[0]).to.include({ standing: 'green', due_on: '2028-01-31', number: 'YQ-017' });
    expect(after.waiting).to.equal(0);
  });

  it('changes what the next file says otherwise, never a state, and leaves what it does not name', async () => {
    const again = await send([line('YQ-001', { 型号: 'LC-30' }), line('YQ-002')]);
    expect(again.json<Imported>()).to.deep.equal({ added: 0, changed: 1, same: 1, waiting: 0 });
    expect((await ledger('?q=LC-30')).lines.map(({ number }) => number)).to.deep.equal(['YQ-001']);
    expect((await send([line('YQ-001', { 状态: '在库' })])).refusals()).to.deep.equal(['equipment.row-state']);
  });

  it('does not confirm together what did not come with the ledger', async () => {
    const own = await Instrument.add(lab, 'YQ-900');
    const { id } = (await own.record()).json<{ id: string }>();
    const answer = await (await lab.as('technical')).post('/instruments/confirmations', { events: [id] });
    expect(answer.refusals()).to.deep.equal(['equipment.not-ledger']);
  });

  it('exports what can be imported again', async () => {
    const file = await keeper.get('/instruments/ledger.xlsx');
    const rows = readTable(
      await readSheet(file.bytes),
      heads.map((head) => ({ key: head, heads: [head] })),
    );
    expect(rows).to.have.length(501);
    expect(rows[0]?.cells).to.include({ 型号: 'LC-30', 状态: '启用', '检定/校准日期': '2026-01-31' });
    const data = file.bytes.toString('base64');
    const again = await keeper.post('/instruments/import', { file: { name: 'x.xlsx', data } });
    expect(again.json<Imported>()).to.include({ added: 0, changed: 0, same: 501 });
    const empty = await readSheet((await keeper.get('/instruments/ledger.xlsx?template=true')).bytes);
    expect(empty.rows).to.have.length(1);
  });

  it('refuses a cell that a formula gave, by its row', async () => {
    const parts = unzipSync(await workbook([line('YQ-950')]));
    const name = 'xl/worksheets/sheet1.xml';
    const xml = strFromU8(parts[name] ?? new Uint8Array());
    const calculated = xml.replace(/<c r="E2"[^>]*>.*?<\/c>/, '<c r="E2"><f>12*2</f><v>24</v></c>');
    expect(calculated).not.to.equal(xml);
    const data = Buffer.from(zipSync({ ...parts, [name]: strToU8(calculated) })).toString('base64');
    const answer = await keeper.post('/instruments/import', { file: { name: 'x.xlsx', data } });
    expect(answer.refusals()).to.deep.equal(['equipment.row-calculated']);
    expect(answer.text).to.contain('第 2 行：“周期（月）”是公式算出的值');
  });

  it('offers the form to the keeper alone', async () => {
    expect((await keeper.page('/instruments')).text)
      .to.contain('action="/instruments/import"')
      .and.to.contain('YQ-017');
    const head = await lab.as('head');
    expect((await head.page('/instruments')).text)
      .to.contain('YQ-017')
      .and.not.to.contain('/instruments/import');
  });
});
