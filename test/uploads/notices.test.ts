import { expect } from 'chai';
import { arrangeAuthorities, caseBy, regions, sendPapers, serve } from '../disposals/arrange.ts';
import { textOf } from '../pdf/read.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, PASSWORD, signIn, startLab } from '../support/lab.ts';
import { issuedBatch } from './arrange.ts';

interface Sheet {
  row: {
    id: string;
    version: number;
    state: string;
    scope: string;
    lines: Record<string, string>[];
    returned_reason: string | null;
  };
  hash: string;
  sentences: string[];
  corrections: { id: string; number: string }[];
  term: { dueOn: string } | null;
}

eachEngine('public notices', (engine) => {
  let lab: Lab;
  let quality: Client;
  let city: Client;
  let first: string;
  let second: string;
  let notice: string;

  const again = async () => {
    quality = await signIn(lab.url, 'quality', lab.app);
    city = await signIn(lab.url, 'shi', lab.app);
  };
  const sheet = async (client: Client, one = notice): Promise<Sheet> =>
    (await client.get(`/notices/${one}`)).json<Sheet>();
  const words = {
    noticeTitle: '药品质量公告（2026年第1期）',
    noticeScope: '示例市市场监督管理局网站',
    lead: '现将有关情况公告如下：',
  };
  const draft = (cases: string[]) => quality.post('/notices', { ...words, cases });
  const whyOf = async (caseId: string): Promise<string[]> => {
    const found = (await quality.get('/notices/new')).json<{
      candidates: { caseId: string; why: { id: string }[] }[];
    }>();
    return found.candidates.find((one) => one.caseId === caseId)?.why.map(({ id }) => id) ?? ['—'];
  };
  const release = async (client: Client, change: object = {}, one = notice) => {
    const { row, hash } = await sheet(client, one);
    return client.post(`/notices/${one}/release`, {
      ...{
        version: row.version,
        hash,
        publishedOn: '2026-03-20',
        publishedWhere: '示例市市场监督管理局网站',
        password: PASSWORD,
      },
      ...change,
    });
  };

  before(async () => {
    lab = await startLab(engine, '2026-03-02T09:00:00+08:00');
    await arrangeAuthorities(lab);
    await again();
    first = (await issuedBatch(lab, { fails: true, level: 'municipal', fields: regions })).caseId ?? '';
    second = (await issuedBatch(lab, { fails: true, level: 'municipal', fields: regions })).caseId ?? '';
  });
  after(() => lab.close());

  it('1.10 a case is not offered before every party is served and its window is over', async () => {
    expect(await whyOf(first)).to.include('notice.undelivered');
    const { text } = await quality.page('/notices/new');
    expect(text).to.include('现在没有可以列入公告的案件，不能起草').and.to.include('尚未送达');
    // The navigation lights the notices alone, on the side and at the bottom edge.
    const lit = text.match(/<a [^>]*aria-current="page"[^>]*>/g) ?? [];
    expect(lit).to.not.have.length(0);
    for (const one of lit) expect(one).to.include('href="/notices"');
    expect((await draft([first])).refusals()).to.include('notice.not-final');
    for (const one of [first, second]) {
      const sent = await sendPapers(quality, one, { notifiedOn: '2026-03-02' });
      expect(sent.status, sent.text).to.equal(200);
      const reception = await signIn(lab.url, 'reception', lab.app);
      for (const party of (await caseBy(quality, one)).recipients) {
        const served = await serve(reception, party, { deliveredOn: '2026-03-02' });
        expect(served.status, served.text).to.equal(200);
      }
    }
    expect([...new Set(await whyOf(first))]).to.deep.equal(['notice.window']);
    lab.at('2026-03-20T09:00:00+08:00');
    await again();
    expect(await whyOf(first)).to.deep.equal([]);
  });

  it('1.10 an objection under way and an overturned result keep a case out', async () => {
    const db = lab.app.db.write;
    const row: { sample_id: string } = await db('cases').where({ id: first }).first('sample_id');
    const day = '2026-03-10';
    await db('objections').insert({
      ...{
        id: lab.app.ids.next(),
        number: 'YY-T',
        case_id: first,
        sample_id: row.sample_id,
        kind: 'process',
        objector: '{}',
      },
      ...{
        content: '异议',
        files: '[]',
        raised_on: day,
        state: 'registered',
        created_by: (await lab.user('quality')).id,
      },
      ...{ created_at: `${day}T01:00:00.000Z`, version: 1 },
    });
    expect(await whyOf(first)).to.deep.equal(['notice.objection']);
    await db('objections').where({ number: 'YY-T' }).update({ state: 'cancelled' });
    await db('cases').where({ id: first }).update({ conclusion: 'overturned' });
    expect(await whyOf(first)).to.deep.equal(['notice.overturned']);
    await db('cases').where({ id: first }).update({ conclusion: null });
  });

  it('1.10 the sentence is that of the published notices, one for producer and product, and the annex has its columns', async () => {
    expect((await draft([])).refusals()).to.deep.equal(['notice.none']);
    const made = await draft([first, second]);
    expect(made.status, made.text).to.equal(201);
    notice = made.json<{ id: string }>().id;
    const { sentences, row } = await sheet(quality);
    expect(sentences).to.deep.equal([
      '经示例市药品检验所检验，标示为示例制药有限公司生产的2批次示例片不符合规定，不符合规定项目为总灰分。',
    ]);
    expect(row.lines[0]).to.include({
      ...{
        product: '示例片',
        source: '示例大药房',
        producer: '示例制药有限公司',
        spec: '0.5g',
        lab: '示例市药品检验所',
      },
      ...{ basis: '《示例标准》2025年版', result: '不符合规定', items: '总灰分' },
    });
    expect((await draft([first])).text).to.include('notice.not-final');
  });

  it('10.28 staff of the institute and a county cannot publish; nobody outside sees a draft', async () => {
    expect((await city.get(`/notices/${notice}`)).status).to.equal(404);
    const { row } = await sheet(quality);
    expect((await quality.post(`/notices/${notice}/submission`, { version: row.version })).status).to.equal(200);
    for (const login of ['quality', 'technical', 'reception', 'head'])
      expect((await release(await signIn(lab.url, login, lab.app))).refusals(), login).to.deep.equal([
        'notice.authority',
      ]);
    const county = await signIn(lab.url, 'jia', lab.app);
    expect((await county.get(`/notices/${notice}`)).status).to.equal(404);
    const { version } = (await sheet(quality)).row;
    const { hash } = await sheet(quality);
    const given = { version, hash, publishedOn: '2026-03-20', publishedWhere: '网站', password: PASSWORD };
    for (const login of ['jia', 'authority'])
      expect(
        (await (await signIn(lab.url, login, lab.app)).post(`/notices/${notice}/release`, given)).refusals(),
        login,
      ).to.deep.equal(['notice.authority']);
    expect((await signIn(lab.url, 'analyst', lab.app).then((client) => client.get('/notices'))).status).to.equal(403);
  });

  it('the authority sends a draft back, and publishes it signed', async () => {
    const back = await city.post(`/notices/${notice}/return`, {
      version: (await sheet(city)).row.version,
      reason: '请补充控制措施',
    });
    expect(back.status, back.text).to.equal(200);
    const { row } = await sheet(quality);
    expect(row).to.include({ state: 'draft', returned_reason: '请补充控制措施' });
    const edited = await quality.post(`/notices/${notice}/text`, {
      version: row.version,
      ...words,
      noticeClosing: '已责令召回。',
    });
    await quality.post(`/notices/${notice}/submission`, {
      version: edited.json<{ version: number }>().version,
    });
    expect((await release(city, { publishedOn: '2026-03-21' })).refusals()).to.deep.equal(['notice.day']);
    expect((await release(city, { hash: 'a'.repeat(64) })).refusals()).to.deep.equal(['notice.changed']);
    const done = await release(city);
    expect(done.status, done.text).to.equal(200);
    const paper = (await textOf((await city.get(`/notices/${notice}/notice.pdf`)).bytes)).join('');
    for (const word of ['药品质量公告', '2批次示例片不符合规定', '已责令召回', '示例市市场监督管理局', '附表'])
      expect(paper).to.include(word);
    expect((await caseBy(quality, first)).events.map(({ kind }) => kind)).to.include('notice-published');
    expect((await signIn(lab.url, 'jia', lab.app).then((client) => client.get(`/notices/${notice}`))).status).to.equal(
      200,
    );
    expect(
      (
        await quality.post(`/notices/${notice}/text`, { version: (await sheet(quality)).row.version, ...words })
      ).refusals(),
    ).to.deep.equal(['machine.state']);
  });

  it('D17 a correction keeps the original and its scope, and runs for five days', async () => {
    const before = (await city.get(`/notices/${notice}/notice.pdf`)).bytes;
    const { version } = (await sheet(quality)).row;
    const ask = (change: object = {}) =>
      quality.post(`/notices/${notice}/correction`, {
        version,
        stays: [first],
        foundWrongOn: '2026-03-20',
        reason: '批号有误',
        ...change,
      });
    expect((await ask({ foundWrongOn: '2026-03-19' })).refusals()).to.deep.equal(['notice.found-day']);
    const made = await ask();
    expect(made.status, made.text).to.equal(200);
    const correction = made.json<{ id: string }>().id;
    expect((await ask()).refusals()).to.deep.equal(['notice.correcting']);
    const { row, term } = await sheet(quality, correction);
    expect(row.lines).to.have.length(1);
    expect([row.scope, term?.dueOn]).to.deep.equal([words.noticeScope, '2026-03-25']);
    const text = { version: row.version, noticeTitle: '更正', noticeScope: '别处', lead: '更正' };
    expect((await quality.post(`/notices/${correction}/text`, text)).refusals()).to.deep.equal(['notice.scope']);
    expect(
      (
        await quality.post(`/notices/${correction}/correction`, {
          version: 1,
          foundWrongOn: '2026-03-20',
          reason: '错',
        })
      ).refusals(),
    ).to.deep.equal(['notice.not-released']);
    await quality.post(`/notices/${correction}/submission`, { version: row.version });
    const done = await release(city, {}, correction);
    expect(done.status, done.text).to.equal(200);
    expect((await sheet(quality)).row.state).to.equal('released');
    expect((await sheet(quality)).corrections.map(({ id }) => id)).to.deep.equal([correction]);
    expect((await city.get(`/notices/${notice}/notice.pdf`)).bytes.equals(before)).to.equal(true);
    expect((await lab.app.db.read('clocks').where({ entity: 'public_notices' }).first('state')).state).to.equal('done');
    for (const path of ['/notices', '/notices/new', `/notices/${notice}`, `/notices/${correction}`, '/clocks'])
      expect((await quality.page(path)).status, path).to.equal(200);
    for (const path of ['/notices', `/notices/${notice}`]) expect((await city.page(path)).status).to.equal(200);
  });
});
