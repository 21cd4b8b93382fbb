import { expect } from 'chai';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, startLab } from '../support/lab.ts';
import { arrangeAuthorities, arrangeCase, caseBy, type ShownCase, sendPapers, serve } from './arrange.ts';

interface Listed {
  cases: { id: string; number: string }[];
  counts: { state: string; count: number }[];
}

eachEngine('SE-11 what an authority sees of the cases', (engine) => {
  let lab: Lab;
  let own: string;
  let foreign: string;
  let shared: string;
  let elsewhere: string;
  let ownCase: ShownCase;
  let foreignCase: ShownCase;
  let jia: Client;
  let shi: Client;
  before(async () => {
    lab = await startLab(engine, '2026-03-02T09:00:00+08:00');
    await arrangeAuthorities(lab);
    const at = (sampledUnitRegion: string, producerRegion: string) => ({
      fields: { sampledUnitRegion, producerRegion },
    });
    own = await arrangeCase(lab, { ...at('示例省示例市甲县', '示例省示例市甲县'), sampledUnit: '甲县药房' });
    foreign = await arrangeCase(lab, { ...at('示例省示例市乙县', '示例省示例市乙县'), sampledUnit: '乙县药房' });
    shared = await arrangeCase(lab, { ...at('示例省示例市甲县', '示例省示例市乙县'), sampledUnit: '两县药房' });
    elsewhere = await arrangeCase(lab, { ...at('邻省邻市丁县', '邻省邻市戊县'), sampledUnit: '外省药房' });
    const reception = await lab.as('reception');
    for (const id of [own, foreign, shared, elsewhere]) await sendPapers(reception, id, { notifiedOn: '2026-03-02' });
    for (const id of [own, foreign]) {
      const [party] = (await caseBy(reception, id)).recipients;
      if (!party) throw new Error('a party');
      const proof = { name: 'r.pdf', data: Buffer.from(`%PDF-1.7 ${id}`).toString('base64') };
      await serve(reception, party, { deliveredOn: '2026-03-02', proof });
      const { version } = (await caseBy(reception, id)).recipients[0] as { version: number };
      await reception.post(`/case-recipients/${party.id}/papers`, { version });
    }
    [ownCase, foreignCase] = [await caseBy(reception, own), await caseBy(reception, foreign)];
    [jia, shi] = [await lab.as('jia'), await lab.as('shi')];
  });
  after(() => lab.close());

  const listed = async (client: Client, query = '?state=all') => (await client.get(`/cases${query}`)).json<Listed>();
  const ids = async (client: Client, query?: string) => (await listed(client, query)).cases.map(({ id }) => id).sort();

  it('a county lists its own cases only, in every view and search', async () => {
    expect(await ids(jia)).to.deep.equal([own, shared].sort());
    expect(await ids(await lab.as('yi'))).to.deep.equal([foreign, shared].sort());
    for (const query of [
      '?state=all&q=乙县药房',
      '?state=all&region=乙县药',
      `?state=all&q=${foreignCase.number}`,
      '?state=all&q=外省',
    ])
      expect(await ids(jia, query), query).to.deep.equal([]);
    expect(await ids(jia, '?state=mine')).to.deep.equal([own, shared].sort());
    expect(await ids(jia, '?state=all&producer=示例制药有限公司')).to.deep.equal([own, shared].sort());
    for (const state of ['opened', 'notified', 'handling', 'late', 'closed', 'revoked', 'supervised'])
      for (const id of await ids(jia, `?state=${state}`)) expect([own, shared]).to.include(id);
  });

  it('a city lists all of its region, and no other province', async () => {
    expect(await ids(shi)).to.deep.equal([own, foreign, shared].sort());
  });

  it('an authority without an organisation and the institute list all', async () => {
    for (const login of ['authority', 'quality'])
      expect(await ids(await lab.as(login)), login).to.deep.equal([own, foreign, shared, elsewhere].sort());
  });

  it('the counts are those of what is seen', async () => {
    const sum = async (client: Client) =>
      (await listed(client)).counts.filter(({ state }) => state !== 'late').reduce((all, { count }) => all + count, 0);
    expect([await sum(jia), await sum(shi), await sum(await lab.as('quality'))]).to.deep.equal([2, 3, 4]);
  });

  it('the repeats of a producer count only cases that are seen', async () => {
    const total = async (client: Client) =>
      (await caseBy(client, own)).repeats.find(({ who }) => who === 'producer')?.total;
    const institute = await total(await lab.as('quality'));
    expect([await total(jia), await total(shi), institute]).to.deep.equal([1, 1, 1]);
    const newest = async (client: Client) => (await caseBy(client, shared)).repeats[0]?.total;
    expect([await newest(jia), await newest(shi)]).to.deep.equal([2, 3]);
  });

  it('pages, papers, proofs, letters and reports of a foreign case do not exist for a county', async () => {
    const parts = ({ id, recipients, documents }: ShownCase) => [
      `/cases/${id}`,
      `/cases/${id}/notice.pdf`,
      `/cases/${id}/report.pdf`,
      `/case-recipients/${recipients[0]?.id}`,
      `/case-recipients/${recipients[0]?.id}/proof`,
      ...documents.map((one) => `/case-documents/${one.id}`),
    ];
    expect(parts(foreignCase)).to.have.length(8);
    for (const path of parts(foreignCase)) {
      const answer = await jia.get(path);
      expect([answer.status, answer.refusals()], path).to.deep.equal([404, ['record.missing']]);
      expect(answer.text).to.not.include('乙县药房').and.not.include(foreignCase.number);
      expect((await shi.get(path)).status, path).to.equal(200);
    }
    for (const path of parts(ownCase)) expect((await jia.get(path)).status, path).to.equal(200);
  });

  it('acts upon a foreign case find nothing, and a party of another authority is refused', async () => {
    const [party] = foreignCase.recipients;
    const deliver = { version: party?.version, deliveredOn: '2026-03-02', deliveredHow: 'direct', receiver: '某' };
    expect((await jia.post(`/case-recipients/${party?.id}/delivery`, deliver)).status).to.equal(404);
    const both = (await caseBy(jia, shared)).recipients;
    const other = both.find(({ organisation }) => organisation?.startsWith('乙县'));
    expect([other?.mayServe, both.filter(({ mayServe }) => mayServe).length]).to.deep.equal([false, 1]);
    const answer = await jia.post(`/case-recipients/${other?.id}/delivery`, { ...deliver, version: other?.version });
    expect([answer.status, answer.refusals()]).to.deep.equal([403, ['case.delivery-other']]);
  });

  it('the scanner leads to cases that are theirs and to nothing of the laboratory', async () => {
    expect((await jia.get(`/scan?code=${ownCase.number}`)).json()).to.include({ kind: 'case' });
    for (const code of [foreignCase.number, 'R2026-00001', 'YA2026-00001'])
      expect((await jia.get(`/scan?code=${code}`)).refusals(), code).to.deep.equal(['scan.unknown']);
  });

  it('the home page brings each authority the parties that it serves', async () => {
    const work = async (login: string) =>
      (await (await lab.as(login)).get('/'))
        .json<{ work: { kind: string; number: string; item: string }[] }>()
        .work.filter(({ kind }) => kind === 'deliver')
        .map(({ number, item }) => `${number} ${item}`);
    const sharedCase = await caseBy(jia, shared);
    expect(await work('jia')).to.deep.equal([`${ownCase.number} 示例制药有限公司`, `${sharedCase.number} 两县药房`]);
    expect(await work('yi')).to.deep.equal([
      `${foreignCase.number} 示例制药有限公司`,
      `${sharedCase.number} 示例制药有限公司`,
    ]);
  });

  it('a laboratory of comparisons and a closed authority see none', async () => {
    expect((await (await lab.as('participant')).get('/cases')).status).to.equal(403);
    await lab.app.db.write('organisations').where({ region: '甲县', kind: 'authority' }).update({ active: 0 });
    expect(await ids(jia)).to.deep.equal([]);
    await lab.app.db.write('organisations').where({ region: '甲县', kind: 'authority' }).update({ active: 1 });
  });
});
