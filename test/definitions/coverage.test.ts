import { expect } from 'chai';
import { coverageOf } from '../../lib/definitions/coverage.ts';
import type { ParameterSheet } from '../../lib/definitions/show-parameter.ts';
import { type Played, playBatch } from '../scenario.ts';
import { eachEngine } from '../support/engines.ts';
import { type Lab, startLab } from '../support/lab.ts';

eachEngine('definitions: how often a parameter is tested here', (engine) => {
  let lab: Lab;
  let played: Played;

  before(async function () {
    this.timeout(120_000);
    lab = await startLab(engine);
    played = await playBatch(lab, 'approved', { batch: 'face-cream' });
  });
  after(() => lab?.close());

  it('counts a test from its review on, and leads to the batch', async () => {
    const analyst = await lab.as('analyst');
    const [test] = (await lab.app.db.read('tests')) as {
      parameter_code: string;
      reviewed_at: string;
      sample_id: string;
    }[];
    const code = test?.parameter_code ?? '';
    const sheet = (await analyst.get(`/parameters/${code}`)).json<ParameterSheet>();
    expect(sheet.coverage.year).to.equal(1);
    expect(sheet.coverage.last).to.include({ at: test?.reviewed_at, sampleId: test?.sample_id });
    const page = (await analyst.page(`/parameters/${code}`)).text;
    expect(page)
      .to.include(`/samples/${test?.sample_id ?? ''}`)
      .and.to.include(sheet.coverage.last?.sampleNo ?? '?');
    expect(played).to.be.an('object');
  });

  it('forgets what is older than a year, but not when it was last done', async () => {
    const { read } = lab.app.db;
    const [{ code } = { code: '' }] = (await read('tests').select({ code: 'parameter_code' }).limit(1)) as {
      code: string;
    }[];
    const { year, last } = await coverageOf(read, code, '2028-01-01T00:00:00.000Z');
    expect([year, last === null]).to.deep.equal([0, false]);
  });

  it('says plainly that a parameter was never tested', async () => {
    expect(await coverageOf(lab.app.db.read, 'NO-SUCH', '2026-11-23T00:00:00.000Z')).to.deep.equal({
      year: 0,
      last: null,
    });
    const page = await (await lab.as('sampler')).page('/parameters/D-ASSAY-HPLC');
    expect(page.text).to.include('还没有复核过的检验记录');
  });

  it('is answered from the index, however many tests there are', async () => {
    if (engine !== 'sqlite') return;
    const plan = (await lab.app.db.read.raw(
      "explain query plan select count(*) from tests where parameter_code = 'x' and reviewed_at >= 'y'",
    )) as { detail: string }[];
    expect(plan.map(({ detail }) => detail).join()).to.include('tests_parameter');
  });
});
