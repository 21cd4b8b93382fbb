import { expect } from 'chai';
import { type Played, playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Answer, type Client, type Lab, signIn, startLab } from '../support/lab.ts';

eachEngine('two people on one record', (engine) => {
  let lab: Lab;
  let first: Client;
  let second: Client;
  let id: string;
  before(async () => {
    lab = await startLab(engine);
    [first, second] = [await signIn(lab.url, 'admin', lab.app), await signIn(lab.url, 'admin', lab.app)];
    ({ id } = await lab.user('custodian'));
  });
  after(() => lab.close());

  const read = async () => (await first.get(`/people/${id}`)).json<{ name: string; version: number }>();
  const write = (who: Client, name: string, ifMatch: string | undefined): Promise<Answer> =>
    who.post(`/people/${id}`, { name, roles: ['custodian'], active: true, reason: '更名' }, { ifMatch });

  it('FT-06 a record is read with its version as ETag', async () => {
    const answer = await first.get(`/people/${id}`);
    expect(answer.headers.get('etag')).to.equal(`"${answer.json<{ version: number }>().version}"`);
  });

  it('FT-06 of 50 pairs of edits one is taken and one gets 412 with the other one’s values, who wrote them and when', async function () {
    this.timeout(60_000);
    for (let i = 0; i < 50; i += 1) {
      const { version } = await read();
      const answers = await Promise.all([
        write(first, `甲${i}`, `"${version}"`),
        write(second, `乙${i}`, `"${version}"`),
      ]);
      expect(answers.map(({ status }) => status).sort(), String(i)).to.deep.equal([200, 412]);
      const [won, lost] = answers[0]?.status === 200 ? [answers[0], answers[1]] : [answers[1], answers[0]];
      const winner = won?.json<{ name: string; version: number }>();
      expect(await read()).to.include({ name: winner?.name, version: version + 1 });
      const problem = lost?.json<{
        current: { version: number; values: object; by: string; at: string };
        problems: { id: string }[];
      }>();
      expect(problem?.problems.map((one) => one.id)).to.deep.equal(['record.stale']);
      expect(problem?.current.values).to.include({ name: winner?.name, version: version + 1 });
      expect(problem?.current.by).to.equal('沈管');
      expect(problem?.current.at).to.match(/^2026-11-23T/);
    }
  });

  it('B094 without If-Match 428; malformed or * 400; stale 412; a version in the body serves as well', async () => {
    const { version } = await read();
    const without = await write(first, '丙', undefined);
    expect([without.status, without.refusals()]).to.deep.equal([428, ['request.precondition']]);
    for (const bad of ['*', 'abc', '"1", "2"', 'W/"1"', '"-1"', '1.5']) {
      const answer = await write(first, '丙', bad);
      expect([answer.status, answer.refusals()], bad).to.deep.equal([400, ['request.if-match']]);
    }
    expect((await write(first, '丙', `"${version - 1}"`)).status).to.equal(412);
    expect((await write(first, '丙', `"${version + 7}"`)).status).to.equal(412);
    const inBody = await first.post(`/people/${id}`, {
      name: '丁',
      roles: ['custodian'],
      active: true,
      reason: '更名',
      version,
    });
    expect(inBody.status, inBody.text).to.equal(200);
  });

  it('B119 the slower form is shown again with what was typed; nothing of the first is overwritten', async () => {
    const { version } = await read();
    expect((await write(first, '先到', `"${version}"`)).status).to.equal(200);
    const late = await second.form(`/people/${id}`, {
      name: '后到',
      roles: 'custodian',
      active: 'true',
      reason: '更名',
      version: String(version),
    });
    expect(late.status).to.equal(409);
    expect(late.text).to.include('后到');
    expect((await read()).name).to.equal('先到');
  });

  describe('of one batch', () => {
    let played: Played;
    before(async () => {
      played = await playBatch(lab, 'planned');
    });

    it('FT-06 two who type into the same cell: the second gets the first one’s value; into two items: both are saved', async () => {
      const [one, two] = [await signIn(lab.url, 'analyst', lab.app), await signIn(lab.url, 'analyst', lab.app)];
      const [a, b] = [played.tests[0]!, played.tests[1]!];
      const save = (who: Client, test: { id: string; version: number }, value: string) =>
        who.post(`/tests/${test.id}/readings`, { field: 'observation', value, version: test.version });
      const both = await Promise.all([save(one, a, '白色片'), save(two, b, '呈蓝紫色')]);
      expect(both.map(({ status }) => status)).to.deep.equal([200, 200]);
      const { version } = both[0]!.json<{ version: number }>();
      const next = await one.post(`/tests/${a.id}/readings`, { field: 'conforms', value: 'yes', version });
      expect(next.status, next.text).to.equal(200);
      const late = await two.post(`/tests/${a.id}/readings`, { field: 'conforms', value: 'no', version });
      expect(late.status).to.equal(412);
      expect(late.text).to.include('白色片').and.to.include('李检');
    });

    it('B115 a batch is received once: of two at the counter the slower one is told so, and one number is drawn', async () => {
      const { samplingId } = await playBatch(lab, 'sampled');
      const { version } = (await (await lab.as('sampler')).get(`/samplings/${samplingId}`)).json<{ version: number }>();
      const checks = {
        seal: 'ok',
        packaging: 'ok',
        amount: 'ok',
        condition: 'ok',
        papers: 'ok',
        details: 'ok',
        storage: 'ok',
      };
      const desks = [await signIn(lab.url, 'reception', lab.app), await signIn(lab.url, 'many', lab.app)];
      const answers = await Promise.all(
        desks.map((desk) => desk.post(`/samplings/${samplingId}/receipt`, { checks, decision: 'accepted', version })),
      );
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses[0]).to.equal(200);
      expect(statuses[1]).to.be.oneOf([409, 412]);
      expect(await lab.app.db.read('samples').where({ sampling_id: samplingId })).to.have.length(1);
    });
  });
});
