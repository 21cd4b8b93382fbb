import { expect } from 'chai';
import type { InternalRow } from '../../lib/samples/index.ts';
import { readSheet } from '../../lib/sheets/index.ts';
import type { Figures } from '../../lib/uploads/figures.ts';
import { daysOf } from '../../lib/uploads/statistics.ts';
import { textOf } from '../pdf/read.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, PASSWORD, signIn, startLab } from '../support/lab.ts';
import { complete, issuedBatch } from './arrange.ts';

interface Sheet {
  row: {
    id: string;
    version: number;
    state: string;
    edition: number;
    figures: Figures;
    blocks: Record<string, string>;
    pdf_hash: string | null;
  };
  hash: string;
}

describe('periods of reports', () => {
  for (const [kind, part, from, to] of [
    ['quarter', 1, '2026-01-01', '2026-03-31'],
    ['quarter', 4, '2026-10-01', '2026-12-31'],
    ['half', 2, '2026-07-01', '2026-12-31'],
    ['year', 1, '2026-01-01', '2026-12-31'],
  ] as const)
    it(`${kind} ${part} of 2026 is ${from} to ${to}`, () =>
      expect(daysOf({ kind, year: 2026, part })).to.deep.equal({ from, to }));
});

eachEngine('statistical reports', (engine) => {
  let lab: Lab;
  let quality: Client;
  let technical: Client;
  let id: string;

  const sheet = async (one = id): Promise<Sheet> => (await quality.get(`/uploads/statistics/${one}`)).json<Sheet>();
  const again = async () => {
    quality = await signIn(lab.url, 'quality', lab.app);
    technical = await signIn(lab.url, 'technical', lab.app);
  };

  // A register counted by hand: fourth quarter of 2025 one conforming batch; first quarter of 2026 five judged batches, two of them failed.
  before(async () => {
    lab = await startLab(engine, '2025-12-31T23:30:00+08:00');
    await issuedBatch(lab);
    lab.at('2026-01-01T00:30:00+08:00');
    await issuedBatch(lab, { fails: true, producer: '甲制药' });
    await issuedBatch(lab, { level: 'provincial', producer: '甲制药' });
    await issuedBatch(lab, {
      fails: true,
      productClass: 'tcm',
      producer: '乙饮片',
      fields: { ...complete, sampledUnitRegion: '示例省示例市乙县' },
    });
    await issuedBatch(lab, { workKind: 'FX', fails: true });
    await issuedBatch(lab, { workKind: 'WT', fails: true });
    const internal = await issuedBatch(lab, { fails: true });
    await lab.act('quality', (act) =>
      act.insert<InternalRow>('internal_samples', {
        ...{
          sample_id: internal.sampleId,
          purpose: 'blind',
          owner_kind: 'x',
          owner_id: 'x',
          note: null,
          completed_at: null,
        },
        prepared_by: act.user.id,
      }),
    );
    lab.at('2026-03-31T15:00:00+08:00');
    await issuedBatch(lab, { producer: '丙药业' });
    const overturned = await issuedBatch(lab, { fails: true, producer: '丁药业' });
    await lab.app.db
      .write('cases')
      .where({ id: overturned.caseId })
      .update({ conclusion: 'overturned', state: 'revoked' });
    await again();
  });
  after(() => lab.close());

  it('7 the figures of a quarter are those counted by hand', async () => {
    const made = await quality.post('/uploads/statistics', { statisticsKind: 'quarter', year: 2026, part: 1 });
    expect(made.status, made.text).to.equal(201);
    ({ id } = made.json<{ id: string }>());
    const { figures } = (await sheet()).row;
    expect(figures).to.include({
      sampled: 6,
      issued: 7,
      monitored: 1,
      entrusted: 1,
      tested: 5,
      failed: 2,
      overturned: 1,
    });
    expect(figures).to.include({ rate: '40.00', low: '5.27', high: '85.34' });
    expect(figures.previous).to.include({ from: '2025-10-01', to: '2025-12-31', tested: 1, failed: 0, rate: '0.00' });
    expect(figures.months.map(({ name, tested, failed }) => [name, tested, failed])).to.deep.equal([
      ['2026-01', 3, 2],
      ['2026-02', 0, 0],
      ['2026-03', 2, 0],
    ]);
    const group = (key: string) =>
      figures.groups.find((one) => one.key === key)?.lines.map(({ name, tested, failed }) => [name, tested, failed]);
    expect(group('class')).to.deep.equal([
      ['drug', 4, 1],
      ['tcm', 1, 1],
    ]);
    expect(group('level')).to.deep.equal([
      ['national', 4, 2],
      ['provincial', 1, 0],
    ]);
    expect(group('region')).to.deep.equal([
      ['示例省示例市城关区', 4, 1],
      ['示例省示例市乙县', 1, 1],
    ]);
    expect(figures.items).to.deep.include({ tested: 10, failed: 2 });
    expect(figures.items.lines.map(({ name, tested, failed }) => [name, tested, failed])).to.deep.equal([
      ['总灰分', 5, 2],
    ]);
    expect(figures.producers.map(({ name, tested, failed }) => [name, tested, failed])).to.deep.equal([
      ['甲制药', 2, 1],
      ['乙饮片', 1, 1],
    ]);
    expect(figures.clocks.kept + figures.clocks.late + figures.clocks.open).to.be.greaterThan(0);
  });

  it('the first paragraph says what the tables say', async () => {
    expect((await sheet()).row.blocks.overview)
      .to.include('应判定的5批次中，不符合规定2批次')
      .and.to.include('40.00%');
  });

  it('refuses a part that the year does not have, a period to come, and a second report of a period', async () => {
    const ask = async (statisticsKind: string, year: number, part: number) =>
      (await quality.post('/uploads/statistics', { statisticsKind, year, part })).refusals();
    expect(await ask('half', 2026, 3)).to.deep.equal(['statistics.part']);
    expect(await ask('quarter', 2026, 3)).to.deep.equal(['statistics.future']);
    expect(await ask('quarter', 1026, 1)).to.deep.equal(['statistics.year']);
    expect(await ask('quarter', 2026, 1)).to.deep.equal(['statistics.exists']);
  });

  it('a report is released by somebody else, after its period, with every section written', async () => {
    const release = async (client: Client, hash?: string) => {
      const { row, hash: own } = await sheet();
      return client.post(`/uploads/statistics/${id}/release`, {
        version: row.version,
        hash: hash ?? own,
        password: PASSWORD,
      });
    };
    expect((await release(quality)).refusals()).to.deep.equal(['statistics.own']);
    expect((await release(technical)).refusals()).to.deep.equal([
      ...['statistics.block-empty', 'statistics.block-empty', 'statistics.block-empty', 'statistics.running'],
    ]);
    expect((await quality.get(`/uploads/statistics/${id}/tables.xlsx`)).refusals()).to.deep.equal([
      'statistics.not-released',
    ]);
    lab.at('2026-04-01T09:00:00+08:00');
    await again();
    const { row } = await sheet();
    const blocks = { findings: '总灰分2批次。', risks: '中药饮片灰分偏高，中风险。', discuss: '增加乙县饮片抽样。' };
    const edited = await quality.post(`/uploads/statistics/${id}/text`, { version: row.version, blocks });
    expect(edited.status, edited.text).to.equal(200);
    expect((await release(technical, 'a'.repeat(64))).refusals()).to.deep.equal(['statistics.changed']);
    const done = await release(technical);
    expect(done.status, done.text).to.equal(200);
    const paper = await textOf((await quality.get(`/uploads/statistics/${id}/report.pdf`)).bytes);
    const text = paper.join('');
    for (const word of [
      '2026年第一季度药品安全风险会商材料',
      '表1总体数据',
      '40.00%',
      '5.27%～85.34%',
      '图1',
      '统计口径',
      `共${paper.length}页`,
      '许技',
    ])
      expect(text.replace(/\s/g, ''), word).to.include(word);
    const tables = await readSheet((await quality.get(`/uploads/statistics/${id}/tables.xlsx`)).bytes);
    expect(tables.rows.map(({ cells }) => cells.join('|')).join('\n')).to.include('不符合规定率|40.00%|0.00%');
  });

  it('a revision is a new edition; the released one stays until the new one is released, then as replaced', async () => {
    const { row } = await sheet();
    const revised = await quality.post(`/uploads/statistics/${id}/revision`, {
      version: row.version,
      reason: '补报一批',
    });
    const second = revised.json<{ id: string; version: number }>();
    expect(
      (await quality.post(`/uploads/statistics/${id}/revision`, { version: row.version, reason: '再' })).refusals(),
    ).to.deep.equal(['statistics.revised']);
    expect(
      (await quality.post(`/uploads/statistics/${second.id}/revision`, { version: 1, reason: '再' })).refusals(),
    ).to.deep.equal(['statistics.not-released']);
    expect((await sheet()).row.state).to.equal('released');
    const { hash } = await sheet(second.id);
    await technical.post(`/uploads/statistics/${second.id}/release`, {
      version: second.version,
      hash,
      password: PASSWORD,
    });
    expect([
      (await sheet()).row.state,
      (await sheet(second.id)).row.state,
      (await sheet(second.id)).row.edition,
    ]).to.deep.equal(['replaced', 'released', 2]);
    expect((await sheet()).row.pdf_hash).to.be.a('string');
  });

  it('a draft can be dropped and its period drafted again; the pages open', async () => {
    const made = (await quality.post('/uploads/statistics', { statisticsKind: 'half', year: 2026, part: 1 })).json<{
      id: string;
    }>();
    expect((await quality.get(`/uploads/statistics/${made.id}/report.pdf`)).status).to.equal(200);
    for (const path of ['/uploads/statistics', `/uploads/statistics/${made.id}`, `/uploads/statistics/${id}`])
      expect((await quality.page(path)).status).to.equal(200);
    expect(
      (await quality.post(`/uploads/statistics/${made.id}/drop`, { version: 1, reason: '不需要' })).status,
    ).to.equal(200);
    expect(
      (await quality.post('/uploads/statistics', { statisticsKind: 'half', year: 2026, part: 1 })).status,
    ).to.equal(201);
  });
});
