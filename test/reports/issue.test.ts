import { expect } from 'chai';
import { sha256 } from '../../lib/kernel/hash.ts';
import { type Played, playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Client, type Lab, PASSWORD, startLab } from '../support/lab.ts';

interface Report {
  id: string;
  number: string;
  version: number;
  state: string;
  contentHash: string;
  pdfHash: string | null;
  verifyUrl: string;
  moves: { move: string; obstacles: { id: string }[] }[];
  signatures: { meaning: string; name: string }[];
}

eachEngine('issuing a report', (engine) => {
  let lab: Lab;
  let signatory: Client;
  let played: Played;
  before(async function () {
    this.timeout(60_000);
    lab = await startLab(engine);
    signatory = await lab.as('signatory');
    played = await playBatch(lab, 'approved');
  });
  after(() => lab.close());

  const read = async (id = played.reportId) => (await signatory.get(`/reports/${id}`)).json<Report>();
  const issue = async (client: Client, change: object = {}, key?: string) => {
    const { version, contentHash } = await read();
    return client.post(
      `/reports/${played.reportId}/issue`,
      { version, hash: contentHash, password: PASSWORD, ...change },
      key ? { key } : {},
    );
  };
  const page = async () => new URL((await read()).verifyUrl).pathname;

  it('a drafted report is not on the public page and has no file', async () => {
    expect((await lab.stranger.get(await page())).status).to.equal(404);
    expect(await read()).to.include({ state: 'drafted', pdfHash: null });
  });

  it('DI-12 needs the password: missing 422, wrong 401 and counted; a cookie alone signs nothing', async () => {
    expect((await issue(signatory, { password: undefined })).refusals()).to.deep.equal(['schema.required']);
    const wrong = await issue(signatory, { password: 'not this one' });
    expect([wrong.status, wrong.refusals()]).to.deep.equal([401, ['session.wrong']]);
    expect(await lab.app.db.read('signatures').where({ entity: 'reports' })).to.have.length(0);
    expect(await read()).to.include({ state: 'drafted' });
  });

  it('DI-13 is refused for another content than the one that was shown, and for an old version', async () => {
    expect((await issue(signatory, { hash: 'a'.repeat(64) })).refusals()).to.deep.equal(['report.changed']);
    expect((await issue(signatory, { version: 99 })).status).to.equal(412);
  });

  it('DI-10 whoever sampled, tested, reviewed or approved the batch does not issue it, whatever roles are held', async () => {
    const many = await lab.as('many');
    const own = await playBatch(lab, 'approved', { batch: 'sanqi' });
    const { id } = await lab.user('many');
    for (const change of [{ analyst_id: id }, { reviewer_id: id }]) {
      const [test] = (await lab.app.db.read('tests').where({ sample_id: own.sampleId }).limit(1)) as {
        id: string;
        analyst_id: string;
        reviewer_id: string;
      }[];
      await lab.app.db.write('tests').where({ id: test?.id }).update(change);
      const { version, contentHash } = await read(own.reportId);
      const refused = await many.post(`/reports/${own.reportId}/issue`, {
        version,
        hash: contentHash,
        password: PASSWORD,
      });
      expect([refused.status, refused.refusals()]).to.deep.equal([409, ['report.chain']]);
      await lab.app.db
        .write('tests')
        .where({ id: test?.id })
        .update({ analyst_id: test?.analyst_id, reviewer_id: test?.reviewer_id });
    }
  });

  it('DI-24 an item that is open again stops the issue', async () => {
    const [id] = (await lab.app.db
      .read('tests')
      .where({ sample_id: played.sampleId })
      .limit(1)
      .pluck('id')) as string[];
    await lab.app.db.write('tests').where({ id }).update({ state: 'reviewed' });
    expect((await issue(signatory)).refusals()).to.deep.equal(['report.open']);
    await lab.app.db.write('tests').where({ id }).update({ state: 'locked' });
  });

  it('given back with a reason it cannot be issued; a reason of blanks is none', async () => {
    const own = await playBatch(lab, 'approved', { batch: 'face-cream' });
    const { version } = await read(own.reportId);
    const back = (reason: string) => signatory.post(`/reports/${own.reportId}/return`, { version, reason });
    expect((await back(' \u200b\u3000 ')).refusals()).to.deep.equal(['report.reason']);
    expect((await back('结论措辞有误')).status).to.equal(200);
    const { moves } = await read(own.reportId);
    expect(moves.find(({ move }) => move === 'issue')?.obstacles.map(({ id }) => id)).to.include('report.returned');
  });

  it('FT-05 DI-11 ten equal calls at once issue it once: one signature with name and meaning, one stored file, one print for ever', async function () {
    this.timeout(60_000);
    const { version, contentHash } = await read();
    const call = () =>
      signatory.post(
        `/reports/${played.reportId}/issue`,
        { version, hash: contentHash, password: PASSWORD },
        { key: 'issue-once-1' },
      );
    const answers = await Promise.all(Array.from({ length: 10 }, call));
    expect(answers.map(({ status }) => status)).to.deep.equal(Array(10).fill(200));
    expect(new Set(answers.map(({ text }) => text)).size).to.equal(1);
    const signatures = await lab.app.db.read('signatures').where({ entity: 'reports', entity_id: played.reportId });
    expect(signatures).to.have.length(1);
    const report = await read();
    expect(signatures[0]).to.include({
      meaning: 'issue',
      user_name: '陈签',
      role: 'signatory',
      record_hash: report.contentHash,
    });
    const [first, second] = [
      await signatory.get(`/reports/${played.reportId}/report.pdf`),
      await signatory.get(`/reports/${played.reportId}/report.pdf`),
    ];
    expect(first.bytes.equals(second.bytes)).to.equal(true);
    expect(sha256(first.bytes)).to.equal(report.pdfHash);
    expect((await issue(signatory)).status).to.equal(409);
  });

  it('N8 the public page shows number, state and hash, and no product, person or result', async () => {
    const report = await read();
    const shown = await lab.stranger.get(await page());
    expect(shown.json()).to.include({ number: report.number, state: 'issued', pdfHash: report.pdfHash });
    const html = (await lab.stranger.page(await page())).text;
    for (const secret of ['对乙酰氨基酚', '陈签', '李检', '符合规定', played.sampleNumber]) {
      expect(shown.text).not.to.include(secret);
      expect(html, secret).not.to.include(secret);
    }
    for (const code of ['0'.repeat(16), 'x', '../../people'])
      expect((await lab.stranger.get(`/verify/${code}`)).status).to.be.oneOf([404, 422]);
  });

  it('DI-30 a stored report whose bytes were changed is not served', async () => {
    const report = await read();
    const { get } = lab.app.files;
    lab.app.files.get = () => {
      throw new Error(`the stored file ${report.pdfHash} was altered`);
    };
    const altered = await signatory.get(`/reports/${played.reportId}/report.pdf`);
    lab.app.files.get = () => undefined;
    const gone = await signatory.get(`/reports/${played.reportId}/report.pdf`);
    lab.app.files.get = get;
    expect([altered.status, gone.status, gone.refusals()]).to.deep.equal([500, 404, ['paper.missing']]);
  });
});
