import { expect } from 'chai';
import type { Batches } from '../../lib/signals/batches.ts';
import type { Statistics } from '../../lib/signals/statistics.ts';
import { arrangeAuthorities, arrangeCase } from '../disposals/arrange.ts';
import { rowsOfSheet } from '../improvement/sheet.ts';
import { arrangeBatch, issued } from '../reports/arrange.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, signIn, startLab } from '../support/lab.ts';

eachEngine('不合格统计', (engine) => {
  let lab: Lab;
  let quality: Client;
  before(async () => {
    lab = await startLab(engine);
    quality = await signIn(lab.url, 'quality', lab.app);
  });
  after(() => lab.close());
  const shown = async (client: Client, asked = '') => (await client.get(`/signals${asked}`)).json<Statistics>();

  it('counts what is issued, by itself: a batch is a fact from its report on, with its items', async () => {
    await arrangeAuthorities(lab);
    const empty = await shown(quality);
    expect(empty.total).to.deep.equal({ n: 0, k: 0, rate: null, low: null, high: null });
    await arrangeCase(lab);
    const { reportId } = await arrangeBatch(lab);
    await issued(await signIn(lab.url, 'signatory', lab.app), reportId);
    const { total, lines, items, regions } = await shown(quality);
    // Clopper and Pearson for 1 of 2: 1.26 % to 98.74 %.
    expect(total).to.deep.equal({ n: 2, k: 1, rate: '50.00', low: '1.26', high: '98.74' });
    expect(lines[0]).to.include({ n: 2, k: 1, standing: 'few' });
    expect(items.map(({ name, k }) => [name, k])).to.deep.equal([['总灰分', 1]]);
    expect(regions.map(({ key, n }) => [key, n])).to.deep.include(['示例省示例市甲县', 1]);
    const byItem = await shown(quality, '?by=item');
    expect(byItem.lines.map(({ name, n, k }) => [name, n, k])).to.deep.equal([
      ['总灰分', 2, 1],
      ['性状', 2, 0],
    ]);
  });

  it('leaves out risk monitoring, the second batch of a re-inspection and internal samples', async () => {
    const { total } = await shown(quality);
    const { reportId } = await arrangeBatch(lab, { workKind: 'FX', fails: true });
    await issued(await signIn(lab.url, 'signatory', lab.app), reportId);
    expect((await shown(quality)).total.n).to.equal(total.n);
  });

  it('counts an overturned batch as conforming, and as it was again when that is taken back', async () => {
    const conclude = (conclusion: string | null) => lab.app.db.write('cases').update({ conclusion });
    await conclude('overturned');
    const { total, items } = await shown(quality);
    expect([total.n, total.k, items.length]).to.deep.equal([2, 0, 0]);
    const list = (await quality.get('/signals/batches')).json<Batches>();
    expect(list.lines.map(({ overturned }) => overturned)).to.have.members([true, false]);
    await conclude('denied');
    const denied = await shown(quality);
    // It failed, but whoever did not make it is not counted against.
    expect([denied.total.k, denied.producers.length]).to.deep.equal([1, 0]);
    await conclude(null);
    expect((await shown(quality)).producers).to.have.length(1);
  });

  it('leads from each figure to its batches, and hands out workbooks', async () => {
    const { items, filters } = await shown(quality);
    const asked = new URLSearchParams({ ...filters, item: items[0]!.key!, failed: 'true' });
    const list = (await quality.get(`/signals/batches?${asked}`)).json<Batches>();
    expect(list.lines).to.have.length(1);
    expect(list.lines[0]).to.include({ items: '总灰分', fails: true });
    expect(list.lines[0]?.href).to.match(/^\/samples\//);
    const rows = await rowsOfSheet((await quality.get('/signals/statistics.xlsx?by=item')).bytes);
    expect(rows.flat()).to.include('总灰分');
    // 10.28: what failed leaves the institute only once the authority released it; until then the authority alone takes it out.
    expect((await quality.get('/signals/batches.xlsx')).refusals()).to.deep.equal(['case.unreleased']);
    expect((await quality.get('/signals/statistics.xlsx?by=producer')).refusals()).to.deep.equal(['case.unreleased']);
    const before = await rowsOfSheet((await quality.get('/signals/batches.xlsx?published=true')).bytes);
    expect(before.flat()).not.to.include('不合格');
    const shi = await signIn(lab.url, 'shi', lab.app);
    expect((await rowsOfSheet((await shi.get('/signals/batches.xlsx')).bytes)).flat()).to.include('不合格');
    await release(lab);
    for (const path of ['/signals/batches.xlsx', '/signals/batches.xlsx?published=true'])
      expect((await rowsOfSheet((await quality.get(path)).bytes)).flat(), path).to.include('不合格');
    expect((await quality.get('/signals/statistics.xlsx?by=producer')).status).to.equal(200);
  });

  it('refuses a period that cannot be', async () => {
    expect((await quality.get('/signals?sinceDay=2026-11-02&untilDay=2026-11-01')).refusals()).to.deep.equal([
      'signal.period',
    ]);
    expect((await quality.get('/signals?sinceDay=2016-11-02')).refusals()).to.deep.equal(['signal.period']);
  });

  it('shows an authority its own region and the cases it may see, in figures, lists and files', async () => {
    const [jia, bing] = [await signIn(lab.url, 'jia', lab.app), await signIn(lab.url, 'yi', lab.app)];
    const own = await shown(jia);
    expect(own.total).to.include({ n: 1, k: 1 });
    expect((await jia.get('/signals/batches')).json<Batches>().lines[0]?.href).to.match(/^\/cases\//);
    // 乙县: the producer sits there, so its authority has a track of the case.
    expect((await shown(bing)).total).to.include({ n: 1, k: 1 });
    // Without a track or a party to serve the batch that failed is none of its business.
    const db = lab.app.db.write;
    await db('case_tracks').update({ organisation_id: null });
    await db('case_recipients').update({ organisation_id: null });
    expect((await shown(jia)).total).to.include({ n: 0, k: 0 });
    expect((await jia.get('/signals/batches')).json<Batches>().lines).to.have.length(0);
    const rows = await rowsOfSheet((await jia.get('/signals/batches.xlsx')).bytes);
    expect(rows).to.have.length(1);
    // The city sees its whole region.
    expect((await shown(await signIn(lab.url, 'shi', lab.app))).total).to.include({ n: 1, k: 1 });
    const analyst = await signIn(lab.url, 'analyst', lab.app);
    expect((await analyst.get('/signals')).status).to.equal(403);
  });

  it('takes back what was withdrawn', async () => {
    await lab.app.db.write('reports').where({ state: 'issued', verdict: 'fails' }).update({ state: 'withdrawn' });
    expect((await shown(quality)).total.k).to.equal(0);
    expect(await lab.app.db.read('item_facts').where({ issued_fails: 1 })).to.have.length(0);
  });
});

/** The authority's notice of all cases, as the tables keep it once it is released. */
async function release(lab: Lab): Promise<void> {
  const db = lab.app.db.write;
  const made = { created_at: lab.app.clock.now().toISOString(), version: 1 };
  const notice = lab.app.ids.next();
  const author = (await lab.user('quality')).id;
  await db('public_notices').insert({
    ...{
      id: notice,
      number: 'GG2026-001',
      kind: 'notice',
      state: 'released',
      title: '公告',
      scope: '网站',
      lead: '一',
    },
    ...{ closing: '', lines: '[]', region: '示例市', drafted_by: author, ...made },
  });
  for (const { id } of await db('cases').select('id'))
    await db('public_notice_cases').insert({ id: lab.app.ids.next(), notice_id: notice, case_id: id, ...made });
}
