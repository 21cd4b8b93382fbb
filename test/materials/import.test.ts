import { expect } from 'chai';
import type { Imported } from '../../lib/materials/import.ts';
import type { MaterialList } from '../../lib/materials/list.ts';
import { readSheet, readTable, writeSheet } from '../../lib/sheets/index.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';

const heads = [
  ...[
    '编号',
    '种类',
    '名称',
    '生产单位（来源）',
    '批号',
    '含量（%）',
    '含量计算基准',
    '干燥失重或水分（%）',
    '传代次数',
  ],
  ...['结存', '单位', '入库日期', '开封日期', '标示有效期'],
];
const order = [
  ...['no', 'kind', 'name', 'maker', 'lot', 'content', 'basis', 'loss', 'passage'],
  ...['left', 'unit', 'came', 'opened', 'ends'],
] as const;
type Head = (typeof order)[number];

const line = (lot: string, over: Partial<Record<string, string>> = {}): string[] => {
  const good: Partial<Record<string, string>> = {
    ...{ kind: '对照品', name: '黄芩苷', maker: '中检院', lot, content: '93.5', basis: '按干燥品计', loss: '3.2' },
    ...{ left: '20', unit: 'mg', came: '2026/3/1', ends: '' },
    ...over,
  };
  return order.map((head: Head) => good[head] ?? '');
};

const wrong: [says: string, rows: string[][], ids: string[], text: string][] = [
  ['a missing name', [line('A', { name: '' })], ['material.row-missing'], '第 2 行：缺少“名称”'],
  ['an unknown kind', [line('A', { kind: '样品' })], ['material.row-word'], '“种类”中的“样品”不认识'],
  ['what is made here', [line('A', { kind: '滴定液' })], ['material.row-word'], '应为对照品/标准品'],
  ['an unknown basis', [line('A', { basis: '按湿品计' })], ['material.row-word'], '“含量计算基准”'],
  ['a day of no calendar', [line('A', { came: '2026-02-30' })], ['material.row-date'], '“入库日期”中的“2026-02-30”'],
  ['a day to come', [line('A', { came: '2026-11-24' })], ['material.row'], '第 2 行“入库日期”'],
  ['a word for an amount', [line('A', { left: '许多' })], ['material.row'], '第 2 行“结存”'],
  ['a content beyond any per cent', [line('A', { content: '935' })], ['material.row'], '第 2 行“含量（%）”'],
  ['a content without basis', [line('A', { basis: '' })], ['material.row'], '第 2 行“含量计算基准”'],
  ['a reagent without its end', [line('A', { kind: '试剂' })], ['material.row'], '第 2 行“标示有效期”'],
  ['an opening before it came', [line('A', { opened: '2026-02-01' })], ['material.row'], '第 2 行“开封日期”'],
  ['a passage in words', [line('A', { kind: '菌种', passage: '三代' })], ['material.row-passage'], '传代次数“三代”'],
  ['a number of its own', [line('A', { no: 'DZ-1' })], ['material.row-numbered'], '“DZ-1”已有编号'],
  ['the same lot twice', [line('A'), line('B'), line('A')], ['material.row-twice'], '第 4 行与第 2 行是同一批'],
  [
    'all faults of all rows at once',
    [line('A', { name: '', came: 'x' }), line('B'), line('C', { left: '-1' })],
    ['material.row-missing', 'material.row-date', 'material.row'],
    '第 4 行“结存”',
  ],
];

eachEngine('lots as a workbook', (engine) => {
  let lab: Lab;
  let keeper: Client;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine, '2026-11-23T09:00:00+08:00');
    keeper = await lab.as('material');
  });
  after(() => lab?.close());

  const send = async (rows: string[][], who = keeper) => {
    const columns = heads.map((head) => ({ head, width: 12 }));
    const data = (await writeSheet({ name: '批', lists: '选项', columns, rows, spare: 0 })).toString('base64');
    return who.post('/materials/import', { file: { name: '批.xlsx', data } });
  };
  const register = async (view = 'in-use') => (await keeper.get(`/materials?view=${view}`)).json<MaterialList>();

  for (const [says, rows, ids, text] of wrong)
    it(`refuses ${says}, by its row, and then imports nothing`, async () => {
      const answer = await send(rows);
      expect(answer.refusals(), answer.text).to.deep.equal(ids);
      expect(answer.text)
        .to.contain(text)
        .and.not.match(/\{\w+\}/);
      expect((await register()).lines).to.deep.equal([]);
    });

  it('takes 300 lots with their first receipt, and the second key for the controlled one', async () => {
    const rows = Array.from({ length: 299 }, (_, i) => line(`L${i}`));
    rows.push(
      line('K1', {
        kind: '管制化学品',
        name: '丙酮',
        content: '',
        basis: '',
        loss: '',
        unit: 'mL',
        ends: '2028-01-01',
      }),
    );
    const answer = await send(rows);
    expect(answer.json<Imported>(), answer.text).to.deep.equal({ added: 300, waiting: 1 });
    const { lines, counts } = (await keeper.get(`/materials?q=${encodeURIComponent('黄芩苷')}`)).json<MaterialList>();
    expect(counts.find(({ view }) => view === 'in-use')?.count).to.equal(299);
    expect(lines[0]).to.include({ balance: '20', unit: 'mg' });
    expect((await register('to-do')).lines.map(({ name }) => name)).to.deep.equal(['丙酮']);
  }).timeout(60_000);

  it('is not taken over twice', async () => {
    const answer = await send([line('L0')]);
    expect(answer.refusals()).to.deep.equal(['material.row-known']);
    expect(answer.text).to.contain('已登记为 ML2026-');
  });

  it('exports what it holds, and an empty workbook to fill in', async () => {
    const read = async (query: string) => {
      const answer = await keeper.get(`/materials/lots.xlsx${query}`);
      return readSheet(answer.bytes);
    };
    const table = readTable(await read(''), [
      { key: 'number', heads: ['编号'] },
      { key: 'basis', heads: ['含量计算基准'] },
      { key: 'left', heads: ['结存'] },
    ]);
    expect(table).to.have.length(300);
    expect(table[0]?.cells).to.include({ basis: '按干燥品计', left: '20' });
    expect((await read('?template=true')).rows).to.have.length(1);
  });

  it('is for those who may write, with a card for them alone', async () => {
    const auditor = await lab.as('auditor');
    expect((await send([line('Z')], auditor)).status).to.equal(403);
    expect((await auditor.page('/materials')).text).not.to.contain('导入批次');
    expect((await keeper.page('/materials')).text).to.contain('导入批次');
  });
});
