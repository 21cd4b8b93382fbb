import { expect } from 'chai';
import type { Alert, Alerts } from '../../lib/signals/alerts.ts';
import type { RiskSheet, Risks } from '../../lib/signals/risk-list.ts';
import { arrangeAuthorities, arrangeCase } from '../disposals/arrange.ts';
import { rowsOfSheet } from '../improvement/sheet.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, signIn, startLab } from '../support/lab.ts';
import { dayAfter, proof, putFacts, run } from './arrange.ts';

const TODAY = '2026-11-23';

eachEngine('信号研判与风险清单', (engine) => {
  let lab: Lab;
  let quality: Client;
  let technical: Client;
  let head: Client;
  before(async () => {
    lab = await startLab(engine, `${TODAY}T09:00:00+08:00`);
    [quality, technical, head] = [
      await signIn(lab.url, 'quality', lab.app),
      await signIn(lab.url, 'technical', lab.app),
      await signIn(lab.url, 'head', lab.app),
    ];
    await arrangeAuthorities(lab);
    // Twenty batches of one producer in 乙县, of which the last three fail in one item.
    await putFacts(
      lab,
      Array.from({ length: 20 }, (_, n) => ({
        ...{ id: String(n).padStart(26, '0'), on: dayAfter('2026-09-01', n), product: '示例片', producer: '示例药业' },
        ...{ producerRegion: '示例省示例市乙县', region: '示例省示例市甲县' },
        items: [
          { code: '1', fails: n >= 17 },
          { code: '2', fails: false },
        ],
      })),
    );
  });
  after(() => lab.close());

  const sheet = async (id: string, client = quality) => (await client.get(`/signals/risks/${id}`)).json<RiskSheet>();
  const risk = {
    ...{ productClass: 'drug', productName: '示例片', region: '示例省示例市乙县' },
    ...{ riskText: '项目1连续不合格', riskLevel: 'high' },
  };
  const enter = async (change: object = {}) => quality.post('/signals/risks', { ...risk, ...change });
  const act = async (client: Client, id: string, path: string, body: object) =>
    client.post(`/signals/risks/${id}/${path}`, { version: (await sheet(id)).row.version, ...body });
  const finish = async (client: Client, id: string, change: object = {}) => {
    const measure = (await sheet(id)).measures.at(-1)!;
    const given = { version: measure.version, doneOn: TODAY, outcome: '已约谈并复抽', ...change };
    return client.post(`/signals/measures/${measure.id}/outcome`, given);
  };
  const plan = async (change: object = {}) => ({
    ...{ measureText: '约谈企业并扩大抽样', handlerId: (await lab.user('head')).id, dueOn: '2026-12-10', ...change },
  });
  let signalId = '';

  it('same producer, same item three times within a year is brought up; a person judges it', async () => {
    expect((await head.post('/signals/runs', {})).refusals()).to.deep.equal(['access.denied']);
    expect((await run(quality)).status).to.equal(201);
    const { lines } = (await quality.get('/signals/alerts')).json<Alerts>();
    const repeat = lines.find(({ kind }) => kind === 'repeat');
    expect(repeat).to.deep.include({ region: '示例省示例市乙县', state: 'open', signalled_on: '2026-09-20' });
    expect(repeat?.figures).to.include({ n: 20, k: 3, times: 3 });
    signalId = repeat!.id;
    expect((await enter({ signalId })).refusals()).to.deep.equal(['risk.signal']);
    const review = async (change: object) => {
      const { version } = (await quality.get(`/signals/alerts/${signalId}`)).json<Alert>();
      return quality.post(`/signals/alerts/${signalId}/review`, {
        version,
        genuine: true,
        reviewText: '三批不同批号，属实',
        ...change,
      });
    };
    expect((await review({ reviewText: '是' })).refusals()).to.deep.equal(['signal.words']);
    expect((await review({ version: 9 })).refusals()).to.deep.equal(['record.stale']);
    expect((await review({})).json()).to.include({ state: 'true' });
    expect((await review({})).refusals()).to.deep.equal(['machine.state']);
    expect((await quality.get(`/signals/alerts/${lab.app.ids.next()}`)).refusals()).to.deep.equal(['signal.missing']);
  });

  it('风险清单→处置→销号: with measures, terms, evidence, and another person at the end', async () => {
    const entered = await enter({ signalId });
    expect(entered.status, entered.text).to.equal(201);
    const { id } = entered.json<{ id: string }>();
    expect((await sheet(id)).row).to.include({ number: 'FXQD2026-0001', source: 'signal', state: 'listed' });
    expect((await enter({ signalId })).refusals()).to.deep.equal(['risk.listed']);
    expect((await act(technical, id, 'closing', { closingText: '已处置完毕', file: proof })).refusals()).to.deep.equal([
      'machine.state',
    ]);
    expect((await act(quality, id, 'measures', await plan({ measureText: '谈' }))).refusals()).to.deep.equal([
      'risk.words',
    ]);
    expect((await act(quality, id, 'measures', await plan({ dueOn: '2026-11-22' }))).refusals()).to.deep.equal([
      'risk.term',
    ]);
    const { id: stranger } = await lab.user('participant');
    expect((await act(quality, id, 'measures', await plan({ handlerId: stranger }))).refusals()).to.deep.equal([
      'risk.person',
    ]);
    expect((await act(quality, id, 'measures', await plan())).status).to.equal(200);
    expect((await sheet(id)).row).to.include({ state: 'handling', due_on: '2026-12-10' });
    const closing = { closingText: '复抽三批均合格，风险消除', file: proof };
    expect((await act(technical, id, 'closing', closing)).refusals()).to.deep.equal(['risk.measure-open']);
    expect((await finish(await signIn(lab.url, 'signatory', lab.app), id)).refusals()).to.deep.equal(['risk.other']);
    expect((await finish(head, id, { doneOn: '2026-11-24' })).refusals()).to.deep.equal(['risk.day']);
    const text = { name: 'a.txt', type: 'text/plain', data: Buffer.from('plain').toString('base64') };
    expect((await finish(head, id, { file: text })).refusals()).to.deep.equal(['risk.file-type']);
    expect((await finish(head, id, { file: proof })).status).to.equal(200);
    expect((await finish(head, id)).refusals()).to.deep.equal(['risk.measure-done']);
    expect((await act(quality, id, 'progress', { progressText: '已报送市局', file: proof })).status).to.equal(200);
    expect((await act(quality, id, 'closing', closing)).refusals()).to.deep.equal(['risk.own']);
    expect((await act(technical, id, 'closing', { ...closing, file: undefined })).refusals()).to.deep.equal([
      'risk.evidence',
    ]);
    expect((await act(technical, id, 'closing', closing)).json()).to.include({ state: 'closed' });
    expect((await act(technical, id, 'reopening', { reopenText: '又有一批不合格' })).json()).to.include({
      state: 'handling',
    });
    expect((await act(technical, id, 'closing', closing)).refusals()).to.deep.equal(['risk.no-measure']);
    const { row, steps } = await sheet(id);
    expect(row).to.include({ round: 2, reopened: 1, closed_on: null });
    expect(steps.map(({ move }) => move)).to.deep.equal(['list', 'plan', 'work', 'note', 'close', 'reopen']);
    const step = steps.find(({ move }) => move === 'close')!;
    expect((await quality.get(`/signals/risk-files/${step.id}`)).bytes.toString()).to.include('%PDF');
  });

  it('asks what a risk is about, and knows the case that it comes from', async () => {
    expect((await enter({ productName: ' ', region: '' })).refusals()).to.deep.equal(['risk.about']);
    expect((await enter({ riskText: '无' })).refusals()).to.deep.equal(['risk.words']);
    expect((await enter({ caseId: lab.app.ids.next() })).refusals()).to.deep.equal(['risk.case']);
    const caseId = await arrangeCase(lab);
    expect((await enter({ caseId, region: '示例省示例市甲县' })).status).to.equal(201);
    expect((await quality.get(`/signals/risks/${lab.app.ids.next()}`)).refusals()).to.deep.equal(['risk.missing']);
  });

  it('an authority sees the risks and signals of its own region only, in lists, counts, files and pages', async () => {
    const [jia, yi, shi] = [
      await signIn(lab.url, 'jia', lab.app),
      await signIn(lab.url, 'yi', lab.app),
      await signIn(lab.url, 'shi', lab.app),
    ];
    const seen = async (client: Client) => (await client.get('/signals/risks?view=all')).json<Risks>();
    const regions = async (client: Client) => (await seen(client)).lines.map(({ region }) => region?.slice(-2));
    expect(await regions(jia)).to.deep.equal(['甲县']);
    expect(await regions(yi)).to.deep.equal(['乙县']);
    expect(await regions(shi)).to.have.members(['甲县', '乙县']);
    expect((await seen(jia)).counts.find(({ view }) => view === 'all')?.count).to.equal(1);
    const foreign = (await seen(yi)).lines[0]!.id;
    expect((await jia.get(`/signals/risks/${foreign}`)).refusals()).to.deep.equal(['risk.missing']);
    expect(await rowsOfSheet((await jia.get('/signals/risks.xlsx')).bytes)).to.have.length(2);
    const { steps } = await sheet(foreign);
    const kept = steps.find(({ file }) => file !== null)!;
    expect((await jia.get(`/signals/risk-files/${kept.id}`)).refusals()).to.deep.equal(['risk.missing']);
    expect((await jia.get(`/signals/alerts/${signalId}`)).refusals()).to.deep.equal(['signal.missing']);
    const own = (await yi.get(`/signals/alerts/${signalId}`)).json<Alert>();
    expect(own).to.deep.include({ maySee: false, months: [] });
    const { lines, run: stated } = (await yi.get('/signals/alerts?view=all')).json<Alerts>();
    expect(lines.every(({ region }) => region?.includes('乙县'))).to.equal(true);
    expect(stated).to.equal(null);
    // A risk of its region that rests on a case it may not see is not shown either.
    await lab.app.db.write('case_tracks').update({ organisation_id: null });
    await lab.app.db.write('case_recipients').update({ organisation_id: null });
    expect(await regions(jia)).to.deep.equal([]);
    expect((await yi.post('/signals/risks', risk)).refusals()).to.deep.equal(['access.denied']);
  });
});
